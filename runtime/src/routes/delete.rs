//! Handles `DELETE` of a resource.

use std::sync::Arc;

use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use super::document::{Document, Errors};
use super::get::no_such_id;
use super::locking::Precondition;
use super::preferences::{applied, manner};
use super::request::{ApiRequest, writable};
use crate::app::State;
use crate::catalog::TableId;
use crate::reading::key_of;
use crate::session::{Change, ChangeSet};
use crate::writing::write_only;

/// Deletes a resource.
pub(super) async fn delete(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    id: &str,
    headers: &HeaderMap,
) -> Result<Response, Errors> {
    request.refuse_all_parameters()?;
    let table = writable(state, table)?;
    let key = key_of(table, id).ok_or_else(|| no_such_id(table, id))?;
    let precondition = Precondition::of_headers(headers);
    let mut changes = ChangeSet::default();
    changes.push(Change::Delete {
        table: table.id,
        key: key.clone(),
        read: precondition.seen.clone(),
    });
    let manner = manner(headers);
    let response = match write_only(state, changes, manner.clone()).await {
        Ok(Some(document)) => Document(document).into_response(),
        Ok(None) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => return Err(precondition.errors(state, table, key, error).await),
    };
    Ok(applied(&manner, response))
}
