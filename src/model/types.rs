//! What a column's type is elsewhere: in a struct, in JSON, in the admin app, in `formwork.yaml`.

mod written;

pub use written::WrittenType;

use formwork_runtime::model::{Attribute, ColumnType};

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
