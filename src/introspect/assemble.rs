//! Rows of a catalog -> [`Schema`]. Pure, and the same for every database.

use std::collections::{BTreeMap, HashMap};

use formwork_runtime::model::Dialect;

use super::{
    rows::{ForeignKeyRow, IndexRow, IndexRowPart, Reason, Rows},
    selection::{ReadOptions, is_internal},
    tokens::columns_read,
};
use crate::schema::{
    Check, Column, ForeignKey, Index, LeftOut, PrimaryKey, Schema, Table, TableName,
};

/// The tables that are wanted, with everything that belongs to them, in an order of our own.
pub(crate) fn assemble(dialect: Dialect, mut rows: Rows, options: &ReadOptions) -> Schema {
    // Both sorts keep the order within a key.
    rows.foreign_keys
        .sort_by(|one, other| (&one.table, &one.key).cmp(&(&other.table, &other.key)));
    rows.indexes
        .sort_by(|one, other| (&one.table, &one.index).cmp(&(&other.table, &other.index)));
    let default_schema = rows.default_schema.clone();
    let mut assembly = Assembly {
        dialect,
        tables: BTreeMap::new(),
        left_out: Vec::new(),
    };
    assembly.add_tables(&rows, options);
    assembly.add_columns(&rows);
    // Foreign keys may leave their target to its primary key, so that those of all tables come first,
    // also of tables that are not wanted.
    let primary_keys = primary_keys(&rows);
    assembly.add_foreign_keys(&rows, &primary_keys);
    assembly.add_primary_keys(primary_keys);
    assembly.add_indexes(&rows);
    assembly.add_checks(rows, options);
    assembly.finish(default_schema)
}

struct Assembly {
    dialect: Dialect,
    tables: BTreeMap<TableName, Table>,
    left_out: Vec<LeftOut>,
}

impl Assembly {
    fn add_tables(&mut self, rows: &Rows, options: &ReadOptions) {
        for row in &rows.tables {
            if is_internal(&row.table.name) || !options.selects(&row.table) {
                continue;
            }
            if let Some(reason) = &row.left_out {
                let reason = match reason {
                    Reason::NotReadable => "the user may not read it".to_owned(),
                    Reason::Broken(message) => format!("the database cannot read it: {message}"),
                    Reason::Extension(name) => format!("it belongs to the extension `{name}`"),
                };
                self.leave_out(&row.table, reason);
                continue;
            }
            let table = Table {
                name: row.table.clone(),
                kind: row.kind,
                comment: row.comment.clone(),
                columns: Vec::new(),
                primary_key: None,
                foreign_keys: Vec::new(),
                indexes: Vec::new(),
                checks: Vec::new(),
                inherits: Vec::new(),
                options: row.options.clone(),
            };
            self.tables.insert(row.table.clone(), table);
        }
        for row in &rows.inheritance {
            if let Some(table) = self.tables.get_mut(&row.table) {
                table.inherits.push(row.parent.clone());
            }
        }
    }

    fn add_columns(&mut self, rows: &Rows) {
        let mut columns: Vec<_> = rows.columns.iter().collect();
        columns.sort_by_key(|row| row.position);
        for row in columns {
            let Some(table) = self.tables.get_mut(&row.table) else {
                continue;
            };
            table.columns.push(Column {
                name: row.name.clone(),
                declared_type: row.declared_type.clone(),
                column_type: row.column_type.clone(),
                domain: row.domain.clone(),
                nullable: row.nullable,
                default: row.default.clone(),
                on_update: row.on_update.clone(),
                generated: row.generated.clone(),
                identity: row.identity,
                collation: row.collation.clone(),
                comment: row.comment.clone(),
            });
        }
    }

    fn add_primary_keys(&mut self, keys: HashMap<TableName, PrimaryKey>) {
        for (name, key) in keys {
            if let Some(table) = self.tables.get_mut(&name) {
                table.primary_key = Some(key);
            }
        }
    }

    fn add_foreign_keys(&mut self, rows: &Rows, primary_keys: &HashMap<TableName, PrimaryKey>) {
        let names = Spelling::of(self.dialect, rows);
        for group in rows
            .foreign_keys
            .chunk_by(|a, b| a.table == b.table && a.key == b.key)
        {
            let first = &group[0];
            if !self.tables.contains_key(&first.table) {
                continue;
            }
            let target = names.table(&first.target);
            let Some(target_columns) = target_columns(group, &target, primary_keys, &names) else {
                self.left_out.push(LeftOut {
                    table: first.table.clone(),
                    part: Some(format!("its foreign key to `{}`", target.name)),
                    reason: match primary_keys.get(&target) {
                        None => "that has no primary key it could refer to".to_owned(),
                        Some(key) => format!(
                            "that has a primary key of {} columns, not of {}",
                            key.columns.len(),
                            group.len()
                        ),
                    },
                });
                continue;
            };
            let key = ForeignKey {
                name: first.name.clone(),
                columns: group.iter().map(|row| row.column.clone()).collect(),
                target,
                target_columns,
                on_update: first.on_update,
                on_delete: first.on_delete,
                deferrable: first.deferrable,
            };
            self.table(&first.table).foreign_keys.push(key);
        }
    }

    fn add_indexes(&mut self, rows: &Rows) {
        for group in rows
            .indexes
            .chunk_by(|a, b| a.table == b.table && a.index == b.index)
        {
            if let Some(table) = self.tables.get_mut(&group[0].table) {
                table.indexes.push(index(group));
            }
        }
    }

    fn add_checks(&mut self, rows: Rows, options: &ReadOptions) {
        for row in rows.checks {
            let Some(table) = self.tables.get_mut(&row.table) else {
                continue;
            };
            let columns = row.columns.unwrap_or_else(|| {
                let names = table.columns.iter().map(|column| column.name.as_str());
                columns_read(&row.expression, names, self.dialect)
            });
            table.checks.push(Check {
                name: row.name,
                expression: row.expression,
                columns,
            });
        }
        self.left_out
            .extend(rows.left_out.into_iter().filter(|left_out| {
                !is_internal(&left_out.table.name) && options.selects(&left_out.table)
            }));
    }

    fn finish(mut self, default_schema: Option<String>) -> Schema {
        let without_columns: Vec<_> = self
            .tables
            .values()
            .filter(|table| table.columns.is_empty())
            .map(|table| table.name.clone())
            .collect();
        for name in without_columns {
            self.tables.remove(&name);
            let is_told = self
                .left_out
                .iter()
                .any(|left_out| left_out.table == name && left_out.part.is_none());
            if !is_told {
                self.leave_out(
                    &name,
                    "it has no columns, or none that can be read".to_owned(),
                );
            }
        }
        self.left_out.sort();
        Schema {
            dialect: self.dialect,
            default_schema,
            tables: self.tables.into_values().map(in_order).collect(),
            left_out: self.left_out,
        }
    }

    fn leave_out(&mut self, table: &TableName, reason: String) {
        self.left_out.push(LeftOut {
            table: table.clone(),
            part: None,
            reason,
        });
    }

    fn table(&mut self, name: &TableName) -> &mut Table {
        self.tables
            .get_mut(name)
            .expect("it was looked up before its parts")
    }
}

fn primary_keys(rows: &Rows) -> HashMap<TableName, PrimaryKey> {
    let mut keys: HashMap<TableName, PrimaryKey> = HashMap::new();
    for row in &rows.primary_keys {
        let key = keys.entry(row.table.clone()).or_insert_with(|| PrimaryKey {
            name: row.name.clone(),
            columns: Vec::new(),
        });
        key.columns.push(row.column.clone());
    }
    keys
}

/// The columns that a foreign key refers to, or none if they cannot be known.
fn target_columns(
    group: &[ForeignKeyRow],
    target: &TableName,
    primary_keys: &HashMap<TableName, PrimaryKey>,
    names: &Spelling,
) -> Option<Vec<String>> {
    let declared: Option<Vec<_>> = group
        .iter()
        .map(|row| {
            let column = row.target_column.as_deref()?;
            Some(names.column(target, column))
        })
        .collect();
    declared.or_else(|| {
        let key = &primary_keys.get(target)?.columns;
        (key.len() == group.len()).then(|| key.clone())
    })
}

fn index(group: &[IndexRow]) -> Index {
    let first = &group[0];
    let mut index = Index {
        name: first.name.clone(),
        unique: first.unique,
        method: first.method.clone(),
        nulls_equal: first.nulls_equal,
        predicate: first.predicate.clone(),
        exclusion: first.exclusion.clone(),
        deferrable: first.deferrable,
        ..Index::default()
    };
    for row in group {
        match &row.part {
            IndexRowPart::Key(part) => index.parts.push(part.clone()),
            IndexRowPart::Included(column) => index.included.push(column.clone()),
        }
    }
    index
}

/// The table with its parts in an order that does not depend on when they were declared.
fn in_order(mut table: Table) -> Table {
    let position: HashMap<&str, usize> = table
        .columns
        .iter()
        .enumerate()
        .map(|(position, column)| (column.name.as_str(), position))
        .collect();
    let positions = |columns: &[String]| -> Vec<usize> {
        columns
            .iter()
            .map(|name| position.get(name.as_str()).copied().unwrap_or(usize::MAX))
            .collect()
    };
    table.foreign_keys.sort_by_cached_key(|key| {
        (
            positions(&key.columns),
            key.target.clone(),
            key.target_columns.clone(),
            key.name.clone(),
        )
    });
    table.indexes.sort_by_cached_key(|index| {
        let parts: Vec<String> = index
            .parts
            .iter()
            .map(|part| part.text().to_owned())
            .collect();
        (index.name.clone(), positions(&parts), parts)
    });
    table.checks.sort_by_cached_key(|check| {
        (
            check.name.clone(),
            positions(&check.columns),
            check.expression.clone(),
        )
    });
    table
}

/// How tables and columns are spelled where they are made, for references that spell them otherwise.
struct Spelling<'rows> {
    /// SQLite alone keeps what a reference says and compares names without regard to case.
    folds: bool,
    tables: HashMap<String, &'rows TableName>,
    columns: HashMap<(&'rows TableName, String), &'rows str>,
}

impl<'rows> Spelling<'rows> {
    fn of(dialect: Dialect, rows: &'rows Rows) -> Self {
        let folds = dialect == Dialect::Sqlite;
        let mut spelling = Self {
            folds,
            tables: HashMap::new(),
            columns: HashMap::new(),
        };
        if folds {
            for row in &rows.tables {
                let name = row.table.name.to_ascii_lowercase();
                spelling.tables.insert(name, &row.table);
            }
            for row in &rows.columns {
                let name = row.name.to_ascii_lowercase();
                spelling.columns.insert((&row.table, name), &row.name);
            }
        }
        spelling
    }

    fn table(&self, name: &TableName) -> TableName {
        let known = self.tables.get(&name.name.to_ascii_lowercase()).copied();
        known.unwrap_or(name).clone()
    }

    fn column(&self, table: &TableName, name: &str) -> String {
        if !self.folds {
            return name.to_owned();
        }
        let known = self
            .tables
            .get(&table.name.to_ascii_lowercase())
            .and_then(|table| self.columns.get(&(*table, name.to_ascii_lowercase())));
        (*known.unwrap_or(&name)).to_owned()
    }
}

#[cfg(test)]
mod tests;
