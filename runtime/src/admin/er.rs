//! The tables and how they refer to each other, for the diagram.

use serde::Serialize;

use crate::model::{Model, Relationship};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Diagram<'a> {
    tables: Vec<Entity<'a>>,
    relations: Vec<Relation<'a>>,
}

#[derive(Serialize)]
struct Entity<'a> {
    kind: &'a str,
    table: &'a str,
    columns: Vec<Column<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Column<'a> {
    name: &'a str,
    #[serde(rename = "type")]
    database_type: &'a str,
    nullable: bool,
    key: bool,
    foreign_key: bool,
}

/// From the table that holds the key to the one it refers to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Relation<'a> {
    from: &'a str,
    to: &'a str,
    name: &'a str,
    attributes: &'a [String],
    is_virtual: bool,
}

/// The diagram as JSON.
pub(super) fn diagram(model: &Model) -> String {
    let tables = model.resources.iter().map(|resource| {
        let is_foreign_key = |name: &String| {
            let mut keys = resource.relationships.iter().filter(|each| each.holds_key);
            keys.any(|each| each.attributes.contains(name))
        };
        let columns = resource.attributes.iter().map(|attribute| Column {
            name: &attribute.name,
            database_type: &attribute.database_type,
            nullable: attribute.nullable,
            // A table without a key names all its columns there.
            key: resource.read_only.is_none() && resource.key.contains(&attribute.name),
            foreign_key: is_foreign_key(&attribute.name),
        });
        Entity {
            kind: &resource.kind,
            table: &resource.table,
            columns: columns.collect(),
        }
    });
    let relations = model.resources.iter().flat_map(|resource| {
        let held = resource.relationships.iter().filter(|each| each.holds_key);
        held.map(|relationship| relation(&resource.kind, relationship))
    });
    let diagram = Diagram {
        tables: tables.collect(),
        relations: relations.collect(),
    };
    serde_json::to_string(&diagram).expect("a diagram is JSON")
}

fn relation<'a>(from: &'a str, relationship: &'a Relationship) -> Relation<'a> {
    Relation {
        from,
        to: &relationship.target,
        name: &relationship.name,
        attributes: &relationship.attributes,
        is_virtual: relationship.is_virtual,
    }
}
