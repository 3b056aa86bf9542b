//! What is not the API: the first page, and what tells others how the server is.
//!
//! It comes after all other routes, so a project may have routes of its own at these addresses.

use std::sync::Arc;
use std::time::Duration;

use axum::extract;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::html::{self, escape};
use super::request::READ_METHODS;
use super::{Errors, listing, no_such_path, not_allowed, request};
use crate::app::State;
use crate::jsonapi::{ErrorObject, Parameters};

/// How long a database may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Whether one of these pages is at the path.
pub(super) fn is_page(path: &str) -> bool {
    matches!(path, "/" | "/health" | "/ready" | "/metadata") || is_admin(path)
}

#[cfg(feature = "admin")]
use crate::admin::is_admin;

#[cfg(not(feature = "admin"))]
fn is_admin(_path: &str) -> bool {
    false
}

/// Answers every request that nothing else answers.
pub(super) async fn entry(
    extract::State(state): extract::State<Arc<State>>,
    request: extract::Request,
) -> Response {
    let (request, _) = request.into_parts();
    if !is_page(request.uri.path()) {
        return no_such_path(&request.uri);
    }
    match request.method {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => {
            return (StatusCode::NO_CONTENT, [(header::ALLOW, READ_METHODS)]).into_response();
        }
        _ => return not_allowed(&request.method, READ_METHODS),
    }
    match request.uri.path() {
        "/health" => status("ok"),
        "/ready" => ready(&state).await,
        "/metadata" => metadata(&state, request.uri.query().unwrap_or("")),
        #[cfg(feature = "admin")]
        path if is_admin(path) => crate::admin::answer(&state, &request)
            .await
            .unwrap_or_else(|| no_such_path(&request.uri)),
        #[cfg(feature = "admin")]
        _ => crate::admin::page(&state).unwrap_or_else(|| first_page(&state)),
        #[cfg(not(feature = "admin"))]
        _ => first_page(&state),
    }
}

fn metadata(state: &State, query: &str) -> Response {
    let parameters = Parameters::parse(query).map_err(request::not_utf8);
    parameters
        .and_then(|parameters| super::metadata::metadata(state, &parameters))
        .unwrap_or_else(IntoResponse::into_response)
}

/// The server runs: this asks nobody else.
fn status(text: &str) -> Response {
    let body = format!(r#"{{"status":"{text}"}}"#);
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}

/// Whether the databases answer.
async fn ready(state: &State) -> Response {
    let error = match tokio::time::timeout(READY_WITHIN, state.ask_databases()).await {
        Ok(Ok(())) => return status("ready"),
        Ok(Err(error)) => format!("{error:?}"),
        Err(_) => "no answer in time".to_owned(),
    };
    tracing::warn!(%error, "a database is away");
    Errors::from(ErrorObject::new(503, "a database is away, try again later"))
        .retry_after(1)
        .into_response()
}

/// A page for people: the resources, with links.
fn first_page(state: &State) -> Response {
    let api = escape(&state.prefix);
    let count = state.catalog.tables().len();
    let count = if count == 1 {
        "1 resource".to_owned()
    } else {
        format!("{count} resources")
    };
    let resources = listing::resources(state, &state.prefix);
    html::page(
        "Resources",
        &format!(
            "<header><h1>{count}</h1><p>served as <a href=\"https://jsonapi.org\">JSON:API</a>, which is described at \
             <a href=\"{api}\">{api}</a>; their rows are shown at <a href=\"{api}/list\">{api}/list</a></p></header>\n{resources}"
        ),
    )
}
