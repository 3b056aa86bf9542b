//! Handles `POST` of a collection: one resource, or a list of them, all or none.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

use super::document::Errors;
use super::flat_write::RowFormat;
use super::locking::refuse_checksum;
use super::negotiation::BodyKind;
use super::preferences::applied;
use super::request::{ApiRequest, writable};
use super::write_request::{Lids, inputs, read_body, refuse_all, refuse_too_many, set_id, unread};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{
    ErrorObject, Inputs, Query, ResourceInput, parse_documents, parse_flat_rows, path_part,
};
use crate::session::{Change, ChangeSet};
use crate::writing::{Manner, Shown, View, write};

/// The parameter that says what becomes of a resource whose key is taken.
const ON_CONFLICT: &str = "onConflict";

/// Creates resources; answers them as they are after everything the database and the rules made of them.
pub(super) async fn create(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let table = writable(state, table)?;
    let mut errors = Vec::new();
    let (conflicts, parameters) = request.parameters.clone().take(ON_CONFLICT);
    let updates_existing = Errors::keep(updates_existing(&conflicts), &mut errors)?;
    let query = ApiRequest::query_of_one(state, table, &parameters);
    let query = Errors::keep(query, &mut errors)?;
    let rows = RowFormat::of(&parameters, &mut errors);
    let body = read_body(state, headers, body, BodyKind::Document).await?;
    let mut manner = rows.manner(headers);
    manner.updates_existing = updates_existing.unwrap_or_default();
    let sent = rows.of_body(headers, table, &body);
    let inputs = match sent {
        RowFormat::JsonApi => parse_documents(&body, &mut errors),
        RowFormat::Plain => parse_flat_rows(&body, &table.kind, &mut errors),
    };
    let done = match inputs {
        Some(Inputs::One(input)) => create_one(state, table, input, (query, &manner), errors)
            .await
            .map(|shown| created(state, table, shown, rows)),
        Some(Inputs::Many(inputs)) => {
            let how = (query, request.path, &manner);
            create_all(state, table, inputs, how, errors)
                .await
                .map(|shown| with_status(status(&shown), rows.answer(shown.document, None)))
        }
        None => Err(errors.into()),
    };
    let response =
        done.map_err(|errors| sent.explain(errors.at_sent_ids(&state.catalog, &body)))?;
    Ok(applied(&manner, response))
}

async fn create_one(
    state: &Arc<State>,
    table: &Table,
    input: ResourceInput<'_>,
    (query, manner): (Option<Query>, &Manner),
    errors: Vec<ErrorObject>,
) -> Result<Shown, Errors> {
    let changes = changes(state, table, vec![(input, "/data".to_owned())], errors)?;
    let query = query.expect(NOTHING_WRONG);
    let view = View::One { query, path: None };
    let shown = write(state, changes, view, manner.clone()).await?;
    Ok(shown.expect("a row is shown"))
}

/// Of a query that was read: one that was not is an error, and refused before.
pub(super) const NOTHING_WRONG: &str = "nothing is wrong with the parameters";

fn updates_existing(values: &[String]) -> Result<bool, Errors> {
    let refuse = |detail: String| {
        let title = "the request has a parameter that cannot be followed";
        Errors::from(
            ErrorObject::new(400, title)
                .detail(detail)
                .parameter(ON_CONFLICT),
        )
    };
    match values {
        [] => Ok(false),
        [value] if value == "update" => Ok(true),
        [value] => Err(refuse(format!(
            "`{ON_CONFLICT}` is `{value}`, and can only be `update`"
        ))),
        _ => Err(refuse(format!("`{ON_CONFLICT}` comes twice"))),
    }
}

async fn create_all(
    state: &Arc<State>,
    table: &Table,
    inputs: Vec<(usize, ResourceInput<'_>)>,
    (query, path, manner): (Option<Query>, &str, &Manner),
    mut errors: Vec<ErrorObject>,
) -> Result<Shown, Errors> {
    refuse_too_many(state, inputs.len(), "/data")?;
    if inputs.is_empty() && errors.is_empty() {
        errors.push(ErrorObject::new(400, "the list has no resource").pointer("/data"));
    }
    let placed = inputs
        .into_iter()
        .map(|(index, input)| (input, format!("/data/{index}")))
        .collect();
    let changes = changes(state, table, placed, errors)?;
    let view = View::All {
        query: query.expect(NOTHING_WRONG),
        path: path.to_owned(),
    };
    match write(state, changes, view, manner.clone()).await {
        Ok(shown) => Ok(shown.expect("rows are shown")),
        Err(error) => Err(Errors::of_document(error, &|change| {
            Some(format!("/data/{change}"))
        })),
    }
}

/// The changes that create the resources at these places of the document, unless something is wrong with them or was before.
fn changes(
    state: &State,
    table: &Table,
    inputs: Vec<(ResourceInput<'_>, String)>,
    mut errors: Vec<ErrorObject>,
) -> Result<ChangeSet, Errors> {
    let mut changes = ChangeSet::default();
    let mut places = Vec::with_capacity(inputs.len());
    for (input, place) in inputs {
        let lids = Lids::default();
        changes.push(insert(state, table, input, &place, &lids, &mut errors));
        places.push(place);
    }
    refuse_all(
        state,
        &changes,
        &|change| Some(places[change].clone()),
        errors,
    )?;
    Ok(changes)
}

/// The change that creates a resource at a place of the document.
pub(super) fn insert(
    state: &State,
    table: &Table,
    mut input: ResourceInput<'_>,
    place: &str,
    lids: &Lids,
    errors: &mut Vec<ErrorObject>,
) -> Change {
    let mut values = Vec::new();
    if is_of(&input, table) {
        refuse_checksum(state, place, &mut input.attributes, errors);
        values = inputs(state, table, &input, place, lids, errors);
        if let Some(id) = &input.id {
            set_id(table, place, id, &mut values, errors);
        }
    } else {
        let title = format!(
            "the resource is of type `{}`, and this is the collection of `{}`",
            input.kind, table.kind
        );
        errors.push(ErrorObject::new(409, title).pointer(format!("{place}/type")));
        unread(&mut values, 0..table.attributes.len());
    }
    Change::Insert {
        table: table.id,
        values,
    }
}

/// Whether the resource object is of the table: as far as can be seen, where its type could not be read.
pub(super) fn is_of(input: &ResourceInput<'_>, table: &Table) -> bool {
    *input.kind == *table.kind || (input.is_partial && input.kind.is_empty())
}

fn status(shown: &Shown) -> StatusCode {
    if shown.is_new {
        StatusCode::CREATED
    } else {
        StatusCode::OK
    }
}

fn with_status(status: StatusCode, mut response: Response) -> Response {
    *response.status_mut() = status;
    response
}

fn created(state: &State, table: &Table, shown: Shown, rows: RowFormat) -> Response {
    let status = status(&shown);
    let location = format!(
        "{}/{}/{}",
        state.prefix,
        path_part(&table.kind),
        path_part(&shown.id)
    );
    let location = HeaderValue::try_from(location).expect("a path is ASCII once it is encoded");
    let answer = rows.answer(shown.document, shown.tag.as_deref());
    let mut response = with_status(status, answer);
    if status == StatusCode::CREATED {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
