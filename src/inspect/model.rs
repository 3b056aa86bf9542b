//! A Model as people and other tools read it: the names on the wire, and what they stand for.

use std::fmt::{self, Write};

use formwork_runtime::model::{Cardinality, Model, ReadOnly, Resource};

use super::text::type_name;
use super::{Format, dbml, mermaid};
use crate::schema::{
    Action, Column, Deferrable, ForeignKey, PrimaryKey, Schema, Table, TableKind, TableName,
};

/// The Model in a format.
#[must_use]
pub fn print_model(model: &Model, format: Format) -> String {
    match format {
        Format::Text => {
            let mut text = String::new();
            write_text(&mut text, model).expect("a string takes any text");
            text
        }
        Format::Json => {
            let json = serde_json::to_string_pretty(model).expect("a Model is plain data");
            format!("{json}\n")
        }
        Format::Dbml => dbml(&as_schema(model)),
        Format::Mermaid => mermaid(&as_schema(model)),
    }
}

fn write_text(out: &mut String, model: &Model) -> fmt::Result {
    for (index, resource) in model.resources.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        write_resource(out, resource)?;
    }
    Ok(())
}

fn write_resource(out: &mut String, resource: &Resource) -> fmt::Result {
    write!(out, "{}", resource.kind)?;
    let table = match &resource.schema {
        Some(schema) => format!("{schema}.{}", resource.table),
        None => resource.table.clone(),
    };
    if table != resource.kind {
        write!(out, ", the table `{table}`")?;
    }
    writeln!(
        out,
        ", key {}{}",
        resource.key.join(" + "),
        match resource.read_only {
            None => "",
            Some(ReadOnly::View) => ", read only: a view",
            Some(ReadOnly::NoKey) => ", read only: without key",
            Some(ReadOnly::Declared) => ", read only",
        }
    )?;
    let names = resource
        .attributes
        .iter()
        .map(|attribute| attribute.name.as_str());
    let names = names.chain(
        resource
            .relationships
            .iter()
            .map(|relationship| relationship.name.as_str()),
    );
    let width = names
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0)
        .min(40);
    for attribute in &resource.attributes {
        write!(
            out,
            "  {:width$}  {}",
            attribute.name,
            type_name(&attribute.column_type)
        )?;
        if attribute.is_required() {
            out.push_str(", required");
        }
        if attribute.column() != attribute.name {
            write!(out, ", the column `{}`", attribute.column())?;
        }
        out.push('\n');
    }
    for relationship in &resource.relationships {
        let many = match relationship.to {
            Cardinality::One => "one",
            Cardinality::Many => "many",
        };
        writeln!(
            out,
            "  {:width$}  {many} {} by {}",
            relationship.name,
            relationship.target,
            relationship.attributes.join(" + ")
        )?;
    }
    Ok(())
}

/// The resources as if they were tables of the same names, for the formats that know only tables.
fn as_schema(model: &Model) -> Schema {
    let dialect = model
        .databases
        .first()
        .expect("a Model has a main database")
        .dialect;
    let tables = model.resources.iter().map(as_table).collect();
    Schema {
        dialect,
        default_schema: None,
        tables,
        left_out: Vec::new(),
    }
}

fn as_table(resource: &Resource) -> Table {
    let columns = resource
        .attributes
        .iter()
        .map(|attribute| Column {
            name: attribute.name.clone(),
            declared_type: attribute.database_type.clone(),
            column_type: attribute.column_type.clone(),
            domain: None,
            nullable: attribute.nullable,
            default: attribute.default.clone(),
            generated: None,
            identity: None,
            on_update: None,
            collation: None,
            comment: attribute.comment.clone(),
        })
        .collect();
    let foreign_keys = resource
        .relationships
        .iter()
        .filter(|relationship| relationship.holds_key)
        .map(|relationship| ForeignKey {
            name: Some(relationship.name.clone()),
            columns: relationship.attributes.clone(),
            target: TableName {
                schema: None,
                name: relationship.target.clone(),
            },
            target_columns: relationship.target_attributes.clone(),
            on_update: Action::NoAction,
            on_delete: Action::NoAction,
            deferrable: Deferrable::No,
        })
        .collect();
    Table {
        name: TableName {
            schema: None,
            name: resource.kind.clone(),
        },
        kind: if resource.read_only == Some(ReadOnly::View) {
            TableKind::View
        } else {
            TableKind::Table
        },
        comment: resource.comment.clone(),
        columns,
        primary_key: resource.read_only.is_none().then(|| PrimaryKey {
            name: None,
            columns: resource.key.clone(),
        }),
        foreign_keys,
        indexes: Vec::new(),
        checks: Vec::new(),
        inherits: Vec::new(),
        options: Vec::new(),
    }
}
