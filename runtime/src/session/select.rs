//! SQL of one's own, read only.

use std::sync::Arc;

use super::Session;
use crate::model::ColumnType;
use crate::resource::Field;
use crate::store::{BoxFuture, Connection, Row, RowSink, Statement, StoreError, Work};
use crate::value::{Cell, Value};
use crate::{Error, Result};

/// A parameter of a statement, with the type that its Rust type has in a column.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    value: Value,
    column_type: ColumnType,
}

impl<F: Field> From<F> for Parameter {
    fn from(value: F) -> Self {
        Self {
            value: value.to_value(),
            column_type: F::column_type(),
        }
    }
}

impl From<&str> for Parameter {
    fn from(value: &str) -> Self {
        value.to_owned().into()
    }
}

/// A row of a statement of one's own.
#[derive(Debug, Clone, PartialEq)]
pub struct SqlRow(Vec<Value>);

impl SqlRow {
    /// The value of a column, counted from 0; an error if it is of another type, or if there is no such column.
    pub fn get<F: Field>(&self, column: usize) -> Result<F> {
        let value = self.0.get(column).ok_or_else(|| {
            Error::Internal(
                format!(
                    "the row has {} columns, and no column {column}",
                    self.0.len()
                )
                .into(),
            )
        })?;
        // SQLite knows no types of results: a number may be meant as a decimal, a text as a date.
        F::from_value(value.as_cell().into_value(&F::column_type())).map_err(|value| {
            Error::Internal(
                format!("column {column} holds {value:?}, which is of another type").into(),
            )
        })
    }

    /// How many columns it has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether it has no columns.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Session {
    /// Runs a query of one's own on the main database, which sees committed rows and can change nothing.
    ///
    /// It is in the SQL of that database, with its placeholders (`?` or `?1` in SQLite, `$1` in PostgreSQL, `?` in MySQL):
    /// `session.select("SELECT count(*) FROM \"Order\" WHERE \"CustomerId\" = ?", ["ALFKI".into()]).await?`
    pub async fn select(
        &self,
        sql: &str,
        parameters: impl IntoIterator<Item = Parameter>,
    ) -> Result<Vec<SqlRow>> {
        let (values, types): (Vec<_>, Vec<_>) = parameters
            .into_iter()
            .map(|parameter| (parameter.value, parameter.column_type))
            .unzip();
        let (_, store) = self.state.main_database();
        let statement = Statement {
            sql: sql.into(),
            parameters: types.into(),
            columns: Arc::new([]),
        };
        store.read(OwnSql { statement, values }).await
    }
}

struct OwnSql {
    statement: Statement,
    values: Vec<Value>,
}

impl Work for OwnSql {
    type Output = Vec<SqlRow>;

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Self::Output>> {
        Box::pin(async move {
            let mut rows = OwnRows(Vec::new());
            connection
                .select(&self.statement, &self.values, &mut rows)
                .await?;
            Ok(rows.0)
        })
    }
}

struct OwnRows(Vec<SqlRow>);

impl RowSink for OwnRows {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let cells = (0..row.width()).map(|index| row.cell(index).map(own_value));
        self.0.push(SqlRow(cells.collect::<Result<_, _>>()?));
        Ok(())
    }
}

/// The value of a cell whose column has no known type.
fn own_value(cell: Cell<'_>) -> Value {
    match cell {
        Cell::Digits(digits) => Value::from_digits(&digits),
        other => other.into_value(&ColumnType::Other),
    }
}
