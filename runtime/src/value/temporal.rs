//! Dates and times as text: ISO 8601 on the wire (RFC 3339 for moments), and the spellings that databases keep.

use time::format_description::BorrowedFormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
const TIME: &[BorrowedFormatItem<'_>] =
    format_description!("[hour]:[minute][optional [:[second][optional [.[subsecond digits:1+]]]]]");

/// A date such as `2013-07-04`.
pub(super) fn parse_date(text: &str) -> Option<Date> {
    Date::parse(text, DATE).ok()
}

/// A time such as `09:30`, `09:30:15` or `09:30:15.25`.
pub(super) fn parse_time(text: &str) -> Option<Time> {
    Time::parse(text, TIME).ok()
}

/// A date, optionally with a time after `T` or a space: `2013-07-04 09:30:15`.
pub(super) fn parse_timestamp(text: &str) -> Option<PrimitiveDateTime> {
    let Some((date, time)) = text.split_once(['T', ' ', 't']) else {
        return parse_date(text).map(Date::midnight);
    };
    Some(PrimitiveDateTime::new(parse_date(date)?, parse_time(time)?))
}

/// A timestamp with `Z` or an offset such as `+02:00`, `+0200` or `+02`; without either it is UTC. None at the ends of the calendar
/// that in UTC are beyond it.
pub(super) fn parse_timestamp_tz(text: &str) -> Option<OffsetDateTime> {
    parse_moment(text).filter(|moment| moment.checked_to_offset(UtcOffset::UTC).is_some())
}

fn parse_moment(text: &str) -> Option<OffsetDateTime> {
    if let Ok(moment) = OffsetDateTime::parse(text, &Rfc3339) {
        return Some(moment);
    }
    if let Some(local) = text.strip_suffix(['Z', 'z']) {
        return parse_timestamp(local).map(PrimitiveDateTime::assume_utc);
    }
    // A sign before position 11 belongs to the date.
    match text
        .char_indices()
        .skip(11)
        .find(|(_, character)| matches!(character, '+' | '-'))
    {
        Some((at, _)) => {
            Some(parse_timestamp(&text[..at])?.assume_offset(parse_offset(&text[at..])?))
        }
        None => parse_timestamp(text).map(PrimitiveDateTime::assume_utc),
    }
}

fn parse_offset(text: &str) -> Option<UtcOffset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits = text[1..].replace(':', "");
    if !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let hours: i8 = digits[..2].parse().ok()?;
    let minutes: i8 = digits
        .get(2..)
        .filter(|rest| !rest.is_empty())
        .map_or(Some(0), |rest| rest.parse().ok())?;
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok()
}

/// Writes `2013-07-04`.
pub(super) fn write_date(date: Date, out: &mut Vec<u8>) {
    let (year, month, day) = date.to_calendar_date();
    write_padded(year.unsigned_abs(), 4, out);
    out.push(b'-');
    write_padded(u8::from(month).into(), 2, out);
    out.push(b'-');
    write_padded(day.into(), 2, out);
}

/// Writes `09:30:15`, with as many digits of a second as there are.
pub(super) fn write_time(time: Time, out: &mut Vec<u8>) {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    write_padded(hour.into(), 2, out);
    out.push(b':');
    write_padded(minute.into(), 2, out);
    out.push(b':');
    write_padded(second.into(), 2, out);
    if nanosecond > 0 {
        out.push(b'.');
        let mut digits = Vec::with_capacity(9);
        write_padded(nanosecond, 9, &mut digits);
        let end = digits
            .iter()
            .rposition(|&digit| digit != b'0')
            .expect("it is above zero")
            + 1;
        out.extend_from_slice(&digits[..end]);
    }
}

/// Writes `2013-07-04T09:30:15`.
pub(super) fn write_timestamp(timestamp: PrimitiveDateTime, out: &mut Vec<u8>) {
    write_date(timestamp.date(), out);
    out.push(b'T');
    write_time(timestamp.time(), out);
}

/// Writes the moment in UTC: `2013-07-04T09:30:15Z`.
pub(super) fn write_timestamp_tz(moment: OffsetDateTime, out: &mut Vec<u8>) {
    let utc = moment.to_offset(UtcOffset::UTC);
    write_timestamp(PrimitiveDateTime::new(utc.date(), utc.time()), out);
    out.push(b'Z');
}

fn write_padded(number: u32, width: usize, out: &mut Vec<u8>) {
    let mut digits = [b'0'; 10];
    let mut rest = number;
    let mut at = digits.len();
    while rest > 0 || digits.len() - at < width {
        at -= 1;
        digits[at] = b'0' + u8::try_from(rest % 10).expect("below ten");
        rest /= 10;
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Option<String> {
        let mut out = Vec::new();
        write_timestamp_tz(parse_timestamp_tz(text)?, &mut out);
        Some(String::from_utf8(out).unwrap())
    }

    #[test]
    fn moments_are_read_in_every_usual_spelling() {
        for (text, expected) in [
            ("2013-07-04T09:30:15Z", "2013-07-04T09:30:15Z"),
            ("2013-07-04 09:30:15.250+02", "2013-07-04T07:30:15.25Z"),
            ("2013-07-04 09:30:15-0330", "2013-07-04T13:00:15Z"),
            ("2013-07-04T09:30:15+05:30", "2013-07-04T04:00:15Z"),
            ("2013-07-04 09:30:15", "2013-07-04T09:30:15Z"),
            ("2013-07-04", "2013-07-04T00:00:00Z"),
        ] {
            assert_eq!(shown(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn impossible_dates_are_none() {
        assert_eq!(parse_date("2013-02-30"), None);
        assert_eq!(parse_date("0000-00-00"), None);
        assert_eq!(parse_time("24:00:00"), None);
        assert_eq!(parse_timestamp_tz("2013-07-04T09:30:15+"), None);
        assert_eq!(parse_timestamp("yesterday"), None);
        for text in [
            "9999-12-31T23:30:00-01:00",
            "9999-12-31 23:30:00-01",
            "-9999-01-01T00:00:00+01:00",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }
}
