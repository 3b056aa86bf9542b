//! The admin app's `admin.yaml`: every resource and attribute, in the order shown.
//!
//! The keys are the forerunner's, so that its files and ours are read by the same app. Nothing in
//! the text varies unless the Model does: a rebuild compares it with the one before.

mod order;
#[cfg(test)]
mod tests;

use std::fmt::{self, Write};

use formwork_runtime::model::{
    Attribute, Cardinality, ColumnType, Model, ReadOnly, Relationship, Resource, ValueSource,
};

use crate::model::Overrides;
use crate::model::types::admin_type;
use crate::yaml::{list, scalar};

/// Editors find the file's schema by the first line.
const HEADER: &str = "\
# yaml-language-server: $schema=./admin.schema.json
# What the admin app shows, in the order it shows it. Edit freely: a rebuild adds what is new in the
# database and keeps what you changed.
";

/// How many columns a list has until a user chooses others.
const LIST_COLUMNS: u32 = 8;

/// What the app is told of the server.
#[derive(Debug, Clone, Copy)]
pub struct Application<'a> {
    /// Shown at the top of the app.
    pub title: &'a str,
    /// The first part of every path of the API, as the server's configuration has it.
    pub api_name: &'a str,
}

/// Writes `admin.yaml` for a Model.
#[must_use]
pub fn admin_yaml(model: &Model, application: Application<'_>, overrides: &Overrides) -> String {
    let mut text = HEADER.to_owned();
    write_all(&mut text, model, application, overrides).expect("a string takes any text");
    text
}

fn write_all(
    text: &mut String,
    model: &Model,
    application: Application<'_>,
    overrides: &Overrides,
) -> fmt::Result {
    let relationships = model
        .resources
        .iter()
        .flat_map(|resource| &resource.relationships);
    let number_relationships = relationships
        .filter(|relationship| relationship.holds_key)
        .count();
    writeln!(
        text,
        "api_root: {}",
        scalar(&format!("/{}", application.api_name))
    )?;
    // Whatever the server is configured with.
    writeln!(text, "authentication: {}", scalar("{system-default}"))?;
    writeln!(text, "info:")?;
    writeln!(text, "  number_tables: {}", model.resources.len())?;
    writeln!(text, "  number_relationships: {number_relationships}")?;
    writeln!(text, "info_toggle_checked: true")?;
    writeln!(text, "settings:")?;
    writeln!(text, "  max_list_columns: {LIST_COLUMNS}")?;
    writeln!(text, "  theme:")?;
    writeln!(text, "    title: {}", scalar(application.title))?;
    writeln!(text, "resources:")?;
    model
        .resources
        .iter()
        .try_for_each(|resource| write_resource(text, resource, overrides))
}

fn write_resource(text: &mut String, resource: &Resource, overrides: &Overrides) -> fmt::Result {
    let kind = scalar(&resource.kind);
    writeln!(text, "  {kind}:")?;
    writeln!(text, "    type: {kind}")?;
    let user_key = resource.name_of_links();
    let user_key = user_key.as_deref().unwrap_or(&resource.user_key);
    writeln!(text, "    user_key: {}", scalar(user_key))?;
    if let Some(comment) = &resource.comment {
        writeln!(text, "    description: {}", scalar(comment))?;
    }
    if let Some(reason) = resource.read_only {
        let info = match reason {
            ReadOnly::View => "A view of the database: its rows can be read, not changed.",
            ReadOnly::NoKey => "The table has no primary key: its rows can be read, not changed.",
            ReadOnly::Declared => "Its rows can be read, not changed.",
        };
        writeln!(text, "    info_list: {}", scalar(info))?;
        for button in ["create", "edit", "delete"] {
            writeln!(text, "    {button}: false")?;
        }
    }
    writeln!(text, "    attributes:")?;
    for attribute in order::shown(resource, overrides) {
        let is_searched = resource.search.contains(&attribute.name);
        write_attribute(text, attribute, is_searched, resource.read_only.is_some())?;
    }
    if resource.relationships.is_empty() {
        return Ok(());
    }
    writeln!(text, "    tab_groups:")?;
    // Lists are what one opens a tab for; the row referred to is seen at its foreign key as well.
    let (lists, rows): (Vec<_>, Vec<_>) = resource
        .relationships
        .iter()
        .partition(|relationship| relationship.to == Cardinality::Many);
    lists
        .into_iter()
        .chain(rows)
        .try_for_each(|relationship| write_tab(text, relationship))
}

fn write_attribute(
    text: &mut String,
    attribute: &Attribute,
    is_searched: bool,
    read_only: bool,
) -> fmt::Result {
    writeln!(text, "      - name: {}", scalar(&attribute.name))?;
    if let Some(admin_type) = admin_type(attribute) {
        writeln!(text, "        type: {admin_type}")?;
    }
    if let ColumnType::Enum { values } = &attribute.column_type {
        writeln!(
            text,
            "        options: {}",
            list(values.iter().map(String::as_str))
        )?;
    }
    if is_searched {
        writeln!(text, "        search: true")?;
    }
    if attribute.is_required() && !read_only {
        writeln!(text, "        required: true")?;
    }
    if matches!(
        attribute.source,
        Some(ValueSource::Generated | ValueSource::IdentityAlways)
    ) {
        writeln!(text, "        readonly: true")?;
    }
    if matches!(attribute.column_type, ColumnType::Bytes { .. }) {
        writeln!(text, "        hidden: list")?;
    }
    if let Some(comment) = &attribute.comment {
        writeln!(text, "        info: {}", scalar(comment))?;
    }
    Ok(())
}

fn write_tab(text: &mut String, relationship: &Relationship) -> fmt::Result {
    let direction = match relationship.to {
        Cardinality::One => "toone",
        Cardinality::Many => "tomany",
    };
    // The foreign key, on whichever side it is.
    let foreign_key = if relationship.holds_key {
        &relationship.attributes
    } else {
        &relationship.target_attributes
    };
    writeln!(text, "      - name: {}", scalar(&relationship.name))?;
    writeln!(text, "        direction: {direction}")?;
    writeln!(
        text,
        "        fks: {}",
        list(foreign_key.iter().map(String::as_str))
    )?;
    writeln!(text, "        resource: {}", scalar(&relationship.target))
}
