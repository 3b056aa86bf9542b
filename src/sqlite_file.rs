//! SQLite files that the tool makes: from SQL, and as the copy that a project works on.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use formwork_runtime::store::copy_sqlite_pages;
use sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, SqlStr,
    error::DatabaseError,
    sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
};

use crate::introspect::{Address, IntrospectError, is_internal, open_sqlite, open_sqlite_to_copy};

/// Why no database could be made from SQL.
#[derive(Debug, thiserror::Error)]
pub enum SqlError {
    #[error("could not read `{}`", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("SQLite does not understand `{}`", path.display())]
    Refused {
        path: PathBuf,
        source: Box<dyn DatabaseError>,
    },
    #[error("could not write the database `{}`", path.display())]
    Unwritable { path: PathBuf, source: sqlx::Error },
}

impl SqlError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { .. } => Some("give the path of a file of `CREATE TABLE` statements"),
            Self::Refused { .. } => {
                Some("write the statements as SQLite has them: https://sqlite.org/lang.html")
            }
            Self::Unwritable { .. } => None,
        }
    }
}

/// Makes a database from statements. The file must not exist.
pub async fn build(sql: SqlStr, file: &Path) -> Result<(), SqlError> {
    let unwritable = |source| SqlError::Unwritable {
        path: file.to_owned(),
        source,
    };
    let mut connection = SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        // A file that is thrown away if this fails need not survive a crash.
        .journal_mode(SqliteJournalMode::Off)
        .synchronous(SqliteSynchronous::Off)
        .connect()
        .await
        .map_err(unwritable)?;
    sqlx::raw_sql(sql)
        .execute(&mut connection)
        .await
        .map_err(unwritable)?;
    connection.close().await.map_err(unwritable)
}

/// Makes a database from the statements in a file. The database must not exist.
pub async fn build_from(sql: &Path, file: &Path) -> Result<(), SqlError> {
    let unreadable = |source| SqlError::Unreadable {
        path: sql.to_owned(),
        source,
    };
    let text = fs::read_to_string(sql).map_err(unreadable)?;
    let statements = sqlx::SqlSafeStr::into_sql_str(AssertSqlSafe(text));
    build(statements, file).await.map_err(|error| match error {
        SqlError::Unwritable {
            source: sqlx::Error::Database(source),
            ..
        } => SqlError::Refused {
            path: sql.to_owned(),
            source,
        },
        other => other,
    })
}

/// Copies a database as of one moment, also while others write to it, and without touching it.
/// The file must not exist.
pub fn copy(database: &Path, file: &Path) -> Result<(), IntrospectError> {
    let source = open_sqlite_to_copy(database)?;
    copy_sqlite_pages(&source, file).map_err(|source| IntrospectError::Copy {
        path: database.to_owned(),
        source,
    })
}

/// The statements that make the tables, views, indexes and triggers, as they were written.
pub async fn definitions(address: &Address, database: &Path) -> Result<String, IntrospectError> {
    let failed = |source| IntrospectError::Read {
        address: address.clone(),
        source,
    };
    let mut connection = open_sqlite(address, database).await?;
    // Tables of a module's own come with its virtual table.
    let rows: Vec<(String, String)> = sqlx::query_as(
        r"SELECT tbl_name, sql FROM sqlite_schema
          WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\_%' ESCAPE '\'
            AND tbl_name NOT IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
          ORDER BY CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 WHEN 'view' THEN 3 ELSE 4 END, name",
    )
    .fetch_all(&mut connection)
    .await
    .map_err(failed)?;
    connection.close().await.map_err(failed)?;
    let statements: Vec<String> = rows
        .into_iter()
        .filter(|(table, _)| !is_internal(table))
        .map(|(_, sql)| format!("{sql};\n"))
        .collect();
    Ok(statements.join("\n"))
}
