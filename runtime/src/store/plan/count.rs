//! Statements that count rows, exactly or about.

use super::Test;
use super::condition::write_condition;
use super::order::Joined;
use super::{SqlText, Statement};
use crate::catalog::{Catalog, Table};
use crate::model::{Dialect, ReadOnly, ValueSource};

pub(super) fn write_count(
    catalog: &Catalog,
    table: &Table,
    condition: &[Test],
    bounded: bool,
) -> Statement {
    if bounded && condition.is_empty() && has_row_ids(table) {
        return write_count_by_pages(table);
    }
    let mut sql = SqlText::new(table.dialect);
    sql.push("SELECT ").number("count(*)").push(" FROM ");
    if bounded {
        sql.push("(SELECT 1 FROM ");
    }
    sql.push(&table.sql_name).push(" AS t");
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, condition, &mut sql);
    if bounded {
        sql.push(" LIMIT ").count().push(") AS counted");
    }
    sql.finish()
}

/// SQLite counts a whole table by its pages, but rows that are to be no more than so many one by one, which takes twenty times as long.
/// A table has no more rows than numbers between its first and its last.
fn write_count_by_pages(table: &Table) -> Statement {
    let name = &table.sql_name;
    let mut sql = SqlText::new(table.dialect);
    sql.push("SELECT ")
        .number(&format!("CASE WHEN {} < ", span(table)))
        .count()
        .push(&format!(" THEN (SELECT count(*) FROM {name}) "))
        .push(&format!(
            "ELSE (SELECT count(*) FROM (SELECT 1 FROM {name} LIMIT ?1)) END"
        ));
    sql.finish()
}

/// Whether the key is the number by which SQLite finds a row: <https://sqlite.org/lang_createtable.html#rowid>. Other keys of whole
/// numbers keep texts, too.
fn has_row_ids(table: &Table) -> bool {
    let [key] = table.key[..] else {
        return false;
    };
    table.dialect == Dialect::Sqlite
        && table.read_only != Some(ReadOnly::View)
        && table.attributes[key].source == Some(ValueSource::Identity)
}

/// How many numbers there are from the first key to the last.
fn span(table: &Table) -> String {
    let (key, name) = (&table.attributes[table.key[0]].sql_name, &table.sql_name);
    let end = |end| format!("(SELECT {end}({key}) FROM {name})");
    format!("{} - {} + 1", end("max"), end("min"))
}

pub(super) fn write_estimate(catalog: &Catalog, table: &Table, condition: &[Test]) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    match table.dialect {
        Dialect::Sqlite => {
            sql.push("SELECT ").number(&span(table));
            return sql.finish();
        }
        Dialect::Postgres => sql.plan("EXPLAIN "),
        Dialect::Mysql => sql.plan("EXPLAIN FORMAT=JSON "),
    };
    sql.push("SELECT 1 FROM ")
        .push(&table.sql_name)
        .push(" AS t");
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, condition, &mut sql);
    sql.finish()
}
