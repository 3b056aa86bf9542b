//! Why a database could not be read, in words for who asked.

use std::{
    error::Error,
    path::{Path, PathBuf},
};

use formwork_runtime::model::Dialect;

use super::Address;
use crate::shell::word;

/// Why a database could not be read.
#[derive(Debug, thiserror::Error)]
pub enum IntrospectError {
    #[error("the SQLite database `{}` does not exist", path.display())]
    MissingFile { path: PathBuf },
    #[error("`{}` is not a SQLite database", path.display())]
    NotADatabase { path: PathBuf },
    #[error("could not open the SQLite database `{}`", path.display())]
    File {
        path: PathBuf,
        source: Box<dyn Error + Send + Sync>,
    },
    #[error("a write to the SQLite database `{}` was interrupted and is not undone yet", path.display())]
    Unfinished { path: PathBuf, source: sqlx::Error },
    #[error("could not read the log `{}-wal` of the SQLite database", path.display())]
    Log { path: PathBuf, source: sqlx::Error },
    #[error("could not copy the SQLite database `{}`", path.display())]
    Copy {
        path: PathBuf,
        source: rusqlite::Error,
    },
    #[error("could not reach the database server of `{address}`")]
    Unreachable {
        address: Address,
        source: sqlx::Error,
    },
    #[error("the database server of `{address}` did not answer within {seconds} seconds")]
    TimedOut { address: Address, seconds: u64 },
    #[error("the database server refused the user or password of `{address}`")]
    Refused {
        address: Address,
        source: sqlx::Error,
    },
    #[error("the database of `{address}` does not exist, or its user may not use it")]
    UnknownDatabase {
        address: Address,
        source: sqlx::Error,
    },
    #[error("the address `{address}` names no database")]
    NoDatabaseName { address: Address },
    #[error("could not connect to `{address}`")]
    Connect {
        address: Address,
        source: sqlx::Error,
    },
    #[error("the database `{address}` has no schema `{schema}`")]
    UnknownSchema {
        address: Address,
        schema: String,
        known: Vec<String>,
    },
    #[error("the database `{address}` has no schemas to choose from")]
    NoSchemas { address: Address },
    #[error("could not read the catalog of `{address}`")]
    Read {
        address: Address,
        source: sqlx::Error,
    },
    #[error("the database `{address}` has no tables")]
    Empty { address: Address },
    #[error("no table of `{address}` can be read")]
    NoReadableTable { address: Address },
    #[error("no table of `{address}` is left after --include and --exclude")]
    NothingSelected { address: Address },
}

impl IntrospectError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::MissingFile { path } => missing_file(path),
            Self::NotADatabase { .. } => {
                Some("name a file that SQLite made; `--from-model` takes `CREATE TABLE` statements".to_owned())
            }
            Self::Read { address, .. } => address.path().map(integrity_check),
            Self::Log { .. } => Some(
                "copy the file and its `-wal` to a folder that you may write to, and name the copy"
                    .to_owned(),
            ),
            Self::Copy { source, .. } if is_full(source) => Some(
                "free some space, or set `TMPDIR` to a folder on a disk that has some".to_owned(),
            ),
            Self::Copy { path, .. } => Some(integrity_check(path)),
            Self::Connect { address, .. } => Some(format!(
                "check that a server of {} listens at the host and port of the address",
                match address.dialect() {
                    Dialect::Postgres => "PostgreSQL",
                    _ => "MySQL or MariaDB",
                }
            )),
            Self::File { path, .. } if path.is_dir() => {
                Some("name the file of the database, not its folder".to_owned())
            }
            Self::Unfinished { path, .. } => Some(format!(
                "open it once for writing, which undoes the write: `sqlite3 {} .tables`",
                path.display()
            )),
            Self::File { .. } => Some("check that you may read it".to_owned()),
            Self::Unreachable { .. } | Self::TimedOut { .. } => {
                Some("check that the server runs, and the host and port of the address".to_owned())
            }
            Self::Refused { address, .. } if address.password().is_none() => Some(format!(
                "give a password: `{}://USER:PASSWORD@…`",
                scheme(address)
            )),
            Self::Refused { .. } => Some(
                "check the user and password; percent-encode what is special in them, such as `%40` for `@`"
                    .to_owned(),
            ),
            Self::UnknownDatabase { address, .. } if address.database().is_none() => {
                Some(name_the_database(address))
            }
            Self::UnknownDatabase { address, .. } => Some(format!(
                "check the name after the last `/`; `{}` lists those there are",
                match address.dialect() {
                    Dialect::Postgres => "psql --list",
                    _ => "SHOW DATABASES",
                }
            )),
            Self::NoDatabaseName { address } => Some(name_the_database(address)),
            Self::UnknownSchema { known, .. } => Some(match known.as_slice() {
                [] => "your user sees none".to_owned(),
                known => format!("the schemas there are: `{}`", known.join("`, `")),
            }),
            Self::NoSchemas { .. } => Some("leave out `--schema`, and `schemas` in `formwork.yaml`".to_owned()),
            Self::Empty { address } => Some(match address.dialect() {
                Dialect::Sqlite => "create its tables first, for example with `sqlite3 FILE < schema.sql`".to_owned(),
                Dialect::Postgres => {
                    "create its tables first, or name other schemas with `--schema`".to_owned()
                }
                Dialect::Mysql => {
                    "create its tables first, or let its user see them with `GRANT SELECT`".to_owned()
                }
            }),
            Self::NoReadableTable { .. } => {
                Some("let its user read them with `GRANT SELECT`".to_owned())
            }
            Self::NothingSelected { .. } => Some(
                "an expression must match a whole name: `order.*`, not `order`; \
                 `formwork inspect` without them lists the tables"
                    .to_owned(),
            ),
        }
    }
}

fn name_the_database(address: &Address) -> String {
    format!(
        "add it after a `/`: `{}/NAME`",
        address.without_password().trim_end_matches('/')
    )
}

fn integrity_check(path: &Path) -> String {
    format!(
        "see what is wrong with the file: `sqlite3 {} 'PRAGMA integrity_check'`",
        word(&path.to_string_lossy())
    )
}

fn is_full(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
}

fn scheme(address: &Address) -> &'static str {
    match address.dialect() {
        Dialect::Sqlite => "sqlite",
        Dialect::Postgres => "postgres",
        Dialect::Mysql => "mysql",
    }
}

fn missing_file(path: &Path) -> Option<String> {
    // SQLAlchemy, and so the forerunner, writes `sqlite:///shop.db` for a file here.
    if let Ok(relative) = path.strip_prefix("/")
        && relative.exists()
    {
        return Some(format!(
            "for the file in this folder write `sqlite:{}`",
            relative.display()
        ));
    }
    path.is_relative()
        .then(|| "give the full path, or run the command where the file is".to_owned())
}
