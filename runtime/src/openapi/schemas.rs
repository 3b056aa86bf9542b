//! The schemas of a table: its resources as they are shown, and the documents that write them.

use serde_json::{Map, Value as Json, json};

use super::{component, reference, schema_reference, types};
use crate::app::State;
use crate::catalog::{Attribute, Relationship, Table};
use crate::jsonapi::CHECKSUM;
use crate::model::{Cardinality, ColumnType};

/// All schemas of a table.
pub(super) fn of(state: &State, table: &Table) -> Map<String, Json> {
    let mut schemas = Map::new();
    let mut add = |part: &str, schema: Json| {
        schemas.insert(component(table, part), schema);
    };
    add("", resource(state, table));
    let has_checksums = state.limits.query.has_checksums;
    add(
        "attributes",
        with_checksum(shown_attributes(state, table), has_checksums),
    );
    if !table.relationships.is_empty() {
        add("relationships", shown_relationships(state, table));
    }
    add("identifier", identifier(table));
    add("document", document(&schema_reference(table, "")));
    add("collection", collection(&schema_reference(table, "")));
    add(
        "identifierInput",
        input_document(&nullable_identifier(table)),
    );
    add(
        "identifierInputNeeded",
        input_document(&schema_reference(table, "identifier")),
    );
    let identifiers = json!({ "type": "array", "items": schema_reference(table, "identifier") });
    add("identifiersInput", input_document(&identifiers));
    add("linkage", document(&nullable_identifier(table)));
    add(
        "linkageList",
        collection(&schema_reference(table, "identifier")),
    );
    add(
        "maybe",
        document(&types::or_null(schema_reference(table, ""))),
    );
    if table.read_only.is_none() {
        add("input", input_attributes(state, table));
        if table.relationships.iter().any(|each| each.holds_key) {
            add("inputRelationships", input_relationships(state, table));
        }
        add(
            "changes",
            with_checksum(input_attributes(state, table), has_checksums),
        );
        add("create", create(state, table));
        add("createSeveral", create_several(table));
        add("created", created(table));
        add("update", update(table));
        add("replace", replace(state, table));
    }
    schemas
}

fn resource(state: &State, table: &Table) -> Json {
    let mut properties = json!({
        "type": { "type": "string", "const": table.kind },
        "id": { "type": "string" },
        "attributes": schema_reference(table, "attributes"),
        "links": reference("schemas", "links"),
        "meta": { "type": "object", "description": "On pages by cursor: the cursor of the resource" },
    });
    if !table.relationships.is_empty() {
        properties["relationships"] = schema_reference(table, "relationships");
    }
    let mut schema = json!({
        "type": "object",
        "properties": properties,
        "required": ["type", "id"],
        "additionalProperties": false,
    });
    if let Some(comment) = &table.comment {
        schema["description"] = (&**comment).into();
    }
    debug_assert!(state.catalog.find(&table.kind).is_some(), "it is served");
    schema
}

fn shown_attributes(state: &State, table: &Table) -> Json {
    let properties: Map<_, _> = table
        .attributes
        .iter()
        .map(|attribute| (attribute.name.to_string(), types::shown(attribute)))
        .collect();
    // Any may be left out by `fields`.
    let properties = with_derived(state, table, properties);
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The same, with what rules derive marked: it may be sent back as it is, and is not for others to set.
fn with_derived(state: &State, table: &Table, mut properties: Map<String, Json>) -> Json {
    let rules = state.rules.table(table.id);
    for (attribute, rule) in table.attributes.iter().zip(&rules.derived) {
        if let (Some(rule), Some(schema)) = (rule, properties.get_mut(&*attribute.name)) {
            let kind = state.rules.rules[*rule].kind_name();
            schema["readOnly"] = true.into();
            schema["description"] = format!("derived by a rule ({kind})").into();
        }
    }
    properties.into()
}

/// The same with the checksum of the row, where rows have one.
fn with_checksum(mut attributes: Json, has_checksums: bool) -> Json {
    if has_checksums {
        attributes["properties"][CHECKSUM] = reference("schemas", "checksum");
    }
    attributes
}

fn shown_relationships(state: &State, table: &Table) -> Json {
    let properties: Map<_, _> = table
        .relationships
        .iter()
        .map(|relationship| {
            let data = linkage(state, relationship);
            let schema = json!({
                "type": "object",
                "properties": {
                    "links": reference("schemas", "relationshipLinks"),
                    "data": data,
                },
                "required": ["links"],
                "additionalProperties": false,
            });
            (relationship.name.to_string(), schema)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

fn linkage(state: &State, relationship: &Relationship) -> Json {
    let target = state.catalog.table(relationship.target);
    match relationship.to {
        Cardinality::One => nullable_identifier(target),
        Cardinality::Many => {
            json!({ "type": "array", "items": schema_reference(target, "identifier") })
        }
    }
}

fn identifier(table: &Table) -> Json {
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string", "const": table.kind },
            "id": id(table),
            "meta": { "type": "object" },
        },
        "required": ["type", "id"],
        "additionalProperties": false,
    })
}

fn nullable_identifier(table: &Table) -> Json {
    types::or_null(schema_reference(table, "identifier"))
}

fn document(data: &Json) -> Json {
    json!({
        "type": "object",
        "properties": {
            "data": data,
            "included": included(),
            "links": reference("schemas", "links"),
            "meta": { "type": "object" },
            "jsonapi": reference("schemas", "jsonapi"),
        },
        "required": ["data", "links"],
        "additionalProperties": false,
    })
}

fn collection(item: &Json) -> Json {
    json!({
        "type": "object",
        "properties": {
            "data": { "type": "array", "items": item },
            "included": included(),
            "links": reference("schemas", "pageLinks"),
            "meta": reference("schemas", "pageMeta"),
            "jsonapi": reference("schemas", "jsonapi"),
        },
        "required": ["data", "links", "meta"],
        "additionalProperties": false,
    })
}

fn included() -> Json {
    json!({ "type": "array", "items": reference("schemas", "resource") })
}

fn input_attributes(state: &State, table: &Table) -> Json {
    let properties: Map<_, _> = written(table)
        .map(|attribute| (attribute.name.to_string(), types::accepted(attribute)))
        .collect();
    let properties = with_derived(state, table, properties);
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// The attributes that requests may have.
fn written(table: &Table) -> impl Iterator<Item = &Attribute> {
    table
        .attributes
        .iter()
        .filter(|attribute| !types::is_read_only(attribute))
}

fn input_relationships(state: &State, table: &Table) -> Json {
    let properties: Map<_, _> = table
        .relationships
        .iter()
        .filter(|relationship| relationship.holds_key)
        .map(|relationship| {
            let is_nullable = can_be_empty(table, relationship);
            let identifier =
                schema_reference(state.catalog.table(relationship.target), "identifier");
            let data = if is_nullable {
                types::or_null(identifier)
            } else {
                identifier
            };
            let schema = json!({
                "type": "object",
                "properties": { "data": data, "links": { "type": "object" }, "meta": { "type": "object" } },
            });
            (relationship.name.to_string(), schema)
        })
        .collect();
    json!({ "type": "object", "properties": properties, "additionalProperties": false })
}

/// Whether the resource that holds the foreign key of a relationship may belong to none.
pub(super) fn can_be_empty(holder: &Table, relationship: &Relationship) -> bool {
    let mut attributes = relationship.attributes.iter();
    attributes.any(|&attribute| holder.attributes[attribute].nullable)
}

fn create(state: &State, table: &Table) -> Json {
    // A value that is missing may come with the id, or with a relationship.
    let required: Vec<_> = needed(state, table).collect();
    let attributes = if required.is_empty() {
        schema_reference(table, "input")
    } else {
        json!({ "allOf": [schema_reference(table, "input"), { "required": required }] })
    };
    let mut needed = vec!["type"];
    if !required.is_empty() {
        needed.push("attributes");
    }
    let id = json!({ "anyOf": [id(table), { "type": "null" }] });
    input_document(&input_resource(table, &id, &attributes, &needed))
}

/// A list of what one can be created from.
fn create_several(table: &Table) -> Json {
    let of_one = component(table, "create");
    let item = json!({ "$ref": format!("#/components/schemas/{of_one}/properties/data") });
    input_document(&json!({ "type": "array", "items": item, "minItems": 1 }))
}

/// What was created: as it was sent, one or several.
fn created(table: &Table) -> Json {
    let resource = schema_reference(table, "");
    let list = json!({ "type": "array", "items": resource });
    document(&json!({ "anyOf": [resource, list] }))
}

fn needed<'t>(state: &'t State, table: &'t Table) -> impl Iterator<Item = &'t str> {
    let is_filled = |attribute: &Attribute| {
        let mut rules = state.rules.rules.iter();
        rules.any(|rule| {
            rule.target == table.id && table.attributes[rule.attribute].name == attribute.name
        })
    };
    written(table)
        .filter(move |attribute| !is_filled(attribute))
        .filter(|attribute| !attribute.nullable && !attribute.has_default)
        .filter(|attribute| !comes_otherwise(table, attribute))
        .map(|attribute| &*attribute.name)
}

fn comes_otherwise(table: &Table, attribute: &Attribute) -> bool {
    let is_it = |index: &usize| std::ptr::eq(&raw const table.attributes[*index], attribute);
    table.key.iter().any(is_it)
        || table
            .relationships
            .iter()
            .filter(|relationship| relationship.holds_key)
            .any(|relationship| relationship.attributes.iter().any(is_it))
}

fn update(table: &Table) -> Json {
    let attributes = schema_reference(table, "changes");
    input_document(&input_resource(
        table,
        &id(table),
        &attributes,
        &["type", "id"],
    ))
}

/// All that a new row needs, besides its key, which the address has.
fn replace(state: &State, table: &Table) -> Json {
    let required: Vec<_> = needed(state, table).collect();
    let changes = schema_reference(table, "changes");
    let (attributes, members): (_, &[&str]) = if required.is_empty() {
        (changes, &["type", "id"])
    } else {
        let all = json!({ "allOf": [changes, { "required": required }] });
        (all, &["type", "id", "attributes"])
    };
    input_document(&input_resource(table, &id(table), &attributes, members))
}

/// What an id is made of.
pub(super) fn id(table: &Table) -> Json {
    match table.key.as_slice() {
        [only] => match &table.attributes[*only].column_type {
            ColumnType::Integer { bits, .. } => {
                // All that fit, and few that do not.
                let more = if *bits > 32 { 19 } else { 9 };
                json!({ "type": "string", "pattern": format!("^(0|-?[1-9][0-9]{{0,{more}}})$") })
            }
            _ => json!({ "type": "string", "minLength": 1 }),
        },
        _ => json!({ "type": "string", "minLength": 1 }),
    }
}

fn input_resource(table: &Table, id: &Json, attributes: &Json, required: &[&str]) -> Json {
    let mut properties = json!({
        "type": { "type": "string", "const": table.kind },
        "id": id,
        "attributes": attributes,
        "links": { "type": "object" },
        "meta": { "type": "object" },
    });
    if table.relationships.iter().any(|each| each.holds_key) {
        properties["relationships"] = schema_reference(table, "inputRelationships");
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn input_document(data: &Json) -> Json {
    json!({
        "type": "object",
        "properties": {
            "data": data,
            "meta": { "type": "object" },
            "links": { "type": "object" },
            "jsonapi": { "type": "object" },
        },
        "required": ["data"],
        "additionalProperties": false,
    })
}
