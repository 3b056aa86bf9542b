//! SQLite through rusqlite: reads on the worker that asks, writes on one thread.
//!
//! A read that turns out long is given up and run again on a thread of its own, so that no request holds up the
//! others. Writes share transactions (group commit), one savepoint each.

mod connection;
mod errors;
mod functions;
mod readers;
mod spellings;
mod writer;

use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use connection::{Access, SqliteConnection};
use readers::Readers;
use rusqlite::backup::{Backup, StepResult};
use writer::Writer;

use super::counter::Counter;
use super::{StoreError, WAITED, Work};
use crate::config::DatabaseConfig;

/// A database in a file.
#[derive(Debug, Clone)]
pub(super) struct SqliteStore {
    readers: Arc<Readers>,
    writer: Arc<Writer>,
    counter: Counter,
}

impl SqliteStore {
    pub(super) fn open(config: &DatabaseConfig) -> Result<Self, StoreError> {
        let path = path(&config.url);
        // The writer comes first: it recovers a journal that a crash left, which readers may not.
        let connection = SqliteConnection::open(&path, Access::Write(config.durability))?;
        let counter = connection.counter.clone();
        let writer = Writer::start(connection)?;
        let readers = Readers::new(path, counter.for_reads());
        readers.check()?;
        Ok(Self {
            readers: Arc::new(readers),
            writer: Arc::new(writer),
            counter,
        })
    }

    pub(super) async fn read<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        self.readers.run(work).await
    }

    pub(super) async fn write<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        self.writer.run(work).await
    }

    /// Counts its statements.
    pub(super) fn counter(&self) -> &Counter {
        &self.counter
    }

    pub(super) async fn close(&self) {
        self.writer.close().await;
    }
}

/// Copies a database, as it is at this moment, into a new file; gives the address of the copy.
pub(crate) fn copy(url: &str, to: &Path) -> Result<String, StoreError> {
    let from = rusqlite::Connection::open_with_flags(
        path(url),
        rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY,
    )
    .map_err(errors::store_error)?;
    copy_pages(&from, to).map_err(errors::store_error)?;
    let to = to.to_string_lossy();
    Ok(format!(
        "sqlite:{}",
        percent_encoding::utf8_percent_encode(&to, percent_encoding::NON_ALPHANUMERIC)
    ))
}

/// Copies all pages of a database as of one moment, also while others write to it. The file must not exist.
///
/// Page by page: `VACUUM INTO` needs every function and collation that the program has which made the tables.
///
/// # Errors
///
/// What SQLite says, such as that the disk is full, or that somebody else has had the database for too long.
pub fn copy_pages(source: &rusqlite::Connection, file: &Path) -> rusqlite::Result<()> {
    let mut copy = rusqlite::Connection::open(file)?;
    // All pages in one step, which nobody can write in between.
    match Backup::new(source, &mut copy)?.step(-1)? {
        StepResult::Done => Ok(()),
        _ => Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            None,
        )),
    }
}

/// The file of an address such as `sqlite:shop.sqlite` or `sqlite:///data/shop.sqlite?mode=rw`.
fn path(url: &str) -> PathBuf {
    let rest = url.strip_prefix("sqlite:").unwrap_or(url);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let file = rest.split_once('?').map_or(rest, |(file, _)| file);
    let decoded = percent_encoding::percent_decode_str(file).decode_utf8_lossy();
    Path::new(&*decoded).to_path_buf()
}

/// Runs work whose futures are all ready at their first poll, because the connection is this thread's own.
fn run_now<W: Work>(
    work: &W,
    connection: &mut SqliteConnection,
) -> Result<W::Output, crate::Error> {
    let future = pin!(work.run(connection));
    match future
        .get_mut()
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(result) => result,
        Poll::Pending => Err(crate::Error::Internal(WAITED.into())),
    }
}
