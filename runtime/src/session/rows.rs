//! Complete rows from the database, and what became of the rows of a change set.

use std::sync::Arc;

use crate::model::ColumnType;
use crate::store::{BoxFuture, Connection, Row, RowSink, Statement, StoreError, Work};
use crate::value::Value;

/// What became of a change.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    /// The key of its row, as the database has it.
    pub(crate) key: Vec<Value>,
    /// The row as it was written; none if it was deleted.
    pub(crate) row: Option<Vec<Value>>,
}

/// Takes complete rows.
pub(crate) struct Rows<'a> {
    pub(crate) types: &'a [ColumnType],
    pub(crate) rows: Vec<Vec<Value>>,
}

impl RowSink for Rows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let mut values = Vec::with_capacity(self.types.len());
        for (index, column_type) in self.types.iter().enumerate() {
            values.push(row.cell(index)?.into_value(column_type));
        }
        self.rows.push(values);
        Ok(())
    }
}

/// One query, whose complete rows are wanted.
pub(crate) struct RowsOf {
    pub(crate) statement: Arc<Statement>,
    pub(crate) values: Vec<Value>,
}

impl Work for RowsOf {
    type Output = Vec<Vec<Value>>;

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, crate::Result<Self::Output>> {
        Box::pin(async move {
            let mut rows = Rows {
                types: &self.statement.columns,
                rows: Vec::new(),
            };
            connection
                .select(&self.statement, &self.values, &mut rows)
                .await?;
            Ok(rows.rows)
        })
    }
}
