//! The rows of a transaction, as they were at its start and as they are now.

mod look_up;
mod row;
mod row_key;
mod view;

use std::collections::HashMap;

use foldhash::fast::RandomState;

pub(crate) use look_up::Lookup;
pub(crate) use row::{Awaited, Link, Row, key};
pub(crate) use row_key::RowKey;
pub(crate) use view::View;

use super::reads::ReadSet;
use crate::catalog::{Table, TableId};
use crate::store::Lock;
use crate::value::Value;

/// The number of a row in its [`Workspace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowId(u32);

impl RowId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Which state of a row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// At the start of the transaction.
    Start,
    /// As the transaction has it now.
    Now,
}

impl When {
    fn index(self) -> usize {
        match self {
            Self::Start => 0,
            Self::Now => 1,
        }
    }
}

/// Rows by number, and the keys that find them.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    rows: Vec<Row>,
    by_table: HashMap<TableId, Vec<RowId>, RandomState>,
    /// Rows that the database has, by their keys; none if there is no such row.
    stored: HashMap<(TableId, RowKey), Option<RowId>, RandomState>,
    /// Rows that got their key in this transaction.
    keyed: HashMap<(TableId, RowKey), RowId, RandomState>,
}

impl Workspace {
    pub(crate) fn row(&self, id: RowId) -> &Row {
        &self.rows[id.index()]
    }

    pub(crate) fn row_mut(&mut self, id: RowId) -> &mut Row {
        &mut self.rows[id.index()]
    }

    /// How many rows there are; their numbers are below.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// All rows, in the order they came.
    pub(crate) fn ids(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.rows.len()).map(|index| RowId(u32::try_from(index).expect("numbered by u32")))
    }

    /// The rows of a table, in the order they came.
    pub(crate) fn of_table(&self, table: TableId) -> &[RowId] {
        self.by_table.get(&table).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, row: Row) -> RowId {
        let id = RowId(u32::try_from(self.rows.len()).expect("fewer than four billion rows"));
        self.by_table.entry(row.table).or_default().push(id);
        self.rows.push(row);
        id
    }

    /// Takes in a row that the database has, unless it is there already.
    pub(crate) fn load(&mut self, table: &Table, values: Vec<Value>, lock: Lock) -> RowId {
        let found_by = (table.id, RowKey::of_row(table, &values));
        if let Some(Some(id)) = self.stored.get(&found_by) {
            return *id;
        }
        // What this transaction has inserted already comes back from queries, and is here under its number.
        if let Some(&id) = self.keyed.get(&found_by)
            && self.row(id).is_new()
            && self.row(id).in_database().is_some()
        {
            return id;
        }
        let id = self.push(Row::stored(table, values, lock));
        self.stored.insert(found_by, Some(id));
        id
    }

    /// Takes in a row that was read after the transaction began to write: it may be one that it has written.
    pub(crate) fn load_written(&mut self, table: &Table, values: Vec<Value>, lock: Lock) {
        let found_by = (table.id, RowKey::of_row(table, &values));
        if !self.keyed.contains_key(&found_by) {
            self.load(table, values, lock);
        }
    }

    /// Takes in a row that the transaction inserts.
    pub(crate) fn insert(&mut self, table: &Table, values: Vec<Value>) -> RowId {
        let id = self.push(Row::inserted(table, values));
        self.index_key(table, id);
        id
    }

    /// Makes the row be found by its key, once it has one.
    pub(crate) fn index_key(&mut self, table: &Table, id: RowId) {
        let row = self.row(id);
        if row.has_key(table) {
            let found_by = (table.id, RowKey::of_row(table, row.now()));
            self.keyed.insert(found_by, id);
        }
    }

    /// Remembers that the database has no row of the key, or which one it takes for it.
    pub(crate) fn remember(&mut self, table: TableId, key: RowKey, found: Option<RowId>) {
        self.stored.insert((table, key), found);
    }

    /// Whether the database was asked for the key.
    pub(crate) fn is_remembered(&self, table: TableId, key: RowKey) -> bool {
        self.stored.contains_key(&(table, key))
    }

    /// Whether the database was asked for the row of the key.
    pub(crate) fn knows(&self, table: &Table, key: &[Value]) -> bool {
        self.is_remembered(table.id, RowKey::new(table, key))
    }

    /// The row of the key as the database has it at the start, as far as it was asked for.
    pub(crate) fn stored(&self, table: &Table, key: &[Value]) -> Option<RowId> {
        let found_by = (table.id, RowKey::new(table, key));
        self.stored.get(&found_by).copied().flatten()
    }

    /// The living row of the key, if it is here.
    pub(crate) fn living(&self, table: &Table, key: &[Value]) -> Option<RowId> {
        let found_by = (table.id, RowKey::new(table, key));
        let keyed = self.keyed.get(&found_by).copied();
        let found = keyed.or_else(|| self.stored.get(&found_by).copied().flatten())?;
        (!self.row(found).is_deleted).then_some(found)
    }

    /// Sets a column. What the row refers to is looked up anew if the column is part of a foreign key.
    pub(crate) fn set(&mut self, table: &Table, id: RowId, attribute: usize, value: Value) {
        let row = self.row_mut(id);
        row.put(attribute, value);
        row.awaited.retain(|awaited| awaited.attribute != attribute);
        for (number, relationship) in table.relationships.iter().enumerate() {
            if relationship.holds_key && relationship.attributes.contains(&attribute) {
                row.set_link(number, When::Now, Link::Unknown);
            }
        }
        if table.key.contains(&attribute) {
            self.index_key(table, id);
        }
    }

    /// Has a column take over what the database gives to a row that is inserted before.
    pub(crate) fn await_value(&mut self, table: &Table, id: RowId, awaited: Awaited) {
        self.set(table, id, awaited.attribute, Value::Null);
        self.row_mut(id).awaited.push(awaited);
    }

    pub(crate) fn link(&self, id: RowId, relationship: usize, when: When) -> Link {
        self.row(id).link(relationship, when)
    }

    pub(crate) fn set_link(&mut self, id: RowId, relationship: usize, when: When, link: Link) {
        self.row_mut(id).set_link(relationship, when, link);
    }

    /// Shows a row to a rule.
    pub(crate) fn view<'w>(&'w self, id: RowId, when: When, reads: &'w ReadSet) -> View<'w> {
        View {
            workspace: self,
            id,
            when,
            reads,
        }
    }
}
