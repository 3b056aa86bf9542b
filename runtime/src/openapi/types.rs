//! Types of columns as JSON Schema.

use serde_json::{Value as Json, json};

use crate::catalog::Attribute;
use crate::model::{ColumnType, ValueSource};

/// What an answer has.
pub(super) fn shown(attribute: &Attribute) -> Json {
    let schema = if attribute.sends_strings {
        of_strings(&attribute.column_type)
    } else {
        of(&attribute.column_type)
    };
    let mut schema = nullable(schema, attribute.nullable);
    if is_read_only(attribute) {
        schema["readOnly"] = true.into();
    }
    described(schema, attribute)
}

/// What an answer has of decimals, or of lists of them, that are sent as strings.
fn of_strings(column_type: &ColumnType) -> Json {
    match column_type {
        ColumnType::Decimal { .. } => {
            let mut schema = digits(column_type);
            if let Some(description) = of(column_type).get("description") {
                schema["description"] = description.clone();
            }
            schema
        }
        ColumnType::Array { element } => list_of(of_strings(element)),
        column_type => of(column_type),
    }
}

/// A list of what may be null. PostgreSQL's type says nothing of how deep it is.
fn list_of(element: Json) -> Json {
    let element = nullable(element, true);
    json!({ "type": "array", "items": { "anyOf": [element, { "type": "array" }] } })
}

/// What a request may have.
pub(super) fn accepted(attribute: &Attribute) -> Json {
    let schema = of_values(&attribute.column_type);
    let schema = if attribute.nullable {
        or_null(schema)
    } else {
        schema
    };
    described(schema, attribute)
}

/// What a request may have for a value of a type.
pub(crate) fn of_values(column_type: &ColumnType) -> Json {
    match column_type {
        // Not every client can write an exact number.
        ColumnType::Decimal { .. } => {
            json!({ "anyOf": [bounded(column_type), digits(column_type)] })
        }
        column_type => of(column_type),
    }
}

/// The same, or null.
pub(crate) fn or_null(schema: Json) -> Json {
    let null = json!({ "type": "null" });
    match schema {
        Json::Object(mut object) if object.contains_key("anyOf") => {
            if let Some(Json::Array(forms)) = object.get_mut("anyOf") {
                forms.push(null);
            }
            object.into()
        }
        schema if schema.get("$ref").is_some() => json!({ "anyOf": [schema, (null)] }),
        schema => nullable(schema, true),
    }
}

/// What a filter is compared with.
pub(super) fn in_filter(attribute: &Attribute) -> Json {
    match &attribute.column_type {
        ColumnType::Integer { .. }
        | ColumnType::Float { .. }
        | ColumnType::Boolean
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Uuid
        | ColumnType::Enum { .. } => of(&attribute.column_type),
        ColumnType::Decimal { .. } => bounded(&attribute.column_type),
        _ => json!({ "type": "string" }),
    }
}

/// Digits of a decimal that its column keeps: before the point, and after it.
fn kept_digits(column_type: &ColumnType) -> Option<(u32, u32)> {
    match column_type {
        ColumnType::Decimal {
            precision: Some(precision),
            scale: Some(scale),
        } => Some((
            u32::from(*precision).checked_sub(u32::from(*scale))?,
            u32::from(*scale),
        )),
        _ => None,
    }
}

/// A decimal that its column can keep, as far as a number can say: `multipleOf` is not exact where numbers are binary.
fn bounded(column_type: &ColumnType) -> Json {
    let mut schema = of(column_type);
    if let Some(most) = kept_digits(column_type).and_then(|(before, _)| 10_i64.checked_pow(before))
    {
        schema["exclusiveMinimum"] = (-most).into();
        schema["exclusiveMaximum"] = most.into();
    }
    schema
}

/// A decimal as text.
fn digits(column_type: &ColumnType) -> Json {
    let pattern = match kept_digits(column_type) {
        Some((before, 0)) => format!("^-?[0-9]{{1,{}}}$", before.max(1)),
        Some((before, after)) => {
            format!(r"^-?[0-9]{{1,{}}}(\.[0-9]{{1,{after}}})?$", before.max(1))
        }
        None => r"^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$".to_owned(),
    };
    json!({ "type": "string", "pattern": pattern })
}

/// Whether a request may not have it.
pub(super) fn is_read_only(attribute: &Attribute) -> bool {
    matches!(
        attribute.source,
        Some(ValueSource::Generated | ValueSource::IdentityAlways)
    )
}

fn described(mut schema: Json, attribute: &Attribute) -> Json {
    if let (ColumnType::Other, Some(schema)) = (&attribute.column_type, schema.as_object_mut()) {
        let text = format!("`{}` of the database, as text", attribute.database_type);
        schema.insert("description".to_owned(), text.into());
    }
    schema
}

/// The same, or null.
fn nullable(mut schema: Json, nullable: bool) -> Json {
    if !nullable {
        return schema;
    }
    if let Some(kind) = schema.get("type").cloned() {
        schema["type"] = match kind {
            Json::Array(mut kinds) => {
                kinds.push("null".into());
                kinds.into()
            }
            kind => json!([kind, "null"]),
        };
        if let Some(values) = schema.get_mut("enum").and_then(Json::as_array_mut) {
            values.push(Json::Null);
        }
    }
    schema
}

fn of(column_type: &ColumnType) -> Json {
    match column_type {
        ColumnType::Boolean => json!({ "type": "boolean" }),
        ColumnType::Integer { bits, unsigned } => integer(*bits, *unsigned),
        ColumnType::Float { bits: 32 } => json!({ "type": "number", "format": "float" }),
        ColumnType::Float { .. } => json!({ "type": "number", "format": "double" }),
        ColumnType::Decimal { precision, scale } => {
            let mut schema = json!({ "type": "number" });
            if let (Some(precision), Some(scale)) = (precision, scale) {
                schema["description"] =
                    format!("{precision} digits, {scale} of them after the point").into();
            }
            schema
        }
        ColumnType::Text { max_length } => with_length(json!({ "type": "string" }), *max_length),
        ColumnType::Bytes { max_length } => {
            let schema = json!({ "type": "string", "contentEncoding": "base64" });
            // Three bytes are four letters.
            with_length(
                schema,
                max_length.and_then(|bytes| bytes.div_ceil(3).checked_mul(4)),
            )
        }
        ColumnType::Date => json!({ "type": "string", "format": "date" }),
        ColumnType::Time => {
            json!({ "type": "string", "pattern": r"^[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$", "examples": ["09:30:15"] })
        }
        // The format `date-time` has a zone.
        ColumnType::Timestamp => json!({
            "type": "string",
            "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?)?$",
            "examples": ["2013-07-04T09:30:15"],
        }),
        ColumnType::TimestampTz => json!({ "type": "string", "format": "date-time" }),
        ColumnType::Uuid => json!({ "type": "string", "format": "uuid" }),
        ColumnType::Json => json!({}),
        ColumnType::Enum { values } => json!({ "type": "string", "enum": values }),
        ColumnType::Set { values } => {
            json!({ "type": "array", "items": { "type": "string", "enum": values }, "uniqueItems": true })
        }
        ColumnType::Array { element } => list_of(of(element)),
        ColumnType::Other => json!({ "type": ["string", "number"] }),
    }
}

fn integer(bits: u8, unsigned: bool) -> Json {
    let format = if bits == 64 { "int64" } else { "int32" };
    if unsigned {
        let most = u64::MAX >> (64 - u32::from(bits).clamp(1, 64));
        json!({ "type": "integer", "format": if bits < 32 { "int32" } else { "int64" }, "minimum": 0, "maximum": most })
    } else {
        let most = i64::MAX >> (64 - u32::from(bits).clamp(1, 64));
        json!({ "type": "integer", "format": format, "minimum": -most - 1, "maximum": most })
    }
}

fn with_length(mut schema: Json, most: Option<u32>) -> Json {
    if let Some(most) = most {
        schema["maxLength"] = most.into();
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_numbers_have_their_bounds() {
        let bounds = |bits, unsigned| {
            let schema = integer(bits, unsigned);
            format!("{} {}", schema["minimum"], schema["maximum"])
        };
        assert_eq!(bounds(8, false), "-128 127");
        assert_eq!(bounds(24, true), "0 16777215");
        assert_eq!(bounds(64, false), format!("{} {}", i64::MIN, i64::MAX));
        assert_eq!(bounds(64, true), format!("0 {}", u64::MAX));
    }

    #[test]
    fn decimals_have_the_digits_of_their_column() {
        let money = ColumnType::Decimal {
            precision: Some(10),
            scale: Some(2),
        };
        assert_eq!(digits(&money)["pattern"], r"^-?[0-9]{1,8}(\.[0-9]{1,2})?$");
        assert_eq!(bounded(&money)["exclusiveMaximum"], 100_000_000);
        let any = ColumnType::Decimal {
            precision: None,
            scale: None,
        };
        assert!(bounded(&any).get("exclusiveMaximum").is_none());
    }

    #[test]
    fn null_is_one_more_type_and_one_more_value() {
        let values = ColumnType::Enum {
            values: vec!["a".to_owned()],
        };
        assert_eq!(
            nullable(of(&values), true),
            json!({ "type": ["string", "null"], "enum": ["a", null] })
        );
        assert_eq!(nullable(of(&ColumnType::Json), true), json!({}));
    }
}
