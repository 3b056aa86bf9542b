//! Our types for what a SQLite column is declared with, which can be any words.
//!
//! SQLite itself looks only for parts of words (<https://sqlite.org/datatype3.html>) and knows no more than
//! integer, real, text and blob; who wrote `BOOLEAN` or `DATETIME` expects more. The first row that fits counts:
//!
//! | declared | is |
//! | --- | --- |
//! | nothing, or `ANY` | carried as text: any value may be in it |
//! | `…BOOL…`, `BIT`, `TINYINT(1)` | boolean |
//! | `…TIMESTAMP…`, `…DATETIME…` | timestamp; with `TZ` or `WITH TIME ZONE` a moment |
//! | `DATE`; `TIME` | date; time |
//! | `UUID`, `GUID`, `UNIQUEIDENTIFIER`; `JSON`, `JSONB` | uuid; JSON |
//! | `DECIMAL`, `DEC`, `NUMERIC`, `NUMBER`, `MONEY`, `SMALLMONEY`, `CURRENCY` | decimal |
//! | `FLOATING POINT` | 64 bit float, though SQLite finds `INT` in it |
//! | `INTERVAL`, `POINT` | carried as text, for the same reason |
//! | `…INT…`, `YEAR`, `SERIAL`, `BIGSERIAL` | 64 bit integer, whatever its name: SQLite limits none |
//! | `…CHAR…`, `…CLOB…`, `…TEXT…`, `STRING` | text, of the length in parentheses |
//! | `…BLOB…`, `BINARY`, `VARBINARY`, `BYTEA`, `IMAGE`, `RAW` | bytes |
//! | `…REAL…`, `…FLOA…`, `…DOUB…` | 64 bit float |
//! | anything else | carried as text |

use formwork_runtime::model::ColumnType;

/// Our type for a declared one.
pub(super) fn column_type(declared: &str) -> ColumnType {
    let (name, arguments) = split(declared);
    let contains = |parts: &[&str]| parts.iter().any(|part| name.contains(part));
    let is = |names: &[&str]| names.contains(&name.as_str());
    let argument = |at: usize| arguments.get(at).copied().flatten();
    let length = || argument(0).filter(|length| *length > 0);

    if is(&["", "ANY"]) {
        ColumnType::Other
    } else if contains(&["BOOL"]) || (is(&["BIT", "TINYINT"]) && is_single(&name, &arguments)) {
        ColumnType::Boolean
    } else if contains(&["TIMESTAMP", "DATETIME"]) {
        if name.ends_with("TZ") || name.contains("WITH TIME ZONE") || name.contains("OFFSET") {
            ColumnType::TimestampTz
        } else {
            ColumnType::Timestamp
        }
    } else if is(&["DATE"]) {
        ColumnType::Date
    } else if is(&["TIME", "TIME WITHOUT TIME ZONE"]) {
        ColumnType::Time
    } else if is(&["UUID", "GUID", "UNIQUEIDENTIFIER"]) {
        ColumnType::Uuid
    } else if is(&["JSON", "JSONB"]) {
        ColumnType::Json
    } else if is(&[
        "DECIMAL",
        "DEC",
        "NUMERIC",
        "NUMBER",
        "MONEY",
        "SMALLMONEY",
        "CURRENCY",
    ]) {
        let precision = length().and_then(|digits| u16::try_from(digits).ok());
        let scale = argument(1).and_then(|digits| u16::try_from(digits).ok());
        ColumnType::Decimal {
            precision,
            // `DECIMAL(10)` has no digits after the point.
            scale: scale.or(precision.map(|_| 0)),
        }
    } else if is(&["FLOATING POINT"]) {
        ColumnType::Float { bits: 64 }
    } else if is(&["POINT"]) || name.starts_with("INTERVAL") {
        ColumnType::Other
    } else if contains(&["INT"]) || is(&["YEAR", "SERIAL", "BIGSERIAL"]) {
        ColumnType::Integer {
            bits: 64,
            unsigned: false,
        }
    } else if contains(&["CHAR", "CLOB", "TEXT"]) || is(&["STRING"]) {
        ColumnType::Text {
            max_length: length(),
        }
    } else if contains(&["BLOB"]) || is(&["BINARY", "VARBINARY", "BYTEA", "IMAGE", "RAW"]) {
        ColumnType::Bytes {
            max_length: length(),
        }
    } else if contains(&["REAL", "FLOA", "DOUB"]) {
        ColumnType::Float { bits: 64 }
    } else {
        ColumnType::Other
    }
}

/// Whether it is the `BIT`, `BIT(1)` or `TINYINT(1)` of other databases, which stand for a boolean.
fn is_single(name: &str, arguments: &[Option<u32>]) -> bool {
    match arguments {
        [] => name == "BIT",
        [length] => *length == Some(1),
        _ => false,
    }
}

/// The words in capitals, and the numbers in the first parentheses after them.
fn split(declared: &str) -> (String, Vec<Option<u32>>) {
    let (before, inside, after) = match declared.split_once('(') {
        Some((before, rest)) => {
            let (inside, after) = rest.split_once(')').unwrap_or((rest, ""));
            (before, Some(inside), after)
        }
        None => (declared, None, ""),
    };
    let words: Vec<String> = before
        .split_whitespace()
        .chain(after.split_whitespace())
        .map(str::to_ascii_uppercase)
        .collect();
    let arguments = inside
        .into_iter()
        .flat_map(|inside| inside.split(','))
        .map(|number| number.trim().parse().ok())
        .collect();
    (words.join(" "), arguments)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INTEGER: ColumnType = ColumnType::Integer {
        bits: 64,
        unsigned: false,
    };
    const FLOAT: ColumnType = ColumnType::Float { bits: 64 };

    fn text(max_length: Option<u32>) -> ColumnType {
        ColumnType::Text { max_length }
    }

    fn decimal(precision: Option<u16>, scale: Option<u16>) -> ColumnType {
        ColumnType::Decimal { precision, scale }
    }

    #[test]
    fn the_examples_of_the_documentation_have_their_affinity() {
        for declared in [
            "INT",
            "INTEGER",
            "TINYINT",
            "SMALLINT",
            "MEDIUMINT",
            "BIGINT",
            "UNSIGNED BIG INT",
            "INT2",
            "INT8",
            "CHARINT",
            "int unsigned",
        ] {
            assert_eq!(column_type(declared), INTEGER, "{declared}");
        }
        for (declared, length) in [
            ("CHARACTER(20)", Some(20)),
            ("VARCHAR(255)", Some(255)),
            ("VARYING CHARACTER(255)", Some(255)),
            ("nchar( 55 )", Some(55)),
            ("NATIVE CHARACTER(70)", Some(70)),
            ("NVARCHAR(100)", Some(100)),
            ("varchar(max)", None),
            ("TEXT", None),
            ("CLOB", None),
            ("STRING", None),
        ] {
            assert_eq!(column_type(declared), text(length), "{declared}");
        }
        for declared in [
            "REAL",
            "DOUBLE",
            "DOUBLE PRECISION",
            "FLOAT",
            "FLOATING POINT",
        ] {
            assert_eq!(column_type(declared), FLOAT, "{declared}");
        }
        assert_eq!(column_type("BLOB"), ColumnType::Bytes { max_length: None });
        assert_eq!(column_type("NUMERIC"), decimal(None, None));
        assert_eq!(column_type("DECIMAL(10,5)"), decimal(Some(10), Some(5)));
    }

    #[test]
    fn words_that_sqlite_does_not_know_mean_what_they_say() {
        for (declared, expected) in [
            ("BOOLEAN", ColumnType::Boolean),
            ("bool", ColumnType::Boolean),
            ("BIT", ColumnType::Boolean),
            ("tinyint(1)", ColumnType::Boolean),
            ("DATE", ColumnType::Date),
            ("TIME", ColumnType::Time),
            ("DATETIME", ColumnType::Timestamp),
            ("datetime2(7)", ColumnType::Timestamp),
            ("TIMESTAMP", ColumnType::Timestamp),
            ("timestamp(3) without time zone", ColumnType::Timestamp),
            ("TIMESTAMPTZ", ColumnType::TimestampTz),
            ("timestamp(3) with time zone", ColumnType::TimestampTz),
            ("UUID", ColumnType::Uuid),
            ("guid", ColumnType::Uuid),
            ("JSON", ColumnType::Json),
            ("NUMERIC(12)", decimal(Some(12), Some(0))),
            ("money", decimal(None, None)),
            (
                "VARBINARY(16)",
                ColumnType::Bytes {
                    max_length: Some(16),
                },
            ),
        ] {
            assert_eq!(column_type(declared), expected, "{declared}");
        }
    }

    #[test]
    fn what_can_be_anything_is_carried_as_text() {
        for declared in [
            "",
            "ANY",
            "POINT",
            "INTERVAL DAY",
            "INET",
            "BIT(8)",
            "TIMETZ",
        ] {
            assert_eq!(column_type(declared), ColumnType::Other, "{declared}");
        }
    }
}
