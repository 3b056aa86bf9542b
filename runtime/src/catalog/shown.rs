//! Values as documents show them: as JSON, with decimals as numbers or as strings.

use super::{Attribute, Catalog};
use crate::config::Decimals;
use crate::model::ColumnType;
use crate::value::Cell;

impl Catalog {
    /// The same, with decimals shown so.
    #[must_use]
    pub fn showing(mut self, decimals: Decimals) -> Self {
        self.decimals = decimals;
        for table in &mut self.tables {
            for attribute in &mut table.attributes {
                attribute.sends_strings =
                    decimals == Decimals::Strings && is_of_decimals(&attribute.column_type);
            }
        }
        self
    }

    /// Writes a cell that is no attribute's.
    pub(crate) fn write_json(&self, cell: &Cell<'_>, column_type: &ColumnType, out: &mut Vec<u8>) {
        self.decimals.write_json(cell, column_type, out);
    }
}

impl Decimals {
    /// Writes a cell of a type, with decimals shown so.
    pub(crate) fn write_json(self, cell: &Cell<'_>, column_type: &ColumnType, out: &mut Vec<u8>) {
        let start = out.len();
        cell.write_json(column_type, out);
        if self == Self::Strings && is_of_decimals(column_type) {
            quote_numbers(start, out);
        }
    }
}

impl Attribute {
    /// Writes a cell of the column.
    pub(crate) fn write_json(&self, cell: &Cell<'_>, out: &mut Vec<u8>) {
        let start = out.len();
        cell.write_json(&self.column_type, out);
        self.finish_json(start, out);
    }

    /// Makes what a cell was written as, at the end of the buffer, what documents show.
    pub(crate) fn finish_json(&self, start: usize, out: &mut Vec<u8>) {
        if self.sends_strings {
            quote_numbers(start, out);
        }
    }
}

fn is_of_decimals(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Decimal { .. } => true,
        ColumnType::Array { element } => is_of_decimals(element),
        _ => false,
    }
}

/// Puts quotes around the numbers of the JSON that begins there and ends the buffer.
fn quote_numbers(start: usize, out: &mut Vec<u8>) {
    let json = out.split_off(start);
    let mut rest = json.as_slice();
    while let Some(first) = rest.first() {
        let is_number = matches!(first, b'-' | b'0'..=b'9');
        let length = match first {
            b'"' => string_length(rest),
            _ if is_number => {
                let is_part = |byte: &&u8| byte.is_ascii_digit() || b"+-.eE".contains(byte);
                rest.iter().take_while(is_part).count()
            }
            _ => 1,
        };
        let (token, after) = rest.split_at(length);
        if is_number {
            out.push(b'"');
            out.extend_from_slice(token);
            out.push(b'"');
        } else {
            out.extend_from_slice(token);
        }
        rest = after;
    }
}

/// How many bytes a string of JSON has, with its quotes.
fn string_length(json: &[u8]) -> usize {
    let mut at = 1;
    while at < json.len() && json[at] != b'"' {
        at += if json[at] == b'\\' { 2 } else { 1 };
    }
    (at + 1).min(json.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_quoted_and_nothing_else() {
        for (json, quoted) in [
            ("12.50", r#""12.50""#),
            ("-1e-7", r#""-1e-7""#),
            ("null", "null"),
            (r#""a \\\" 1""#, r#""a \\\" 1""#),
            ("[1.5,null,[-2]]", r#"["1.5",null,["-2"]]"#),
            ("[]", "[]"),
        ] {
            let mut out = b"x:".to_vec();
            out.extend_from_slice(json.as_bytes());
            quote_numbers(2, &mut out);
            assert_eq!(String::from_utf8(out).unwrap(), format!("x:{quoted}"));
        }
    }
}
