//! Every column type: what is written is read back, as the same value and as exact JSON.

mod mysql;
mod postgres;
mod sqlite;

use std::fmt::Write;

use formwork_runtime::model::{ColumnType, Dialect, Resource};
use formwork_runtime::store::{Test, in_list};
use formwork_runtime::value::Value;

use crate::support::{Database, INTEGER, ReadRow, on_databases, resource};

/// A column and values for it.
struct Column {
    /// As the database says it.
    database_type: &'static str,
    our_type: ColumnType,
    samples: Vec<Sample>,
}

/// What is written, and what is read: often the same.
struct Sample {
    written: Value,
    read: Value,
    json: &'static str,
}

fn same(value: impl Into<Value>, json: &'static str) -> Sample {
    let value = value.into();
    Sample {
        written: value.clone(),
        read: value,
        json,
    }
}

fn changed(written: impl Into<Value>, read: impl Into<Value>, json: &'static str) -> Sample {
    Sample {
        written: written.into(),
        read: read.into(),
        json,
    }
}

fn foreign(text: &'static str, json: &'static str) -> Sample {
    same(Value::Foreign(text.into()), json)
}

fn digits(text: &'static str) -> Sample {
    same(Value::from_digits(text), text)
}

fn column(database_type: &'static str, column_type: ColumnType, samples: Vec<Sample>) -> Column {
    Column {
        database_type,
        our_type: column_type,
        samples,
    }
}

fn columns(dialect: Dialect) -> (&'static str, Vec<Column>) {
    match dialect {
        Dialect::Sqlite => ("", sqlite::columns()),
        Dialect::Postgres => (postgres::TYPES, postgres::columns()),
        Dialect::Mysql => ("", mysql::columns()),
    }
}

fn integer(bits: u8, unsigned: bool) -> ColumnType {
    ColumnType::Integer { bits, unsigned }
}

fn decimal(precision: u16, scale: u16) -> ColumnType {
    ColumnType::Decimal {
        precision: Some(precision),
        scale: Some(scale),
    }
}

fn enumeration(values: &[&str]) -> ColumnType {
    ColumnType::Enum {
        values: values.iter().map(ToString::to_string).collect(),
    }
}

const BYTES: ColumnType = ColumnType::Bytes { max_length: None };

/// One table for each column, `c0`, `c1` and so on, each with `id` and `value`.
fn design(types: &str, columns: &[Column]) -> (String, Vec<Resource>) {
    let mut sql = types.to_owned();
    let mut resources = Vec::new();
    for (index, column) in columns.iter().enumerate() {
        writeln!(
            sql,
            "CREATE TABLE c{index} (id integer PRIMARY KEY, value {} NULL);",
            column.database_type
        )
        .unwrap();
        let columns = [
            ("id", INTEGER, "integer"),
            ("value", column.our_type.clone(), column.database_type),
        ];
        resources.push(resource(&format!("C{index}"), &["id"], &columns));
    }
    (sql, resources)
}

/// Written, read, written again as it was read, and found by its value, alone and in a list.
async fn values_come_back_as_they_were(dialect: Dialect) {
    let (types, columns) = columns(dialect);
    let (sql, resources) = design(types, &columns);
    let Some(database) = Database::create(dialect, &sql, resources).await else {
        return;
    };
    for (index, column) in columns.into_iter().enumerate() {
        let kind = format!("C{index}");
        let insert = database.insert(&kind, &["id", "value"]);
        let update = database.update(&kind, &["value"], vec![Test::Equal(0)]);
        let by_key = database.select(&kind, &["value"], vec![Test::Equal(0)]);
        let by_value = database.select(&kind, &["id"], vec![Test::Equal(1)]);
        let null = Sample {
            written: Value::Null,
            read: Value::Null,
            json: "null",
        };
        for (id, sample) in (0_i64..).zip(std::iter::once(null).chain(column.samples)) {
            let what = format!("{} {:?}", column.database_type, sample.written);
            let inserted = database
                .execute(&insert, vec![id.into(), sample.written.clone()])
                .await;
            assert_eq!(
                inserted.unwrap_or_else(|error| panic!("{what}: {error:?}")),
                1,
                "{what}"
            );
            let expected = ReadRow {
                values: vec![sample.read.clone()],
                json: vec![sample.json.into()],
            };
            let read = database.rows(&by_key, vec![id.into()]).await;
            assert_eq!(
                read.unwrap_or_else(|error| panic!("{what}: {error:?}")),
                std::slice::from_ref(&expected),
                "{what}"
            );
            // What was read can be written again, and the row counts although nothing differs.
            let updated = database
                .execute(&update, vec![sample.read.clone(), id.into()])
                .await;
            assert_eq!(
                updated.unwrap_or_else(|error| panic!("{what}: {error:?}")),
                1,
                "{what}"
            );
            assert_eq!(
                database.rows(&by_key, vec![id.into()]).await.unwrap(),
                [expected],
                "{what} again"
            );
            if !sample.read.is_null() {
                let list = vec![sample.read.clone(), Value::Null, sample.read.clone()];
                let (test, list) = in_list(dialect, database.table(&kind), 1, list);
                let by_list = database.select(&kind, &["id"], vec![test]);
                for (query, parameters) in [(&by_value, vec![sample.read]), (&by_list, list)] {
                    let found = database.rows(query, parameters).await;
                    let found = found.unwrap_or_else(|error| panic!("{what}: {error:?}"));
                    assert!(
                        found.iter().any(|row| row.values == [Value::Int(id)]),
                        "{what} is not found by {}",
                        query.sql
                    );
                }
            }
        }
    }
}
on_databases!(values_come_back_as_they_were: sqlite, postgres, mysql);
