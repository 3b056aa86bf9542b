//! MySQL's and MariaDB's types and their odd values.

use formwork_runtime::model::ColumnType;
use formwork_runtime::value::Value;
use time::macros::{date, datetime, time};

use super::{BYTES, Column, changed, column, decimal, digits, enumeration, foreign, integer, same};
use crate::support::TEXT;

pub(super) fn columns() -> Vec<Column> {
    let mut columns = integers();
    columns.extend(numbers());
    columns.extend(texts());
    columns.extend(times());
    columns
}

fn integers() -> Vec<Column> {
    vec![
        column(
            "tinyint(1)",
            ColumnType::Boolean,
            vec![
                same(true, "true"),
                same(false, "false"),
                foreign("7", r#""7""#),
            ],
        ),
        column(
            "bit(1)",
            ColumnType::Boolean,
            vec![same(true, "true"), same(false, "false")],
        ),
        column(
            "tinyint",
            integer(8, false),
            vec![same(-128_i64, "-128"), same(127_i64, "127")],
        ),
        column(
            "tinyint unsigned",
            integer(8, true),
            vec![same(255_i64, "255")],
        ),
        column(
            "tinyint(1) unsigned",
            integer(8, true),
            vec![same(200_i64, "200")],
        ),
        column(
            "smallint",
            integer(16, false),
            vec![same(-32_768_i64, "-32768")],
        ),
        column(
            "mediumint",
            integer(24, false),
            vec![same(-8_388_608_i64, "-8388608")],
        ),
        column(
            "mediumint unsigned",
            integer(24, true),
            vec![same(16_777_215_i64, "16777215")],
        ),
        column(
            "int",
            integer(32, false),
            vec![same(i64::from(i32::MIN), "-2147483648")],
        ),
        column(
            "int unsigned",
            integer(32, true),
            vec![same(i64::from(u32::MAX), "4294967295")],
        ),
        column(
            "bigint",
            integer(64, false),
            vec![
                same(i64::MIN, "-9223372036854775808"),
                same(i64::MAX, "9223372036854775807"),
            ],
        ),
        column(
            "bigint unsigned",
            integer(64, true),
            vec![same(u64::MAX, "18446744073709551615"), same(0_i64, "0")],
        ),
        column(
            "bit(64)",
            integer(64, true),
            vec![same(u64::MAX, "18446744073709551615"), same(5_i64, "5")],
        ),
        column(
            "year",
            integer(16, true),
            vec![
                same(1901_i64, "1901"),
                same(2155_i64, "2155"),
                same(0_i64, "0"),
            ],
        ),
    ]
}

fn numbers() -> Vec<Column> {
    vec![
        column(
            "float",
            ColumnType::Float { bits: 32 },
            vec![same(0.1, "0.1"), same(-3.402_82e38, "-3.40282e38")],
        ),
        column(
            "double",
            ColumnType::Float { bits: 64 },
            vec![
                same(0.1, "0.1"),
                same(2.225_073_858_507_201_4e-308, "2.2250738585072014e-308"),
                same(f64::MAX, "1.7976931348623157e308"),
            ],
        ),
        column(
            "decimal(10,2)",
            decimal(10, 2),
            vec![
                digits("12.50"),
                digits("-99999999.99"),
                changed(Value::Int(3), Value::from_digits("3.00"), "3.00"),
            ],
        ),
        column(
            "decimal(65,30)",
            decimal(65, 30),
            vec![
                digits("99999999999999999999999999999999999.999999999999999999999999999999"),
                digits("-0.000000000000000000000000000001"),
            ],
        ),
    ]
}

fn texts() -> Vec<Column> {
    let values = ["small", "it's \"big\"", "größer"];
    let all = values.iter().map(|value| Value::from(*value)).collect();
    vec![
        column(
            "longtext",
            TEXT,
            vec![
                same("", r#""""#),
                same(
                    "it's \"odd\" \\ {} \u{1f600} é\n\u{1}",
                    "\"it's \\\"odd\\\" \\\\ {} \u{1f600} é\\n\\u0001\"",
                ),
            ],
        ),
        column(
            "varchar(5)",
            ColumnType::Text {
                max_length: Some(5),
            },
            vec![same("ÄÖÜäö", r#""ÄÖÜäö""#)],
        ),
        column(
            "varchar(5) COLLATE utf8mb4_bin",
            TEXT,
            vec![same("Äb", r#""Äb""#)],
        ),
        column(
            "char(5)",
            ColumnType::Text {
                max_length: Some(5),
            },
            vec![same("ab", r#""ab""#)],
        ),
        column(
            "longblob",
            BYTES,
            vec![same(vec![], r#""""#), same(vec![0, 1, 255], r#""AAH/""#)],
        ),
        column(
            "varbinary(9)",
            BYTES,
            vec![same(vec![0, 1, 255], r#""AAH/""#)],
        ),
        column(
            "binary(3)",
            BYTES,
            vec![changed(vec![255], vec![255, 0, 0], r#""/wAA""#)],
        ),
        column(
            "enum('small','it''s \"big\"','größer')",
            enumeration(&values),
            vec![
                same("small", r#""small""#),
                same("it's \"big\"", r#""it's \"big\"""#),
                same("größer", r#""größer""#),
            ],
        ),
        column(
            "set('small','it''s \"big\"','größer')",
            ColumnType::Set {
                values: values.iter().map(ToString::to_string).collect(),
            },
            vec![
                same(Value::List(vec![]), "[]"),
                same(Value::List(all), r#"["small","it's \"big\"","größer"]"#),
            ],
        ),
        // MariaDB keeps the text as it was written; MySQL would write it in its own way.
        column(
            "json",
            ColumnType::Json,
            vec![same(
                Value::Json(r#"{"a": [1, null]}"#.into()),
                r#"{"a": [1, null]}"#,
            )],
        ),
        column(
            "point",
            ColumnType::Other,
            vec![same("POINT(1.5 -2)", r#""POINT(1.5 -2)""#)],
        ),
    ]
}

fn times() -> Vec<Column> {
    vec![
        column(
            "date",
            ColumnType::Date,
            vec![
                same(date!(2024 - 02 - 29), r#""2024-02-29""#),
                same(date!(9999 - 12 - 31), r#""9999-12-31""#),
                foreign("0000-00-00", r#""0000-00-00""#),
            ],
        ),
        column(
            "time(6)",
            ColumnType::Time,
            vec![
                same(time!(00:00), r#""00:00:00""#),
                same(time!(23:59:59.999_999), r#""23:59:59.999999""#),
                foreign("-838:59:59", r#""-838:59:59""#),
                foreign("24:00:00.5", r#""24:00:00.5""#),
            ],
        ),
        column(
            "datetime(6)",
            ColumnType::Timestamp,
            vec![
                same(
                    datetime!(1969-12-31 23:59:59.000_001),
                    r#""1969-12-31T23:59:59.000001""#,
                ),
                same(datetime!(2013-07-04 0:00), r#""2013-07-04T00:00:00""#),
                foreign("0000-00-00 00:00:00", r#""0000-00-00 00:00:00""#),
            ],
        ),
        column(
            "timestamp(6)",
            ColumnType::TimestampTz,
            vec![
                same(
                    datetime!(2013-07-04 09:30:15.25 UTC),
                    r#""2013-07-04T09:30:15.25Z""#,
                ),
                changed(
                    datetime!(2013-07-04 09:30 +5:30),
                    datetime!(2013-07-04 04:00 UTC),
                    r#""2013-07-04T04:00:00Z""#,
                ),
                foreign("0000-00-00 00:00:00", r#""0000-00-00 00:00:00""#),
            ],
        ),
    ]
}
