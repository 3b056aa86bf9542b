//! Clients that send back all they know of a row change a part of it, and the rest still says what was so. What is as it was is left out
//! where it could not be written, as by a client that sends what it changes:
//!
//! - a foreign key is known twice, as attributes and as a relationship, and only one of them is changed;
//! - the database computes a column, or holds what the column's type cannot, and what was read of it comes back.

use std::sync::Arc;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::locking::current;
use super::write_request::{Lids, inputs};
use crate::app::State;
use crate::catalog::{Member, Table};
use crate::jsonapi::{ErrorObject, ResourceInput, find, parse_resource};
use crate::session::{Input, accepts};
use crate::value::Value;

/// What a change sets of a row.
#[derive(Debug, Default)]
pub(super) struct Given {
    pub(super) values: Vec<(usize, Input)>,
    /// The columns of attributes that were left out.
    pub(super) unchanged: Vec<usize>,
}

/// Reads what a resource object sets of the row of the key; what is as in that row and could not be written is left out.
pub(super) async fn given(
    state: &Arc<State>,
    table: &Table,
    key: &[Value],
    input: &mut ResourceInput<'_>,
    (place, lids): (&str, &Lids),
    errors: &mut Vec<ErrorObject>,
) -> Given {
    let mut found = Vec::new();
    let values = inputs(state, table, input, place, lids, &mut found);
    let is_fine = found.is_empty() && accepts(table, key, &values);
    // Nothing is asked of the database for a request that is refused anyway.
    if is_fine || !errors.is_empty() || is_hopeless(state, table, key, input, lids) {
        errors.append(&mut found);
        let unchanged = Vec::new();
        return Given { values, unchanged };
    }
    let unchanged = leave_out_unchanged(state, table, key, input).await;
    let values = inputs(state, table, input, place, lids, errors);
    Given { values, unchanged }
}

/// Leaves out of a resource object what is as in the row of the key and could not be written; gives the columns of the attributes that
/// were left out.
async fn leave_out_unchanged(
    state: &Arc<State>,
    table: &Table,
    key: &[Value],
    input: &mut ResourceInput<'_>,
) -> Vec<usize> {
    let Some(row) = current(state, table, key.to_vec()).await else {
        return Vec::new();
    };
    let Some(row) = parse_resource(&row, "", &mut Vec::new()) else {
        return Vec::new();
    };
    let shared = shared_columns(table, input);
    let there = columns(state, table, &row);
    let is_there = |column: &(usize, Input)| there.contains(column);
    // Whether it is about a foreign key that the object says in another way too, and says what is so.
    let is_old_key = |one: &ResourceInput<'_>| {
        let columns = columns(state, table, one);
        let is_shared = columns.iter().any(|(column, _)| shared.contains(column));
        is_shared && columns.iter().all(is_there)
    };
    let mut left_out = Vec::new();
    input.attributes.retain(|attribute| {
        let (name, sent) = attribute;
        let one = ResourceInput {
            attributes: vec![attribute.clone()],
            ..ResourceInput::default()
        };
        let read = find(&row.attributes, name);
        let is_as_read = read.is_some_and(|read| is_same(read, sent));
        let is_old =
            is_old_key(&one) || (is_as_read && !is_fine(state, table, key, &one, &Lids::default()));
        if is_old {
            left_out.extend(table.attribute(name));
        }
        !is_old
    });
    input.relationships.retain(|relationship| {
        let (name, sent) = relationship;
        let mut read = row.relationships.iter();
        let is_as_read = read.any(|(known, read)| known == name && read == sent);
        let one = ResourceInput {
            relationships: vec![relationship.clone()],
            ..ResourceInput::default()
        };
        !(is_as_read || is_old_key(&one))
    });
    left_out
}

/// Whether nothing is wrong with the object, as far as that is known without the database.
fn is_fine(
    state: &State,
    table: &Table,
    key: &[Value],
    input: &ResourceInput<'_>,
    lids: &Lids,
) -> bool {
    let mut errors = Vec::new();
    let values = inputs(state, table, input, "", lids, &mut errors);
    errors.is_empty() && accepts(table, key, &values)
}

/// Whether something is wrong with the object that no row can have given: then the database is not asked.
fn is_hopeless(
    state: &State,
    table: &Table,
    key: &[Value],
    input: &ResourceInput<'_>,
    lids: &Lids,
) -> bool {
    let mut attributes = input.attributes.iter();
    let is_wrong = attributes.any(|attribute| {
        let (name, sent) = attribute;
        let may_be_read = table.attribute(name).is_some() && sent.get() != "null";
        let one = ResourceInput {
            attributes: vec![attribute.clone()],
            ..ResourceInput::default()
        };
        !may_be_read && !is_fine(state, table, key, &one, lids)
    });
    let mut relationships = input.relationships.iter();
    is_wrong
        || relationships.any(|(name, _)| match table.member(name) {
            Some(Member::Relationship(index)) => !table.relationships[index].holds_key,
            _ => true,
        })
}

/// Whether both are the same JSON, however it is spelled. Numbers are compared by their text, since not all of their digits are read.
fn is_same(one: &RawValue, other: &RawValue) -> bool {
    let (one, other) = (one.get(), other.get());
    let is_number = one.starts_with(|first: char| first == '-' || first.is_ascii_digit());
    let read = |text: &str| serde_json::from_str::<Json>(text).ok();
    one == other || (!is_number && read(one).is_some() && read(one) == read(other))
}

/// The columns that a resource object sets, without what is wrong with it.
fn columns(state: &State, table: &Table, input: &ResourceInput<'_>) -> Vec<(usize, Input)> {
    inputs(state, table, input, "", &Lids::default(), &mut Vec::new())
}

/// The columns that an attribute and a relationship of the object are about.
fn shared_columns(table: &Table, input: &ResourceInput<'_>) -> Vec<usize> {
    let attributes = input.attributes.iter();
    let given: Vec<_> = attributes
        .filter_map(|(name, _)| table.attribute(name))
        .collect();
    let relationships = input.relationships.iter();
    relationships
        .filter_map(|(name, _)| match table.member(name) {
            Some(Member::Relationship(index)) => Some(&table.relationships[index]),
            _ => None,
        })
        .filter(|relationship| relationship.holds_key)
        .flat_map(|relationship| &relationship.attributes)
        .copied()
        .filter(|column| given.contains(column))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_compared_by_what_it_says() {
        let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
        for (one, other, same) in [
            (r#""\u00e4""#, r#""ä""#, true),
            ("[1, 2]", "[1,2]", true),
            ("null", "null", true),
            ("1.10", "1.1", false),
            ("9007199254740993", "9007199254740992", false),
            (r#""1""#, "1", false),
        ] {
            assert_eq!(is_same(&raw(one), &raw(other)), same, "{one} {other}");
        }
    }
}
