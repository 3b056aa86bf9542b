//! Where the rows of a query go.

use super::twins::Twins;
use crate::Result;
use crate::jsonapi::{Checksum, Layout};
use crate::model::ColumnType;
use crate::store::{Row, RowSink, StoreError};
use crate::value::{Cell, Value};

/// Takes rows that include nothing.
pub(super) struct PlainRows<'a> {
    pub(super) layout: &'a Layout<'a>,
    pub(super) out: &'a mut Vec<u8>,
    pub(super) count: u64,
    /// How many rows are shown; further ones are passed over.
    pub(super) most: u64,
    pub(super) identifiers: bool,
    /// The id of the row that is looked at.
    pub(super) id: String,
    pub(super) twins: Twins,
    /// The checksum of the last row, where the layout is for it.
    pub(super) checksum: Option<Checksum>,
}

impl RowSink for PlainRows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if self.count == self.most {
            return Ok(());
        }
        if self.count > 0 {
            self.out.push(b',');
        }
        self.count += 1;
        self.id.clear();
        self.layout.write_id(row, &mut self.id)?;
        self.twins.distinguish(&mut self.id);
        if self.identifiers {
            self.layout.write_identifier(&self.id, self.out);
            return Ok(());
        }
        let text = self
            .layout
            .write(row, &self.id, self.out, &mut Vec::new())?;
        self.checksum = text.checksum;
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
