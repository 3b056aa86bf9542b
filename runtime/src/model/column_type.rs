//! Our types for the columns of all databases.

use serde::{Deserialize, Serialize};

/// What a column holds, in terms that the three databases share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ColumnType {
    Boolean,
    /// A whole number of 8, 16, 24, 32 or 64 bits.
    Integer {
        bits: u8,
        #[serde(default, skip_serializing_if = "is_false")]
        unsigned: bool,
    },
    /// A binary floating point number of 32 or 64 bits.
    Float {
        bits: u8,
    },
    /// An exact number.
    Decimal {
        /// Digits in all; unlimited if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<u16>,
        /// Digits after the point; as written if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<u16>,
    },
    Text {
        /// In characters; unlimited if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
    },
    Bytes {
        /// In bytes; unlimited if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
    },
    Date,
    /// A time of day without zone.
    Time,
    /// A date and time without zone.
    Timestamp,
    /// A moment in time.
    TimestampTz,
    Uuid,
    Json,
    /// One of the values.
    Enum {
        values: Vec<String>,
    },
    /// Any of the values, each at most once; MySQL only.
    Set {
        values: Vec<String>,
    },
    /// A list; PostgreSQL only.
    Array {
        element: Box<ColumnType>,
    },
    /// A type that we carry as the text the database shows for it.
    Other,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}
