//! Where the rows of a query go.

use super::room::Room;
use super::sums::RowSums;
use super::twins::Twins;
use crate::Result;
use crate::jsonapi::{Checksum, Layout};
use crate::model::ColumnType;
use crate::store::{ReadRow, Row, RowSink, StoreError};
use crate::value::{Cell, Value};

/// Takes rows that include nothing.
pub(super) struct PlainRows<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) out: &'a mut Vec<u8>,
    /// What is shown; further rows are passed over.
    pub(super) room: &'a mut Room,
    pub(super) identifiers: bool,
    /// The id of the row that is looked at.
    pub(super) id: String,
    pub(super) twins: Twins,
    /// The checksum of the last row, where the layout is for it.
    pub(super) checksum: Option<Checksum>,
    /// The checksums of all of them.
    pub(super) sums: RowSums,
}

impl RowSink for PlainRows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let is_first = self.room.taken == 0;
        if !self.room.take() {
            return Ok(());
        }
        if !is_first {
            self.out.push(b',');
        }
        let row = &ReadRow::of(row)?;
        let start = self.out.len();
        self.id.clear();
        self.layout.write_id(row, &mut self.id);
        self.twins.distinguish(&mut self.id);
        if self.identifiers {
            self.layout.write_identifier(&self.id, self.out);
        } else {
            let text = self.layout.write(row, &self.id, self.out, &mut Vec::new());
            self.checksum = text.checksum;
        }
        self.sums.add(self.checksum);
        self.room.mark(row, self.out);
        if let Some(cursors) = &mut self.room.cursors {
            cursors.places.push(start..self.out.len());
        }
        Ok(())
    }
}

/// Takes the values of the first row.
pub(super) struct FirstRow {
    pub(super) types: Vec<ColumnType>,
    pub(super) values: Option<Vec<Value>>,
}

impl RowSink for FirstRow {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if self.values.is_none() {
            let cells = self.types.iter().enumerate();
            let values = cells.map(|(index, column_type)| {
                row.cell(index)
                    .map(|cell: Cell<'_>| cell.into_value(column_type))
            });
            self.values = Some(values.collect::<Result<_, _>>()?);
        }
        Ok(())
    }
}
