//! SQL with what a driver must know to run it.

use std::sync::Arc;

use crate::model::ColumnType;

/// The text of a statement and the types of what goes in and comes out.
///
/// Texts are few and stable (one per shape of a request), so drivers keep them prepared. The types of the parameters
/// belong to the text, not to the values of one call: a driver that prepares with types must always use the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// With placeholders in the way of the database.
    pub sql: Arc<str>,
    /// What its parameters hold; [`ColumnType::Array`] for a list of keys or values.
    pub parameters: Arc<[ColumnType]>,
    /// What its rows hold.
    pub columns: Arc<[ColumnType]>,
}
