//! What the tables of PostgreSQL need to be made: schemas, enums, sequences.

use std::collections::{BTreeMap, BTreeSet};

use formwork_runtime::model::ColumnType;

use super::Writer;
use crate::schema::Table;

impl Writer<'_> {
    pub(super) fn prerequisites(&self, tables: &[&Table]) -> Vec<String> {
        let mut statements = self.schemas(tables);
        statements.extend(self.enums(tables));
        statements.extend(sequences(tables));
        statements
    }

    /// The schemas of PostgreSQL that are not there from the beginning.
    fn schemas(&self, tables: &[&Table]) -> Vec<String> {
        let named = tables
            .iter()
            .filter_map(|table| table.name.schema.as_deref());
        let others: BTreeSet<&str> = named
            .filter(|schema| Some(*schema) != self.default_schema)
            .collect();
        others
            .into_iter()
            .map(|schema| format!("CREATE SCHEMA {};", self.quoted(schema)))
            .collect()
    }

    /// The types of PostgreSQL that columns name.
    fn enums(&self, tables: &[&Table]) -> Vec<String> {
        let columns = tables.iter().flat_map(|table| &table.columns);
        let types: BTreeMap<&str, &[String]> = columns
            .filter_map(|column| {
                Some((
                    column.declared_type.trim_end_matches("[]"),
                    values(&column.column_type)?,
                ))
            })
            .collect();
        types
            .into_iter()
            .map(|(name, values)| {
                let values: Vec<String> = values.iter().map(|value| self.text(value)).collect();
                format!("CREATE TYPE {name} AS ENUM ({});", values.join(", "))
            })
            .collect()
    }
}

/// The sequences that defaults draw from, and that belong to no column.
fn sequences(tables: &[&Table]) -> Vec<String> {
    let columns = tables.iter().flat_map(|table| &table.columns);
    let names: BTreeSet<String> = columns
        .filter_map(|column| {
            let drawn = column.default.as_ref()?.strip_prefix("nextval('")?;
            let name = drawn.strip_suffix("'::regclass)")?;
            Some(name.replace("''", "'"))
        })
        .collect();
    names
        .into_iter()
        .map(|name| format!("CREATE SEQUENCE {name};"))
        .collect()
}

/// The values of an enum, also of a list of them.
fn values(column_type: &ColumnType) -> Option<&[String]> {
    match column_type {
        ColumnType::Enum { values } => Some(values),
        ColumnType::Array { element } => values(element),
        _ => None,
    }
}
