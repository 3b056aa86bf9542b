//! Opens a SQLite file so that nothing beside it is made or changed.

use std::{
    borrow::Cow,
    fs,
    io::Read,
    path::{Path, PathBuf},
    time::Duration,
};

use rusqlite::OpenFlags;
use sqlx::{ConnectOptions, SqliteConnection, error::DatabaseError, sqlite::SqliteConnectOptions};
use url::Url;

use crate::introspect::{Address, IntrospectError};

/// How long a lock of somebody who writes is waited for.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Opens the file read only.
pub(crate) async fn open(
    address: &Address,
    path: &Path,
) -> Result<SqliteConnection, IntrospectError> {
    let header = header(path)?;
    if header.is_empty() {
        return Err(IntrospectError::Empty {
            address: address.clone(),
        });
    }
    SqliteConnectOptions::new()
        .filename(absolute(path))
        .read_only(true)
        .immutable(is_immutable(&header, path))
        .busy_timeout(BUSY_TIMEOUT)
        .connect()
        .await
        .map_err(|source| IntrospectError::File {
            path: path.to_owned(),
            source: source.into(),
        })
}

/// Opens the file read only, for the functions of SQLite that copy pages.
pub(crate) fn open_to_copy(path: &Path) -> Result<rusqlite::Connection, IntrospectError> {
    let failed = |source: Box<dyn std::error::Error + Send + Sync>| IntrospectError::File {
        path: path.to_owned(),
        source,
    };
    let immutable = u8::from(is_immutable(&header(path)?, path));
    let mut url = Url::from_file_path(absolute(path))
        .map_err(|()| failed("its path cannot be written as an address".into()))?;
    url.set_query(Some(&format!("mode=ro&immutable={immutable}")));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let connection = rusqlite::Connection::open_with_flags(url.as_str(), flags)
        .map_err(|source| failed(source.into()))?;
    connection
        .busy_timeout(BUSY_TIMEOUT)
        .map_err(|source| failed(source.into()))?;
    Ok(connection)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Whether nothing but the file itself is to be read.
///
/// Reading a WAL database makes `-wal` and `-shm` beside it, which a reader cannot remove again. Without a log there is nothing to
/// read but the file. With the log of a process that died a `-shm` comes to be, which the next writer uses; the log is not touched.
fn is_immutable(header: &[u8], path: &Path) -> bool {
    is_wal(header) && !has_log(path)
}

/// What it means that the first statement fails.
pub(super) fn unreadable(address: &Address, path: &Path, source: sqlx::Error) -> IntrospectError {
    let code = source
        .as_database_error()
        .and_then(DatabaseError::code)
        .map(Cow::into_owned);
    match code.as_deref() {
        // SQLITE_READONLY_ROLLBACK: https://sqlite.org/rescode.html#readonly_rollback
        Some("776") => IntrospectError::Unfinished {
            path: path.to_owned(),
            source,
        },
        // SQLITE_CANTOPEN: the file is open already, so it is what stands beside it.
        Some("14") if has_log(path) => IntrospectError::Log {
            path: path.to_owned(),
            source,
        },
        _ => IntrospectError::Read {
            address: address.clone(),
            source,
        },
    }
}

/// The first bytes of the file, as described in <https://sqlite.org/fileformat.html#the_database_header>.
fn header(path: &Path) -> Result<Vec<u8>, IntrospectError> {
    let mut header = Vec::new();
    fs::File::open(path)
        .and_then(|file| file.take(100).read_to_end(&mut header))
        .map_err(|source| match source.kind() {
            std::io::ErrorKind::NotFound => IntrospectError::MissingFile {
                path: path.to_owned(),
            },
            _ => IntrospectError::File {
                path: path.to_owned(),
                source: source.into(),
            },
        })?;
    if !header.is_empty() && !header.starts_with(b"SQLite format 3\0") {
        return Err(IntrospectError::NotADatabase {
            path: path.to_owned(),
        });
    }
    Ok(header)
}

/// Whether the file is in WAL mode.
fn is_wal(header: &[u8]) -> bool {
    header.get(18..20) == Some(&[2, 2])
}

fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    fs::metadata(log).is_ok_and(|log| log.len() > 0)
}
