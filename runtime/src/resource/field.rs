//! The Rust types that fields of generated structs have.

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::model::ColumnType;
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid, Value};

/// A type that a column's values have in Rust.
pub trait Field: Sized {
    /// The type of a column that holds such values.
    fn column_type() -> ColumnType;

    /// The field's value; the value itself if it is of another type.
    fn from_value(value: Value) -> Result<Self, Value>;

    /// The value to store.
    fn to_value(&self) -> Value;

    /// What stands in a field that nobody reads.
    fn blank() -> Self;
}

macro_rules! fields {
    ($($variant:ident($type:ty) = $column_type:expr, $blank:expr;)*) => {
        $(impl Field for $type {
            fn column_type() -> ColumnType {
                $column_type
            }

            fn from_value(value: Value) -> Result<Self, Value> {
                match value {
                    Value::$variant(value) => Ok(value),
                    other => Err(other),
                }
            }

            fn to_value(&self) -> Value {
                Value::$variant(self.clone())
            }

            fn blank() -> Self {
                $blank
            }
        })*
    };
}

fields! {
    Bool(bool) = ColumnType::Boolean, false;
    Int(i64) = ColumnType::Integer { bits: 64, unsigned: false }, 0;
    Float(f64) = ColumnType::Float { bits: 64 }, 0.0;
    Decimal(Decimal) = ColumnType::Decimal { precision: None, scale: None }, Decimal::ZERO;
    Bytes(Vec<u8>) = ColumnType::Bytes { max_length: None }, Vec::new();
    Date(Date) = ColumnType::Date, Date::MIN;
    Time(Time) = ColumnType::Time, Time::MIDNIGHT;
    Timestamp(Timestamp) = ColumnType::Timestamp, Timestamp::MIN;
    TimestampTz(TimestampTz) = ColumnType::TimestampTz, TimestampTz::UNIX_EPOCH;
    Uuid(Uuid) = ColumnType::Uuid, Uuid::nil();
}

impl Field for String {
    fn column_type() -> ColumnType {
        ColumnType::Text { max_length: None }
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Text(text) => Ok(text),
            // A column of a type that we carry as text may hold anything in SQLite.
            Value::Int(number) => Ok(number.to_string()),
            Value::Float(number) => Ok(number.to_string()),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Text(self.clone())
    }

    fn blank() -> Self {
        Self::new()
    }
}

impl Field for u64 {
    fn column_type() -> ColumnType {
        ColumnType::Integer {
            bits: 64,
            unsigned: true,
        }
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::UInt(number) => Ok(number),
            Value::Int(number) => Self::try_from(number).map_err(|_| Value::Int(number)),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        (*self).into()
    }

    fn blank() -> Self {
        0
    }
}

impl<F: Field> Field for Option<F> {
    fn column_type() -> ColumnType {
        F::column_type()
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        if value.is_null() {
            Ok(None)
        } else {
            F::from_value(value).map(Some)
        }
    }

    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Null, Field::to_value)
    }

    fn blank() -> Self {
        None
    }
}

impl<F: Field> Field for Vec<Option<F>> {
    fn column_type() -> ColumnType {
        ColumnType::Array {
            element: Box::new(F::column_type()),
        }
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        let Value::List(items) = value else {
            return Err(value);
        };
        items.into_iter().map(Option::<F>::from_value).collect()
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Field::to_value).collect())
    }

    fn blank() -> Self {
        Self::new()
    }
}

/// A set of MySQL's.
impl Field for Vec<String> {
    fn column_type() -> ColumnType {
        ColumnType::Set { values: Vec::new() }
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        let Value::List(items) = value else {
            return Err(value);
        };
        items.into_iter().map(String::from_value).collect()
    }

    fn to_value(&self) -> Value {
        Value::List(self.iter().map(Field::to_value).collect())
    }

    fn blank() -> Self {
        Self::new()
    }
}

/// A JSON column, as the text that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json(Box<str>);

impl Json {
    /// The JSON of any value that serde can write.
    pub fn from_serializable(value: &impl Serialize) -> serde_json::Result<Self> {
        serde_json::to_string(value).map(|text| Self(text.into()))
    }

    /// The JSON read as any type that serde can read.
    pub fn parse<T: DeserializeOwned>(&self) -> serde_json::Result<T> {
        serde_json::from_str(&self.0)
    }

    /// The text as it is stored.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Field for Json {
    fn column_type() -> ColumnType {
        ColumnType::Json
    }

    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Json(text) => Ok(Self(text)),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Json(self.0.clone())
    }

    fn blank() -> Self {
        Self("null".into())
    }
}
