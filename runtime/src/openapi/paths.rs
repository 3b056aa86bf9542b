//! The addresses of a table, and what can be done there.

use serde_json::{Map, Value as Json, json};

use super::{media, parameters, reference, schema_reference, schemas, shared, types};
use crate::app::State;
use crate::catalog::{Relationship, Table};
use crate::jsonapi::{ATOMIC, MEDIA_TYPE, path_part};
use crate::model::Cardinality;

/// The statuses of errors that any reading may have.
const READING: &[u16] = &[400, 404, 406, 503];

/// All paths of a table.
pub(super) fn of(state: &State, table: &Table) -> Map<String, Json> {
    let collection = format!("{}/{}", state.prefix, path_part(&table.kind));
    let one = format!("{collection}/{{id}}");
    let mut paths = Map::new();
    paths.insert(collection, self::collection(state, table));
    let groups = format!("{}/aggregate/{}", state.prefix, path_part(&table.kind));
    paths.insert(groups, aggregate(table));
    paths.insert(one.clone(), self::one(state, table));
    for relationship in &table.relationships {
        let part = path_part(&relationship.name);
        paths.insert(format!("{one}/{part}"), related(state, table, relationship));
        paths.insert(
            format!("{one}/relationships/{part}"),
            linkage(state, table, relationship),
        );
    }
    paths
}

/// What is said of an operation.
struct Operation<'a> {
    verb: &'a str,
    table: &'a Table,
    relationship: Option<&'a Relationship>,
    /// After the names.
    suffix: &'a str,
    summary: String,
}

impl Operation<'_> {
    fn with(self, parameters: Vec<Json>, body: Option<Json>, responses: Map<String, Json>) -> Json {
        let relationship = self.relationship.map_or("", |each| &*each.name);
        let mut operation = json!({
            "operationId": format!("{}{}{}{relationship}{}", self.verb, self.table.kind, if relationship.is_empty() { "" } else { "." }, self.suffix),
            "summary": self.summary,
            "tags": [self.table.kind],
        });
        if !parameters.is_empty() {
            operation["parameters"] = parameters.into();
        }
        if let Some(body) = body {
            operation["requestBody"] = body;
        }
        operation["responses"] = responses.into();
        operation
    }
}

fn operation<'a>(verb: &'a str, table: &'a Table, summary: String) -> Operation<'a> {
    Operation {
        verb,
        table,
        relationship: None,
        suffix: "",
        summary,
    }
}

/// Says of an answer that it has a tag, and is not sent to a client that knows it.
fn may_be_known(parameters: &mut Vec<Json>, responses: &mut Map<String, Json>) {
    parameters.push(reference("parameters", "ifNoneMatch"));
    responses["200"]["headers"] = json!({ "ETag": reference("headers", "etag") });
    responses.insert("304".to_owned(), reference("responses", "notModified"));
}

fn collection(state: &State, table: &Table) -> Json {
    let kind = &table.kind;
    let mut shown = parameters::for_many(state, table);
    shown.push(reference("parameters", "rowFormat"));
    let flat = schema_reference(table, "attributes");
    let flat_rows = json!({ "type": "array", "items": flat });
    let mut rows = ok_or_flat(&schema_reference(table, "collection"), &flat_rows);
    rows["200"]["content"]["text/csv"] = json!({ "schema": { "type": "string" } });
    may_be_known(&mut shown, &mut rows);
    let list = operation("list", table, format!("List `{kind}`")).with(
        shown,
        None,
        with_errors(rows, READING),
    );
    let mut path = json!({ "get": list });
    if table.read_only.is_none() {
        let mut parameters = parameters::for_one(state, table);
        parameters.push(reference("parameters", "onConflict"));
        parameters.push(reference("parameters", "prefer"));
        parameters.push(reference("parameters", "rowFormat"));
        let flat = json!({ "anyOf": [flat, flat_rows] });
        let content = media::shown_or_flat(&schema_reference(table, "created"), &flat);
        let mut created = json!({ "description": "Created", "content": content });
        created["headers"] = json!({
            "Location": reference("headers", "location"),
            "ETag": reference("headers", "etag"),
            "Preference-Applied": reference("headers", "preferenceApplied"),
        });
        let mut responses = one_response("201", created);
        responses.insert(
            "200".to_owned(),
            json!({ "description": "Updated, since it was there already", "content": content }),
        );
        path["post"] = operation("create", table, format!("Create a `{kind}`, or several")).with(
            parameters,
            Some(media::accepted(&json!({ "anyOf": [
                schema_reference(table, "create"),
                schema_reference(table, "createSeveral"),
            ] }))),
            with_errors(responses, &[400, 403, 404, 406, 409, 413, 415, 422, 503]),
        );
    }
    path
}

fn aggregate(table: &Table) -> Json {
    let kind = &table.kind;
    let get = operation(
        "aggregate",
        table,
        format!("Count and sum up `{kind}`, in groups"),
    );
    json!({
        "get": get.with(
            parameters::for_groups(table),
            None,
            with_errors(ok(&reference("schemas", "groups")), READING),
        ),
    })
}

fn one(state: &State, table: &Table) -> Json {
    let kind = &table.kind;
    let mut shown = parameters::for_one(state, table);
    let mut responses = ok_or_flat(
        &schema_reference(table, "document"),
        &schema_reference(table, "attributes"),
    );
    let mut written = responses.clone();
    may_be_known(&mut shown, &mut responses);
    shown.push(reference("parameters", "rowFormat"));
    written["200"]["headers"] = json!({
        "ETag": reference("headers", "etag"),
        "Preference-Applied": reference("headers", "preferenceApplied"),
    });
    let mut path = json!({
        "parameters": [id()],
        "get": operation("get", table, format!("Get a `{kind}`")).with(shown, None, with_errors(responses, READING)),
    });
    if table.read_only.is_none() {
        let mut changed = parameters::for_one(state, table);
        changed.push(reference("parameters", "ifMatch"));
        changed.push(reference("parameters", "prefer"));
        changed.push(reference("parameters", "rowFormat"));
        let writing = &[400, 403, 404, 406, 409, 412, 413, 415, 422, 428, 503];
        path["patch"] = operation("update", table, format!("Change attributes of a `{kind}`"))
            .with(
                changed,
                Some(media::accepted(&schema_reference(table, "update"))),
                with_errors(written.clone(), writing),
            );
        let mut replaced = parameters::for_one(state, table);
        replaced.push(reference("parameters", "ifMatch"));
        replaced.push(reference("parameters", "prefer"));
        replaced.push(reference("parameters", "rowFormat"));
        path["put"] = operation(
            "replace",
            table,
            format!("Replace all attributes of a `{kind}`"),
        )
        .with(
            replaced,
            Some(media::accepted(&schema_reference(table, "replace"))),
            with_errors(written, writing),
        );
        path["delete"] = operation("delete", table, format!("Delete a `{kind}`")).with(
            vec![
                reference("parameters", "ifMatch"),
                reference("parameters", "prefer"),
            ],
            None,
            with_errors(done(), &[400, 403, 404, 406, 409, 412, 503]),
        );
    }
    path
}

/// The path of atomic operations.
pub(super) fn operations(state: &State) -> (String, Json) {
    let kind = format!("{MEDIA_TYPE};ext=\"{ATOMIC}\"");
    let mut content = Map::new();
    let schema = reference("schemas", "operations");
    content.insert(kind.clone(), json!({ "schema": schema }));
    content.insert("application/json".to_owned(), json!({ "schema": schema }));
    let mut results = Map::new();
    results.insert(kind, json!({ "schema": reference("schemas", "results") }));
    let mut responses = one_response(
        "200",
        json!({ "description": "All are done", "content": results }),
    );
    responses.extend(nothing());
    let statuses = &[400, 403, 404, 406, 409, 412, 413, 415, 422, 428, 503];
    let path = json!({
        "post": {
            "operationId": "operations",
            "summary": "Change several rows in one transaction, all or none",
            "parameters": [reference("parameters", "prefer")],
            "requestBody": { "required": true, "content": content },
            "responses": with_errors(responses, statuses),
        },
    });
    (format!("{}/operations", state.prefix), path)
}

/// The path of streams of changes, one for all tables: what is sent is the same for each.
pub(super) fn changes(state: &State) -> (String, Json) {
    let kinds: Vec<_> = state
        .catalog
        .tables()
        .iter()
        .map(|table| &*table.kind)
        .collect();
    let mut responses = one_response(
        "200",
        json!({
            "description": "A stream of server-sent events that does not end by itself: `inserted`, `updated` and `deleted` with the \
                row as a resource object, after its commit; `reset` if changes were missed, so that the client reads anew",
            "content": { "text/event-stream": { "schema": { "type": "string" } } },
        }),
    );
    responses.extend(shared::errors(&[400, 404, 406, 503]));
    let path = json!({
        "parameters": [{ "name": "type", "in": "path", "required": true, "schema": { "type": "string", "enum": kinds } }],
        "get": {
            "operationId": "watch",
            "summary": "Watch what is committed, as it happens",
            "parameters": [reference("parameters", "lastEventId")],
            "responses": responses,
        },
    });
    (format!("{}/changes/{{type}}", state.prefix), path)
}

fn related(state: &State, table: &Table, relationship: &Relationship) -> Json {
    let target = state.catalog.table(relationship.target);
    let attributes = schema_reference(target, "attributes");
    let (mut parameters, schema, flat) = match relationship.to {
        Cardinality::One => (
            parameters::for_one(state, target),
            "maybe",
            types::or_null(attributes),
        ),
        Cardinality::Many => (
            parameters::for_many(state, target),
            "collection",
            json!({ "type": "array", "items": attributes }),
        ),
    };
    parameters.push(reference("parameters", "rowFormat"));
    let mut shown = ok_or_flat(&schema_reference(target, schema), &flat);
    may_be_known(&mut parameters, &mut shown);
    let get = Operation {
        relationship: Some(relationship),
        ..operation(
            "get",
            table,
            format!("Get the `{}` of a `{}`", relationship.name, table.kind),
        )
    };
    let mut path = json!({
        "parameters": [id()],
        "get": get.with(parameters, None, with_errors(shown, READING)),
    });
    // The forerunner's clients write a relationship at the address of what it leads to.
    write_linkage(state, table, relationship, "", &mut path);
    path
}

/// How linkage is written; what leads to one resource can only be replaced.
const LINKAGE_VERBS: &[(&str, &str, &str)] = &[
    ("patch", "replace", "Replace"),
    ("post", "add", "Add to"),
    ("delete", "remove", "Remove from"),
];

fn linkage(state: &State, table: &Table, relationship: &Relationship) -> Json {
    let target = state.catalog.table(relationship.target);
    let mut parameters = parameters::for_linked(state, relationship);
    let schema = match relationship.to {
        Cardinality::One => "linkage",
        Cardinality::Many => {
            parameters.extend(parameters::for_pages(target));
            "linkageList"
        }
    };
    let get = Operation {
        relationship: Some(relationship),
        suffix: ".linkage",
        ..operation(
            "get",
            table,
            format!(
                "Get the ids of the `{}` of a `{}`",
                relationship.name, table.kind
            ),
        )
    };
    let mut shown = ok(&schema_reference(target, schema));
    may_be_known(&mut parameters, &mut shown);
    let mut path = json!({
        "parameters": [id()],
        "get": get.with(parameters, None, with_errors(shown, READING)),
    });
    write_linkage(state, table, relationship, ".linkage", &mut path);
    path
}

/// Adds what changes a relationship, where it can be changed.
fn write_linkage(
    state: &State,
    table: &Table,
    relationship: &Relationship,
    suffix: &str,
    path: &mut Json,
) {
    let target = state.catalog.table(relationship.target);
    let holder = if relationship.holds_key {
        table
    } else {
        target
    };
    if holder.read_only.is_some() {
        return;
    }
    let (verbs, body) = match relationship.to {
        Cardinality::One
            if relationship.holds_key && !schemas::can_be_empty(table, relationship) =>
        {
            (&LINKAGE_VERBS[..1], "identifierInputNeeded")
        }
        Cardinality::One => (&LINKAGE_VERBS[..1], "identifierInput"),
        Cardinality::Many => (LINKAGE_VERBS, "identifiersInput"),
    };
    for (method, verb, summary) in verbs {
        let operation = Operation {
            relationship: Some(relationship),
            suffix,
            ..operation(
                verb,
                table,
                format!(
                    "{summary} the `{}` of a `{}`",
                    relationship.name, table.kind
                ),
            )
        };
        path[method] = operation.with(
            vec![
                reference("parameters", "ifMatch"),
                reference("parameters", "prefer"),
            ],
            Some(media::accepted(&schema_reference(target, body))),
            with_errors(done(), &[400, 403, 404, 406, 409, 412, 413, 415, 422, 503]),
        );
    }
}

fn id() -> Json {
    json!({ "name": "id", "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } })
}

fn one_response(status: &str, response: Json) -> Map<String, Json> {
    std::iter::once((status.to_owned(), response)).collect()
}

fn ok(schema: &Json) -> Map<String, Json> {
    ok_with(&media::shown(schema))
}

/// Rows, which may be flat.
fn ok_or_flat(schema: &Json, flat: &Json) -> Map<String, Json> {
    ok_with(&media::shown_or_flat(schema, flat))
}

fn ok_with(content: &Json) -> Map<String, Json> {
    one_response(
        "200",
        json!({ "description": "As asked for", "content": content }),
    )
}

fn nothing() -> Map<String, Json> {
    let applied = json!({ "Preference-Applied": reference("headers", "preferenceApplied") });
    one_response("204", json!({ "description": "Done", "headers": applied }))
}

/// Nothing, or what that has done, if it is asked for.
fn done() -> Map<String, Json> {
    let mut responses = nothing();
    let effects = media::shown(&reference("schemas", "effects"));
    responses.insert(
        "200".to_owned(),
        json!({ "description": "Done, with what `Prefer: return=effects` asks for", "content": effects }),
    );
    responses
}

fn with_errors(mut responses: Map<String, Json>, statuses: &[u16]) -> Map<String, Json> {
    responses.extend(shared::errors(statuses));
    responses
}
