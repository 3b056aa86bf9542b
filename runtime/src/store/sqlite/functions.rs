//! Functions of ours that statements call.

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;
use rusqlite::types::{Value, ValueRef};

use super::spellings::spellings;
use crate::condition::folded;
use crate::store::sql::SPELLED;
use crate::value::{Uuid, bytes_shown_as};

const FLAGS: FunctionFlags = FunctionFlags::SQLITE_UTF8
    .union(FunctionFlags::SQLITE_DETERMINISTIC)
    .union(FunctionFlags::SQLITE_INNOCUOUS);

/// Adds them to a connection.
pub(super) fn add(connection: &Connection) -> rusqlite::Result<()> {
    // SQLite's own functions know the case of ASCII only.
    add_one(connection, "formwork_lower", |text| {
        Value::Text(folded(text))
    })?;
    add_one(connection, "formwork_number", number)?;
    add_one(connection, "formwork_bytes", |text| {
        BASE64.decode(text).map_or(Value::Null, Value::Blob)
    })?;
    add_one(connection, "formwork_shown", |text| {
        bytes_shown_as(text).map_or(Value::Null, Value::Blob)
    })?;
    add_one(connection, "formwork_uuid", |text| {
        Uuid::try_parse(text).map_or(Value::Null, |uuid| Value::Blob(uuid.into_bytes().into()))
    })?;
    connection.create_scalar_function("formwork_list", 1, FLAGS, |context| {
        list(context.get_raw(0)).map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
    })?;
    for (column_type, name) in &SPELLED {
        connection.create_scalar_function(*name, 1, FLAGS, move |context| {
            spellings(context.get_raw(0).as_str()?, column_type)
                .map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
        })?;
    }
    Ok(())
}

/// Adds a function of a text; what is none stays what it is.
fn add_one(
    connection: &Connection,
    name: &str,
    function: fn(&str) -> Value,
) -> rusqlite::Result<()> {
    connection.create_scalar_function(name, 1, FLAGS, move |context| {
        Ok(match context.get_raw(0) {
            ValueRef::Text(bytes) => function(&String::from_utf8_lossy(bytes)),
            other => other.try_into()?,
        })
    })
}

/// A list of JSON with one value in it. SQLite's own function takes no bytes; of those, a UUID's are its text here.
fn list(value: ValueRef<'_>) -> serde_json::Result<String> {
    match value {
        ValueRef::Null => Ok("[null]".to_owned()),
        ValueRef::Integer(number) => serde_json::to_string(&[number]),
        ValueRef::Real(number) => serde_json::to_string(&[number]),
        ValueRef::Text(bytes) => serde_json::to_string(&[String::from_utf8_lossy(bytes)]),
        ValueRef::Blob(bytes) => {
            let text = Uuid::from_slice(bytes).ok().map(|uuid| uuid.to_string());
            serde_json::to_string(text.as_slice())
        }
    }
}

/// The number that a text spells; the text if it spells none.
fn number(text: &str) -> Value {
    // `inf` and `nan` are words here.
    if !text.ends_with(|last: char| last.is_ascii_digit()) {
        return Value::Text(text.to_owned());
    }
    match (text.parse(), text.parse::<f64>()) {
        (Ok(whole), _) => Value::Integer(whole),
        (_, Ok(float)) if float.is_finite() => Value::Real(float),
        _ => Value::Text(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_what_its_text_spells() {
        for (text, expected) in [
            ("7", Value::Integer(7)),
            ("-2.5", Value::Real(-2.5)),
            ("1e308", Value::Real(1e308)),
            (
                "9223372036854775808",
                Value::Real(9_223_372_036_854_775_808.0),
            ),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
        for text in ["", "seven", "inf", "NaN", "7 ", "1e999", "1,5"] {
            assert_eq!(number(text), Value::Text(text.to_owned()));
        }
    }

    #[test]
    fn sqlite_calls_them() {
        let connection = Connection::open_in_memory().unwrap();
        add(&connection).unwrap();
        let answer: (String, i64, Vec<u8>, Option<Vec<u8>>, f64) = connection
            .query_row(
                "SELECT formwork_lower('ÄÖ'), formwork_number('7'), formwork_bytes('AP8='), formwork_bytes('?'), formwork_number(2.5)",
                [],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)),
            )
            .unwrap();
        assert_eq!(answer, ("äö".to_owned(), 7, vec![0, 255], None, 2.5));
    }

    #[test]
    fn a_value_of_any_kind_becomes_a_list() {
        for (value, expected) in [
            (ValueRef::Null, "[null]"),
            (ValueRef::Integer(7), "[7]"),
            (ValueRef::Real(2.5), "[2.5]"),
            (ValueRef::Text(b"a \"b\""), r#"["a \"b\""]"#),
            (
                ValueRef::Blob(&[0x11; 16]),
                r#"["11111111-1111-1111-1111-111111111111"]"#,
            ),
            (ValueRef::Blob(&[0, 255]), "[]"),
        ] {
            assert_eq!(list(value).unwrap(), expected);
        }
    }
}
