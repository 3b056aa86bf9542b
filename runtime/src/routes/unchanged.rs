//! A foreign key is known twice: as attributes, and as a relationship. Clients that send back all they know of a row change one of
//! them, and the other still says what was so; it is left out then, as by a client that sends what it changes.

use std::sync::Arc;

use super::locking::current;
use super::write_request::{Lids, inputs};
use crate::app::State;
use crate::catalog::{Member, Table};
use crate::jsonapi::{ResourceInput, parse_resource};
use crate::session::Input;
use crate::value::Value;

/// Leaves out, of attributes and relationships that are about the same columns, those that are as in the row of the key.
pub(super) async fn leave_out_unchanged(
    state: &Arc<State>,
    table: &Table,
    key: &[Value],
    input: &mut ResourceInput<'_>,
) {
    let shared = shared_columns(table, input);
    if shared.is_empty() {
        return;
    }
    // Where they agree, either will do.
    let mut errors = Vec::new();
    inputs(state, table, input, "", &Lids::default(), &mut errors);
    if errors.is_empty() {
        return;
    }
    let Some(row) = current(state, table, key.to_vec()).await else {
        return;
    };
    let Some(row) = parse_resource(&row, "", &mut Vec::new()) else {
        return;
    };
    let there = columns(state, table, &row);
    let is_there = |(column, value): &(usize, Input)| there.contains(&(*column, value.clone()));
    let one = |input: ResourceInput<'_>| {
        let columns = columns(state, table, &input);
        let is_shared = columns.iter().any(|(column, _)| shared.contains(column));
        is_shared && columns.iter().all(is_there)
    };
    input.attributes.retain(|attribute| {
        !one(ResourceInput {
            attributes: vec![attribute.clone()],
            ..ResourceInput::default()
        })
    });
    input.relationships.retain(|relationship| {
        !one(ResourceInput {
            relationships: vec![relationship.clone()],
            ..ResourceInput::default()
        })
    });
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
