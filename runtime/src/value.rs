//! One cell of a table: what a row holds, what a client sends, what a driver binds and reads.
//!
//! [`Value`] owns, [`Cell`] borrows from a driver's row. Between them and JSON nothing is lost:
//! whole numbers keep 64 bits, exact numbers every digit, and a stored value that its column's
//! type cannot hold travels as [`Value::Foreign`].

mod cell;
mod decimal;
mod id;
mod input;
mod json;
mod list;
mod order;
mod temporal;

pub use cell::Cell;
pub(crate) use cell::bytes_shown_as;
#[cfg(feature = "sqlite")]
pub(crate) use decimal::to_float;
pub(crate) use id::{distinguish, push_only_part, push_part, split_number};
pub use id::{join_id, split_id};
pub use input::{InputError, value_from_json, value_from_text};
pub use json::write_string;
pub(crate) use json::write_string_inside;
pub use order::{exact, order};
pub use rust_decimal::Decimal;
pub use time::{Date, OffsetDateTime as TimestampTz, PrimitiveDateTime as Timestamp, Time};
pub use uuid::Uuid;

/// One cell of a table, owned.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    #[default]
    Null,
    Bool(bool),
    Int(i64),
    /// A whole number beyond `i64`; smaller ones are [`Value::Int`].
    UInt(u64),
    Float(f64),
    Decimal(Decimal),
    /// An exact number of more than 28 digits, as its digits. It is stored and shown, not calculated with.
    Digits(Box<str>),
    Text(String),
    Bytes(Vec<u8>),
    Date(Date),
    /// A time of day without zone.
    Time(Time),
    /// A date and time without zone.
    Timestamp(Timestamp),
    /// A moment in time.
    TimestampTz(TimestampTz),
    Uuid(Uuid),
    /// JSON, as the text it was written as.
    Json(Box<str>),
    List(Vec<Value>),
    /// A stored value that its column's type cannot hold, such as text in a date column of SQLite
    /// or PostgreSQL's `infinity`, as the text the database shows for it.
    Foreign(Box<str>),
}

impl Value {
    /// Whether it is SQL's NULL.
    #[must_use]
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The same value, borrowed.
    #[must_use]
    pub fn as_cell(&self) -> Cell<'_> {
        Cell::from(self)
    }

    /// An exact number from its digits, such as `-12.50`; at most 28 digits are calculated with.
    #[must_use]
    pub fn from_digits(digits: &str) -> Self {
        match Decimal::from_str_exact(digits) {
            Ok(decimal) => Self::Decimal(decimal),
            Err(_) => Self::Digits(digits.into()),
        }
    }
}

macro_rules! value_from {
    ($($variant:ident($type:ty)),* $(,)?) => {
        $(impl From<$type> for Value {
            fn from(value: $type) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

value_from! {
    Bool(bool), Int(i16), Int(i32), Int(i64), Float(f64), Decimal(Decimal), Text(&str), Text(String),
    Bytes(Vec<u8>), Date(Date), Time(Time), Timestamp(Timestamp), TimestampTz(TimestampTz), Uuid(Uuid),
}

impl From<u64> for Value {
    fn from(value: u64) -> Self {
        i64::try_from(value).map_or(Self::UInt(value), Self::Int)
    }
}

impl<T: Into<Self>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}
