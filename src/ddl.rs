//! SQL that makes the tables of a [`Schema`] anew: `database/schema.sql` of a project on a server.
//!
//! As exact as the facts are: tables with their columns, keys, checks, indexes and comments, and enums. What has
//! no facts (views' queries, triggers, functions, domains, rights) is named in a comment, not guessed.

use std::{borrow::Cow, collections::BTreeMap};

use formwork_runtime::model::{ColumnType, Dialect};

use crate::schema::{
    Action, Column, Deferrable, ForeignKey, Identity, Index, IndexPart, Schema, Table, TableKind,
    TableName,
};

/// The statements, each followed by an empty line.
#[must_use]
pub fn ddl(schema: &Schema) -> String {
    let writer = Writer {
        dialect: schema.dialect,
        default_schema: schema.default_schema.as_deref(),
    };
    let is_table =
        |table: &&Table| matches!(table.kind, TableKind::Table | TableKind::PartitionedTable);
    let tables: Vec<&Table> = schema.tables.iter().filter(is_table).collect();
    let mut statements = vec![
        "-- The tables as formwork read them. What is not a table or an index is only named."
            .to_owned(),
    ];
    statements.extend(
        schema
            .tables
            .iter()
            .filter(|table| !is_table(table))
            .map(|table| writer.elsewhere(table)),
    );
    statements.extend(writer.enums(&tables));
    statements.extend(tables.iter().map(|table| writer.table(table)));
    for table in &tables {
        statements.extend(table.indexes.iter().map(|index| writer.index(table, index)));
        statements.extend(writer.comments(table));
    }
    // Last, since tables may refer to each other in circles.
    for table in &tables {
        statements.extend(
            table
                .foreign_keys
                .iter()
                .map(|key| writer.foreign_key(table, key)),
        );
    }
    statements.join("\n\n") + "\n"
}

struct Writer<'a> {
    dialect: Dialect,
    default_schema: Option<&'a str>,
}

impl Writer<'_> {
    fn quoted(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Mysql => format!("`{}`", name.replace('`', "``")),
            Dialect::Sqlite | Dialect::Postgres => format!("\"{}\"", name.replace('"', "\"\"")),
        }
    }

    fn name(&self, table: &TableName) -> String {
        match table.schema.as_deref() {
            Some(schema) if Some(schema) != self.default_schema => {
                format!("{}.{}", self.quoted(schema), self.quoted(&table.name))
            }
            _ => self.quoted(&table.name),
        }
    }

    fn columns(&self, columns: &[String]) -> String {
        let names: Vec<String> = columns.iter().map(|column| self.quoted(column)).collect();
        names.join(", ")
    }

    fn text(&self, text: &str) -> String {
        let text = match self.dialect {
            Dialect::Mysql => Cow::Owned(text.replace('\\', "\\\\")),
            Dialect::Sqlite | Dialect::Postgres => Cow::Borrowed(text),
        };
        format!("'{}'", text.replace('\'', "''"))
    }

    fn elsewhere(&self, table: &Table) -> String {
        let kind = match table.kind {
            TableKind::View => "view",
            TableKind::MaterializedView => "materialized view",
            TableKind::Partition => "partition",
            TableKind::ForeignTable => "foreign table",
            TableKind::VirtualTable => "virtual table",
            TableKind::Table | TableKind::PartitionedTable => "table",
        };
        let name = self.name(&table.name).replace(['\n', '\r'], " ");
        format!("-- The {kind} {name} is made elsewhere.")
    }

    /// The types of PostgreSQL that columns name.
    fn enums(&self, tables: &[&Table]) -> Vec<String> {
        if self.dialect != Dialect::Postgres {
            return Vec::new();
        }
        let columns = tables.iter().flat_map(|table| &table.columns);
        let types: BTreeMap<&str, &[String]> = columns
            .filter_map(|column| {
                Some((
                    column.declared_type.trim_end_matches("[]"),
                    values(&column.column_type)?,
                ))
            })
            .collect();
        types
            .into_iter()
            .map(|(name, values)| {
                let values: Vec<String> = values.iter().map(|value| self.text(value)).collect();
                format!("CREATE TYPE {name} AS ENUM ({});", values.join(", "))
            })
            .collect()
    }

    fn table(&self, table: &Table) -> String {
        let mut parts: Vec<String> = table
            .columns
            .iter()
            .map(|column| self.column(column))
            .collect();
        if let Some(key) = &table.primary_key {
            let constraint = self.constraint(
                key.name
                    .as_deref()
                    .filter(|_| self.dialect != Dialect::Mysql),
            );
            parts.push(format!(
                "{constraint}PRIMARY KEY ({})",
                self.columns(&key.columns)
            ));
        }
        for check in &table.checks {
            let constraint = self.constraint(check.name.as_deref());
            parts.push(format!("{constraint}CHECK ({})", check.expression));
        }
        let comment = match (&table.comment, self.dialect) {
            (Some(comment), Dialect::Mysql) => format!(" COMMENT = {}", self.text(comment)),
            _ => String::new(),
        };
        format!(
            "CREATE TABLE {} (\n  {}\n){comment};",
            self.name(&table.name),
            parts.join(",\n  ")
        )
    }

    fn constraint(&self, name: Option<&str>) -> String {
        name.map_or_else(String::new, |name| {
            format!("CONSTRAINT {} ", self.quoted(name))
        })
    }

    fn column(&self, column: &Column) -> String {
        let declared = column.domain.as_ref().unwrap_or(&column.declared_type);
        let mut words = vec![self.quoted(&column.name), declared.clone()];
        if let Some(collation) = &column.collation {
            words.push(format!("COLLATE {}", self.collation(collation)));
        }
        if let Some(generated) = &column.generated {
            let kind = if generated.stored {
                "STORED"
            } else {
                "VIRTUAL"
            };
            words.push(match &generated.expression {
                Some(expression) => format!("GENERATED ALWAYS AS ({expression}) {kind}"),
                None => format!("/* generated, {kind}: the expression is hidden */"),
            });
        }
        if !column.nullable {
            words.push("NOT NULL".to_owned());
        }
        match column.identity {
            Some(Identity::Always) => words.push("GENERATED ALWAYS AS IDENTITY".to_owned()),
            // What `serial` stands for, without a sequence that must be made first.
            Some(Identity::ByDefault | Identity::Serial) => {
                words.push("GENERATED BY DEFAULT AS IDENTITY".to_owned());
            }
            Some(Identity::AutoIncrement) => words.push("AUTO_INCREMENT".to_owned()),
            None => {}
        }
        if let Some(default) = &column.default {
            words.push(format!("DEFAULT {default}"));
        }
        if let Some(on_update) = &column.on_update {
            words.push(format!("ON UPDATE {on_update}"));
        }
        if let (Some(comment), Dialect::Mysql) = (&column.comment, self.dialect) {
            words.push(format!("COMMENT {}", self.text(comment)));
        }
        words.join(" ")
    }

    fn collation(&self, name: &str) -> String {
        if self.dialect == Dialect::Postgres {
            self.quoted(name)
        } else {
            name.to_owned()
        }
    }

    fn index(&self, table: &Table, index: &Index) -> String {
        let name = self.name(&table.name);
        if let Some(exclusion) = &index.exclusion {
            let constraint = self.constraint(index.name.as_deref());
            return format!("ALTER TABLE {name} ADD {constraint}{exclusion};");
        }
        let parts: Vec<String> = index.parts.iter().map(|part| self.part(part)).collect();
        let parts = parts.join(", ");
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
        let mut words = vec![format!("CREATE {unique}INDEX {own}ON {name} ({parts})")];
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

    fn part(&self, part: &IndexPart) -> String {
        match part {
            IndexPart::Column(name) => self.quoted(name),
            IndexPart::Prefix { column, length } => format!("{}({length})", self.quoted(column)),
            IndexPart::Expression(expression) => format!("({expression})"),
        }
    }

    fn comments(&self, table: &Table) -> Vec<String> {
        if self.dialect != Dialect::Postgres {
            return Vec::new();
        }
        let name = self.name(&table.name);
        let own = table
            .comment
            .iter()
            .map(|comment| format!("COMMENT ON TABLE {name} IS {};", self.text(comment)));
        let columns = table.columns.iter().filter_map(|column| {
            let comment = self.text(column.comment.as_ref()?);
            Some(format!(
                "COMMENT ON COLUMN {name}.{} IS {comment};",
                self.quoted(&column.name)
            ))
        });
        own.chain(columns).collect()
    }

    fn foreign_key(&self, table: &Table, key: &ForeignKey) -> String {
        let mut words = vec![format!(
            "ALTER TABLE {} ADD {}FOREIGN KEY ({}) REFERENCES {} ({})",
            self.name(&table.name),
            self.constraint(key.name.as_deref()),
            self.columns(&key.columns),
            self.name(&key.target),
            self.columns(&key.target_columns),
        )];
        for (event, action) in [("UPDATE", key.on_update), ("DELETE", key.on_delete)] {
            if let Some(action) = action_text(action) {
                words.push(format!("ON {event} {action}"));
            }
        }
        words.join(" ") + deferrable(key.deferrable) + ";"
    }
}

/// The values of an enum, also of a list of them.
fn values(column_type: &ColumnType) -> Option<&[String]> {
    match column_type {
        ColumnType::Enum { values } => Some(values),
        ColumnType::Array { element } => values(element),
        _ => None,
    }
}

fn action_text(action: Action) -> Option<&'static str> {
    match action {
        Action::NoAction => None,
        Action::Restrict => Some("RESTRICT"),
        Action::Cascade => Some("CASCADE"),
        Action::SetNull => Some("SET NULL"),
        Action::SetDefault => Some("SET DEFAULT"),
    }
}

fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}
