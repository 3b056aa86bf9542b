//! Why the database refused a change set: which parent is missing, which key is taken, which rows still refer to one.
//!
//! Databases name the constraint at best. So after the rollback the same questions are asked by queries, alike on all
//! databases; it costs nothing while all goes well.

mod culprit;
mod questions;

use std::sync::Arc;

use questions::Questions;

use super::changes::ChangeSet;
use crate::app::State;
use crate::catalog::{Check, Table};
use crate::store::{BoxError, StoreError, Violation};
use crate::{Error, Problem, ProblemCode};

/// The error in terms of the change set, if the database refused it; any other error as it is.
pub(crate) async fn explain(state: &Arc<State>, changes: &Arc<ChangeSet>, error: Error) -> Error {
    let (violation, name) = match error.as_store_error() {
        Some(StoreError::Violated {
            violation,
            constraint,
            ..
        }) => (Some(*violation), constraint.clone()),
        Some(StoreError::Unfit { column, .. }) => (None, column.clone()),
        Some(StoreError::Dangling(reason)) => {
            let problems = vec![dangling(reason)];
            return Error::Refused(placed(state, changes, None, problems).await);
        }
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
    let asked_already = matches!(violation, Some(Violation::Unique | Violation::ForeignKey));
    if !asked_already {
        problems = placed(state, changes, violation, problems).await;
    }
    Error::Refused(problems)
}

/// The problems, with the change that each is about where that is not known yet and can be found.
async fn placed(
    state: &Arc<State>,
    changes: &ChangeSet,
    violation: Option<Violation>,
    mut problems: Vec<Problem>,
) -> Vec<Problem> {
    let is_unplaced = |problem: &Problem| problem.change.is_none();
    if changes.len() > 1 && problems.iter().any(is_unplaced) {
        let culprit = culprit::find(state, changes, violation).await;
        for problem in problems.iter_mut().filter(|problem| is_unplaced(problem)) {
            problem.change = culprit;
        }
    }
    problems
}

fn dangling(reason: &BoxError) -> Problem {
    let title =
        "the database changes no row of this table: it refers to something that is not there";
    Problem::new(ProblemCode::ReadOnly, title).detail(reason.to_string())
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
