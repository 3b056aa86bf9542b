//! Handles `PATCH`, `POST` and `DELETE` of a relationship: <https://jsonapi.org/format/1.1/#crud-updating-relationships>.
//!
//! A relationship is a foreign key. Where this resource holds it, it is set here; otherwise in the rows it leads to, which
//! must be able to belong to nobody if they are to be let go.

use std::collections::HashSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};

use super::document::{Document, Errors};
use super::get::no_such_id;
use super::locking::Precondition;
use super::negotiation::BodyKind;
use super::preferences::{applied, manner};
use super::request::{ApiRequest, writable};
use super::write_request::{Lids, foreign_key_of, no_such_lid, read_body};
use crate::app::State;
use crate::catalog::{Relationship, Table, TableId};
use crate::jsonapi::{ErrorObject, Linkage, id_of_values, parse_linkage};
use crate::model::Cardinality;
use crate::reading::{id_in, key_condition, key_of};
use crate::session::{Change, ChangeSet, Input, Seen};
use crate::store::{Test, all_equal};
use crate::value::Value;
use crate::writing::write_only;
use crate::{Error, Place};

/// Where a relationship is.
pub(super) struct At<'a> {
    pub(super) table: TableId,
    pub(super) id: &'a str,
    pub(super) relationship: usize,
}

/// Replaces, adds or removes what the relationship leads to.
pub(super) async fn write(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    at: At<'_>,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Errors> {
    let mut errors = Vec::new();
    Errors::keep(request.refuse_all_parameters(), &mut errors)?;
    let table = state.catalog.table(at.table);
    let relationship = &table.relationships[at.relationship];
    // What holds the foreign key is what is written.
    let holder = if relationship.holds_key {
        at.table
    } else {
        relationship.target
    };
    writable(state, holder)?;
    let body = read_body(state, headers, body, BodyKind::Document).await?;
    let linkage = match parse_linkage(&body, &mut errors) {
        Some(linkage) if errors.is_empty() => linkage,
        _ => return Err(errors.into()),
    };
    let precondition = Precondition::of_headers(headers);
    let changes = changes(
        state,
        &at,
        (request.method, precondition.seen.clone()),
        &linkage,
        "/data",
        &Lids::default(),
    )
    .await?;
    let manner = manner(headers);
    let mut response = StatusCode::NO_CONTENT.into_response();
    if changes.len() > 0 {
        match write_only(state, changes, manner.clone()).await {
            Ok(Some(document)) => response = Document(document).into_response(),
            Ok(None) => {}
            // The first change is of the row that the header is about.
            Err(Error::Stale(problem))
                if precondition.seen.is_some() && problem.change == Some(0) =>
            {
                let key = key_of(table, at.id).unwrap_or_default();
                let error = Error::Stale(problem);
                return Err(precondition.errors(state, table, key, error).await);
            }
            Err(error) => return Err(of_the_whole(error)),
        }
    }
    Ok(applied(&manner, response))
}

/// The changes of foreign keys that replace, add or remove what a relationship leads to, as the linkage at a place of the document says.
pub(super) async fn changes(
    state: &Arc<State>,
    at: &At<'_>,
    (method, demanded): (&Method, Option<Seen>),
    linkage: &Linkage<'_>,
    place: &str,
    lids: &Lids,
) -> Result<ChangeSet, Errors> {
    let table = state.catalog.table(at.table);
    let relationship = &table.relationships[at.relationship];
    let key = key_of(table, at.id).ok_or_else(|| no_such_id(table, at.id))?;
    if relationship.holds_key {
        let values = own_key(state, (table, relationship), linkage, place, lids)?;
        let mut changes = ChangeSet::default();
        changes.push(Change::Update {
            table: table.id,
            key,
            values,
            read: demanded,
        });
        return Ok(changes);
    }
    let mut changes = ChangeSet::default();
    let writing = ToMany {
        state,
        relationship,
        target: state.catalog.table(relationship.target),
        parent: parent_values(state, table, relationship, &key).await?,
        place,
    };
    if demanded.is_some() {
        // Nothing of this row is changed, but it must be as the client has seen it.
        changes.push(Change::Update {
            table: table.id,
            key,
            values: Vec::new(),
            read: demanded,
        });
    }
    writing.changes(method, linkage, changes).await
}

/// A linkage has no attributes that a problem could be at.
fn of_the_whole(mut error: Error) -> Errors {
    if let Error::Refused(problems) = &mut error {
        for problem in problems {
            problem.place = Place::Row;
        }
    }
    error.into()
}

/// What the foreign key of this row is set to.
fn own_key(
    state: &State,
    (table, relationship): (&Table, &Relationship),
    linkage: &Linkage<'_>,
    place: &str,
    lids: &Lids,
) -> Result<Vec<(usize, Input)>, Errors> {
    let values = foreign_key_of(state, (table, relationship), linkage, lids).map_err(
        |(status, title)| {
            // A resource that is related to is not found; a value that is not acceptable is another matter.
            let status = if status == 422 { 404 } else { status };
            Errors::from(ErrorObject::new(status, title).pointer(place))
        },
    )?;
    let is_null = |(_, input): &(usize, Input)| *input == Input::Value(Value::Null);
    if values.iter().any(is_null) && table.emptied(&relationship.attributes).is_empty() {
        return Err(cannot_let_go(table, relationship, place));
    }
    Ok(values)
}

fn cannot_let_go(holder: &Table, relationship: &Relationship, place: &str) -> Errors {
    let title = format!(
        "`{}` cannot be emptied: a `{}` always belongs to one",
        relationship.name, holder.kind
    );
    ErrorObject::new(403, title).pointer(place).into()
}

/// What the foreign keys of the rows that belong to this one are equal to.
async fn parent_values(
    state: &Arc<State>,
    table: &Table,
    relationship: &Relationship,
    key: &[Value],
) -> Result<Vec<Value>, Errors> {
    let (condition, values) = key_condition(table, key);
    let mut session = state.session();
    let rows = session.load(table, condition, values, &[], Some(1)).await?;
    let row = rows
        .into_iter()
        .next()
        .ok_or_else(|| no_such_id(table, &id_of_values(table, key)))?;
    Ok(relationship
        .attributes
        .iter()
        .map(|&attribute| row[attribute].clone())
        .collect())
}

/// A relationship whose foreign key is in the rows it leads to.
struct ToMany<'a> {
    state: &'a Arc<State>,
    relationship: &'a Relationship,
    target: &'a Table,
    /// What the foreign key of a row that belongs here is.
    parent: Vec<Value>,
    /// Where in the document the linkage is.
    place: &'a str,
}

impl ToMany<'_> {
    /// Adds the changes to those that come before.
    async fn changes(
        &self,
        method: &Method,
        linkage: &Linkage<'_>,
        mut changes: ChangeSet,
    ) -> Result<ChangeSet, Errors> {
        // What is not there cannot be removed, and is gone already.
        let must_be_there = *method != Method::DELETE;
        let named = self.named(linkage, must_be_there).await?;
        let is_here = |row: &Vec<Value>| self.foreign_key(row) == self.parent;
        if *method == Method::DELETE {
            // Those that belong to another row are not in this relationship, so they are gone from it already.
            for row in named.into_iter().filter(is_here) {
                self.let_go(row, &mut changes)?;
            }
            return Ok(changes);
        }
        if *method == Method::PATCH {
            for row in self.current().await? {
                if !named.iter().any(|each| self.key(each) == self.key(&row)) {
                    self.let_go(row, &mut changes)?;
                }
            }
        }
        for row in named.into_iter().filter(|row| !is_here(row)) {
            self.take(&row, &mut changes);
        }
        Ok(changes)
    }

    /// The rows that the document names.
    async fn named(
        &self,
        linkage: &Linkage<'_>,
        must_be_there: bool,
    ) -> Result<Vec<Vec<Value>>, Errors> {
        let identifiers = match (self.relationship.to, linkage) {
            (Cardinality::Many, Linkage::Many(identifiers)) => identifiers.as_slice(),
            (Cardinality::One, Linkage::One(identifier)) => std::slice::from_ref(identifier),
            (Cardinality::One, Linkage::None) => &[],
            (to, _) => {
                let what = match to {
                    Cardinality::Many => "several resources: it takes a list",
                    Cardinality::One => "one resource, not to a list",
                };
                let title = format!("`{}` leads to {what}", self.relationship.name);
                return Err(ErrorObject::new(400, title).pointer(self.place).into());
            }
        };
        let mut errors = Vec::new();
        let mut ids = Vec::with_capacity(identifiers.len());
        let mut named = Vec::with_capacity(identifiers.len());
        let pointer = |index: usize| match self.relationship.to {
            Cardinality::Many => format!("{}/{index}", self.place),
            Cardinality::One => self.place.to_owned(),
        };
        let missing = |index: usize| {
            let title = format!(
                "there is no `{}` with the id `{}`",
                self.target.kind, identifiers[index].id
            );
            ErrorObject::new(404, title).pointer(pointer(index))
        };
        for (index, identifier) in identifiers.iter().enumerate() {
            if *identifier.kind != *self.target.kind {
                let title = format!(
                    "`{}` leads to a `{}`, not to a `{}`",
                    self.relationship.name, self.target.kind, identifier.kind
                );
                errors.push(ErrorObject::new(409, title).pointer(pointer(index)));
                continue;
            }
            if let Some(lid) = &identifier.lid {
                let title = no_such_lid(self.target, lid);
                errors.push(ErrorObject::new(404, title).pointer(pointer(index)));
                continue;
            }
            match key_of(self.target, &identifier.id) {
                Some(key) => {
                    // The same row may be spelled in two ways, and named twice.
                    let id = id_of_values(self.target, &key);
                    ids.push(id.clone());
                    named.push((index, id));
                }
                None => errors.push(missing(index)),
            }
        }
        ids.sort_unstable();
        ids.dedup();
        let mut rows = Vec::new();
        if !ids.is_empty() {
            let (test, values) = id_in(self.target, &ids)?;
            rows = self.load(vec![test], values).await?;
        }
        // By what is shown: an id is a text, and the row may have a number or bytes there.
        let id_of = |row: &Vec<Value>| id_of_values(self.target, &self.key(row));
        let there: HashSet<String> = rows.iter().map(id_of).collect();
        for (index, id) in named {
            if must_be_there && !there.contains(&id) {
                errors.push(missing(index));
            }
        }
        if errors.is_empty() {
            Ok(rows)
        } else {
            Err(errors.into())
        }
    }

    /// The rows that belong here now.
    async fn current(&self) -> Result<Vec<Vec<Value>>, Errors> {
        let attributes = &self.relationship.target_attributes;
        let (condition, values) = all_equal(self.target, attributes, self.parent.iter().cloned());
        self.load(condition, values).await
    }

    async fn load(
        &self,
        condition: Vec<Test>,
        values: Vec<Value>,
    ) -> Result<Vec<Vec<Value>>, Errors> {
        let mut session = self.state.session();
        Ok(session
            .load(self.target, condition, values, &[], None)
            .await?)
    }

    fn take(&self, row: &[Value], changes: &mut ChangeSet) {
        let pairs = self.relationship.target_attributes.iter();
        changes.push(Change::Update {
            table: self.target.id,
            key: self.key(row),
            values: pairs
                .zip(&self.parent)
                .map(|(&attribute, value)| (attribute, Input::Value(value.clone())))
                .collect(),
            read: None,
        });
    }

    /// Lets a row belong to nobody, unless somebody changes it meanwhile.
    fn let_go(&self, row: Vec<Value>, changes: &mut ChangeSet) -> Result<(), Errors> {
        let emptied = self.target.emptied(&self.relationship.target_attributes);
        if emptied.is_empty() {
            return Err(cannot_let_go(self.target, self.relationship, self.place));
        }
        changes.push(Change::Update {
            table: self.target.id,
            key: self.key(&row),
            values: emptied
                .into_iter()
                .map(|attribute| (attribute, Input::Value(Value::Null)))
                .collect(),
            read: Some(Seen::Row(row)),
        });
        Ok(())
    }

    fn key(&self, row: &[Value]) -> Vec<Value> {
        let key = self.target.key.iter();
        key.map(|&attribute| row[attribute].clone()).collect()
    }

    fn foreign_key(&self, row: &[Value]) -> Vec<Value> {
        let attributes = self.relationship.target_attributes.iter();
        attributes
            .map(|&attribute| row[attribute].clone())
            .collect()
    }
}
