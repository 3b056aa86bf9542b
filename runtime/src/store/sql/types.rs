//! How the types of columns are spelled in SQL, and what their values are compared as.

use crate::catalog::Attribute;
use crate::model::{ColumnType, Dialect};

/// How many of MySQL's 65 digits stand after the point of a value that is compared with a decimal: as many as there may be that
/// leave room for those before the point.
pub(super) fn compared_scale(precision: Option<u16>, scale: Option<u16>) -> u16 {
    let scale = scale.unwrap_or(0);
    let before = precision.map_or(0, |precision| precision.saturating_sub(scale));
    65_u16.saturating_sub(before).min(30).max(scale)
}

/// Whether a column of MySQL has a spatial type: <https://dev.mysql.com/doc/refman/8.4/en/spatial-type-overview.html>.
pub(super) fn is_geometry(attribute: &Attribute) -> bool {
    let name = attribute.database_type.to_ascii_lowercase();
    attribute.column_type == ColumnType::Other
        && [
            "geometry",
            "point",
            "linestring",
            "polygon",
            "geomcollection",
        ]
        .iter()
        .any(|kind| name.contains(kind))
}

/// Whether values of the column are compared by their texts.
///
/// PostgreSQL has no equality of JSON as it was written, nor of XML; two boxes of the same area are equal there; objects of its
/// catalog are numbers that it may not find by their names. MySQL
/// takes JSON and a text for different things.
pub(super) fn compares_text(dialect: Dialect, attribute: &Attribute) -> bool {
    match dialect {
        Dialect::Sqlite => false,
        Dialect::Mysql => attribute.column_type == ColumnType::Json,
        Dialect::Postgres => {
            matches!(
                attribute.database_type.trim_end_matches("[]"),
                "json"
                    | "jsonpath"
                    | "xml"
                    | "point"
                    | "line"
                    | "lseg"
                    | "box"
                    | "path"
                    | "polygon"
                    | "circle"
                    | "pg_snapshot"
                    | "txid_snapshot"
                    | "xid"
                    | "cid"
                    | "aclitem"
                    | "refcursor"
            ) || names_object(attribute)
        }
    }
}

/// Whether a column of PostgreSQL names something of the database itself. What it shows is not read back by all of them (`-` is
/// none), so it is compared as it is.
pub(super) fn names_object(attribute: &Attribute) -> bool {
    matches!(
        attribute.database_type.trim_end_matches("[]"),
        "regclass"
            | "regproc"
            | "regprocedure"
            | "regoper"
            | "regoperator"
            | "regtype"
            | "regrole"
            | "regnamespace"
            | "regconfig"
            | "regdictionary"
            | "regcollation"
    )
}

/// The type that a parameter is cast to, so that it meets its column as itself.
///
/// Lengths and precisions are left out: a cast to `varchar(5)` would cut the text in silence.
pub(super) fn postgres_type(attribute: &Attribute) -> String {
    let standard = match &attribute.column_type {
        ColumnType::Boolean => "boolean",
        ColumnType::Integer { bits: 16, .. } => "smallint",
        ColumnType::Integer { bits: 32, .. } => "integer",
        ColumnType::Integer { .. } => "bigint",
        ColumnType::Float { bits: 32 } => "real",
        ColumnType::Float { .. } => "double precision",
        ColumnType::Decimal { .. } => "numeric",
        ColumnType::Bytes { .. } => "bytea",
        ColumnType::Date => "date",
        ColumnType::Time => "time",
        ColumnType::Timestamp => "timestamp",
        ColumnType::TimestampTz => "timestamptz",
        ColumnType::Uuid => "uuid",
        ColumnType::Text { .. }
        | ColumnType::Json
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Array { .. }
        | ColumnType::Other => return without_modifier(&attribute.database_type),
    };
    standard.to_owned()
}

/// `character varying(5)[]` is `character varying[]`; quoted names are left alone.
fn without_modifier(database_type: &str) -> String {
    let mut text = String::with_capacity(database_type.len());
    let mut quoted = false;
    let mut depth = 0_u32;
    for character in database_type.chars() {
        match character {
            '"' => quoted = !quoted,
            '(' if !quoted => depth += 1,
            _ => {}
        }
        if depth == 0 {
            text.push(character);
        }
        if character == ')' && !quoted {
            depth = depth.saturating_sub(1);
        }
    }
    // A bare `bit` or `character` means one of it.
    match text.as_str() {
        "bit" => "bit varying".into(),
        "bit[]" => "bit varying[]".into(),
        "character" => "bpchar".into(),
        "character[]" => "bpchar[]".into(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cast_never_cuts() {
        assert_eq!(
            without_modifier("character varying(5)"),
            "character varying"
        );
        assert_eq!(without_modifier("character(5)"), "bpchar");
        assert_eq!(
            without_modifier("time(3) with time zone"),
            "time with time zone"
        );
        assert_eq!(
            without_modifier("shop.\"mood (old)\"[]"),
            "shop.\"mood (old)\"[]"
        );
    }

    #[test]
    fn the_digits_of_a_column_fit_what_it_is_compared_as() {
        for (precision, scale, expected) in [
            (None, None, 30),
            (Some(10), Some(2), 30),
            (Some(65), None, 0),
            (Some(65), Some(30), 30),
            (Some(60), Some(20), 25),
            // More than MySQL allows, which MariaDB does.
            (Some(65), Some(38), 38),
        ] {
            assert_eq!(
                compared_scale(precision, scale),
                expected,
                "{precision:?} {scale:?}"
            );
        }
    }
}
