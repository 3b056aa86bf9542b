//! PostgreSQL's types and their odd values.

use formwork_runtime::model::ColumnType;
use formwork_runtime::value::{Uuid, Value};
use time::macros::{date, datetime, time};

use super::{BYTES, Column, changed, column, decimal, digits, enumeration, foreign, integer, same};
use crate::support::TEXT;

/// Types of the database's own.
pub(super) const TYPES: &str = r#"
    CREATE TYPE mood AS ENUM ('happy', 'so "so"', 'schlecht gelaunt ä');
    CREATE DOMAIN price AS numeric(10,2) CHECK (VALUE >= 0);
"#;

pub(super) fn columns() -> Vec<Column> {
    let mut columns = numbers();
    columns.extend(texts());
    columns.extend(times());
    columns.extend(arrays());
    columns.extend(others());
    columns
}

fn numbers() -> Vec<Column> {
    let unlimited = ColumnType::Decimal {
        precision: None,
        scale: None,
    };
    vec![
        column(
            "boolean",
            ColumnType::Boolean,
            vec![same(true, "true"), same(false, "false")],
        ),
        column(
            "smallint",
            integer(16, false),
            vec![same(-32_768_i64, "-32768"), same(32_767_i64, "32767")],
        ),
        column(
            "integer",
            integer(32, false),
            vec![same(i64::from(i32::MIN), "-2147483648")],
        ),
        column(
            "bigint",
            integer(64, false),
            vec![
                same(i64::MIN, "-9223372036854775808"),
                same(i64::MAX, "9223372036854775807"),
                same(0_i64, "0"),
            ],
        ),
        column(
            "real",
            ColumnType::Float { bits: 32 },
            vec![
                same(0.1, "0.1"),
                same(-3.402_823_5e38, "-3.4028235e38"),
                foreign("NaN", r#""NaN""#),
            ],
        ),
        column(
            "double precision",
            ColumnType::Float { bits: 64 },
            vec![
                same(0.1, "0.1"),
                same(5e-324, "5e-324"),
                same(f64::MAX, "1.7976931348623157e308"),
                foreign("Infinity", r#""Infinity""#),
                foreign("-Infinity", r#""-Infinity""#),
            ],
        ),
        column(
            "numeric",
            unlimited,
            vec![
                digits("0"),
                digits("0.00"),
                digits("-0.0000000000000000000000000000000000000001"),
                digits("123456789012345678901234567890123456789012345678901234567890.123456789"),
                digits("10000"),
                digits("100000000.0001"),
                foreign("NaN", r#""NaN""#),
                foreign("Infinity", r#""Infinity""#),
            ],
        ),
        column(
            "numeric(10,2)",
            decimal(10, 2),
            vec![
                digits("12.50"),
                digits("-99999999.99"),
                changed(Value::Int(3), Value::from_digits("3.00"), "3.00"),
            ],
        ),
        column("price", decimal(10, 2), vec![digits("12.50")]),
    ]
}

fn texts() -> Vec<Column> {
    vec![
        column(
            "text",
            TEXT,
            vec![
                same("", r#""""#),
                same(
                    "it's \"odd\" \\ {} \u{1f600} é\n\u{1}",
                    "\"it's \\\"odd\\\" \\\\ {} \u{1f600} é\\n\\u0001\"",
                ),
                same("NULL", r#""NULL""#),
            ],
        ),
        column(
            "character varying(5)",
            ColumnType::Text {
                max_length: Some(5),
            },
            vec![same("ÄÖÜäö", r#""ÄÖÜäö""#)],
        ),
        column(
            "character(5)",
            ColumnType::Text {
                max_length: Some(5),
            },
            vec![changed("ab", "ab   ", r#""ab   ""#)],
        ),
        column(
            "\"char\"",
            ColumnType::Text {
                max_length: Some(1),
            },
            vec![same("x", r#""x""#), same("", r#""""#)],
        ),
        column("name", TEXT, vec![same("a name", r#""a name""#)]),
        column(
            "bytea",
            BYTES,
            vec![same(vec![], r#""""#), same(vec![0, 1, 255], r#""AAH/""#)],
        ),
        column(
            "mood",
            enumeration(&["happy", "so \"so\"", "schlecht gelaunt ä"]),
            vec![
                same("happy", r#""happy""#),
                same("so \"so\"", r#""so \"so\"""#),
            ],
        ),
        column(
            "uuid",
            ColumnType::Uuid,
            vec![same(
                Uuid::from_u128(1),
                r#""00000000-0000-0000-0000-000000000001""#,
            )],
        ),
        column(
            "json",
            ColumnType::Json,
            vec![same(
                json(r#"{"b" : 1.10, "a": [null, 12345678901234567890]}"#),
                r#"{"b" : 1.10, "a": [null, 12345678901234567890]}"#,
            )],
        ),
        column(
            "jsonb",
            ColumnType::Json,
            vec![
                same(json("null"), "null"),
                changed(
                    json(r#"{"b":1.10,"a":"é\n"}"#),
                    json(r#"{"a": "é\n", "b": 1.10}"#),
                    r#"{"a": "é\n", "b": 1.10}"#,
                ),
            ],
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
                same(date!(0001 - 01 - 01), r#""0001-01-01""#),
                same(date!(9999 - 12 - 31), r#""9999-12-31""#),
                foreign("10000-01-01", r#""10000-01-01""#),
                foreign("0044-03-15 BC", r#""0044-03-15 BC""#),
                foreign("infinity", r#""infinity""#),
            ],
        ),
        column(
            "time",
            ColumnType::Time,
            vec![
                same(time!(00:00), r#""00:00:00""#),
                same(time!(23:59:59.999_999), r#""23:59:59.999999""#),
                foreign("24:00:00", r#""24:00:00""#),
            ],
        ),
        column(
            "timestamp",
            ColumnType::Timestamp,
            vec![
                same(
                    datetime!(1969-12-31 23:59:59.000_001),
                    r#""1969-12-31T23:59:59.000001""#,
                ),
                foreign("-infinity", r#""-infinity""#),
                foreign(
                    "294276-12-31 23:59:59.999999",
                    r#""294276-12-31 23:59:59.999999""#,
                ),
            ],
        ),
        column(
            "timestamp with time zone",
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
                foreign("infinity", r#""infinity""#),
                foreign(
                    "0044-03-15 12:00:00+00 BC",
                    r#""0044-03-15 12:00:00+00 BC""#,
                ),
            ],
        ),
    ]
}

fn arrays() -> Vec<Column> {
    let list = |values: Vec<Value>| Value::List(values);
    vec![
        column(
            "integer[]",
            array(integer(32, false)),
            vec![
                same(list(vec![]), "[]"),
                same(
                    list(vec![Value::Int(1), Value::Null, Value::Int(-3)]),
                    "[1,null,-3]",
                ),
                same(
                    list(vec![
                        list(vec![Value::Int(1), Value::Int(2)]),
                        list(vec![Value::Int(3), Value::Int(4)]),
                    ]),
                    "[[1,2],[3,4]]",
                ),
            ],
        ),
        column(
            "character varying(9)[]",
            array(TEXT),
            vec![same(
                list(vec![
                    "a \"b\", \\".into(),
                    "".into(),
                    "NULL".into(),
                    "{}".into(),
                ]),
                r#"["a \"b\", \\","","NULL","{}"]"#,
            )],
        ),
        column(
            "numeric[]",
            array(decimal(5, 2)),
            vec![same(list(vec![Value::from_digits("12.50")]), "[12.50]")],
        ),
        column(
            "boolean[]",
            array(ColumnType::Boolean),
            vec![same(list(vec![true.into(), false.into()]), "[true,false]")],
        ),
        column(
            "bytea[]",
            array(BYTES),
            vec![same(
                list(vec![vec![0, 255].into(), Value::Null]),
                r#"["AP8=",null]"#,
            )],
        ),
        column(
            "timestamp with time zone[]",
            array(ColumnType::TimestampTz),
            vec![same(
                list(vec![datetime!(2013-07-04 09:30:15.25 UTC).into()]),
                r#"["2013-07-04T09:30:15.25Z"]"#,
            )],
        ),
        column(
            "date[]",
            array(ColumnType::Date),
            vec![same(
                list(vec![date!(2013 - 07 - 04).into()]),
                r#"["2013-07-04"]"#,
            )],
        ),
        column(
            "mood[]",
            array(TEXT),
            vec![same(list(vec!["so \"so\"".into()]), r#"["so \"so\""]"#)],
        ),
        column(
            "jsonb[]",
            array(ColumnType::Json),
            vec![same(
                list(vec![json(r#"{"a": [1]}"#), json("[2]")]),
                r#"[{"a": [1]},[2]]"#,
            )],
        ),
    ]
}

/// Types that we carry as text.
fn others() -> Vec<Column> {
    let other = |database_type, text: &'static str, json| {
        column(database_type, ColumnType::Other, vec![same(text, json)])
    };
    vec![
        other(
            "interval",
            "1 year 2 mons -3 days +04:05:06.789",
            r#""1 year 2 mons -3 days +04:05:06.789""#,
        ),
        other(
            "time with time zone",
            "12:34:56.789012+05:30",
            r#""12:34:56.789012+05:30""#,
        ),
        other("money", "-$1,234.56", r#""-$1,234.56""#),
        other("bit(3)", "101", r#""101""#),
        other("bit varying(5)", "00101", r#""00101""#),
        other("inet", "192.168.0.1/24", r#""192.168.0.1/24""#),
        other("macaddr", "08:00:2b:01:02:03", r#""08:00:2b:01:02:03""#),
        other(
            "tstzrange",
            "[\"2013-07-04 09:30:15+00\",infinity)",
            r#""[\"2013-07-04 09:30:15+00\",infinity)""#,
        ),
        other("tsvector", "'a':1A 'cat':2,3B", r#""'a':1A 'cat':2,3B""#),
        other("point", "(1.5,-2)", r#""(1.5,-2)""#),
        other("xml", "<a b=\"c\">&lt;</a>", r#""<a b=\"c\">&lt;</a>""#),
        other("pg_lsn", "16/B374D848", r#""16/B374D848""#),
    ]
}

fn array(element: ColumnType) -> ColumnType {
    ColumnType::Array {
        element: Box::new(element),
    }
}

fn json(text: &str) -> Value {
    Value::Json(text.into())
}
