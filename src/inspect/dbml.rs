//! A schema in DBML: <https://dbml.dbdiagram.io/docs>.

use std::{
    collections::{BTreeMap, HashSet},
    fmt::{self, Write},
};

use formwork_runtime::model::ColumnType;

use super::are_unique;
use crate::schema::{
    Action, Column, ForeignKey, Index, IndexPart, Schema, Table, TableKind, TableName,
};

/// The schema in DBML. It knows no views: they are tables with a note.
#[must_use]
pub fn dbml(schema: &Schema) -> String {
    let mut text = String::new();
    write_schema(&mut text, schema).expect("a string takes any text");
    text
}

fn write_schema(out: &mut String, schema: &Schema) -> fmt::Result {
    for (name, values) in enums(schema) {
        writeln!(out, "Enum {} {{", quoted(&name))?;
        for value in values {
            // The empty text is a value for databases, not for DBML.
            let value = if value.is_empty() { "(empty)" } else { value };
            writeln!(out, "  {}", quoted(value))?;
        }
        out.push_str("}\n\n");
    }
    for table in &schema.tables {
        write_table(out, table)?;
        out.push('\n');
    }
    let known: HashSet<&TableName> = schema.tables.iter().map(|table| &table.name).collect();
    for table in &schema.tables {
        for key in &table.foreign_keys {
            if known.contains(&key.target) {
                write_reference(out, table, key)?;
            }
        }
    }
    Ok(())
}

fn enums(schema: &Schema) -> BTreeMap<String, &[String]> {
    let columns = schema
        .tables
        .iter()
        .flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    columns
        .filter_map(|(table, column)| match &column.column_type {
            ColumnType::Enum { values } => Some((enum_name(table, column), values.as_slice())),
            _ => None,
        })
        .collect()
}

fn write_table(out: &mut String, table: &Table) -> fmt::Result {
    writeln!(out, "Table {} {{", name(&table.name))?;
    for column in &table.columns {
        let settings = bracketed(&column_settings(table, column));
        let type_name = type_name(table, column);
        writeln!(out, "  {} {type_name}{settings}", quoted(&column.name))?;
    }
    let indexes = index_lines(table);
    if !indexes.is_empty() {
        writeln!(out, "\n  indexes {{\n{}  }}", indexes.concat())?;
    }
    let kind = match table.kind {
        TableKind::View => Some("view"),
        TableKind::MaterializedView => Some("materialized view"),
        _ => None,
    };
    let note: Vec<_> = kind.into_iter().chain(table.comment.as_deref()).collect();
    if !note.is_empty() {
        writeln!(out, "\n  Note: {}", text(&note.join(": ")))?;
    }
    out.push_str("}\n");
    Ok(())
}

fn column_settings(table: &Table, column: &Column) -> Vec<String> {
    let mut settings = Vec::new();
    let is_key = table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns == [column.name.clone()]);
    if is_key {
        settings.push("pk".to_owned());
    } else if are_unique(table, std::slice::from_ref(&column.name)) {
        settings.push("unique".to_owned());
    }
    if column.identity.is_some() {
        settings.push("increment".to_owned());
    }
    if !column.nullable && !is_key {
        settings.push("not null".to_owned());
    }
    if let Some(default) = &column.default {
        settings.push(format!("default: {}", expression(default)));
    }
    if let Some(comment) = &column.comment {
        settings.push(format!("note: {}", text(comment)));
    }
    settings
}

/// The keys and indexes that the columns' settings do not tell.
fn index_lines(table: &Table) -> Vec<String> {
    let key = table
        .primary_key
        .iter()
        .filter(|key| key.columns.len() > 1)
        .map(|key| {
            let columns: Vec<_> = key.columns.iter().map(|column| quoted(column)).collect();
            format!("    ({}) [pk]\n", columns.join(", "))
        });
    let told = |index: &&Index| {
        index
            .unique_columns()
            .is_some_and(|columns| columns.len() == 1)
    };
    key.chain(
        table
            .indexes
            .iter()
            .filter(|index| !told(index))
            .map(index_line),
    )
    .collect()
}

fn index_line(index: &Index) -> String {
    let parts: Vec<_> = index
        .parts
        .iter()
        .map(|part| match part {
            IndexPart::Column(column) | IndexPart::Prefix { column, .. } => quoted(column),
            IndexPart::Expression(text) => expression(text),
        })
        .collect();
    let mut settings = Vec::new();
    // DBML knows no condition, and without it the index would promise too much.
    if index.unique && index.predicate.is_none() {
        settings.push("unique".to_owned());
    }
    if let Some(name) = &index.name {
        settings.push(format!("name: {}", text(name)));
    }
    if let Some(predicate) = &index.predicate {
        settings.push(format!("note: {}", text(&format!("where {predicate}"))));
    }
    format!("    ({}){}\n", parts.join(", "), bracketed(&settings))
}

fn write_reference(out: &mut String, table: &Table, key: &ForeignKey) -> fmt::Result {
    let end = |table: &TableName, columns: &[String]| match columns {
        [column] => format!("{}.{}", name(table), quoted(column)),
        columns => {
            let columns: Vec<_> = columns.iter().map(|column| quoted(column)).collect();
            format!("{}.({})", name(table), columns.join(", "))
        }
    };
    let sign = if are_unique(table, &key.columns) {
        '-'
    } else {
        '>'
    };
    let settings: Vec<_> = [("delete", key.on_delete), ("update", key.on_update)]
        .into_iter()
        .filter_map(|(event, action)| {
            let action = match action {
                Action::NoAction => return None,
                Action::Restrict => "restrict",
                Action::Cascade => "cascade",
                Action::SetNull => "set null",
                Action::SetDefault => "set default",
            };
            Some(format!("{event}: {action}"))
        })
        .collect();
    out.push_str("Ref");
    if let Some(name) = &key.name {
        write!(out, " {}", quoted(name))?;
    }
    let from = end(&table.name, &key.columns);
    let to = end(&key.target, &key.target_columns);
    writeln!(out, ": {from} {sign} {to}{}", bracketed(&settings))
}

fn type_name(table: &Table, column: &Column) -> String {
    let declared = column.declared_type.as_str();
    match &column.column_type {
        ColumnType::Enum { .. } => quoted(&enum_name(table, column)),
        // SQLite's columns without a type.
        _ if declared.is_empty() => "any".to_owned(),
        _ if declared
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_(),".contains(c)) =>
        {
            declared.to_owned()
        }
        _ => quoted(declared),
    }
}

/// The name of PostgreSQL's type; MySQL's enums have none and get one.
fn enum_name(table: &Table, column: &Column) -> String {
    if column.declared_type.contains('(') {
        format!("{}_{}", table.name.name, column.name)
    } else {
        column.declared_type.trim_matches('"').to_owned()
    }
}

fn name(table: &TableName) -> String {
    match &table.schema {
        Some(schema) => format!("{}.{}", quoted(schema), quoted(&table.name)),
        None => quoted(&table.name),
    }
}

fn bracketed(settings: &[String]) -> String {
    if settings.is_empty() {
        String::new()
    } else {
        format!(" [{}]", settings.join(", "))
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\r', "")
        .replace('\n', "\\n")
}

/// A name in quotes.
fn quoted(name: &str) -> String {
    format!("\"{}\"", escaped(name).replace('"', "\\\""))
}

/// A text in quotes.
fn text(text: &str) -> String {
    format!("'{}'", escaped(text).replace('\'', "\\'"))
}

/// An expression of the database. DBML has no way to write a backtick in one.
fn expression(text: &str) -> String {
    format!("`{}`", text.replace('`', "").replace(['\r', '\n'], " "))
}
