//! The texts that mean one value in a column that SQLite keeps as text.
//!
//! SQLite has no type for a moment or a UUID: programs write `2013-07-04 09:30:00`, `2013-07-04T09:30` or
//! `2013-07-04 09:30:00.000000` into one column, and each finds its own only. We find them all, and by the column's index.

use serde_json::Value as Json;
use time::UtcOffset;

use crate::model::ColumnType;
use crate::value::{Time, Timestamp, TimestampTz, Uuid, Value, value_from_text};

/// To how many digits programs fill the fraction of a second: 1 and 9 are Java's, 7 is that of .NET.
const FRACTIONS: [usize; 5] = [1, 3, 6, 7, 9];
/// How UTC is written; a moment without an offset is taken for UTC, too.
const UTC: [&str; 5] = ["Z", "+00:00", "+0000", "+00", ""];
/// The offsets from UTC that clocks have somewhere beside whole hours, in minutes.
const BESIDE_HOURS: [i32; 12] = [
    -570, -210, -150, 210, 270, 330, 345, 390, 525, 570, 630, 765,
];

/// Every spelling of each value of a JSON list of texts, as such a list. What spells no value of the type stays as it is.
pub(super) fn spellings(list: &str, column_type: &ColumnType) -> serde_json::Result<String> {
    let given: Vec<Json> = serde_json::from_str(list)?;
    let mut all = Vec::with_capacity(given.len() * 12);
    for value in given {
        let Json::String(text) = value else {
            all.push(value);
            continue;
        };
        match value_from_text(&text, column_type) {
            Ok(Value::Time(time)) => all.extend(times(time).map(Json::from)),
            Ok(Value::Timestamp(moment)) => all.extend(timestamps(moment).map(Json::from)),
            Ok(Value::TimestampTz(moment)) => all.extend(moments(moment).map(Json::from)),
            Ok(Value::Uuid(uuid)) => all.extend(uuids(uuid).map(Json::from)),
            _ => {}
        }
        all.push(Json::String(text));
    }
    serde_json::to_string(&all)
}

/// `09:30`, `09:30:00`, `09:30:00.0`, `09:30:00.000` and so on.
fn times(time: Time) -> impl Iterator<Item = String> {
    let (hour, minute, second, nanosecond) = time.as_hms_nano();
    let minutes = format!("{hour:02}:{minute:02}");
    let seconds = format!("{minutes}:{second:02}");
    let digits = format!("{nanosecond:09}");
    let shortest = digits.trim_end_matches('0').len();
    let fractions = FRACTIONS
        .into_iter()
        .filter(move |&length| length > shortest)
        .chain((shortest > 0).then_some(shortest))
        .map({
            let seconds = seconds.clone();
            move |length| format!("{seconds}.{}", &digits[..length])
        });
    let whole = (nanosecond == 0).then_some(seconds);
    let without_seconds = (second == 0 && nanosecond == 0).then_some(minutes);
    fractions.chain(whole).chain(without_seconds)
}

/// With a space or `T` before each time, and midnight as the day alone.
fn timestamps(moment: Timestamp) -> impl Iterator<Item = String> {
    let day = (moment.time() == Time::MIDNIGHT).then(|| date(moment));
    with_times(moment).chain(day)
}

fn with_times(moment: Timestamp) -> impl Iterator<Item = String> {
    let date = date(moment);
    times(moment.time()).flat_map(move |time| [format!("{date} {time}"), format!("{date}T{time}")])
}

fn date(moment: Timestamp) -> String {
    Value::Date(moment.date()).text(&ColumnType::Date)
}

/// In UTC and with each offset that places have.
fn moments(moment: TimestampTz) -> impl Iterator<Item = String> {
    let utc = moment.to_offset(UtcOffset::UTC);
    let utc = Timestamp::new(utc.date(), utc.time());
    let in_utc = with_times(utc).flat_map(|text| UTC.map(|offset| format!("{text}{offset}")));
    let day = (utc.time() == Time::MIDNIGHT).then(|| date(utc));
    let hours = (-12..=14).map(|hour| hour * 60).filter(|&hour| hour != 0);
    let elsewhere = hours.chain(BESIDE_HOURS).flat_map(move |minutes| {
        let offset = UtcOffset::from_whole_seconds(minutes * 60).expect("it is below a day");
        let sign = if minutes < 0 { '-' } else { '+' };
        let written = format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60);
        // Not at the ends of the calendar.
        let local = moment.checked_to_offset(offset).into_iter();
        local
            .flat_map(|local| with_times(Timestamp::new(local.date(), local.time())))
            .map(move |text| format!("{text}{written}"))
    });
    in_utc.chain(day).chain(elsewhere)
}

/// With and without hyphens, in braces, in small letters and capitals.
fn uuids(uuid: Uuid) -> impl Iterator<Item = String> {
    let (hyphenated, simple) = (uuid.hyphenated().to_string(), uuid.simple().to_string());
    [uuid.braced().to_string(), hyphenated, simple]
        .into_iter()
        .flat_map(|text| [text.to_uppercase(), text])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spelled(text: &str, column_type: &ColumnType) -> Vec<String> {
        let list = serde_json::to_string(&[text]).unwrap();
        serde_json::from_str(&spellings(&list, column_type).unwrap()).unwrap()
    }

    #[test]
    fn every_spelling_is_there_once_and_means_the_same() {
        for (text, column_type, least) in [
            ("09:30:00", ColumnType::Time, 4),
            ("09:30:00.5", ColumnType::Time, 3),
            ("09:30:00.1234567", ColumnType::Time, 2),
            ("09:30:01.123456789", ColumnType::Time, 1),
            ("2013-07-04 09:30:00", ColumnType::Timestamp, 8),
            ("2013-07-04 00:00:00", ColumnType::Timestamp, 9),
            ("2013-07-04 09:30:00+00:00", ColumnType::TimestampTz, 300),
            ("2013-07-04 00:00:00+00:00", ColumnType::TimestampTz, 300),
            ("9999-12-31 23:59:59+00:00", ColumnType::TimestampTz, 100),
            ("0001-01-01 00:00:00+00:00", ColumnType::TimestampTz, 100),
            ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", ColumnType::Uuid, 4),
        ] {
            let value = value_from_text(text, &column_type).unwrap();
            let all = spelled(text, &column_type);
            assert!(all.len() > least, "{text}: {all:?}");
            assert_eq!(all.last().map(String::as_str), Some(text));
            for (at, spelling) in all.iter().enumerate() {
                assert_eq!(
                    value_from_text(spelling, &column_type).as_ref(),
                    Ok(&value),
                    "{spelling}"
                );
                assert!(
                    !all[..at].contains(spelling) || at == all.len() - 1,
                    "{spelling}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_value_stays_as_it_is() {
        for text in ["yesterday", "", "[", "1577872800"] {
            assert_eq!(spelled(text, &ColumnType::Timestamp), [text]);
        }
        assert_eq!(spellings("[null]", &ColumnType::Uuid).unwrap(), "[null]");
        assert!(spellings("no list", &ColumnType::Uuid).is_err());
    }
}
