//! Values that keys and other columns are compared with, one or many, as tests and parameters.

use super::{Shape, Test};
use crate::catalog::Table;
use crate::model::{ColumnType, Dialect};
use crate::value::{Value, bytes_shown_as};

/// How one value is asked for: the test, and its parameter.
#[must_use]
pub fn equal(table: &Table, attribute: usize, value: Value) -> (Test, Value) {
    if shows_bytes(table, attribute, &value) {
        return (Test::Shown(attribute), Value::List(vec![value]));
    }
    (Test::Equal(attribute), value)
}

/// The same for one value of each of several columns.
#[must_use]
pub fn all_equal(
    table: &Table,
    attributes: &[usize],
    values: impl IntoIterator<Item = Value>,
) -> (Vec<Test>, Vec<Value>) {
    let pairs = attributes.iter().zip(values);
    pairs
        .map(|(&attribute, value)| equal(table, attribute, value))
        .unzip()
}

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
    if values
        .iter()
        .any(|value| shows_bytes(table, attribute, value))
    {
        return (Test::Shown(attribute), vec![Value::List(values)]);
    }
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
pub fn key_in(table: &Table, attributes: &[usize], mut values: Vec<Value>) -> (Test, Vec<Value>) {
    let count = pad(&mut values, attributes.len());
    let keys = || values.chunks(attributes.len());
    let show_bytes =
        |part: usize| keys().any(|key| shows_bytes(table, attributes[part], &key[part]));
    let shown: Vec<bool> = (0..attributes.len()).map(show_bytes).collect();
    if shown.contains(&true) {
        let parts = attributes.iter().zip(&shown);
        let tests = parts.map(|(&part, &is_shown)| {
            if is_shown {
                Test::Shown(part)
            } else {
                Test::Equal(part)
            }
        });
        let key = Test::All(tests.collect());
        let values = values.into_iter().zip(shown.iter().cycle());
        let values = values.map(|(value, &is_shown)| {
            if is_shown {
                Value::List(vec![value])
            } else {
                value
            }
        });
        return (Test::Any(vec![key; count]), values.collect());
    }
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

/// How rows of a few keys are asked for on SQLite, which makes a table of its own for each list: one by one, in one statement, for up to
/// eight keys. Others than whole numbers may be two spellings of one key, whose row would come twice.
#[must_use]
pub fn one_by_one(table: &Table, attributes: &[usize], keys: &[Vec<Value>]) -> Option<Shape> {
    let are_whole = |key: &Vec<Value>| key.iter().all(|part| matches!(part, Value::Int(_)));
    let is_so = table.dialect == Dialect::Sqlite
        && (2..=8).contains(&keys.len())
        && keys.iter().all(are_whole);
    is_so.then(|| Shape::Each {
        table: table.id,
        attributes: attributes.to_vec(),
        keys: keys.len(),
    })
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

/// Whether a value is a text that shows bytes, where SQLite may keep them in a column of another type.
#[must_use]
pub fn shows_bytes(table: &Table, attribute: usize, value: &Value) -> bool {
    let text = match value {
        Value::Foreign(text) => text,
        Value::Text(text) => text.as_str(),
        _ => return false,
    };
    table.dialect == Dialect::Sqlite
        && may_show_bytes(&table.attributes[attribute].column_type)
        && bytes_shown_as(text).is_some()
}

/// Whether the bytes that SQLite keeps in a column of the type are shown as a text. A column without a type has them as bytes.
pub(super) fn may_show_bytes(column_type: &ColumnType) -> bool {
    takes_list(Dialect::Sqlite, column_type)
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
