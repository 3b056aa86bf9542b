//! How many rows a page takes, and where they stand.

use std::ops::Range;

use crate::jsonapi::write_cursor;
use crate::model::ColumnType;
use crate::store::{ReadRow, Row, Select, Source, StoreError};

/// Room for the rows of a page. One row more is read than there is room for, to know whether there are more.
#[derive(Debug)]
pub(super) struct Room {
    most: u64,
    pub(super) taken: u64,
    /// Whether there are rows that found no room.
    pub(super) more: bool,
    pub(super) cursors: Option<Cursors>,
}

/// Where the rows of a page stand in its order.
#[derive(Debug)]
pub(super) struct Cursors {
    /// The name of the order.
    order: String,
    /// The cells that hold what a row is sorted by, and their types.
    cells: Vec<(usize, ColumnType)>,
    pub(super) texts: Vec<String>,
    /// Where each row was written, if it was written to one buffer.
    pub(super) places: Vec<Range<usize>>,
}

impl Room {
    pub(super) fn new(most: u64) -> Self {
        Self {
            most,
            taken: 0,
            more: false,
            cursors: None,
        }
    }

    /// The same, for rows that tell where they stand in the order of the name.
    pub(super) fn with_cursors(most: u64, order: String) -> Self {
        Self {
            cursors: Some(Cursors {
                order,
                cells: Vec::new(),
                texts: Vec::new(),
                places: Vec::new(),
            }),
            ..Self::new(most)
        }
    }

    /// How many rows to ask for.
    pub(super) fn wanted(&self) -> u64 {
        self.most - self.taken + 1
    }

    /// Whether the row is taken; that it is not means that there are more.
    pub(super) fn take(&mut self) -> bool {
        self.more |= self.taken == self.most;
        self.taken += u64::from(!self.more);
        !self.more
    }

    /// What is to be read besides, to know where the rows of the query stand.
    pub(super) fn sources(&self, select: &Select) -> Vec<Source> {
        match self.cursors {
            Some(_) => (0..select.order.len()).map(Source::SortedBy).collect(),
            None => Vec::new(),
        }
    }

    /// Says in which cells the rows that come now have it.
    pub(super) fn sorted_in(&mut self, cells: &[usize], types: &[ColumnType]) {
        if let Some(cursors) = &mut self.cursors {
            let cells = cells.iter().map(|&cell| (cell, types[cell].clone()));
            cursors.cells = cells.collect();
        }
    }

    /// Keeps the cursor of a row that does not show it, if another page may begin there: of the first one, and of the one that
    /// fills the page. After any other row there are no more.
    pub(super) fn note_end(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if self.cursors.is_some() && (self.taken <= 1 || self.taken >= self.most) {
            self.note(&ReadRow::of(row)?);
        }
        Ok(())
    }

    /// Keeps the cursor of a row that does not show it.
    pub(super) fn note(&mut self, row: &ReadRow<'_>) {
        if let Some(cursors) = &mut self.cursors {
            let text = cursors.of(row);
            cursors.texts.push(text);
        }
    }

    /// Adds the cursor of a row to its object, which ends the buffer.
    pub(super) fn mark(&mut self, row: &ReadRow<'_>, out: &mut Vec<u8>) {
        if let Some(cursors) = &mut self.cursors {
            let text = cursors.of(row);
            add_cursor(&text, out);
            cursors.texts.push(text);
        }
    }
}

/// Adds a cursor to the object that ends the buffer.
pub(super) fn add_cursor(text: &str, out: &mut Vec<u8>) {
    out.truncate(out.len() - 1);
    out.extend_from_slice(br#","meta":{"page":{"cursor":""#);
    out.extend_from_slice(text.as_bytes());
    out.extend_from_slice(br#""}}}"#);
}

impl Cursors {
    /// Where the row stands.
    fn of(&self, row: &ReadRow<'_>) -> String {
        let cells = self.cells.iter();
        let parts = cells.map(|(cell, column_type)| (row[*cell].clone(), column_type));
        write_cursor(&self.order, parts)
    }
}
