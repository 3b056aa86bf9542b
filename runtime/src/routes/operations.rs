//! Handles `POST /api/operations`: several changes in one request and one transaction, all or none
//! (<https://jsonapi.org/ext/atomic/>). Rules are judged on what all of them come to.

mod read;
mod relate;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::value::RawValue;

use super::create::{insert, is_of};
use super::document::{Document, Errors};
use super::get::no_such_id;
use super::locking::{Precondition, with_current};
use super::negotiation::BodyKind;
use super::preferences::{applied, manner};
use super::request::{ApiRequest, read_only};
use super::unchanged::given;
use super::update::misaddressed;
use super::write_request::{Lids, inputs, no_such_lid, read_body, refuse_too_many};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{
    ATOMIC, CHECKSUM, ErrorObject, MEDIA_TYPE, check_document, elements, find, kept,
    parse_resource, structure, top_level,
};
use crate::reading::key_of;
use crate::session::{Change, ChangeSet, check};
use crate::writing::{View, write};
use crate::{Error, Place as ProblemPlace};
use read::{IF_MATCH, Name, Operation, Reader, Subject};

/// The member with the operations.
const OPERATIONS: &str = "atomic:operations";

/// Does all operations of the document, or none.
pub(super) async fn operations(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let mut errors = Vec::new();
    Errors::keep(request.refuse_all_parameters(), &mut errors)?;
    let body = read_body(state, headers, body, BodyKind::Operations).await?;
    let document = top_level(&body)?;
    check_document(&document, OPERATIONS, &mut errors);
    let list = find(&document, OPERATIONS).ok_or_else(|| {
        let detail = format!("member `{OPERATIONS}` is missing");
        structure("the document has no operations", &detail, "")
    });
    let list = list.and_then(|list| elements(list, &format!("/{OPERATIONS}")));
    let Some(list) = kept(list, &mut errors) else {
        return Err(errors.into());
    };
    refuse_too_many(state, list.len(), &format!("/{OPERATIONS}"))?;
    let mut plan = Plan {
        state,
        changes: ChangeSet::default(),
        places: Vec::new(),
        results: Vec::new(),
        lids: Lids::default(),
        errors,
    };
    for (index, raw) in list.into_iter().enumerate() {
        plan.add(raw, &format!("/{OPERATIONS}/{index}")).await?;
    }
    let done = plan.done(headers).await;
    done.map_err(|errors| errors.at_sent_ids(&state.catalog, &body))
}

/// The changes of all operations, as far as they were read.
struct Plan<'s> {
    state: &'s Arc<State>,
    changes: ChangeSet,
    places: Vec<ChangePlace>,
    /// For each operation, the change whose row it shows.
    results: Vec<Option<usize>>,
    lids: Lids,
    errors: Vec<ErrorObject>,
}

/// Where in the document a change is.
struct ChangePlace {
    place: String,
    /// Whether that is linkage, which has no attributes.
    is_linkage: bool,
    /// Where it is demanded that the row is still as it was, if that is said apart from the attributes.
    demand: Option<String>,
}

impl ChangePlace {
    fn of(place: &str, operation: Option<&Operation<'_>>) -> Self {
        let demanding = operation.filter(|operation| !operation.demanded.is_empty());
        Self {
            place: place.to_owned(),
            is_linkage: false,
            demand: demanding.map(|operation| format!("{}/meta/{IF_MATCH}", operation.place)),
        }
    }
}

impl<'s> Plan<'s> {
    /// Adds the changes of an operation, or its errors. Only what makes the others pointless is an error at once.
    async fn add(&mut self, raw: &RawValue, place: &str) -> Result<(), Errors> {
        let reader = Reader { state: self.state };
        let shown = match reader.read(raw, place, &mut self.errors) {
            Some(operation) => {
                let planned = self.plan(&operation).await;
                Errors::keep(planned, &mut self.errors)?.flatten()
            }
            None => None,
        };
        self.results.push(shown);
        Ok(())
    }

    /// Adds the changes of an operation; gives the number of the one whose row is shown.
    async fn plan(&mut self, operation: &Operation<'_>) -> Result<Option<usize>, Errors> {
        let (place, data) = (&operation.place, operation.data);
        let needed = || {
            let detail = "member `data` is missing";
            structure("the operation has no data", detail, place)
        };
        match (&*operation.op, &operation.subject) {
            ("add", Subject::Collection(table)) => {
                let data = data.ok_or_else(needed)?;
                Ok(self.create(self.writable(*table, place)?, data, place))
            }
            ("update", Subject::Row { table, id }) => {
                let data = data.ok_or_else(needed)?;
                let table = self.writable(*table, place)?;
                self.update(table, id, data, operation).await
            }
            ("remove", Subject::Row { table, id }) => {
                let table = self.writable(*table, place)?;
                self.remove(table, id, operation)?;
                Ok(None)
            }
            (
                op,
                &Subject::Relationship {
                    table,
                    ref id,
                    relationship,
                },
            ) => {
                let data = data.ok_or_else(needed)?;
                self.relate(op, (table, id, relationship), data, operation)
                    .await?;
                Ok(None)
            }
            (op, _) => {
                let title = format!("`{op}` cannot be done to what the operation is about");
                Err(ErrorObject::new(400, title).pointer(&**place).into())
            }
        }
    }

    fn writable(&self, table: TableId, place: &str) -> Result<&'s Table, Errors> {
        let table = self.state.catalog.table(table);
        match read_only(table) {
            None => Ok(table),
            Some(error) => Err(ErrorObject {
                status: 403,
                ..error
            }
            .pointer(place)
            .into()),
        }
    }

    fn push(&mut self, change: Change, place: ChangePlace) -> usize {
        self.changes.push(change);
        self.places.push(place);
        self.changes.len() - 1
    }

    fn create(&mut self, table: &Table, data: &RawValue, place: &str) -> Option<usize> {
        let place = format!("{place}/data");
        let input = parse_resource(data, &place, &mut self.errors)?;
        let lid = input.lid.clone();
        let change = insert(
            self.state,
            table,
            input,
            &place,
            &self.lids,
            &mut self.errors,
        );
        let number = self.push(change, ChangePlace::of(&place, None));
        if let Some(lid) = lid
            && !self.lids.add(table, &lid, number)
        {
            let title = format!(
                "two operations create a `{}` with the lid `{lid}`",
                table.kind
            );
            self.errors
                .push(ErrorObject::new(400, title).pointer(format!("{place}/lid")));
        }
        Some(number)
    }

    async fn update(
        &mut self,
        table: &Table,
        id: &Name<'_>,
        data: &RawValue,
        operation: &Operation<'_>,
    ) -> Result<Option<usize>, Errors> {
        let place = format!("{}/data", operation.place);
        let Some(mut input) = parse_resource(data, &place, &mut self.errors) else {
            return Ok(None);
        };
        match id {
            Name::Id(id) => {
                let key = key_of(table, id).ok_or_else(|| no_such_id(table, id).at(&place))?;
                let (lids, errors) = (&self.lids, &mut self.errors);
                errors.extend(misaddressed(table, &input, &key, id, &place));
                let attributes = &mut input.attributes;
                let headers = &operation.demanded;
                let demanded = Precondition::of_change(self.state, headers, attributes, &place);
                let demanded = Errors::keep(demanded, errors)?;
                let values = if is_of(&input, table) {
                    let place = (&*place, lids);
                    let given = given(self.state, table, &key, &mut input, place, errors).await;
                    given.values
                } else {
                    Vec::new()
                };
                let change = Change::Update {
                    table: table.id,
                    key,
                    values,
                    read: demanded.and_then(|demanded| demanded.seen),
                };
                Ok(Some(
                    self.push(change, ChangePlace::of(&place, Some(operation))),
                ))
            }
            // The row is not there yet: it is created as it is to be.
            Name::Lid(lid) => {
                let number = self.created(table, lid, &place)?;
                let (lids, errors) = (&self.lids, &mut self.errors);
                let values = inputs(self.state, table, &input, &place, lids, errors);
                self.changes.add_values(number, values);
                Ok(Some(number))
            }
        }
    }

    /// The change that creates the row of a lid.
    fn created(&self, table: &Table, lid: &str, place: &str) -> Result<usize, Errors> {
        self.lids.find(table, lid).ok_or_else(|| {
            let title = no_such_lid(table, lid);
            ErrorObject::new(404, title).pointer(place).into()
        })
    }

    fn remove(
        &mut self,
        table: &Table,
        id: &Name<'_>,
        operation: &Operation<'_>,
    ) -> Result<(), Errors> {
        let place = &*operation.place;
        let id = self.stored(table, id, "leave it out", place)?;
        let key = key_of(table, id).ok_or_else(|| no_such_id(table, id).at(place))?;
        let change = Change::Delete {
            table: table.id,
            key,
            read: Precondition::of_headers(&operation.demanded).seen,
        };
        self.push(change, ChangePlace::of(place, Some(operation)));
        Ok(())
    }

    /// The id of a row that is there before the request.
    fn stored<'i>(
        &self,
        table: &Table,
        id: &'i Name<'_>,
        instead: &str,
        place: &str,
    ) -> Result<&'i str, Errors> {
        match id {
            Name::Id(id) => Ok(id),
            Name::Lid(lid) => {
                self.created(table, lid, place)?;
                let title = format!(
                    "the `{}` with the lid `{lid}` is created by this request: {instead}",
                    table.kind
                );
                Err(ErrorObject::new(400, title).pointer(place).into())
            }
        }
    }

    async fn done(self, headers: &HeaderMap) -> Result<Response, Errors> {
        if !self.errors.is_empty() {
            let mut errors = self.errors;
            if let Err(error) = check(&self.state.catalog, &self.changes) {
                let more = refused(self.state, &self.changes, &self.places, error).await;
                errors.extend(more.into_objects()?);
            }
            return Err(errors.into());
        }
        let manner = manner(headers);
        let has_results = manner.tells_effects || self.results.iter().any(Option::is_some);
        if self.changes.len() == 0 {
            return Ok(StatusCode::NO_CONTENT.into_response());
        }
        let view = View::Results(self.results);
        let written = write(self.state, self.changes.clone(), view, manner.clone()).await;
        let response = match written {
            Ok(Some(shown)) if has_results => {
                let mut response = Document(shown.document).into_response();
                let kind = format!("{MEDIA_TYPE};ext=\"{ATOMIC}\"");
                let kind = HeaderValue::try_from(kind).expect("a media type is ASCII");
                response.headers_mut().insert(header::CONTENT_TYPE, kind);
                response
            }
            Ok(_) => StatusCode::NO_CONTENT.into_response(),
            Err(error) => {
                return Err(refused(self.state, &self.changes, &self.places, error).await);
            }
        };
        Ok(applied(&manner, response))
    }
}

/// The errors of operations, each at its place in the document.
async fn refused(
    state: &Arc<State>,
    changes: &ChangeSet,
    places: &[ChangePlace],
    mut error: Error,
) -> Errors {
    if let Error::Refused(problems) = &mut error {
        for problem in problems {
            if problem
                .change
                .is_some_and(|change| places[change].is_linkage)
            {
                problem.place = ProblemPlace::Row;
            }
        }
    }
    if let Error::Stale(problem) = &error
        && let Some(number) = problem.change
        && let Some(Change::Update { table, key, .. } | Change::Delete { table, key, .. }) =
            changes.iter().nth(number)
    {
        let ChangePlace { place, demand, .. } = &places[number];
        let (status, place) = match demand {
            Some(demand) => (412, demand.clone()),
            None => (409, format!("{place}/attributes/{CHECKSUM}")),
        };
        let object = ErrorObject::new(status, problem.title.clone()).pointer(place);
        return with_current(state, state.catalog.table(*table), key.clone(), object).await;
    }
    Errors::of_document(error, &|change| Some(places[change].place.clone()))
}
