//! Our types for MySQL's, from the text of `COLUMN_TYPE`, such as `int(10) unsigned`.

use formwork_runtime::model::{ColumnType, Dialect};

use crate::introspect::tokens::{Kind, Token, tokens};

/// Our type for a declared one. The length is what the catalog says of texts and bytes.
pub(super) fn column_type(declared: &str, length: Option<i64>, is_json: bool) -> ColumnType {
    let tokens = tokens(declared, Dialect::Mysql).unwrap_or_default();
    let name = tokens
        .first()
        .map(|token| token.text.to_ascii_lowercase())
        .unwrap_or_default();
    // Those in the parentheses only.
    let numbers: Vec<u16> = tokens
        .iter()
        .filter(|token| token.kind == Kind::Number)
        .filter_map(|token| token.text.parse().ok())
        .collect();
    let unsigned = tokens.iter().any(|token| token.is_word("unsigned"));
    let integer = |bits| ColumnType::Integer { bits, unsigned };
    // The longest texts and bytes have no limit that anybody reaches.
    let max_length = length
        .and_then(|length| u32::try_from(length).ok())
        .filter(|length| *length < u32::MAX);
    match name.as_str() {
        _ if is_json => ColumnType::Json,
        "tinyint" if !unsigned && numbers == [1] => ColumnType::Boolean,
        "tinyint" => integer(8),
        "smallint" => integer(16),
        "mediumint" => integer(24),
        "int" => integer(32),
        "bigint" => integer(64),
        "year" => ColumnType::Integer {
            bits: 16,
            unsigned: true,
        },
        "bit" if numbers == [1] => ColumnType::Boolean,
        "bit" => ColumnType::Integer {
            bits: 64,
            unsigned: true,
        },
        "float" => ColumnType::Float { bits: 32 },
        "double" => ColumnType::Float { bits: 64 },
        "decimal" => ColumnType::Decimal {
            precision: numbers.first().copied(),
            scale: numbers.get(1).copied().or(Some(0)),
        },
        "char" | "varchar" | "tinytext" | "text" | "mediumtext" | "longtext" => {
            ColumnType::Text { max_length }
        }
        "binary" | "varbinary" | "tinyblob" | "blob" | "mediumblob" | "longblob" => {
            ColumnType::Bytes { max_length }
        }
        "date" => ColumnType::Date,
        "time" => ColumnType::Time,
        "datetime" => ColumnType::Timestamp,
        // Kept in UTC and shown in the zone of who asks.
        "timestamp" => ColumnType::TimestampTz,
        "json" => ColumnType::Json,
        "uuid" => ColumnType::Uuid,
        "enum" => ColumnType::Enum {
            values: values(&tokens),
        },
        "set" => ColumnType::Set {
            values: values(&tokens),
        },
        _ => ColumnType::Other,
    }
}

/// The values of an enum or set, as the text quotes them.
fn values(tokens: &[Token<'_>]) -> Vec<String> {
    tokens
        .iter()
        .filter(|token| token.kind == Kind::Text)
        .map(|token| unquoted(token.text))
        .collect()
}

/// The text between the quotes. A doubled quote is a quote, a backslash escapes.
fn unquoted(literal: &str) -> String {
    let inner = literal
        .strip_prefix('\'')
        .and_then(|text| text.strip_suffix('\''))
        .unwrap_or(literal);
    let mut text = String::new();
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\'' => {
                chars.next();
                text.push('\'');
            }
            '\\' => text.push(match chars.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some('0') => '\0',
                Some(other) => other,
                None => '\\',
            }),
            other => text.push(other),
        }
    }
    text
}

/// The column that a check makes JSON: MariaDB's `JSON` is `longtext CHECK (json_valid(...))`.
pub(super) fn json_column(expression: &str) -> Option<String> {
    match tokens(expression, Dialect::Mysql)?.as_slice() {
        [function, open, column, close]
            if function.is_word("json_valid") && open.is_sign("(") && close.is_sign(")") =>
        {
            column.name()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(declared: &str) -> ColumnType {
        column_type(declared, None, false)
    }

    fn integer(bits: u8, unsigned: bool) -> ColumnType {
        ColumnType::Integer { bits, unsigned }
    }

    #[test]
    fn whole_numbers_keep_their_size_and_sign() {
        for (declared, expected) in [
            ("tinyint(1)", ColumnType::Boolean),
            ("tinyint(1) unsigned", integer(8, true)),
            ("tinyint(4)", integer(8, false)),
            ("tinyint", integer(8, false)),
            ("smallint(5) unsigned", integer(16, true)),
            ("mediumint(9)", integer(24, false)),
            ("int(8) unsigned zerofill", integer(32, true)),
            ("bigint unsigned", integer(64, true)),
            ("year(4)", integer(16, true)),
            ("year", integer(16, true)),
            ("bit(1)", ColumnType::Boolean),
            ("bit(8)", integer(64, true)),
        ] {
            assert_eq!(read(declared), expected, "{declared}");
        }
    }

    #[test]
    fn lengths_come_from_the_catalog() {
        let text = |max_length| ColumnType::Text { max_length };
        assert_eq!(column_type("varchar(30)", Some(30), false), text(Some(30)));
        assert_eq!(
            column_type("longtext", Some(4_294_967_295), false),
            text(None)
        );
        assert_eq!(
            column_type("longtext", Some(4_294_967_295), true),
            ColumnType::Json
        );
        assert_eq!(
            column_type("varbinary(16)", Some(16), false),
            ColumnType::Bytes {
                max_length: Some(16)
            }
        );
        assert_eq!(
            read("decimal(10,2) unsigned"),
            ColumnType::Decimal {
                precision: Some(10),
                scale: Some(2)
            }
        );
    }

    #[test]
    fn values_lose_their_quotes() {
        let values = |declared| match read(declared) {
            ColumnType::Enum { values } | ColumnType::Set { values } => values,
            other => panic!("{other:?}"),
        };
        assert_eq!(
            values(r#"enum('a,b','it''s','(x)','','say "no"','back\\slash','two\nlines')"#),
            [
                "a,b",
                "it's",
                "(x)",
                "",
                "say \"no\"",
                "back\\slash",
                "two\nlines"
            ]
        );
        assert_eq!(values("set('unsigned','b')"), ["unsigned", "b"]);
    }

    #[test]
    fn only_the_check_of_json_stands_for_the_type() {
        assert_eq!(json_column("json_valid(`a b`)").as_deref(), Some("a b"));
        assert_eq!(json_column("json_valid(`a`) or `a` = ''"), None);
        assert_eq!(json_column("`a` > 0"), None);
    }
}
