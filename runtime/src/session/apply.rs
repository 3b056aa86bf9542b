//! Applies a change set inside a transaction, in the order of its changes.

use super::changes::{Change, ChangeSet, Input};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::reading::{key_condition, not_found};
use crate::store::{Connection, Lock, Page, Row, RowSink, Select, Shape, Source, StoreError};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// What became of a change.
#[derive(Debug, Clone)]
pub(crate) struct Applied {
    pub(crate) key: Vec<Value>,
    /// The complete row; none if it was deleted.
    pub(crate) row: Option<Vec<Value>>,
}

/// Applies all changes; an error leaves the rest to the transaction's end.
pub(crate) async fn apply(
    state: &State,
    changes: &ChangeSet,
    connection: &mut dyn Connection,
) -> Result<Vec<Applied>> {
    let mut applied: Vec<Applied> = Vec::with_capacity(changes.len());
    for change in changes.iter() {
        let mut step = Step {
            state,
            connection,
            applied: &applied,
        };
        let done = match change {
            Change::Insert { table, values } => step.insert(*table, values).await?,
            Change::Update {
                table,
                key,
                values,
                read,
            } => step.update(*table, key, values, read.as_deref()).await?,
            Change::Delete { table, key, read } => {
                step.delete(*table, key, read.as_deref()).await?
            }
        };
        applied.push(done);
    }
    Ok(applied)
}

struct Step<'a> {
    state: &'a State,
    connection: &'a mut dyn Connection,
    applied: &'a [Applied],
}

impl Step<'_> {
    async fn insert(&mut self, table: TableId, inputs: &[(usize, Input)]) -> Result<Applied> {
        let table = self.state.catalog.table(table);
        let mut values = self.resolve(inputs).await?;
        // One text for one set of columns, in whatever order they came.
        values.sort_by_key(|(attribute, _)| *attribute);
        let (attributes, parameters): (Vec<usize>, Vec<Value>) = values.into_iter().unzip();
        if self.connection.returns_inserted() {
            let returning = (0..table.attributes.len()).collect();
            let shape = Shape::Insert {
                table: table.id,
                attributes,
                rows: 1,
                returning,
            };
            let row = self.first_row(&shape, &parameters).await?;
            let row = row.ok_or_else(|| Error::Internal("an insert returned no row".into()))?;
            return Ok(Applied {
                key: key_of(table, &row),
                row: Some(row),
            });
        }
        let mut key: Vec<Option<Value>> = table
            .key
            .iter()
            .map(|part| {
                attributes
                    .iter()
                    .position(|given| given == part)
                    .map(|at| parameters[at].clone())
            })
            .collect();
        let shape = Shape::Insert {
            table: table.id,
            attributes,
            rows: 1,
            returning: Vec::new(),
        };
        let statement = self.state.plans.statement(&self.state.catalog, &shape);
        let executed = self.connection.execute(&statement, &parameters).await?;
        let numbered = table
            .key
            .iter()
            .position(|part| table.attributes[*part].source.is_some());
        if let (Some(part), Some(number)) = (numbered, executed.last_insert_id) {
            key[part].get_or_insert(Value::from(number));
        }
        let key: Option<Vec<Value>> = key.into_iter().collect();
        let key = key.ok_or_else(|| {
            let title = format!(
                "a `{}` needs its key: this database does not tell what it chose",
                table.kind
            );
            Error::refused(Problem::new(ProblemCode::Value, title).about(&*table.kind, None))
        })?;
        let row = self
            .find(table, &key, false)
            .await?
            .ok_or_else(|| not_found(table, &key))?;
        Ok(Applied {
            key,
            row: Some(row),
        })
    }

    async fn update(
        &mut self,
        table: TableId,
        key: &[Value],
        inputs: &[(usize, Input)],
        read: Option<&[Value]>,
    ) -> Result<Applied> {
        let table = self.state.catalog.table(table);
        let mut row = self.current(table, key, read).await?;
        let mut changed = self.resolve(inputs).await?;
        changed.retain(|(attribute, value)| row[*attribute] != *value);
        changed.sort_by_key(|(attribute, _)| *attribute);
        if changed.is_empty() {
            return Ok(Applied {
                key: key.to_vec(),
                row: Some(row),
            });
        }
        let (condition, key_values) = key_condition(table, key);
        let (attributes, mut parameters): (Vec<usize>, Vec<Value>) = changed.into_iter().unzip();
        for (attribute, value) in attributes.iter().zip(&parameters) {
            row[*attribute] = value.clone();
        }
        parameters.extend(key_values);
        let shape = Shape::Update {
            table: table.id,
            attributes,
            condition,
        };
        let statement = self.state.plans.statement(&self.state.catalog, &shape);
        if self.connection.execute(&statement, &parameters).await?.rows == 0 {
            return Err(not_found(table, key));
        }
        // What the database computes or rounds is read again.
        let key = key_of(table, &row);
        let row = self
            .find(table, &key, false)
            .await?
            .ok_or_else(|| not_found(table, &key))?;
        Ok(Applied {
            key: key_of(table, &row),
            row: Some(row),
        })
    }

    async fn delete(
        &mut self,
        table: TableId,
        key: &[Value],
        read: Option<&[Value]>,
    ) -> Result<Applied> {
        let table = self.state.catalog.table(table);
        if read.is_some() {
            self.current(table, key, read).await?;
        }
        let (condition, parameters) = key_condition(table, key);
        let shape = Shape::Delete {
            table: table.id,
            condition,
        };
        let statement = self.state.plans.statement(&self.state.catalog, &shape);
        if self.connection.execute(&statement, &parameters).await?.rows == 0 {
            return Err(not_found(table, key));
        }
        Ok(Applied {
            key: key.to_vec(),
            row: None,
        })
    }

    /// The row as it is, kept from others until the transaction ends; refused if it is not as it was read.
    async fn current(
        &mut self,
        table: &Table,
        key: &[Value],
        read: Option<&[Value]>,
    ) -> Result<Vec<Value>> {
        let row = self
            .find(table, key, true)
            .await?
            .ok_or_else(|| not_found(table, key))?;
        if read.is_some_and(|read| read != row) {
            let id = crate::jsonapi::id_of_values(table, key);
            let title =
                "Sorry, row altered by another user - please note changes, cancel and retry";
            return Err(Error::Stale(Box::new(
                Problem::new(ProblemCode::Stale, title).about(&*table.kind, Some(id)),
            )));
        }
        Ok(row)
    }

    async fn find(
        &mut self,
        table: &Table,
        key: &[Value],
        lock: bool,
    ) -> Result<Option<Vec<Value>>> {
        find(self.state, self.connection, table, key, lock).await
    }

    async fn first_row(
        &mut self,
        shape: &Shape,
        parameters: &[Value],
    ) -> Result<Option<Vec<Value>>> {
        first_row(self.state, self.connection, shape, parameters).await
    }

    async fn resolve(&mut self, inputs: &[(usize, Input)]) -> Result<Vec<(usize, Value)>> {
        let mut values = Vec::with_capacity(inputs.len());
        for (attribute, input) in inputs {
            let value = match input {
                Input::Value(value) => value.clone(),
                Input::Of { change, attribute } => {
                    let row = self
                        .applied
                        .get(*change)
                        .and_then(|applied| applied.row.as_ref());
                    row.ok_or_else(|| {
                        Error::Internal("a row refers to one that is inserted later".into())
                    })?[*attribute]
                        .clone()
                }
                Input::From {
                    table,
                    key,
                    attribute,
                } => {
                    let table = self.state.catalog.table(*table);
                    let row = self.find(table, key, false).await?;
                    row.ok_or_else(|| not_found(table, key))?[*attribute].clone()
                }
            };
            values.push((*attribute, value));
        }
        Ok(values)
    }
}

/// The complete row of a key; with a lock, as it stays until the transaction ends.
pub(super) async fn find(
    state: &State,
    connection: &mut dyn Connection,
    table: &Table,
    key: &[Value],
    lock: bool,
) -> Result<Option<Vec<Value>>> {
    let (condition, values) = key_condition(table, key);
    let select = Select {
        table: table.id,
        columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
        condition,
        order: Vec::new(),
        page: Page::All,
        lock: if lock { Lock::Update } else { Lock::None },
    };
    first_row(state, connection, &Shape::Select(select), &values).await
}

async fn first_row(
    state: &State,
    connection: &mut dyn Connection,
    shape: &Shape,
    parameters: &[Value],
) -> Result<Option<Vec<Value>>> {
    let statement = state.plans.statement(&state.catalog, shape);
    let mut rows = Rows {
        types: &statement.columns,
        rows: Vec::new(),
    };
    connection.select(&statement, parameters, &mut rows).await?;
    Ok(rows.rows.into_iter().next())
}

fn key_of(table: &Table, row: &[Value]) -> Vec<Value> {
    table
        .key
        .iter()
        .map(|&attribute| row[attribute].clone())
        .collect()
}

/// Takes complete rows.
pub(crate) struct Rows<'a> {
    pub(crate) types: &'a [crate::model::ColumnType],
    pub(crate) rows: Vec<Vec<Value>>,
}

impl RowSink for Rows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let cells = self.types.iter().enumerate();
        let values = cells.map(|(index, column_type)| Ok(row.cell(index)?.into_value(column_type)));
        self.rows.push(values.collect::<Result<_, StoreError>>()?);
        Ok(())
    }
}
