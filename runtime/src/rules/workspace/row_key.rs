//! What rows are found by in a workspace.

use std::fmt::Write;

use super::key;
use crate::catalog::{Relationship, Table};
use crate::jsonapi::id_of_values;
use crate::model::ColumnType;
use crate::value::Value;

/// What a row of a table is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RowKey {
    /// A key of one number, which most have.
    Number(i64),
    /// The row's id, or a text that no id is.
    Text(String),
}

impl RowKey {
    /// What the row is found by whose key has these values.
    pub(crate) fn new(table: &Table, key: &[Value]) -> Self {
        if let ([Value::Int(number)], [part]) = (key, table.key.as_slice())
            && is_number(table, *part)
        {
            return Self::Number(*number);
        }
        let text = id_of_values(table, key);
        // A foreign key may have the number as a text.
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Number(number),
            _ => Self::Text(text),
        }
    }

    /// What the row of these values is found by.
    pub(crate) fn of_row(table: &Table, row: &[Value]) -> Self {
        match table.key.as_slice() {
            [part] => Self::new(table, std::slice::from_ref(&row[*part])),
            _ => Self::new(table, &key(table, row)),
        }
    }

    /// What a row is remembered by, for a relationship that leads to its key or to other unique attributes.
    pub(crate) fn wanted(target: &Table, relationship: &Relationship, wanted: &[Value]) -> Self {
        if relationship.to_key {
            return Self::new(target, wanted);
        }
        // No id has such a character in front, so that keys and other attributes do not meet.
        let mut text = format!("\u{0}{:?}", relationship.target_attributes);
        for value in wanted {
            text.push('\u{0}');
            write!(text, "{value:?}").expect("writing to a String cannot fail");
        }
        Self::Text(text)
    }
}

fn is_number(table: &Table, attribute: usize) -> bool {
    matches!(
        table.attributes[attribute].column_type,
        ColumnType::Integer { .. }
    )
}
