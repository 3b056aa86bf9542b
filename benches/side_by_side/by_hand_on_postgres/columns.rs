//! Dates and amounts of money, from PostgreSQL's binary format, as sqlx reads them into the types of `time` and `rust_decimal`.

use std::fmt;

use formwork_runtime::value::Date;
use serde::{Serialize, Serializer};
use sqlx::error::BoxDynError;
use sqlx::postgres::{PgTypeInfo, PgValueRef};
use sqlx::{Decode, Postgres, Type, TypeInfo};

/// A date, which is written as ISO 8601 has it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Day(Date);

/// Hundredths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Money(i64);

impl Type<Postgres> for Day {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("DATE")
    }

    fn compatible(found: &PgTypeInfo) -> bool {
        found.name() == "DATE"
    }
}

impl Decode<'_, Postgres> for Day {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let days = i32::from_be_bytes(value.as_bytes()?.try_into()?);
        // 2000-01-01 is day 2,451,545 of the Julian calendar.
        Ok(Self(Date::from_julian_day(days + 2_451_545)?))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.0.to_calendar_date();
        write!(f, "{year:04}-{:02}-{day:02}", u8::from(month))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Type<Postgres> for Money {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_name("NUMERIC")
    }

    fn compatible(found: &PgTypeInfo) -> bool {
        found.name() == "NUMERIC"
    }
}

impl Decode<'_, Postgres> for Money {
    fn decode(value: PgValueRef<'_>) -> Result<Self, BoxDynError> {
        let bytes = value.as_bytes()?;
        let word = |at: usize| {
            let word = bytes.get(at..at + 2);
            word.map_or(0, |word| u16::from_be_bytes([word[0], word[1]]))
        };
        let (groups, weight, sign) = (word(0), word(2).cast_signed(), word(4));
        // Groups of four digits, of which the one with the weight 0 is before the point.
        let mut cents = 0;
        for group in 0..groups {
            let digits = i64::from(word(8 + usize::from(group) * 2));
            cents += match i32::from(weight) - i32::from(group) {
                -1 => digits / 100,
                above @ 0.. => digits * 100 * 10_000_i64.pow(above.unsigned_abs()),
                _ => 0,
            };
        }
        Ok(Self(if sign == 0x4000 { -cents } else { cents }))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl Serialize for Money {
    #[expect(clippy::cast_precision_loss, reason = "DECIMAL(10, 2) fits")]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0 as f64 / 100.0)
    }
}
