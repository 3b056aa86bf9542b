//! What a request's address means.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::Method;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

use super::document::Errors;
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{ErrorObject, Parameters, Query};
use crate::model::ReadOnly;

/// A request below the API's path.
#[derive(Debug)]
pub(super) struct ApiRequest<'a> {
    pub(super) method: &'a Method,
    pub(super) place: Place,
    /// The path as it came, for links.
    pub(super) path: &'a str,
    pub(super) parameters: Parameters<'a>,
}

/// The places below the API's path.
#[derive(Debug)]
pub(super) enum Place {
    Entry,
    Collection(TableId),
    One {
        table: TableId,
        id: String,
    },
    Related {
        table: TableId,
        id: String,
        relationship: usize,
    },
    Linkage {
        table: TableId,
        id: String,
        relationship: usize,
    },
}

impl Place {
    /// What `Allow` says of it.
    pub(super) fn methods(&self, state: &State) -> &'static str {
        let is_read_only = |table: &TableId| state.catalog.table(*table).read_only.is_some();
        match self {
            Self::Collection(table) if !is_read_only(table) => "GET, HEAD, OPTIONS, POST",
            Self::One { table, .. } if !is_read_only(table) => "DELETE, GET, HEAD, OPTIONS, PATCH",
            _ => "GET, HEAD, OPTIONS",
        }
    }
}

impl<'a> ApiRequest<'a> {
    /// Finds what is at the address.
    pub(super) fn parse(state: &State, parts: &'a Parts) -> Result<Self, Errors> {
        let path = parts.uri.path();
        let place = find_place(state, path)?;
        let query = parts.uri.query().unwrap_or("");
        let parameters = Parameters::parse(query).map_err(|name| {
            ErrorObject::new(400, "the request has a parameter that is not UTF-8").parameter(name)
        })?;
        Ok(Self {
            method: &parts.method,
            place,
            path,
            parameters,
        })
    }

    /// The request's parameters, read as a query for rows of the table.
    pub(super) fn query(&self, state: &State, table: &Table) -> Result<Query, Errors> {
        Query::parse(&self.parameters, &state.catalog, table, &state.limits.query)
            .map_err(Errors::from)
    }

    /// The parameters that the links of a document repeat. Brackets are encoded, whatever the client did: a link is a
    /// URI reference, whose query has none (<https://www.rfc-editor.org/rfc/rfc3986#section-3.4>).
    pub(super) fn repeated(&self) -> String {
        let kept = self
            .parameters
            .iter()
            .filter(|parameter| !parameter.name.starts_with("page["));
        let encoded: Vec<_> = kept
            .map(|parameter| parameter.raw.replace('[', "%5B").replace(']', "%5D"))
            .collect();
        encoded.join("&")
    }
}

/// Whether there is a place at the path.
pub(super) fn is_place(state: &State, path: &str) -> bool {
    find_place(state, path).is_ok()
}

fn find_place(state: &State, path: &str) -> Result<Place, Errors> {
    let rest = path
        .strip_prefix(state.prefix.as_str())
        .unwrap_or(path)
        .trim_matches('/');
    let segments: Vec<Cow<'_, str>> = rest
        .split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8())
        .collect::<Result<_, _>>()
        .map_err(|_| ErrorObject::new(400, "the address is not UTF-8"))?;
    place(state, &segments)
}

fn place(state: &State, segments: &[Cow<'_, str>]) -> Result<Place, Errors> {
    let [kind, rest @ ..] = segments else {
        return Ok(Place::Entry);
    };
    let table = state
        .catalog
        .find(kind)
        .ok_or_else(|| unknown_kind(state, kind))?;
    let find = |name: &str| {
        table.relationship(name).ok_or_else(|| {
            Errors::from(
                ErrorObject::new(404, "there is nothing at this address")
                    .detail(format!("`{name}` is no relationship of `{kind}`")),
            )
        })
    };
    let id = |segment: &Cow<'_, str>| segment.clone().into_owned();
    match rest {
        [] => Ok(Place::Collection(table.id)),
        [one] => Ok(Place::One {
            table: table.id,
            id: id(one),
        }),
        [one, name] => Ok(Place::Related {
            table: table.id,
            id: id(one),
            relationship: find(name)?,
        }),
        [one, word, name] if word == "relationships" => Ok(Place::Linkage {
            table: table.id,
            id: id(one),
            relationship: find(name)?,
        }),
        _ => Err(ErrorObject::new(404, "there is nothing at this address").into()),
    }
}

fn unknown_kind(state: &State, kind: &str) -> Errors {
    let error = ErrorObject::new(404, "there is nothing at this address");
    let similar = state
        .catalog
        .tables()
        .iter()
        .find(|table| table.kind.eq_ignore_ascii_case(kind));
    Errors::from(match similar {
        Some(table) => error.detail(format!(
            "there is no type `{kind}`; there is `{}`",
            table.kind
        )),
        None => error.detail(format!("there is no type `{kind}`")),
    })
}

/// Refuses to write what can only be read.
pub(super) fn writable(state: &Arc<State>, table: TableId) -> Result<&Table, Errors> {
    let table = state.catalog.table(table);
    let why = match table.read_only {
        None => return Ok(table),
        Some(ReadOnly::View) => "it is a view",
        Some(ReadOnly::Declared) => "`formwork.yaml` declares it so",
        Some(ReadOnly::NoKey) => "it has no primary key; `formwork.yaml` may declare one",
    };
    let title = format!("`{}` can only be read", table.kind);
    Err(Errors::from(ErrorObject::new(405, title).detail(why)).allowing("GET, HEAD, OPTIONS"))
}
