//! Handles `POST /api/operations`: several changes in one request and one transaction, all or none
//! (<https://jsonapi.org/ext/atomic/>). Rules are judged on what all of them come to.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use super::create::insert;
use super::document::{Document, Errors};
use super::get::no_such_id;
use super::locking::{Precondition, with_current};
use super::negotiation::BodyKind;
use super::preferences::{applied, manner};
use super::relationship::{self, At};
use super::request::{ApiRequest, Place, find_place, read_only};
use super::update::misaddressed;
use super::write_request::{Lids, inputs, no_such_lid, read_body, refuse_too_many};
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::jsonapi::{
    ATOMIC, ErrorObject, MEDIA_TYPE, Object, elements, find, linkage, members, parse_resource,
    pointer_part, string, structure, top_level,
};
use crate::model::Cardinality;
use crate::reading::key_of;
use crate::session::{Change, ChangeSet};
use crate::writing::{View, write};
use crate::{Error, Place as ProblemPlace};

/// The member with the operations.
const OPERATIONS: &str = "atomic:operations";

/// Does all operations of the document, or none.
pub(super) async fn operations(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    request.refuse_all_parameters()?;
    let body = read_body(state, headers, body, BodyKind::Operations).await?;
    let document = top_level(&body)?;
    let list = find(&document, OPERATIONS).ok_or_else(|| {
        let detail = format!("member `{OPERATIONS}` is missing");
        structure("the document has no operations", &detail, "")
    })?;
    let list = elements(list, &format!("/{OPERATIONS}"))?;
    refuse_too_many(state, list.len(), &format!("/{OPERATIONS}"))?;
    let mut plan = Plan {
        state,
        changes: ChangeSet::default(),
        places: Vec::new(),
        results: Vec::new(),
        lids: Lids::default(),
        errors: Vec::new(),
    };
    for (index, raw) in list.into_iter().enumerate() {
        plan.add(raw, &format!("/{OPERATIONS}/{index}")).await?;
    }
    plan.done(headers).await
}

/// What an operation is about.
enum Subject<'a> {
    Collection(TableId),
    Row {
        table: TableId,
        id: Name<'a>,
    },
    Relationship {
        table: TableId,
        id: Name<'a>,
        relationship: usize,
    },
}

/// What a row is known by.
#[derive(Clone)]
enum Name<'a> {
    Id(Cow<'a, str>),
    Lid(Cow<'a, str>),
}

/// The changes of all operations, as far as they were read.
struct Plan<'s> {
    state: &'s Arc<State>,
    changes: ChangeSet,
    /// Where in the document each change is, and whether that is linkage, which has no attributes.
    places: Vec<(String, bool)>,
    /// For each operation, the change whose row it shows.
    results: Vec<Option<usize>>,
    lids: Lids,
    errors: Vec<ErrorObject>,
}

/// What an operation is made of.
struct Operation<'a> {
    op: Cow<'a, str>,
    subject: Subject<'a>,
    data: Option<&'a RawValue>,
    /// Where in the document it is.
    place: String,
}

impl<'s> Plan<'s> {
    /// Adds the changes of an operation, or its errors. Only what makes the others pointless is an error at once.
    async fn add(&mut self, raw: &RawValue, place: &str) -> Result<(), Errors> {
        let operation = match self.read(raw, place) {
            Ok(operation) => operation,
            Err(errors) => {
                self.errors.extend(errors);
                self.results.push(None);
                return Ok(());
            }
        };
        let shown = match self.plan(&operation).await {
            Ok(shown) => shown,
            Err(errors) => {
                self.errors.extend(errors.into_objects()?);
                None
            }
        };
        self.results.push(shown);
        Ok(())
    }

    fn read<'a>(&self, raw: &'a RawValue, place: &str) -> Result<Operation<'a>, Vec<ErrorObject>> {
        let object = members(raw, place)?;
        for (name, _) in &object {
            if !matches!(&**name, "op" | "ref" | "href" | "data" | "meta") {
                return Err(structure(
                    "the operation has a member that is not known",
                    &format!("`{name}` is not one of `op`, `ref`, `href`, `data`, `meta`"),
                    &format!("{place}/{}", pointer_part(name)),
                ));
            }
        }
        let op = find(&object, "op").ok_or_else(|| {
            structure("the operation has no `op`", "member `op` is missing", place)
        })?;
        let op = string(op, &format!("{place}/op"))?;
        if !matches!(&*op, "add" | "update" | "remove") {
            let detail = format!("`{op}` is not one of `add`, `update`, `remove`");
            let place = format!("{place}/op");
            return Err(structure("the operation is not known", &detail, &place));
        }
        let data = find(&object, "data");
        Ok(Operation {
            subject: self.subject(&op, &object, data, place)?,
            op,
            data,
            place: place.to_owned(),
        })
    }

    fn subject<'a>(
        &self,
        op: &str,
        object: &Object<'a>,
        data: Option<&'a RawValue>,
        place: &str,
    ) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let both = "the operation has both `ref` and `href`";
        match (find(object, "ref"), find(object, "href")) {
            (Some(_), Some(_)) => Err(structure(both, "one of them says it all", place)),
            (Some(reference), None) => {
                let place = format!("{place}/ref");
                self.by_members(&members(reference, &place)?, &place)
            }
            (None, Some(href)) => {
                let place = format!("{place}/href");
                self.by_href(&string(href, &place)?, &place)
            }
            (None, None) => {
                let Some(data) = data.filter(|_| op != "remove") else {
                    let title = "the operation does not say what it is about";
                    let detail = "member `ref` or `href` is missing";
                    return Err(structure(title, detail, place));
                };
                let place = format!("{place}/data");
                let object = members(data, &place)?;
                if op == "add" {
                    return self.table(&object, &place).map(Subject::Collection);
                }
                self.by_members(&object, &place)
            }
        }
    }

    fn table(&self, object: &Object<'_>, place: &str) -> Result<TableId, Vec<ErrorObject>> {
        let title = "there is no type";
        let kind = find(object, "type")
            .ok_or_else(|| structure(title, "member `type` is missing", place))?;
        let place = format!("{place}/type");
        let kind = string(kind, &place)?;
        let table = self.state.catalog.find(&kind).ok_or_else(|| {
            let title = format!("there is no type `{kind}`");
            vec![ErrorObject::new(404, title).pointer(&*place)]
        })?;
        Ok(table.id)
    }

    fn by_members<'a>(
        &self,
        object: &Object<'a>,
        place: &str,
    ) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let table = self.table(object, place)?;
        let id = match (find(object, "id"), find(object, "lid")) {
            (Some(id), None) => Name::Id(string(id, &format!("{place}/id"))?),
            (None, Some(lid)) => Name::Lid(string(lid, &format!("{place}/lid"))?),
            (None, None) => {
                let detail = "member `id` or `lid` is missing";
                return Err(structure("the operation names no row", detail, place));
            }
            (Some(_), Some(_)) => {
                let detail = "it has both `id` and `lid`";
                return Err(structure("the operation names a row twice", detail, place));
            }
        };
        let Some(name) = find(object, "relationship") else {
            return Ok(Subject::Row { table, id });
        };
        let place = format!("{place}/relationship");
        let name = string(name, &place)?;
        let known = self.state.catalog.table(table);
        let relationship = known.relationship(&name).ok_or_else(|| {
            let title = format!("`{name}` is no relationship of `{}`", known.kind);
            vec![ErrorObject::new(404, title).pointer(place)]
        })?;
        Ok(Subject::Relationship {
            table,
            id,
            relationship,
        })
    }

    fn by_href<'a>(&self, href: &str, place: &str) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let refuse = |title: String| vec![ErrorObject::new(404, title).pointer(place)];
        let nothing = || refuse(format!("there is nothing to change at `{href}`"));
        // Only the path counts: we are the host that it could name.
        let path = href.split_once("://").map_or(href, |(_, rest)| {
            rest.find('/').map_or("", |at| &rest[at..])
        });
        let is_ours = path.starts_with(&format!("{}/", self.state.prefix));
        let is_plain = percent_decode_str(path).decode_utf8().is_ok() && !path.contains(['?', '#']);
        if !is_ours || !is_plain {
            return Err(nothing());
        }
        match find_place(self.state, path) {
            Ok(Place::Collection(table)) => Ok(Subject::Collection(table)),
            Ok(Place::One { table, id }) => Ok(Subject::Row {
                table,
                id: Name::Id(id.into()),
            }),
            Ok(
                Place::Linkage {
                    table,
                    id,
                    relationship,
                }
                | Place::Related {
                    table,
                    id,
                    relationship,
                },
            ) => Ok(Subject::Relationship {
                table,
                id: Name::Id(id.into()),
                relationship,
            }),
            _ => Err(nothing()),
        }
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
                self.create(self.writable(*table, place)?, data, place)
                    .map(Some)
            }
            ("update", Subject::Row { table, id }) => {
                let data = data.ok_or_else(needed)?;
                let table = self.writable(*table, place)?;
                self.update(table, id, data, place).map(Some)
            }
            ("remove", Subject::Row { table, id }) => {
                let table = self.writable(*table, place)?;
                self.remove(table, id, place)?;
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
                self.relate(op, (table, id, relationship), data, place)
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

    fn push(&mut self, change: Change, place: String, is_linkage: bool) -> usize {
        self.changes.push(change);
        self.places.push((place, is_linkage));
        self.changes.len() - 1
    }

    fn create(&mut self, table: &Table, data: &RawValue, place: &str) -> Result<usize, Errors> {
        let place = format!("{place}/data");
        let input = parse_resource(data, &place)?;
        let lid = input.lid.clone();
        let change = insert(
            self.state,
            table,
            input,
            &place,
            &self.lids,
            &mut self.errors,
        );
        let number = self.push(change, place.clone(), false);
        if let Some(lid) = lid
            && !self.lids.add(table, &lid, number)
        {
            let title = format!(
                "two operations create a `{}` with the lid `{lid}`",
                table.kind
            );
            return Err(ErrorObject::new(400, title)
                .pointer(format!("{place}/lid"))
                .into());
        }
        Ok(number)
    }

    fn update(
        &mut self,
        table: &Table,
        id: &Name<'_>,
        data: &RawValue,
        place: &str,
    ) -> Result<usize, Errors> {
        let place = format!("{place}/data");
        let mut input = parse_resource(data, &place)?;
        match id {
            Name::Id(id) => {
                let key = key_of(table, id).ok_or_else(|| no_such_id(table, id).at(&place))?;
                if let Some(error) = misaddressed(table, &input, &key, id, &place) {
                    return Err(error.into());
                }
                let none = HeaderMap::new();
                let attributes = &mut input.attributes;
                let demanded = Precondition::of_change(self.state, &none, attributes, &place)?;
                let (lids, errors) = (&self.lids, &mut self.errors);
                let values = inputs(self.state, table, &input, &place, lids, errors);
                let change = Change::Update {
                    table: table.id,
                    key,
                    values,
                    read: demanded.seen,
                };
                Ok(self.push(change, place, false))
            }
            // The row is not there yet: it is created as it is to be.
            Name::Lid(lid) => {
                let number = self.created(table, lid, &place)?;
                let (lids, errors) = (&self.lids, &mut self.errors);
                let values = inputs(self.state, table, &input, &place, lids, errors);
                self.changes.add_values(number, values);
                Ok(number)
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

    fn remove(&mut self, table: &Table, id: &Name<'_>, place: &str) -> Result<(), Errors> {
        let id = self.stored(table, id, place)?;
        let key = key_of(table, id).ok_or_else(|| no_such_id(table, id).at(place))?;
        let change = Change::Delete {
            table: table.id,
            key,
            read: None,
        };
        self.push(change, place.to_owned(), false);
        Ok(())
    }

    /// The id of a row that is there before the request.
    fn stored<'i>(&self, table: &Table, id: &'i Name<'_>, place: &str) -> Result<&'i str, Errors> {
        match id {
            Name::Id(id) => Ok(id),
            Name::Lid(lid) => {
                self.created(table, lid, place)?;
                let title = format!(
                    "the `{}` with the lid `{lid}` is created by this request: give it its relationships there",
                    table.kind
                );
                Err(ErrorObject::new(400, title).pointer(place).into())
            }
        }
    }

    async fn relate(
        &mut self,
        op: &str,
        (table, id, relationship): (TableId, &Name<'_>, usize),
        data: &RawValue,
        place: &str,
    ) -> Result<(), Errors> {
        let known = self.state.catalog.table(table);
        let own = &known.relationships[relationship];
        let holder = if own.holds_key { table } else { own.target };
        self.writable(holder, place)?;
        let method = match (op, own.to) {
            ("update", _) => Method::PATCH,
            ("add", Cardinality::Many) => Method::POST,
            ("remove", Cardinality::Many) => Method::DELETE,
            _ => {
                let title = format!(
                    "`{}` leads to one resource: it can only be updated",
                    own.name
                );
                return Err(ErrorObject::new(400, title).pointer(place).into());
            }
        };
        let at = At {
            table,
            id: self.stored(known, id, place)?,
            relationship,
        };
        let place = format!("{place}/data");
        let linkage = linkage(data, &place)?;
        let changes =
            relationship::changes(self.state, &at, &method, &linkage, &place, &self.lids).await?;
        for change in changes.iter() {
            self.push(change.clone(), place.clone(), true);
        }
        Ok(())
    }

    async fn done(self, headers: &HeaderMap) -> Result<Response, Errors> {
        if !self.errors.is_empty() {
            return Err(self.errors.into());
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
    places: &[(String, bool)],
    mut error: Error,
) -> Errors {
    if let Error::Refused(problems) = &mut error {
        for problem in problems {
            if problem.change.is_some_and(|change| places[change].1) {
                problem.place = ProblemPlace::Row;
            }
        }
    }
    if let Error::Stale(problem) = &error
        && let Some(number) = problem.change
        && let Some(Change::Update { table, key, .. }) = changes.iter().nth(number)
    {
        let place = format!(
            "{}/attributes/{}",
            places[number].0,
            crate::jsonapi::CHECKSUM
        );
        let object = ErrorObject::new(409, problem.title.clone()).pointer(place);
        return with_current(state, state.catalog.table(*table), key.clone(), object).await;
    }
    Errors::of_document(error, &|change| Some(places[change].0.clone()))
}
