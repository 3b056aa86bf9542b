//! Lists as the JSON that PostgreSQL makes of its arrays (`to_json`).
//!
//! An array of PostgreSQL has any number of dimensions, and nulls; its JSON keeps both. Most elements are spelled there
//! as we spell them; the others are read and written again.

use serde_json::value::RawValue;

use super::cell::unhex;
use super::{Cell, Value};
use crate::model::ColumnType;

/// Whether `to_json` spells elements of the type otherwise than we do: bytes as `\x00ff`, moments with `+00:00`.
pub(super) fn differs_in_json(element: &ColumnType) -> bool {
    matches!(element, ColumnType::Bytes { .. } | ColumnType::TimestampTz)
}

/// The list that the JSON is; none if it is no list.
pub(super) fn from_json(json: &str, element: &ColumnType) -> Option<Value> {
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    items
        .into_iter()
        .map(|item| from_item(item.get(), element))
        .collect::<Option<_>>()
        .map(Value::List)
}

fn from_item(json: &str, element: &ColumnType) -> Option<Value> {
    let first = json.as_bytes().first()?;
    Some(match (first, element) {
        // In a list of JSON, PostgreSQL does not tell its own null from that of JSON.
        (b'n', _) => Value::Null,
        (_, ColumnType::Json) => Value::Json(json.into()),
        (b'[', _) => from_json(json, element)?,
        (b't' | b'f', _) => Value::Bool(*first == b't'),
        (b'"', _) => {
            let text: String = serde_json::from_str(json).ok()?;
            match element {
                ColumnType::Bytes { .. } => {
                    from_hex(&text).map_or_else(|| Value::Foreign(text.into()), Value::Bytes)
                }
                _ => Cell::Text(text.into()).into_value(element),
            }
        }
        (_, ColumnType::Integer { .. }) => Value::Int(json.parse().ok()?),
        (_, ColumnType::Float { .. }) => Value::Float(json.parse().ok()?),
        (_, ColumnType::Decimal { .. }) => Value::from_digits(json),
        _ => Value::Foreign(json.into()),
    })
}

/// The bytes of `\x00ff`.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    unhex(text.strip_prefix("\\x")?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(element: ColumnType, json: &'static str) -> (Value, String) {
        let column_type = ColumnType::Array {
            element: Box::new(element),
        };
        let mut out = Vec::new();
        Cell::Json(json.into()).write_json(&column_type, &mut out);
        (
            Cell::Json(json.into()).into_value(&column_type),
            String::from_utf8(out).unwrap(),
        )
    }

    #[test]
    fn a_list_keeps_its_dimensions_and_nulls() {
        let (value, json) = list(
            ColumnType::Integer {
                bits: 64,
                unsigned: false,
            },
            "[[1,null],[9223372036854775807,-2]]",
        );
        let row = |values: [Value; 2]| Value::List(values.into());
        assert_eq!(
            value,
            row([
                row([Value::Int(1), Value::Null]),
                row([Value::Int(i64::MAX), Value::Int(-2)])
            ])
        );
        assert_eq!(json, "[[1,null],[9223372036854775807,-2]]");
    }

    #[test]
    fn elements_are_spelled_as_everywhere() {
        let (value, json) = list(
            ColumnType::Bytes { max_length: None },
            r#"["\\x00ff",null]"#,
        );
        assert_eq!(
            value,
            Value::List(vec![Value::Bytes(vec![0, 255]), Value::Null])
        );
        assert_eq!(json, r#"["AP8=",null]"#);
        let (_, json) = list(
            ColumnType::TimestampTz,
            r#"["2013-07-04T09:30:15.5+00:00","infinity"]"#,
        );
        assert_eq!(json, r#"["2013-07-04T09:30:15.5Z","infinity"]"#);
        let (value, json) = list(
            ColumnType::Decimal {
                precision: None,
                scale: None,
            },
            r#"[12.50,"NaN"]"#,
        );
        assert_eq!(
            value,
            Value::List(vec![
                Value::from_digits("12.50"),
                Value::Foreign("NaN".into())
            ])
        );
        assert_eq!(json, r#"[12.50,"NaN"]"#);
    }
}
