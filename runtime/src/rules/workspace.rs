//! The rows of a transaction, as they were at its start and as they are now.

use std::collections::HashMap;
use std::fmt::Write;

use super::reads::ReadSet;
use crate::catalog::{Catalog, Relationship, Table, TableId};
use crate::jsonapi::id_of_values;
use crate::model::ColumnType;
use crate::store::Lock;
use crate::value::Value;

/// The number of a row in its [`Workspace`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct RowId(u32);

impl RowId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a row of a table is found by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum RowKey {
    /// A key of one number, which most have.
    Number(i64),
    /// The row's id, or a text that no id is.
    Text(String),
}

impl RowKey {
    /// What the row is found by whose key has these values.
    pub(crate) fn new(table: &Table, key: &[Value]) -> Self {
        if let ([Value::Int(number)], [part]) = (key, table.key.as_slice())
            && let ColumnType::Integer { .. } = table.attributes[*part].column_type
        {
            return Self::Number(*number);
        }
        let text = id_of_values(table, key);
        // A foreign key may have the number as a text.
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Number(number),
            _ => Self::Text(text),
        }
    }
}

/// Which state of a row is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum When {
    /// At the start of the transaction.
    Start,
    /// As the transaction has it now.
    Now,
}

/// A row that the transaction reads or changes.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) table: TableId,
    /// As it was at the start; none if the transaction inserts it.
    pub(crate) start: Option<Vec<Value>>,
    pub(crate) now: Vec<Value>,
    pub(crate) is_deleted: bool,
    /// How others are kept from it.
    pub(crate) lock: Lock,
    /// What the transaction has written of it so far.
    pub(crate) written: Written,
    /// For each column, whether whoever changed the row, or a rule, has set it.
    pub(crate) assigned: Vec<bool>,
    /// Columns that get a value which the database makes when it inserts another row.
    pub(crate) awaited: Vec<Awaited>,
    links: Vec<Link>,
    start_links: Vec<Link>,
}

/// What the database has of a row, beyond what it had at the start.
#[derive(Debug)]
pub(crate) enum Written {
    /// What it had at the start.
    Nothing,
    Row(Vec<Value>),
    Deleted,
}

/// A column that takes over the value of a column of a row which is not inserted yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Awaited {
    pub(crate) attribute: usize,
    pub(crate) from: RowId,
    pub(crate) their_attribute: usize,
}

/// Where a relationship of a row leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Link {
    /// Not looked up yet.
    Unknown,
    /// The foreign key is null.
    Null,
    /// The foreign key has a value, and there is no such row.
    Missing,
    To(RowId),
}

/// What is known of where a relationship leads, before the database is asked.
#[derive(Debug)]
pub(crate) enum Lookup {
    Known(Link),
    /// The values that the target's attributes must have.
    Ask(Vec<Value>),
}

/// Rows by number, and the keys that find them.
#[derive(Debug, Default)]
pub(crate) struct Workspace {
    rows: Vec<Row>,
    by_table: HashMap<TableId, Vec<RowId>>,
    /// Rows that the database has, by their keys; none if there is no such row.
    stored: HashMap<(TableId, RowKey), Option<RowId>>,
    /// Rows that got their key in this transaction.
    keyed: HashMap<(TableId, RowKey), RowId>,
}

impl Row {
    fn new(table: &Table, start: Option<Vec<Value>>, now: Vec<Value>, lock: Lock) -> Self {
        let relationships = table.relationships.len();
        Self {
            table: table.id,
            start,
            now,
            is_deleted: false,
            lock,
            written: Written::Nothing,
            assigned: vec![false; table.attributes.len()],
            awaited: Vec::new(),
            links: vec![Link::Unknown; relationships],
            start_links: vec![Link::Unknown; relationships],
        }
    }

    /// The row as the database has it; none if it has none.
    pub(crate) fn in_database(&self) -> Option<&[Value]> {
        match &self.written {
            Written::Nothing => self.start.as_deref(),
            Written::Row(values) => Some(values),
            Written::Deleted => None,
        }
    }

    /// Whether the transaction inserts it.
    pub(crate) fn is_new(&self) -> bool {
        self.start.is_none()
    }

    /// Whether the column differs from what it was at the start; in a new row, every column does.
    pub(crate) fn has_changed(&self, attribute: usize) -> bool {
        self.start
            .as_ref()
            .is_none_or(|start| start[attribute] != self.now[attribute])
    }

    /// Whether the row is other than at the start.
    pub(crate) fn is_touched(&self) -> bool {
        self.is_deleted || self.start.as_ref() != Some(&self.now)
    }

    pub(crate) fn key(&self, table: &Table) -> Vec<Value> {
        key(table, &self.now)
    }
}

/// The values of a row's key.
pub(crate) fn key(table: &Table, row: &[Value]) -> Vec<Value> {
    table
        .key
        .iter()
        .map(|&attribute| row[attribute].clone())
        .collect()
}

impl Workspace {
    pub(crate) fn row(&self, id: RowId) -> &Row {
        &self.rows[id.index()]
    }

    pub(crate) fn row_mut(&mut self, id: RowId) -> &mut Row {
        &mut self.rows[id.index()]
    }

    /// All rows, in the order they came.
    pub(crate) fn ids(&self) -> impl Iterator<Item = RowId> + use<> {
        (0..self.rows.len()).map(|index| RowId(u32::try_from(index).expect("numbered by u32")))
    }

    /// The rows of a table, in the order they came.
    pub(crate) fn of_table(&self, table: TableId) -> &[RowId] {
        self.by_table.get(&table).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, row: Row) -> RowId {
        let id = RowId(u32::try_from(self.rows.len()).expect("fewer than four billion rows"));
        self.by_table.entry(row.table).or_default().push(id);
        self.rows.push(row);
        id
    }

    /// Takes in a row that the database has, unless it is there already.
    pub(crate) fn load(&mut self, table: &Table, values: Vec<Value>, lock: Lock) -> RowId {
        let found_by = (table.id, RowKey::new(table, &key(table, &values)));
        if let Some(Some(id)) = self.stored.get(&found_by) {
            return *id;
        }
        // What this transaction has inserted already comes back from queries, and is here under its number.
        if let Some(&id) = self.keyed.get(&found_by)
            && self.row(id).is_new()
            && self.row(id).in_database().is_some()
        {
            return id;
        }
        let row = Row::new(table, Some(values.clone()), values, lock);
        let id = self.push(row);
        self.stored.insert(found_by, Some(id));
        id
    }

    /// Takes in a row that was read after the transaction began to write: it may be one that it has written.
    pub(crate) fn load_written(&mut self, table: &Table, values: Vec<Value>, lock: Lock) {
        let found_by = (table.id, RowKey::new(table, &key(table, &values)));
        if !self.keyed.contains_key(&found_by) {
            self.load(table, values, lock);
        }
    }

    /// Takes in a row that the transaction inserts.
    pub(crate) fn insert(&mut self, table: &Table, values: Vec<Value>) -> RowId {
        let id = self.push(Row::new(table, None, values, Lock::Update));
        self.index_key(table, id);
        id
    }

    /// Makes the row be found by its key, once it has one.
    pub(crate) fn index_key(&mut self, table: &Table, id: RowId) {
        let values = self.row(id).key(table);
        if values.iter().all(|value| !value.is_null()) {
            self.keyed
                .insert((table.id, RowKey::new(table, &values)), id);
        }
    }

    /// Remembers that the database has no row of the key, or which one it takes for it.
    pub(crate) fn remember(&mut self, table: TableId, key: RowKey, found: Option<RowId>) {
        self.stored.insert((table, key), found);
    }

    /// Whether the database was asked for the key.
    pub(crate) fn is_remembered(&self, table: TableId, key: RowKey) -> bool {
        self.stored.contains_key(&(table, key))
    }

    /// Whether the database was asked for the row of the key.
    pub(crate) fn knows(&self, table: &Table, key: &[Value]) -> bool {
        self.is_remembered(table.id, RowKey::new(table, key))
    }

    /// The row of the key as the database has it at the start, as far as it was asked for.
    pub(crate) fn stored(&self, table: &Table, key: &[Value]) -> Option<RowId> {
        let found_by = (table.id, RowKey::new(table, key));
        self.stored.get(&found_by).copied().flatten()
    }

    /// The living row of the key, if it is here.
    pub(crate) fn living(&self, table: &Table, key: &[Value]) -> Option<RowId> {
        let found_by = (table.id, RowKey::new(table, key));
        let keyed = self.keyed.get(&found_by).copied();
        let found = keyed.or_else(|| self.stored.get(&found_by).copied().flatten())?;
        (!self.row(found).is_deleted).then_some(found)
    }

    /// Sets a column. What the row refers to is looked up anew if the column is part of a foreign key.
    pub(crate) fn set(&mut self, table: &Table, id: RowId, attribute: usize, value: Value) {
        let row = self.row_mut(id);
        row.now[attribute] = value;
        row.awaited.retain(|awaited| awaited.attribute != attribute);
        for (relationship, link) in table.relationships.iter().zip(&mut row.links) {
            if relationship.holds_key && relationship.attributes.contains(&attribute) {
                *link = Link::Unknown;
            }
        }
        if table.key.contains(&attribute) {
            self.index_key(table, id);
        }
    }

    /// Has a column take over what the database gives to a row that is inserted before.
    pub(crate) fn await_value(&mut self, table: &Table, id: RowId, awaited: Awaited) {
        self.set(table, id, awaited.attribute, Value::Null);
        self.row_mut(id).awaited.push(awaited);
    }

    pub(crate) fn link(&self, id: RowId, relationship: usize, when: When) -> Link {
        let row = self.row(id);
        match when {
            When::Now => row.links[relationship],
            When::Start => row.start_links[relationship],
        }
    }

    pub(crate) fn set_link(&mut self, id: RowId, relationship: usize, when: When, link: Link) {
        let row = self.row_mut(id);
        match when {
            When::Now => row.links[relationship] = link,
            When::Start => row.start_links[relationship] = link,
        }
    }

    /// Where a relationship leads, as far as that can be told without the database.
    pub(crate) fn look_up(
        &self,
        catalog: &Catalog,
        id: RowId,
        relationship: usize,
        when: When,
    ) -> Lookup {
        match self.link(id, relationship, when) {
            Link::Unknown => {}
            known => return Lookup::Known(known),
        }
        let row = self.row(id);
        let own = &catalog.table(row.table).relationships[relationship];
        let target = catalog.table(own.target);
        let values = match (when, &row.start) {
            (When::Now, _) => &row.now,
            (When::Start, Some(start)) => start,
            (When::Start, None) => return Lookup::Known(Link::Null),
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
        if when == When::Now {
            if let Some(found) = self.in_transaction(target, own, &wanted) {
                return Lookup::Known(Link::To(found));
            }
            // A foreign key that nobody has touched follows its row, whatever becomes of the row's key.
            let is_untouched = own.attributes.iter().all(|&part| !row.has_changed(part));
            if let (true, Link::To(parent)) = (is_untouched, row.start_links[relationship])
                && !self.row(parent).is_deleted
            {
                return Lookup::Known(Link::To(parent));
            }
        }
        let found_by = (target.id, lookup_key(target, own, &wanted));
        let remembered = self.stored.get(&found_by).copied();
        match remembered.or_else(|| self.loaded(target, own, &wanted).map(Some)) {
            None => Lookup::Ask(wanted),
            Some(None) => Lookup::Known(Link::Missing),
            Some(Some(found)) if when == When::Start => Lookup::Known(Link::To(found)),
            Some(Some(found)) => {
                let there = self.row(found);
                let start = there.start.as_ref().expect("a stored row has a start");
                let has_moved = own
                    .target_attributes
                    .iter()
                    .any(|&part| start[part] != there.now[part]);
                Lookup::Known(if there.is_deleted || has_moved {
                    Link::Missing
                } else {
                    Link::To(found)
                })
            }
        }
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
            let start = self.row(id).start.as_ref();
            start.is_some_and(|start| {
                let mut pairs = attributes.iter().zip(wanted);
                pairs.all(|(&part, value)| start[part] == *value)
            })
        })
    }

    /// A row that got the values in this transaction.
    fn in_transaction(
        &self,
        target: &Table,
        relationship: &Relationship,
        wanted: &[Value],
    ) -> Option<RowId> {
        if relationship.to_key {
            return self
                .keyed
                .get(&(target.id, RowKey::new(target, wanted)))
                .copied()
                .filter(|&id| {
                    let row = self.row(id);
                    !row.is_deleted && row.key(target) == wanted
                });
        }
        self.of_table(target.id).iter().copied().find(|&id| {
            let row = self.row(id);
            let attributes = &relationship.target_attributes;
            !row.is_deleted
                && attributes.iter().any(|&part| row.has_changed(part))
                && attributes
                    .iter()
                    .zip(wanted)
                    .all(|(&part, value)| row.now[part] == *value)
        })
    }

    /// Shows a row to a rule.
    pub(crate) fn view<'w>(&'w self, id: RowId, when: When, reads: &'w ReadSet) -> View<'w> {
        View {
            workspace: self,
            id,
            when,
            reads,
        }
    }
}

/// What the target's attributes must have; in the order of the target's key, if the relationship leads to it.
fn their_values(target: &Table, relationship: &Relationship, row: &[Value]) -> Vec<Value> {
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

/// What a row is remembered by, for a relationship that leads to its key or to other unique attributes.
pub(crate) fn lookup_key(target: &Table, relationship: &Relationship, wanted: &[Value]) -> RowKey {
    if relationship.to_key {
        return RowKey::new(target, wanted);
    }
    // No id has such a character in front, so that keys and other attributes do not meet.
    let mut text = format!("\u{0}{:?}", relationship.target_attributes);
    for value in wanted {
        text.push('\u{0}');
        write!(text, "{value:?}").expect("writing to a String cannot fail");
    }
    RowKey::Text(text)
}

/// What a rule sees of a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'w> {
    workspace: &'w Workspace,
    id: RowId,
    when: When,
    reads: &'w ReadSet,
}

impl<'w> View<'w> {
    /// Whether the rule reads the column.
    pub(crate) fn reads(&self, attribute: usize) -> bool {
        self.reads.reads(attribute)
    }

    pub(crate) fn value(&self, attribute: usize) -> &'w Value {
        &self.values()[attribute]
    }

    pub(crate) fn values(&self) -> &'w [Value] {
        let row = self.workspace.row(self.id);
        match (self.when, &row.start) {
            (When::Start, Some(start)) => start,
            _ => &row.now,
        }
    }

    /// The row that a relationship leads to, if the rule reads it and it is there.
    pub(crate) fn parent(&self, relationship: usize) -> Option<View<'w>> {
        let reads = self.reads.parent(relationship)?;
        match self.workspace.link(self.id, relationship, self.when) {
            Link::To(id) => Some(View {
                workspace: self.workspace,
                id,
                when: self.when,
                reads: &reads.reads,
            }),
            Link::Unknown | Link::Null | Link::Missing => None,
        }
    }
}
