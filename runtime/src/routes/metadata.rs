//! Handles `GET /metadata`: the model, for programs that build something from it.

use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value as Json, json};

use super::document::Errors;
use super::negotiation::JSON;
use super::request::{ApiRequest, refuse_parameters};
use crate::app::State;
use crate::catalog::Table;
use crate::jsonapi::{ErrorObject, Parameters};
use crate::model::Cardinality;

/// What `include` may name.
const PARTS: [&str; 2] = ["attributes", "relationships"];

/// Answers all resources, or the one that `resource` names, with the parts that `include` names.
pub(super) fn metadata(state: &State, parameters: &Parameters<'_>) -> Result<Response, Errors> {
    refuse_parameters(parameters, &["resource", "include"])?;
    let mut errors = Vec::new();
    let mut tables: Vec<&Table> = state.catalog.tables().iter().collect();
    let mut included = Vec::new();
    for parameter in parameters.iter().filter(|each| !each.value.is_empty()) {
        let refuse = |what: String| {
            ErrorObject::new(400, "the request has a parameter that cannot be followed")
                .detail(format!("`{}` {what}", parameter.name))
                .parameter(&*parameter.name)
        };
        if parameter.name == "resource" {
            match state.catalog.find(&parameter.value) {
                Some(table) => tables = vec![table],
                None => errors.push(refuse(format!(
                    "names `{}`, which does not exist",
                    parameter.value
                ))),
            }
            continue;
        }
        for part in parameter.value.split(',') {
            match PARTS.iter().find(|each| **each == part) {
                Some(part) => included.push(*part),
                None => errors.push(refuse(format!(
                    "names `{part}`; there is `attributes`, `relationships`"
                ))),
            }
        }
    }
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let resources: Map<_, _> = tables
        .into_iter()
        .map(|table| (table.kind.to_string(), resource(state, table, &included)))
        .collect();
    let body = json!({ "resources": resources }).to_string();
    Ok(([(axum::http::header::CONTENT_TYPE, JSON)], body).into_response())
}

/// The same for a request below the API's path.
pub(super) fn page(state: &State, request: &ApiRequest<'_>) -> Result<Response, Errors> {
    metadata(state, &request.parameters)
}

fn resource(state: &State, table: &Table, included: &[&str]) -> Json {
    let key: Vec<_> = table
        .key
        .iter()
        .map(|&attribute| &table.attributes[attribute].name)
        .collect();
    let mut resource =
        json!({ "type": table.kind, "key": key, "readOnly": table.read_only.is_some() });
    if included.contains(&"attributes") {
        resource["attributes"] = table
            .attributes
            .iter()
            .map(|attribute| {
                let mut shown = json!({
                    "name": attribute.name,
                    "databaseType": attribute.database_type,
                    "nullable": attribute.nullable,
                });
                // The type is several members: its name, and what there is to say of it.
                if let (Some(shown), Ok(Json::Object(facts))) = (
                    shown.as_object_mut(),
                    serde_json::to_value(&attribute.column_type),
                ) {
                    shown.extend(facts);
                }
                shown
            })
            .collect();
    }
    if included.contains(&"relationships") {
        resource["relationships"] = table
            .relationships
            .iter()
            .map(|relationship| {
                let target = state.catalog.table(relationship.target);
                json!({
                    "name": relationship.name,
                    "to": match relationship.to {
                        Cardinality::One => "one",
                        Cardinality::Many => "many",
                    },
                    "target": target.kind,
                })
            })
            .collect();
    }
    resource
}
