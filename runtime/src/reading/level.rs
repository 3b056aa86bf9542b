//! The rows of one level of a compound document.

use std::collections::HashMap;
use std::ops::Range;

use super::numbered::{Key, KeyCells, Numbered};
use super::room::Room;
use super::twins::Twins;
use crate::catalog::TableId;
use crate::jsonapi::{Layout, OpenPlace, ResourceText};
use crate::model::ColumnType;
use crate::store::{ReadRow, Row, RowSink, StoreError};
use crate::value::Value;

/// All resource objects of a document, each once.
#[derive(Debug, Default)]
pub(super) struct Loaded {
    /// Their texts, each with a comma before it.
    pub(super) buffer: Vec<u8>,
    pub(super) texts: Vec<Loadable>,
    /// The places of all texts where linkage may be put in.
    pub(super) open: Vec<OpenPlace>,
    by_id: HashMap<TableId, Numbered>,
}

/// A resource object in [`Loaded::buffer`].
#[derive(Debug)]
pub(super) struct Loadable {
    pub(super) table: TableId,
    pub(super) text: ResourceText,
    /// Its places in [`Loaded::open`].
    pub(super) open: Range<usize>,
}

impl Loaded {
    /// Room for the resource objects of a page.
    pub(super) fn new() -> Self {
        Self {
            buffer: Vec::with_capacity(super::PAGE_BYTES),
            texts: Vec::with_capacity(128),
            open: Vec::with_capacity(128),
            by_id: HashMap::new(),
        }
    }

    /// The resource objects of a table that are known, to be given back when a level of it was read.
    pub(super) fn take_known(&mut self, table: TableId) -> Numbered {
        self.by_id.remove(&table).unwrap_or_default()
    }

    pub(super) fn keep_known(&mut self, table: TableId, known: Numbered) {
        self.by_id.insert(table, known);
    }
}

/// What a relationship leads by from the rows of a level.
#[derive(Debug, Default)]
pub(super) struct Lead {
    /// The different keys.
    pub(super) keys: Numbered,
    /// The values of each of them, one after the other.
    pub(super) values: Vec<Value>,
    /// The number of each row's key; none if a part of it is null.
    pub(super) of_rows: Vec<Option<usize>>,
}

/// The rows of a level, in their order.
#[derive(Debug, Default)]
pub(super) struct LevelRows {
    /// The numbers of their resource objects in [`Loaded::texts`].
    pub(super) texts: Vec<usize>,
    /// For each relationship that is followed from here.
    pub(super) leads: Vec<Lead>,
    /// How the level above finds them, if it is to know.
    pub(super) found: Vec<FoundBy>,
    pub(super) twins: Twins,
}

impl LevelRows {
    /// No rows yet, from which so many relationships are followed.
    pub(super) fn new(leads: usize, twins: Twins) -> Self {
        Self {
            twins,
            leads: (0..leads).map(|_| Lead::default()).collect(),
            ..Self::default()
        }
    }
}

/// What the level above finds a row by.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum FoundBy {
    /// The key of that number in its [`Lead`].
    Key(usize),
    /// A text that the database takes for one of the keys.
    Like(Box<str>),
}

/// Takes the rows of a level.
pub(super) struct LevelSink<'a> {
    pub(super) table: TableId,
    pub(super) layout: &'a Layout<'a>,
    pub(super) types: &'a [ColumnType],
    /// For each relationship that is followed from here.
    pub(super) leads: &'a [KeyCells<'a>],
    pub(super) found_by: Option<(&'a KeyCells<'a>, &'a Numbered)>,
    pub(super) known: Numbered,
    pub(super) loaded: &'a mut Loaded,
    pub(super) rows: &'a mut LevelRows,
    /// How many resource objects the document may have.
    pub(super) most: usize,
    /// Of primary rows; further ones are passed over.
    pub(super) room: Option<&'a mut Room>,
    /// Whether the primary rows are shown as identifiers, which have the cursors then.
    pub(super) shows_identifiers: bool,
    /// The id or the key that is looked at.
    pub(super) scratch: String,
}

impl LevelSink<'_> {
    /// The number of the row's resource object, which is written when the row is met first.
    fn text(&mut self, row: &ReadRow<'_>) -> Result<usize, StoreError> {
        self.scratch.clear();
        self.layout.write_id(row, &mut self.scratch);
        let is_twin = self.rows.twins.distinguish(&mut self.scratch);
        let id = match self.layout.whole_id(row) {
            Some(whole) if !is_twin => Key::Whole(whole),
            _ => Key::Text(&self.scratch),
        };
        if let Some(known) = self.known.get(id) {
            return Ok(known);
        }
        let number = self.loaded.texts.len();
        if number >= self.most {
            return Err(StoreError::TooManyRows);
        }
        self.known.insert(id, number);
        let loaded = &mut *self.loaded;
        loaded.buffer.push(b',');
        let open = loaded.open.len();
        let mut text = self
            .layout
            .write(row, &self.scratch, &mut loaded.buffer, &mut loaded.open);
        if let Some(room) = &mut self.room {
            if self.shows_identifiers {
                room.note(row);
            } else {
                room.mark(row, &mut loaded.buffer);
                text.end = loaded.buffer.len();
            }
        }
        loaded.texts.push(Loadable {
            table: self.table,
            text,
            open: open..loaded.open.len(),
        });
        Ok(number)
    }

    fn lead(&mut self, row: &ReadRow<'_>, position: usize) {
        let cells = &self.leads[position];
        let lead = &mut self.rows.leads[position];
        let Some(key) = cells.key(row, self.types, &mut self.scratch) else {
            lead.of_rows.push(None);
            return;
        };
        let known = lead.keys.get(key);
        let number = known.unwrap_or_else(|| lead.keys.len());
        if known.is_none() {
            lead.keys.insert(key, number);
            for &cell in &cells.cells {
                let value = row[cell].clone().into_value(&self.types[cell]);
                lead.values.push(value);
            }
        }
        lead.of_rows.push(Some(number));
    }
}

impl RowSink for LevelSink<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if self.room.as_mut().is_some_and(|room| !room.take()) {
            return Ok(());
        }
        let row = &ReadRow::of(row)?;
        let text = self.text(row)?;
        self.rows.texts.push(text);
        for position in 0..self.leads.len() {
            self.lead(row, position);
        }
        if let Some((cells, keys)) = self.found_by {
            let key = cells.key(row, self.types, &mut self.scratch);
            let number = key.and_then(|key| keys.get(key));
            self.rows.found.push(match (number, key) {
                (Some(number), _) => FoundBy::Key(number),
                (None, Some(Key::Whole(whole))) => FoundBy::Like(whole.to_string().into()),
                (None, Some(Key::Text(text))) => FoundBy::Like(text.into()),
                (None, None) => FoundBy::Like(Box::default()),
            });
        }
        Ok(())
    }
}
