//! Handles `PATCH` and `PUT` of a resource.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Method};
use axum::response::Response;

use super::create::{NOTHING_WRONG, is_of};
use super::document::Errors;
use super::flat_write::RowFormat;
use super::get::no_such_id;
use super::locking::Precondition;
use super::negotiation::BodyKind;
use super::preferences::applied;
use super::request::{ApiRequest, writable};
use super::unchanged::given;
use super::write_request::{Lids, read_body, refuse_all};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{ErrorObject, Query, ResourceInput, parse_document, parse_flat_row};
use crate::reading::key_of;
use crate::session::{Change, ChangeSet, Input};
use crate::value::Value;
use crate::writing::{Manner, Shown, write_and_show};

/// Changes the attributes that the document names, or all of them; answers the resource as it is afterwards.
pub(super) async fn update(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    id: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let table = writable(state, table)?;
    let mut errors = Vec::new();
    let query = ApiRequest::query_of_one(state, table, &request.parameters);
    let query = Errors::keep(query, &mut errors)?;
    let rows = RowFormat::of(&request.parameters, &mut errors);
    let key = key_of(table, id).ok_or_else(|| no_such_id(table, id))?;
    let body = read_body(state, headers, body, BodyKind::Document).await?;
    let sent = rows.of_body(headers, table, &body);
    let manner = rows.manner(headers);
    let input = match sent {
        RowFormat::JsonApi => parse_document(&body, &mut errors),
        RowFormat::Plain => parse_flat_row(&body, &table.kind, id, &mut errors),
    };
    let done = match input {
        Some(input) => {
            let to = To { table, key, id };
            let asked = Asked {
                request,
                headers,
                query,
                manner: &manner,
            };
            change(state, to, asked, input, errors).await
        }
        None => Err(errors.into()),
    };
    let shown = done.map_err(|errors| sent.explain(errors))?;
    let response = rows.answer(shown.document, shown.tag.as_deref());
    Ok(applied(&manner, response))
}

/// The resource that is changed.
struct To<'a> {
    table: &'a Table,
    key: Vec<Value>,
    id: &'a str,
}

/// How it is changed, besides what the document says.
struct Asked<'a> {
    request: &'a ApiRequest<'a>,
    headers: &'a HeaderMap,
    /// None where it could not be read.
    query: Option<Query>,
    manner: &'a Manner,
}

async fn change(
    state: &Arc<State>,
    To { table, key, id }: To<'_>,
    asked: Asked<'_>,
    mut input: ResourceInput<'_>,
    mut errors: Vec<ErrorObject>,
) -> Result<Shown, Errors> {
    errors.extend(misaddressed(table, &input, &key, id, "/data"));
    let headers = asked.headers;
    let precondition = Precondition::of_change(state, headers, &mut input.attributes, "/data");
    let precondition = Errors::keep(precondition, &mut errors)?
        .unwrap_or_else(|| Precondition::of_headers(headers));
    let mut values = Vec::new();
    if is_of(&input, table) {
        let place = ("/data", &Lids::default());
        let given = given(state, table, &key, &mut input, place, &mut errors).await;
        values = given.values;
        if asked.request.method == Method::PUT {
            replace(state, table, &given.unchanged, &mut values);
        }
    }
    let is_moved = gets_other_key(table, &key, &values);
    let mut changes = ChangeSet::default();
    changes.push(Change::Update {
        table: table.id,
        key: key.clone(),
        values,
        read: precondition.seen.clone(),
    });
    refuse_all(state, &changes, &|_| None, errors)?;
    let query = asked.query.expect(NOTHING_WRONG);
    let path = (!is_moved).then_some(asked.request.path);
    match write_and_show(state, changes, query, path, asked.manner.clone()).await {
        Ok(shown) => Ok(shown),
        Err(error) => Err(precondition.errors(state, table, key, error).await),
    }
}

/// Whether the row will be at another address.
fn gets_other_key(table: &Table, key: &[Value], values: &[(usize, Input)]) -> bool {
    let mut parts = table.key.iter().zip(key);
    parts.any(|(part, value)| {
        let mut given = values.iter().filter(|(column, _)| column == part);
        given.any(|(_, input)| *input != Input::Value(value.clone()))
    })
}

/// What is wrong with a resource object for the row of the key.
pub(super) fn misaddressed(
    table: &Table,
    input: &ResourceInput<'_>,
    key: &[Value],
    id: &str,
    place: &str,
) -> Option<ErrorObject> {
    if !is_of(input, table) {
        let title = format!(
            "the resource is of type `{}`, and the address of a `{}`",
            input.kind, table.kind
        );
        return Some(ErrorObject::new(409, title).pointer(format!("{place}/type")));
    }
    match &input.id {
        None if input.is_partial => None,
        None => Some(ErrorObject::new(400, "the resource object has no id").pointer(place)),
        Some(given) if key_of(table, given).as_deref() != Some(key) => {
            let title = format!("the resource has the id `{given}`, and the address `{id}`");
            Some(ErrorObject::new(409, title).pointer(format!("{place}/id")))
        }
        Some(_) => None,
    }
}

/// Sets what is not given to what a new row would have. What was given and is unchanged, what rules derive, the database computes, or
/// only the database can say stays as it is.
fn replace(state: &State, table: &Table, unchanged: &[usize], values: &mut Vec<(usize, Input)>) {
    let rules = state.rules.table(table.id);
    for (index, attribute) in table.attributes.iter().enumerate() {
        let is_given =
            values.iter().any(|(given, _)| *given == index) || unchanged.contains(&index);
        let is_made = attribute.source.is_some() || rules.derived[index].is_some();
        if is_given || is_made || table.key.contains(&index) {
            continue;
        }
        match &rules.defaults[index] {
            Some(value) => values.push((index, Input::Value(value.clone()))),
            None if attribute.has_default => {}
            // Where there can be none, that is said as of any other null.
            None => values.push((index, Input::Value(Value::Null))),
        }
    }
}
