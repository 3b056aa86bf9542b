//! Which tables and columns become resources and attributes.

use std::collections::HashMap;

use super::error::ModelError;
use super::note::{NoteKind, Notes};
use super::overrides::{Overrides, TableOverride};
use super::similar;
use crate::schema::{Column, Schema, Table, TableKind, TableName};

/// A table that becomes a resource.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) table: &'a Table,
    /// The name that messages and `formwork.yaml` use: qualified outside of the default schema.
    pub(super) label: String,
    pub(super) changes: TableOverride,
    /// Those that become attributes, in the table's order.
    pub(super) columns: Vec<&'a Column>,
}

impl Chosen<'_> {
    /// The place of a column among those that become attributes.
    pub(super) fn position(&self, column: &str) -> Option<usize> {
        find(
            self.columns.iter().map(|candidate| candidate.name.as_str()),
            column,
        )
    }

    /// The place of a column that `formwork.yaml` names.
    pub(super) fn named_position(&self, column: &str) -> Result<usize, ModelError> {
        if let Some(position) = self.position(column) {
            return Ok(position);
        }
        let names = || {
            self.table
                .columns
                .iter()
                .map(|candidate| candidate.name.as_str())
        };
        let (table, column) = (self.label.clone(), column.to_owned());
        Err(if find(names(), &column).is_some() {
            ModelError::KeyColumnLeftOut { table, column }
        } else {
            let similar = similar(&column, names()).map(str::to_owned);
            ModelError::UnknownColumn {
                table,
                column,
                similar,
            }
        })
    }
}

/// Chooses the tables, ordered by schema and name.
pub(super) fn choose<'a>(
    schema: &'a Schema,
    overrides: &Overrides,
    notes: &mut Notes,
) -> Result<Vec<Chosen<'a>>, ModelError> {
    for left_out in &schema.left_out {
        notes.add(
            NoteKind::LeftOut,
            label(&left_out.table, schema),
            match &left_out.part {
                Some(part) => format!("{part} is left out: {}", left_out.reason),
                None => format!("is left out: {}", left_out.reason),
            },
        );
    }
    let mut tables: Vec<&Table> = schema.tables.iter().collect();
    tables.sort_by(|one, other| one.name.cmp(&other.name));
    let labels: Vec<String> = tables
        .iter()
        .map(|table| label(&table.name, schema))
        .collect();
    let mut changes = changes_by_label(&labels, overrides)?;

    let mut chosen = Vec::with_capacity(tables.len());
    for (table, label) in tables.into_iter().zip(&labels) {
        let label = label.clone();
        let changes = changes.remove(label.as_str()).cloned().unwrap_or_default();
        let columns = columns(table, &label, &changes, notes)?;
        if let Some(reason) = reason_to_leave_out(table, &changes, overrides) {
            notes.add(NoteKind::LeftOut, label, format!("is left out: {reason}"));
        } else if columns.is_empty() {
            notes.add(NoteKind::LeftOut, label, "is left out: it has no columns");
        } else {
            chosen.push(Chosen {
                table,
                label,
                changes,
                columns,
            });
        }
    }
    if chosen.is_empty() {
        let restricted = !overrides.include.is_empty() || !overrides.exclude.is_empty();
        return Err(ModelError::NoTables { restricted });
    }
    Ok(chosen)
}

/// The one name of these that is meant: exactly it, or else it in other case, as databases allow
/// in a foreign key.
pub(super) fn find<'a>(
    mut names: impl Iterator<Item = &'a str> + Clone,
    wanted: &str,
) -> Option<usize> {
    let exact = names.clone().position(|name| name == wanted);
    let lower = wanted.to_lowercase();
    exact.or_else(|| names.position(|name| name.to_lowercase() == lower))
}

/// What a table is called in messages and in `formwork.yaml`.
pub(super) fn label(name: &TableName, schema: &Schema) -> String {
    match &name.schema {
        Some(qualifier) if name.schema != schema.default_schema => {
            format!("{qualifier}.{}", name.name)
        }
        _ => name.name.clone(),
    }
}

/// What `formwork.yaml` says, by the labels of the tables it means.
fn changes_by_label<'a, 'b>(
    labels: &'a [String],
    overrides: &'b Overrides,
) -> Result<HashMap<&'a str, &'b TableOverride>, ModelError> {
    let names = || labels.iter().map(String::as_str);
    overrides
        .tables
        .iter()
        .map(|(table, changes)| match find(names(), table) {
            Some(position) => Ok((labels[position].as_str(), changes)),
            None => Err(unknown_table(table, names())),
        })
        .collect()
}

/// The error for a table that `formwork.yaml` names and the database does not have.
pub(super) fn unknown_table<'a>(table: &str, known: impl Iterator<Item = &'a str>) -> ModelError {
    let similar = similar(table, known).map(str::to_owned);
    ModelError::UnknownTable {
        table: table.to_owned(),
        similar,
    }
}

fn reason_to_leave_out(
    table: &Table,
    changes: &TableOverride,
    overrides: &Overrides,
) -> Option<String> {
    let matches = |patterns: &[super::overrides::TablePattern]| {
        let schema = table.name.schema.as_deref();
        patterns
            .iter()
            .find(|pattern| pattern.matches(&table.name.name, schema))
            .map(ToString::to_string)
    };
    match changes.leave_out {
        Some(true) => return Some("`formwork.yaml` says so".to_owned()),
        Some(false) => return None,
        None => {}
    }
    if let Some(pattern) = matches(&overrides.exclude) {
        return Some(format!("`{pattern}` excludes it"));
    }
    if !overrides.include.is_empty() && matches(&overrides.include).is_none() {
        return Some("no pattern includes it".to_owned());
    }
    if table.kind == TableKind::Partition {
        let whole = table
            .inherits
            .first()
            .map_or("its table", |whole| &whole.name);
        return Some(format!(
            "it is a partition, its rows are those of `{whole}`"
        ));
    }
    None
}

fn columns<'a>(
    table: &'a Table,
    label: &str,
    changes: &TableOverride,
    notes: &mut Notes,
) -> Result<Vec<&'a Column>, ModelError> {
    let names = || table.columns.iter().map(|column| column.name.as_str());
    let mut left_out = Vec::new();
    for (column, changes) in &changes.columns {
        let Some(position) = find(names(), column) else {
            let similar = similar(column, names()).map(str::to_owned);
            return Err(ModelError::UnknownColumn {
                table: label.to_owned(),
                column: column.clone(),
                similar,
            });
        };
        if changes.leave_out {
            left_out.push(position);
            let subject = format!("{label}.{}", table.columns[position].name);
            notes.add(
                NoteKind::LeftOut,
                subject,
                "is left out: `formwork.yaml` says so",
            );
        }
    }
    let kept = table
        .columns
        .iter()
        .enumerate()
        .filter(|(position, _)| !left_out.contains(position));
    Ok(kept.map(|(_, column)| column).collect())
}
