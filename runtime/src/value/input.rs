//! What clients send, as JSON or as text, to a value that a column can keep. Nothing is repaired: what does not fit is refused.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::value::RawValue;

use super::cell::is_digits;
use super::{Decimal, Uuid, Value, temporal};
use crate::model::ColumnType;

/// Why a value does not fit its column, as a sentence about the value: `is not a date such as 2013-07-04`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InputError(String);

fn refuse<T>(message: impl Into<String>) -> Result<T, InputError> {
    Err(InputError(message.into()))
}

/// Reads the value of an attribute from a document.
///
/// The JSON is the text as it was sent, so that numbers keep their digits.
pub fn value_from_json(json: &RawValue, column_type: &ColumnType) -> Result<Value, InputError> {
    let json = json.get();
    match (column_type, json.as_bytes()[0]) {
        (ColumnType::Json, _) => Ok(Value::Json(json.into())),
        (_, b'n') => Ok(Value::Null),
        (ColumnType::Boolean, b't' | b'f') => Ok(Value::Bool(json == "true")),
        (ColumnType::Boolean, _) => refuse("is not true or false"),
        (ColumnType::Integer { .. }, b'-' | b'0'..=b'9') => {
            value_from_text(&whole(json), column_type)
        }
        (ColumnType::Float { .. } | ColumnType::Decimal { .. }, b'-' | b'0'..=b'9') => {
            value_from_text(json, column_type)
        }
        // In a column without a type SQLite keeps numbers as well; to a type that we carry as text, the database reads them.
        (ColumnType::Other, b'-' | b'0'..=b'9') => number(json),
        // Exact numbers may come as strings too: not every client can write one as a number.
        (ColumnType::Decimal { .. }, b'"') => value_from_text(&string(json)?, column_type),
        (ColumnType::Integer { .. }, _) => refuse("is not a whole number"),
        (ColumnType::Float { .. } | ColumnType::Decimal { .. }, _) => refuse("is not a number"),
        (ColumnType::Array { element }, b'[') => list(json, element),
        (ColumnType::Array { .. }, _) => refuse("is not a list"),
        (ColumnType::Set { values }, b'[') => set_from_json(json, values),
        (ColumnType::Set { .. }, _) => refuse("is not a list of strings"),
        (_, b'"') => value_from_text(&string(json)?, column_type),
        _ => refuse("is not a string"),
    }
}

/// A whole number without what says that it is: `7.0` and `7e0` are 7, to clients whose numbers are all binary, and to JSON Schema.
fn whole(json: &str) -> Cow<'_, str> {
    if !json.contains(['.', 'e', 'E']) {
        return json.into();
    }
    let number = Decimal::from_scientific(json).or_else(|_| json.parse::<Decimal>());
    match number {
        Ok(number) if number.fract().is_zero() => number.trunc().to_string().into(),
        _ => json.into(),
    }
}

fn string(json: &str) -> Result<String, InputError> {
    serde_json::from_str(json).or_else(|_| refuse("is not a string of unicode text"))
}

fn list(json: &str, element: &ColumnType) -> Result<Value, InputError> {
    let items: Vec<&RawValue> =
        serde_json::from_str(json).map_err(|error| InputError(error.to_string()))?;
    items
        .into_iter()
        .map(|item| match item.get().as_bytes()[0] {
            b'[' if !matches!(element, ColumnType::Json) => list(item.get(), element),
            _ => value_from_json(item, element),
        })
        .collect::<Result<_, _>>()
        .map(Value::List)
}

fn set_from_json(json: &str, values: &[String]) -> Result<Value, InputError> {
    let items = serde_json::from_str(json).or_else(|_| refuse("is not a list of strings"))?;
    set(items, values)
}

fn set(items: Vec<String>, values: &[String]) -> Result<Value, InputError> {
    match items.iter().find(|item| !values.contains(item)) {
        Some(unknown) => refuse(format!(
            "has `{unknown}`, which is not one of {}",
            quoted(values)
        )),
        None => Ok(Value::List(items.into_iter().map(Value::Text).collect())),
    }
}

/// Reads a value from text: from a part of an id, or a filter in the address.
pub fn value_from_text(text: &str, column_type: &ColumnType) -> Result<Value, InputError> {
    if text.contains('\0') {
        return refuse("contains the character NUL, which text cannot hold");
    }
    match column_type {
        ColumnType::Boolean => match text {
            "true" | "1" => Ok(Value::Bool(true)),
            "false" | "0" => Ok(Value::Bool(false)),
            _ => refuse("is not true or false"),
        },
        ColumnType::Integer { bits, unsigned } => integer(text, *bits, *unsigned),
        ColumnType::Float { bits } => float(text, *bits),
        ColumnType::Decimal { precision, scale } => decimal(text, *precision, *scale),
        ColumnType::Text { max_length } => match max_length {
            Some(most) if text.chars().count() > *most as usize => refuse(format!(
                "has {} characters, more than {most}",
                text.chars().count()
            )),
            _ => Ok(Value::Text(text.to_owned())),
        },
        ColumnType::Bytes { max_length } => match (BASE64.decode(text), max_length) {
            (Err(_), _) => refuse("is not base64"),
            (Ok(bytes), Some(most)) if bytes.len() > *most as usize => {
                refuse(format!("has {} bytes, more than {most}", bytes.len()))
            }
            (Ok(bytes), _) => Ok(Value::Bytes(bytes)),
        },
        ColumnType::Date => temporal::parse_date(text)
            .map(Value::Date)
            .map_or_else(|| refuse("is not a date such as 2013-07-04"), Ok),
        ColumnType::Time => temporal::parse_time(text)
            .map(Value::Time)
            .map_or_else(|| refuse("is not a time such as 09:30:15"), Ok),
        ColumnType::Timestamp => temporal::parse_timestamp(text)
            .map(Value::Timestamp)
            .map_or_else(
                || refuse("is not a timestamp such as 2013-07-04T09:30:15"),
                Ok,
            ),
        ColumnType::TimestampTz => temporal::parse_timestamp_tz(text)
            .map(Value::TimestampTz)
            .map_or_else(
                || refuse("is not a timestamp such as 2013-07-04T09:30:15Z"),
                Ok,
            ),
        ColumnType::Uuid => Uuid::try_parse(text)
            .map(Value::Uuid)
            .or_else(|_| refuse("is not a uuid")),
        ColumnType::Json => match serde_json::from_str::<&RawValue>(text) {
            Ok(json) => Ok(Value::Json(json.get().into())),
            Err(_) => refuse("is not JSON"),
        },
        ColumnType::Enum { values } => {
            if values.iter().any(|value| value == text) {
                Ok(Value::Text(text.to_owned()))
            } else {
                refuse(format!("is not one of {}", quoted(values)))
            }
        }
        ColumnType::Set { values } if !text.trim_start().starts_with('[') => {
            let members = text.split(',').filter(|member| !member.is_empty());
            set(members.map(str::to_owned).collect(), values)
        }
        ColumnType::Set { .. } | ColumnType::Array { .. } => {
            match serde_json::from_str::<&RawValue>(text) {
                Ok(json) if text.trim_start().starts_with('[') => {
                    value_from_json(json, column_type)
                }
                _ => refuse("is not a JSON list"),
            }
        }
        ColumnType::Other => Ok(Value::Text(text.to_owned())),
    }
}

fn integer(text: &str, bits: u8, unsigned: bool) -> Result<Value, InputError> {
    let Ok(number) = text.parse::<i128>() else {
        return refuse("is not a whole number");
    };
    let (least, most) = if unsigned {
        (0, (1_i128 << bits) - 1)
    } else {
        (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1)
    };
    if !(least..=most).contains(&number) {
        return refuse(format!("is not between {least} and {most}"));
    }
    match i64::try_from(number) {
        Ok(number) => Ok(Value::Int(number)),
        Err(_) => Ok(Value::UInt(
            u64::try_from(number).expect("the bounds above fit"),
        )),
    }
}

fn number(json: &str) -> Result<Value, InputError> {
    match whole(json).parse() {
        Ok(whole) => Ok(Value::Int(whole)),
        Err(_) => float(json, 64),
    }
}

fn float(text: &str, bits: u8) -> Result<Value, InputError> {
    // `parse` also takes `inf` and `nan`, which JSON does not know.
    let is_word = |letter: char| letter.is_ascii_alphabetic() && !"eE".contains(letter);
    if text.contains(is_word) {
        return refuse("is not a number");
    }
    match text.parse::<f64>() {
        Ok(number) if number.is_finite() && (bits > 32 || is_single(number)) => {
            Ok(Value::Float(number))
        }
        Ok(_) => refuse("is too large"),
        Err(_) => refuse("is not a number"),
    }
}

/// Whether a `real` can hold a number near it: the digits that show the largest one are a little larger.
fn is_single(number: f64) -> bool {
    #[expect(clippy::cast_possible_truncation, reason = "that is what is asked")]
    let single = number as f32;
    single.is_finite()
}

fn decimal(text: &str, precision: Option<u16>, scale: Option<u16>) -> Result<Value, InputError> {
    let Some(digits) = plain_digits(text) else {
        return refuse("is not a number");
    };
    let unsigned = digits.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let (whole, fraction) = (
        whole.trim_start_matches('0'),
        fraction.trim_end_matches('0'),
    );
    if let Some(scale) = scale
        && fraction.len() > usize::from(scale)
    {
        return refuse(format!(
            "has {} digits after the point, more than {scale}",
            fraction.len()
        ));
    }
    if let Some(precision) = precision {
        let most = usize::from(precision.saturating_sub(scale.unwrap_or(0)));
        if whole.len() > most {
            return refuse(format!(
                "has {} digits before the point, more than {most}",
                whole.len()
            ));
        }
    }
    Ok(Value::from_digits(&digits))
}

/// The number without an exponent: `1.5e3` is `1500`.
fn plain_digits(text: &str) -> Option<String> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else {
        return is_digits(text).then(|| text.to_owned());
    };
    let exponent: i32 = exponent.parse().ok()?;
    if !is_digits(mantissa) || exponent.abs() > 1000 {
        return None;
    }
    let (sign, unsigned) = mantissa
        .strip_prefix('-')
        .map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let mut digits = format!("{whole}{fraction}");
    let point = i32::try_from(whole.len()).ok()? + exponent;
    if point <= 0 {
        digits = format!("{}{digits}", "0".repeat(usize::try_from(1 - point).ok()?));
        digits.insert(1, '.');
    } else {
        let point = usize::try_from(point).ok()?;
        while digits.len() < point {
            digits.push('0');
        }
        if digits.len() > point {
            digits.insert(point, '.');
        }
    }
    Some(format!("{sign}{digits}"))
}

fn quoted(values: &[String]) -> String {
    values
        .iter()
        .map(|value| format!("`{value}`"))
        .collect::<Vec<_>>()
        .join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str, column_type: &ColumnType) -> Result<Value, String> {
        let raw: &RawValue = serde_json::from_str(json).unwrap();
        value_from_json(raw, column_type).map_err(|error| error.to_string())
    }

    #[test]
    fn numbers_are_checked_not_rounded() {
        let money = ColumnType::Decimal {
            precision: Some(6),
            scale: Some(2),
        };
        assert_eq!(read("12.50", &money), Ok(Value::from_digits("12.50")));
        assert_eq!(read("\"12.5\"", &money), Ok(Value::from_digits("12.5")));
        assert_eq!(read("1.25e1", &money), Ok(Value::from_digits("12.5")));
        assert_eq!(read("25e-2", &money), Ok(Value::from_digits("0.25")));
        assert_eq!(
            read("12.505", &money),
            Err("has 3 digits after the point, more than 2".into())
        );
        assert_eq!(
            read("12345", &money),
            Err("has 5 digits before the point, more than 4".into())
        );
        let small = ColumnType::Integer {
            bits: 16,
            unsigned: false,
        };
        assert_eq!(
            read("32768", &small),
            Err("is not between -32768 and 32767".into())
        );
        assert_eq!(read("1.5", &small), Err("is not a whole number".into()));
        assert_eq!(read("-7.0", &small), Ok(Value::Int(-7)));
        assert_eq!(read("1.5e3", &small), Ok(Value::Int(1500)));
        assert_eq!(read("1e99", &small), Err("is not a whole number".into()));
        let unsigned = ColumnType::Integer {
            bits: 64,
            unsigned: true,
        };
        assert_eq!(
            read("18446744073709551615", &unsigned),
            Ok(Value::UInt(u64::MAX))
        );
    }

    #[test]
    fn a_wrong_json_type_is_refused() {
        assert_eq!(
            read("\"yes\"", &ColumnType::Boolean),
            Err("is not true or false".into())
        );
        assert_eq!(
            read("7", &ColumnType::Text { max_length: None }),
            Err("is not a string".into())
        );
        assert_eq!(
            read("\"2013-02-30\"", &ColumnType::Date),
            Err("is not a date such as 2013-07-04".into())
        );
        assert_eq!(
            read("\"!\"", &ColumnType::Bytes { max_length: None }),
            Err("is not base64".into())
        );
        assert_eq!(
            read(
                "\"abcdef\"",
                &ColumnType::Text {
                    max_length: Some(5)
                }
            ),
            Err("has 6 characters, more than 5".into())
        );
        let text = ColumnType::Text { max_length: None };
        assert!(read("\"a\\u0000b\"", &text).unwrap_err().contains("NUL"));
    }

    #[test]
    fn a_column_without_a_type_takes_numbers_and_texts() {
        let any = ColumnType::Other;
        assert_eq!(read("7", &any), Ok(Value::Int(7)));
        assert_eq!(read("-2.5", &any), Ok(Value::Float(-2.5)));
        assert_eq!(
            read("18446744073709551616", &any),
            Ok(Value::Float(18_446_744_073_709_551_616.0))
        );
        assert_eq!(read("\"7\"", &any), Ok(Value::from("7")));
        assert_eq!(read("true", &any), Err("is not a string".into()));
    }

    #[test]
    fn lists_keep_their_nulls() {
        let dates = ColumnType::Array {
            element: Box::new(ColumnType::Integer {
                bits: 32,
                unsigned: false,
            }),
        };
        assert_eq!(
            read("[1,null]", &dates),
            Ok(Value::List(vec![Value::Int(1), Value::Null]))
        );
        assert!(read("[1,\"x\"]", &dates).is_err());
    }

    #[test]
    fn a_set_is_a_list_or_as_the_database_spells_it() {
        let set = ColumnType::Set {
            values: vec!["x".into(), "y z".into()],
        };
        let both = Ok(Value::List(vec!["x".into(), "y z".into()]));
        assert_eq!(value_from_text("x,y z", &set), both);
        assert_eq!(value_from_text(r#"["x", "y z"]"#, &set), both);
        assert_eq!(value_from_text("", &set), Ok(Value::List(vec![])));
        assert_eq!(
            value_from_text("x,w", &set).unwrap_err().to_string(),
            "has `w`, which is not one of `x`, `y z`"
        );
    }
}
