//! Facts that are read from real databases. The designs are compared with a snapshot for each database, which shows
//! every fact in a line; `INSTA_UPDATE=always` writes them anew, to be read before they are committed.

mod everywhere;
mod postgres;
mod servers;
mod sqlite;

use formwork::schema::Schema;

/// Of a database with `note`, a readable `fine` and one table more, that one is left out, and the reason names what is wrong.
#[track_caller]
fn assert_left_out(schema: &Schema, table: &str, reason: &str) {
    let read = schema.tables.iter().map(|table| &*table.name.name);
    assert_eq!(read.collect::<Vec<_>>(), ["fine", "note"]);
    let left_out = &schema.left_out[0];
    assert_eq!(left_out.table.name, table);
    assert!(left_out.reason.contains(reason), "{}", left_out.reason);
}
