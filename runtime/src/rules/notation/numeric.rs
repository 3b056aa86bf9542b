//! Numbers of the types that columns have, and of literals.

use super::Fault;
use crate::value::Decimal;

/// A type of numbers.
pub(super) trait Number: Copy {
    fn decimal(self) -> Result<Decimal, Fault>;

    fn float(self) -> f64;
}

/// A type of whole numbers.
pub(super) trait Whole: Number {
    fn whole(self) -> i128;
}

macro_rules! whole {
    ($($type:ty: |$value:ident| $float:expr;)*) => {
        $(impl Number for $type {
            fn decimal(self) -> Result<Decimal, Fault> {
                Ok(self.into())
            }

            fn float(self) -> f64 {
                let $value = self;
                $float
            }
        }

        impl Whole for $type {
            fn whole(self) -> i128 {
                self.into()
            }
        })*
    };
}

whole! {
    i32: |value| value.into();
    i64: |value| nearest(value.into());
    u64: |value| nearest(value.into());
}

#[expect(clippy::cast_precision_loss, reason = "a float is what was asked for")]
pub(super) fn nearest(value: i128) -> f64 {
    value as f64
}

impl Number for Decimal {
    fn decimal(self) -> Result<Decimal, Fault> {
        Ok(self)
    }

    fn float(self) -> f64 {
        // The nearest float; going over the mantissa would round twice.
        self.to_string()
            .parse()
            .expect("the digits of a decimal are a float's too")
    }
}

impl Number for f64 {
    /// The shortest digits that give the same float.
    fn decimal(self) -> Result<Decimal, Fault> {
        if self.is_nan() {
            return Err(Fault::NotANumber);
        }
        Decimal::from_str_exact(&self.to_string()).map_err(|_| {
            if self.abs() >= 1e28 {
                Fault::Overflow
            } else {
                Fault::TooManyDigits
            }
        })
    }

    fn float(self) -> f64 {
        self
    }
}

/// A whole number of a result's type.
pub(super) fn narrow<T: TryFrom<i128>>(value: Option<i128>) -> Result<T, Fault> {
    value
        .and_then(|value| T::try_from(value).ok())
        .ok_or(Fault::Overflow)
}

/// A float that is a number.
pub(super) fn finite(value: f64) -> Result<f64, Fault> {
    if value.is_nan() {
        Err(Fault::NotANumber)
    } else if value.is_infinite() {
        Err(Fault::Overflow)
    } else {
        Ok(value)
    }
}
