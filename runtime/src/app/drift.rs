//! Whether the database still has the tables and columns of the Model.

use std::sync::Arc;

use super::State;
use super::state::Ignore;
use crate::catalog::{Attribute, Table};
use crate::model::ColumnType;
use crate::store::{BoxFuture, Connection, Statement, StoreError, Work};

/// Asks the database for no row of each table, and warns of what is gone. Requests do not wait for it.
pub(super) async fn warn(state: Arc<State>) {
    let mut gone = Vec::new();
    for table in state.catalog.tables() {
        if is_there(&state, table, &table.attributes).await {
            continue;
        }
        if !is_there(&state, table, &[]).await {
            gone.push(format!("the table `{}`", table.kind));
            continue;
        }
        for attribute in &table.attributes {
            if !is_there(&state, table, std::slice::from_ref(attribute)).await {
                gone.push(format!(
                    "the column `{}` of `{}`",
                    attribute.column, table.kind
                ));
            }
        }
    }
    for what in gone {
        tracing::warn!(
            "the database has changed: {what} is gone; run `formwork rebuild-from-database`"
        );
    }
}

/// Whether the columns can be read. A database that is away says nothing about them.
async fn is_there(state: &State, table: &Table, attributes: &[Attribute]) -> bool {
    let Some(store) = state.stores.get(table.database) else {
        return true;
    };
    match store.read(NoRows(statement(table, attributes))).await {
        Ok(()) => true,
        Err(error) => !matches!(
            error.as_store_error(),
            Some(StoreError::Other(_) | StoreError::Dangling(_))
        ),
    }
}

fn statement(table: &Table, attributes: &[Attribute]) -> Statement {
    // Qualified, because SQLite takes a quoted name that is no column for a text.
    let columns: Vec<_> = attributes
        .iter()
        .map(|attribute| format!("t.{}", attribute.sql_name))
        .collect();
    let columns = if columns.is_empty() {
        "1".to_owned()
    } else {
        columns.join(", ")
    };
    let types: Vec<ColumnType> = attributes
        .iter()
        .map(|attribute| attribute.column_type.clone())
        .collect();
    Statement {
        sql: format!("SELECT {columns} FROM {} t LIMIT 0", table.sql_name).into(),
        parameters: [].into(),
        columns: types.into(),
    }
}

struct NoRows(Statement);

impl Work for NoRows {
    type Output = ();

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, crate::Result<()>> {
        Box::pin(async move { Ok(connection.select(&self.0, &[], &mut Ignore).await?) })
    }
}
