//! SQL that makes the tables of a [`Schema`] anew: `database/schema.sql` of a project on a server.
//!
//! As exact as the facts are: tables with their columns, keys, checks, indexes and comments, and what they need to be
//! made: enums and sequences. A domain is written as the type it is made of, with its checks and its default. What has no facts (views' queries,
//! triggers, functions, partitions, rights) is named in a comment or left out, not guessed.

mod indexes;
mod prerequisites;

use std::{borrow::Cow, collections::BTreeSet};

use formwork_runtime::model::{ColumnType, Dialect};

use crate::schema::{
    Action, Check, Column, Deferrable, ForeignKey, Identity, Schema, Table, TableKind, TableName,
    TableOption,
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
        "-- The tables as formwork read them, with their keys, checks and indexes. Views are only named; functions,\n\
         -- triggers, collations, and types of your own other than enums and domains have to be there before."
            .to_owned(),
    ];
    statements.extend(
        schema
            .tables
            .iter()
            .filter(|table| !is_table(table))
            .map(|table| writer.elsewhere(table)),
    );
    if schema.dialect == Dialect::Postgres {
        statements.extend(writer.prerequisites(&tables));
    }
    statements.extend(tables.iter().map(|table| writer.table(table)));
    for table in &tables {
        if schema.dialect != Dialect::Mysql {
            statements.extend(table.indexes.iter().map(|index| writer.index(table, index)));
        }
        statements.extend(writer.comments(table));
        statements.extend(writer.inheritance(table));
    }
    let is_made: BTreeSet<&TableName> = tables.iter().map(|table| &table.name).collect();
    // Last, since tables may refer to each other in circles.
    for table in &tables {
        for key in &table.foreign_keys {
            let statement = writer.foreign_key(table, key);
            statements.push(if is_made.contains(&key.target) {
                statement
            } else {
                commented(&statement)
            });
        }
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
        let name = self.name(&table.name);
        commented(&format!("The {kind} {name} is made elsewhere."))
    }

    fn table(&self, table: &Table) -> String {
        let mut parts: Vec<String> = table
            .columns
            .iter()
            .map(|column| self.column(table, column))
            .collect();
        if let Some(key) = &table.primary_key {
            let constraint = self.constraint(
                key.name
                    .as_deref()
                    .filter(|_| self.dialect != Dialect::Mysql),
            );
            parts.push(format!(
                "{constraint}PRIMARY KEY ({})",
                self.key_columns(table, &key.columns)
            ));
        }
        if self.dialect == Dialect::Mysql {
            // In the table, because a column that is numbered must be a key from the beginning.
            parts.extend(table.indexes.iter().map(|index| self.key(index)));
        }
        let of_table = |check: &&Check| self.column_of(check).is_none();
        for (position, check) in table
            .checks
            .iter()
            .enumerate()
            .filter(|(_, check)| of_table(check))
        {
            // Several columns of one domain have its checks by the same name.
            let is_taken = table.checks[..position]
                .iter()
                .any(|other| other.name == check.name);
            let constraint = self.constraint(check.name.as_deref().filter(|_| !is_taken));
            parts.push(format!("{constraint}CHECK ({})", check.expression));
        }
        if let [start, end] = [ROW_START, ROW_END].map(|moment| version_column(table, moment))
            && let (Some(start), Some(end)) = (start, end)
        {
            let [start, end] = [start, end].map(|column| self.quoted(&column.name));
            parts.push(format!("PERIOD FOR SYSTEM_TIME ({start}, {end})"));
        }
        let comment = match (&table.comment, self.dialect) {
            (Some(comment), Dialect::Mysql) => format!(" COMMENT = {}", self.text(comment)),
            _ => String::new(),
        };
        let versioning = if table.options.contains(&TableOption::SystemVersioned) {
            " WITH SYSTEM VERSIONING"
        } else {
            ""
        };
        format!(
            "CREATE TABLE {} (\n  {}\n){versioning}{comment};",
            self.name(&table.name),
            parts.join(",\n  ")
        )
    }

    fn constraint(&self, name: Option<&str>) -> String {
        name.map_or_else(String::new, |name| {
            format!("CONSTRAINT {} ", self.quoted(name))
        })
    }

    /// The column that a CHECK without a name is declared with: MariaDB gives names to those of tables.
    fn column_of<'a>(&self, check: &'a Check) -> Option<&'a String> {
        let is_of_column = self.dialect == Dialect::Mysql && check.name.is_none();
        check.columns.first().filter(|_| is_of_column)
    }

    fn column(&self, table: &Table, column: &Column) -> String {
        let mut words = vec![self.quoted(&column.name), declared(column).to_owned()];
        if let Some(moment) = version_moment(column) {
            words.push(format!("GENERATED ALWAYS AS {moment}"));
            return words.join(" ");
        }
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
            Some(Identity::ByDefault) => words.push("GENERATED BY DEFAULT AS IDENTITY".to_owned()),
            Some(Identity::AutoIncrement) => words.push("AUTO_INCREMENT".to_owned()),
            // The type says it.
            Some(Identity::Serial) | None => {}
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
        let is_own = |check: &&Check| self.column_of(check) == Some(&column.name);
        let checks = table.checks.iter().filter(is_own);
        words.extend(checks.map(|check| format!("CHECK ({})", check.expression)));
        words.join(" ")
    }

    fn collation(&self, name: &str) -> String {
        if self.dialect == Dialect::Postgres {
            self.quoted(name)
        } else {
            name.to_owned()
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

    /// The tables that a table inherits from; after they are made.
    fn inheritance(&self, table: &Table) -> Vec<String> {
        let name = self.name(&table.name);
        let of = |parent| format!("ALTER TABLE {name} INHERIT {};", self.name(parent));
        table.inherits.iter().map(of).collect()
    }

    /// What a foreign key does, where it has to be said.
    fn action(&self, action: Action) -> Option<&'static str> {
        match action {
            // Where nothing is said, MariaDB restricts.
            Action::NoAction => (self.dialect == Dialect::Mysql).then_some("NO ACTION"),
            Action::Restrict => Some("RESTRICT"),
            Action::Cascade => Some("CASCADE"),
            Action::SetNull => Some("SET NULL"),
            Action::SetDefault => Some("SET DEFAULT"),
        }
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
            if let Some(action) = self.action(action) {
                words.push(format!("ON {event} {action}"));
            }
        }
        words.join(" ") + deferrable(key.deferrable) + ";"
    }
}

/// What the columns are called that say since when, and until when, a version of a row is valid.
const ROW_START: &str = "ROW START";
const ROW_END: &str = "ROW END";

fn version_moment(column: &Column) -> Option<&str> {
    let expression = column.generated.as_ref()?.expression.as_deref()?;
    matches!(expression, ROW_START | ROW_END).then_some(expression)
}

fn version_column<'a>(table: &'a Table, moment: &str) -> Option<&'a Column> {
    let mut columns = table.columns.iter();
    columns.find(|column| version_moment(column) == Some(moment))
}

/// The type as a column is declared with it.
fn declared(column: &Column) -> &str {
    // MariaDB's is a text with a check.
    if column.column_type == ColumnType::Json && column.declared_type == "longtext" {
        return "json";
    }
    match (column.identity, column.declared_type.as_str()) {
        // Makes the sequence that the default draws from as well.
        (Some(Identity::Serial), "smallint") => "smallserial",
        (Some(Identity::Serial), "integer") => "serial",
        (Some(Identity::Serial), "bigint") => "bigserial",
        (_, declared) => declared,
    }
}

/// A comment of one line: a statement that refers to what is made elsewhere, or a note.
fn commented(text: &str) -> String {
    format!("-- {}", text.replace(['\n', '\r'], " "))
}

fn deferrable(deferrable: Deferrable) -> &'static str {
    match deferrable {
        Deferrable::No => "",
        Deferrable::InitiallyImmediate => " DEFERRABLE",
        Deferrable::InitiallyDeferred => " DEFERRABLE INITIALLY DEFERRED",
    }
}
