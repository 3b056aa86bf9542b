//! Decimals whose results are exact, or a fault; the library would round.

use super::Fault;
use crate::value::Decimal;

const MOST_SCALE: u32 = 28;

/// The sum of two decimals.
pub(super) fn add(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    let (left, right) = (Parts::of(left), Parts::of(right));
    left.plus(right)
        // Without zeros at its end, the longer side has a last digit that the sum has too: if it does not fit now, nothing helps.
        .or_else(|| left.without_zeros().plus(right.without_zeros()))
        .ok_or(Fault::TooManyDigits)?
        .decimal()
}

/// The difference of two decimals.
pub(super) fn subtract(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    add(left, -right)
}

/// The product of two decimals.
pub(super) fn multiply(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    let (mut left, mut right) = (Parts::of(left), Parts::of(right));
    let scale = left.scale + right.scale;
    if let Some(mantissa) = left.mantissa.checked_mul(right.mantissa) {
        return Parts { mantissa, scale }.decimal();
    }
    // A zero at the end of the product comes from a five of one side and a two of the other.
    left.take_tens_with(&mut right);
    right.take_tens_with(&mut left);
    let mantissa = left.mantissa.checked_mul(right.mantissa);
    Parts {
        mantissa: mantissa.ok_or(Fault::TooManyDigits)?,
        scale: left.scale + right.scale,
    }
    .decimal()
}

/// The quotient of two decimals, rounded to as many digits as there are.
pub(super) fn divide(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    if right.is_zero() {
        return Err(Fault::DivisionByZero);
    }
    left.checked_div(right).ok_or(Fault::Overflow)
}

/// What remains of a division; it has the sign of the left side.
pub(super) fn remainder(left: Decimal, right: Decimal) -> Result<Decimal, Fault> {
    if right.is_zero() {
        return Err(Fault::DivisionByZero);
    }
    left.checked_rem(right).ok_or(Fault::Overflow)
}

/// A decimal as a whole number of its last digit.
#[derive(Clone, Copy)]
struct Parts {
    mantissa: i128,
    scale: u32,
}

impl Parts {
    fn of(decimal: Decimal) -> Self {
        Self {
            mantissa: decimal.mantissa(),
            scale: decimal.scale(),
        }
    }

    /// The sum, at the scale of the longer side; none if that has too many digits.
    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let at_scale = |parts: Self| {
            let power = 10_i128.checked_pow(scale - parts.scale)?;
            parts.mantissa.checked_mul(power)
        };
        let mantissa = at_scale(self)?.checked_add(at_scale(other)?)?;
        Some(Self { mantissa, scale })
    }

    /// Divides both by ten, by a five of this side and a two of the other, as often as it goes.
    fn take_tens_with(&mut self, other: &mut Self) {
        while self.mantissa % 5 == 0 && other.mantissa % 2 == 0 && self.scale + other.scale > 0 {
            self.mantissa /= 5;
            other.mantissa /= 2;
            if self.scale > 0 {
                self.scale -= 1;
            } else {
                other.scale -= 1;
            }
        }
    }

    fn without_zeros(mut self) -> Self {
        while self.scale > 0 && self.mantissa % 10 == 0 {
            self.mantissa /= 10;
            self.scale -= 1;
        }
        self
    }

    fn decimal(self) -> Result<Decimal, Fault> {
        let Self { mantissa, scale } = self;
        if let Ok(decimal) = Decimal::try_from_i128_with_scale(mantissa, scale)
            && scale <= MOST_SCALE
        {
            return Ok(decimal);
        }
        let Self { mantissa, scale } = self.without_zeros();
        match Decimal::try_from_i128_with_scale(mantissa, scale) {
            Ok(decimal) if scale <= MOST_SCALE => Ok(decimal),
            _ if scale == 0 => Err(Fault::Overflow),
            _ => Err(Fault::TooManyDigits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Operation = fn(Decimal, Decimal) -> Result<Decimal, Fault>;

    fn calculate(operation: Operation, left: &str, right: &str) -> Result<String, Fault> {
        let [left, right] = [left, right].map(|digits| Decimal::from_str_exact(digits).unwrap());
        operation(left, right).map(|result| result.to_string())
    }

    #[test]
    fn what_fits_is_exact_and_what_does_not_is_a_fault() {
        let cases: [(Operation, &str, &str, Result<&str, Fault>); 20] = [
            (add, "0.1", "0.2", Ok("0.3")),
            (add, "1.50", "0.5", Ok("2.00")),
            (add, "-1", "1.00", Ok("0.00")),
            // The zeros are not digits that must be kept.
            (
                add,
                "100000000000",
                "1.0000000000000000000000000000",
                Ok("100000000001"),
            ),
            (
                add,
                "100000000000",
                "0.0000000000000000000000000001",
                Err(Fault::TooManyDigits),
            ),
            (
                add,
                "10",
                "0.0000000000000000000000000001",
                Err(Fault::TooManyDigits),
            ),
            (
                add,
                "79228162514264337593543950335",
                "1",
                Err(Fault::Overflow),
            ),
            (subtract, "5", "7.25", Ok("-2.25")),
            (multiply, "19.99", "3", Ok("59.97")),
            (
                multiply,
                "0.00000000000001",
                "0.00000000000001",
                Ok("0.0000000000000000000000000001"),
            ),
            (
                multiply,
                "0.000000000000001",
                "0.00000000000001",
                Err(Fault::TooManyDigits),
            ),
            (
                multiply,
                "0.00000000000000000005",
                "0.00000000002",
                Err(Fault::TooManyDigits),
            ),
            (
                multiply,
                "0.0000000000000000005",
                "0.0000000002",
                Ok("0.0000000000000000000000000001"),
            ),
            // 2^90 * 5^40 / 10^28 = 2^50 * 10^12: its digits are beyond 128 bits before the zeros are taken away.
            (
                multiply,
                "1237940039285380274899124224",
                "0.9094947017729282379150390625",
                Ok("1125899906842624000000000000"),
            ),
            (
                multiply,
                "79228162514264337593543950335",
                "10",
                Err(Fault::Overflow),
            ),
            (
                multiply,
                "99999999999999999999999999.99",
                "99999999999999999999999999.99",
                Err(Fault::TooManyDigits),
            ),
            (divide, "1", "3", Ok("0.3333333333333333333333333333")),
            (divide, "2", "3", Ok("0.6666666666666666666666666667")),
            (divide, "1", "0.00", Err(Fault::DivisionByZero)),
            (remainder, "-7.5", "2", Ok("-1.5")),
        ];
        for (operation, left, right, expected) in cases {
            assert_eq!(
                calculate(operation, left, right),
                expected.map(str::to_owned),
                "{left}, {right}"
            );
        }
    }
}
