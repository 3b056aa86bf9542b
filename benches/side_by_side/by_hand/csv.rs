//! Orders as lines of CSV, from SQLite's memory into bytes.

use axum::http::{HeaderName, header};
use rusqlite::types::ValueRef;
use rusqlite::{Result, Row};

use super::documents::{write_cents, write_number};

/// The headers of the answer.
pub(super) const HEADERS: [(HeaderName, &str); 3] = [
    (
        header::CONTENT_TYPE,
        "text/csv; charset=utf-8; header=present",
    ),
    (header::VARY, "Accept"),
    (
        header::CONTENT_DISPOSITION,
        "attachment; filename*=UTF-8''Order.csv",
    ),
];

/// The first line.
pub(super) const NAMES: &[u8] = b"Id,CustomerId,EmployeeId,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,ShipName,ShipAddress,ShipCity,\
ShipRegion,ShipPostalCode,ShipCountry,AmountTotal,Country,City,Ready,OrderDetailCount,CloneFromOrder\r\n";

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

fn field(bytes: &[u8], out: &mut Vec<u8>) {
    let is_quoted = bytes.is_empty()
        || bytes
            .iter()
            .any(|byte| matches!(byte, b'"' | b',' | b'\r' | b'\n'));
    if !is_quoted {
        return out.extend_from_slice(bytes);
    }
    out.push(b'"');
    for &byte in bytes {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}
