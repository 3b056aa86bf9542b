//! A schema as people and other tools read it.

mod dbml;
mod mermaid;
mod model;
mod text;

use crate::schema::{Index, Schema, Table, TableName};

pub use self::{dbml::dbml, mermaid::mermaid, model::print_model, text::text};

/// How a schema is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Every fact, a line each
    #[default]
    Text,
    /// Every fact, for programs
    Json,
    /// For dbdiagram.io and its relatives
    Dbml,
    /// An entity relationship diagram for Markdown
    Mermaid,
}

/// The schema in a format.
#[must_use]
pub fn print(schema: &Schema, format: Format) -> String {
    match format {
        Format::Text => text(schema),
        Format::Json => {
            let json = serde_json::to_string_pretty(schema).expect("a schema is plain data");
            format!("{json}\n")
        }
        Format::Dbml => dbml(schema),
        Format::Mermaid => mermaid(schema),
    }
}

/// Whether these columns are unique in their table, as a key or by an index over all rows.
fn are_unique(table: &Table, columns: &[String]) -> bool {
    let same = |others: &[&str]| {
        others.len() == columns.len() && columns.iter().all(|name| others.contains(&name.as_str()))
    };
    let is_key = table.primary_key.as_ref().is_some_and(|key| {
        let key: Vec<_> = key.columns.iter().map(String::as_str).collect();
        same(&key)
    });
    is_key
        || table
            .indexes
            .iter()
            .filter_map(Index::unique_columns)
            .any(|unique| same(&unique))
}

/// The name as a reader of the default schema writes it.
fn short_name(name: &TableName, schema: &Schema) -> String {
    match &name.schema {
        Some(qualifier) if name.schema != schema.default_schema => {
            format!("{qualifier}.{}", name.name)
        }
        _ => name.name.clone(),
    }
}
