//! Optimistic locking: a change that says which state of the row it was made from, by the attribute `S_CheckSum` or by `If-Match`, is
//! refused if the row is another by now. The comparison is the engine's, under the row's lock.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::{HeaderMap, header};
use serde_json::value::RawValue;

use super::conditional::{IfMatch, if_match};
use super::document::Errors;
use crate::Error;
use crate::app::State;
use crate::catalog::Table;
use crate::config::OptLocking;
use crate::jsonapi::{CHECKSUM, Checksum, ErrorObject, Meta, Parameters, Query};
use crate::reading::{Read, RowKey, Target};
use crate::session::Seen;
use crate::value::Value;

/// What a change demands of the row it finds.
pub(super) struct Precondition {
    pub(super) seen: Option<Seen>,
    /// Whether the header demands it.
    is_header: bool,
}

/// Takes `S_CheckSum` out of the attributes of a document. One that is none of ours is that of no row.
fn take_checksum(
    state: &State,
    attributes: &mut Vec<(Cow<'_, str>, &RawValue)>,
) -> Option<Vec<Checksum>> {
    let at = attributes.iter().position(|(name, _)| name == CHECKSUM)?;
    let (_, json) = attributes.remove(at);
    if json.get() == "null" || state.opt_locking == OptLocking::Ignored {
        return None;
    }
    let text: Option<Cow<'_, str>> = serde_json::from_str(json.get()).ok();
    Some(
        text.and_then(|text| Checksum::parse(&text))
            .into_iter()
            .collect(),
    )
}

/// Refuses the checksum of a row that is yet to be created.
pub(super) fn refuse_checksum(
    state: &State,
    place: &str,
    attributes: &mut Vec<(Cow<'_, str>, &RawValue)>,
    errors: &mut Vec<ErrorObject>,
) {
    if take_checksum(state, attributes).is_some() {
        let title = format!("`{CHECKSUM}` is of a row that is there already; leave it out");
        errors.push(ErrorObject::new(422, title).pointer(format!("{place}/attributes/{CHECKSUM}")));
    }
}

impl Precondition {
    /// What the headers demand.
    pub(super) fn of_headers(headers: &HeaderMap) -> Self {
        match if_match(headers) {
            Some(IfMatch::One(sums)) => Self {
                seen: Some(Seen::Checksum(sums)),
                is_header: true,
            },
            Some(IfMatch::Any) | None => Self {
                seen: None,
                is_header: false,
            },
        }
    }

    /// What a change demands by its headers and by its attributes, which lose the checksum; refused if it must and does not.
    pub(super) fn of_change(
        state: &State,
        headers: &HeaderMap,
        attributes: &mut Vec<(Cow<'_, str>, &RawValue)>,
        place: &str,
    ) -> Result<Self, Errors> {
        let Some(sums) = take_checksum(state, attributes) else {
            if state.opt_locking == OptLocking::Required && !headers.contains_key(header::IF_MATCH)
            {
                return Err(missing(place).into());
            }
            return Ok(Self::of_headers(headers));
        };
        let by_header = Self::of_headers(headers);
        Ok(match by_header.seen {
            Some(Seen::Checksum(mut both)) => {
                both.retain(|sum| sums.contains(sum));
                Self {
                    seen: Some(Seen::Checksum(both)),
                    is_header: true,
                }
            }
            _ => Self {
                seen: Some(Seen::Checksum(sums)),
                is_header: false,
            },
        })
    }

    /// The errors of a change, with the row as it is if it is not as the client has seen it.
    pub(super) async fn errors(
        &self,
        state: &Arc<State>,
        table: &Table,
        key: Vec<Value>,
        error: Error,
    ) -> Errors {
        let Error::Stale(problem) = error else {
            return error.into();
        };
        let error = if self.is_header {
            ErrorObject::new(412, problem.title).header("If-Match")
        } else {
            ErrorObject::new(409, problem.title).pointer(format!("/data/attributes/{CHECKSUM}"))
        };
        with_current(state, table, key, error).await
    }
}

/// The error of a change, with the row as it is.
pub(super) async fn with_current(
    state: &Arc<State>,
    table: &Table,
    key: Vec<Value>,
    error: ErrorObject,
) -> Errors {
    let current = current(state, table, key).await;
    ErrorObject {
        meta: current.as_deref().map(Meta::of_current),
        ..error
    }
    .into()
}

fn missing(place: &str) -> ErrorObject {
    ErrorObject::new(
        428,
        "Optimistic Locking error - required CheckSum not present",
    )
    .detail(format!(
        "send the attribute `{CHECKSUM}` as the row was read with it, or the header `If-Match`"
    ))
    .pointer(format!("{place}/attributes"))
}

/// The resource object of a row as it is; none if it is gone, or the database is away.
pub(super) async fn current(
    state: &Arc<State>,
    table: &Table,
    key: Vec<Value>,
) -> Option<Box<RawValue>> {
    #[derive(serde::Deserialize)]
    struct Document {
        data: Box<RawValue>,
    }
    let query = Query::parse(
        &Parameters::default(),
        &state.catalog,
        table,
        &state.limits.query,
    );
    let read = Read {
        state: Arc::clone(state),
        target: Target::One {
            table: table.id,
            key: RowKey {
                values: key,
                number: None,
            },
        },
        query: query.ok()?,
        path: String::new(),
        repeated: String::new(),
    };
    let document = state.stores[table.database].read(read).await.ok()?;
    let document: Document = serde_json::from_slice(&document.bytes).ok()?;
    Some(document.data)
}
