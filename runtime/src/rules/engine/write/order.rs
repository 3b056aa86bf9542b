//! In which order rows are written.

use std::collections::BTreeMap;

use super::super::Engine;
use crate::model::OnDelete;
use crate::rules::workspace::{Link, RowId, When};

/// What is to be written, in its order.
#[derive(Debug, Default)]
pub(super) struct Order {
    pub(super) first_deletes: Vec<RowId>,
    /// Of rows that refer to no new ones.
    pub(super) first_updates: Vec<RowId>,
    /// Rows of one table in one form, which go together.
    pub(super) inserts: Vec<Vec<RowId>>,
    pub(super) last_updates: Vec<RowId>,
    /// Of rows that others referred to until now.
    pub(super) last_deletes: Vec<RowId>,
}

impl Engine<'_> {
    pub(super) fn order_of_writes(&mut self) -> Order {
        let mut order = Order::default();
        let (mut inserts, mut updates, mut deletes) = (Vec::new(), Vec::new(), Vec::new());
        for id in self.workspace.ids() {
            let row = self.workspace.row(id);
            match (row.in_database(), row.is_deleted) {
                (None, false) => inserts.push(id),
                (Some(_), true) => deletes.push(id),
                (Some(_), false) if row.is_unwritten() || !row.awaited.is_empty() => {
                    updates.push(id);
                }
                (None, true) | (Some(_), false) => {}
            }
        }
        // The usual change concerns one or two rows and needs no more thought.
        if !deletes.is_empty() || inserts.len() + updates.len() > 1 {
            for &id in inserts.iter().chain(&updates).chain(&deletes) {
                for relationship in 0..self.table_of(id).relationships.len() {
                    if self.table_of(id).relationships[relationship].holds_key {
                        self.follow_known(&[id], relationship);
                    }
                }
            }
        }
        let mut is_new = vec![false; self.workspace.len()];
        for id in &inserts {
            is_new[id.index()] = true;
        }
        // Whether rows that are updated, or end last, referred to the row.
        let mut is_left = vec![false; self.workspace.len()];
        for id in updates {
            for other in self.referred(id, When::Start) {
                is_left[other.index()] = true;
            }
            let refers_to_new = self
                .referred(id, When::Now)
                .any(|other| is_new[other.index()]);
            let moves_key = {
                let row = self.workspace.row(id);
                self.table_of(id)
                    .key
                    .iter()
                    .any(|&part| row.has_changed(part))
            };
            if refers_to_new || moves_key {
                order.last_updates.push(id);
            } else {
                order.first_updates.push(id);
            }
        }
        let deletes = self.children_first(&deletes);
        // What a row refers to that ends last ends after it.
        for &id in &deletes {
            if is_left[id.index()] {
                for other in self.referred(id, self.as_stored(id)) {
                    is_left[other.index()] = true;
                }
            }
        }
        (order.last_deletes, order.first_deletes) =
            deletes.into_iter().partition(|id| is_left[id.index()]);
        order.inserts = self.batches(&inserts);
        order
    }

    /// Where the database has a row refer to: a new one that is there already, to what it does now.
    pub(super) fn as_stored(&self, id: RowId) -> When {
        if self.workspace.row(id).is_new() {
            When::Now
        } else {
            When::Start
        }
    }

    /// Rows that this one refers to, as far as that is known.
    fn referred(&self, id: RowId, when: When) -> impl Iterator<Item = RowId> {
        self.links(id, when).map(|(other, _)| other)
    }

    /// The same, with what becomes of the row when they end.
    pub(super) fn links(&self, id: RowId, when: When) -> impl Iterator<Item = (RowId, OnDelete)> {
        let relationships = self.table_of(id).relationships.iter().enumerate();
        relationships.filter_map(move |(at, relationship)| {
            match self.workspace.link(id, at, when) {
                Link::To(other) => Some((other, relationship.on_delete)),
                Link::Unknown | Link::Null | Link::Missing => None,
            }
        })
    }

    /// How many steps of references lead from each row of the list to rows of it that refer to none of them; by the rows' numbers.
    fn levels(&self, rows: &[RowId]) -> Vec<usize> {
        let mut is_inside = vec![false; self.workspace.len()];
        for id in rows {
            is_inside[id.index()] = true;
        }
        let mut levels = vec![0; self.workspace.len()];
        // As many rounds as there are levels; rows that refer to each other in a circle stay where they are then.
        for _ in 0..rows.len() {
            let mut has_changed = false;
            for &id in rows {
                let others = self.referred(id, When::Now);
                let above = others
                    .filter(|other| *other != id && is_inside[other.index()])
                    .map(|other| levels[other.index()] + 1)
                    .max()
                    .unwrap_or(0);
                if above > levels[id.index()] && above <= rows.len() {
                    levels[id.index()] = above;
                    has_changed = true;
                }
            }
            if !has_changed {
                break;
            }
        }
        levels
    }

    /// New rows with those they refer to first; rows of one table, with the same columns, in one go.
    fn batches(&self, inserts: &[RowId]) -> Vec<Vec<RowId>> {
        if let [only] = inserts {
            return vec![vec![*only]];
        }
        let levels = self.levels(inserts);
        let mut batches: BTreeMap<_, Vec<RowId>> = BTreeMap::new();
        for &id in inserts {
            let row = self.workspace.row(id);
            batches
                .entry((levels[id.index()], row.table, row.assigned()))
                .or_default()
                .push(id);
        }
        batches.into_values().collect()
    }
}
