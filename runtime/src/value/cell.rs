//! A value borrowed from a driver's row, and what it means in a column of a given type.

use std::borrow::Cow;

use super::decimal::{self, at_scale};
use super::{Date, Time, Timestamp, TimestampTz, Uuid, Value, list, temporal};
use crate::model::ColumnType;

/// One cell of a row while the driver still owns it.
///
/// Drivers say what they know: SQLite, which has five storage classes, gives `Text` for a date;
/// PostgreSQL gives `Date`. The column's type settles the rest, in [`Cell::into_value`] and
/// [`Cell::write_json`].
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    /// An exact number, as its digits.
    Digits(Cow<'a, str>),
    Text(Cow<'a, str>),
    Bytes(Cow<'a, [u8]>),
    Date(Date),
    Time(Time),
    Timestamp(Timestamp),
    TimestampTz(TimestampTz),
    Uuid(Uuid),
    Json(Cow<'a, str>),
    List(Vec<Cell<'a>>),
    /// A value that the column's type cannot hold, as the database shows it.
    Foreign(Cow<'a, str>),
}

impl Cell<'_> {
    /// The value that this cell is in a column of the given type; [`Value::Foreign`] if it is none.
    #[must_use]
    pub fn into_value(self, column_type: &ColumnType) -> Value {
        match (self, column_type) {
            (Self::Null, _) => Value::Null,
            (Self::Foreign(text), _) => Value::Foreign(text.into()),
            (Self::Bool(value), _) => Value::Bool(value),
            (Self::Int(value @ (0 | 1)), ColumnType::Boolean) => Value::Bool(value == 1),
            // In a column without a type, SQLite keeps numbers as well.
            (Self::Int(value), ColumnType::Integer { .. } | ColumnType::Other) => Value::Int(value),
            (Self::UInt(value), ColumnType::Integer { .. }) => value.into(),
            #[expect(
                clippy::cast_precision_loss,
                reason = "SQLite keeps 2.0 in a REAL column as the integer 2"
            )]
            (Self::Int(value), ColumnType::Float { .. }) => Value::Float(value as f64),
            (Self::Int(value), ColumnType::Decimal { scale, .. }) => {
                decimal::from_integer(value, scale.unwrap_or(0))
            }
            (Self::Float(value), ColumnType::Decimal { scale, .. }) if value.is_finite() => {
                decimal::from_float(value, scale.unwrap_or(0))
            }
            (Self::Float(value), ColumnType::Float { .. }) if value.is_finite() => {
                Value::Float(value)
            }
            (Self::Digits(digits), _) => Value::from_digits(&digits),
            (Self::Text(text), column_type) => text_value(text, column_type),
            (Self::Bytes(bytes), ColumnType::Uuid) => match Uuid::from_slice(&bytes) {
                Ok(uuid) => Value::Uuid(uuid),
                Err(_) => Value::Foreign(hex(&bytes).into()),
            },
            (Self::Bytes(bytes), ColumnType::Bytes { .. } | ColumnType::Other) => {
                Value::Bytes(bytes.into_owned())
            }
            (Self::Bytes(bytes), _) => Value::Foreign(hex(&bytes).into()),
            (Self::Date(value), _) => Value::Date(value),
            (Self::Time(value), _) => Value::Time(value),
            (Self::Timestamp(value), _) => Value::Timestamp(value),
            (Self::TimestampTz(value), _) => Value::TimestampTz(value),
            (Self::Uuid(value), _) => Value::Uuid(value),
            (Self::Json(text), ColumnType::Array { element }) => {
                match list::from_json(&text, element) {
                    Some(list) => list,
                    None => Value::Foreign(text.into()),
                }
            }
            (Self::Json(text), _) => Value::Json(text.into()),
            (Self::List(cells), column_type) => {
                let element = match column_type {
                    ColumnType::Array { element } => element,
                    _ => column_type,
                };
                Value::List(
                    cells
                        .into_iter()
                        .map(|cell| cell.into_value(element))
                        .collect(),
                )
            }
            // Values of a storage class that the column was not declared with; only SQLite keeps such.
            (Self::Float(value), ColumnType::Other) if value.is_finite() => Value::Float(value),
            (Self::Int(value), _) => Value::Foreign(value.to_string().into()),
            (Self::UInt(value), _) => Value::Foreign(value.to_string().into()),
            (Self::Float(value), _) => Value::Foreign(value.to_string().into()),
        }
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::UInt(value) => Self::UInt(*value),
            Value::Float(value) => Self::Float(*value),
            Value::Decimal(value) => Self::Digits(value.to_string().into()),
            Value::Digits(digits) => Self::Digits((&**digits).into()),
            Value::Text(text) => Self::Text(text.into()),
            Value::Bytes(bytes) => Self::Bytes(bytes.into()),
            Value::Date(value) => Self::Date(*value),
            Value::Time(value) => Self::Time(*value),
            Value::Timestamp(value) => Self::Timestamp(*value),
            Value::TimestampTz(value) => Self::TimestampTz(*value),
            Value::Uuid(value) => Self::Uuid(*value),
            Value::Json(text) => Self::Json((&**text).into()),
            Value::List(values) => Self::List(values.iter().map(Self::from).collect()),
            Value::Foreign(text) => Self::Foreign((&**text).into()),
        }
    }
}

fn text_value(text: Cow<'_, str>, column_type: &ColumnType) -> Value {
    let parsed = match column_type {
        ColumnType::Date => temporal::parse_date(&text).map(Value::Date),
        ColumnType::Time => temporal::parse_time(&text).map(Value::Time),
        ColumnType::Timestamp => temporal::parse_timestamp(&text).map(Value::Timestamp),
        ColumnType::TimestampTz => temporal::parse_timestamp_tz(&text).map(Value::TimestampTz),
        ColumnType::Uuid => Uuid::try_parse(&text).ok().map(Value::Uuid),
        ColumnType::Decimal { scale, .. } => {
            is_digits(&text).then(|| Value::from_digits(&at_scale(&text, *scale)))
        }
        ColumnType::Json => serde_json::from_str::<&serde_json::value::RawValue>(&text)
            .ok()
            .map(|_| Value::Json(text.as_ref().into())),
        ColumnType::Set { .. } => Some(Value::List(
            text.split(',')
                .filter(|part| !part.is_empty())
                .map(Value::from)
                .collect(),
        )),
        ColumnType::Text { .. } | ColumnType::Enum { .. } | ColumnType::Other => {
            return Value::Text(text.into_owned());
        }
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Float { .. }
        | ColumnType::Bytes { .. }
        | ColumnType::Array { .. } => None,
    };
    parsed.unwrap_or_else(|| Value::Foreign(text.into()))
}

/// Whether the text is an optional sign, digits, and optionally a point and digits.
pub(super) fn is_digits(text: &str) -> bool {
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
    let all_digits =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(fraction)
}

/// `0x` and two digits per byte.
pub(super) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    let mut text = String::with_capacity(2 + bytes.len() * 2);
    text.push_str("0x");
    for byte in bytes {
        write!(text, "{byte:02x}").expect("writing to a String cannot fail");
    }
    text
}

/// The bytes that a text shows, as [`hex`] writes them.
pub(crate) fn bytes_shown_as(text: &str) -> Option<Vec<u8>> {
    unhex(text.strip_prefix("0x")?)
}

/// The bytes of two digits each.
pub(super) fn unhex(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let bytes = pairs
        .iter()
        .map(|[high, low]| Some(value(*high)? << 4 | value(*low)?));
    rest.is_empty().then(|| bytes.collect())?
}

#[cfg(test)]
mod tests {
    use super::*;

    const MONEY: ColumnType = ColumnType::Decimal {
        precision: Some(10),
        scale: Some(2),
    };

    fn value(cell: Cell<'_>, column_type: &ColumnType) -> Value {
        cell.into_value(column_type)
    }

    #[test]
    fn a_float_in_a_decimal_column_is_its_shortest_digits_at_the_scale() {
        assert_eq!(
            value(Cell::Float(14.4), &MONEY),
            Value::from_digits("14.40")
        );
        assert_eq!(value(Cell::Int(14), &MONEY), Value::from_digits("14.00"));
        assert_eq!(
            value(Cell::Float(0.1 + 0.2), &MONEY),
            Value::from_digits("0.30000000000000004")
        );
        assert_eq!(value(Cell::Int(-3), &MONEY), Value::from_digits("-3.00"));
    }

    #[test]
    fn what_a_type_cannot_hold_stays_as_text() {
        let foreign = |text: &str| Value::Foreign(text.into());
        assert_eq!(
            value(Cell::Text("not a date".into()), &ColumnType::Date),
            foreign("not a date")
        );
        assert_eq!(
            value(
                Cell::Text("seven".into()),
                &ColumnType::Integer {
                    bits: 64,
                    unsigned: false
                }
            ),
            foreign("seven")
        );
        assert_eq!(value(Cell::Int(2), &ColumnType::Boolean), foreign("2"));
        assert_eq!(
            value(
                Cell::Bytes(vec![1, 255].into()),
                &ColumnType::Text { max_length: None }
            ),
            foreign("0x01ff")
        );
    }

    #[test]
    fn bytes_are_those_that_are_shown() {
        for bytes in [vec![], vec![0], vec![1, 255, 16]] {
            assert_eq!(bytes_shown_as(&hex(&bytes)), Some(bytes));
        }
        for text in [
            "", "0", "x01", "0x1", "0x0G", "0xFF", "0x+1", "0x é", "1x01",
        ] {
            assert_eq!(bytes_shown_as(text), None, "{text}");
        }
    }

    #[test]
    fn many_digits_are_kept() {
        let digits = "12345678901234567890123456789012345.678901234567890123456789";
        assert_eq!(
            value(Cell::Digits(digits.into()), &MONEY),
            Value::Digits(digits.into())
        );
    }
}
