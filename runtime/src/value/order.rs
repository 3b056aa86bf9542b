//! The order of values of one column.

use std::cmp::Ordering;

use super::{Decimal, Value};

/// Which of two values of one column comes first; none if one is null, or they have no order.
#[must_use]
pub fn order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Bool(one), Value::Bool(other)) => Some(one.cmp(other)),
        (Value::Int(one), Value::Int(other)) => Some(one.cmp(other)),
        (Value::Text(one), Value::Text(other)) => Some(one.cmp(other)),
        (Value::Bytes(one), Value::Bytes(other)) => Some(one.cmp(other)),
        (Value::Date(one), Value::Date(other)) => Some(one.cmp(other)),
        (Value::Time(one), Value::Time(other)) => Some(one.cmp(other)),
        (Value::Timestamp(one), Value::Timestamp(other)) => Some(one.cmp(other)),
        (Value::TimestampTz(one), Value::TimestampTz(other)) => Some(one.cmp(other)),
        (Value::Uuid(one), Value::Uuid(other)) => Some(one.cmp(other)),
        (Value::Float(one), Value::Float(other)) => one.partial_cmp(other),
        _ => Some(exact(one)?.cmp(&exact(other)?)),
    }
}

/// A number as a decimal; none if it is none, or has more digits. Floats stand for their shortest digits.
#[must_use]
pub fn exact(value: &Value) -> Option<Decimal> {
    match value {
        Value::Int(value) => Some(Decimal::from(*value)),
        Value::UInt(value) => Some(Decimal::from(*value)),
        Value::Decimal(value) => Some(*value),
        Value::Float(value) => Decimal::from_str_exact(&value.to_string()).ok(),
        _ => None,
    }
}
