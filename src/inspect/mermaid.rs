//! A schema as an entity relationship diagram of Mermaid: <https://mermaid.js.org/syntax/entityRelationshipDiagram.html>.

use std::{
    collections::{HashMap, HashSet},
    fmt::{self, Write},
};

use formwork_runtime::model::ColumnType;

use super::{are_unique, short_name};
use crate::schema::{Column, Schema, Table, TableName};

/// The diagram. Names are shown as far as Mermaid can: its attributes take letters, digits and a few signs.
#[must_use]
pub fn mermaid(schema: &Schema) -> String {
    let mut diagram = String::new();
    write_diagram(&mut diagram, schema).expect("a string takes any text");
    diagram
}

fn write_diagram(out: &mut String, schema: &Schema) -> fmt::Result {
    let names = entity_names(schema);
    out.push_str("erDiagram\n");
    for table in &schema.tables {
        writeln!(out, "  \"{}\" {{", names[&table.name])?;
        for column in &table.columns {
            write_attribute(out, table, column)?;
        }
        out.push_str("  }\n");
    }
    for table in &schema.tables {
        for key in &table.foreign_keys {
            let Some(target) = names.get(&key.target) else {
                continue;
            };
            let is_optional = table
                .columns
                .iter()
                .any(|column| column.nullable && key.columns.contains(&column.name));
            let parent = if is_optional { "|o" } else { "||" };
            let child = if are_unique(table, &key.columns) {
                "o|"
            } else {
                "o{"
            };
            let label = entity(&key.columns.join(", "));
            let name = &names[&table.name];
            writeln!(
                out,
                "  \"{target}\" {parent}--{child} \"{name}\" : \"{label}\""
            )?;
        }
    }
    Ok(())
}

/// A name for each table that Mermaid can write, no two alike.
fn entity_names(schema: &Schema) -> HashMap<&TableName, String> {
    let mut taken = HashSet::new();
    let mut names = HashMap::new();
    for table in &schema.tables {
        let plain = entity(&short_name(&table.name, schema));
        let mut name = plain.clone();
        let mut number = 2;
        while !taken.insert(name.clone()) {
            name = format!("{plain}_{number}");
            number += 1;
        }
        names.insert(&table.name, name);
    }
    names
}

fn write_attribute(out: &mut String, table: &Table, column: &Column) -> fmt::Result {
    let is_key = table
        .primary_key
        .as_ref()
        .is_some_and(|key| key.columns.contains(&column.name));
    let is_reference = table
        .foreign_keys
        .iter()
        .any(|key| key.columns.contains(&column.name));
    let is_unique = !is_key && are_unique(table, std::slice::from_ref(&column.name));
    let marks: Vec<_> = [(is_key, "PK"), (is_reference, "FK"), (is_unique, "UK")]
        .into_iter()
        .filter_map(|(is_so, mark)| is_so.then_some(mark))
        .collect();
    write!(
        out,
        "    {} {}",
        kind(&column.column_type),
        word(&column.name)
    )?;
    if !marks.is_empty() {
        write!(out, " {}", marks.join(", "))?;
    }
    if let Some(comment) = &column.comment {
        write!(out, " \"{}\"", entity(comment))?;
    }
    out.push('\n');
    Ok(())
}

fn kind(column_type: &ColumnType) -> &'static str {
    match column_type {
        ColumnType::Boolean => "boolean",
        ColumnType::Integer { .. } => "integer",
        ColumnType::Float { .. } => "float",
        ColumnType::Decimal { .. } => "decimal",
        ColumnType::Text { .. } => "text",
        ColumnType::Bytes { .. } => "bytes",
        ColumnType::Date => "date",
        ColumnType::Time => "time",
        ColumnType::Timestamp | ColumnType::TimestampTz => "timestamp",
        ColumnType::Uuid => "uuid",
        ColumnType::Json => "json",
        ColumnType::Enum { .. } => "enum",
        ColumnType::Set { .. } => "set",
        ColumnType::Array { .. } => "list",
        ColumnType::Other => "other",
    }
}

/// A text without what ends or breaks a name in quotes.
fn entity(text: &str) -> String {
    text.replace(['"', '%', '\\', '\r', '\n', '\u{b}', '\u{8}'], "_")
}

/// A text as the name of an attribute.
fn word(text: &str) -> String {
    let is_letter =
        |c: char| c.is_ascii_alphabetic() || c == '_' || ('\u{c0}'..='\u{ffff}').contains(&c);
    let mut word: String = text
        .chars()
        .map(|c| {
            if is_letter(c) || c.is_ascii_digit() || "-[]()".contains(c) {
                c
            } else {
                '_'
            }
        })
        .collect();
    if !word.starts_with(is_letter) {
        word.insert(0, '_');
    }
    word
}
