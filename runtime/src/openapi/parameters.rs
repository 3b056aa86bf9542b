//! The query parameters of a table's rows.

use serde_json::{Map, Value as Json, json};

use super::{component, plain, reference, types};
use crate::app::State;
use crate::catalog::Table;
use crate::jsonapi::CHECKSUM;
use crate::model::Cardinality;

/// The parameters that belong to a table.
pub(super) fn of(state: &State, table: &Table) -> Map<String, Json> {
    let mut parameters = Map::new();
    let has_checksums = state.limits.query.has_checksums;
    parameters.insert(component(table, "fields"), fields(table, has_checksums));
    parameters.insert(component(table, "sort"), sort(table));
    if !table.relationships.is_empty() {
        parameters.insert(component(table, "include"), include(state, table));
    }
    parameters.insert(
        component(table, "filter.id"),
        filter(
            "id",
            &json!({ "type": "array", "items": { "type": "string" } }),
        ),
    );
    for attribute in &table.attributes {
        parameters.insert(
            filter_component(table, &attribute.name),
            filter(&attribute.name, &types::in_filter(attribute)),
        );
    }
    parameters
}

/// References to those of a single row.
pub(super) fn for_one(state: &State, table: &Table) -> Vec<Json> {
    let mut parameters = Vec::new();
    if !table.relationships.is_empty() {
        parameters.push(reference("parameters", &component(table, "include")));
    }
    parameters.push(reference("parameters", &component(table, "fields")));
    let mut seen = vec![table.id];
    for relationship in &table.relationships {
        if !seen.contains(&relationship.target) {
            seen.push(relationship.target);
            let target = state.catalog.table(relationship.target);
            parameters.push(reference("parameters", &component(target, "fields")));
        }
    }
    parameters
}

/// References to those of several rows.
pub(super) fn for_many(state: &State, table: &Table) -> Vec<Json> {
    let mut parameters = for_one(state, table);
    parameters.push(reference("parameters", &component(table, "sort")));
    for page in [
        "offset", "limit", "number", "size", "after", "before", "count",
    ] {
        parameters.push(reference("parameters", &format!("page.{page}")));
    }
    parameters.push(reference("parameters", "filter"));
    if !table.search.is_empty() {
        parameters.push(reference("parameters", "filter.search"));
    }
    parameters.push(reference("parameters", &component(table, "filter.id")));
    for attribute in &table.attributes {
        parameters.push(reference(
            "parameters",
            &filter_component(table, &attribute.name),
        ));
    }
    parameters
}

/// Those of groups.
pub(super) fn for_groups(table: &Table) -> Vec<Json> {
    let list = |name: &str, description: &str| {
        json!({
            "name": name,
            "in": "query",
            "description": description,
            "style": "form",
            "explode": false,
            "schema": { "type": "array", "items": { "type": "string" } },
        })
    };
    let mut parameters = vec![
        list(
            "groupBy",
            "The attributes that make a group, also those of resources referred to: `Customer.Country`",
        ),
        list(
            "aggregateBy[count]",
            "`*` for the resources of a group, or attributes whose values are counted",
        ),
        list("aggregateBy[sum]", "Attributes"),
        list("aggregateBy[avg]", "Attributes"),
        list("aggregateBy[min]", "Attributes"),
        list("aggregateBy[max]", "Attributes"),
        list(
            "sort",
            "What is grouped by, `count`, or a number such as `sum.Amount`; with a `-` the other way round",
        ),
        json!({
            "name": "havingFilter[count][ge]",
            "in": "query",
            "description": "Only groups of so many; likewise `havingFilter[sum.Amount][gt]` with `eq`, `ne`, `gt`, `ge`, `lt`, `le`, where `aggregateBy` asks for the number",
            "schema": { "type": "integer" },
        }),
        reference("parameters", "filter"),
    ];
    if !table.search.is_empty() {
        parameters.push(reference("parameters", "filter.search"));
    }
    parameters.push(reference("parameters", &component(table, "filter.id")));
    for attribute in &table.attributes {
        let name = filter_component(table, &attribute.name);
        parameters.push(reference("parameters", &name));
    }
    parameters
}

fn filter_component(table: &Table, attribute: &str) -> String {
    // The name `id` is that of the id, since JSON:API reserves it.
    component(table, &format!("filter.{}", plain(attribute)))
}

fn filter(name: &str, schema: &Json) -> Json {
    json!({
        "name": format!("filter[{name}]"),
        "in": "query",
        "description": "Equal to one of these",
        "style": "form",
        "explode": false,
        "schema": schema,
    })
}

fn fields(table: &Table, has_checksums: bool) -> Json {
    let attributes = table.attributes.iter().map(|each| &each.name);
    let relationships = table.relationships.iter().map(|each| &each.name);
    let mut names: Vec<&str> = attributes
        .chain(relationships)
        .map(|name| &**name)
        .collect();
    names.extend(has_checksums.then_some(CHECKSUM));
    json!({
        "name": format!("fields[{}]", table.kind),
        "in": "query",
        "description": format!("The members of `{}` to send, instead of all", table.kind),
        "style": "form",
        "explode": false,
        "schema": { "type": "array", "items": { "type": "string", "enum": names } },
    })
}

fn sort(table: &Table) -> Json {
    let names = table.attributes.iter().map(|each| &*each.name);
    let names: Vec<_> = std::iter::once("id")
        .chain(names)
        .flat_map(|name| [name.to_owned(), format!("-{name}")])
        .collect();
    let mut forms = vec![json!({ "type": "string", "enum": names })];
    // Attributes of the rows referred to are named after a dot.
    let through: Vec<_> = table
        .relationships
        .iter()
        .filter(|each| each.to == Cardinality::One && each.to_key)
        .take(3)
        .map(|each| format!("{}.id", each.name))
        .collect();
    if !through.is_empty() {
        forms.push(json!({ "type": "string", "description": "A path", "examples": through }));
    }
    json!({
        "name": "sort",
        "in": "query",
        "description": "The order; with a `-` the other way round",
        "style": "form",
        "explode": false,
        "schema": { "type": "array", "items": any_of(forms) },
    })
}

/// The only form, or one of several.
fn any_of(mut forms: Vec<Json>) -> Json {
    match forms.len() {
        1 => forms.remove(0),
        _ => json!({ "anyOf": forms }),
    }
}

fn include(state: &State, table: &Table) -> Json {
    let names = table.relationships.iter().map(|each| &*each.name);
    let names: Vec<_> = names.chain(["+all"]).collect();
    let mut forms = vec![json!({ "type": "string", "enum": names })];
    // What is related to the related ones is named after a dot.
    let deeper: Vec<_> = table
        .relationships
        .iter()
        .flat_map(|each| {
            let target = state.catalog.table(each.target);
            target
                .relationships
                .iter()
                .map(|below| format!("{}.{}", each.name, below.name))
        })
        .collect();
    if !deeper.is_empty() {
        forms.push(json!({ "type": "string", "description": "A path", "examples": deeper.iter().take(3).collect::<Vec<_>>() }));
    }
    json!({
        "name": "include",
        "in": "query",
        "description": "Related resources to send too, as paths of relationships; `+all` for all direct ones",
        "style": "form",
        "explode": false,
        "schema": { "type": "array", "items": any_of(forms) },
    })
}
