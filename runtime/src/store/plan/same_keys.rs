//! Keys that mean the same as one that is there.
//!
//! SQLite takes two spellings of a moment or a UUID for two keys, and would keep a row of each. To clients they are one id, and no
//! two rows have that: so a statement that gives a row such a key leaves the row alone where there is one already.

use crate::catalog::Table;
use crate::model::Dialect;
use crate::store::sql::spellings_of;
use crate::store::{Kept, SqlText};

/// Whether new rows with these columns have a key that may be there in another spelling.
pub(crate) fn inserts_spelled_key(table: &Table, written: &[usize]) -> bool {
    is_spelled(table) && table.key.iter().all(|part| written.contains(part))
}

/// Whether a change of these columns gives a row a key that may be there in another spelling.
pub(crate) fn changes_spelled_key(table: &Table, written: &[usize]) -> bool {
    is_spelled(table) && table.key.iter().any(|part| written.contains(part))
}

fn is_spelled(table: &Table) -> bool {
    let mut types = table
        .key
        .iter()
        .map(|&part| &table.attributes[part].column_type);
    table.dialect == Dialect::Sqlite && types.any(|each| spellings_of(each).is_some())
}

/// Writes that no row, or none but the one that is called so, has the key that is given.
pub(super) fn write_is_alone(
    table: &Table,
    given: &dyn Fn(usize) -> String,
    row: Option<&str>,
    sql: &mut SqlText,
) {
    sql.push("NOT EXISTS (SELECT 1 FROM ")
        .push(&table.sql_name)
        .push(" AS same WHERE ");
    sql.separated(&table.key, " AND ", |sql, &part| {
        let attribute = &table.attributes[part];
        let given = given(part);
        sql.push("same.").push(&attribute.sql_name);
        match spellings_of(&attribute.column_type) {
            Some(_) => sql.in_kept(&attribute.column_type, &given, Kept::AsTyped),
            None => sql.push(" = ").push(&given),
        };
    });
    if let Some(row) = row {
        sql.push(" AND NOT (");
        sql.separated(&table.key, " AND ", |sql, &part| {
            let name = &table.attributes[part].sql_name;
            sql.push(&format!("same.{name} IS {row}.{name}"));
        });
        sql.push(")");
    }
    sql.push(")");
}
