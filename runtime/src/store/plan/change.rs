//! Statements that insert, update and delete.

use super::condition::write_condition;
use super::order::Joined;
use super::parent_keys::{ParentKeys, Written};
use super::same_keys::{changes_spelled_key, inserts_spelled_key, write_is_alone};
use super::{Kept, SqlText, Statement, Test};
use crate::catalog::{Catalog, Table};
use crate::model::Dialect;

pub(super) fn write_insert(
    catalog: &Catalog,
    table: &Table,
    (attributes, kept): (&[usize], Kept),
    rows: usize,
    returns_row: bool,
) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    let parent_keys = ParentKeys::new(catalog, table, attributes, (Written::New, kept));
    let may_be_there = inserts_spelled_key(table, attributes);
    let looks_up = may_be_there || !parent_keys.is_empty();
    if looks_up {
        sql.push("WITH ").push(ROWS);
        write_names(table, attributes, &mut sql);
        sql.push(" AS (");
        write_values(table, attributes, rows, &mut sql);
        sql.push(") ");
    }
    sql.push("INSERT INTO ").push(&table.sql_name);
    match (attributes.is_empty(), table.dialect) {
        (true, Dialect::Mysql) => {
            sql.push(" () VALUES ()");
        }
        (true, _) => {
            sql.push(" DEFAULT VALUES");
        }
        (false, _) => {
            write_names(table, attributes, &mut sql);
            sql.push(" ");
            if looks_up {
                let given = |index: usize| format!("{ROWS}.{}", table.attributes[index].sql_name);
                sql.push("SELECT ");
                sql.separated(attributes, ", ", |sql, index| {
                    parent_keys.write(*index, &given, sql);
                });
                sql.push(" FROM ").push(ROWS);
                if may_be_there {
                    sql.push(" WHERE ");
                    write_is_alone(table, &given, None, &mut sql);
                }
            } else {
                write_values(table, attributes, rows, &mut sql);
            }
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

/// What the rows of an insert are called that looks for others; no table of anybody's is.
const ROWS: &str = "formwork_rows";

fn write_names(table: &Table, attributes: &[usize], sql: &mut SqlText) {
    sql.push(" (");
    sql.separated(attributes, ", ", |sql, index| {
        sql.push(&table.attributes[*index].sql_name);
    });
    sql.push(")");
}

fn write_values(table: &Table, attributes: &[usize], rows: usize, sql: &mut SqlText) {
    sql.push("VALUES ");
    sql.separated(0..rows, ", ", |sql, _| {
        sql.push("(");
        sql.separated(attributes, ", ", |sql, index| {
            sql.value(&table.attributes[*index]);
        });
        sql.push(")");
    });
}

pub(super) fn write_update(
    catalog: &Catalog,
    table: &Table,
    (attributes, kept): (&[usize], Kept),
    condition: &[Test],
) -> Statement {
    let mut sql = SqlText::new(table.dialect);
    sql.push("UPDATE ").push(&table.sql_name).push(" AS t SET ");
    let parent_keys = ParentKeys::new(catalog, table, attributes, (Written::Changed, kept));
    let may_be_there = changes_spelled_key(table, attributes);
    let unsorted = Joined::new(catalog, table, &[]);
    if !may_be_there && parent_keys.is_empty() {
        sql.separated(attributes, ", ", |sql, index| {
            let attribute = &table.attributes[*index];
            sql.push(&attribute.sql_name).push(" = ").value(attribute);
        });
        write_condition(catalog, table, &unsorted, condition, &mut sql);
        return sql.finish();
    }
    // Some stand more than once.
    let placeholders: Vec<String> = attributes
        .iter()
        .map(|index| sql.value(&table.attributes[*index]).take_placeholder())
        .collect();
    let given = |index: usize| match attributes.iter().position(|written| *written == index) {
        Some(at) => placeholders[at].clone(),
        None => format!("t.{}", table.attributes[index].sql_name),
    };
    let besides = parent_keys.besides(attributes);
    sql.separated(attributes.iter().chain(&besides), ", ", |sql, index| {
        sql.push(&table.attributes[*index].sql_name).push(" = ");
        parent_keys.write(*index, &given, sql);
    });
    write_condition(catalog, table, &unsorted, condition, &mut sql);
    if may_be_there {
        sql.push(" AND ");
        write_is_alone(table, &given, Some("t"), &mut sql);
    }
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
