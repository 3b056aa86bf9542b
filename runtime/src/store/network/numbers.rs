//! Numbers as parameters.

use std::str::FromStr;

use super::super::StoreError;
use crate::model::ColumnType;
use crate::value::Value;

/// A number as the type that a parameter has; none for NULL.
pub(in crate::store) fn number<T: FromStr>(
    value: &Value,
    what: &str,
) -> Result<Option<T>, StoreError> {
    const DIGITS: ColumnType = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    if value.is_null() {
        return Ok(None);
    }
    match value.text(&DIGITS).parse() {
        Ok(number) => Ok(Some(number)),
        Err(_) => unfit(value, what),
    }
}

/// Refuses a value that the parameter cannot hold.
pub(in crate::store) fn unfit<T>(value: &Value, what: &str) -> Result<T, StoreError> {
    Err(StoreError::Unfit {
        column: None,
        source: format!("{value:?} is not {what}").into(),
    })
}
