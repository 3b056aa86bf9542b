//! SQL with what a driver must know to run it.

use std::sync::Arc;

use crate::model::ColumnType;

/// The text of a statement and the types of what goes in and comes out.
///
/// Texts are few and stable (one per shape of a request), so drivers keep them prepared.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// With placeholders in the way of the database.
    pub sql: Arc<str>,
    /// What its rows hold.
    pub columns: Arc<[ColumnType]>,
}

impl Statement {
    /// A statement whose rows hold the given types; none if it gives no rows.
    pub fn new(sql: impl Into<Arc<str>>, columns: impl Into<Arc<[ColumnType]>>) -> Self {
        Self { sql: sql.into(), columns: columns.into() }
    }
}
