//! What may be stored in a column: the result of a formula, a copy, a default.

use super::fault::checked;
use super::numeric::{Number, Whole as _, finite, narrow};
use super::{Fault, Truth, Val};
use crate::resource::{Field, Json};
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// What may be stored in a column of the type `V`, which may be null.
///
/// Numbers are converted: to whole ones half away from zero, between floats and decimals by the shortest digits.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not what a column of `{V}` holds",
    label = "not of the column's type"
)]
pub trait Derives<V> {
    /// The value to store; null, with a fault if it does not fit.
    fn derive(self) -> Option<V>;
}

impl<V, T: Derives<V>> Derives<V> for Val<T> {
    fn derive(self) -> Option<V> {
        self.into_option().and_then(T::derive)
    }
}

impl<V, T: Derives<V>> Derives<V> for Option<T> {
    fn derive(self) -> Option<V> {
        self.and_then(T::derive)
    }
}

macro_rules! same {
    ($($type:ty),* $(,)?) => {
        $(impl Derives<$type> for $type {
            fn derive(self) -> Option<$type> {
                Some(self)
            }
        })*
    };
}

same!(
    bool,
    i64,
    u64,
    Decimal,
    String,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Uuid,
    Json,
    Vec<u8>,
    Vec<String>,
);

impl<F: Field> Derives<Self> for Vec<Option<F>> {
    fn derive(self) -> Option<Self> {
        Some(self)
    }
}

impl Derives<String> for &str {
    fn derive(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl Derives<bool> for Truth {
    fn derive(self) -> Option<bool> {
        self.known()
    }
}

macro_rules! convert {
    ($($from:ty => $to:ty: |$value:ident| $result:expr;)*) => {
        $(impl Derives<$to> for $from {
            fn derive(self) -> Option<$to> {
                let $value = self;
                checked($result)
            }
        })*
    };
}

convert! {
    i32 => i64: |value| Ok(value.into());
    i32 => u64: |value| narrow(Some(value.whole()));
    i32 => f64: |value| Ok(value.into());
    i32 => Decimal: |value| Ok(value.into());
    i64 => u64: |value| narrow(Some(value.whole()));
    i64 => f64: |value| Ok(value.float());
    i64 => Decimal: |value| Ok(value.into());
    u64 => i64: |value| narrow(Some(value.whole()));
    u64 => f64: |value| Ok(value.float());
    u64 => Decimal: |value| Ok(value.into());
    f64 => f64: |value| finite(value);
    f64 => i64: |value| value.decimal().and_then(to_whole);
    f64 => u64: |value| value.decimal().and_then(to_whole);
    f64 => Decimal: |value| value.decimal();
    Decimal => f64: |value| Ok(value.float());
    Decimal => i64: |value| to_whole(value);
    Decimal => u64: |value| to_whole(value);
}

fn to_whole<T: TryFrom<i128>>(value: Decimal) -> Result<T, Fault> {
    let whole = super::rounding::round_decimal(value, 0);
    debug_assert_eq!(whole.scale(), 0, "it was rounded to no digits");
    narrow(Some(whole.mantissa()))
}

/// A date and time where a date is given: its midnight.
impl Derives<Timestamp> for Date {
    fn derive(self) -> Option<Timestamp> {
        Some(self.midnight())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::notation::{take_fault, val};

    fn derived<V>(value: impl Derives<V>) -> (Option<V>, Option<Fault>) {
        (value.derive(), take_fault())
    }

    #[test]
    fn numbers_become_what_the_column_holds_or_a_fault() {
        let decimal = |digits| Decimal::from_str_exact(digits).unwrap();
        assert_eq!(derived::<i64>(decimal("2.5")), (Some(3), None));
        assert_eq!(derived::<i64>(decimal("-2.5")), (Some(-3), None));
        assert_eq!(derived::<i64>(-2.5), (Some(-3), None));
        assert_eq!(derived::<u64>(decimal("0.4")), (Some(0), None));
        assert_eq!(derived::<u64>(-1_i64), (None, Some(Fault::Overflow)));
        assert_eq!(derived::<i64>(Decimal::MAX), (None, Some(Fault::Overflow)));
        assert_eq!(derived::<i64>(f64::NAN), (None, Some(Fault::NotANumber)));
        assert_eq!(derived::<f64>(f64::INFINITY), (None, Some(Fault::Overflow)));
        assert_eq!(derived::<Decimal>(0.1), (Some(decimal("0.1")), None));
        assert_eq!(
            derived::<Decimal>(1e-40),
            (None, Some(Fault::TooManyDigits))
        );
        assert_eq!(derived::<Decimal>(1e40), (None, Some(Fault::Overflow)));
        assert_eq!(derived::<f64>(decimal("0.1")), (Some(0.1), None));
        assert_eq!(derived::<Decimal>(7), (Some(decimal("7")), None));
    }

    #[test]
    fn null_unknown_and_borrowed_values_are_stored_too() {
        assert_eq!(derived::<i64>(val(&None::<i64>)), (None, None));
        assert_eq!(derived::<String>(Some("a")), (Some("a".to_owned()), None));
        assert_eq!(derived::<bool>(Truth::Unknown), (None, None));
        assert_eq!(derived::<bool>(Truth::False), (Some(false), None));
        assert_eq!(
            derived::<Vec<Option<i64>>>(vec![None, Some(1)]),
            (Some(vec![None, Some(1)]), None)
        );
    }

    #[test]
    fn only_the_first_fault_is_told() {
        let _ = Derives::<i64>::derive(f64::NAN);
        let _ = Derives::<u64>::derive(-1_i64);
        assert_eq!(take_fault(), Some(Fault::NotANumber));
        assert_eq!(take_fault(), None);
    }
}
