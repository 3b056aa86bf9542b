//! Where relationships of a workspace's rows lead, as far as that can be told without the database.

use std::borrow::Cow;

use super::{Link, RowId, RowKey, When, Workspace};
use crate::catalog::{Catalog, Relationship, Table};
use crate::value::Value;

/// What is known of where a relationship leads, before the database is asked.
#[derive(Debug)]
pub(crate) enum Lookup {
    Known(Link),
    /// The values that the target's attributes must have.
    Ask(Vec<Value>),
}

impl Workspace {
    /// Where a relationship leads, as far as that can be told without the database.
    pub(crate) fn look_up(
        &self,
        catalog: &Catalog,
        id: RowId,
        relationship: usize,
        when: When,
    ) -> Lookup {
        let row = self.row(id);
        match row.link(relationship, when) {
            Link::Unknown => {}
            known => return Lookup::Known(known),
        }
        let own = &catalog.table(row.table).relationships[relationship];
        let target = catalog.table(own.target);
        let values = match when {
            When::Now => row.now(),
            When::Start => match row.start() {
                Some(start) => start,
                None => return Lookup::Known(Link::Null),
            },
        };
        if when == When::Now {
            let awaited = row
                .awaited
                .iter()
                .find(|awaited| own.attributes.contains(&awaited.attribute));
            if let Some(awaited) = awaited {
                return Lookup::Known(Link::To(awaited.from));
            }
        }
        if own.attributes.iter().any(|&part| values[part].is_null()) {
            return Lookup::Known(Link::Null);
        }
        let wanted = their_values(target, own, values);
        let found_by = (target.id, RowKey::wanted(target, own, &wanted));
        if when == When::Now {
            let found = if own.to_key {
                let keyed = self.keyed.get(&found_by).copied();
                keyed.filter(|&id| self.has_key_now(target, id, &wanted))
            } else {
                self.changed_to(target, own, &wanted)
            };
            if let Some(found) = found {
                return Lookup::Known(Link::To(found));
            }
            // A foreign key that nobody has touched follows its row, whatever becomes of the row's key.
            let is_untouched = own.attributes.iter().all(|&part| !row.has_changed(part));
            if let (true, Link::To(parent)) = (is_untouched, row.link(relationship, When::Start))
                && !self.row(parent).is_deleted
            {
                return Lookup::Known(Link::To(parent));
            }
        }
        let remembered = self.stored.get(&found_by).copied();
        match remembered.or_else(|| self.loaded(target, own, &wanted).map(Some)) {
            None => Lookup::Ask(wanted.into_owned()),
            Some(None) => Lookup::Known(Link::Missing),
            Some(Some(found)) if when == When::Start => Lookup::Known(Link::To(found)),
            Some(Some(found)) => {
                let there = self.row(found);
                let mut parts = own.target_attributes.iter();
                let has_moved = !there.is_new() && parts.any(|&part| there.has_changed(part));
                Lookup::Known(if there.is_deleted || has_moved {
                    Link::Missing
                } else {
                    Link::To(found)
                })
            }
        }
    }

    fn has_key_now(&self, target: &Table, id: RowId, wanted: &[Value]) -> bool {
        let row = self.row(id);
        let mut parts = target.key.iter().zip(wanted);
        !row.is_deleted && parts.all(|(&part, wanted)| row.now()[part] == *wanted)
    }

    /// A row that had the values at the start and came by its key, where the relationship leads to other attributes.
    fn loaded(
        &self,
        target: &Table,
        relationship: &Relationship,
        wanted: &[Value],
    ) -> Option<RowId> {
        if relationship.to_key {
            return None;
        }
        let attributes = &relationship.target_attributes;
        self.of_table(target.id).iter().copied().find(|&id| {
            self.row(id).start().is_some_and(|start| {
                let mut pairs = attributes.iter().zip(wanted);
                pairs.all(|(&part, value)| start[part] == *value)
            })
        })
    }

    /// A row whose attributes, which are not its key, got the values in this transaction.
    fn changed_to(
        &self,
        target: &Table,
        relationship: &Relationship,
        wanted: &[Value],
    ) -> Option<RowId> {
        let attributes = &relationship.target_attributes;
        self.of_table(target.id).iter().copied().find(|&id| {
            let row = self.row(id);
            let mut pairs = attributes.iter().zip(wanted);
            !row.is_deleted
                && attributes.iter().any(|&part| row.has_changed(part))
                && pairs.all(|(&part, value)| row.now()[part] == *value)
        })
    }
}

/// What the target's attributes must have; in the order of the target's key, if the relationship leads to it.
fn their_values<'r>(
    target: &Table,
    relationship: &Relationship,
    row: &'r [Value],
) -> Cow<'r, [Value]> {
    if let [only] = relationship.attributes.as_slice() {
        return std::slice::from_ref(&row[*only]).into();
    }
    if !relationship.to_key {
        let own = relationship.attributes.iter();
        return own.map(|&part| row[part].clone()).collect();
    }
    target
        .key
        .iter()
        .map(|part| {
            let at = relationship
                .target_attributes
                .iter()
                .position(|theirs| theirs == part)
                .expect("a relationship to the key has all its parts");
            row[relationship.attributes[at]].clone()
        })
        .collect()
}
