//! Handles `PATCH` of a resource.

use std::sync::Arc;

use axum::body::Body;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::conditional::with_tag_of_write;
use super::document::{Document, Errors};
use super::get::no_such_id;
use super::locking::Precondition;
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
    let mut input = parse_document(&body)?;
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
    let precondition = Precondition::of_change(state, headers, &mut input.attributes)?;
    let mut errors = Vec::new();
    let mut values = attribute_inputs(table, &input.attributes, &mut errors);
    relationship_inputs(state, table, &input.relationships, &mut values, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut changes = ChangeSet::default();
    changes.push(Change::Update {
        table: table.id,
        key: key.clone(),
        values,
        read: precondition.seen.clone(),
    });
    let manner = manner(headers);
    match write_and_show(state, changes, query, Some(request.path), manner.clone()).await {
        Ok(shown) => {
            let response = Document(shown.document).into_response();
            let response = with_tag_of_write(response, &manner, shown.tag.as_deref());
            Ok(applied(&manner, response))
        }
        Err(error) => Err(precondition.errors(state, table, key, error).await),
    }
}
