//! Which tables and columns become resources and attributes.

use std::collections::HashMap;

use super::note::{NoteKind, Notes};
use super::overrides::{Mistake, Overrides, TableOverride, Wanted};
use crate::schema::{Column, Schema, Table, TableKind, TableName};

/// A table that becomes a resource.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) table: &'a Table,
    /// The name that messages and `formwork.yaml` use: qualified outside of the default schema.
    pub(super) label: String,
    /// Where `formwork.yaml` speaks of it: `tables.orders`.
    pub(super) path: String,
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

    /// The place of a column that `formwork.yaml` names at a path.
    pub(super) fn named_position(
        &self,
        column: &str,
        path: String,
        notes: &mut Notes,
    ) -> Option<usize> {
        let position = self.position(column);
        if position.is_none() {
            let names = self.table.columns.iter().map(|one| one.name.as_str());
            notes.mistake(if find(names.clone(), column).is_some() {
                let problem = format!("`{path}` is `{column}`, which is left out");
                Mistake::new(path, problem, format!("keep `{column}`, or name another"))
            } else {
                Mistake::unknown_value(path, column, Wanted::Column(&self.label), names)
            });
        }
        position
    }
}

/// Chooses the tables, ordered by schema and name.
pub(super) fn choose<'a>(
    schema: &'a Schema,
    overrides: &Overrides,
    notes: &mut Notes,
) -> Vec<Chosen<'a>> {
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
    let mut changes = changes_by_label(&labels, overrides, notes);

    let mut chosen = Vec::with_capacity(tables.len());
    for (table, label) in tables.into_iter().zip(&labels) {
        let label = label.clone();
        let (written, changes) = match changes.remove(label.as_str()) {
            Some((written, changes)) => (written, changes.clone()),
            None => (label.as_str(), TableOverride::default()),
        };
        let path = format!("tables.{written}");
        let columns = columns(table, &label, &path, &changes, notes);
        if let Some(reason) = reason_to_leave_out(table, &changes, overrides) {
            notes.add(NoteKind::LeftOut, label, format!("is left out: {reason}"));
        } else if columns.is_empty() {
            notes.add(NoteKind::LeftOut, label, "is left out: it has no columns");
        } else {
            chosen.push(Chosen {
                table,
                label,
                path,
                changes,
                columns,
            });
        }
    }
    chosen
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

/// What `formwork.yaml` says, and the name it says it of, by the labels of the tables it means.
fn changes_by_label<'a, 'b>(
    labels: &'a [String],
    overrides: &'b Overrides,
    notes: &mut Notes,
) -> HashMap<&'a str, (&'b str, &'b TableOverride)> {
    let names = labels.iter().map(String::as_str);
    let mut found = HashMap::new();
    for (table, changes) in &overrides.tables {
        if let Some(position) = find(names.clone(), table) {
            found.insert(labels[position].as_str(), (table.as_str(), changes));
        } else {
            let path = format!("tables.{table}");
            notes.mistake(Mistake::unknown_key(
                path,
                table,
                Wanted::Table,
                names.clone(),
            ));
        }
    }
    found
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
    path: &str,
    changes: &TableOverride,
    notes: &mut Notes,
) -> Vec<&'a Column> {
    let names = table.columns.iter().map(|column| column.name.as_str());
    let mut left_out = Vec::new();
    for (column, changes) in &changes.columns {
        let Some(position) = find(names.clone(), column) else {
            let (path, wanted) = (format!("{path}.columns.{column}"), Wanted::Column(label));
            notes.mistake(Mistake::unknown_key(path, column, wanted, names.clone()));
            continue;
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
    kept.map(|(_, column)| column).collect()
}
