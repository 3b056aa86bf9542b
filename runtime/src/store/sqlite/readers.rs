//! Reads of SQLite: at once on the worker that asks; on a thread of their own when they turn out long.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, ThreadId};
use std::time::Duration;

use tokio::sync::Semaphore;

use super::super::counter::Counter;
use super::super::{StoreError, Work};
use super::connection::{Access, SqliteConnection};
use super::run_now;

/// How many steps of SQLite's machine a read may take on a worker of the runtime: a few milliseconds.
const STEPS_AT_ONCE: u64 = 100_000;
/// How long a read may take on a thread of its own.
const LONGEST: Duration = Duration::from_secs(20);
/// How many long reads go on at a time; further ones wait.
const LONG_READS: usize = 4;

/// The connections for reads. They are opened as needed and kept.
#[derive(Debug)]
pub(super) struct Readers {
    path: PathBuf,
    /// Counts the statements of all connections.
    counter: Counter,
    /// With the thread that used them last: what it has in the processor's cache is the connection's pages and statements.
    idle: Mutex<Vec<(ThreadId, SqliteConnection)>>,
    long: Arc<Semaphore>,
}

impl Readers {
    pub(super) fn new(path: PathBuf, counter: Counter) -> Self {
        Self {
            path,
            counter,
            idle: Mutex::new(Vec::new()),
            long: Arc::new(Semaphore::new(LONG_READS)),
        }
    }

    /// Opens a first connection.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        let connection = self.take()?;
        self.give_back(connection);
        Ok(())
    }

    pub(super) async fn run<W: Work>(self: &Arc<Self>, work: W) -> Result<W::Output, crate::Error> {
        match self.try_with(&work, |connection| connection.limit_steps(STEPS_AT_ONCE)) {
            Err(error) if matches!(error.as_store_error(), Some(StoreError::Interrupted)) => {}
            done => return done,
        }
        let permit = Arc::clone(&self.long)
            .acquire_owned()
            .await
            .expect("the semaphore is never closed");
        let readers = Arc::clone(self);
        let long = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            readers.try_with(&work, |connection| connection.limit_time(LONGEST))
        });
        long.await?
    }

    fn try_with<W: Work>(
        &self,
        work: &W,
        limit: impl FnOnce(&mut SqliteConnection),
    ) -> Result<W::Output, crate::Error> {
        let mut connection = self.take()?;
        limit(&mut connection);
        if !work.wants_snapshot() {
            let result = run_now(work, &mut connection);
            self.give_back(connection);
            return result;
        }
        connection.run("BEGIN")?;
        let result = run_now(work, &mut connection);
        connection.limit_steps(u64::MAX);
        // A connection whose transaction does not end is not used again.
        if connection.run("COMMIT").is_ok() {
            self.give_back(connection);
        }
        result
    }

    fn take(&self) -> Result<SqliteConnection, StoreError> {
        if let Some(connection) = self.take_idle() {
            return Ok(connection);
        }
        let mut connection = SqliteConnection::open(&self.path, Access::Read)?;
        connection.counter = self.counter.clone();
        Ok(connection)
    }

    /// The connection that this thread used last, or else another one.
    fn take_idle(&self) -> Option<SqliteConnection> {
        let thread = thread::current().id();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let own = idle.iter().rposition(|(user, _)| *user == thread);
        let (_, connection) = match own {
            Some(own) => idle.swap_remove(own),
            None => idle.pop()?,
        };
        Some(connection)
    }

    fn give_back(&self, connection: SqliteConnection) {
        let thread = thread::current().id();
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.push((thread, connection));
    }
}
