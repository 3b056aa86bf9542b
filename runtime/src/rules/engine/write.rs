//! The workspace into the database: one write for each row that is other than the database has it.
//!
//! The order is one that foreign keys and unique columns bear: what goes makes room, then what changes, then what is new,
//! parents first; rows that come to refer to new ones, and the ends of rows that others referred to, come last.

mod deletes;
mod insert;
mod order;
mod stamp;

use super::Engine;
use crate::catalog::{Table, TableId};
use crate::jsonapi::id_of_values;
use crate::model::{Dialect, OnDelete, ValueSource};
use crate::reading::{key_condition, not_found};
use crate::rules::workspace::{Link, RowId, key};
use crate::store::{Kept, Lock, Shape, StoreError, Violation, changes_spelled_key, shows_bytes};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

impl Engine<'_> {
    /// Writes what is not written yet.
    pub(super) async fn write(&mut self) -> Result<()> {
        for (table, key) in std::mem::take(&mut self.unseen_deletes) {
            self.delete_row(table, &key).await?;
        }
        if self.graph().stamps {
            self.stamp();
        }
        let order = self.order_of_writes();
        for &row in &order.first_deletes {
            self.write_delete(row).await?;
        }
        for &row in &order.first_updates {
            self.write_update(row).await?;
        }
        for rows in &order.inserts {
            self.write_inserts(rows).await?;
        }
        for &row in &order.last_updates {
            self.write_update(row).await?;
        }
        for &row in &order.last_deletes {
            self.write_delete(row).await?;
        }
        Ok(())
    }

    async fn write_delete(&mut self, row: RowId) -> Result<()> {
        let table = self.table_of(row);
        let there = self.workspace.row(row).in_database();
        let key = key(table, there.expect("only rows that are there are deleted"));
        self.loosen(row, &key).await?;
        // It is locked, so if it is gone the database has deleted it with a row that it referred to.
        self.execute_delete(table, &key).await?;
        self.workspace.row_mut(row).was_deleted();
        Ok(())
    }

    /// MySQL lets no row go that refers to itself, where another one would restrict its end.
    async fn loosen(&mut self, row: RowId, key: &[Value]) -> Result<()> {
        if self.connection.dialect() != Dialect::Mysql {
            return Ok(());
        }
        let table = self.table_of(row);
        let when = self.as_stored(row);
        let relationships = table.relationships.iter().enumerate();
        let own = relationships.filter(|(at, each)| {
            each.on_delete == OnDelete::Restrict
                && self.workspace.link(row, *at, when) == Link::To(row)
        });
        let parts = own.flat_map(|(_, each)| each.attributes.iter().copied());
        let attributes: Vec<usize> = parts
            .filter(|&part| table.attributes[part].nullable)
            .collect();
        if attributes.is_empty() {
            return Ok(());
        }
        let mut parameters = vec![Value::Null; attributes.len()];
        let (condition, key_values) = key_condition(table, key);
        parameters.extend(key_values);
        let shape = Shape::Update {
            table: table.id,
            attributes,
            kept: Kept::AsTyped,
            condition,
        };
        let rows = self.execute(&shape, &parameters).await?;
        at_most_one(table, key, rows)
    }

    async fn delete_row(&mut self, table: TableId, key: &[Value]) -> Result<()> {
        let table = self.table(table);
        if self.execute_delete(table, key).await? == 0 {
            return Err(not_found(table, key));
        }
        Ok(())
    }

    /// Deletes the row of a key; gives how many there were, which is one or none.
    async fn execute_delete(&mut self, table: &Table, key: &[Value]) -> Result<u64> {
        let (condition, parameters) = key_condition(table, key);
        let shape = Shape::Delete {
            table: table.id,
            condition,
        };
        let rows = self.execute(&shape, &parameters).await?;
        at_most_one(table, key, rows)?;
        Ok(rows)
    }

    async fn write_update(&mut self, row: RowId) -> Result<()> {
        let table = self.table_of(row);
        self.receive(row)?;
        let now = self.workspace.row(row).now();
        let there = self.workspace.row(row).in_database();
        let there = there.expect("only rows that are there are updated");
        let is_computed =
            |index: usize| table.attributes[index].source == Some(ValueSource::Generated);
        let attributes: Vec<usize> = (0..now.len())
            .filter(|&index| now[index] != there[index] && !is_computed(index))
            .collect();
        if attributes.is_empty() {
            return Ok(());
        }
        let mut parameters: Vec<Value> =
            attributes.iter().map(|&index| now[index].clone()).collect();
        let key_there = key(table, there);
        let (condition, key_values) = key_condition(table, &key_there);
        parameters.extend(key_values);
        let may_be_there = changes_spelled_key(table, &attributes);
        let shape = Shape::Update {
            table: table.id,
            kept: self.kept(table, &[row], &attributes),
            attributes,
            condition,
        };
        let rows = self.execute(&shape, &parameters).await?;
        match rows {
            0 if may_be_there => return Err(is_there_already()),
            0 => return Err(not_found(table, &key_there)),
            _ => {}
        }
        at_most_one(table, &key_there, rows)?;
        if (0..table.attributes.len()).any(is_computed) {
            let key = self.workspace.row(row).key(table);
            let (condition, values) = key_condition(table, &key);
            let rows = self.select(table, condition, &values, Lock::None).await?;
            let written = rows.into_iter().next();
            let written = written.ok_or_else(|| not_found(table, &key))?;
            self.workspace.row_mut(row).was_written_as(written);
        } else {
            self.workspace.row_mut(row).was_written();
        }
        Ok(())
    }

    /// How the keys may be kept that the columns of rows refer to.
    fn kept(&self, table: &Table, rows: &[RowId], attributes: &[usize]) -> Kept {
        if table.dialect != Dialect::Sqlite {
            return Kept::AsTyped;
        }
        let shows_bytes = |attribute: usize| {
            rows.iter().any(|&row| {
                shows_bytes(table, attribute, &self.workspace.row(row).now()[attribute])
            })
        };
        let relationships = table.relationships.iter();
        let mut parts = relationships
            .filter(|each| each.holds_key)
            .flat_map(|each| &each.attributes);
        if parts.any(|part| attributes.contains(part) && shows_bytes(*part)) {
            Kept::AsBytes
        } else {
            Kept::AsTyped
        }
    }

    /// Fills the columns that waited for what the database gave to other rows.
    fn receive(&mut self, row: RowId) -> Result<()> {
        for awaited in std::mem::take(&mut self.workspace.row_mut(row).awaited) {
            let from = self.workspace.row(awaited.from);
            if from.is_deleted {
                let title = "a row refers to one that is deleted in the same transaction";
                return Err(Error::refused(Problem::new(
                    ProblemCode::MissingParent,
                    title,
                )));
            }
            if from.in_database().is_none() {
                return Err(Error::Internal(
                    "rows that are inserted together wait for each other's keys".into(),
                ));
            }
            let value = from.now()[awaited.their_attribute].clone();
            self.workspace.row_mut(row).put(awaited.attribute, value);
        }
        Ok(())
    }

    async fn execute(&mut self, shape: &Shape, parameters: &[Value]) -> Result<u64> {
        let statement = self.state.plans.statement(&self.state.catalog, shape);
        Ok(self.connection.execute(&statement, parameters).await?.rows)
    }
}

/// As if the database knew that two spellings of a key are one.
fn is_there_already() -> Error {
    let violated = StoreError::Violated {
        violation: Violation::Unique,
        constraint: None,
        source: "the key is there already, in another spelling".into(),
    };
    violated.into()
}

/// Refuses a change that took several rows for one, before it is kept: databases tell keys apart that mean the same to us (one
/// moment in two spellings, in SQLite), and PostgreSQL lets tables that inherit have the keys of their parent.
fn at_most_one(table: &Table, key: &[Value], rows: u64) -> Result<()> {
    if rows <= 1 {
        return Ok(());
    }
    let title = format!(
        "{rows} rows of `{}` have the id `{}`, so none was changed",
        table.kind,
        id_of_values(table, key)
    );
    let detail = "to the database their keys differ, by their spelling or the table that holds them: make each of them the only one";
    Err(Error::refused(
        Problem::new(ProblemCode::Duplicate, title).detail(detail),
    ))
}
