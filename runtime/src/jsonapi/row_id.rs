//! Ids from the cells of a row: its own, and those of the rows that it refers to.

use std::borrow::Cow;

use crate::catalog::Table;
use crate::model::ColumnType;
use crate::store::ReadRow;
use crate::value::{Cell, Value, join_id, push_only_part, push_part};

/// Whether all parts of a key have a value. A foreign key with a null refers to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    AllThere,
    SomeNull,
}

/// Adds the id of a row of the table, the parts of whose key are in these cells.
pub(super) fn write_id(
    row: &ReadRow<'_>,
    table: &Table,
    cells: &[usize],
    id: &mut String,
) -> Parts {
    if let &[cell] = cells {
        match &row[cell] {
            Cell::Null => {
                push_part(0, None, id);
                return Parts::SomeNull;
            }
            Cell::Int(number) if matches!(column_type(table, 0), ColumnType::Integer { .. }) => {
                id.push_str(itoa::Buffer::new().format(*number));
            }
            cell => push_only_part(&text(cell, column_type(table, 0)), id),
        }
        return Parts::AllThere;
    }
    let mut parts = Parts::AllThere;
    for (index, &cell) in cells.iter().enumerate() {
        match &row[cell] {
            Cell::Null => {
                push_part(index, None, id);
                parts = Parts::SomeNull;
            }
            cell => push_part(index, Some(&text(cell, column_type(table, index))), id),
        }
    }
    parts
}

/// The id of a row whose key has these values.
#[must_use]
pub(crate) fn id_of_values(table: &Table, key: &[Value]) -> String {
    let cells: Vec<_> = key.iter().map(Value::as_cell).collect();
    let parts = cells.iter().enumerate().map(|(index, cell)| {
        let is_there = !matches!(cell, Cell::Null);
        is_there.then(|| text(cell, column_type(table, index)))
    });
    join_id(&parts.collect::<Vec<_>>())
}

fn text<'c>(cell: &'c Cell<'_>, column_type: &ColumnType) -> Cow<'c, str> {
    match (cell, column_type) {
        (Cell::Text(text), ColumnType::Text { .. }) => Cow::Borrowed(text),
        // As the database spells a set, whether it was read or written.
        (Cell::List(members), ColumnType::Set { .. }) => {
            let members = members.iter().map(|member| member.text(column_type));
            Cow::Owned(members.collect::<Vec<_>>().join(","))
        }
        (other, column_type) => Cow::Owned(other.text(column_type)),
    }
}

fn column_type(table: &Table, part: usize) -> &ColumnType {
    &table.attributes[table.key[part]].column_type
}
