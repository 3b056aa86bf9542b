//! Resource objects of rows that are values already: without links, which whoever has the type and the id can make.

use super::{CHECKSUM, Checksum, id_of_values};
use crate::catalog::Table;
use crate::value::{Value, write_string};

/// Writes the object of a row by its key; with its attributes, unless it is gone.
pub(crate) fn write_row_object(
    table: &Table,
    key: &[Value],
    row: Option<&[Value]>,
    checksum: Option<Checksum>,
    out: &mut Vec<u8>,
) {
    out.extend_from_slice(br#"{"type":"#);
    write_string(&table.kind, out);
    out.extend_from_slice(br#","id":"#);
    write_string(&id_of_values(table, key), out);
    if let Some(row) = row {
        out.extend_from_slice(br#","attributes":{"#);
        for (position, (attribute, value)) in table.attributes.iter().zip(row).enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.extend_from_slice(&attribute.json_key);
            attribute.write_json(&value.as_cell(), out);
        }
        if let Some(checksum) = checksum {
            out.extend_from_slice(format!(r#","{CHECKSUM}":"{checksum}""#).as_bytes());
        }
        out.push(b'}');
    }
    out.push(b'}');
}
