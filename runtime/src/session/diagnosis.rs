//! Why the database refused a change set: which parent is missing, which key is taken, which rows still refer to one.
//!
//! Databases name the constraint at best. So after the rollback the same questions are asked by queries, alike on all
//! databases; it costs nothing while all goes well.

mod culprit;

use std::sync::Arc;

use super::Rows;
use super::changes::{Change, ChangeSet, Input};
use crate::app::State;
use crate::catalog::{Check, Relationship, Table};
use crate::jsonapi::id_of_values;
use crate::reading::key_condition;
use crate::store::{
    BoxFuture, Connection, Lock, Page, Select, Shape, Source, StoreError, Test, Violation, Work,
};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// The error in terms of the change set, if the database refused it; any other error as it is.
pub(crate) async fn explain(state: &Arc<State>, changes: &Arc<ChangeSet>, error: Error) -> Error {
    let (violation, name) = match error.as_store_error() {
        Some(StoreError::Violated {
            violation,
            constraint,
            ..
        }) => (Some(*violation), constraint.clone()),
        Some(StoreError::Unfit { column, .. }) => (None, column.clone()),
        _ => return error,
    };
    tracing::debug!(?error, "the database refused a change");
    let mut problems = match violation {
        Some(Violation::Unique | Violation::ForeignKey) => {
            let database = changes.database(&state.catalog).ok().flatten().unwrap_or(0);
            let work = Questions {
                state: Arc::clone(state),
                changes: Arc::clone(changes),
                violation,
            };
            match state.stores[database].read(work).await {
                Ok(problems) => problems,
                Err(error) => return error,
            }
        }
        Some(Violation::NotNull) => named(state, changes, name.as_deref(), "cannot be null"),
        Some(Violation::Check) => vec![check_problem(state, changes, name.as_deref())],
        None => named(
            state,
            changes,
            name.as_deref(),
            "has a value that the database does not take",
        ),
    };
    if problems.is_empty() {
        problems.push(unnamed(violation));
    }
    let is_unplaced = |problem: &Problem| problem.change.is_none();
    let asked_already = matches!(violation, Some(Violation::Unique | Violation::ForeignKey));
    if changes.len() > 1 && !asked_already && problems.iter().any(is_unplaced) {
        let culprit = culprit::find(state, changes, violation).await;
        for problem in problems.iter_mut().filter(|problem| is_unplaced(problem)) {
            problem.change = culprit;
        }
    }
    Error::Refused(problems)
}

/// When the cause is gone already, or is nothing that the Model knows.
fn unnamed(violation: Option<Violation>) -> Problem {
    let (code, title) = match violation {
        Some(Violation::Unique) => (
            ProblemCode::Duplicate,
            "another row has the same unique value",
        ),
        Some(Violation::ForeignKey) => (
            ProblemCode::Referenced,
            "a row refers to one that does not exist",
        ),
        Some(Violation::NotNull) => (ProblemCode::Value, "a value is missing"),
        Some(Violation::Check) => (ProblemCode::Value, "a value is not acceptable"),
        None => (ProblemCode::Value, "a value does not fit its column"),
    };
    Problem::new(code, title)
}

fn named(state: &State, changes: &ChangeSet, column: Option<&str>, what: &str) -> Vec<Problem> {
    let Some(column) = column else {
        return Vec::new();
    };
    let found = changes.iter().find_map(|change| {
        let table = state.catalog.table(change.table());
        let mut attributes = table.attributes.iter();
        Some((table, attributes.find(|each| &*each.column == column)?))
    });
    let problem = found.map(|(table, attribute)| {
        let title = format!("`{}` {what}", attribute.name);
        let problem = Problem::new(ProblemCode::Value, title)
            .at_attribute(&*attribute.name)
            .about(&*table.kind, None);
        of_only_change(problem, table, changes)
    });
    problem.into_iter().collect()
}

/// The problem at the change of its table, if there is only one: the database does not say which row it means.
fn of_only_change(mut problem: Problem, table: &Table, changes: &ChangeSet) -> Problem {
    let mut of_table = changes
        .iter()
        .enumerate()
        .filter(|(_, change)| change.table() == table.id);
    if let (Some((number, _)), None) = (of_table.next(), of_table.next()) {
        problem.change = Some(number);
    }
    problem
}

fn check_problem(state: &State, changes: &ChangeSet, name: Option<&str>) -> Problem {
    let find = |is_it: &dyn Fn(&Table, &Check) -> bool| {
        changes.iter().find_map(|change| {
            let table = state.catalog.table(change.table());
            let mut checks = table.checks.iter();
            Some((table, checks.find(|check| is_it(table, check))?))
        })
    };
    // SQLite gives the text of a CHECK that has no name.
    let is_named = |_: &Table, check: &Check| match &check.name {
        Some(known) => Some(&**known) == name,
        None => name.is_some_and(|name| *name == *check.expression),
    };
    // MariaDB gives the column that a CHECK is declared at, after its table; SQLite a column that the text begins with in quotes.
    let is_of_column = |table: &Table, check: &Check| {
        let (of, column) = name.map_or((None, None), |name| match name.rsplit_once('.') {
            Some((of, column)) => (Some(of), Some(column)),
            None => (None, Some(name)),
        });
        let is_table = of.is_none_or(|of| *of == *table.sql_name.trim_matches(['`', '"']));
        let is_column = |&attribute: &usize| column == Some(&*table.attributes[attribute].column);
        is_table && check.attributes.len() == 1 && check.attributes.iter().all(is_column)
    };
    let found = find(&is_named).or_else(|| find(&is_of_column));
    let Some((table, check)) = found else {
        let problem = unnamed(Some(Violation::Check));
        return match name {
            Some(name) => problem.detail(format!("it violates the check `{name}`")),
            None => problem,
        };
    };
    let problem = unnamed(Some(Violation::Check))
        .detail(format!("`{}` must hold", check.expression))
        .about(&*table.kind, None);
    let problem = of_only_change(problem, table, changes);
    match check.attributes.as_slice() {
        [attribute] => problem.at_attribute(&*table.attributes[*attribute].name),
        _ => problem,
    }
}

struct Questions {
    state: Arc<State>,
    changes: Arc<ChangeSet>,
    violation: Option<Violation>,
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
        let condition = attributes
            .iter()
            .map(|&attribute| Test::Equal(attribute))
            .collect();
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
