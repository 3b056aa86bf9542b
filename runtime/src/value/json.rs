//! Cells and values as JSON, written straight into bytes.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::cell::{hex, is_digits};
use super::decimal::{self, at_scale};
use super::{Cell, Uuid, Value, list, temporal};
use crate::model::ColumnType;

impl Cell<'_> {
    /// Writes the cell as JSON, as a column of the given type shows it.
    ///
    /// Numbers keep every digit, dates are ISO 8601, bytes base64; what the type cannot hold is the
    /// text that the database shows for it.
    pub fn write_json(&self, column_type: &ColumnType, out: &mut Vec<u8>) {
        match (self, column_type) {
            (Self::Null, _) => out.extend_from_slice(b"null"),
            // Most cells are one of these.
            (Self::Int(value), ColumnType::Integer { .. }) => write_int(*value, out),
            (Self::Text(text), ColumnType::Text { .. }) => write_string(text, out),
            (Self::Text(text), column_type) => write_text(text, column_type, out),
            (Self::Json(text), ColumnType::Array { element }) if list::differs_in_json(element) => {
                match list::from_json(text, element) {
                    Some(list) => list.write_json(column_type, out),
                    None => write_string(text, out),
                }
            }
            (Self::Json(text), _) => out.extend_from_slice(text.as_bytes()),
            (Self::List(cells), column_type) => write_list(cells, column_type, out),
            _ if self.is_bare(column_type) => self.write_plain(column_type, out),
            _ => write_string(&self.text(column_type), out),
        }
    }

    /// The cell as text without quotes: what an id is made of, and what a parameter of type text carries.
    #[must_use]
    pub fn text(&self, column_type: &ColumnType) -> String {
        let mut out = Vec::new();
        self.write_plain(column_type, &mut out);
        String::from_utf8(out).expect("what we write is UTF-8")
    }

    /// Whether JSON shows it without quotes.
    fn is_bare(&self, column_type: &ColumnType) -> bool {
        match (self, column_type) {
            (Self::Bool(_) | Self::Digits(_), _)
            | (Self::Int(0 | 1), ColumnType::Boolean)
            | (Self::UInt(_), ColumnType::Integer { .. })
            | (
                Self::Int(_),
                ColumnType::Integer { .. }
                | ColumnType::Float { .. }
                | ColumnType::Decimal { .. }
                | ColumnType::Other,
            ) => true,
            (
                Self::Float(value),
                ColumnType::Float { .. } | ColumnType::Decimal { .. } | ColumnType::Other,
            ) => value.is_finite(),
            _ => false,
        }
    }

    /// Writes the cell as text without quotes.
    pub(crate) fn write_plain(&self, column_type: &ColumnType, out: &mut Vec<u8>) {
        match (self, column_type) {
            (Self::Null, _) => {}
            (Self::Bool(value), _) => write_bool(*value, out),
            (Self::Int(value @ (0 | 1)), ColumnType::Boolean) => write_bool(*value == 1, out),
            (Self::Int(value), ColumnType::Decimal { scale, .. }) => {
                write_int(*value, out);
                decimal::write_zeros(scale.unwrap_or(0), out);
            }
            (Self::Int(value), _) => write_int(*value, out),
            (Self::UInt(value), _) => write_display(value, out),
            (Self::Float(value), _) if !value.is_finite() => write_display(value, out),
            (Self::Float(value), ColumnType::Decimal { scale, .. }) => {
                decimal::write(*value, scale.unwrap_or(0), out);
            }
            (Self::Float(value), _) => write_float(*value, out),
            (Self::Text(text), ColumnType::Timestamp | ColumnType::TimestampTz) => {
                write_moment(text, column_type, out);
            }
            (Self::Text(text) | Self::Digits(text) | Self::Foreign(text) | Self::Json(text), _) => {
                out.extend_from_slice(text.as_bytes());
            }
            (Self::Bytes(bytes), ColumnType::Uuid) if bytes.len() == 16 => {
                write_display(&Uuid::from_slice(bytes).expect("a uuid has 16 bytes"), out);
            }
            (Self::Bytes(bytes), ColumnType::Bytes { .. } | ColumnType::Other) => {
                out.extend_from_slice(BASE64.encode(bytes).as_bytes());
            }
            (Self::Bytes(bytes), _) => out.extend_from_slice(hex(bytes).as_bytes()),
            (Self::Date(value), _) => temporal::write_date(*value, out),
            (Self::Time(value), _) => temporal::write_time(*value, out),
            (Self::Timestamp(value), _) => temporal::write_timestamp(*value, out),
            (Self::TimestampTz(value), _) => temporal::write_timestamp_tz(*value, out),
            (Self::Uuid(value), _) => write_display(value, out),
            (Self::List(cells), _) => write_list(cells, column_type, out),
        }
    }
}

impl Value {
    /// Writes the value as JSON, as a column of the given type shows it.
    pub fn write_json(&self, column_type: &ColumnType, out: &mut Vec<u8>) {
        self.as_cell().write_json(column_type, out);
    }

    /// The value as JSON that stands for itself in a document of ours.
    pub(crate) fn as_raw_json(&self, column_type: &ColumnType) -> Box<serde_json::value::RawValue> {
        let mut text = Vec::new();
        self.write_json(column_type, &mut text);
        let text = String::from_utf8(text).expect("what we write is UTF-8");
        serde_json::value::RawValue::from_string(text).expect("what we write is JSON")
    }

    /// The value as text without quotes.
    #[must_use]
    pub fn text(&self, column_type: &ColumnType) -> String {
        self.as_cell().text(column_type)
    }
}

fn write_text(text: &str, column_type: &ColumnType, out: &mut Vec<u8>) {
    match column_type {
        ColumnType::Decimal { scale, .. } if is_digits(text) => {
            out.extend_from_slice(at_scale(text, *scale).as_bytes());
        }
        ColumnType::Timestamp | ColumnType::TimestampTz => {
            let mut moment = Vec::with_capacity(30);
            write_moment(text, column_type, &mut moment);
            write_string(
                std::str::from_utf8(&moment).expect("what we write is UTF-8"),
                out,
            );
        }
        ColumnType::Json if serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok() => {
            out.extend_from_slice(text.trim().as_bytes());
        }
        ColumnType::Set { .. } => {
            let parts: Vec<_> = text
                .split(',')
                .filter(|part| !part.is_empty())
                .map(|part| Cell::Text(part.into()))
                .collect();
            write_list(&parts, &ColumnType::Text { max_length: None }, out);
        }
        _ => write_string(text, out),
    }
}

/// A stored timestamp in our spelling; as it is, if it is none.
fn write_moment(text: &str, column_type: &ColumnType, out: &mut Vec<u8>) {
    let timestamp = match column_type {
        ColumnType::TimestampTz => temporal::parse_timestamp_tz(text)
            .map(|moment| temporal::write_timestamp_tz(moment, out)),
        _ => temporal::parse_timestamp(text)
            .map(|timestamp| temporal::write_timestamp(timestamp, out)),
    };
    if timestamp.is_none() {
        out.extend_from_slice(text.as_bytes());
    }
}

fn write_list(cells: &[Cell<'_>], column_type: &ColumnType, out: &mut Vec<u8>) {
    let element = match column_type {
        ColumnType::Array { element } => element,
        _ => column_type,
    };
    out.push(b'[');
    for (index, cell) in cells.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        // The lists inside a list of several dimensions have the same element.
        let inner = if matches!(cell, Cell::List(_)) {
            column_type
        } else {
            element
        };
        cell.write_json(inner, out);
    }
    out.push(b']');
}

fn write_bool(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

fn write_int(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

/// Writes a finite float as JSON: the shortest digits that read back as the same float.
fn write_float(value: f64, out: &mut Vec<u8>) {
    out.extend_from_slice(ryu::Buffer::new().format_finite(value).as_bytes());
}

fn write_display(value: &dyn std::fmt::Display, out: &mut Vec<u8>) {
    write!(out, "{value}").expect("writing to a Vec cannot fail");
}

/// Writes a JSON string, with quotes.
pub fn write_string(text: &str, out: &mut Vec<u8>) {
    out.push(b'"');
    write_string_inside(text, out);
    out.push(b'"');
}

/// Writes what is between the quotes of a JSON string.
pub(crate) fn write_string_inside(text: &str, out: &mut Vec<u8>) {
    // Almost every text is plain.
    if is_plain(text.as_bytes()) {
        return out.extend_from_slice(text.as_bytes());
    }
    for byte in text.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\\\""),
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0..=0x1f => write!(out, "\\u{byte:04x}").expect("writing to a Vec cannot fail"),
            _ => out.push(byte),
        }
    }
}

/// Whether JSON shows a text as it is. Most texts are short, so they are looked at eight bytes at a time, without a loop for what is left.
fn is_plain(text: &[u8]) -> bool {
    match (text.as_chunks::<8>().0, text.last_chunk::<8>()) {
        (eights, Some(last)) => eights
            .iter()
            .chain([last])
            .all(|&eight| is_plain_eight(u64::from_ne_bytes(eight))),
        (_, None) => !text
            .iter()
            .any(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')),
    }
}

/// The same of the bytes of a number, by borrows into their highest bits: <https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord>.
fn is_plain_eight(bytes: u64) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let below = |bytes: u64, least: u64| bytes.wrapping_sub(ONES * least) & !bytes;
    let is_byte = |byte: u8| below(bytes ^ (ONES * u64::from(byte)), 1);
    (below(bytes, 0x20) | is_byte(b'"') | is_byte(b'\\')) & (ONES * 0x80) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_seen_wherever_it_stands() {
        for length in 0..20 {
            for at in 0..length {
                for byte in 0..=u8::MAX {
                    let mut text = vec![b'a'; length];
                    text[at] = byte;
                    let is_escaped = byte < 0x20 || byte == b'"' || byte == b'\\';
                    assert_eq!(is_plain(&text), !is_escaped, "{text:?}");
                }
            }
            assert!(is_plain(&vec![b' '; length]) && is_plain(&vec![0xff; length]));
        }
    }

    fn json(cell: &Cell<'_>, column_type: &ColumnType) -> String {
        let mut out = Vec::new();
        cell.write_json(column_type, &mut out);
        let text = String::from_utf8(out).unwrap();
        serde_json::from_str::<&serde_json::value::RawValue>(&text)
            .unwrap_or_else(|error| panic!("{text}: {error}"));
        text
    }

    #[test]
    fn numbers_keep_every_digit() {
        let integer = ColumnType::Integer {
            bits: 64,
            unsigned: true,
        };
        let money = ColumnType::Decimal {
            precision: None,
            scale: Some(2),
        };
        assert_eq!(
            json(&Cell::UInt(u64::MAX), &integer),
            "18446744073709551615"
        );
        assert_eq!(json(&Cell::Int(i64::MIN), &integer), "-9223372036854775808");
        assert_eq!(json(&Cell::Float(14.4), &money), "14.40");
        assert_eq!(
            json(&Cell::Float(1e300), &ColumnType::Float { bits: 64 }),
            "1e300"
        );
        assert_eq!(
            json(&Cell::Float(f64::NAN), &ColumnType::Float { bits: 64 }),
            r#""NaN""#
        );
    }

    #[test]
    fn strings_are_escaped() {
        let text = ColumnType::Text { max_length: None };
        assert_eq!(
            json(&Cell::Text("a\"b\\c\n\u{1}ü".into()), &text),
            r#""a\"b\\c\n\u0001ü""#
        );
    }

    #[test]
    fn every_cell_in_every_column_is_json() {
        let cells = [
            Cell::Null,
            Cell::Bool(true),
            Cell::Int(0),
            Cell::Int(7),
            Cell::UInt(u64::MAX),
            Cell::Float(1.5),
            Cell::Float(f64::INFINITY),
            Cell::Digits("1.50".into()),
            Cell::Text("x\"".into()),
            Cell::Text("{".into()),
            Cell::Bytes(vec![0, 255].into()),
            Cell::Foreign("infinity".into()),
            Cell::List(vec![Cell::Null, Cell::Int(1)]),
            Cell::Text("2013-07-04 09:30:15".into()),
            Cell::Uuid(Uuid::nil()),
        ];
        let types = [
            ColumnType::Boolean,
            ColumnType::Integer {
                bits: 8,
                unsigned: false,
            },
            ColumnType::Float { bits: 32 },
            ColumnType::Decimal {
                precision: None,
                scale: None,
            },
            ColumnType::Text { max_length: None },
            ColumnType::Bytes { max_length: None },
            ColumnType::Date,
            ColumnType::Time,
            ColumnType::Timestamp,
            ColumnType::TimestampTz,
            ColumnType::Uuid,
            ColumnType::Json,
            ColumnType::Enum { values: vec![] },
            ColumnType::Set { values: vec![] },
            ColumnType::Array {
                element: Box::new(ColumnType::Date),
            },
            ColumnType::Other,
        ];
        for cell in &cells {
            for column_type in &types {
                json(cell, column_type);
                json(&cell.clone().into_value(column_type).as_cell(), column_type);
            }
        }
    }
}
