//! Conditions on rows: what a client or the project's code asks for, resolved on the catalog, with values that fit.
//!
//! A condition either holds for a row or it does not: its negation holds for all other rows, also for those without a value.

mod holds;
mod key;
mod pattern;

pub use key::RowKey;
use key::keys_in;
pub(crate) use key::{beyond_type, id_in, key_condition, key_of};
pub(crate) use pattern::folded;
pub use pattern::{Pattern, Piece};

use crate::catalog::{Attribute, Catalog, Table};
use crate::model::{ColumnType, Dialect};
use crate::store::{Comparison, Test, equal, in_list};
use crate::value::Value;

/// A condition on the rows of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// All of them hold; so it is where there are none.
    All(Vec<Condition>),
    /// One of them holds.
    Any(Vec<Condition>),
    Not(Box<Condition>),
    /// A relationship leads to a row for which the condition holds.
    Related {
        relationship: usize,
        condition: Box<Condition>,
    },
    /// The attribute has no value.
    IsNull(usize),
    /// The attribute has one of the values.
    In {
        attribute: usize,
        values: Vec<Value>,
    },
    Compare {
        attribute: usize,
        comparison: Comparison,
        value: Value,
    },
    /// The attribute, as text, is like the pattern.
    Like {
        attribute: usize,
        pattern: Pattern,
        case: Case,
    },
    /// The row has one of the keys.
    Keys(Vec<RowKey>),
}

/// Whether the case of letters tells texts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Matters,
    Ignored,
}

impl Condition {
    /// The test of the condition; its values are added to `values`, in the order of the tests.
    pub(crate) fn test(&self, catalog: &Catalog, table: &Table, values: &mut Vec<Value>) -> Test {
        match self {
            Self::All(conditions) => Test::All(tests(conditions, catalog, table, values)),
            Self::Any(conditions) => Test::Any(tests(conditions, catalog, table, values)),
            Self::Not(condition) => Test::Not(Box::new(condition.test(catalog, table, values))),
            Self::Related {
                relationship,
                condition,
            } => {
                let target = catalog.table(table.relationships[*relationship].target);
                let condition = match &**condition {
                    Self::All(conditions) => tests(conditions, catalog, target, values),
                    condition => vec![condition.test(catalog, target, values)],
                };
                Test::Related {
                    relationship: *relationship,
                    condition,
                }
            }
            Self::IsNull(attribute) => Test::IsNull(*attribute),
            Self::In {
                attribute,
                values: listed,
            } => push(attribute_in(table, *attribute, listed.clone()), values),
            Self::Compare {
                attribute,
                comparison,
                value,
            } => {
                values.push(value.clone());
                Test::Compare {
                    attribute: *attribute,
                    comparison: *comparison,
                }
            }
            Self::Like {
                attribute,
                pattern,
                case,
            } => like(table, *attribute, pattern, *case, values),
            Self::Keys(keys) => keys_in(table, keys, values),
        }
    }
}

fn tests(
    conditions: &[Condition],
    catalog: &Catalog,
    table: &Table,
    values: &mut Vec<Value>,
) -> Vec<Test> {
    conditions
        .iter()
        .map(|condition| condition.test(catalog, table, values))
        .collect()
}

fn push((test, more): (Test, Vec<Value>), values: &mut Vec<Value>) -> Test {
    values.extend(more);
    test
}

/// The test that an attribute has one of the values.
#[must_use]
pub(crate) fn attribute_in(
    table: &Table,
    attribute: usize,
    values: Vec<Value>,
) -> (Test, Vec<Value>) {
    match <[Value; 1]>::try_from(values) {
        Ok([only]) => {
            let (test, value) = equal(table, attribute, only);
            (test, vec![value])
        }
        Err(values) => in_list(table.dialect, table, attribute, values),
    }
}

fn like(
    table: &Table,
    attribute: usize,
    pattern: &Pattern,
    case: Case,
    values: &mut Vec<Value>,
) -> Test {
    let dialect = table.dialect;
    let text = |pattern: &Pattern| match dialect {
        Dialect::Sqlite => pattern.to_glob(),
        Dialect::Postgres | Dialect::Mysql => pattern.to_like(),
    };
    if case == Case::Ignored && dialect == Dialect::Sqlite && pattern.is_ascii() {
        values.push(pattern.to_like().into());
        return Test::LikeAscii(attribute);
    }
    if case == Case::Ignored {
        values.push(text(&pattern.folded()).into());
        return Test::LikeFolded(attribute);
    }
    let exact = Test::Like(attribute);
    let Some(prefix) = pattern.prefix() else {
        values.push(text(pattern).into());
        return exact;
    };
    let above = pattern::above(prefix).filter(|_| is_ordered_text(&table.attributes[attribute]));
    let ends = match (dialect, above) {
        (Dialect::Sqlite, Some(above)) => vec![prefix.into(), above.into()],
        (Dialect::Mysql, _) => vec![text(pattern).into()],
        (Dialect::Sqlite, None) | (Dialect::Postgres, _) => Vec::new(),
    };
    let has_ends = !ends.is_empty();
    values.extend(ends);
    values.push(text(pattern).into());
    if has_ends {
        Test::All(vec![Test::Prefix(attribute), exact])
    } else {
        exact
    }
}

/// Whether SQLite compares the column with texts as texts, whatever they look like:
/// <https://www.sqlite.org/datatype3.html#determination_of_column_affinity>.
fn is_ordered_text(attribute: &Attribute) -> bool {
    let declared = attribute.database_type.to_ascii_uppercase();
    matches!(attribute.column_type, ColumnType::Text { .. })
        && !declared.contains("INT")
        && ["CHAR", "CLOB", "TEXT"]
            .iter()
            .any(|text| declared.contains(text))
}
