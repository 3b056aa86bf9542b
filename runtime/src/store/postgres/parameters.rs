//! Values as parameters of PostgreSQL.
//!
//! A prepared statement has its types once and for all, so a parameter is bound as what the statement says, whatever
//! the value is: numbers, booleans and bytes as themselves, everything else as text, which the SQL casts.

use std::borrow::Cow;

use sqlx::postgres::PgArguments;
use sqlx::{Arguments, Encode, Postgres, Type};

use super::super::network::numbers::{number, unfit};
use super::super::{Statement, StoreError};
use crate::model::ColumnType;
use crate::value::Value;

/// The parameters of a statement.
pub(super) fn arguments(
    statement: &Statement,
    values: &[Value],
) -> Result<PgArguments, StoreError> {
    let mut arguments = PgArguments::default();
    arguments.reserve(values.len(), values.len() * 16);
    for (value, column_type) in values.iter().zip(statement.parameters.iter()) {
        match column_type {
            ColumnType::Integer { .. } => add(&mut arguments, integer(value)?)?,
            ColumnType::Float { .. } => add(&mut arguments, float(value)?)?,
            ColumnType::Boolean => add(&mut arguments, boolean(value)?)?,
            ColumnType::Bytes { .. } => add(&mut arguments, bytes(value)?)?,
            _ => add(&mut arguments, text(value, column_type))?,
        }
    }
    Ok(arguments)
}

fn add<'q, T: Encode<'q, Postgres> + Type<Postgres>>(
    arguments: &mut PgArguments,
    value: T,
) -> Result<(), StoreError> {
    arguments.add(value).map_err(StoreError::Other)
}

fn integer(value: &Value) -> Result<Option<i64>, StoreError> {
    match value {
        Value::Int(number) => Ok(Some(*number)),
        other => number(other, "a whole number of 64 bits"),
    }
}

fn float(value: &Value) -> Result<Option<f64>, StoreError> {
    match value {
        Value::Float(number) => Ok(Some(*number)),
        // Also `NaN` and `Infinity`, as they were read.
        other => number(other, "a number"),
    }
}

fn boolean(value: &Value) -> Result<Option<bool>, StoreError> {
    match value {
        Value::Null => Ok(None),
        Value::Bool(value) => Ok(Some(*value)),
        Value::Int(number @ (0 | 1)) => Ok(Some(*number == 1)),
        other => unfit(other, "true or false"),
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
    match value {
        Value::Null => None,
        Value::Text(text) => Some(text.into()),
        Value::Json(text) | Value::Foreign(text) | Value::Digits(text) => Some((&**text).into()),
        Value::List(items) => {
            let element = match column_type {
                ColumnType::Array { element } => element,
                other => other,
            };
            let mut literal = String::new();
            write_array(items, element, &mut literal);
            Some(literal.into())
        }
        other => Some(other.text(column_type).into()),
    }
}

/// Writes an array as PostgreSQL reads it from text: `{1,NULL,"a b"}`.
fn write_array(items: &[Value], element: &ColumnType, literal: &mut String) {
    literal.push('{');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            literal.push(',');
        }
        match item {
            Value::Null => literal.push_str("NULL"),
            Value::List(items) => write_array(items, element, literal),
            Value::Int(number) => literal.push_str(itoa::Buffer::new().format(*number)),
            Value::Bool(value) => literal.push(if *value { 't' } else { 'f' }),
            Value::Bytes(bytes) => {
                literal.push_str("\"\\\\x");
                for byte in bytes {
                    literal.push(
                        char::from_digit((byte >> 4).into(), 16).expect("four bits are a digit"),
                    );
                    literal.push(
                        char::from_digit((byte & 15).into(), 16).expect("four bits are a digit"),
                    );
                }
                literal.push('"');
            }
            other => write_quoted(&other.text(element), literal),
        }
    }
    literal.push('}');
}

fn write_quoted(text: &str, literal: &mut String) {
    literal.push('"');
    for character in text.chars() {
        if matches!(character, '"' | '\\') {
            literal.push('\\');
        }
        literal.push(character);
    }
    literal.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_an_array_literal() {
        let list = Value::List(vec![
            Value::Int(-1),
            Value::Null,
            Value::from("a \"b\", \\ {} NULL"),
            Value::List(vec![Value::Bool(true)]),
            Value::Bytes(vec![0, 255]),
            Value::from("NULL"),
            Value::from(""),
        ]);
        let element = ColumnType::Text { max_length: None };
        let literal = text(
            &list,
            &ColumnType::Array {
                element: Box::new(element),
            },
        );
        assert_eq!(
            literal.as_deref(),
            Some(r#"{-1,NULL,"a \"b\", \\ {} NULL",{t},"\\x00ff","NULL",""}"#)
        );
        assert_eq!(
            text(&Value::List(vec![]), &ColumnType::Date).as_deref(),
            Some("{}")
        );
    }

    #[test]
    fn a_number_is_bound_as_the_statement_says() {
        assert_eq!(integer(&Value::from_digits("12")).unwrap(), Some(12));
        assert_eq!(float(&Value::Int(2)).unwrap(), Some(2.0));
        assert_eq!(
            float(&Value::Foreign("-Infinity".into())).unwrap(),
            Some(f64::NEG_INFINITY)
        );
        assert!(matches!(
            integer(&Value::UInt(u64::MAX)),
            Err(StoreError::Unfit { .. })
        ));
        assert!(matches!(
            integer(&Value::from("twelve")),
            Err(StoreError::Unfit { .. })
        ));
    }
}
