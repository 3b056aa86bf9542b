//! Orders as lines of CSV, from SQLite's memory into bytes.

use rusqlite::types::ValueRef;
use rusqlite::{Result, Row};

use super::documents::{write_cents, write_number};
use crate::orders::csv::field;

/// Writes the line of an order.
pub(super) fn write_order(row: &Row<'_>, out: &mut Vec<u8>) -> Result<()> {
    for column in 0..20 {
        if column > 0 {
            out.push(b',');
        }
        match (column, row.get_ref(column)?) {
            (_, ValueRef::Text(bytes)) => field(bytes, out),
            (17, ValueRef::Integer(ready)) => {
                out.extend_from_slice(if ready == 0 { b"false" } else { b"true" });
            }
            (7 | 14, ValueRef::Integer(value)) => {
                write_number(value, out);
                out.extend_from_slice(b".00");
            }
            (_, ValueRef::Integer(value)) => write_number(value, out),
            (_, ValueRef::Real(value)) => write_cents(value, out),
            (_, ValueRef::Null | ValueRef::Blob(_)) => {}
        }
    }
    out.extend_from_slice(b"\r\n");
    Ok(())
}
