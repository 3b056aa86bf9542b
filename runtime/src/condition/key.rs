//! The keys in ids, and the conditions that find their rows.

use std::borrow::Cow;

use super::attribute_in;
use crate::catalog::{Attribute, Table, Twins};
use crate::jsonapi::id_of_values;
use crate::model::{ColumnType, Dialect};
use crate::store::{Test, equal, key_in};
use crate::value::{Value, distinguish, split_id, split_number, value_from_text};
use crate::{Error, Problem, ProblemCode, Result};

/// Which row an id means.
#[derive(Debug, Clone, PartialEq)]
pub struct RowKey {
    pub(crate) values: Vec<Value>,
    /// What tells it from others with these values, see [`Twins`].
    pub(crate) number: Option<i64>,
}

impl RowKey {
    /// The key in an id; none if no row can have this id.
    #[must_use]
    pub(crate) fn of(table: &Table, id: &str) -> Option<Self> {
        let values = key_of(table, id)?;
        let number = match table.twins {
            Twins::None => None,
            Twins::Counted | Twins::RowId(_) => split_number(id, table.key.len()).0,
        };
        let is_possible = match table.twins {
            Twins::None => true,
            Twins::Counted => number.is_none_or(|number| number > 1),
            Twins::RowId(_) => number.is_some() == values.iter().any(Value::is_null),
        };
        is_possible.then_some(Self { values, number })
    }

    /// How many rows with these values come before it, where they are counted.
    #[must_use]
    pub(crate) fn twins_before(&self, table: &Table) -> i64 {
        match (table.twins, self.number) {
            (Twins::Counted, Some(number)) => number - 1,
            _ => 0,
        }
    }

    /// The condition that finds the row, and others that are counted.
    #[must_use]
    pub(crate) fn condition(&self, table: &Table) -> (Vec<Test>, Vec<Value>) {
        let (mut tests, mut values) = key_condition(table, &self.values);
        if let (Twins::RowId(_), Some(number)) = (table.twins, self.number) {
            tests.push(Test::RowId);
            values.push(Value::Int(number));
        }
        (tests, values)
    }

    /// The id that it is the key in.
    #[must_use]
    pub(crate) fn id(&self, table: &Table) -> String {
        let mut id = id_of_values(table, &self.values);
        if let Some(number) = self.number {
            distinguish(number, &mut id);
        }
        id
    }
}

/// The key's values in an id; none if no row can have this id.
#[must_use]
pub(crate) fn key_of(table: &Table, id: &str) -> Option<Vec<Value>> {
    let id = match table.twins {
        Twins::None => id,
        Twins::Counted | Twins::RowId(_) => split_number(id, table.key.len()).1,
    };
    split_id(id, table.key.len())?
        .into_iter()
        .zip(&table.key)
        .map(|(part, &attribute)| match part {
            Some(text) => {
                let attribute = &table.attributes[attribute];
                value_from_text(&text, &attribute.column_type)
                    .ok()
                    .or_else(|| foreign(text, table.dialect, attribute))
            }
            None => Some(Value::Null),
        })
        .collect()
}

/// A part of a key that its type cannot hold, where the database keeps such.
fn foreign(text: Cow<'_, str>, dialect: Dialect, attribute: &Attribute) -> Option<Value> {
    let column_type = &attribute.column_type;
    if let Some(value) = beyond_type(&text, dialect, column_type) {
        return Some(value);
    }
    let is_possible = match column_type {
        // MySQL may be set to keep days that no month has.
        _ if dialect == Dialect::Mysql => is_moment(column_type) && is_figures(&text),
        _ if dialect == Dialect::Postgres => false,
        // Only the rowid is a whole number for certain: other columns of whole numbers keep texts and fractions, too.
        ColumnType::Integer { .. } => attribute.source.is_none() && !spells_a_whole_number(&text),
        ColumnType::Boolean
        | ColumnType::Float { .. }
        | ColumnType::Decimal { .. }
        | ColumnType::Date
        | ColumnType::Time
        | ColumnType::Timestamp
        | ColumnType::TimestampTz
        | ColumnType::Uuid => true,
        _ => false,
    };
    (is_possible && !text.contains('\0')).then(|| Value::Foreign(text.into()))
}

/// What a column of a server keeps beyond the values that we count with, as rows show it: `NaN`, `infinity` as a date, a year
/// before Christ, a negative time.
#[must_use]
pub(crate) fn beyond_type(text: &str, dialect: Dialect, column_type: &ColumnType) -> Option<Value> {
    let is_possible = match dialect {
        Dialect::Sqlite => false,
        Dialect::Postgres => match column_type {
            ColumnType::Float { .. } | ColumnType::Decimal { .. } => {
                matches!(text, "NaN" | "Infinity" | "-Infinity")
            }
            ColumnType::Time => text == "24:00:00",
            _ => {
                is_moment(column_type) && (is_far(text) || matches!(text, "infinity" | "-infinity"))
            }
        },
        Dialect::Mysql => match column_type {
            // `boolean` is `tinyint(1)`, which keeps other numbers too.
            ColumnType::Boolean => text
                .parse::<i8>()
                .is_ok_and(|number| number.to_string() == text),
            ColumnType::Time => is_figures(text),
            // What stands for a value that was none of them.
            ColumnType::Enum { .. } => text.is_empty(),
            _ => is_moment(column_type) && is_figures(text) && text.contains("-00"),
        },
    };
    is_possible.then(|| Value::Foreign(text.into()))
}

/// Whether SQLite makes a whole number of a text in a column of whole numbers: one that is shown by its digits alone.
fn spells_a_whole_number(text: &str) -> bool {
    let text = text.trim();
    #[expect(clippy::cast_precision_loss, reason = "only the magnitude matters")]
    let is_small = |number: f64| number.abs() < i64::MAX as f64;
    text.parse::<f64>()
        .is_ok_and(|number| number.fract() == 0.0 && is_small(number))
}

fn is_moment(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Date | ColumnType::Timestamp | ColumnType::TimestampTz
    )
}

/// Whether a text may be a day that we do not count with: of a year before Christ, or of more than four digits.
fn is_far(text: &str) -> bool {
    if let Some(figures) = text.strip_suffix(" BC") {
        return is_figures(figures);
    }
    // `20240704` is a day of ours to PostgreSQL, whatever we call one.
    let year = text.split_once('-').map_or("", |(year, _)| year);
    year.len() > 4 && is_figures(text)
}

/// Whether a text has what times are written with, and nothing else.
fn is_figures(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_digit() || "-+:. TZ".contains(letter);
    text.chars().any(|letter| letter.is_ascii_digit()) && text.chars().all(is_part)
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
            let (test, value) = equal(table, attribute, value.clone());
            tests.push(test);
            values.push(value);
        }
    }
    (tests, values)
}

/// The test that a row has one of the keys; its values are added to `values`.
pub(super) fn keys_in(table: &Table, keys: &[RowKey], values: &mut Vec<Value>) -> Test {
    let is_plain = |key: &RowKey| key.number.is_none() && !key.values.iter().any(Value::is_null);
    if !keys.iter().all(is_plain) {
        let each = keys.iter().map(|key| {
            let (tests, more) = key.condition(table);
            values.extend(more);
            Test::All(tests)
        });
        return Test::Any(each.collect());
    }
    let flat = keys.iter().flat_map(|key| key.values.clone()).collect();
    let (test, more) = match table.key.as_slice() {
        [attribute] => attribute_in(table, *attribute, flat),
        attributes => key_in(table, attributes, flat),
    };
    values.extend(more);
    test
}

/// The condition that a row has one of the ids.
pub(crate) fn id_in(table: &Table, ids: &[String]) -> Result<(Test, Vec<Value>)> {
    let mut keys = Vec::with_capacity(ids.len());
    for id in ids {
        keys.push(RowKey::of(table, id).ok_or_else(|| {
            let title = format!("`{id}` is no id of a `{}`", table.kind);
            Error::refused(Problem::new(ProblemCode::Parameter, title).at_parameter("filter[id]"))
        })?);
    }
    let mut values = Vec::new();
    let test = keys_in(table, &keys, &mut values);
    Ok((test, values))
}
