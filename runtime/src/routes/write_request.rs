//! From the document of a write to the values of columns; all problems at once.

use std::borrow::Cow;
use std::collections::HashMap;

use axum::body::Body;
use axum::http::HeaderMap;
use serde_json::value::RawValue;

use super::document::Errors;
use super::negotiation::{BodyKind, check_content_type};
use crate::app::State;
use crate::catalog::{Member, Relationship, Table, TableId};
use crate::jsonapi::{ErrorObject, Linkage, ResourceInput, pointer_part};
use crate::model::{Cardinality, ColumnType};
use crate::reading::key_of;
use crate::session::{ChangeSet, Input, check};
use crate::value::{Value, value_from_json};

/// The body, if it is of a type that we read and not too large.
pub(super) async fn read_body(
    state: &State,
    headers: &HeaderMap,
    body: Body,
    kind: BodyKind,
) -> Result<Vec<u8>, Errors> {
    check_content_type(headers, kind)?;
    let most = state.limits.body;
    match axum::body::to_bytes(body, most).await {
        Ok(bytes) => Ok(bytes.into()),
        Err(error) if is_too_large(&error) => {
            Err(ErrorObject::new(413, format!("the body has more than {most} bytes")).into())
        }
        Err(error) => Err(ErrorObject::new(400, "the body did not arrive whole")
            .detail(error.to_string())
            .into()),
    }
}

fn is_too_large(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<http_body_util::LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Refuses more changes in a request than the limit.
pub(super) fn refuse_too_many(state: &State, count: usize, place: &str) -> Result<(), Errors> {
    let most = state.limits.operations;
    if count <= most {
        return Ok(());
    }
    let title = format!("the request has {count} changes, and at most {most} are taken");
    Err(ErrorObject::new(400, title).pointer(place).into())
}

/// The rows that a request has created so far under names of its own: the numbers of their changes.
#[derive(Debug, Default)]
pub(super) struct Lids(HashMap<(TableId, String), usize>);

impl Lids {
    /// Gives a row a name; false if another row of its table has it already.
    pub(super) fn add(&mut self, table: &Table, lid: &str, change: usize) -> bool {
        self.0.insert((table.id, lid.to_owned()), change).is_none()
    }

    pub(super) fn find(&self, table: &Table, lid: &str) -> Option<usize> {
        self.0.get(&(table.id, lid.to_owned())).copied()
    }
}

pub(super) fn no_such_lid(table: &Table, lid: &str) -> String {
    format!(
        "no operation before this one has created a `{}` with the lid `{lid}`",
        table.kind
    )
}

/// The columns that a resource object sets.
pub(super) fn inputs(
    state: &State,
    table: &Table,
    input: &ResourceInput<'_>,
    place: &str,
    lids: &Lids,
    errors: &mut Vec<ErrorObject>,
) -> Vec<(usize, Input)> {
    let mut values = attribute_inputs(table, place, &input.attributes, errors);
    if input.is_partial {
        let all = 0..table.attributes.len();
        unread(&mut values, all);
    }
    let relationships = &input.relationships;
    relationship_inputs(
        state,
        table,
        place,
        lids,
        relationships,
        (&mut values, errors),
    );
    values
}

/// Marks columns that something unreadable was sent for, so that they are not missed.
pub(super) fn unread(values: &mut Vec<(usize, Input)>, columns: impl IntoIterator<Item = usize>) {
    for column in columns {
        if values.iter().all(|(given, _)| *given != column) {
            values.push((column, Input::Unread));
        }
    }
}

/// Sets a column, unless it is set already; whether both say the same.
fn agree(values: &mut Vec<(usize, Input)>, column: usize, input: Input) -> bool {
    match values.iter_mut().find(|(given, _)| *given == column) {
        None => values.push((column, input)),
        Some((_, given)) if *given == Input::Unread => *given = input,
        Some((_, given)) => return *given == input,
    }
    true
}

/// Refuses a request in which something is wrong already, with all else that is wrong with its changes, which are at these places.
pub(super) fn refuse_all(
    state: &State,
    changes: &ChangeSet,
    place: &dyn Fn(usize) -> Option<String>,
    mut errors: Vec<ErrorObject>,
) -> Result<(), Errors> {
    if errors.is_empty() {
        return Ok(());
    }
    if let Err(error) = check(&state.catalog, changes) {
        errors.extend(Errors::of_document(error, place).into_objects()?);
    }
    Err(errors.into())
}

/// The columns that the document's attributes set.
fn attribute_inputs(
    table: &Table,
    base: &str,
    attributes: &[(Cow<'_, str>, &RawValue)],
    errors: &mut Vec<ErrorObject>,
) -> Vec<(usize, Input)> {
    let mut values = Vec::with_capacity(attributes.len());
    for (name, json) in attributes {
        let refuse = |title: String| {
            ErrorObject::new(422, title)
                .pointer(format!("{base}/attributes/{}", pointer_part(name)))
        };
        let Some(index) = table.attribute(name) else {
            errors.push(refuse(format!(
                "`{}` has no attribute `{name}`",
                table.kind
            )));
            continue;
        };
        match value_from_json(json, &table.attributes[index].column_type) {
            // JSON has a null of its own, but a column's null is what clients mean.
            Ok(Value::Json(text)) if &*text == "null" => {
                values.push((index, Input::Value(Value::Null)));
            }
            Ok(value) => values.push((index, Input::Value(value))),
            Err(error) => {
                errors.push(refuse(format!("`{name}` {error}")));
                values.push((index, Input::Unread));
            }
        }
    }
    values
}

/// The columns that a client's own id sets.
pub(super) fn set_id(
    table: &Table,
    base: &str,
    id: &str,
    values: &mut Vec<(usize, Input)>,
    errors: &mut Vec<ErrorObject>,
) {
    // What the column's type cannot hold is an id of rows that are there, and of none that is made.
    let key = key_of(table, id).filter(|key| !key.iter().any(is_foreign));
    let Some(key) = key else {
        errors.push(
            ErrorObject::new(422, format!("`{id}` is no id of a `{}`", table.kind))
                .pointer(format!("{base}/id")),
        );
        return unread(values, table.key.iter().copied());
    };
    for (&attribute, value) in table.key.iter().zip(key) {
        if !agree(values, attribute, Input::Value(value)) {
            let name = &table.attributes[attribute].name;
            let title = format!("the id says something else than `{name}`");
            errors.push(ErrorObject::new(422, title).pointer(format!("{base}/id")));
        }
    }
}

fn is_foreign(value: &Value) -> bool {
    matches!(value, Value::Foreign(_))
}

/// The columns that the document's to-one relationships set.
fn relationship_inputs(
    state: &State,
    table: &Table,
    base: &str,
    lids: &Lids,
    relationships: &[(Cow<'_, str>, Linkage<'_>)],
    (values, errors): (&mut Vec<(usize, Input)>, &mut Vec<ErrorObject>),
) {
    for (name, linkage) in relationships {
        let pointer = format!("{base}/relationships/{}", pointer_part(name));
        match foreign_key(state, table, name, linkage, lids) {
            Ok(inputs) => {
                for (attribute, input) in inputs {
                    if !agree(values, attribute, input) {
                        let other = &table.attributes[attribute].name;
                        let title =
                            format!("the relationship `{name}` says something else than `{other}`");
                        errors.push(ErrorObject::new(422, title).pointer(&*pointer));
                    }
                }
            }
            Err((status, title)) => {
                errors.push(ErrorObject::new(status, title).pointer(&*pointer));
                if let Some(index) = table.relationship(name) {
                    let relationship = &table.relationships[index];
                    if relationship.holds_key {
                        unread(values, relationship.attributes.iter().copied());
                    }
                }
            }
        }
    }
}

fn foreign_key(
    state: &State,
    table: &Table,
    name: &str,
    linkage: &Linkage<'_>,
    lids: &Lids,
) -> Result<Vec<(usize, Input)>, (u16, String)> {
    let Some(Member::Relationship(index)) = table.member(name) else {
        return Err((
            422,
            format!("`{}` has no relationship `{name}`", table.kind),
        ));
    };
    let relationship = &table.relationships[index];
    if relationship.to == Cardinality::Many || !relationship.holds_key {
        return Err((
            403,
            format!("`{name}` is changed at its other end, which holds the foreign key"),
        ));
    }
    foreign_key_of(state, (table, relationship), linkage, lids)
}

/// The columns that a relationship sets, whose foreign key the table holds.
pub(super) fn foreign_key_of(
    state: &State,
    (table, relationship): (&Table, &Relationship),
    linkage: &Linkage<'_>,
    lids: &Lids,
) -> Result<Vec<(usize, Input)>, (u16, String)> {
    let name = &relationship.name;
    let target = state.catalog.table(relationship.target);
    let identifier = match linkage {
        Linkage::None => {
            let mut emptied = table.emptied(&relationship.attributes);
            if emptied.is_empty() {
                // It is said of each that it cannot be null.
                emptied.clone_from(&relationship.attributes);
            }
            let null = |own| (own, Input::Value(Value::Null));
            return Ok(emptied.into_iter().map(null).collect());
        }
        Linkage::Many(_) => {
            return Err((
                400,
                format!("`{name}` leads to one resource, not to a list"),
            ));
        }
        Linkage::One(identifier) => identifier,
    };
    if *identifier.kind != *target.kind {
        return Err((
            409,
            format!(
                "`{name}` leads to a `{}`, not to a `{}`",
                target.kind, identifier.kind
            ),
        ));
    }
    let pairs = relationship
        .attributes
        .iter()
        .zip(&relationship.target_attributes);
    if let Some(lid) = &identifier.lid {
        let change = lids
            .find(target, lid)
            .ok_or_else(|| (422, no_such_lid(target, lid)))?;
        let inputs = pairs.map(|(&own, &attribute)| (own, Input::Of { change, attribute }));
        return Ok(inputs.collect());
    }
    let Some(key) = key_of(target, &identifier.id) else {
        return Err((
            422,
            format!("`{}` is no id of a `{}`", identifier.id, target.kind),
        ));
    };
    Ok(pairs
        .map(|(&own, &theirs)| {
            let part = target.key.iter().position(|&part| part == theirs);
            // An id is text; what a column without a type has, only the row itself tells.
            let is_known = target.attributes[theirs].column_type != ColumnType::Other;
            let input = match part.filter(|_| is_known) {
                Some(part) => Input::Value(key[part].clone()),
                None => Input::From {
                    table: target.id,
                    key: key.clone(),
                    attribute: theirs,
                },
            };
            (own, input)
        })
        .collect())
}
