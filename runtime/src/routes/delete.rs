//! Handles `DELETE` of a resource.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use super::document::Errors;
use super::get::no_such_id;
use super::request::writable;
use crate::app::State;
use crate::catalog::TableId;
use crate::reading::key_of;
use crate::session::{Change, ChangeSet, commit};

/// Deletes a resource.
pub(super) async fn delete(
    state: &Arc<State>,
    table: TableId,
    id: &str,
) -> Result<Response, Errors> {
    let table = writable(state, table)?;
    let key = key_of(table, id).ok_or_else(|| no_such_id(table, id))?;
    let mut changes = ChangeSet::default();
    changes.push(Change::Delete {
        table: table.id,
        key,
        read: None,
    });
    commit(state, changes).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
