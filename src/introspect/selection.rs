//! Which tables are read.

use crate::schema::{TableName, TablePattern};

/// What to read of a database.
#[derive(Debug, Clone, Default)]
pub struct ReadOptions {
    /// Only tables that one of these matches; all if there is none.
    pub include: Vec<TablePattern>,
    /// No table that one of these matches.
    pub exclude: Vec<TablePattern>,
    /// The PostgreSQL schemas to read; the first of the search path if there is none.
    pub schemas: Vec<String>,
}

impl ReadOptions {
    pub(crate) fn selects(&self, table: &TableName) -> bool {
        let matches =
            |pattern: &TablePattern| pattern.matches(&table.name, table.schema.as_deref());
        (self.include.is_empty() || self.include.iter().any(matches))
            && !self.exclude.iter().any(matches)
    }
}

/// Whether a table is ours, a migration tool's or the database's own, and so never read.
pub(crate) fn is_internal(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("formwork_") || name.starts_with("sqlite_") || name == "_sqlx_migrations"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(schema: Option<&str>, name: &str) -> TableName {
        TableName {
            schema: schema.map(str::to_owned),
            name: name.to_owned(),
        }
    }

    fn patterns(texts: &[&str]) -> Vec<TablePattern> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn a_pattern_matches_whole_names() {
        let options = ReadOptions {
            include: patterns(&["order|orders", "item.*"]),
            exclude: patterns(&["item_log"]),
            ..ReadOptions::default()
        };
        for name in ["order", "orders", "item", "items"] {
            assert!(options.selects(&table(None, name)), "{name}");
        }
        for name in ["orders_old", "old_order", "item_log", "Order"] {
            assert!(!options.selects(&table(None, name)), "{name}");
        }
    }

    #[test]
    fn a_pattern_may_name_the_schema() {
        let options = ReadOptions {
            exclude: patterns(&[r"audit\..*", "log"]),
            ..ReadOptions::default()
        };
        assert!(!options.selects(&table(Some("audit"), "event")));
        assert!(!options.selects(&table(Some("public"), "log")));
        assert!(options.selects(&table(Some("public"), "event")));
    }

    #[test]
    fn internal_tables_are_known_by_name() {
        for name in [
            "formwork_outbox",
            "_sqlx_migrations",
            "sqlite_sequence",
            "SQLITE_stat1",
        ] {
            assert!(is_internal(name), "{name}");
        }
        for name in ["formwork", "sqlx_migrations", "sqlite"] {
            assert!(!is_internal(name), "{name}");
        }
    }
}
