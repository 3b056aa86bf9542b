//! Orders as lines of CSV: what both servers by hand say in the same way.

use axum::http::{HeaderName, header};

/// The headers of the answer.
pub(crate) const HEADERS: [(HeaderName, &str); 3] = [
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
pub(crate) const NAMES: &[u8] = b"Id,CustomerId,EmployeeId,OrderDate,RequiredDate,ShippedDate,ShipVia,Freight,ShipName,ShipAddress,ShipCity,\
ShipRegion,ShipPostalCode,ShipCountry,AmountTotal,Country,City,Ready,OrderDetailCount,CloneFromOrder\r\n";

/// Writes a text, in quotes where it needs them.
pub(crate) fn field(bytes: &[u8], out: &mut Vec<u8>) {
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
