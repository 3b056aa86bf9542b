//! Handles `GET /api/aggregate/{type}`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::document::{Document, Errors};
use super::request::ApiRequest;
use crate::app::State;
use crate::catalog::TableId;
use crate::jsonapi::AggregateQuery;
use crate::reading::AggregateRead;

/// Answers with the groups and their numbers.
pub(super) async fn aggregate(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
) -> Result<Response, Errors> {
    let shown = state.catalog.table(table);
    let limits = &state.limits.query;
    let query = AggregateQuery::parse(&request.parameters, &state.catalog, shown, limits)?;
    let repeated = request.repeated();
    let link = if repeated.is_empty() {
        request.path.to_owned()
    } else {
        format!("{}?{repeated}", request.path)
    };
    let read = AggregateRead {
        state: Arc::clone(state),
        table,
        query,
        link,
    };
    let document = state.stores[shown.database].read(read).await?;
    Ok(Document(document).into_response())
}
