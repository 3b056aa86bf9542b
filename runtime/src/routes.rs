//! The HTTP side: from a request to a session or a reading, and from errors to statuses. One file per verb.

mod create;
mod delete;
mod document;
mod errors;
mod get;
mod own;
mod preferences;
mod request;
mod site;
mod update;
mod write_request;

use std::sync::Arc;

use axum::Router;
use axum::extract;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

pub use own::Routes;

use crate::app::State;
use crate::jsonapi::ErrorObject;
pub(crate) use document::Errors;
use request::{ApiRequest, Place};

/// All routes of a server.
pub(crate) fn router(state: &Arc<State>, own: Routes) -> Router {
    let all = format!("{}/{{*path}}", state.prefix);
    let api = Router::new()
        .route(&state.prefix, any(entry))
        .route(&all, any(entry));
    // The project's own endpoints come first: a path of theirs that is also ours is theirs.
    own.into_router()
        .merge(api)
        .fallback(site::entry)
        .with_state(Arc::clone(state))
}

/// Whether something of ours is at the path, rather than an endpoint of the project.
pub(crate) fn knows(state: &State, path: &str) -> bool {
    match path.strip_prefix(state.prefix.as_str()) {
        Some("" | "/") => true,
        Some(below) if below.starts_with('/') => request::is_place(state, path),
        _ => site::is_page(path),
    }
}

/// Answers every request below the API's path.
async fn entry(
    extract::State(state): extract::State<Arc<State>>,
    request: extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    match ApiRequest::parse(&state, &parts) {
        Ok(request) => respond(&state, &request, &parts.headers, body).await,
        Err(errors) => errors.into_response(),
    }
}

async fn respond(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    headers: &axum::http::HeaderMap,
    body: axum::body::Body,
) -> Response {
    let done = match (request.method, &request.place) {
        (&Method::OPTIONS, place) => {
            return (
                StatusCode::NO_CONTENT,
                [(header::ALLOW, place.methods(state))],
            )
                .into_response();
        }
        (&Method::GET | &Method::HEAD, Place::Entry) => Ok(get::entry(state)),
        (&Method::GET | &Method::HEAD, _) => get::get(state, request).await,
        (&Method::POST, Place::Collection(table)) => {
            create::create(state, request, *table, headers, body).await
        }
        (&Method::PATCH, Place::One { table, id }) => {
            update::update(state, request, *table, id, headers, body).await
        }
        (&Method::DELETE, Place::One { table, id }) => {
            delete::delete(state, *table, id, headers).await
        }
        (method, place) => return not_allowed(method, place.methods(state)),
    };
    done.unwrap_or_else(IntoResponse::into_response)
}

fn not_allowed(method: &Method, allowed: &'static str) -> Response {
    let error = ErrorObject::new(405, "the method is not allowed here")
        .detail(format!("`{method}` is not one of `{allowed}`"));
    let mut response = Errors::from(error).into_response();
    response
        .headers_mut()
        .insert(header::ALLOW, header::HeaderValue::from_static(allowed));
    response
}

fn no_such_path(uri: &axum::http::Uri) -> Response {
    Errors::from(
        ErrorObject::new(404, "there is nothing at this address")
            .detail(format!("`{}`", uri.path())),
    )
    .into_response()
}
