//! The project's own endpoints, as far as their types tell of them.

use serde_json::{Map, Value as Json, json};

use super::{media, shared};
use crate::json_body::Schemas;
use crate::jsonapi::MEDIA_TYPE;
use crate::routes::{Address, Content, Described, Operation};

/// What an endpoint of one's own may answer if something is wrong.
const ERRORS: &[u16] = &[400, 404, 409, 413, 415, 422, 503];

/// Adds the endpoints to the paths; names their types.
pub(super) fn add(
    endpoints: &[Described],
    prefix: &str,
    schemas: &mut Schemas<'_>,
    paths: &mut Map<String, Json>,
) {
    for endpoint in endpoints {
        let mut told = Operation::default();
        (endpoint.describe)(schemas, &mut told);
        let path = endpoint.address.path(prefix).replace("{*", "{");
        let operation = operation(endpoint, &path, &told);
        let entry = paths.entry(path).or_insert_with(|| json!({}));
        entry[endpoint.method.as_str().to_lowercase()] = operation;
    }
}

fn operation(endpoint: &Described, path: &str, told: &Operation) -> Json {
    let method = endpoint.method.as_str();
    let (id, tag) = match &endpoint.address {
        Address::Service(name) => (format!("call.{name}"), "Services"),
        Address::Path(path) => (format!("{}.{path}", method.to_lowercase()), "Endpoints"),
    };
    let summary = match &endpoint.address {
        Address::Service(name) => format!("Call `{name}`"),
        Address::Path(path) => format!("`{method} {path}`"),
    };
    let mut operation = json!({ "operationId": id, "summary": summary, "tags": [tag] });
    let parameters: Vec<_> = path
        .split(['{', '}'])
        .skip(1)
        .step_by(2)
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    if !parameters.is_empty() {
        operation["parameters"] = parameters.into();
    }
    if let Some(Content::Document(schema) | Content::Json(schema)) = &told.body {
        operation["requestBody"] = media::accepted(schema);
    }
    let mut answer = json!({ "description": "Done" });
    if let Some(content) = &told.answer {
        let (kind, schema) = match content {
            Content::Document(schema) => (MEDIA_TYPE, schema),
            Content::Json(schema) => ("application/json", schema),
        };
        answer["content"] = json!({ kind: { "schema": schema } });
    }
    let mut responses = shared::errors(ERRORS);
    responses.insert("200".to_owned(), answer);
    operation["responses"] = responses.into();
    operation
}
