//! Exact numbers that a database keeps as something else: SQLite has a float or an integer for `DECIMAL(10, 2)`.
//!
//! What such a float stands for is the shortest digits that read back as the same float, with zeros up to the scale.

use std::borrow::Cow;

use super::{Decimal, Value};

/// Powers of ten up to the largest scale that is counted in units.
const POWERS: [f64; 10] = [1.0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9];

/// Writes what a finite float stands for.
pub(super) fn write(value: f64, scale: u16, out: &mut Vec<u8>) {
    let Some(units) = units(value, scale) else {
        return out.extend_from_slice(at_scale(&value.to_string(), Some(scale)).as_bytes());
    };
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(units.unsigned_abs()).as_bytes();
    let scale = usize::from(scale);
    if units < 0 {
        out.push(b'-');
    }
    let whole = digits.len().saturating_sub(scale);
    out.extend_from_slice(if whole == 0 { b"0" } else { &digits[..whole] });
    if scale > 0 {
        out.push(b'.');
        out.resize(out.len() + scale - (digits.len() - whole), b'0');
        out.extend_from_slice(&digits[whole..]);
    }
}

/// A whole number as an exact one of the scale.
pub(super) fn from_integer(value: i64, scale: u16) -> Value {
    // 19 digits and 9 more fit the 28 of the type.
    match 10_i128.checked_pow(scale.into()).filter(|_| scale <= 9) {
        Some(power) => Value::Decimal(Decimal::from_i128_with_scale(
            i128::from(value) * power,
            scale.into(),
        )),
        None => Value::from_digits(&at_scale(&value.to_string(), Some(scale))),
    }
}

/// The float that is nearest to an exact number; none if that cannot be told by one division.
///
/// The units and the power of ten are both exact as floats, so that the quotient is rounded once
/// (W. D. Clinger, *How to Read Floating Point Numbers Accurately*, 1990, section 3).
#[cfg(feature = "sqlite")]
pub(crate) fn to_float(value: Decimal) -> Option<f64> {
    let power = POWERS.get(usize::try_from(value.scale()).ok()?)?;
    let units = value.mantissa();
    #[expect(clippy::cast_precision_loss, reason = "a float keeps 53 bits")]
    (units.unsigned_abs() < 1 << 53).then(|| units as f64 / power)
}

/// What a finite float stands for, as a value.
pub(super) fn from_float(value: f64, scale: u16) -> Value {
    match units(value, scale) {
        Some(units) => Value::Decimal(Decimal::new(units, scale.into())),
        // `Display` of f64 gives the shortest digits that round-trip, and never an exponent.
        None => Value::from_digits(&at_scale(&value.to_string(), Some(scale))),
    }
}

/// What a float stands for, counted in units of the scale's last digit (cents); none if it has more digits.
///
/// Different decimals of at most 15 digits are different floats. So when the float is the nearest one to a number of units,
/// there is no other such decimal that it could stand for.
fn units(value: f64, scale: u16) -> Option<i64> {
    let power = POWERS.get(usize::from(scale))?;
    let units = (value * power).round();
    let is_exact = units.abs() < 1e15 && (units / power).to_bits() == value.to_bits();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it is whole, and below 10^15"
    )]
    is_exact.then_some(units as i64)
}

/// Writes the point and the zeros that a whole number has at the scale.
pub(super) fn write_zeros(scale: u16, out: &mut Vec<u8>) {
    if scale > 0 {
        out.push(b'.');
        out.resize(out.len() + usize::from(scale), b'0');
    }
}

/// The digits with zeros up to the column's scale, as the exact types of other databases show them.
pub(super) fn at_scale(digits: &str, scale: Option<u16>) -> Cow<'_, str> {
    let scale = usize::from(scale.unwrap_or(0));
    let have = digits
        .split_once('.')
        .map_or(0, |(_, fraction)| fraction.len());
    if have >= scale {
        return Cow::Borrowed(digits);
    }
    let point = if have == 0 { "." } else { "" };
    Cow::Owned(format!("{digits}{point}{:0<1$}", "", scale - have))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(value: f64, scale: u16) -> String {
        let mut out = Vec::new();
        write(value, scale, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_float_is_its_shortest_digits_at_the_scale() {
        for (value, scale, digits) in [
            (14.4, 2, "14.40"),
            (0.05, 2, "0.05"),
            (-0.5, 2, "-0.50"),
            (1_234_567.89, 2, "1234567.89"),
            (7.0, 0, "7"),
            (0.1 + 0.2, 2, "0.30000000000000004"),
            (0.005, 2, "0.005"),
            (1e21, 1, "1000000000000000000000.0"),
            (9_007_199_254_740_993.0, 2, "9007199254740992.00"),
            (-0.0, 2, "0.00"),
        ] {
            assert_eq!(written(value, scale), digits);
        }
    }

    #[cfg(feature = "sqlite")]
    #[test]
    fn the_nearest_float_is_the_one_that_the_digits_are_read_as() {
        for units in (-3_000_i64..3_000).chain([999_999_999_999_999, -123_456_789_012_345]) {
            for scale in [0, 1, 2, 4, 9] {
                let decimal = Decimal::new(units, scale);
                let read: f64 = decimal.to_string().parse().unwrap();
                assert_eq!(to_float(decimal), Some(read), "{decimal}");
            }
        }
        assert_eq!(to_float(Decimal::MAX), None);
        assert_eq!(to_float(Decimal::new(1, 28)), None);
    }

    #[test]
    fn whole_numbers_have_the_zeros_of_the_scale() {
        for value in [0, 7, -20, i64::MAX, i64::MIN] {
            for scale in [0, 2, 9, 12] {
                let digits = at_scale(&value.to_string(), Some(scale)).into_owned();
                assert_eq!(from_integer(value, scale), Value::from_digits(&digits));
            }
        }
    }

    #[test]
    fn counting_units_gives_the_digits_that_display_gives() {
        for cents in (-2_000_i32..2_000).chain([99_999_999, -99_999_999]) {
            let value = f64::from(cents) / 100.0;
            assert_eq!(written(value, 2), at_scale(&value.to_string(), Some(2)));
            assert_eq!(from_float(value, 2), Value::from_digits(&written(value, 2)));
        }
    }
}
