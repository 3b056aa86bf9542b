//! New rows into the database, several in one statement, and what the database made of them.

use std::collections::HashMap;

use super::super::Engine;
use super::is_there_already;
use crate::catalog::Table;
use crate::jsonapi::id_of_values;
use crate::model::ValueSource;
use crate::reading::not_found;
use crate::rules::engine::load::{lost_race, zero};
use crate::rules::workspace::{Link, RowId, When, key};
use crate::store::{Kept, Lock, Shape, StoreError, Violation, inserts_spelled_key};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// Rows and parameters of one statement at most; SQLite takes 32,766 parameters, the others 65,535.
const ROWS: usize = 512;
const PARAMETERS: usize = 30_000;

impl Engine<'_> {
    /// Inserts rows of one table that have the same columns.
    pub(super) async fn write_inserts(&mut self, rows: &[RowId]) -> Result<()> {
        let inserted = self.insert_rows(rows).await;
        inserted.map_err(|error| {
            let is_made = rows.iter().any(|row| self.made_parents.contains(row));
            match error.as_store_error() {
                // It was not there when we looked: another child has made the same parent meanwhile.
                Some(StoreError::Violated {
                    violation: Violation::Unique,
                    ..
                }) if is_made => lost_race(),
                _ => error,
            }
        })
    }

    async fn insert_rows(&mut self, rows: &[RowId]) -> Result<()> {
        let Some(&first) = rows.first() else {
            return Ok(());
        };
        for &row in rows {
            self.receive(row)?;
        }
        let table = self.table_of(first);
        let assigned = self.workspace.row(first).assigned().iter().enumerate();
        let attributes: Vec<usize> = assigned
            .filter(|(_, is_assigned)| **is_assigned)
            .map(|(index, _)| index)
            .collect();
        if !self.connection.returns_inserted() {
            for &row in rows {
                self.insert_and_find(table, row, &attributes).await?;
            }
            return Ok(());
        }
        let most = if attributes.is_empty() {
            1
        } else {
            ROWS.min((PARAMETERS / attributes.len()).max(1))
        };
        let mut rest = rows;
        while !rest.is_empty() {
            // Powers of two, so that there are few texts of statements, whatever clients send.
            let count = 1_usize << rest.len().min(most).ilog2();
            let (some, after) = rest.split_at(count);
            self.insert_together(table, some, &attributes).await?;
            rest = after;
        }
        Ok(())
    }

    async fn insert_together(
        &mut self,
        table: &Table,
        rows: &[RowId],
        attributes: &[usize],
    ) -> Result<()> {
        let shape = Shape::Insert {
            table: table.id,
            attributes: attributes.to_vec(),
            rows: rows.len(),
            returns_row: true,
            kept: self.kept(table, rows, attributes),
        };
        let parameters: Vec<Value> = rows
            .iter()
            .flat_map(|&row| attributes.iter().map(move |&index| (row, index)))
            .map(|(row, index)| self.workspace.row(row).now()[index].clone())
            .collect();
        let mut written = self.rows_of(&shape, &parameters).await?;
        if written.len() < rows.len() && inserts_spelled_key(table, attributes) {
            return Err(is_there_already());
        }
        if written.len() != rows.len() {
            return Err(Error::Internal(
                format!(
                    "an insert of {} rows returned {}",
                    rows.len(),
                    written.len()
                )
                .into(),
            ));
        }
        if rows.len() > 1 {
            put_in_order(table, attributes, &mut written, |at| {
                self.workspace.row(rows[at]).key(table)
            });
        }
        for (&row, values) in rows.iter().zip(written) {
            self.was_written(table, row, values);
        }
        Ok(())
    }

    fn was_written(&mut self, table: &Table, row: RowId, values: Vec<Value>) {
        let there = self.workspace.row_mut(row);
        let now = there.now();
        let has_other_key = table.key.iter().any(|&part| now[part] != values[part]);
        there.was_written_as(values);
        if has_other_key {
            self.workspace.index_key(table, row);
        }
    }

    /// For databases that do not return what they insert.
    async fn insert_and_find(
        &mut self,
        table: &Table,
        row: RowId,
        attributes: &[usize],
    ) -> Result<()> {
        let shape = Shape::Insert {
            table: table.id,
            attributes: attributes.to_vec(),
            rows: 1,
            returns_row: false,
            kept: Kept::AsTyped,
        };
        let now = self.workspace.row(row).now();
        let parameters: Vec<Value> = attributes.iter().map(|&index| now[index].clone()).collect();
        let mut key: Vec<Option<Value>> = table
            .key
            .iter()
            .map(|&part| attributes.contains(&part).then(|| now[part].clone()))
            .collect();
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
        let (condition, values) = crate::reading::key_condition(table, &key);
        let rows = self.select(table, condition, &values, Lock::None).await?;
        let written = rows
            .into_iter()
            .next()
            .ok_or_else(|| not_found(table, &key))?;
        self.was_written(table, row, written);
        Ok(())
    }

    /// Inserts rows before anything is derived, whose keys or defaults rules read and only the database knows.
    pub(in crate::rules::engine) async fn insert_early(&mut self) -> Result<()> {
        let wanting: Vec<RowId> = self
            .workspace
            .ids()
            .filter(|&id| {
                let row = self.workspace.row(id);
                let made = &self.graph().table(row.table).made_by_database;
                row.is_new()
                    && !row.is_deleted
                    && row.in_database().is_none()
                    && made.iter().any(|&part| !row.is_assigned(part))
            })
            .collect();
        for row in wanting {
            self.insert_with_parents(row).await?;
        }
        Ok(())
    }

    async fn insert_with_parents(&mut self, row: RowId) -> Result<()> {
        let mut chain = vec![row];
        let mut at = 0;
        while at < chain.len() {
            for above in self.new_above(chain[at]) {
                if !chain.contains(&above) {
                    chain.push(above);
                }
            }
            at += 1;
        }
        for row in chain.into_iter().rev() {
            if self.workspace.row(row).in_database().is_some() {
                continue;
            }
            self.fill_blanks(row);
            self.write_inserts(&[row]).await?;
        }
        Ok(())
    }

    /// Rows that are to be inserted before this one, since it refers to them.
    fn new_above(&mut self, row: RowId) -> Vec<RowId> {
        let awaited = self.workspace.row(row).awaited.iter();
        let mut above: Vec<RowId> = awaited.map(|awaited| awaited.from).collect();
        let relationships = &self.table_of(row).relationships;
        for (index, relationship) in relationships.iter().enumerate() {
            if !relationship.holds_key {
                continue;
            }
            self.follow_known(&[row], index);
            if let Link::To(other) = self.workspace.link(row, index, When::Now) {
                above.push(other);
            }
        }
        above.retain(|&other| {
            let other = self.workspace.row(other);
            other.is_new() && !other.is_deleted && other.in_database().is_none()
        });
        above
    }

    /// Columns that must have a value and get it from a rule later.
    fn fill_blanks(&mut self, row: RowId) {
        let table = self.table_of(row);
        for (index, attribute) in table.attributes.iter().enumerate() {
            let is_derived = self
                .graph()
                .rules
                .iter()
                .any(|rule| rule.target == table.id && rule.attribute == index);
            let there = self.workspace.row(row);
            if !is_derived
                || attribute.nullable
                || attribute.has_default
                || there.is_assigned(index)
            {
                continue;
            }
            let blank = match &attribute.column_type {
                crate::model::ColumnType::Text { .. } => Value::Text(String::new()),
                other => zero(other),
            };
            let there = self.workspace.row_mut(row);
            there.put(index, blank);
            there.assign(index);
        }
    }
}

/// The rows that an insert returned in the order in which they were given: databases do not promise one. Numbers are given out in
/// the order of the rows; other keys are known.
fn put_in_order(
    table: &Table,
    attributes: &[usize],
    written: &mut [Vec<Value>],
    key_of: impl Fn(usize) -> Vec<Value>,
) {
    let numbered = table.key.iter().copied().find(|part| {
        !attributes.contains(part)
            && matches!(
                table.attributes[*part].source,
                Some(ValueSource::Identity | ValueSource::IdentityAlways)
            )
    });
    if let Some(part) = numbered {
        written.sort_by_key(|row| match &row[part] {
            Value::Int(number) => i128::from(*number),
            Value::UInt(number) => i128::from(*number),
            _ => 0,
        });
        return;
    }
    let wanted: HashMap<String, usize> = (0..written.len())
        .map(|at| (id_of_values(table, &key_of(at)), at))
        .collect();
    written.sort_by_cached_key(|row| {
        let id = id_of_values(table, &key(table, row));
        wanted.get(&id).copied().unwrap_or(usize::MAX)
    });
}
