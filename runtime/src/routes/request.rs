//! What a request's address means.

use std::borrow::Cow;
use std::str::Utf8Error;
use std::sync::Arc;

use axum::http::Method;
use axum::http::request::Parts;
use percent_encoding::percent_decode_str;

use super::document::Errors;
use super::get::{unless_wrong, wrong_for_one};
use super::negotiation::{Format, asks_for_cursors};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{ErrorObject, Parameters, Query};
use crate::model::{Cardinality, ReadOnly};
use crate::reading::{Read, Target};

/// A request below the API's path.
#[derive(Debug)]
pub(super) struct ApiRequest<'a> {
    pub(super) method: &'a Method,
    pub(super) place: Place,
    /// The path as it came, for links.
    pub(super) path: &'a str,
    pub(super) parameters: Parameters<'a>,
    /// Whether pages are to be by cursor where the parameters do not say how.
    pub(super) prefers_cursors: bool,
}

/// The places below the API's path.
#[derive(Debug)]
pub(super) enum Place {
    Entry,
    /// A page about the API. No type begins with a lower-case ASCII letter, so words in that place are ours.
    Page(Page),
    /// The same as another place, as a page for people.
    Listing(Box<Place>),
    /// Several changes in one request.
    Operations,
    /// What the rows of a table come to.
    Aggregate(TableId),
    /// What is committed of its rows, as it happens.
    Changes(TableId),
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

/// Pages about the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Page {
    /// The description in OpenAPI's format.
    Description,
    Metadata,
    /// A file of the user interface for the description.
    #[cfg(feature = "swagger")]
    Swagger(String),
}

impl Place {
    /// What `Allow` says of it.
    pub(super) fn methods(&self, state: &State) -> &'static str {
        match self {
            Self::Operations => "OPTIONS, POST",
            Self::Collection(_) if self.is_writable(state) => "GET, HEAD, OPTIONS, POST",
            Self::One { .. } if self.is_writable(state) => "DELETE, GET, HEAD, OPTIONS, PATCH, PUT",
            // The forerunner's clients write a relationship at the address of what it leads to.
            &Self::Linkage {
                table,
                relationship,
                ..
            }
            | &Self::Related {
                table,
                relationship,
                ..
            } => {
                let relationship = &state.catalog.table(table).relationships[relationship];
                let holder = if relationship.holds_key {
                    table
                } else {
                    relationship.target
                };
                match relationship.to {
                    _ if state.catalog.table(holder).read_only.is_some() => READ_METHODS,
                    Cardinality::One => "GET, HEAD, OPTIONS, PATCH",
                    Cardinality::Many => "DELETE, GET, HEAD, OPTIONS, PATCH, POST",
                }
            }
            _ => READ_METHODS,
        }
    }

    /// The table that would be written here.
    pub(super) fn table(&self) -> Option<TableId> {
        match self {
            Self::Entry
            | Self::Page(_)
            | Self::Listing(_)
            | Self::Operations
            | Self::Aggregate(_)
            | Self::Changes(_) => None,
            Self::Collection(table)
            | Self::One { table, .. }
            | Self::Related { table, .. }
            | Self::Linkage { table, .. } => Some(*table),
        }
    }

    fn is_writable(&self, state: &State) -> bool {
        self.table()
            .is_some_and(|table| state.catalog.table(table).read_only.is_none())
    }

    /// What an answer can be; nothing where it is what it is.
    pub(super) fn formats(&self) -> &'static [Format] {
        match self {
            Self::Entry => &[Format::JsonApi, Format::Json, Format::Html],
            Self::Page(_) => &[],
            Self::Listing(_) => &[Format::Html],
            Self::Changes(_) => &[Format::Events],
            Self::Collection(_) => &[Format::JsonApi, Format::Json, Format::Csv],
            _ => &[Format::JsonApi, Format::Json],
        }
    }
}

/// What can be done where nothing can be written.
pub(super) const READ_METHODS: &str = "GET, HEAD, OPTIONS";

impl<'a> ApiRequest<'a> {
    /// Finds what is at the address.
    pub(super) fn parse(state: &State, parts: &'a Parts) -> Result<Self, Errors> {
        let path = parts.uri.path();
        let place = find_place(state, path)?;
        let query = parts.uri.query().unwrap_or("");
        let parameters = Parameters::parse(query).map_err(not_utf8)?;
        Ok(Self {
            method: &parts.method,
            place,
            path,
            parameters,
            prefers_cursors: asks_for_cursors(&parts.headers),
        })
    }

    /// What an answer can be: rows are sent as lines, and not taken so.
    pub(super) fn formats(&self) -> &'static [Format] {
        match self.place.formats() {
            [first @ .., Format::Csv] if self.method == Method::POST => first,
            formats => formats,
        }
    }

    /// The parameters, read as a query for a row of the table, which cannot be filtered, sorted or paged.
    pub(super) fn query_of_one(
        state: &State,
        table: &Table,
        parameters: &Parameters<'_>,
    ) -> Result<Query, Errors> {
        let query = Query::parse(parameters, &state.catalog, table, &state.limits.query);
        unless_wrong(wrong_for_one(parameters), query)
    }

    /// What is read for an answer whose links lead to this address.
    pub(super) fn read(&self, state: &Arc<State>, target: Target, query: Query) -> Read {
        Read {
            state: Arc::clone(state),
            target,
            query,
            path: self.path.to_owned(),
            repeated: self.repeated(),
        }
    }

    /// Refuses parameters where there are none to give.
    pub(super) fn refuse_all_parameters(&self) -> Result<(), Errors> {
        refuse_parameters(&self.parameters, &[])
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

/// The refusal of a parameter that cannot be read.
pub(super) fn not_utf8(name: String) -> Errors {
    ErrorObject::new(400, "the request has a parameter that is not UTF-8")
        .parameter(name)
        .into()
}

/// Refuses all parameters but these.
pub(super) fn refuse_parameters(parameters: &Parameters<'_>, known: &[&str]) -> Result<(), Errors> {
    let mut wrong: Vec<_> = parameters
        .iter()
        .filter(|parameter| !known.contains(&&*parameter.name))
        .map(|parameter| {
            ErrorObject::new(400, "the request has a parameter that cannot be followed")
                .detail(format!(
                    "`{}` is no parameter of this address",
                    parameter.name
                ))
                .parameter(&*parameter.name)
        })
        .collect();
    if wrong.is_empty() {
        wrong.extend(parameters.repeated());
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(wrong.into())
    }
}

/// Whether there is a place at the path.
pub(super) fn is_place(state: &State, path: &str) -> bool {
    find_place(state, path).is_ok()
}

/// A segment of a path without percent signs, which few have.
fn decoded(segment: &str) -> Result<Cow<'_, str>, Utf8Error> {
    if segment.contains('%') {
        percent_decode_str(segment).decode_utf8()
    } else {
        Ok(segment.into())
    }
}

pub(super) fn find_place(state: &State, path: &str) -> Result<Place, Errors> {
    let rest = path.strip_prefix(state.prefix.as_str()).unwrap_or(path);
    if matches!(rest, "" | "/") {
        return Ok(Place::Entry);
    }
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    // One slash at the end is a habit of some clients; any other that nothing stands before is a mistake.
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let segments: Vec<Cow<'_, str>> = rest
        .split('/')
        .map(decoded)
        .collect::<Result<_, _>>()
        .map_err(|_| ErrorObject::new(400, "the address is not UTF-8"))?;
    if segments.iter().any(|segment| segment.is_empty()) {
        return Err(nothing_here());
    }
    place(state, &segments)
}

fn place(state: &State, segments: &[Cow<'_, str>]) -> Result<Place, Errors> {
    let [kind, rest @ ..] = segments else {
        return Ok(Place::Entry);
    };
    if kind.starts_with(|first: char| first.is_ascii_lowercase()) {
        return page(state, kind, rest);
    }
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
        _ => Err(nothing_here()),
    }
}

fn page(state: &State, word: &str, rest: &[Cow<'_, str>]) -> Result<Place, Errors> {
    match (word, rest) {
        ("openapi.json", []) => Ok(Place::Page(Page::Description)),
        ("operations", []) => Ok(Place::Operations),
        ("metadata", []) => Ok(Place::Page(Page::Metadata)),
        #[cfg(feature = "swagger")]
        ("swagger-ui", [file]) => Ok(Place::Page(Page::Swagger(file.clone().into_owned()))),
        ("aggregate", [kind]) => match place(state, std::slice::from_ref(kind))? {
            Place::Collection(table) => Ok(Place::Aggregate(table)),
            _ => Err(nothing_here()),
        },
        ("changes", [kind]) => match place(state, std::slice::from_ref(kind))? {
            Place::Collection(table) => Ok(Place::Changes(table)),
            _ => Err(nothing_here()),
        },
        ("list", rest) => match place(state, rest)? {
            Place::Page(_)
            | Place::Listing(_)
            | Place::Operations
            | Place::Aggregate(_)
            | Place::Changes(_) => Err(nothing_here()),
            place => Ok(Place::Listing(Box::new(place))),
        },
        _ => Err(unknown_kind(state, word)),
    }
}

fn nothing_here() -> Errors {
    ErrorObject::new(404, "there is nothing at this address").into()
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
    match read_only(table) {
        None => Ok(table),
        Some(error) => Err(Errors::from(error).allowing(READ_METHODS)),
    }
}

/// Why a table cannot be written, if it cannot.
pub(super) fn read_only(table: &Table) -> Option<ErrorObject> {
    let why = match table.read_only? {
        ReadOnly::View => "it is a view",
        ReadOnly::Declared => "`formwork.yaml` declares it so",
        ReadOnly::NoKey => "it has no primary key; `formwork.yaml` may declare one",
    };
    let title = format!("`{}` can only be read", table.kind);
    Some(ErrorObject::new(405, title).detail(why))
}
