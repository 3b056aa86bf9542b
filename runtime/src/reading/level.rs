//! The rows of one level of a compound document.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::catalog::TableId;
use crate::jsonapi::{Layout, ResourceText};
use crate::model::ColumnType;
use crate::store::{Row, RowSink, StoreError};
use crate::value::Value;

/// All resource objects of a document, each once.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) buffer: Vec<u8>,
    pub(crate) texts: Vec<(TableId, ResourceText)>,
    by_id: HashMap<TableId, HashMap<String, usize>>,
}

impl Loaded {
    /// Room for the resource objects of a page.
    pub(super) fn new() -> Self {
        Self {
            buffer: Vec::with_capacity(super::PAGE_BYTES),
            ..Self::default()
        }
    }
}

/// A row of a level: its resource object, and what its relationships lead by.
#[derive(Debug)]
pub(crate) struct LevelRow {
    /// The number of its resource object in [`Loaded::texts`].
    pub(crate) text: usize,
    /// For each relationship that is followed from here: the values it leads by, or none if one is null.
    pub(crate) leads: Vec<Option<Vec<Value>>>,
    /// The values that the level above finds it by.
    pub(crate) found_by: Vec<Value>,
}

/// Takes the rows of a level.
pub(super) struct LevelSink<'a> {
    pub(super) table: TableId,
    pub(super) layout: &'a Layout<'a>,
    pub(super) types: &'a [ColumnType],
    /// For each relationship that is followed from here: the cells it leads by.
    pub(super) leads: &'a [Vec<usize>],
    pub(super) found_by: &'a [usize],
    pub(super) loaded: &'a mut Loaded,
    pub(super) rows: Vec<LevelRow>,
    /// How many resource objects the document may have.
    pub(super) most: usize,
}

impl LevelSink<'_> {
    fn values(&self, row: &dyn Row, cells: &[usize]) -> Result<Vec<Value>, StoreError> {
        cells
            .iter()
            .map(|&cell| Ok(row.cell(cell)?.into_value(&self.types[cell])))
            .collect()
    }
}

impl LevelSink<'_> {
    /// The number of the row's resource object, which is written when the row is met first.
    fn text(&mut self, row: &dyn Row) -> Result<usize, StoreError> {
        let known = self.loaded.by_id.entry(self.table).or_default();
        let new = match known.entry(self.layout.id(row)?) {
            Entry::Occupied(known) => return Ok(*known.get()),
            Entry::Vacant(new) => new,
        };
        let number = self.loaded.texts.len();
        if number >= self.most {
            return Err(StoreError::TooManyRows);
        }
        let text = self.layout.write(row, new.key(), &mut self.loaded.buffer)?;
        self.loaded.texts.push((self.table, text));
        new.insert(number);
        Ok(number)
    }
}

impl RowSink for LevelSink<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let text = self.text(row)?;
        let mut leads = Vec::with_capacity(self.leads.len());
        for cells in self.leads {
            let values = self.values(row, cells)?;
            leads.push((!values.iter().any(Value::is_null)).then_some(values));
        }
        let found_by = self.values(row, self.found_by)?;
        self.rows.push(LevelRow {
            text,
            leads,
            found_by,
        });
        Ok(())
    }
}
