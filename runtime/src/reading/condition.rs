//! Conditions of queries, with their values.

use crate::catalog::Table;
use crate::store::{Test, in_list, key_in};
use crate::value::{Value, split_id, value_from_text};
use crate::{Error, Problem, ProblemCode, Result};

/// The key's values in an id; none if no row can have this id.
#[must_use]
pub(crate) fn key_of(table: &Table, id: &str) -> Option<Vec<Value>> {
    split_id(id, table.key.len())?
        .into_iter()
        .zip(&table.key)
        .map(|(part, &attribute)| match part {
            Some(text) => value_from_text(&text, &table.attributes[attribute].column_type).ok(),
            None => Some(Value::Null),
        })
        .collect()
}

/// The condition that finds the row of a key. Only resources without a key of their own have nulls in it.
#[must_use]
pub(crate) fn key_condition(table: &Table, key: &[Value]) -> (Vec<Test>, Vec<Value>) {
    let mut tests = Vec::with_capacity(key.len());
    let mut values = Vec::with_capacity(key.len());
    for (value, &attribute) in key.iter().zip(&table.key) {
        if value.is_null() {
            tests.push(Test::IsNull(attribute));
        } else {
            tests.push(Test::Equal(attribute));
            values.push(value.clone());
        }
    }
    (tests, values)
}

/// The condition that an attribute has one of the values.
#[must_use]
pub(crate) fn attribute_in(
    table: &Table,
    attribute: usize,
    values: Vec<Value>,
) -> (Test, Vec<Value>) {
    if values.len() == 1 {
        return (Test::Equal(attribute), values);
    }
    in_list(table.dialect, table, attribute, values)
}

/// The condition that a row has one of the ids.
pub(crate) fn id_in(table: &Table, ids: &[String]) -> Result<(Test, Vec<Value>)> {
    let mut values = Vec::with_capacity(ids.len() * table.key.len());
    for id in ids {
        let key = key_of(table, id).ok_or_else(|| {
            let title = format!("`{id}` is no id of a `{}`", table.kind);
            Error::refused(Problem::new(ProblemCode::Parameter, title).at_parameter("filter[id]"))
        })?;
        values.extend(key);
    }
    Ok(match table.key.as_slice() {
        [attribute] => attribute_in(table, *attribute, values),
        attributes => key_in(attributes, values),
    })
}
