//! Pages about the API.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::document::Errors;
use super::negotiation::JSON;
use super::request::{ApiRequest, Page};
use super::{conditional, metadata};
use crate::app::State;
use crate::entity_tag;
use crate::openapi;

/// Answers one of the pages.
pub(super) fn page(
    state: &State,
    request: &ApiRequest<'_>,
    page: &Page,
    headers: &HeaderMap,
) -> Result<Response, Errors> {
    if *page == Page::Metadata {
        return metadata::page(state, request);
    }
    request.refuse_all_parameters()?;
    match page {
        Page::Description => Ok(description(state, headers)),
        #[cfg(feature = "swagger")]
        Page::Swagger(file) => super::swagger::file(state, file, headers),
        Page::Metadata => unreachable!("it has been answered"),
    }
}

/// The page at the API's own path, for people.
pub(super) fn front(state: &State) -> Response {
    #[cfg(feature = "swagger")]
    let response = super::swagger::page(state);
    #[cfg(not(feature = "swagger"))]
    let response = super::html::page(
        "Resources",
        &format!(
            "<header><h1>Resources</h1></header>\n{}",
            super::listing::resources(state, &format!("{}/list", state.prefix))
        ),
    );
    response
}

/// The description of the API, made once.
#[derive(Debug)]
pub(crate) struct Description {
    bytes: Bytes,
    tag: String,
}

impl Description {
    fn of(state: &State) -> Self {
        let text = openapi::describe(state).to_string();
        Self {
            tag: entity_tag::of(text.as_bytes()),
            bytes: text.into(),
        }
    }
}

fn description(state: &State, headers: &HeaderMap) -> Response {
    let description = state.description.get_or_init(|| Description::of(state));
    let response = (
        [
            (header::CONTENT_TYPE, JSON),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        description.bytes.clone(),
    )
        .into_response();
    conditional::tagged(response, &description.tag, headers)
}
