//! Values as parameters of MySQL.
//!
//! Numbers and bytes are bound as themselves, everything else as text, which MySQL compares and assigns as what the
//! column is.

use std::borrow::Cow;
use std::str::FromStr;

use sqlx::mysql::MySqlArguments;
use sqlx::{Arguments, Encode, MySql, Type};

use super::super::network::numbers::{self, unfit};
use super::super::{Statement, StoreError};
use crate::model::ColumnType;
use crate::value::Value;

/// The parameters of a statement.
pub(super) fn arguments(
    statement: &Statement,
    values: &[Value],
) -> Result<MySqlArguments, StoreError> {
    let mut arguments = MySqlArguments::default();
    arguments.reserve(values.len(), values.len() * 16);
    for (value, column_type) in values.iter().zip(statement.parameters.iter()) {
        match column_type {
            ColumnType::Integer { unsigned: true, .. } => {
                add(&mut arguments, number::<u64>(value)?)?;
            }
            ColumnType::Integer {
                unsigned: false, ..
            } => add(&mut arguments, number::<i64>(value)?)?,
            // A `float` equals the number that it was written from only among its own 32 bits.
            ColumnType::Float { bits: 32 } => add(&mut arguments, float(value)?)?,
            ColumnType::Float { .. } => add(&mut arguments, number::<f64>(value)?)?,
            ColumnType::Boolean => add(&mut arguments, boolean(value)?)?,
            ColumnType::Bytes { .. } => add(&mut arguments, bytes(value)?)?,
            _ => add(&mut arguments, text(value, column_type))?,
        }
    }
    Ok(arguments)
}

fn add<'q, T: Encode<'q, MySql> + Type<MySql>>(
    arguments: &mut MySqlArguments,
    value: T,
) -> Result<(), StoreError> {
    arguments.add(value).map_err(StoreError::Other)
}

fn number<T: FromStr>(value: &Value) -> Result<Option<T>, StoreError> {
    numbers::number(value, "a number that the column can hold")
}

fn float(value: &Value) -> Result<Option<f32>, StoreError> {
    match number::<f32>(value)? {
        Some(number) if !number.is_finite() => unfit(value, "a number of 32 bits"),
        number => Ok(number),
    }
}

fn boolean(value: &Value) -> Result<Option<i64>, StoreError> {
    match value {
        Value::Bool(value) => Ok(Some((*value).into())),
        // Also other numbers, as they were read: `tinyint(1)` keeps them.
        other => number(other),
    }
}

fn bytes(value: &Value) -> Result<Option<&[u8]>, StoreError> {
    match value {
        Value::Null => Ok(None),
        Value::Bytes(bytes) => Ok(Some(bytes)),
        Value::Text(text) => Ok(Some(text.as_bytes())),
        other => unfit(other, "bytes"),
    }
}

fn text<'a>(value: &'a Value, column_type: &ColumnType) -> Option<Cow<'a, str>> {
    Some(match value {
        Value::Null => return None,
        Value::Text(text) => text.into(),
        Value::Json(text) | Value::Foreign(text) | Value::Digits(text) => (&**text).into(),
        // A set is its values with commas between; no value can have one inside.
        Value::List(values) if matches!(column_type, ColumnType::Set { .. }) => {
            let texts: Vec<_> = values
                .iter()
                .map(|value| value.text(&ColumnType::Other))
                .collect();
            texts.join(",").into()
        }
        // MySQL takes neither `T` nor `Z`; the session's zone is UTC.
        Value::Timestamp(_) | Value::TimestampTz(_) => value
            .text(column_type)
            .replacen('T', " ", 1)
            .trim_end_matches('Z')
            .to_owned()
            .into(),
        other => other.text(column_type).into(),
    })
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn values_are_spelled_as_mysql_reads_them() {
        let moment = Value::from(datetime!(2013-07-04 11:30:15.25 +2));
        assert_eq!(
            text(&moment, &ColumnType::TimestampTz).as_deref(),
            Some("2013-07-04 09:30:15.25")
        );
        let set = ColumnType::Set {
            values: vec!["a".into(), "b c".into()],
        };
        let both = Value::List(vec!["a".into(), "b c".into()]);
        assert_eq!(text(&both, &set).as_deref(), Some("a,b c"));
        assert_eq!(text(&Value::List(vec![]), &set).as_deref(), Some(""));
    }

    #[test]
    fn a_number_must_fit_what_the_statement_says() {
        assert_eq!(
            number::<u64>(&Value::UInt(u64::MAX)).unwrap(),
            Some(u64::MAX)
        );
        assert!(matches!(
            number::<u64>(&Value::Int(-1)),
            Err(StoreError::Unfit { .. })
        ));
        assert!(matches!(
            number::<i64>(&Value::UInt(u64::MAX)),
            Err(StoreError::Unfit { .. })
        ));
        assert!(matches!(
            float(&Value::Float(1e39)),
            Err(StoreError::Unfit { .. })
        ));
        assert_eq!(number::<f64>(&Value::Float(5e-324)).unwrap(), Some(5e-324));
    }
}
