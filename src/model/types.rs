//! What a column's type is elsewhere: in a struct, in JSON, in the admin app, in `formwork.yaml`.

mod written;

pub use written::WrittenType;

use formwork_runtime::model::{Attribute, ColumnType, Resource};

/// The type of a struct's field.
#[must_use]
pub fn rust_type(attribute: &Attribute) -> String {
    let value = value_type(&attribute.column_type);
    if attribute.nullable {
        format!("Option<{value}>")
    } else {
        value
    }
}

/// The type of a value that is there.
///
/// Whole numbers are `i64` whatever their width, so that rules calculate without conversions;
/// only one that does not fit is `u64`.
#[must_use]
pub fn value_type(column_type: &ColumnType) -> String {
    let name = match column_type {
        ColumnType::Boolean => "bool",
        ColumnType::Integer {
            bits: 64,
            unsigned: true,
        } => "u64",
        ColumnType::Integer { .. } => "i64",
        ColumnType::Float { .. } => "f64",
        ColumnType::Decimal { .. } => "Decimal",
        ColumnType::Text { .. } | ColumnType::Enum { .. } | ColumnType::Other => "String",
        ColumnType::Bytes { .. } => "Vec<u8>",
        ColumnType::Date => "Date",
        ColumnType::Time => "Time",
        ColumnType::Timestamp => "Timestamp",
        ColumnType::TimestampTz => "TimestampTz",
        ColumnType::Uuid => "Uuid",
        ColumnType::Json => "Json",
        ColumnType::Set { .. } => "Vec<String>",
        ColumnType::Array { element } => return format!("Vec<Option<{}>>", value_type(element)),
    };
    name.to_owned()
}

/// The name that a generated file imports from the runtime for the type, if it is not Rust's own.
#[must_use]
pub fn import(column_type: &ColumnType) -> Option<&'static str> {
    match column_type {
        ColumnType::Decimal { .. } => Some("Decimal"),
        ColumnType::Date => Some("Date"),
        ColumnType::Time => Some("Time"),
        ColumnType::Timestamp => Some("Timestamp"),
        ColumnType::TimestampTz => Some("TimestampTz"),
        ColumnType::Uuid => Some("Uuid"),
        ColumnType::Json => Some("Json"),
        ColumnType::Array { element } => import(element),
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Float { .. }
        | ColumnType::Text { .. }
        | ColumnType::Bytes { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Other => None,
    }
}

/// The type in JSON, as JSON Schema names it; none if any value may come.
#[must_use]
pub fn json_type(column_type: &ColumnType) -> Option<&'static str> {
    match column_type {
        ColumnType::Boolean => Some("boolean"),
        ColumnType::Integer { .. } => Some("integer"),
        ColumnType::Float { .. } | ColumnType::Decimal { .. } => Some("number"),
        ColumnType::Text { .. }
        | ColumnType::Bytes { .. }
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Uuid
        | ColumnType::Enum { .. }
        | ColumnType::Other => Some("string"),
        ColumnType::Set { .. } | ColumnType::Array { .. } => Some("array"),
        ColumnType::Json => None,
    }
}

/// The type in `admin.yaml`; none for its default, a line of text.
#[must_use]
pub fn admin_type(attribute: &Attribute) -> Option<&'static str> {
    match &attribute.column_type {
        ColumnType::Boolean => Some("Boolean"),
        ColumnType::Integer { .. } => Some("Integer"),
        ColumnType::Float { .. } => Some("Number"),
        ColumnType::Decimal { .. } => Some("Decimal"),
        ColumnType::Text { max_length } => is_long(*max_length, &attribute.name).then_some("Text"),
        ColumnType::Bytes { .. } => Some("File"),
        ColumnType::Date => Some("Date"),
        ColumnType::Time => Some("Time"),
        ColumnType::Timestamp | ColumnType::TimestampTz => Some("DateTime"),
        ColumnType::Uuid => Some("Uuid"),
        ColumnType::Json | ColumnType::Set { .. } | ColumnType::Array { .. } => Some("Json"),
        ColumnType::Enum { .. } => Some("Option"),
        ColumnType::Other => None,
    }
}

/// Whether the attribute refers to another row.
pub(crate) fn is_foreign_key(attribute: &Attribute, resource: &Resource) -> bool {
    let mut relationships = resource.relationships.iter();
    relationships.any(|relationship| {
        relationship.holds_key && relationship.attributes.contains(&attribute.name)
    })
}

/// Whether equal values can be told by the database, so that they may identify a row.
#[must_use]
pub fn is_comparable(column_type: &ColumnType) -> bool {
    !matches!(
        column_type,
        ColumnType::Bytes { .. } | ColumnType::Json | ColumnType::Other
    ) && !matches!(column_type, ColumnType::Array { element } if !is_comparable(element))
}

/// Text of several lines: by its length, or, where the database sets none (as is usual in SQLite
/// and PostgreSQL), by what the attribute is called.
fn is_long(max_length: Option<u32>, name: &str) -> bool {
    const WORDS: &[&str] = &[
        "body",
        "comment",
        "comments",
        "content",
        "description",
        "memo",
        "note",
        "notes",
        "remark",
        "remarks",
        "text",
    ];
    match max_length {
        Some(length) => length > 255,
        None => super::words::of(name)
            .last()
            .is_some_and(|word| WORDS.contains(&word.as_str())),
    }
}

#[cfg(test)]
mod tests {
    use formwork_runtime::model::{Attribute, ColumnType};

    use super::{import, is_comparable, json_type, rust_type};

    fn of(column_type: ColumnType, nullable: bool) -> Attribute {
        Attribute {
            name: "a".to_owned(),
            column: None,
            field: "a".to_owned(),
            column_type,
            database_type: String::new(),
            collation: None,
            nullable,
            default: None,
            source: None,
            comment: None,
        }
    }

    fn array(element: ColumnType) -> ColumnType {
        ColumnType::Array {
            element: Box::new(element),
        }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a table of all types")]
    fn every_type_has_a_field_an_import_and_a_json_type() {
        let values = || vec!["a".to_owned()];
        for (column_type, field, imported, json) in [
            (ColumnType::Boolean, "bool", None, Some("boolean")),
            (
                ColumnType::Integer {
                    bits: 8,
                    unsigned: true,
                },
                "i64",
                None,
                Some("integer"),
            ),
            (
                ColumnType::Integer {
                    bits: 64,
                    unsigned: false,
                },
                "i64",
                None,
                Some("integer"),
            ),
            (
                ColumnType::Integer {
                    bits: 64,
                    unsigned: true,
                },
                "u64",
                None,
                Some("integer"),
            ),
            (ColumnType::Float { bits: 32 }, "f64", None, Some("number")),
            (
                ColumnType::Decimal {
                    precision: Some(10),
                    scale: Some(2),
                },
                "Decimal",
                Some("Decimal"),
                Some("number"),
            ),
            (
                ColumnType::Text { max_length: None },
                "String",
                None,
                Some("string"),
            ),
            (
                ColumnType::Bytes { max_length: None },
                "Vec<u8>",
                None,
                Some("string"),
            ),
            (ColumnType::Date, "Date", Some("Date"), Some("string")),
            (ColumnType::Time, "Time", Some("Time"), Some("string")),
            (
                ColumnType::Timestamp,
                "Timestamp",
                Some("Timestamp"),
                Some("string"),
            ),
            (
                ColumnType::TimestampTz,
                "TimestampTz",
                Some("TimestampTz"),
                Some("string"),
            ),
            (ColumnType::Uuid, "Uuid", Some("Uuid"), Some("string")),
            (ColumnType::Json, "Json", Some("Json"), None),
            (
                ColumnType::Enum { values: values() },
                "String",
                None,
                Some("string"),
            ),
            (
                ColumnType::Set { values: values() },
                "Vec<String>",
                None,
                Some("array"),
            ),
            (ColumnType::Other, "String", None, Some("string")),
            (
                array(ColumnType::Date),
                "Vec<Option<Date>>",
                Some("Date"),
                Some("array"),
            ),
            (
                array(array(ColumnType::Other)),
                "Vec<Option<Vec<Option<String>>>>",
                None,
                Some("array"),
            ),
        ] {
            assert_eq!(import(&column_type), imported, "{column_type:?}");
            assert_eq!(json_type(&column_type), json, "{column_type:?}");
            assert_eq!(rust_type(&of(column_type.clone(), false)), field);
            assert_eq!(
                rust_type(&of(column_type, true)),
                format!("Option<{field}>")
            );
        }
    }

    #[test]
    fn what_the_database_cannot_compare_is_known() {
        assert!(is_comparable(&ColumnType::Date));
        assert!(is_comparable(&array(ColumnType::Date)));
        assert!(!is_comparable(&ColumnType::Json));
        assert!(!is_comparable(&array(ColumnType::Json)));
    }
}
