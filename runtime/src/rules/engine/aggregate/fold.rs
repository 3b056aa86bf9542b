//! Arithmetic and order of values, exact or refused.

use std::cmp::Ordering;

use crate::model::ColumnType;
use crate::rules::declaration::Fold;
use crate::value::{Decimal, Value, exact, order};

/// The sum of two numbers of a column; none if it cannot be had exactly.
pub(super) fn add(one: &Value, other: &Value) -> Option<Value> {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => one.checked_add(*other).map(Value::Int),
        (Value::Float(one), Value::Float(other)) => Some(Value::Float(add_floats(*one, *other))),
        _ => exact_sum(exact(one)?, exact(other)?).map(Value::Decimal),
    }
}

/// The difference of two numbers of a column; none if it cannot be had exactly.
pub(super) fn subtract(one: &Value, other: &Value) -> Option<Value> {
    let negative = match other {
        Value::Int(value) => Value::Int(value.checked_neg()?),
        Value::UInt(value) => Value::Decimal(-Decimal::from(*value)),
        Value::Float(value) => Value::Float(-value),
        other => Value::Decimal(-exact(other)?),
    };
    add(one, &negative)
}

/// Whether a number is 0.
pub(super) fn is_zero(value: &Value) -> bool {
    match value {
        Value::Int(value) => *value == 0,
        Value::UInt(value) => *value == 0,
        Value::Float(value) => *value == 0.0,
        Value::Decimal(value) => value.is_zero(),
        _ => false,
    }
}

/// Whether a value is smaller (or larger) than the best so far.
pub(super) fn is_beyond(value: &Value, best: &Value, fold: Fold) -> bool {
    let wanted = if fold == Fold::Min {
        Ordering::Less
    } else {
        Ordering::Greater
    };
    order(value, best) == Some(wanted)
}

/// The average of numbers, in 28 digits; null if there are none. The outer none if it cannot be had.
pub(super) fn average(values: &[Value], column_type: &ColumnType) -> Option<Value> {
    if values.is_empty() {
        return Some(Value::Null);
    }
    let sum = values
        .iter()
        .try_fold(Decimal::ZERO, |sum, value| exact_sum(sum, exact(value)?))?;
    let average = sum.checked_div(Decimal::from(values.len()))?;
    Some(match column_type {
        ColumnType::Float { .. } => Value::Float(average.to_string().parse().ok()?),
        ColumnType::Integer { .. } => Value::Int(
            super::super::derive::at_scale(average, 0)
                .to_string()
                .parse()
                .ok()?,
        ),
        _ => Value::Decimal(average),
    })
}

fn exact_sum(one: Decimal, other: Decimal) -> Option<Decimal> {
    if one.scale() == other.scale()
        && let Some(sum) = one.mantissa().checked_add(other.mantissa())
    {
        // Digits of one size: the sum is exact, if it fits.
        return Decimal::try_from_i128_with_scale(sum, one.scale()).ok();
    }
    let sum = one.checked_add(other)?;
    // Digits beyond 28 are rounded away by the type; then taking one away does not give the other.
    let is_exact = sum.checked_sub(other)? == one && sum.checked_sub(one)? == other;
    is_exact.then_some(sum)
}

/// Floats stand for the shortest digits that read back as them; added as those, sums of money do not drift.
fn add_floats(one: f64, other: f64) -> f64 {
    let digits = |value: f64| Decimal::from_str_exact(&value.to_string()).ok();
    let exact = digits(one)
        .zip(digits(other))
        .and_then(|(one, other)| exact_sum(one, other))
        .and_then(|sum| sum.to_string().parse().ok());
    exact.unwrap_or(one + other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_that_stand_for_cents_do_not_drift() {
        let sum = (0..1_000).fold(Value::Float(0.0), |sum, _| {
            add(&sum, &Value::Float(0.1)).unwrap()
        });
        assert_eq!(sum, Value::Float(100.0));
    }

    #[test]
    fn what_cannot_be_exact_is_refused() {
        assert_eq!(add(&Value::Int(i64::MAX), &Value::Int(1)), None);
        let large = Value::Decimal(Decimal::MAX);
        assert_eq!(add(&large, &Value::Decimal(Decimal::new(1, 2))), None);
    }
}
