//! One row of a transaction, in its states: at the start, now, and as the database has it meanwhile.
//!
//! A state that is the same as now is not kept apart: most rows are read and never changed, or written once.

use super::{RowId, When};
use crate::catalog::{Table, TableId};
use crate::store::Lock;
use crate::value::Value;

/// A row that the transaction reads or changes.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) table: TableId,
    start: Start,
    now: Vec<Value>,
    written: Written,
    pub(crate) is_deleted: bool,
    /// How others are kept from it.
    pub(crate) lock: Lock,
    /// For each column, whether whoever changed the row, or a rule, has set it; empty if nobody has set any.
    assigned: Vec<bool>,
    /// Columns that get a value which the database makes when it inserts another row.
    pub(crate) awaited: Vec<Awaited>,
    /// For each relationship, where it led at the start, and leads now.
    links: Vec<[Link; 2]>,
}

/// A row as it was at the start.
#[derive(Debug)]
enum Start {
    /// The transaction inserts it.
    New,
    AsNow,
    Row(Vec<Value>),
}

/// What the database has of a row, beyond what it had at the start.
#[derive(Debug)]
enum Written {
    /// What it had at the start.
    Nothing,
    AsNow,
    Row(Vec<Value>),
    Deleted,
}

/// A column that takes over the value of a column of a row which is not inserted yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Awaited {
    pub(crate) attribute: usize,
    pub(crate) from: RowId,
    pub(crate) their_attribute: usize,
}

/// Where a relationship of a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Not looked up yet.
    Unknown,
    /// The foreign key is null.
    Null,
    /// The foreign key has a value, and there is no such row.
    Missing,
    To(RowId),
}

impl Row {
    /// A row that the database has.
    pub(super) fn stored(table: &Table, values: Vec<Value>, lock: Lock) -> Self {
        Self::of(table, Start::AsNow, values, lock)
    }

    /// A row that the transaction inserts.
    pub(super) fn inserted(table: &Table, values: Vec<Value>) -> Self {
        Self::of(table, Start::New, values, Lock::Update)
    }

    fn of(table: &Table, start: Start, now: Vec<Value>, lock: Lock) -> Self {
        Self {
            table: table.id,
            start,
            now,
            written: Written::Nothing,
            is_deleted: false,
            lock,
            assigned: Vec::new(),
            awaited: Vec::new(),
            links: vec![[Link::Unknown; 2]; table.relationships.len()],
        }
    }

    pub(crate) fn now(&self) -> &[Value] {
        &self.now
    }

    /// As it was at the start; none if the transaction inserts it.
    pub(crate) fn start(&self) -> Option<&[Value]> {
        match &self.start {
            Start::New => None,
            Start::AsNow => Some(&self.now),
            Start::Row(values) => Some(values),
        }
    }

    /// The row as the database has it; none if it has none.
    pub(crate) fn in_database(&self) -> Option<&[Value]> {
        match &self.written {
            Written::Nothing => self.start(),
            Written::AsNow => Some(&self.now),
            Written::Row(values) => Some(values),
            Written::Deleted => None,
        }
    }

    /// Whether the database has the row, with other values.
    pub(crate) fn is_unwritten(&self) -> bool {
        match (&self.written, &self.start) {
            (Written::AsNow | Written::Deleted, _)
            | (Written::Nothing, Start::New | Start::AsNow) => false,
            (Written::Row(there), _) | (Written::Nothing, Start::Row(there)) => *there != self.now,
        }
    }

    /// Whether the transaction inserts it.
    pub(crate) fn is_new(&self) -> bool {
        matches!(self.start, Start::New)
    }

    /// Whether the column differs from what it was at the start; in a new row, every column does.
    pub(crate) fn has_changed(&self, attribute: usize) -> bool {
        match &self.start {
            Start::New => true,
            Start::AsNow => false,
            Start::Row(start) => start[attribute] != self.now[attribute],
        }
    }

    /// Whether the row is other than at the start.
    pub(crate) fn is_touched(&self) -> bool {
        let has_changed = match &self.start {
            Start::New => true,
            Start::AsNow => false,
            Start::Row(start) => *start != self.now,
        };
        has_changed || self.is_deleted
    }

    /// Sets a column. Use [`super::Workspace::set`] for columns by which rows find each other.
    pub(crate) fn put(&mut self, attribute: usize, value: Value) {
        if self.now[attribute] != value {
            self.keep_states();
            self.now[attribute] = value;
        }
    }

    /// What the database now has is what the row is.
    pub(crate) fn was_written(&mut self) {
        self.written = Written::AsNow;
    }

    /// The database has this now, which may differ in what it computes.
    pub(crate) fn was_written_as(&mut self, values: Vec<Value>) {
        self.keep_states();
        self.now = values;
        self.written = Written::AsNow;
    }

    /// The database has it no more.
    pub(crate) fn was_deleted(&mut self) {
        self.written = Written::Deleted;
    }

    /// Keeps the states that are still the same as now, before that changes.
    fn keep_states(&mut self) {
        if matches!(self.start, Start::AsNow) {
            self.start = Start::Row(self.now.clone());
        }
        if matches!(self.written, Written::AsNow) {
            self.written = Written::Row(self.now.clone());
        }
    }

    pub(crate) fn is_assigned(&self, attribute: usize) -> bool {
        self.assigned.get(attribute).copied().unwrap_or(false)
    }

    /// Remembers that the column was set.
    pub(crate) fn assign(&mut self, attribute: usize) {
        if self.assigned.is_empty() {
            self.assigned.resize(self.now.len(), false);
        }
        self.assigned[attribute] = true;
    }

    /// For each column, whether it was set; empty if none was.
    pub(crate) fn assigned(&self) -> &[bool] {
        &self.assigned
    }

    pub(crate) fn link(&self, relationship: usize, when: When) -> Link {
        self.links[relationship][when.index()]
    }

    pub(crate) fn set_link(&mut self, relationship: usize, when: When, link: Link) {
        self.links[relationship][when.index()] = link;
    }

    pub(crate) fn key(&self, table: &Table) -> Vec<Value> {
        key(table, &self.now)
    }

    /// Whether the row has all parts of its key.
    pub(crate) fn has_key(&self, table: &Table) -> bool {
        table.key.iter().all(|&part| !self.now[part].is_null())
    }
}

/// The values of a row's key.
pub(crate) fn key(table: &Table, row: &[Value]) -> Vec<Value> {
    table
        .key
        .iter()
        .map(|&attribute| row[attribute].clone())
        .collect()
}
