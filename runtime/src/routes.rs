//! The HTTP side: from a request to a session or a reading, and from errors to statuses. One file per verb.

mod aggregate;
mod changes;
mod compression;
mod conditional;
mod create;
mod delete;
mod document;
mod endpoint;
mod errors;
mod flat;
mod flat_write;
mod get;
mod html;
mod listing;
mod locking;
mod media;
mod metadata;
mod negotiation;
mod operations;
mod own;
mod pages;
mod preferences;
mod relationship;
mod request;
mod sent_id;
mod service;
mod site;
#[cfg(feature = "swagger")]
mod swagger;
mod unchanged;
mod update;
mod write_request;

use std::borrow::Cow;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::any;

pub(crate) use endpoint::Content;
pub use endpoint::{Answer, Anything, Endpoint, Input, Json, Operation, Row, Shows};
pub use own::Routes;
pub(crate) use own::{Address, Described};
pub use service::{Args, Reply};

use crate::app::State;
use crate::jsonapi::ErrorObject;
pub(crate) use document::Errors;
use negotiation::Format;
pub(crate) use pages::Description;
use relationship::At;
use request::{ApiRequest, Place};

/// All routes of a server.
pub(crate) fn router(state: &Arc<State>, own: Routes) -> Router {
    let all = format!("{}/{{*path}}", state.prefix);
    let api = Router::new()
        .route(&state.prefix, any(entry))
        .route(&format!("{}/", state.prefix), any(entry))
        .route(&all, any(entry));
    let described = own.described();
    if !described.is_empty() {
        // A second router of the same state has the same endpoints.
        state.endpoints.get_or_init(|| described);
    }
    // The project's own endpoints come first: a path of theirs that is also ours is theirs.
    own.into_router(&state.prefix, state.catalog.decimals)
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
    let response = answer(&state, &parts, body).await;
    compression::compressed(response, &parts.headers).await
}

async fn answer(state: &Arc<State>, parts: &Parts, body: Body) -> Response {
    let request = match ApiRequest::parse(state, parts) {
        Ok(request) => request,
        Err(errors) => return errors.into_response(),
    };
    let allowed = request.place.methods(state);
    if request.method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, [(header::ALLOW, allowed)]).into_response();
    }
    if !allows(allowed, request.method) {
        let table = request
            .place
            .table()
            .map(|table| state.catalog.table(table));
        return match table.and_then(request::read_only) {
            Some(error) => Errors::from(error).allowing(allowed).into_response(),
            None => not_allowed(request.method, allowed),
        };
    }
    let format = match request.formats() {
        [] => Format::JsonApi,
        offered => match negotiation::accepted(&parts.headers, offered) {
            Ok(format) => format,
            Err(errors) => return errors.into_response(),
        },
    };
    let done = match request.place {
        Place::Changes(table) => {
            let closing = parts.extensions.get().cloned();
            changes::changes(state, &request, table, &parts.headers, closing)
        }
        _ => respond(state, &request, format, &parts.headers, body).await,
    };
    let mut response = done.unwrap_or_else(IntoResponse::into_response);
    if format == Format::Json {
        document::as_json(&mut response);
    }
    response
}

/// Whether a method is one of those that `Allow` says.
fn allows(allowed: &str, method: &Method) -> bool {
    let mut methods = allowed.as_bytes().split(|byte| b", ".contains(byte));
    methods.any(|each| each == method.as_str().as_bytes())
}

/// Answers a method that is allowed at the place.
async fn respond(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    format: Format,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    match (request.method, &request.place) {
        (_, Place::Entry) => get::entry(state, request, format),
        (_, Place::Page(page)) => pages::page(state, request, page, headers),
        (_, Place::Aggregate(table)) => aggregate::aggregate(state, request, *table).await,
        (_, Place::Listing(place)) => listing::list(state, request, place).await,
        (&Method::POST, Place::Collection(table)) => {
            create::create(state, request, *table, headers, body).await
        }
        (&Method::POST, Place::Operations) => {
            operations::operations(state, request, headers, body).await
        }
        (&Method::PATCH | &Method::PUT, Place::One { table, id }) => {
            update::update(state, request, *table, id, headers, body).await
        }
        (&Method::DELETE, Place::One { table, id }) => {
            delete::delete(state, request, *table, id, headers).await
        }
        (
            &Method::PATCH | &Method::POST | &Method::DELETE,
            &Place::Linkage {
                table,
                ref id,
                relationship,
            }
            | &Place::Related {
                table,
                ref id,
                relationship,
            },
        ) => {
            let at = At {
                table,
                id,
                relationship,
            };
            relationship::write(state, request, at, headers, body).await
        }
        _ if format == Format::Csv => flat::csv(state, request).await,
        _ if flat::is_asked_for(request) => flat::plain(state, request, headers).await,
        _ => get::get(state, request, headers).await,
    }
}

fn not_allowed(method: &Method, allowed: impl Into<Cow<'static, str>>) -> Response {
    let allowed = allowed.into();
    let error = ErrorObject::new(405, "the method is not allowed here")
        .detail(format!("`{method}` is not one of `{allowed}`"));
    Errors::from(error).allowing(allowed).into_response()
}

fn no_such_path(uri: &axum::http::Uri) -> Response {
    Errors::from(
        ErrorObject::new(404, "there is nothing at this address")
            .detail(format!("`{}`", uri.path())),
    )
    .into_response()
}
