//! Defaults as one would write them in SQL. MariaDB's catalog has them so; MySQL's has the bare text of a literal.

/// What MariaDB says; `NULL` is its word for none.
pub(super) fn of_mariadb(default: String) -> Option<String> {
    Some(default).filter(|default| default != "NULL")
}

/// Whether MariaDB may have put a `?` for a byte that is no text, as its catalog does.
pub(super) fn is_garbled(default: &str, declared_type: &str) -> bool {
    let is_binary = ["binary", "varbinary"]
        .iter()
        .any(|name| declared_type.starts_with(name));
    is_binary && default.starts_with('\'') && default.contains('?')
}

/// What MySQL says, with its quotes put back. `extra` is in lower case.
pub(super) fn of_mysql(default: &str, declared_type: &str, extra: &str) -> String {
    let name = declared_type
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    if extra.contains("default_generated") {
        return default.replace("\\'", "'");
    }
    let is_expression = match name.as_str() {
        "tinyint" | "smallint" | "mediumint" | "int" | "bigint" | "decimal" | "float"
        | "double" | "bit" | "year" => true,
        // MySQL 5.7 does not mark this one.
        "timestamp" | "datetime" => default
            .to_ascii_uppercase()
            .starts_with("CURRENT_TIMESTAMP"),
        "binary" | "varbinary" => default.starts_with("0x"),
        _ => false,
    };
    if is_expression {
        default.to_owned()
    } else {
        format!("'{}'", default.replace('\\', "\\\\").replace('\'', "''"))
    }
}

/// What `on update current_timestamp()` in `EXTRA` says.
pub(super) fn on_update(extra: &str) -> Option<String> {
    let (_, value) = extra.split_once("on update ")?;
    value.split_whitespace().next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mysql_gets_its_quotes_back() {
        for (default, declared_type, extra, expected) in [
            ("it's \\", "varchar(10)", "", "'it''s \\\\'"),
            ("NULL", "varchar(10)", "", "'NULL'"),
            ("", "char(1)", "", "''"),
            ("42", "int unsigned", "", "42"),
            ("b'101'", "bit(8)", "", "b'101'"),
            ("2024-02-29", "date", "", "'2024-02-29'"),
            ("CURRENT_TIMESTAMP", "timestamp", "", "CURRENT_TIMESTAMP"),
            ("now()", "varchar(10)", "", "'now()'"),
            (
                "concat(_utf8mb4\\'a\\',_utf8mb4\\'b\\')",
                "varchar(10)",
                "default_generated",
                "concat(_utf8mb4'a',_utf8mb4'b')",
            ),
            ("0xFF", "varbinary(10)", "", "0xFF"),
        ] {
            assert_eq!(of_mysql(default, declared_type, extra), expected);
        }
    }

    #[test]
    fn mariadb_has_a_word_for_none() {
        assert_eq!(of_mariadb("NULL".to_owned()), None);
        assert_eq!(of_mariadb("'NULL'".to_owned()).as_deref(), Some("'NULL'"));
    }

    #[test]
    fn bytes_that_are_no_text_are_not_known() {
        assert!(is_garbled("'?'", "varbinary(10)"));
        assert!(!is_garbled("'a'", "varbinary(10)"));
        assert!(!is_garbled("'?'", "varchar(10)"));
        assert!(!is_garbled("concat('?')", "binary(10)"));
    }

    #[test]
    fn an_update_sets_the_time() {
        assert_eq!(
            on_update("default_generated on update current_timestamp(6) invisible").as_deref(),
            Some("current_timestamp(6)")
        );
        assert_eq!(on_update("auto_increment"), None);
    }
}
