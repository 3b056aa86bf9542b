//! Ids from the cells of a row: its own, and those of the rows that it refers to.

use std::borrow::Cow;

use crate::catalog::Table;
use crate::model::ColumnType;
use crate::store::{Row, StoreError};
use crate::value::{Cell, Value, join_id};

/// Adds the id that the cells of a row's key make.
pub(super) fn write_id(
    row: &dyn Row,
    table: &Table,
    cells: &[usize],
    id: &mut String,
) -> Result<(), StoreError> {
    if let &[cell] = cells {
        match row.cell(cell)? {
            Cell::Int(number) if is_integer(table, 0) => {
                id.push_str(itoa::Buffer::new().format(number));
            }
            cell => id.push_str(&join_id(&[part(cell, table, 0)])),
        }
        return Ok(());
    }
    id.push_str(&join_id(&parts(row, table, cells)?));
    Ok(())
}

/// Adds the id that some cells hold of a row of the table. Adds none and says so if one of them is null, since such a
/// foreign key refers to nothing.
pub(super) fn write_reference(
    row: &dyn Row,
    table: &Table,
    cells: &[usize],
    id: &mut String,
) -> Result<Reference, StoreError> {
    for &cell in cells {
        if row.cell(cell)? == Cell::Null {
            return Ok(Reference::Nothing);
        }
    }
    write_id(row, table, cells, id)?;
    Ok(Reference::Row)
}

/// What a foreign key refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reference {
    Nothing,
    Row,
}

/// The id of a row whose key has these values.
#[must_use]
pub(crate) fn id_of_values(table: &Table, key: &[Value]) -> String {
    let parts: Vec<_> = key
        .iter()
        .enumerate()
        .map(|(index, value)| part(value.as_cell(), table, index))
        .collect();
    join_id(&parts)
}

fn parts<'r>(
    row: &'r dyn Row,
    table: &Table,
    cells: &[usize],
) -> Result<Vec<Option<Cow<'r, str>>>, StoreError> {
    cells
        .iter()
        .enumerate()
        .map(|(index, &cell)| Ok(part(row.cell(cell)?, table, index)))
        .collect()
}

/// The text of a part of the key; none if it is null.
fn part<'r>(cell: Cell<'r>, table: &Table, index: usize) -> Option<Cow<'r, str>> {
    match (cell, column_type(table, index)) {
        (Cell::Null, _) => None,
        (Cell::Text(text), ColumnType::Text { .. }) => Some(text),
        (other, column_type) => Some(Cow::Owned(other.text(column_type))),
    }
}

fn is_integer(table: &Table, part: usize) -> bool {
    matches!(column_type(table, part), ColumnType::Integer { .. })
}

fn column_type(table: &Table, part: usize) -> &ColumnType {
    &table.attributes[table.key[part]].column_type
}
