//! PostgreSQL's binary format, read from the bytes that came: <https://www.postgresql.org/docs/current/protocol.html>.

use std::borrow::Cow;
use std::fmt::Write;

use sqlx::postgres::{PgRow, PgTypeInfo, PgTypeKind};
use sqlx::{Row, TypeInfo, ValueRef};
use time::{Date, Duration, PrimitiveDateTime, Time};

use super::super::StoreError;
use crate::model::ColumnType;
use crate::value::{Cell, Uuid};

/// The cell of a row, which the statement expects to be of the type.
pub(super) fn cell<'a>(
    row: &'a PgRow,
    index: usize,
    expected: Option<&ColumnType>,
) -> Result<Cell<'a>, StoreError> {
    let value = row.try_get_raw(index).map_err(super::errors::store_error)?;
    if value.is_null() {
        return Ok(Cell::Null);
    }
    let bytes = value.as_bytes().map_err(StoreError::Other)?;
    let type_info = value.type_info();
    let cell = match type_info.oid().map_or(0, |oid| oid.0) {
        oid::BOOL => Cell::Bool(bytes.first().is_some_and(|byte| *byte != 0)),
        oid::INT2 => Cell::Int(i16::from_be_bytes(fixed(bytes)?).into()),
        oid::INT4 => Cell::Int(i32::from_be_bytes(fixed(bytes)?).into()),
        oid::INT8 => Cell::Int(i64::from_be_bytes(fixed(bytes)?)),
        oid::OID => Cell::Int(u32::from_be_bytes(fixed(bytes)?).into()),
        oid::FLOAT4 => float4(f32::from_be_bytes(fixed(bytes)?)),
        oid::FLOAT8 => float8(f64::from_be_bytes(fixed(bytes)?)),
        oid::NUMERIC => numeric(bytes)?,
        oid::BYTEA => Cell::Bytes(bytes.into()),
        oid::DATE => date(i32::from_be_bytes(fixed(bytes)?)),
        oid::TIME => time(i64::from_be_bytes(fixed(bytes)?)),
        oid::TIMESTAMP => timestamp(i64::from_be_bytes(fixed(bytes)?)),
        oid::TIMESTAMPTZ => timestamp_tz(i64::from_be_bytes(fixed(bytes)?)),
        oid::UUID => Cell::Uuid(Uuid::from_bytes(fixed(bytes)?)),
        oid::JSON => Cell::Json(text(bytes)?),
        // The first byte is the version of the format; the rest is text.
        oid::JSONB => Cell::Json(text(bytes.get(1..).unwrap_or_default())?),
        oid::CHAR => char(bytes)?,
        oid::NAME | oid::TEXT | oid::XML | oid::UNKNOWN | oid::BPCHAR | oid::VARCHAR => {
            match expected {
                // Asked for as JSON, see `SqlText::column`.
                Some(ColumnType::Array { .. }) => Cell::Json(text(bytes)?),
                _ => Cell::Text(text(bytes)?),
            }
        }
        _ if is_textual(&type_info, expected) => Cell::Text(text(bytes)?),
        _ => {
            let message = format!(
                "a column has the type `{}`, which can be read as text only: cast it with `::text`",
                type_info.name()
            );
            return Err(StoreError::Other(message.into()));
        }
    };
    Ok(cell)
}

/// Whether a type that is not built in comes as the text it shows: enums and types such as `citext` do.
fn is_textual(type_info: &PgTypeInfo, expected: Option<&ColumnType>) -> bool {
    matches!(type_info.kind(), PgTypeKind::Enum(_))
        || type_info.name().eq_ignore_ascii_case("citext")
        || matches!(
            expected,
            Some(ColumnType::Text { .. } | ColumnType::Enum { .. })
        )
}

/// The numbers of the built-in types, which never change: `src/include/catalog/pg_type.dat` of PostgreSQL.
mod oid {
    pub(super) const BOOL: u32 = 16;
    pub(super) const BYTEA: u32 = 17;
    pub(super) const CHAR: u32 = 18;
    pub(super) const NAME: u32 = 19;
    pub(super) const INT8: u32 = 20;
    pub(super) const INT2: u32 = 21;
    pub(super) const INT4: u32 = 23;
    pub(super) const TEXT: u32 = 25;
    pub(super) const OID: u32 = 26;
    pub(super) const JSON: u32 = 114;
    pub(super) const XML: u32 = 142;
    pub(super) const FLOAT4: u32 = 700;
    pub(super) const FLOAT8: u32 = 701;
    pub(super) const UNKNOWN: u32 = 705;
    pub(super) const BPCHAR: u32 = 1042;
    pub(super) const VARCHAR: u32 = 1043;
    pub(super) const DATE: u32 = 1082;
    pub(super) const TIME: u32 = 1083;
    pub(super) const TIMESTAMP: u32 = 1114;
    pub(super) const TIMESTAMPTZ: u32 = 1184;
    pub(super) const NUMERIC: u32 = 1700;
    pub(super) const UUID: u32 = 2950;
    pub(super) const JSONB: u32 = 3802;
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| malformed())
}

fn malformed() -> StoreError {
    StoreError::Other("a value came in a format that PostgreSQL does not have".into())
}

fn text(bytes: &[u8]) -> Result<Cow<'_, str>, StoreError> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|error| StoreError::Other(error.into()))
}

fn foreign<'a>(text: impl Into<Cow<'a, str>>) -> Cell<'a> {
    Cell::Foreign(text.into())
}

/// The type `"char"`: one byte, of which zero is the empty text.
fn char(bytes: &[u8]) -> Result<Cell<'_>, StoreError> {
    match fixed::<1>(bytes)? {
        [0] => Ok(Cell::Text("".into())),
        [byte] if byte.is_ascii() => text(bytes).map(Cell::Text),
        [byte] => Ok(foreign(format!("\\{byte:03o}"))),
    }
}

fn float8(value: f64) -> Cell<'static> {
    if value.is_finite() {
        Cell::Float(value)
    } else if value.is_nan() {
        foreign("NaN")
    } else {
        foreign(if value > 0.0 { "Infinity" } else { "-Infinity" })
    }
}

/// 0.1 as `real` is to be shown as 0.1, not as the 64 bits that come nearest to its 32.
fn float4(value: f32) -> Cell<'static> {
    if value.is_finite() {
        Cell::Float(
            value
                .to_string()
                .parse()
                .expect("a number that was written as text can be read"),
        )
    } else {
        float8(value.into())
    }
}

/// Four digits at a time, the position of the first, the sign, and how many digits to show after the point.
fn numeric(bytes: &[u8]) -> Result<Cell<'static>, StoreError> {
    let (head, rest) = bytes.split_first_chunk::<8>().ok_or_else(malformed)?;
    let word = |at: usize| u16::from_be_bytes([head[at], head[at + 1]]);
    let (weight, sign, scale) = (
        i32::from(word(2).cast_signed()),
        word(4),
        usize::from(word(6)),
    );
    match sign {
        0x0000 | 0x4000 => {}
        0xC000 => return Ok(foreign("NaN")),
        0xD000 => return Ok(foreign("Infinity")),
        0xF000 => return Ok(foreign("-Infinity")),
        _ => return Err(malformed()),
    }
    // The group of four digits at a position, which is 0 before the first and after the last.
    let group = |position: i32| {
        let index = usize::try_from(weight - position).ok();
        let pair = index.and_then(|index| rest.get(index * 2..index * 2 + 2));
        pair.map_or(0, |pair| u16::from_be_bytes([pair[0], pair[1]]))
    };
    let mut digits = String::with_capacity(rest.len() * 2 + 4);
    if sign == 0x4000 {
        digits.push('-');
    }
    digits.push_str(itoa::Buffer::new().format(group(weight.max(0))));
    for position in (0..weight.max(0)).rev() {
        push_four(group(position), &mut digits);
    }
    if scale > 0 {
        digits.push('.');
        let end = digits.len() + scale;
        let mut position = -1;
        while digits.len() < end {
            push_four(group(position), &mut digits);
            position -= 1;
        }
        digits.truncate(end);
    }
    Ok(Cell::Digits(digits.into()))
}

/// Writes a group of four digits, with its zeros.
fn push_four(group: u16, digits: &mut String) {
    for power in [1_000, 100, 10, 1] {
        let digit = u8::try_from(group / power % 10).expect("a digit is below ten");
        digits.push(char::from(b'0' + digit));
    }
}

/// 2000-01-01, from which PostgreSQL counts.
const EPOCH: Date = time::macros::date!(2000 - 01 - 01);
const MICROSECONDS_PER_DAY: i64 = 86_400_000_000;

fn date(days: i32) -> Cell<'static> {
    match days {
        i32::MAX => foreign("infinity"),
        i32::MIN => foreign("-infinity"),
        _ => match known_date(days.into()) {
            Some(date) => Cell::Date(date),
            None => foreign(shown(days.into(), None)),
        },
    }
}

fn time(microseconds: i64) -> Cell<'static> {
    match known_time(microseconds) {
        Some(time) => Cell::Time(time),
        // The only one: PostgreSQL has an end of the day.
        None => foreign("24:00:00"),
    }
}

fn timestamp(microseconds: i64) -> Cell<'static> {
    match known_timestamp(microseconds) {
        Ok(timestamp) => Cell::Timestamp(timestamp),
        Err(infinity) => {
            foreign(infinity.unwrap_or_else(|| shown_timestamp(microseconds, "").into()))
        }
    }
}

fn timestamp_tz(microseconds: i64) -> Cell<'static> {
    match known_timestamp(microseconds) {
        Ok(timestamp) => Cell::TimestampTz(timestamp.assume_utc()),
        Err(infinity) => {
            foreign(infinity.unwrap_or_else(|| shown_timestamp(microseconds, "+00").into()))
        }
    }
}

/// Years from 1 to 9999; in others ISO 8601 and PostgreSQL are at odds.
fn known_date(days: i64) -> Option<Date> {
    let date = EPOCH.checked_add(Duration::days(days))?;
    (date.year() > 0).then_some(date)
}

fn known_time(microseconds: i64) -> Option<Time> {
    let microseconds = u64::try_from(microseconds).ok()?;
    let (seconds, fraction) = (microseconds / 1_000_000, microseconds % 1_000_000);
    let part = |value: u64| u8::try_from(value).ok();
    Time::from_hms_micro(
        part(seconds / 3_600)?,
        part(seconds / 60 % 60)?,
        part(seconds % 60)?,
        u32::try_from(fraction).ok()?,
    )
    .ok()
}

/// The timestamp; else the name of an infinity, or nothing for a year out of bounds.
fn known_timestamp(microseconds: i64) -> Result<PrimitiveDateTime, Option<Cow<'static, str>>> {
    match microseconds {
        i64::MAX => return Err(Some("infinity".into())),
        i64::MIN => return Err(Some("-infinity".into())),
        _ => {}
    }
    let date = known_date(microseconds.div_euclid(MICROSECONDS_PER_DAY));
    let time = known_time(microseconds.rem_euclid(MICROSECONDS_PER_DAY));
    date.zip(time)
        .map(|(date, time)| PrimitiveDateTime::new(date, time))
        .ok_or(None)
}

fn shown_timestamp(microseconds: i64, zone: &str) -> String {
    let rest = microseconds.rem_euclid(MICROSECONDS_PER_DAY);
    let (seconds, fraction) = (rest / 1_000_000, rest % 1_000_000);
    let mut time = format!(
        "{:02}:{:02}:{:02}",
        seconds / 3_600,
        seconds / 60 % 60,
        seconds % 60
    );
    if fraction > 0 {
        write!(time, ".{fraction:06}").expect("writing to a String cannot fail");
        time.truncate(time.trim_end_matches('0').len());
    }
    shown(
        microseconds.div_euclid(MICROSECONDS_PER_DAY),
        Some(&format!("{time}{zone}")),
    )
}

/// A date as PostgreSQL shows it, in any year: `10000-01-01`, `0044-03-15 BC`.
fn shown(days_since_2000: i64, time: Option<&str>) -> String {
    // The civil calendar from a count of days: https://howardhinnant.github.io/date_algorithms.html#civil_from_days
    let days = days_since_2000 + 730_425;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 {
        shifted_month + 3
    } else {
        shifted_month - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (year, era) = if year > 0 {
        (year, "")
    } else {
        (1 - year, " BC")
    };
    let space = if time.is_some() { " " } else { "" };
    format!(
        "{year:04}-{month:02}-{day:02}{space}{}{era}",
        time.unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The bytes of a numeric.
    fn wire(weight: i16, sign: u16, scale: u16, groups: &[u16]) -> Vec<u8> {
        let count = u16::try_from(groups.len()).unwrap();
        let words = [count, weight.cast_unsigned(), sign, scale]
            .into_iter()
            .chain(groups.iter().copied());
        words.flat_map(u16::to_be_bytes).collect()
    }

    #[test]
    fn every_digit_of_a_numeric_is_kept() {
        for (bytes, expected) in [
            (wire(0, 0, 0, &[]), "0"),
            (wire(0, 0, 2, &[]), "0.00"),
            (wire(0, 0, 2, &[12, 5000]), "12.50"),
            (wire(0, 0x4000, 2, &[12, 5000]), "-12.50"),
            (wire(-1, 0, 4, &[1]), "0.0001"),
            (wire(-2, 0, 8, &[1]), "0.00000001"),
            (wire(-1, 0, 1, &[5000]), "0.5"),
            (wire(2, 0, 0, &[1]), "100000000"),
            (wire(1, 0, 3, &[1, 2, 30]), "10002.003"),
            (wire(1, 0, 0, &[12, 3456]), "123456"),
        ] {
            assert_eq!(numeric(&bytes).unwrap(), Cell::Digits(expected.into()));
        }
        assert_eq!(numeric(&wire(0, 0xC000, 0, &[])).unwrap(), foreign("NaN"));
        assert!(numeric(&[0, 1]).is_err());
    }

    #[test]
    fn what_the_calendar_cannot_hold_is_shown_as_postgres_does() {
        assert_eq!(date(0), Cell::Date(EPOCH));
        assert_eq!(date(2_921_940), foreign("10000-01-01"));
        assert_eq!(date(-730_120), foreign("0001-12-31 BC"));
        assert_eq!(
            date(-730_119),
            Cell::Date(time::macros::date!(0001 - 01 - 01))
        );
        assert_eq!(date(i32::MAX), foreign("infinity"));
        assert_eq!(time(MICROSECONDS_PER_DAY), foreign("24:00:00"));
        assert_eq!(
            timestamp_tz(-730_120 * MICROSECONDS_PER_DAY + 1_500_000),
            foreign("0001-12-31 00:00:01.5+00 BC")
        );
        assert_eq!(
            timestamp(-1),
            Cell::Timestamp(time::macros::datetime!(1999-12-31 23:59:59.999_999))
        );
    }

    #[test]
    fn a_real_has_its_own_shortest_digits() {
        assert_eq!(float4(0.1), Cell::Float(0.1));
        assert_eq!(float4(f32::INFINITY), foreign("Infinity"));
    }
}
