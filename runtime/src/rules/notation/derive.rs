//! What may be stored in a column: the result of a formula, a copy, a default.

use super::fault::checked;
use super::number::{Number, Whole as _, finite, narrow};
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
