//! Keys and ids with numbers: what the rows of a document are told apart and found by.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use crate::model::ColumnType;
use crate::store::ReadRow;
use crate::value::Cell;

/// Room for the keys of a usual page at once: to make room again and again takes longer than to find it.
const OF_A_PAGE: usize = 50;

/// A key or an id. Almost every one is a whole number, which needs no text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key<'a> {
    Whole(i64),
    Text(&'a str),
}

/// Keys in the order they were met first, counted from 0.
#[derive(Debug, Default)]
pub(super) struct Numbered {
    whole: HashMap<i64, usize, RandomState>,
    texts: HashMap<Box<str>, usize, RandomState>,
}

impl Numbered {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.whole.len() + self.texts.len()
    }

    /// The number of a key that was met before.
    pub(super) fn get(&self, key: Key<'_>) -> Option<usize> {
        match key {
            Key::Whole(whole) => self.whole.get(&whole).copied(),
            Key::Text(text) => self.texts.get(text).copied(),
        }
    }

    /// Gives a number to a key that was not met before.
    pub(super) fn insert(&mut self, key: Key<'_>, number: usize) {
        match key {
            Key::Whole(whole) => {
                if self.whole.capacity() == 0 {
                    self.whole.reserve(OF_A_PAGE);
                }
                self.whole.insert(whole, number)
            }
            Key::Text(text) => self.texts.insert(text.into(), number),
        };
    }

    /// The keys that are texts, with their numbers.
    pub(super) fn texts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.texts.iter().map(|(text, number)| (&**text, *number))
    }
}

/// How the cells of a row become a key that is the same on both sides of a relationship: as the columns that the
/// relationship leads to show their values.
#[derive(Debug)]
pub(super) struct KeyCells<'a> {
    pub(super) cells: Vec<usize>,
    /// The types of the columns that are led to.
    pub(super) shown_as: Vec<&'a ColumnType>,
}

impl KeyCells<'_> {
    /// The key of a row, none if a part of it is null. `text` is where its text is kept meanwhile.
    pub(super) fn key<'t>(
        &self,
        row: &ReadRow<'_>,
        types: &[ColumnType],
        text: &'t mut String,
    ) -> Option<Key<'t>> {
        text.clear();
        if let (&[cell], [shown_as]) = (self.cells.as_slice(), self.shown_as.as_slice()) {
            let is_whole = matches!(shown_as, ColumnType::Integer { .. });
            match &row[cell] {
                Cell::Null => return None,
                Cell::Int(whole) if is_whole => return Some(Key::Whole(*whole)),
                other => push_shown(other, &types[cell], shown_as, text),
            }
            // SQLite keeps a number as text where the column was declared so.
            return Some(match text.parse() {
                Ok(whole) if is_whole => Key::Whole(whole),
                _ => Key::Text(text),
            });
        }
        for (&cell, shown_as) in self.cells.iter().zip(&self.shown_as) {
            match &row[cell] {
                Cell::Null => return None,
                other => push_shown(other, &types[cell], shown_as, text),
            }
            text.push('\0');
        }
        Some(Key::Text(text))
    }
}

fn push_shown(cell: &Cell<'_>, of: &ColumnType, shown_as: &ColumnType, text: &mut String) {
    match (cell, of, shown_as) {
        (Cell::Text(cell), ColumnType::Text { .. }, ColumnType::Text { .. }) => {
            text.push_str(cell);
        }
        (Cell::Int(whole), _, ColumnType::Integer { .. }) => {
            text.push_str(itoa::Buffer::new().format(*whole));
        }
        (cell, of, shown_as) => text.push_str(&cell.clone().into_value(of).text(shown_as)),
    }
}

/// Without case and trailing spaces, as databases that ignore them compare.
pub(super) fn fold(key: &str) -> String {
    key.split('\0')
        .map(|part| part.trim_end().to_lowercase())
        .collect::<Vec<_>>()
        .join("\0")
}
