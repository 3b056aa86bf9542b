//! Handles `POST` of a collection.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::conditional::with_tag_of_write;
use super::document::{Document, Errors};
use super::locking::refuse_checksum;
use super::preferences::{applied, manner};
use super::request::{ApiRequest, writable};
use super::write_request::{attribute_inputs, read_body, relationship_inputs, set_id};
use crate::app::State;
use crate::catalog::TableId;
use crate::jsonapi::{ErrorObject, parse_document, path_part};
use crate::session::{Change, ChangeSet};
use crate::writing::write_and_show;

/// Creates a resource; answers it as it is after everything the database and the rules made of it.
pub(super) async fn create(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let table = writable(state, table)?;
    let query = request.query(state, table)?;
    let body = read_body(state, headers, body).await?;
    let mut input = parse_document(&body)?;
    if *input.kind != *table.kind {
        let title = format!(
            "the resource is of type `{}`, and this is the collection of `{}`",
            input.kind, table.kind
        );
        return Err(ErrorObject::new(409, title).pointer("/data/type").into());
    }
    let mut errors = Vec::new();
    refuse_checksum(state, &mut input.attributes, &mut errors);
    let mut values = attribute_inputs(table, &input.attributes, &mut errors);
    if let Some(id) = &input.id {
        set_id(table, id, &mut values, &mut errors);
    }
    relationship_inputs(state, table, &input.relationships, &mut values, &mut errors);
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut changes = ChangeSet::default();
    changes.push(Change::Insert {
        table: table.id,
        values,
    });
    let manner = manner(headers);
    let shown = write_and_show(state, changes, query, None, manner.clone()).await?;
    let location = format!(
        "{}/{}/{}",
        state.prefix,
        path_part(&table.kind),
        path_part(&shown.id)
    );
    let location = HeaderValue::try_from(location).expect("a path is ASCII once it is encoded");
    let response = (
        StatusCode::CREATED,
        [(header::LOCATION, location)],
        Document(shown.document),
    );
    let response = with_tag_of_write(response.into_response(), &manner, shown.tag.as_deref());
    Ok(applied(&manner, response))
}
