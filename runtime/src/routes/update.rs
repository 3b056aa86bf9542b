//! Handles `PATCH` of a resource.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::document::{Document, Errors};
use super::get::no_such_id;
use super::preferences::{applied, manner};
use super::request::{ApiRequest, writable};
use super::write_request::{attribute_inputs, read_body, relationship_inputs};
use crate::app::State;
use crate::catalog::TableId;
use crate::jsonapi::{ErrorObject, parse_document};
use crate::reading::key_of;
use crate::session::{Change, ChangeSet};
use crate::writing::write_and_show;

/// Changes the attributes that the document names; answers the resource as it is afterwards.
pub(super) async fn update(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    id: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let table = writable(state, table)?;
    let query = request.query(state, table)?;
    let key = key_of(table, id).ok_or_else(|| no_such_id(table, id))?;
    let body = read_body(state, headers, body).await?;
    let input = parse_document(&body)?;
    if *input.kind != *table.kind {
        let title = format!(
            "the resource is of type `{}`, and the address of a `{}`",
            input.kind, table.kind
        );
        return Err(ErrorObject::new(409, title).pointer("/data/type").into());
    }
    match &input.id {
        None => {
            return Err(ErrorObject::new(400, "the resource object has no id")
                .pointer("/data")
                .into());
        }
        Some(given) if key_of(table, given).as_ref() != Some(&key) => {
            let title = format!("the resource has the id `{given}`, and the address `{id}`");
            return Err(ErrorObject::new(409, title).pointer("/data/id").into());
        }
        Some(_) => {}
    }
    let mut errors = Vec::new();
    let mut values = attribute_inputs(table, &input.attributes, &mut errors);
    relationship_inputs(state, table, &input.relationships, &mut values, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut changes = ChangeSet::default();
    changes.push(Change::Update {
        table: table.id,
        key,
        values,
        read: None,
    });
    let manner = manner(headers);
    let shown = write_and_show(state, changes, query, Some(request.path), manner.clone()).await?;
    Ok(applied(&manner, Document(shown.document).into_response()))
}
