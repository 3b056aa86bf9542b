//! Lists of values as parameters.

use super::Test;
use crate::catalog::Table;
use crate::model::{ColumnType, Dialect};
use crate::value::Value;

/// How a list of values becomes parameters: the test, which names how many, and the values.
///
/// PostgreSQL and SQLite take a list as one value. MySQL takes them one by one: the last is repeated up to a power of
/// two, so that clients cannot make as many texts as there are lengths.
#[must_use]
pub fn in_list(
    dialect: Dialect,
    table: &Table,
    attribute: usize,
    mut values: Vec<Value>,
) -> (Test, Vec<Value>) {
    if takes_list(dialect, &table.attributes[attribute].column_type) {
        return (
            Test::In {
                attribute,
                count: 1,
            },
            vec![Value::List(values)],
        );
    }
    let count = pad(&mut values, 1);
    (Test::In { attribute, count }, values)
}

/// The same for keys of several parts, given one after the other.
#[must_use]
pub fn key_in(attributes: &[usize], mut values: Vec<Value>) -> (Test, Vec<Value>) {
    let count = pad(&mut values, attributes.len());
    (
        Test::KeyIn {
            attributes: attributes.to_vec(),
            count,
        },
        values,
    )
}

/// How many keys one statement takes, for the columns that make them.
///
/// Databases take some ten thousand parameters in a statement. Keys of several parts are alternatives, each of which is
/// planned on its own, so that too many in one statement take longer than several statements.
#[must_use]
pub fn keys_at_once(table: &Table, attributes: &[usize]) -> usize {
    match attributes {
        [attribute] if takes_list(table.dialect, &table.attributes[*attribute].column_type) => {
            usize::MAX
        }
        [_] => 16_384,
        _ => 1_024,
    }
}

/// Repeats the last of the keys up to a power of two; gives their number. No key at all is one of nulls, which nothing
/// equals.
fn pad(values: &mut Vec<Value>, width: usize) -> usize {
    if values.is_empty() {
        values.resize(width, Value::Null);
    }
    let count = (values.len() / width).next_power_of_two();
    let last = values[values.len() - width..].to_vec();
    while values.len() < count * width {
        values.extend_from_slice(&last);
    }
    count
}

/// PostgreSQL makes one list of a list of lists. SQLite's lists are JSON, which has no bytes, and no text that is JSON; a
/// column without a type is asked for each value one by one.
pub(super) fn takes_list(dialect: Dialect, column_type: &ColumnType) -> bool {
    match dialect {
        Dialect::Postgres => !matches!(column_type, ColumnType::Array { .. }),
        Dialect::Sqlite => !matches!(
            column_type,
            ColumnType::Bytes { .. } | ColumnType::Json | ColumnType::Other
        ),
        Dialect::Mysql => false,
    }
}
