//! Statements that insert, update and delete.

use super::condition::write_condition;
use super::order::Joined;
use super::{SqlText, Statement, Test};
use crate::catalog::{Catalog, Table};
use crate::model::Dialect;

pub(super) fn write_insert(
    table: &Table,
    attributes: &[usize],
    rows: usize,
    returns_row: bool,
) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    sql.push("INSERT INTO ").push(&table.sql_name);
    match (attributes.is_empty(), table.dialect) {
        (true, Dialect::Mysql) => {
            sql.push(" () VALUES ()");
        }
        (true, _) => {
            sql.push(" DEFAULT VALUES");
        }
        (false, _) => {
            sql.push(" (");
            sql.separated(attributes, ", ", |sql, index| {
                sql.push(&table.attributes[*index].sql_name);
            });
            sql.push(") VALUES ");
            sql.separated(0..rows, ", ", |sql, _| {
                sql.push("(");
                sql.separated(attributes, ", ", |sql, index| {
                    sql.value(&table.attributes[*index]);
                });
                sql.push(")");
            });
        }
    }
    if returns_row {
        sql.push(" RETURNING ");
        sql.separated(&table.attributes, ", ", |sql, attribute| {
            sql.column("", attribute);
        });
    }
    sql.finish()
}

pub(super) fn write_update(
    catalog: &Catalog,
    table: &Table,
    attributes: &[usize],
    condition: &[Test],
) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    sql.push("UPDATE ").push(&table.sql_name).push(" AS t SET ");
    sql.separated(attributes, ", ", |sql, index| {
        let attribute = &table.attributes[*index];
        sql.push(&attribute.sql_name).push(" = ").value(attribute);
    });
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, condition, &mut sql);
    sql.finish()
}

pub(super) fn write_delete(catalog: &Catalog, table: &Table, condition: &[Test]) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    // MySQL 8 takes an alias only in the form for several tables.
    match table.dialect {
        Dialect::Mysql => sql
            .push("DELETE t FROM ")
            .push(&table.sql_name)
            .push(" AS t"),
        _ => sql.push("DELETE FROM ").push(&table.sql_name).push(" AS t"),
    };
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, condition, &mut sql);
    sql.finish()
}
