//! What the database is asked after it has refused a change set: who has the key already, which parent is missing, who still refers.

use std::sync::Arc;

use crate::app::State;
use crate::catalog::{Relationship, Table};
use crate::jsonapi::id_of_values;
use crate::reading::key_condition;
use crate::session::Rows;
use crate::session::changes::{Change, ChangeSet, Input};
use crate::store::{
    BoxFuture, Connection, Lock, Page, Select, Shape, Source, Test, Violation, Work, all_equal,
};
use crate::value::Value;
use crate::{Problem, ProblemCode, Result};

/// What the rows of a change set are asked for, change by change.
pub(super) struct Questions {
    pub(super) state: Arc<State>,
    pub(super) changes: Arc<ChangeSet>,
    pub(super) violation: Option<Violation>,
}

impl Work for Questions {
    type Output = Vec<Problem>;

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Self::Output>> {
        Box::pin(self.ask(connection))
    }
}

impl Questions {
    async fn ask(&self, connection: &mut dyn Connection) -> Result<Vec<Problem>> {
        let mut problems = Vec::new();
        for (number, change) in self.changes.iter().enumerate() {
            let before = problems.len();
            self.ask_about(connection, number, change, &mut problems)
                .await?;
            for problem in &mut problems[before..] {
                problem.change = Some(number);
            }
        }
        Ok(problems)
    }

    async fn ask_about(
        &self,
        connection: &mut dyn Connection,
        number: usize,
        change: &Change,
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        let table = self.state.catalog.table(change.table());
        let old = match change {
            Change::Insert { .. } => None,
            Change::Update { key, .. } | Change::Delete { key, .. } => {
                self.row(connection, table, key).await?
            }
        };
        let new = match change {
            Change::Insert { values, .. } => Some(new_row(table, None, values)),
            Change::Update { values, .. } => Some(new_row(table, old.as_deref(), values)),
            Change::Delete { .. } => None,
        };
        if self.violation == Some(Violation::Unique) {
            if let Some(new) = &new {
                self.twin_before(number, table, new, problems);
                self.duplicates(connection, table, old.as_deref(), new, problems)
                    .await?;
            }
            return Ok(());
        }
        if let Some(new) = &new {
            self.missing_parents(connection, table, new, problems)
                .await?;
        }
        if let Some(old) = &old {
            self.children(connection, table, old, new.as_deref(), problems)
                .await?;
        }
        Ok(())
    }

    /// An earlier row of the same change set with the same unique values.
    fn twin_before(
        &self,
        number: usize,
        table: &Table,
        new: &[Option<Value>],
        problems: &mut Vec<Problem>,
    ) {
        for attributes in std::iter::once(&table.key).chain(&table.unique) {
            let is_twin = |change: &Change| {
                let Change::Insert {
                    table: other,
                    values,
                } = change
                else {
                    return false;
                };
                *other == table.id && {
                    let row = new_row(table, None, values);
                    let is_same = |&index: &usize| {
                        new[index] == row[index]
                            && row[index].as_ref().is_some_and(|value| !value.is_null())
                    };
                    attributes.iter().all(is_same)
                }
            };
            if self.changes.iter().take(number).any(is_twin) {
                problems.push(same_unique(table, attributes));
            }
        }
    }

    async fn row(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        key: &[Value],
    ) -> Result<Option<Vec<Option<Value>>>> {
        let (condition, values) = key_condition(table, key);
        let columns = (0..table.attributes.len()).map(Source::Attribute).collect();
        let rows = self
            .rows(connection, table, columns, condition, values)
            .await?;
        Ok(rows
            .into_iter()
            .next()
            .map(|row| row.into_iter().map(Some).collect()))
    }

    async fn rows(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        columns: Vec<Source>,
        condition: Vec<Test>,
        mut values: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>> {
        values.push(Value::Int(2));
        let select = Select {
            table: table.id,
            columns,
            condition,
            order: Vec::new(),
            page: Page::Limit,
            lock: Lock::None,
        };
        let statement = self
            .state
            .plans
            .statement(&self.state.catalog, &Shape::Select(select));
        let mut rows = Rows {
            types: &statement.columns,
            rows: Vec::new(),
        };
        connection.select(&statement, &values, &mut rows).await?;
        Ok(rows.rows)
    }

    /// The keys of up to two rows that have these values; none if a value is null or not known.
    async fn with_values(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        attributes: &[usize],
        values: &[Option<&Value>],
    ) -> Result<Option<Vec<Vec<Value>>>> {
        let values: Option<Vec<Value>> = values
            .iter()
            .map(|value| value.filter(|v| !v.is_null()).cloned())
            .collect();
        let Some(values) = values else {
            return Ok(None);
        };
        let columns = table
            .key
            .iter()
            .map(|&attribute| Source::Attribute(attribute))
            .collect();
        let (condition, values) = all_equal(table, attributes, values);
        self.rows(connection, table, columns, condition, values)
            .await
            .map(Some)
    }

    async fn duplicates(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        old: Option<&[Option<Value>]>,
        new: &[Option<Value>],
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        let old_key: Option<Vec<Value>> = old.and_then(|old| {
            table
                .key
                .iter()
                .map(|&attribute| old[attribute].clone())
                .collect()
        });
        for attributes in std::iter::once(&table.key).chain(&table.unique) {
            let values: Vec<_> = attributes
                .iter()
                .map(|&attribute| new[attribute].as_ref())
                .collect();
            let Some(others) = self
                .with_values(connection, table, attributes, &values)
                .await?
            else {
                continue;
            };
            if !others.iter().any(|other| Some(other) != old_key.as_ref()) {
                continue;
            }
            problems.push(same_unique(table, attributes));
        }
        Ok(())
    }

    async fn missing_parents(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        new: &[Option<Value>],
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        for relationship in table
            .relationships
            .iter()
            .filter(|each| each.holds_key && !each.is_virtual)
        {
            let target = self.state.catalog.table(relationship.target);
            let values: Vec<_> = relationship
                .attributes
                .iter()
                .map(|&index| new[index].as_ref())
                .collect();
            let attributes = &relationship.target_attributes;
            let Some(found) = self
                .with_values(connection, target, attributes, &values)
                .await?
            else {
                continue;
            };
            if found.is_empty() && !self.inserts(target, relationship, &values) {
                let known: Vec<_> = values.into_iter().flatten().cloned().collect();
                let shown = id_of(target, attributes, &known);
                let title = format!("Missing Parent: {}", relationship.name);
                problems.push(
                    Problem::new(ProblemCode::MissingParent, title)
                        .detail(format!("there is no `{}` with `{shown}`", target.kind))
                        .at_relationship(&*relationship.name)
                        .about(&*table.kind, None),
                );
            }
        }
        Ok(())
    }

    /// Whether the same change set inserts the row that the values refer to.
    fn inserts(
        &self,
        target: &Table,
        relationship: &Relationship,
        values: &[Option<&Value>],
    ) -> bool {
        self.changes.iter().any(|change| match change {
            Change::Insert {
                table,
                values: given,
            } if *table == target.id => {
                let row = new_row(target, None, given);
                let theirs = relationship
                    .target_attributes
                    .iter()
                    .map(|&attribute| row[attribute].as_ref());
                theirs.eq(values.iter().copied())
            }
            _ => false,
        })
    }

    async fn children(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        old: &[Option<Value>],
        new: Option<&[Option<Value>]>,
        problems: &mut Vec<Problem>,
    ) -> Result<()> {
        for relationship in table
            .relationships
            .iter()
            .filter(|each| !each.holds_key && !each.is_virtual)
        {
            let is_kept = new.is_some_and(|new| {
                relationship
                    .attributes
                    .iter()
                    .all(|&index| new[index] == old[index])
            });
            if is_kept {
                continue;
            }
            let target = self.state.catalog.table(relationship.target);
            let values: Vec<_> = relationship
                .attributes
                .iter()
                .map(|&index| old[index].as_ref())
                .collect();
            let found = self
                .with_values(connection, target, &relationship.target_attributes, &values)
                .await?;
            if let Some(child) = found.as_deref().and_then(<[_]>::first) {
                let id = id_of_values(target, child);
                let title = format!(
                    "`{}` `{id}` still refers to this `{}`",
                    target.kind, table.kind
                );
                problems.push(
                    Problem::new(ProblemCode::Referenced, title)
                        .at_relationship(&*relationship.name)
                        .about(&*table.kind, None),
                );
            }
        }
        Ok(())
    }
}

fn same_unique(table: &Table, attributes: &[usize]) -> Problem {
    let names: Vec<_> = attributes
        .iter()
        .map(|&index| format!("`{}`", table.attributes[index].name))
        .collect();
    let title = format!(
        "another `{}` has the same {}",
        table.kind,
        names.join(" and ")
    );
    let problem = Problem::new(ProblemCode::Duplicate, title).about(&*table.kind, None);
    problem.at_attribute(&*table.attributes[attributes[0]].name)
}

fn id_of(table: &Table, attributes: &[usize], values: &[Value]) -> String {
    let texts: Vec<_> = attributes
        .iter()
        .zip(values)
        .map(|(&attribute, value)| value.text(&table.attributes[attribute].column_type))
        .collect();
    texts.join("_")
}

/// The row that a change makes, as far as it is known: values that the database gives are not.
fn new_row(
    table: &Table,
    old: Option<&[Option<Value>]>,
    values: &[(usize, Input)],
) -> Vec<Option<Value>> {
    let mut row = old.map_or_else(|| vec![None; table.attributes.len()], <[_]>::to_vec);
    for (attribute, input) in values {
        row[*attribute] = match input {
            Input::Value(value) => Some(value.clone()),
            Input::Of { .. } | Input::From { .. } | Input::Unread => None,
        };
    }
    row
}
