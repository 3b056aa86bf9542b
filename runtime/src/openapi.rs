//! The description of the API in OpenAPI 3.1 (<https://spec.openapis.org/oas/v3.1.1.html>), made from the catalog. The
//! same tables always give the same bytes.
//!
//! Names of components that belong to a table begin with its type, which never begins with a lower-case ASCII letter;
//! those that all tables share do.

mod endpoints;
mod media;
mod parameters;
mod paths;
mod schemas;
mod shared;
mod types;

use std::fmt::Write;

use serde_json::{Map, Value as Json, json};
pub(crate) use types::{of_values, or_null};

use crate::app::State;
use crate::catalog::Table;
use crate::json_body::Schemas;

/// Describes everything below the API's path.
pub(crate) fn describe(state: &State) -> Json {
    let tables = state.catalog.tables();
    let mut paths = Map::new();
    let mut schemas = shared::schemas();
    let mut known_parameters = shared::parameters(&state.limits.query);
    for table in tables {
        schemas.extend(schemas::of(state, table));
        known_parameters.extend(parameters::of(state, table));
        paths.extend(paths::of(state, table));
    }
    paths.extend([paths::operations(state), paths::changes(state)]);
    let mut own = Schemas::new(&state.catalog);
    let endpoints = state.endpoints.get().map_or(&[][..], Vec::as_slice);
    endpoints::add(endpoints, &state.prefix, &mut own, &mut paths);
    schemas.extend(own.into_components());
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "API",
            "version": "1",
            "description": "JSON:API 1.1 (<https://jsonapi.org/format/1.1/>) of every table. \
                Rows can be filtered, sorted, paged and trimmed, and come with those they are related to in one request.",
        },
        "servers": [{ "url": "/" }],
        "tags": tables.iter().map(tag).collect::<Vec<_>>(),
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": known_parameters,
            "responses": shared::responses(),
            "headers": shared::headers(),
        },
    })
}

fn tag(table: &Table) -> Json {
    let mut tag = json!({ "name": table.kind });
    if let Some(comment) = &table.comment {
        tag["description"] = (&**comment).into();
    }
    tag
}

/// The name of a table's component: its keys may have ASCII letters, digits, `.`, `-` and `_`.
fn component(table: &Table, part: &str) -> String {
    let mut name = plain(&table.kind);
    if !part.is_empty() {
        name.push('.');
        name.push_str(part);
    }
    name
}

/// A name in those letters. Others become their number, between dots, which no name of ours has.
fn plain(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_ascii_alphanumeric() || matches!(character, '_' | '-') {
            out.push(character);
        } else {
            write!(out, ".{:x}.", u32::from(character)).expect("a String takes what is written");
        }
    }
    out
}

/// A reference to a component.
pub(crate) fn reference(family: &str, name: &str) -> Json {
    json!({ "$ref": format!("#/components/{family}/{name}") })
}

pub(crate) fn schema_reference(table: &Table, part: &str) -> Json {
    reference("schemas", &component(table, part))
}
