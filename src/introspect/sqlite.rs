//! The catalog of SQLite: pragmas, and the text of `CREATE` statements for what no pragma tells.

mod affinity;
mod assembly;
mod declared;
mod definition;
mod file;

use std::collections::{BTreeMap, HashMap, HashSet};

use formwork_runtime::{model::Dialect, store::quote};
use sqlx::{
    AssertSqlSafe, Connection, Executor, Row, SqliteConnection, error::DatabaseError,
    sqlite::SqliteRow,
};

pub(crate) use file::{open, open_to_copy};

use self::{
    assembly::add_from_definition,
    declared::{ColumnKind, DeclaredColumn, declared_column, index_part},
    definition::TableDefinition,
};
use super::{
    Address, Introspect, IntrospectError,
    rows::{CheckRow, ColumnRow, ForeignKeyRow, IndexRow, PrimaryKeyRow, TableRow},
};
use crate::schema::{Action, Deferrable, LeftOut, TableKind, TableName, TableOption};

/// Reads the catalog of a SQLite database.
pub(super) struct Sqlite {
    connection: SqliteConnection,
    /// By table.
    definitions: HashMap<String, TableDefinition>,
    columns: Vec<DeclaredColumn>,
    left_out: Vec<LeftOut>,
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
        self.load_definitions().await?;
        self.leave_out_unreadable().await
    }

    /// Leaves out tables that are computed or compared by what only the program has that made them, and tables of a module that
    /// finds nothing where it should have them from.
    async fn leave_out_unreadable(&mut self) -> sqlx::Result<()> {
        let mut suspects: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (table, definition) in &self.definitions {
            for column in &definition.columns {
                if column
                    .collation
                    .as_deref()
                    .is_some_and(is_foreign_collation)
                {
                    let collated = suspects.entry(table.clone()).or_default();
                    collated.push(quote(Dialect::Sqlite, &column.name));
                }
            }
        }
        for column in &self.columns {
            if matches!(column.kind, ColumnKind::Virtual | ColumnKind::Stored) {
                suspects.entry(column.table.clone()).or_default();
            }
        }
        let of_modules: HashSet<String> = sqlx::query_scalar(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'virtual'",
        )
        .fetch_all(&mut self.connection)
        .await?
        .into_iter()
        .collect();
        for table in &of_modules {
            suspects.entry(table.clone()).or_default();
        }
        for (table, collated) in suspects {
            // A module is not asked before there is a row to be read.
            let limit = u8::from(of_modules.contains(&table));
            let mut order = collated.join(", ");
            if !order.is_empty() {
                order.insert_str(0, "ORDER BY ");
            }
            let name = quote(Dialect::Sqlite, &table);
            let sql = format!("SELECT * FROM {name} {order} LIMIT {limit}");
            match self.connection.execute(AssertSqlSafe(sql)).await {
                Ok(_) => {}
                Err(sqlx::Error::Database(error)) => {
                    self.columns.retain(|column| column.table != table);
                    self.definitions.remove(&table);
                    self.left_out.push(unreadable(&table, &*error));
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
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
            let mut columns = match self.columns_of_kind(kind).await {
                Ok(columns) => columns,
                Err(sqlx::Error::Database(_)) => self.columns_one_by_one(kind).await?,
                Err(error) => return Err(error),
            };
            if kind == "view" {
                columns.iter_mut().for_each(forget_blob);
            }
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
                Err(sqlx::Error::Database(error)) => {
                    self.left_out.push(unreadable(&name, &*error));
                }
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

    async fn close(self) -> sqlx::Result<()> {
        self.connection.close().await
    }
}

/// What SQLite cannot read by itself.
fn unreadable(table: &str, error: &dyn DatabaseError) -> LeftOut {
    LeftOut {
        table: table_name(table),
        part: None,
        reason: format!("the database cannot read it: {}", error.message()),
    }
}

/// Whether a program has to bring the collation along: <https://sqlite.org/datatype3.html#collating_sequences>.
fn is_foreign_collation(name: &str) -> bool {
    !["BINARY", "NOCASE", "RTRIM"]
        .iter()
        .any(|known| name.eq_ignore_ascii_case(known))
}

/// Of a view's column without a type SQLite says that it is a `BLOB`; so nobody knows of any that it is one.
fn forget_blob(column: &mut DeclaredColumn) {
    if column.declared_type == "BLOB" {
        column.declared_type.clear();
    }
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
