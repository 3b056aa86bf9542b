//! Handles `GET` of collections, resources, related resources and linkage.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use super::document::{Document, Errors, with_cursors};
use super::negotiation::Format;
use super::request::{ApiRequest, Place};
use super::{conditional, flat, pages};
use crate::Error;
use crate::app::State;
use crate::catalog::{Table, TableId, Twins};
use crate::jsonapi::{ErrorObject, Parameters, Query, path_part};
use crate::model::Cardinality;
use crate::reading::{ReadDocument, RowKey, Target};

/// Handles `GET /api`: the collections there are, or a page for people.
pub(super) fn entry(
    state: &State,
    request: &ApiRequest<'_>,
    format: Format,
) -> Result<Response, Errors> {
    request.refuse_all_parameters()?;
    if format == Format::Html {
        return Ok(pages::front(state));
    }
    let links: serde_json::Map<_, _> = state
        .catalog
        .tables()
        .iter()
        .map(|table| {
            (
                table.kind.to_string(),
                format!("{}/{}", state.prefix, path_part(&table.kind)).into(),
            )
        })
        .collect();
    let document = serde_json::json!({ "links": links, "meta": { "count": links.len() }, "jsonapi": { "version": "1.1" } });
    Ok(Document(document.to_string().into_bytes()).into_response())
}

/// Handles `GET` of anything with rows.
pub(super) async fn get(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    headers: &HeaderMap,
) -> Result<Response, Errors> {
    let document = document(state, request, &request.place).await?;
    let tag = document.tag().or_else(|| document.weak_tag());
    let has_cursors = document.has_cursors;
    let mut response = Document(document.bytes).into_response();
    if has_cursors {
        response = with_cursors(response);
    }
    Ok(match tag {
        Some(tag) => conditional::tagged(response, &tag, headers),
        None => response,
    })
}

/// The document of a place with rows, with links to the request's path.
pub(super) async fn document(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    place: &Place,
) -> Result<ReadDocument, Errors> {
    let (target, shown) = target(state, place)?;
    let (parameters, catalog) = (&request.parameters, &state.catalog);
    let limits = &state.limits.query;
    let query = match &target {
        &Target::Linkage {
            table,
            relationship,
            ..
        } => {
            let name = &catalog.table(table).relationships[relationship].name;
            Query::parse_linkage(name, parameters, catalog, shown, limits)
        }
        _ => Query::parse(parameters, catalog, shown, limits),
    };
    let mut wrong = flat::wrong_here(parameters);
    let is_of_one = is_of_one(state, &target);
    if is_of_one {
        wrong.extend(wrong_for_one(parameters));
    }
    let mut query = unless_wrong(wrong, query)?;
    if request.prefers_cursors && !is_of_one && shown.twins == Twins::None && !is_paged(parameters)
    {
        query.page_by_cursor();
    }
    let database = shown.database;
    let read = request.read(state, target, query);
    match state.stores[database].read(read).await {
        Err(error) if error.is_unfit() => Err(if is_by_id_only(&request.parameters) {
            unreadable_id(state, place).unwrap_or_else(|| uncomputable(error))
        } else {
            unreadable_filter(&request.parameters).unwrap_or_else(|| error.into())
        }),
        result => Ok(result?),
    }
}

/// Whether the client says how it pages, besides how long the pages are.
fn is_paged(parameters: &Parameters<'_>) -> bool {
    let mut families = parameters.iter().filter_map(|parameter| parameter.family());
    families.any(|(family, part)| family == "page" && !matches!(part[..], ["size" | "count"]))
}

/// Whether the id is all that the rows are chosen by.
fn is_by_id_only(parameters: &Parameters<'_>) -> bool {
    let mut families = parameters.iter().filter_map(|parameter| parameter.family());
    families.all(|(family, _)| family != "filter")
}

/// What only the database can read, such as ranges and addresses, it reads when it is asked; then the only filter is what it cannot read.
fn unreadable_filter(parameters: &Parameters<'_>) -> Option<Errors> {
    let mut filters = parameters.iter().filter(|parameter| {
        let family = parameter.family();
        family.is_some_and(|(family, _)| family == "filter")
    });
    let only = filters.next().filter(|_| filters.next().is_none())?;
    let detail = format!("`{}` has a value that the database cannot read", only.name);
    let title = "the request has a parameter that cannot be followed";
    let error = ErrorObject::new(400, title).detail(detail);
    Some(error.parameter(&*only.name).into())
}

/// No value of the request can be the reason: a view may divide by zero.
fn uncomputable(error: Error) -> Errors {
    match error {
        Error::Internal(source) => Error::Internal(Box::new(Uncomputable(source))).into(),
        other => other.into(),
    }
}

/// Why rows that nobody has asked to compare cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the database cannot compute the rows")]
struct Uncomputable(#[source] Box<dyn std::error::Error + Send + Sync>);

/// What the database cannot read as a key is the id of no row.
fn unreadable_id(state: &State, place: &Place) -> Option<Errors> {
    match place {
        Place::One { table, id }
        | Place::Related { table, id, .. }
        | Place::Linkage { table, id, .. } => Some(no_such_id(state.catalog.table(*table), id)),
        _ => None,
    }
}

/// What is read, and the table whose rows are shown.
pub(super) fn target<'s>(state: &'s State, place: &Place) -> Result<(Target, &'s Table), Errors> {
    let key = |table: TableId, id: &str| {
        let table = state.catalog.table(table);
        RowKey::of(table, id).ok_or_else(|| no_such_id(table, id))
    };
    let other = |table: TableId, relationship: usize| {
        state
            .catalog
            .table(state.catalog.table(table).relationships[relationship].target)
    };
    Ok(match place {
        Place::Entry
        | Place::Page(_)
        | Place::Listing(_)
        | Place::Operations
        | Place::Aggregate(_)
        | Place::Changes(_) => {
            return Err(ErrorObject::new(404, "there is nothing at this address").into());
        }
        Place::Collection(table) => (Target::Collection(*table), state.catalog.table(*table)),
        Place::One { table, id } => (
            Target::One {
                table: *table,
                key: key(*table, id)?,
            },
            state.catalog.table(*table),
        ),
        &Place::Related {
            table,
            ref id,
            relationship,
        } => (
            Target::Related {
                table,
                key: key(table, id)?,
                relationship,
            },
            other(table, relationship),
        ),
        &Place::Linkage {
            table,
            ref id,
            relationship,
        } => (
            Target::Linkage {
                table,
                key: key(table, id)?,
                relationship,
            },
            other(table, relationship),
        ),
    })
}

/// Whether there can be one row at most.
pub(super) fn is_of_one(state: &State, target: &Target) -> bool {
    match target {
        Target::Collection(_) => false,
        Target::One { .. } => true,
        &Target::Related {
            table,
            relationship,
            ..
        }
        | &Target::Linkage {
            table,
            relationship,
            ..
        } => state.catalog.table(table).relationships[relationship].to == Cardinality::One,
    }
}

/// A text that cannot be an id of the table is the id of no row.
pub(super) fn no_such_id(table: &Table, id: &str) -> Errors {
    ErrorObject::new(
        404,
        format!("there is no `{}` with the id `{id}`", table.kind),
    )
    .into()
}

/// The query, unless something is wrong with it, or where it is asked for.
pub(super) fn unless_wrong(
    mut wrong: Vec<ErrorObject>,
    query: Result<Query, Vec<ErrorObject>>,
) -> Result<Query, Errors> {
    match query {
        Ok(query) if wrong.is_empty() => return Ok(query),
        Ok(_) => {}
        // A parameter that has no place here need not be right as well.
        Err(mut errors) => {
            errors.retain(|error| wrong.iter().all(|each| each.source != error.source));
            wrong.extend(errors);
        }
    }
    Err(wrong.into())
}

/// A single resource cannot be filtered, sorted or paged.
pub(super) fn wrong_for_one(parameters: &Parameters<'_>) -> Vec<ErrorObject> {
    parameters
        .iter()
        .filter(|parameter| {
            let family = parameter.family().map_or("", |(family, _)| family);
            matches!(family, "filter" | "sort" | "page")
        })
        .map(|parameter| {
            ErrorObject::new(400, "the request has a parameter that cannot be followed")
                .detail(format!(
                    "`{}` is no parameter of a single resource",
                    parameter.name
                ))
                .parameter(&*parameter.name)
        })
        .collect()
}
