//! Random transactions over the tables of an application.

use std::sync::Arc;

use super::chance::Chance;
use crate::Result;
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::session::{Change, ChangeSet, Input, RowsOf};
use crate::store::{Lock, Page, Select, Shape, Source};
use crate::value::Value;

/// Rows of each table that are looked at.
const ROWS: u64 = 200;
/// Changes of one transaction at most.
const CHANGES: usize = 4;

/// The tables that can be written, with some of their rows.
#[derive(Debug)]
pub(super) struct Tables {
    tables: Vec<TableRows>,
}

#[derive(Debug)]
struct TableRows {
    table: TableId,
    key: Vec<usize>,
    rows: Vec<Vec<Value>>,
    /// Columns that may get the value of another row: neither of the key, nor unique, nor derived, nor the database's own.
    free: Vec<usize>,
    /// Whether a copy of a row without its key is a new row.
    can_insert: bool,
}

impl Tables {
    pub(super) async fn read(state: &Arc<State>) -> Result<Self> {
        let mut tables = Vec::new();
        for table in state.catalog.tables() {
            if table.read_only.is_some() || table.database != state.main_database().0 {
                continue;
            }
            let select = Select {
                table: table.id,
                columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
                condition: Vec::new(),
                order: Vec::new(),
                page: Page::Limit,
                lock: Lock::None,
            };
            let work = RowsOf {
                statement: state
                    .plans
                    .statement(&state.catalog, &Shape::Select(select)),
                values: vec![Value::from(ROWS)],
            };
            let rows = state.stores[table.database].read(work).await?;
            if !rows.is_empty() {
                tables.push(TableRows::new(state, table, rows));
            }
        }
        Ok(Self { tables })
    }

    /// A few random changes.
    pub(super) fn transaction(&self, chance: &mut Chance) -> ChangeSet {
        let mut changes = ChangeSet::default();
        for _ in 0..=chance.below(CHANGES) {
            if let Some(change) = chance
                .one_of(&self.tables)
                .and_then(|table| table.change(chance))
            {
                changes.push(change);
            }
        }
        changes
    }
}

impl TableRows {
    fn new(state: &State, table: &Table, rows: Vec<Vec<Value>>) -> Self {
        let derived = &state.rules.table(table.id).derived;
        let is_free = |index: &usize| {
            let attribute = &table.attributes[*index];
            !table.key.contains(index)
                && table.unique.iter().all(|unique| !unique.contains(index))
                && derived[*index].is_none()
                && attribute.source.is_none()
        };
        let numbers_itself = |part: &usize| table.attributes[*part].source.is_some();
        Self {
            table: table.id,
            key: table.key.clone(),
            rows,
            free: (0..table.attributes.len()).filter(is_free).collect(),
            can_insert: table.unique.is_empty() && table.key.iter().all(numbers_itself),
        }
    }

    fn change(&self, chance: &mut Chance) -> Option<Change> {
        let row = chance.one_of(&self.rows)?;
        let key = || self.key.iter().map(|&part| row[part].clone()).collect();
        match chance.below(10) {
            0 => Some(Change::Delete {
                table: self.table,
                key: key(),
                read: None,
            }),
            1 | 2 if self.can_insert => {
                let values = self.free.iter();
                Some(Change::Insert {
                    table: self.table,
                    values: values
                        .map(|&index| (index, Input::Value(row[index].clone())))
                        .collect(),
                })
            }
            _ => {
                let mut values: Vec<(usize, Input)> = Vec::new();
                for _ in 0..=chance.below(2) {
                    let column = *chance.one_of(&self.free)?;
                    let other = chance.one_of(&self.rows)?;
                    values.retain(|(known, _)| *known != column);
                    values.push((column, Input::Value(other[column].clone())));
                }
                Some(Change::Update {
                    table: self.table,
                    key: key(),
                    values,
                    read: None,
                })
            }
        }
    }
}
