//! Indexes, and the primary key: what each database says of them in a place of its own.

use formwork_runtime::model::Dialect;

use super::{Writer, deferrable};
use crate::schema::{Deferrable, Index, IndexPart, Table};

/// Of so many characters of four bytes MySQL makes a key: 3,072 bytes.
const LONGEST_PREFIX: u32 = 768;

impl Writer<'_> {
    /// The columns of a primary key. MySQL keys a text by its beginning only; the longest that it takes is written,
    /// since how long it was is no fact of ours.
    pub(super) fn key_columns(&self, table: &Table, columns: &[String]) -> String {
        let is_long = |name: &String| {
            let column = table.columns.iter().find(|column| column.name == *name);
            column.is_some_and(|column| {
                column.declared_type.ends_with("text") || column.declared_type.ends_with("blob")
            })
        };
        let part = |name: &String| match self.dialect {
            Dialect::Mysql if is_long(name) => format!("{}({LONGEST_PREFIX})", self.quoted(name)),
            _ => self.quoted(name),
        };
        columns.iter().map(part).collect::<Vec<_>>().join(", ")
    }

    /// An index as MySQL declares it within a table.
    pub(super) fn key(&self, index: &Index) -> String {
        let kind = match &index.method {
            Some(method) => format!("{method} "),
            None if index.unique => "UNIQUE ".to_owned(),
            None => String::new(),
        };
        let name = index.name.as_deref().unwrap_or_default();
        format!("{kind}KEY {} ({})", self.quoted(name), self.parts(index))
    }

    pub(super) fn index(&self, table: &Table, index: &Index) -> String {
        let name = self.name(&table.name);
        if let Some(exclusion) = &index.exclusion {
            let constraint = self.constraint(index.name.as_deref());
            return format!("ALTER TABLE {name} ADD {constraint}{exclusion};");
        }
        let parts = self.parts(index);
        // Only a constraint can be checked at the end of a transaction.
        if index.deferrable != Deferrable::No {
            let constraint = self.constraint(index.name.as_deref());
            let deferrable = deferrable(index.deferrable);
            return format!("ALTER TABLE {name} ADD {constraint}UNIQUE ({parts}){deferrable};");
        }
        let unique = if index.unique { "UNIQUE " } else { "" };
        let own = index
            .name
            .as_ref()
            .map_or_else(String::new, |own| format!("{} ", self.quoted(own)));
        let method = index
            .method
            .as_ref()
            .map_or_else(String::new, |method| format!("USING {method} "));
        let mut words = vec![format!(
            "CREATE {unique}INDEX {own}ON {name} {method}({parts})"
        )];
        if !index.included.is_empty() {
            words.push(format!("INCLUDE ({})", self.columns(&index.included)));
        }
        if index.nulls_equal {
            words.push("NULLS NOT DISTINCT".to_owned());
        }
        if let Some(predicate) = &index.predicate {
            words.push(format!("WHERE {predicate}"));
        }
        words.join(" ") + ";"
    }

    fn parts(&self, index: &Index) -> String {
        let parts: Vec<String> = index.parts.iter().map(|part| self.part(part)).collect();
        parts.join(", ")
    }

    fn part(&self, part: &IndexPart) -> String {
        match part {
            IndexPart::Column(name) => self.quoted(name),
            IndexPart::Prefix { column, length } => format!("{}({length})", self.quoted(column)),
            IndexPart::Expression(expression) => format!("({expression})"),
        }
    }
}
