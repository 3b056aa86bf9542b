//! The logic log: one line for each row and step, `attribute: [old-->] new`, why, and at the end the rules that fired.
//!
//! It is written at level info for the target `formwork::logic`, when the transaction ends; when nobody listens it costs one
//! look at the level.

use super::caller::Caller;
use super::declaration::Origin;
use super::graph::Rule;
use super::workspace::{RowId, Workspace};
use crate::catalog::{Catalog, Table};
use crate::jsonapi::id_of_values;
use crate::value::Value;

/// The target of the logic log.
pub(crate) const LOGIC_LOG: &str = "formwork::logic";

/// The log of one transaction; none if nobody wants it.
#[derive(Debug)]
pub(crate) struct Trace(Option<std::sync::Mutex<Lines>>);

#[derive(Debug, Default)]
struct Lines {
    lines: Vec<String>,
    fired: Vec<String>,
}

impl Trace {
    pub(crate) fn start() -> Self {
        let is_wanted = tracing::enabled!(target: LOGIC_LOG, tracing::Level::INFO);
        Self(is_wanted.then(std::sync::Mutex::default))
    }

    fn with(&self, add: impl FnOnce(&mut Lines)) {
        if let Some(lines) = &self.0 {
            add(&mut lines
                .lock()
                .unwrap_or_else(std::sync::PoisonError::into_inner));
        }
    }

    /// A row that a client or code changes.
    pub(crate) fn row(&self, table: &Table, workspace: &Workspace, row: RowId, what: &str) {
        self.with(|lines| {
            lines
                .lines
                .push(format!("{} {{{what}}}", name(table, workspace, row)));
        });
    }

    /// A column that gets another value; `reason` is empty if a client or code sets it.
    pub(crate) fn set(
        &self,
        table: &Table,
        workspace: &Workspace,
        row: RowId,
        attribute: usize,
        value: &Value,
        reason: &dyn Fn() -> String,
    ) {
        self.with(|lines| {
            let reason = reason();
            let attribute_of = &table.attributes[attribute];
            let before = &workspace.row(row).now()[attribute];
            let shown = |value: &Value| match value {
                Value::Null => "null".to_owned(),
                value => value.as_cell().text(&attribute_of.column_type),
            };
            let (indent, reason) = if reason.is_empty() {
                ("  ", "given".to_owned())
            } else {
                ("..", reason)
            };
            lines.lines.push(format!(
                "{indent}{} {{{reason}}} {}: [{}-->] {}",
                name(table, workspace, row),
                attribute_of.name,
                shown(before),
                shown(value)
            ));
        });
    }

    /// An event that happens to a row.
    pub(crate) fn event(&self, table: &Table, workspace: &Workspace, row: RowId, origin: Origin) {
        self.with(|lines| {
            lines.lines.push(format!(
                "..{} {{event at {origin}}}",
                name(table, workspace, row)
            ));
        });
    }

    /// A constraint that does not hold.
    pub(crate) fn broken(&self, title: &str) {
        self.with(|lines| lines.lines.push(format!("Constraint Failure: {title}")));
        if self.0.is_some() {
            self.write(None);
        }
    }

    /// A rule that has done something.
    pub(crate) fn fired(&self, rule: &Rule, catalog: &Catalog) {
        self.with(|lines| {
            let line = format!(
                "{} {} ({})",
                rule.name(catalog),
                rule.kind_name(),
                rule.origin
            );
            if !lines.fired.contains(&line) {
                lines.fired.push(line);
            }
        });
    }

    /// Writes the log.
    pub(crate) fn end(&self, caller: &Caller) {
        if self.0.is_some() {
            self.write(caller.name());
        }
    }

    fn write(&self, caller: Option<&str>) {
        self.with(|lines| {
            for line in lines.lines.drain(..) {
                tracing::info!(target: LOGIC_LOG, caller, "{line}");
            }
            if !lines.fired.is_empty() {
                tracing::info!(target: LOGIC_LOG, caller, "rules that fired:");
            }
            for line in lines.fired.drain(..) {
                tracing::info!(target: LOGIC_LOG, caller, "  {line}");
            }
        });
    }
}

/// `Customer[ALFKI]`, or `Order[new]` before the database has given it a key.
fn name(table: &Table, workspace: &Workspace, row: RowId) -> String {
    let key = workspace.row(row).key(table);
    if key.iter().any(Value::is_null) {
        format!("{}[new]", table.kind)
    } else {
        format!("{}[{}]", table.kind, id_of_values(table, &key))
    }
}
