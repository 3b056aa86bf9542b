//! Rounding, half away from zero.

use rust_decimal::RoundingStrategy;

use super::Fault;
use super::fault::checked;
use super::numeric::Number as _;
use crate::value::Decimal;

/// Numbers that can be rounded.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a number", label = "not a number")]
pub trait Rounds: Sized {
    /// Without its sign.
    fn abs(self) -> Option<Self>;

    /// With so many digits after the point, half away from zero.
    #[must_use]
    fn round(self, digits: u32) -> Self;

    /// The greatest whole number that is not greater.
    #[must_use]
    fn floor(self) -> Self;

    /// The least whole number that is not less.
    #[must_use]
    fn ceil(self) -> Self;
}

/// A decimal with so many digits after the point; one that has fewer stays as it is.
pub(super) fn round_decimal(value: Decimal, digits: u32) -> Decimal {
    value.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
}

impl Rounds for Decimal {
    fn abs(self) -> Option<Self> {
        Some(Self::abs(&self))
    }

    fn round(self, digits: u32) -> Self {
        round_decimal(self, digits)
    }

    fn floor(self) -> Self {
        Self::floor(&self)
    }

    fn ceil(self) -> Self {
        Self::ceil(&self)
    }
}

impl Rounds for f64 {
    fn abs(self) -> Option<Self> {
        Some(Self::abs(self))
    }

    fn round(self, digits: u32) -> Self {
        match self.decimal() {
            // By the digits that are shown: 2.675 is 2.68, though the float is a little less.
            Ok(value) => round_decimal(value, digits).float(),
            Err(_) if self.abs() < 1.0 => {
                let power = 10_f64.powi(digits.try_into().unwrap_or(i32::MAX));
                let rounded = (self * power).round() / power;
                if rounded.is_finite() { rounded } else { self }
            }
            Err(_) => self,
        }
    }

    fn floor(self) -> Self {
        Self::floor(self)
    }

    fn ceil(self) -> Self {
        Self::ceil(self)
    }
}

macro_rules! whole {
    ($($type:ty: |$value:ident| $abs:expr;)*) => {
        $(impl Rounds for $type {
            fn abs(self) -> Option<Self> {
                let $value = self;
                checked($abs)
            }

            fn round(self, _digits: u32) -> Self {
                self
            }

            fn floor(self) -> Self {
                self
            }

            fn ceil(self) -> Self {
                self
            }
        })*
    };
}

whole! {
    i64: |value| value.checked_abs().ok_or(Fault::Overflow);
    u64: |value| Ok(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_is_away_from_zero() {
        for (digits, expected) in [
            ("2.345", "2.35"),
            ("-2.345", "-2.35"),
            ("2.3449", "2.34"),
            ("2", "2"),
        ] {
            let value = Decimal::from_str_exact(digits).unwrap();
            assert_eq!(round_decimal(value, 2).to_string(), expected);
        }
    }

    #[test]
    fn a_float_is_rounded_by_its_digits() {
        for (value, digits, expected) in [
            (2.675, 2, 2.68),
            (-0.5, 0, -1.0),
            (1e300, 2, 1e300),
            (1e-300, 2, 0.0),
            (1.234_567_89, 40, 1.234_567_89),
        ] {
            assert_eq!(
                Rounds::round(value, digits).to_bits(),
                f64::to_bits(expected),
                "{value}"
            );
        }
    }
}
