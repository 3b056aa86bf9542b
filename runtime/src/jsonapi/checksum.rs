//! The checksum of a row: what a client sends back to say which state of the row it has seen.
//!
//! It is computed over all columns, as JSON shows them, whatever part of them the client asked for. It is keyed, so that it tells
//! nothing of columns that its reader may not see.

use std::fmt;
use std::hash::Hasher;

use siphasher::{sip, sip128};

use crate::catalog::Table;
use crate::model::ColumnType;
use crate::value::{Cell, Value};

/// The attribute that has it.
pub(crate) const CHECKSUM: &str = "S_CheckSum";

/// What checksums are keyed with.
#[derive(Clone, Copy)]
pub struct ChecksumKey([u8; 16]);

/// The checksum of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checksum(u64);

impl Checksum {
    /// The number that it is.
    pub(crate) fn number(self) -> u64 {
        self.0
    }
}

impl ChecksumKey {
    /// The key that follows from a project's secret.
    #[must_use]
    pub fn of(secret: &str) -> Self {
        // The secret signs other things as well, which are to have other keys.
        let mut hasher = sip128::SipHasher24::new_with_key(b"formwork:row-sum");
        hasher.write(secret.as_bytes());
        Self(sip128::Hasher128::finish128(&hasher).as_bytes())
    }

    /// A key that nobody else has: another one whenever the server starts.
    #[must_use]
    pub fn random() -> Self {
        Self::of(&format!("{}{}", uuid::Uuid::new_v4(), uuid::Uuid::new_v4()))
    }

    /// The checksum of a complete row.
    pub(crate) fn of_row(&self, table: &Table, row: &[Value]) -> Checksum {
        let mut text = Vec::with_capacity(512);
        for (position, (attribute, value)) in table.attributes.iter().zip(row).enumerate() {
            if position > 0 {
                text.push(b',');
            }
            text.extend_from_slice(&attribute.json_key);
            value.write_json(&attribute.column_type, &mut text);
        }
        let mut sum = self.start();
        sum.add(&text);
        sum.finish()
    }

    /// Begins the checksum of a row that a driver still owns.
    pub(super) fn start(&self) -> RowSum {
        RowSum {
            hasher: sip::SipHasher13::new_with_key(&self.0),
        }
    }
}

/// The checksum of a row in the making: of what is inside of its object of all attributes.
///
/// Rounds are most of what a checksum costs, and each row that is read has one: one round for eight bytes, as hash tables that face
/// strangers take, not the two of a message's signature.
#[derive(Debug)]
pub(super) struct RowSum {
    hasher: sip::SipHasher13,
}

impl RowSum {
    /// Adds what is written of the row. The longer the pieces, the faster.
    pub(super) fn add(&mut self, written: &[u8]) {
        self.hasher.write(written);
    }

    /// Adds the value that becomes of a cell which may be shown otherwise.
    pub(super) fn add_value(&mut self, cell: Cell<'_>, column_type: &ColumnType) {
        let mut text = Vec::new();
        cell.into_value(column_type)
            .write_json(column_type, &mut text);
        self.hasher.write(&text);
    }

    pub(super) fn finish(self) -> Checksum {
        Checksum(self.hasher.finish())
    }
}

/// Whether a cell is surely shown as the value is that becomes of it. A row that is to be changed is known by its values; text that
/// stands for something else, in SQLite, may be spelled in several ways.
pub(super) fn is_written_as_value(cell: &Cell<'_>, column_type: &ColumnType) -> bool {
    match (cell, column_type) {
        (Cell::Float(value), ColumnType::Decimal { .. }) => *value != 0.0,
        // A date has one spelling, and what is none is the text itself.
        (Cell::Text(text), ColumnType::Date) => text.len() == "2013-07-04".len(),
        (Cell::Null | Cell::Bool(_), _)
        | (Cell::Int(0 | 1), ColumnType::Boolean)
        | (Cell::Int(_), ColumnType::Integer { .. } | ColumnType::Decimal { .. })
        | (Cell::Float(_), ColumnType::Float { .. })
        | (Cell::Text(_), ColumnType::Text { .. } | ColumnType::Enum { .. })
        | (Cell::Date(_), ColumnType::Date)
        | (Cell::Timestamp(_), ColumnType::Timestamp)
        | (Cell::TimestampTz(_), ColumnType::TimestampTz) => true,
        _ => false,
    }
}

impl Checksum {
    /// Writes it as the member of an object.
    pub(super) fn write_member(self, out: &mut Vec<u8>) {
        out.push(b'"');
        out.extend_from_slice(CHECKSUM.as_bytes());
        out.extend_from_slice(br#"":""#);
        out.extend_from_slice(&hex_digits(self.0));
        out.push(b'"');
    }

    /// The checksum that a text is; none if it is none of ours.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let is_ours = text.len() == 16
            && text
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        is_ours
            .then(|| u64::from_str_radix(text, 16).ok())
            .flatten()
            .map(Self)
    }
}

impl fmt::Display for Checksum {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:016x}", self.0)
    }
}

/// The sixteen hexadecimal digits of a number. Every document has some: `format!` takes ten times as long.
pub(crate) fn hex_digits(number: u64) -> [u8; 16] {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut digits = [0; 16];
    for (two, byte) in digits.chunks_exact_mut(2).zip(number.to_be_bytes()) {
        two[0] = DIGITS[usize::from(byte >> 4)];
        two[1] = DIGITS[usize::from(byte & 15)];
    }
    digits
}

impl fmt::Debug for ChecksumKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checksum_reads_as_it_is_shown() {
        let checksum = Checksum(0x00ab_0000_0000_0001);
        assert_eq!(checksum.to_string(), "00ab000000000001");
        assert_eq!(hex_digits(checksum.0), *b"00ab000000000001");
        assert_eq!(Checksum::parse("00ab000000000001"), Some(checksum));
        for other in [
            "",
            "00AB000000000001",
            "+0ab000000000001",
            "00ab0000000000010",
        ] {
            assert_eq!(Checksum::parse(other), None, "{other}");
        }
    }

    #[test]
    fn keys_follow_from_the_secret() {
        let sum = |key: ChecksumKey| key.start().finish();
        assert_eq!(sum(ChecksumKey::of("a")), sum(ChecksumKey::of("a")));
        assert_ne!(sum(ChecksumKey::of("a")), sum(ChecksumKey::of("b")));
        assert_ne!(sum(ChecksumKey::random()), sum(ChecksumKey::random()));
        assert_eq!(format!("{:?}", ChecksumKey::of("a")), "***");
    }
}
