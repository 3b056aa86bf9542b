//! The query parameters of a table's rows.

use serde_json::{Map, Value as Json, json};

use super::{component, plain, reference, schemas, types};
use crate::app::State;
use crate::catalog::{Attribute, Relationship, Table};
use crate::jsonapi::{CHECKSUM, can_group, is_ordered};
use crate::model::Cardinality;
use crate::store::is_number;

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
        filter("id", &list(&schemas::id(table))),
    );
    for attribute in &table.attributes {
        parameters.insert(
            filter_component(table, &attribute.name),
            filter(&attribute.name, &list(&types::in_filter(attribute))),
        );
    }
    parameters
}

/// Values with commas between them.
fn list(item: &Json) -> Json {
    json!({ "type": "array", "items": item, "minItems": 1 })
}

/// References to those of a single row.
pub(super) fn for_one(state: &State, table: &Table) -> Vec<Json> {
    let mut parameters = Vec::new();
    if !table.relationships.is_empty() {
        parameters.push(reference("parameters", &component(table, "include")));
    }
    parameters.extend(for_fields(state, table));
    parameters
}

/// References to those that choose members, of a table's rows and of those related to them.
fn for_fields(state: &State, table: &Table) -> Vec<Json> {
    let mut parameters = vec![reference("parameters", &component(table, "fields"))];
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
    parameters.extend(for_pages(table));
    parameters
}

/// Those of the linkage of a relationship, whose rows may come too.
pub(super) fn for_linked(state: &State, relationship: &Relationship) -> Vec<Json> {
    let target = state.catalog.table(relationship.target);
    let mut forms = vec![json!({ "type": "string", "enum": [relationship.name, "+all"] })];
    forms.extend(paths(
        "",
        std::iter::once(relationship).filter(|_| !target.relationships.is_empty()),
    ));
    let description = "Related resources to send too, as paths that begin with the relationship";
    let mut parameters = vec![list_of_paths("include", description, forms)];
    parameters.extend(for_fields(state, target));
    parameters
}

/// References to those that choose rows: their order, a page of them, those for which something holds.
pub(super) fn for_pages(table: &Table) -> Vec<Json> {
    let mut parameters = vec![reference("parameters", &component(table, "sort"))];
    for page in [
        "offset", "limit", "number", "size", "after", "before", "count",
    ] {
        parameters.push(reference("parameters", &format!("page.{page}")));
    }
    parameters.extend(filters(table));
    parameters
}

/// References to those that filter.
fn filters(table: &Table) -> Vec<Json> {
    let mut parameters = vec![reference("parameters", "filter")];
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

/// Those of groups.
pub(super) fn for_groups(table: &Table) -> Vec<Json> {
    let names = |which: &dyn Fn(&Attribute) -> bool| -> Vec<&str> {
        let attributes = table.attributes.iter().filter(|each| which(each));
        attributes.map(|each| &*each.name).collect()
    };
    let groups = names(&|each| can_group(&each.column_type));
    let numbers = names(&is_number);
    let ordered = names(&|each| is_number(each) || is_ordered(&each.column_type));
    let mut counted = names(&|_| true);
    counted.insert(0, "*");
    let list = |name: &str, names: &[&str], description: &str| {
        let mut forms = vec![json!({ "type": "string", "enum": names })];
        if name == "groupBy" {
            forms.extend(paths(
                "",
                table.relationships.iter().filter(|each| leads_to_one(each)),
            ));
        }
        json!({
            "name": name,
            "in": "query",
            "description": description,
            "style": "form",
            "explode": false,
            "schema": { "type": "array", "items": any_of(forms), "minItems": 1, "uniqueItems": true },
        })
    };
    let mut parameters = vec![list(
        "groupBy",
        &groups,
        "The attributes that make a group, also those of resources referred to: `Customer.Country`",
    )];
    let functions = [
        (
            "count",
            &counted,
            "`*` for the resources of a group, or attributes whose values are counted",
        ),
        ("sum", &numbers, "Attributes"),
        ("avg", &numbers, "Attributes"),
        ("min", &ordered, "Attributes"),
        ("max", &ordered, "Attributes"),
    ];
    for (function, names, description) in functions {
        if !names.is_empty() {
            parameters.push(list(
                &format!("aggregateBy[{function}]"),
                names,
                description,
            ));
        }
    }
    parameters.extend([
        json!({
            "name": "sort",
            "in": "query",
            "description": "What is grouped by, `count`, or a number such as `sum.Amount`; with a `-` the other way round",
            "style": "form",
            "explode": false,
            "schema": { "type": "array", "items": { "type": "string" } },
        }),
        json!({
            "name": "havingFilter[count][ge]",
            "in": "query",
            "description": "Only groups of so many; likewise `havingFilter[sum.Amount][gt]` with `eq`, `ne`, `gt`, `ge`, `lt`, `le`, where `aggregateBy` asks for the number",
            "schema": { "type": "number" },
        }),
    ]);
    parameters.extend(filters(table));
    parameters
}

fn leads_to_one(relationship: &Relationship) -> bool {
    relationship.to == Cardinality::One && relationship.to_key
}

/// What begins, after a sign, with the name of one of these relationships, and goes on after a dot.
fn paths<'t>(sign: &str, relationships: impl Iterator<Item = &'t Relationship>) -> Option<Json> {
    let names: Vec<_> = relationships.map(|each| regex_of(&each.name)).collect();
    (!names.is_empty()).then(|| {
        let pattern = format!("^{sign}({})\\.[^,]+$", names.join("|"));
        json!({ "type": "string", "description": "A path", "pattern": pattern })
    })
}

/// The regular expression of a name.
fn regex_of(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_ascii() && !character.is_ascii_alphanumeric() && character != '_' {
            out.push('\\');
        }
        out.push(character);
    }
    out
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
    forms.extend(paths(
        "-?",
        table.relationships.iter().filter(|each| leads_to_one(each)),
    ));
    list_of_paths("sort", "The order; with a `-` the other way round", forms)
}

/// A parameter with a list of members, which may be those of related rows.
fn list_of_paths(name: &str, description: &str, forms: Vec<Json>) -> Json {
    json!({
        "name": name,
        "in": "query",
        "description": description,
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
    let leads_on =
        |each: &&Relationship| !state.catalog.table(each.target).relationships.is_empty();
    forms.extend(paths("", table.relationships.iter().filter(leads_on)));
    let description =
        "Related resources to send too, as paths of relationships; `+all` for all direct ones";
    list_of_paths("include", description, forms)
}
