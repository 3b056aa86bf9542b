//! SQLite's storage classes under declared types.

use formwork_runtime::model::ColumnType;
use formwork_runtime::value::{Uuid, Value};
use time::macros::{date, datetime, time};

use super::{BYTES, Column, column, decimal, digits, foreign, integer, same};
use crate::support::TEXT;

pub(super) fn columns() -> Vec<Column> {
    vec![
        column(
            "BOOLEAN",
            ColumnType::Boolean,
            vec![same(true, "true"), same(false, "false")],
        ),
        column(
            "INTEGER",
            integer(64, false),
            vec![
                same(i64::MIN, "-9223372036854775808"),
                same(i64::MAX, "9223372036854775807"),
                foreign("seven", r#""seven""#),
            ],
        ),
        column(
            "REAL",
            ColumnType::Float { bits: 64 },
            vec![
                same(0.1, "0.1"),
                same(2.0, "2.0"),
                same(5e-324, "5e-324"),
                same(f64::MAX, "1.7976931348623157e308"),
            ],
        ),
        column(
            "DECIMAL(10,2)",
            decimal(10, 2),
            vec![digits("12.50"), digits("-99999999.99"), digits("3.00")],
        ),
        column(
            "TEXT",
            TEXT,
            vec![
                same("", r#""""#),
                same("it's \"odd\" é", r#""it's \"odd\" é""#),
            ],
        ),
        column(
            "BLOB",
            BYTES,
            vec![same(vec![], r#""""#), same(vec![0, 1, 255], r#""AAH/""#)],
        ),
        column(
            "DATE",
            ColumnType::Date,
            vec![
                same(date!(2024 - 02 - 29), r#""2024-02-29""#),
                foreign("soon", r#""soon""#),
            ],
        ),
        column(
            "TIME",
            ColumnType::Time,
            vec![same(time!(23:59:59.999_999), r#""23:59:59.999999""#)],
        ),
        column(
            "DATETIME",
            ColumnType::Timestamp,
            vec![same(
                datetime!(1969-12-31 23:59:59.000_001),
                r#""1969-12-31T23:59:59.000001""#,
            )],
        ),
        column(
            "TIMESTAMP WITH TIME ZONE",
            ColumnType::TimestampTz,
            vec![same(
                datetime!(2013-07-04 09:30:15.25 UTC),
                r#""2013-07-04T09:30:15.25Z""#,
            )],
        ),
        column(
            "UUID",
            ColumnType::Uuid,
            vec![same(
                Uuid::from_u128(1),
                r#""00000000-0000-0000-0000-000000000001""#,
            )],
        ),
        column(
            "JSON",
            ColumnType::Json,
            vec![same(
                Value::Json(r#"{"b" : 1.10}"#.into()),
                r#"{"b" : 1.10}"#,
            )],
        ),
    ]
}
