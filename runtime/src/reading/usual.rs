//! What a request for a row takes that asks by its key, and for all its members: what to read, and the statement.
//!
//! Most requests for a row are such, and on each of a table's it is the same. So it is made out once.

use std::sync::{Arc, OnceLock};

use crate::catalog::{Catalog, Table};
use crate::jsonapi::RowCells;
use crate::store::Statement;

/// The usual row of each table.
#[derive(Debug)]
pub(crate) struct UsualRows(Box<[OnceLock<UsualRow>]>);

/// The usual row of a table.
#[derive(Debug)]
pub(super) struct UsualRow {
    pub(super) cells: RowCells,
    pub(super) statement: Arc<Statement>,
}

impl UsualRows {
    pub(crate) fn new(catalog: &Catalog) -> Self {
        Self(catalog.tables().iter().map(|_| OnceLock::new()).collect())
    }

    /// That of the table, made now if it was not before.
    pub(super) fn of(&self, table: &Table, make: impl FnOnce() -> UsualRow) -> &UsualRow {
        self.0[table.id.index()].get_or_init(make)
    }
}
