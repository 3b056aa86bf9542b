//! A row of which each cell is read once.

use std::ops::Index;

use super::{Row, StoreError};
use crate::value::Cell;

/// The cells of a row that a driver still owns. To read one costs more than most of what is done with it, and a document needs some
/// of them several times: a foreign key is an attribute and an id.
#[derive(Debug)]
pub struct ReadRow<'r>(Vec<Cell<'r>>);

impl<'r> ReadRow<'r> {
    /// Reads all cells.
    pub fn of(row: &'r dyn Row) -> Result<Self, StoreError> {
        row.cells().map(Self)
    }
}

impl<'r> Index<usize> for ReadRow<'r> {
    type Output = Cell<'r>;

    fn index(&self, index: usize) -> &Self::Output {
        &self.0[index]
    }
}
