//! Writes of flat rows, which `rowFormat=plain` asks for: what they send, and what answers them.

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::conditional::with_tag_of_write;
use super::document::{Document, Errors};
use super::flat;
use super::media::MediaRange;
use super::preferences;
use crate::catalog::Table;
use crate::entity_tag;
use crate::jsonapi::{ErrorObject, MEDIA_TYPE, Parameters, elements, find, members, top_level};
use crate::writing::Manner;

/// How the rows of a write come and go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowFormat {
    /// As resource objects in a document.
    JsonApi,
    /// As objects of attributes.
    Plain,
}

impl RowFormat {
    /// What the parameters ask for.
    pub(super) fn of(parameters: &Parameters<'_>, errors: &mut Vec<ErrorObject>) -> Self {
        if !flat::is_among(parameters) {
            return Self::JsonApi;
        }
        errors.extend(flat::wrong(parameters));
        Self::Plain
    }

    /// How the rows of the body come: a client of flat rows may still send a document, under the name of JSON:API or with a
    /// `data` that can be nothing else.
    pub(super) fn of_body(self, headers: &HeaderMap, table: &Table, body: &[u8]) -> Self {
        let kind = headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| MediaRange::parse(kind.to_str().ok()?));
        let is_document = kind.is_some_and(|kind| kind.essence == MEDIA_TYPE)
            || (table.attribute("data").is_none()
                && top_level(body).is_ok_and(|members| find(&members, "data").is_some()));
        if is_document { Self::JsonApi } else { self }
    }

    /// How it is written: flat rows have no place for effects.
    pub(super) fn manner(self, headers: &HeaderMap) -> Manner {
        let mut manner = preferences::manner(headers);
        manner.tells_effects &= self == Self::JsonApi;
        manner
    }

    /// The answer to a write, of the document that shows it, and of the document's tag if it has one.
    pub(super) fn answer(self, document: Vec<u8>, tag: Option<&str>) -> Response {
        match self {
            Self::JsonApi => with_tag_of_write(Document(document).into_response(), tag),
            Self::Plain => {
                let rows = flat_rows(&document);
                // As whoever reads the row gets it.
                let tag = tag.and_then(entity_tag::checksum);
                let tag = tag.map(|checksum| entity_tag::of_row(&rows, checksum));
                with_tag_of_write(flat::as_json(rows, &[]), tag.as_deref())
            }
        }
    }

    /// The problems of a body whose rows come so.
    pub(super) fn explain(self, errors: Errors) -> Errors {
        match self {
            Self::JsonApi => errors,
            Self::Plain => errors.in_flat_rows(),
        }
    }
}

/// The attributes of each resource of a document of ours: flat rows with the checksums that a client needs for its next write.
fn flat_rows(document: &[u8]) -> Vec<u8> {
    const OURS: &str = "we have written the document";
    let attributes = |resource| {
        let resource = members(resource, "").expect(OURS);
        find(&resource, "attributes").expect(OURS).get()
    };
    let document = top_level(document).expect(OURS);
    let data = find(&document, "data").expect(OURS);
    if !data.get().starts_with('[') {
        return attributes(data).as_bytes().to_vec();
    }
    let rows = elements(data, "").expect(OURS);
    let rows: Vec<_> = rows.into_iter().map(attributes).collect();
    format!("[{}]", rows.join(",")).into_bytes()
}
