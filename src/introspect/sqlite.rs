//! The catalog of SQLite: pragmas, and the text of `CREATE` statements for what no pragma tells.

mod affinity;
mod definition;
mod file;

use std::collections::{HashMap, HashSet};

use formwork_runtime::model::ColumnType;
use sqlx::{Executor, Row, SqliteConnection, sqlite::SqliteRow};

pub(crate) use file::open;

use self::definition::{IndexDefinition, TableDefinition};
use super::{
    Address, Introspect, IntrospectError,
    rows::{CheckRow, ColumnRow, ForeignKeyRow, IndexRow, IndexRowPart, PrimaryKeyRow, TableRow},
};
use crate::schema::{
    Action, Deferrable, Generated, Identity, IndexPart, LeftOut, TableKind, TableName, TableOption,
};

/// Reads the catalog of a SQLite database.
pub(super) struct Sqlite {
    connection: SqliteConnection,
    /// By table.
    definitions: HashMap<String, TableDefinition>,
    columns: Vec<DeclaredColumn>,
    left_out: Vec<LeftOut>,
}

/// A column as `pragma_table_xinfo` tells it.
struct DeclaredColumn {
    table: String,
    position: i64,
    name: String,
    declared_type: String,
    not_null: bool,
    default: Option<String>,
    /// Its place in the primary key, from 1; 0 if it is not part of it.
    key_position: i64,
    kind: ColumnKind,
    /// Whether the primary key of its table has an index, and is so no other name for the rowid.
    key_has_index: bool,
}

/// <https://sqlite.org/pragma.html#pragma_table_xinfo>
#[derive(Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Plain,
    Hidden,
    Virtual,
    Stored,
}

/// The columns of one kind of relation, `table`, `view` or `virtual`.
const COLUMNS: &str = r#"
    SELECT t.name AS table_name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
    FROM pragma_table_list AS t
    JOIN pragma_table_xinfo(t.name, 'main') AS c
    WHERE t.schema = 'main' AND t.type = ?1"#;

const COLUMNS_OF_ONE: &str = r#"
    SELECT ?1 AS table_name, c.cid, c.name, c.type, c."notnull", c.dflt_value, c.pk, c.hidden
    FROM pragma_table_xinfo(?1, 'main') AS c"#;

impl Sqlite {
    /// Opens the file, and reads what several of its facts are made of.
    pub(super) async fn open(address: &Address) -> Result<Self, IntrospectError> {
        let path = address.path().expect("a SQLite database is a file");
        let mut reader = Self {
            connection: file::open(address, path).await?,
            definitions: HashMap::new(),
            columns: Vec::new(),
            left_out: Vec::new(),
        };
        reader
            .load()
            .await
            .map_err(|source| file::unreadable(address, path, source))?;
        Ok(reader)
    }

    async fn load(&mut self) -> sqlx::Result<()> {
        // One moment's schema, also while somebody changes it.
        self.connection.execute("BEGIN").await?;
        self.load_columns().await?;
        self.load_definitions().await
    }

    async fn load_columns(&mut self) -> sqlx::Result<()> {
        let key_indexes: HashSet<String> = sqlx::query_scalar(
            "SELECT t.name
             FROM pragma_table_list AS t
             JOIN pragma_index_list(t.name, 'main') AS i
             WHERE t.schema = 'main' AND t.type = 'table' AND i.origin = 'pk'",
        )
        .fetch_all(&mut self.connection)
        .await?
        .into_iter()
        .collect();
        let mut columns = self.columns_of_kind("table").await?;
        for column in &mut columns {
            column.key_has_index = key_indexes.contains(&column.table);
        }
        self.columns = columns;
        for kind in ["view", "virtual"] {
            // A view of a table that is gone, or a module that is not there, fails the whole statement.
            let columns = match self.columns_of_kind(kind).await {
                Ok(columns) => columns,
                Err(sqlx::Error::Database(_)) => self.columns_one_by_one(kind).await?,
                Err(error) => return Err(error),
            };
            self.columns.extend(columns);
        }
        Ok(())
    }

    async fn columns_of_kind(&mut self, kind: &str) -> sqlx::Result<Vec<DeclaredColumn>> {
        sqlx::query(COLUMNS)
            .bind(kind)
            .try_map(|row| declared_column(&row))
            .fetch_all(&mut self.connection)
            .await
    }

    async fn columns_one_by_one(&mut self, kind: &str) -> sqlx::Result<Vec<DeclaredColumn>> {
        let names: Vec<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = ?1",
        )
        .bind(kind)
        .fetch_all(&mut self.connection)
        .await?;
        let mut columns = Vec::new();
        for name in names {
            let read = sqlx::query(COLUMNS_OF_ONE)
                .bind(&name)
                .try_map(|row| declared_column(&row))
                .fetch_all(&mut self.connection)
                .await;
            match read {
                Ok(read) => columns.extend(read),
                Err(sqlx::Error::Database(error)) => self.left_out.push(LeftOut {
                    table: table_name(&name),
                    part: None,
                    reason: format!("the database cannot read it: {}", error.message()),
                }),
                Err(error) => return Err(error),
            }
        }
        Ok(columns)
    }

    async fn load_definitions(&mut self) -> sqlx::Result<()> {
        let texts: Vec<(String, String)> =
            sqlx::query_as("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
                .fetch_all(&mut self.connection)
                .await?;
        let mut columns: HashMap<&str, Vec<&str>> = HashMap::new();
        for column in &self.columns {
            columns.entry(&column.table).or_default().push(&column.name);
        }
        for (table, sql) in texts {
            // The tables below an FTS5 table are in the schema too.
            let Some(columns) = columns.get(table.as_str()) else {
                continue;
            };
            let definition = definition::table(&sql).filter(|definition| {
                let read = definition.columns.iter().map(|column| column.name.as_str());
                columns.iter().copied().eq(read)
            });
            if let Some(definition) = definition {
                self.definitions.insert(table, definition);
            } else {
                self.left_out.push(LeftOut {
                    table: table_name(&table),
                    part: Some(
                        "what only its text tells (checks, collations, names of constraints)"
                            .to_owned(),
                    ),
                    reason: "the text is not understood".to_owned(),
                });
            }
        }
        Ok(())
    }
}

impl Introspect for Sqlite {
    async fn tables(&mut self) -> sqlx::Result<Vec<TableRow>> {
        sqlx::query(
            "SELECT name, type, wr, strict FROM pragma_table_list
             WHERE schema = 'main' AND type <> 'shadow'",
        )
        .try_map(|row: SqliteRow| {
            let mut options = Vec::new();
            if row.try_get("strict")? {
                options.push(TableOption::Strict);
            }
            if row.try_get("wr")? {
                options.push(TableOption::WithoutRowid);
            }
            Ok(TableRow {
                table: table_name(row.try_get("name")?),
                kind: match row.try_get("type")? {
                    "view" => TableKind::View,
                    "virtual" => TableKind::VirtualTable,
                    _ => TableKind::Table,
                },
                comment: None,
                options,
                left_out: None,
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn columns(&mut self) -> sqlx::Result<Vec<ColumnRow>> {
        let mut key_lengths: HashMap<&str, usize> = HashMap::new();
        for column in &self.columns {
            *key_lengths.entry(&column.table).or_default() += usize::from(column.key_position > 0);
        }
        Ok(self
            .columns
            .iter()
            .filter(|column| column.kind != ColumnKind::Hidden)
            .map(|column| {
                let is_rowid = column.key_position > 0
                    && key_lengths[column.table.as_str()] == 1
                    && !column.key_has_index
                    && column.declared_type.eq_ignore_ascii_case("INTEGER");
                self.column(column, is_rowid)
            })
            .collect())
    }

    async fn primary_keys(&mut self) -> sqlx::Result<Vec<PrimaryKeyRow>> {
        let mut parts: Vec<_> = self
            .columns
            .iter()
            .filter(|column| column.key_position > 0)
            .collect();
        parts.sort_by_key(|column| (&column.table, column.key_position));
        Ok(parts
            .into_iter()
            .map(|column| PrimaryKeyRow {
                table: table_name(&column.table),
                name: self
                    .definitions
                    .get(&column.table)
                    .and_then(|definition| definition.primary_key_name.clone()),
                column: column.name.clone(),
            })
            .collect())
    }

    async fn foreign_keys(&mut self) -> sqlx::Result<Vec<ForeignKeyRow>> {
        let mut rows = sqlx::query(
            r#"SELECT t.name AS table_name, CAST(f.id AS TEXT) AS id, f."table" AS target,
                      f."from" AS column_name, f."to" AS target_column, f.on_update, f.on_delete
               FROM pragma_table_list AS t
               JOIN pragma_foreign_key_list(t.name, 'main') AS f
               WHERE t.schema = 'main' AND t.type = 'table'
               ORDER BY t.name, f.id, f.seq"#,
        )
        .try_map(|row: SqliteRow| {
            Ok(ForeignKeyRow {
                table: table_name(row.try_get("table_name")?),
                key: row.try_get("id")?,
                name: None,
                column: row.try_get("column_name")?,
                target: table_name(row.try_get("target")?),
                target_column: row.try_get("target_column")?,
                on_update: action(row.try_get("on_update")?),
                on_delete: action(row.try_get("on_delete")?),
                deferrable: Deferrable::No,
            })
        })
        .fetch_all(&mut self.connection)
        .await?;
        for key in rows.chunk_by_mut(|a, b| a.table == b.table && a.key == b.key) {
            if let Some(definition) = self.definitions.get(&key[0].table.name) {
                add_from_definition(key, definition);
            }
        }
        Ok(rows)
    }

    async fn indexes(&mut self) -> sqlx::Result<Vec<IndexRow>> {
        let parts = sqlx::query(
            r#"SELECT t.name AS table_name, i.name AS index_name, i."unique", i.origin, i.partial,
                      x.seqno, x.cid, x.name AS column_name, s.sql
               FROM pragma_table_list AS t
               JOIN pragma_index_list(t.name, 'main') AS i
               JOIN pragma_index_xinfo(i.name, 'main') AS x
               LEFT JOIN sqlite_schema AS s ON s.type = 'index' AND s.name = i.name
               WHERE t.schema = 'main' AND t.type = 'table' AND i.origin <> 'pk' AND x.key = 1
               ORDER BY t.name, i.name, x.seqno"#,
        )
        .try_map(|row| index_part(&row))
        .fetch_all(&mut self.connection)
        .await?;
        let mut rows = Vec::new();
        for index in parts.chunk_by(|a, b| a.table == b.table && a.index == b.index) {
            if let Some(index) = self.index(index) {
                rows.extend(index);
            } else {
                self.left_out.push(LeftOut {
                    table: table_name(&index[0].table),
                    part: Some(format!("its index `{}`", index[0].index)),
                    reason: "the text is not understood".to_owned(),
                });
            }
        }
        Ok(rows)
    }

    async fn checks(&mut self) -> sqlx::Result<Vec<CheckRow>> {
        Ok(self
            .definitions
            .iter()
            .flat_map(|(table, definition)| {
                definition.checks.iter().map(|check| CheckRow {
                    table: table_name(table),
                    name: check.name.clone(),
                    expression: check.expression.clone(),
                    columns: None,
                })
            })
            .collect())
    }

    fn left_out(&mut self) -> Vec<LeftOut> {
        std::mem::take(&mut self.left_out)
    }
}

impl Sqlite {
    fn column(&self, column: &DeclaredColumn, is_rowid: bool) -> ColumnRow {
        let text = self.definitions.get(&column.table).and_then(|definition| {
            definition
                .columns
                .iter()
                .find(|declared| declared.name == column.name)
        });
        let stored = column.kind == ColumnKind::Stored;
        let is_generated = stored || column.kind == ColumnKind::Virtual;
        ColumnRow {
            table: table_name(&column.table),
            position: column.position,
            name: column.name.clone(),
            declared_type: column.declared_type.clone(),
            column_type: column_type(&column.declared_type),
            domain: None,
            // A primary key may hold nulls unless it says otherwise, but the rowid cannot:
            // https://sqlite.org/lang_createtable.html#the_primary_key
            nullable: !column.not_null && !is_rowid,
            default: column
                .default
                .clone()
                .filter(|default| !default.eq_ignore_ascii_case("NULL")),
            on_update: None,
            generated: is_generated.then(|| Generated {
                expression: text.and_then(|text| text.generated.clone()),
                stored,
            }),
            identity: is_rowid.then_some(Identity::AutoIncrement),
            collation: text
                .and_then(|text| text.collation.clone())
                .filter(|collation| !collation.eq_ignore_ascii_case("BINARY")),
            comment: None,
        }
    }

    /// The parts of an index, or none if its text is needed and not understood.
    fn index(&self, parts: &[DeclaredIndexPart]) -> Option<Vec<IndexRow>> {
        let first = &parts[0];
        let needs_text = first.partial || parts.iter().any(|part| part.column.is_none());
        let text = match (&first.sql, needs_text) {
            (Some(sql), true) => Some(definition::index(sql)?),
            _ => None,
        };
        let columns: Vec<&str> = parts
            .iter()
            .filter_map(|part| part.column.as_deref())
            .collect();
        let name = if first.is_constraint {
            self.unique_name(&first.table, &columns)
        } else {
            Some(first.index.clone())
        };
        parts
            .iter()
            .map(|part| {
                Some(IndexRow {
                    table: table_name(&part.table),
                    index: part.index.clone(),
                    name: name.clone(),
                    part: IndexRowPart::Key(key_part(part, text.as_ref())?),
                    unique: part.unique,
                    method: None,
                    nulls_equal: false,
                    predicate: match &text {
                        Some(text) if part.partial => Some(text.predicate.clone()?),
                        _ => None,
                    },
                    exclusion: None,
                    deferrable: Deferrable::No,
                })
            })
            .collect()
    }

    /// The name that a unique constraint was declared with; that of its index is SQLite's own.
    fn unique_name(&self, table: &str, columns: &[&str]) -> Option<String> {
        self.definitions
            .get(table)?
            .uniques
            .iter()
            .find(|unique| same_names(&unique.columns, columns.iter().copied()))?
            .name
            .clone()
    }
}

/// Our type for a declared one.
fn column_type(declared: &str) -> ColumnType {
    affinity::column_type(declared)
}

fn table_name(name: &str) -> TableName {
    TableName {
        schema: None,
        name: name.to_owned(),
    }
}

fn action(text: &str) -> Action {
    match text {
        "CASCADE" => Action::Cascade,
        "RESTRICT" => Action::Restrict,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

fn declared_column(row: &SqliteRow) -> sqlx::Result<DeclaredColumn> {
    Ok(DeclaredColumn {
        table: row.try_get("table_name")?,
        position: row.try_get("cid")?,
        name: row.try_get("name")?,
        declared_type: row.try_get("type")?,
        not_null: row.try_get("notnull")?,
        default: row.try_get("dflt_value")?,
        key_position: row.try_get("pk")?,
        kind: match row.try_get::<i64, _>("hidden")? {
            1 => ColumnKind::Hidden,
            2 => ColumnKind::Virtual,
            3 => ColumnKind::Stored,
            _ => ColumnKind::Plain,
        },
        key_has_index: false,
    })
}

/// A part of an index as `pragma_index_xinfo` tells it.
struct DeclaredIndexPart {
    table: String,
    index: String,
    unique: bool,
    /// Made by a unique constraint, not by `CREATE INDEX`.
    is_constraint: bool,
    partial: bool,
    position: usize,
    /// Absent for an expression.
    column: Option<String>,
    sql: Option<String>,
}

fn index_part(row: &SqliteRow) -> sqlx::Result<DeclaredIndexPart> {
    let position: i64 = row.try_get("seqno")?;
    Ok(DeclaredIndexPart {
        table: row.try_get("table_name")?,
        index: row.try_get("index_name")?,
        unique: row.try_get("unique")?,
        is_constraint: row.try_get::<&str, _>("origin")? == "u",
        partial: row.try_get("partial")?,
        position: usize::try_from(position).unwrap_or_default(),
        column: row.try_get("column_name")?,
        sql: row.try_get("sql")?,
    })
}

fn key_part(part: &DeclaredIndexPart, text: Option<&IndexDefinition>) -> Option<IndexPart> {
    if let Some(column) = &part.column {
        return Some(IndexPart::Column(column.clone()));
    }
    let expression = text?.parts.get(part.position)?;
    Some(IndexPart::Expression(expression.clone()))
}

/// Adds the name of a foreign key and when it is checked, which no pragma tells.
fn add_from_definition(key: &mut [ForeignKeyRow], definition: &TableDefinition) {
    let declared = definition.foreign_keys.iter().find(|declared| {
        let targets: Option<Vec<&str>> =
            key.iter().map(|row| row.target_column.as_deref()).collect();
        declared.target.eq_ignore_ascii_case(&key[0].target.name)
            && same_names(&declared.columns, key.iter().map(|row| row.column.as_str()))
            && same_names(&declared.target_columns, targets.unwrap_or_default())
    });
    let Some(declared) = declared else {
        return;
    };
    for row in key {
        row.name.clone_from(&declared.name);
        row.deferrable = declared.deferrable;
    }
}

fn same_names<'a>(names: &[String], others: impl IntoIterator<Item = &'a str>) -> bool {
    let mut others = others.into_iter();
    names.iter().all(|name| {
        others
            .next()
            .is_some_and(|other| name.eq_ignore_ascii_case(other))
    }) && others.next().is_none()
}
