//! MySQL's binary format, read from the bytes that came:
//! <https://dev.mysql.com/doc/dev/mysql-server/latest/page_protocol_binary_resultset.html>.

use std::borrow::Cow;
use std::fmt::Write;

use sqlx::mysql::{MySql, MySqlRow};
use sqlx::{Column, Decode, Row, TypeInfo};
use time::{Date, Month, PrimitiveDateTime, Time};

use super::super::StoreError;
use crate::model::ColumnType;
use crate::value::Cell;

/// How a column comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wire {
    Signed,
    Unsigned,
    Float,
    Double,
    Digits,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Bit,
    Json,
    /// Text or bytes: what of the two, the column's type knows.
    Text,
}

/// How the columns of a query come, which is the same for all its rows.
pub(super) fn wires(row: &MySqlRow, expected: &[ColumnType]) -> Vec<Wire> {
    let columns = row.columns().iter().enumerate();
    columns
        .map(|(index, column)| wire(column.type_info().name(), expected.get(index)))
        .collect()
}

fn wire(type_name: &str, expected: Option<&ColumnType>) -> Wire {
    match type_name {
        // sqlx calls every `tinyint(1)` so, also an unsigned one.
        "BOOLEAN" => match expected {
            Some(ColumnType::Integer { unsigned: true, .. }) => Wire::Unsigned,
            _ => Wire::Signed,
        },
        "TINYINT" | "SMALLINT" | "MEDIUMINT" | "INT" | "BIGINT" => Wire::Signed,
        "TINYINT UNSIGNED" | "SMALLINT UNSIGNED" | "MEDIUMINT UNSIGNED" | "INT UNSIGNED"
        | "BIGINT UNSIGNED" | "YEAR" => Wire::Unsigned,
        "FLOAT" => Wire::Float,
        "DOUBLE" => Wire::Double,
        "DECIMAL" => Wire::Digits,
        "DATE" => Wire::Date,
        "TIME" => Wire::Time,
        "DATETIME" => Wire::Timestamp,
        "TIMESTAMP" => Wire::TimestampTz,
        "BIT" => Wire::Bit,
        "JSON" => Wire::Json,
        _ => Wire::Text,
    }
}

/// The cell of a row, which the statement expects to be of the type.
pub(super) fn cell<'a>(
    row: &'a MySqlRow,
    index: usize,
    wire: Wire,
    expected: Option<&ColumnType>,
) -> Result<Cell<'a>, StoreError> {
    let value = row.try_get_raw(index).map_err(super::errors::store_error)?;
    // Not `is_null`, which is also true of the date 0000-00-00; the bytes fail for nothing but NULL.
    let Ok(bytes) = <&[u8] as Decode<MySql>>::decode(value) else {
        return Ok(Cell::Null);
    };
    let are_bytes = matches!(expected, Some(ColumnType::Bytes { .. }));
    Ok(match wire {
        Wire::Signed => Cell::Int(signed(bytes)?),
        Wire::Unsigned => unsigned(little_endian(bytes)?),
        Wire::Float => Cell::Float(shortest(f32::from_le_bytes(fixed(bytes)?))),
        Wire::Double => Cell::Float(f64::from_le_bytes(fixed(bytes)?)),
        Wire::Digits => Cell::Digits(without_fill(text(bytes)?)),
        Wire::Date => Moment::read(bytes)?.date(),
        Wire::Timestamp => Moment::read(bytes)?.timestamp(),
        Wire::TimestampTz => Moment::read(bytes)?.timestamp_tz(),
        Wire::Time => time(bytes)?,
        Wire::Bit if !are_bytes => unsigned(big_endian(bytes)?),
        Wire::Json => Cell::Json(text(bytes)?),
        Wire::Bit | Wire::Text if are_bytes => Cell::Bytes(bytes.into()),
        // Bytes in a column that we took for text are shown as bytes.
        Wire::Bit | Wire::Text => match std::str::from_utf8(bytes) {
            Ok(text) => Cell::Text(text.into()),
            Err(_) => Cell::Bytes(bytes.into()),
        },
    })
}

/// The number of a `ZEROFILL` column without the zeros it was filled with, which JSON does not take.
fn without_fill(digits: Cow<'_, str>) -> Cow<'_, str> {
    let whole = digits
        .split_once('.')
        .map_or(digits.len(), |(whole, _)| whole.len());
    let filled = digits
        .bytes()
        .take(whole.saturating_sub(1))
        .take_while(|digit| *digit == b'0')
        .count();
    match digits {
        Cow::Borrowed(digits) => Cow::Borrowed(&digits[filled..]),
        Cow::Owned(digits) => Cow::Owned(digits[filled..].to_owned()),
    }
}

fn malformed() -> StoreError {
    StoreError::Other("a value came in a format that MySQL does not have".into())
}

fn fixed<const N: usize>(bytes: &[u8]) -> Result<[u8; N], StoreError> {
    bytes.try_into().map_err(|_| malformed())
}

fn text(bytes: &[u8]) -> Result<Cow<'_, str>, StoreError> {
    std::str::from_utf8(bytes)
        .map(Cow::Borrowed)
        .map_err(|error| StoreError::Other(error.into()))
}

fn signed(bytes: &[u8]) -> Result<i64, StoreError> {
    Ok(match bytes.len() {
        1 => i8::from_le_bytes(fixed(bytes)?).into(),
        2 => i16::from_le_bytes(fixed(bytes)?).into(),
        4 => i32::from_le_bytes(fixed(bytes)?).into(),
        _ => i64::from_le_bytes(fixed(bytes)?),
    })
}

fn little_endian(bytes: &[u8]) -> Result<u64, StoreError> {
    let mut all = [0; 8];
    all.get_mut(..bytes.len())
        .ok_or_else(malformed)?
        .copy_from_slice(bytes);
    Ok(u64::from_le_bytes(all))
}

fn big_endian(bytes: &[u8]) -> Result<u64, StoreError> {
    let mut all = [0; 8];
    let start = all.len().checked_sub(bytes.len()).ok_or_else(malformed)?;
    all[start..].copy_from_slice(bytes);
    Ok(u64::from_be_bytes(all))
}

fn unsigned(number: u64) -> Cell<'static> {
    i64::try_from(number).map_or(Cell::UInt(number), Cell::Int)
}

/// 0.1 as `float` is to be shown as 0.1, not as the 64 bits that come nearest to its 32.
fn shortest(value: f32) -> f64 {
    value
        .to_string()
        .parse()
        .expect("a number that was written as text can be read")
}

/// What a date or timestamp is made of, also where no calendar has it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Moment {
    year: u16,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    microsecond: u32,
}

impl Moment {
    /// The first byte says how many follow; what is left out is zero.
    fn read(bytes: &[u8]) -> Result<Self, StoreError> {
        let (_, parts) = bytes.split_first().ok_or_else(malformed)?;
        let mut moment = Self::default();
        if let [low, high, month, day, rest @ ..] = parts {
            (moment.year, moment.month, moment.day) =
                (u16::from_le_bytes([*low, *high]), *month, *day);
            if let [hour, minute, second, rest @ ..] = rest {
                (moment.hour, moment.minute, moment.second) = (*hour, *minute, *second);
                if !rest.is_empty() {
                    moment.microsecond = u32::from_le_bytes(fixed(rest)?);
                }
            }
        }
        Ok(moment)
    }

    fn known_date(&self) -> Option<Date> {
        Date::from_calendar_date(
            self.year.into(),
            Month::try_from(self.month).ok()?,
            self.day,
        )
        .ok()
    }

    fn known(&self) -> Option<PrimitiveDateTime> {
        let time =
            Time::from_hms_micro(self.hour, self.minute, self.second, self.microsecond).ok()?;
        Some(PrimitiveDateTime::new(self.known_date()?, time))
    }

    fn date(&self) -> Cell<'static> {
        self.known_date()
            .map_or_else(|| Cell::Foreign(self.shown_date().into()), Cell::Date)
    }

    fn timestamp(&self) -> Cell<'static> {
        self.known()
            .map_or_else(|| Cell::Foreign(self.shown().into()), Cell::Timestamp)
    }

    fn timestamp_tz(&self) -> Cell<'static> {
        let moment = self.known().map(PrimitiveDateTime::assume_utc);
        moment.map_or_else(|| Cell::Foreign(self.shown().into()), Cell::TimestampTz)
    }

    fn shown_date(&self) -> String {
        format!("{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }

    fn shown(&self) -> String {
        let mut shown = format!(
            "{} {:02}:{:02}:{:02}",
            self.shown_date(),
            self.hour,
            self.minute,
            self.second
        );
        write_fraction(self.microsecond, &mut shown);
        shown
    }
}

fn write_fraction(microsecond: u32, shown: &mut String) {
    if microsecond > 0 {
        write!(shown, ".{microsecond:06}").expect("writing to a String cannot fail");
        shown.truncate(shown.trim_end_matches('0').len());
    }
}

/// MySQL's `time` is a span from -838 to 838 hours; within a day it is a time of day.
fn time(bytes: &[u8]) -> Result<Cell<'static>, StoreError> {
    let (_, parts) = bytes.split_first().ok_or_else(malformed)?;
    let Some(([sign, days @ .., hour, minute, second], rest)) = parts.split_first_chunk::<8>()
    else {
        return Ok(Cell::Time(Time::MIDNIGHT));
    };
    let days = u32::from_le_bytes(*days);
    let microsecond = if rest.is_empty() {
        0
    } else {
        u32::from_le_bytes(fixed(rest)?)
    };
    if *sign == 0
        && days == 0
        && let Ok(time) = Time::from_hms_micro(*hour, *minute, *second, microsecond)
    {
        return Ok(Cell::Time(time));
    }
    let minus = if *sign == 0 { "" } else { "-" };
    let mut shown = format!(
        "{minus}{:02}:{minute:02}:{second:02}",
        days * 24 + u32::from(*hour)
    );
    write_fraction(microsecond, &mut shown);
    Ok(Cell::Foreign(shown.into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_no_calendar_has_is_shown_as_mysql_does() {
        let foreign = |text: &'static str| Cell::Foreign(text.into());
        assert_eq!(Moment::read(&[0]).unwrap().date(), foreign("0000-00-00"));
        assert_eq!(
            Moment::read(&[0]).unwrap().timestamp(),
            foreign("0000-00-00 00:00:00")
        );
        assert_eq!(
            Moment::read(&[4, 0xdd, 7, 2, 0]).unwrap().date(),
            foreign("2013-02-00")
        );
        let half = [11, 0xdd, 7, 0, 4, 9, 30, 15, 0x20, 0xa1, 7, 0];
        assert_eq!(
            Moment::read(&half).unwrap().timestamp(),
            foreign("2013-00-04 09:30:15.5")
        );
        assert_eq!(
            time(&[8, 1, 34, 0, 0, 0, 22, 59, 59]).unwrap(),
            foreign("-838:59:59")
        );
        assert_eq!(time(&[0]).unwrap(), Cell::Time(Time::MIDNIGHT));
        assert!(Moment::read(&[]).is_err());
    }

    #[test]
    fn numbers_have_any_width() {
        assert_eq!(signed(&[0xff]).unwrap(), -1);
        assert_eq!(unsigned(little_endian(&[0xff]).unwrap()), Cell::Int(255));
        assert_eq!(
            unsigned(little_endian(&[0xff; 8]).unwrap()),
            Cell::UInt(u64::MAX)
        );
        assert_eq!(unsigned(big_endian(&[1, 0]).unwrap()), Cell::Int(256));
        assert!(little_endian(&[0; 9]).is_err());
        assert!(big_endian(&[0; 9]).is_err());
    }
}
