//! Our types for PostgreSQL's, which can be arrays, enums, and domains over each other.

use std::collections::HashMap;

use formwork_runtime::model::{ColumnType, Dialect};
use sqlx::{PgConnection, Row, postgres::PgRow};

use crate::introspect::tokens::tokens;

/// A row of `pg_type`, with what belongs to it.
#[derive(Debug, Clone, Default)]
pub(super) struct PgType {
    pub(super) name: String,
    /// The name as it must be written, qualified and quoted where needed.
    pub(super) shown: String,
    pub(super) kind: Kind,
    /// What a domain is made of.
    pub(super) base: i64,
    pub(super) base_shown: String,
    /// What an array holds.
    pub(super) element: i64,
    /// A domain's modifier of its base, such as a length; -1 for none.
    pub(super) modifier: i32,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) checks: Vec<DomainCheck>,
}

/// What a type is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kind {
    BuiltIn,
    Enum,
    Domain,
    Array,
    /// A range, a record, or what an extension brings.
    #[default]
    Other,
}

/// A CHECK of a domain, about `VALUE`.
#[derive(Debug, Clone)]
pub(super) struct DomainCheck {
    pub(super) name: String,
    pub(super) expression: String,
}

/// The types of a database's columns, by their number in the catalog.
#[derive(Debug, Default)]
pub(super) struct Types(HashMap<i64, PgType>);

impl Types {
    /// Reads the types of all columns in these schemas, and what those are made of.
    pub(super) async fn load(
        connection: &mut PgConnection,
        schemas: &[String],
    ) -> sqlx::Result<Self> {
        let types = sqlx::query(
            "WITH RECURSIVE used (oid) AS (
               SELECT DISTINCT a.atttypid
               FROM pg_attribute a
               JOIN pg_class c ON c.oid = a.attrelid
               JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                 AND a.attnum > 0 AND NOT a.attisdropped
               UNION
               SELECT part.oid
               FROM used
               JOIN pg_type t ON t.oid = used.oid
               CROSS JOIN LATERAL (VALUES (t.typbasetype), (t.typelem)) AS part (oid)
               WHERE part.oid <> 0
             )
             SELECT t.oid::int8 AS oid, t.typname::text AS name,
                    CASE WHEN t.typtype = 'd' THEN 'domain'
                         WHEN t.typtype = 'e' THEN 'enum'
                         -- Not `oidvector` and its like.
                         WHEN t.typcategory = 'A' AND t.typlen = -1 AND left(t.typname, 1) = '_' THEN 'array'
                         WHEN n.nspname = 'pg_catalog' THEN 'built in' END AS kind,
                    t.typbasetype::int8 AS base, t.typelem::int8 AS element, t.typtypmod AS modifier,
                    t.typnotnull AS not_null, pg_get_expr(t.typdefaultbin, 0) AS default_value,
                    format_type(t.oid, NULL) AS shown,
                    format_type(t.typbasetype, t.typtypmod) AS base_shown,
                    ARRAY(SELECT e.enumlabel::text FROM pg_enum e
                          WHERE e.enumtypid = t.oid ORDER BY e.enumsortorder) AS labels
             FROM used
             JOIN pg_type t ON t.oid = used.oid
             JOIN pg_namespace n ON n.oid = t.typnamespace",
        )
        .bind(schemas)
        .try_map(|row: PgRow| {
            let pg_type = PgType {
                name: row.try_get("name")?,
                shown: row.try_get("shown")?,
                kind: match row.try_get::<Option<&str>, _>("kind")?.unwrap_or_default() {
                    "built in" => Kind::BuiltIn,
                    "enum" => Kind::Enum,
                    "domain" => Kind::Domain,
                    "array" => Kind::Array,
                    _ => Kind::Other,
                },
                base: row.try_get("base")?,
                base_shown: row.try_get("base_shown")?,
                element: row.try_get("element")?,
                modifier: row.try_get("modifier")?,
                not_null: row.try_get("not_null")?,
                default: row.try_get("default_value")?,
                labels: row.try_get("labels")?,
                checks: Vec::new(),
            };
            Ok((row.try_get("oid")?, pg_type))
        })
        .fetch_all(&mut *connection)
        .await?;
        let mut types: HashMap<i64, PgType> = types.into_iter().collect();
        let checks = sqlx::query(
            "SELECT contypid::int8 AS domain, conname::text AS name, pg_get_expr(conbin, 0) AS expression
             FROM pg_constraint
             WHERE contypid <> 0 AND contype = 'c'
             ORDER BY conname::text",
        )
        .try_map(|row: PgRow| {
            let check = DomainCheck {
                name: row.try_get("name")?,
                expression: row.try_get("expression")?,
            };
            Ok((row.try_get::<i64, _>("domain")?, check))
        })
        .fetch_all(&mut *connection)
        .await?;
        for (domain, check) in checks {
            if let Some(domain) = types.get_mut(&domain) {
                domain.checks.push(check);
            }
        }
        Ok(Self(types))
    }

    /// The domain that the number stands for, the domain which that is made of, and so on.
    pub(super) fn domains(&self, oid: i64) -> Vec<&PgType> {
        let domain = |oid: i64| {
            self.0
                .get(&oid)
                .filter(|pg_type| pg_type.kind == Kind::Domain)
        };
        std::iter::successors(domain(oid), |outer| domain(outer.base)).collect()
    }

    /// Our type for the one with this number and modifier.
    pub(super) fn column_type(&self, oid: i64, modifier: i32) -> ColumnType {
        let Some(pg_type) = self.0.get(&oid) else {
            return ColumnType::Other;
        };
        match pg_type.kind {
            Kind::BuiltIn => built_in(&pg_type.name, modifier),
            Kind::Enum => ColumnType::Enum {
                values: pg_type.labels.clone(),
            },
            Kind::Domain => self.column_type(pg_type.base, pg_type.modifier),
            Kind::Array => ColumnType::Array {
                element: Box::new(self.column_type(pg_type.element, modifier)),
            },
            Kind::Other if pg_type.name == "citext" => ColumnType::Text { max_length: None },
            Kind::Other => ColumnType::Other,
        }
    }
}

fn built_in(name: &str, modifier: i32) -> ColumnType {
    let integer = |bits| ColumnType::Integer {
        bits,
        unsigned: false,
    };
    match name {
        "bool" => ColumnType::Boolean,
        "int2" => integer(16),
        "int4" => integer(32),
        "int8" => integer(64),
        "float4" => ColumnType::Float { bits: 32 },
        "float8" => ColumnType::Float { bits: 64 },
        "numeric" => numeric(modifier),
        "text" => ColumnType::Text { max_length: None },
        "varchar" | "bpchar" => ColumnType::Text {
            // The modifier counts the four bytes of a length that once was stored with the text.
            max_length: u32::try_from(modifier - 4).ok(),
        },
        "char" => ColumnType::Text {
            max_length: Some(1),
        },
        "name" => ColumnType::Text {
            max_length: Some(63),
        },
        "bytea" => ColumnType::Bytes { max_length: None },
        "date" => ColumnType::Date,
        "time" => ColumnType::Time,
        "timestamp" => ColumnType::Timestamp,
        "timestamptz" => ColumnType::TimestampTz,
        "uuid" => ColumnType::Uuid,
        "json" | "jsonb" => ColumnType::Json,
        _ => ColumnType::Other,
    }
}

/// The digits in the modifier: 16 bits of precision above 11 bits of scale, which has a sign since PostgreSQL 15.
fn numeric(modifier: i32) -> ColumnType {
    if modifier < 4 {
        return ColumnType::Decimal {
            precision: None,
            scale: None,
        };
    }
    let modifier = modifier - 4;
    let precision = (modifier >> 16) & 0xffff;
    let scale = ((modifier & 0x7ff) ^ 0x400) - 0x400;
    // `numeric(5,-2)` rounds to hundreds and so has up to seven digits, none after the point.
    let rounded = (-scale).max(0);
    ColumnType::Decimal {
        precision: u16::try_from(precision + rounded).ok(),
        scale: u16::try_from(scale.max(0)).ok(),
    }
}

impl DomainCheck {
    /// The expression in the words of a column, whose value it calls `VALUE`.
    pub(super) fn of_column(&self, column: &str) -> String {
        let quoted = format!("\"{}\"", column.replace('"', "\"\""));
        let mut expression = String::new();
        let mut copied = 0;
        for token in tokens(&self.expression, Dialect::Postgres).unwrap_or_default() {
            if token.is_word("VALUE") {
                expression.push_str(&self.expression[copied..token.start]);
                expression.push_str(&quoted);
                copied = token.end();
            }
        }
        expression.push_str(&self.expression[copied..]);
        expression
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(precision: u16, scale: u16) -> ColumnType {
        ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        }
    }

    #[test]
    fn a_modifier_holds_lengths_and_digits() {
        let modifier = |precision: i32, scale: i32| ((precision << 16) | (scale & 0x7ff)) + 4;
        assert_eq!(built_in("numeric", modifier(10, 2)), decimal(10, 2));
        assert_eq!(built_in("numeric", modifier(1000, 0)), decimal(1000, 0));
        assert_eq!(built_in("numeric", modifier(5, -2)), decimal(7, 0));
        assert_eq!(built_in("numeric", modifier(3, 6)), decimal(3, 6));
        assert_eq!(
            built_in("numeric", -1),
            ColumnType::Decimal {
                precision: None,
                scale: None
            }
        );
        assert_eq!(
            built_in("varchar", 34),
            ColumnType::Text {
                max_length: Some(30)
            }
        );
        assert_eq!(
            built_in("varchar", -1),
            ColumnType::Text { max_length: None }
        );
    }

    #[test]
    fn domains_and_arrays_are_followed_to_what_they_hold() {
        let types = Types(HashMap::from([
            (
                1,
                PgType {
                    name: "varchar".to_owned(),
                    kind: Kind::BuiltIn,
                    ..PgType::default()
                },
            ),
            (
                2,
                PgType {
                    kind: Kind::Domain,
                    base: 1,
                    modifier: 24,
                    shown: "email".to_owned(),
                    ..PgType::default()
                },
            ),
            (
                3,
                PgType {
                    kind: Kind::Domain,
                    base: 2,
                    modifier: -1,
                    shown: "work_email".to_owned(),
                    ..PgType::default()
                },
            ),
            (
                4,
                PgType {
                    kind: Kind::Array,
                    element: 3,
                    ..PgType::default()
                },
            ),
        ]));
        let email = ColumnType::Text {
            max_length: Some(20),
        };
        assert_eq!(types.column_type(3, -1), email);
        assert_eq!(
            types.column_type(4, -1),
            ColumnType::Array {
                element: Box::new(email)
            }
        );
        let names: Vec<_> = types.domains(3).iter().map(|d| d.shown.as_str()).collect();
        assert_eq!(names, ["work_email", "email"]);
        assert!(types.domains(1).is_empty());
        assert_eq!(types.column_type(99, -1), ColumnType::Other);
    }

    #[test]
    fn a_check_of_a_domain_speaks_of_the_column() {
        let check = DomainCheck {
            name: "valid".to_owned(),
            expression: "((VALUE)::text <> 'VALUE'::text)".to_owned(),
        };
        assert_eq!(
            check.of_column("E \"Mail\""),
            "((\"E \"\"Mail\"\"\")::text <> 'VALUE'::text)"
        );
    }
}
