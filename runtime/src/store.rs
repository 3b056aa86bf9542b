//! The databases: the only SQL of the runtime, and the only place that knows drivers.
//!
//! Code above works on a [`Connection`] and is the same for every database. It comes as [`Work`]: an `async fn` over the
//! connection that may be run again, since a transaction that lost a race is repeated whole. On SQLite each of its
//! futures is ready when polled (the connection belongs to the thread that polls), so that a transaction never waits
//! in the middle; on PostgreSQL and MySQL it runs in a task of its own, which a client that hangs up cannot abandon.

mod counter;
mod error;
#[cfg(feature = "mysql")]
mod mysql;
#[cfg(any(feature = "postgres", feature = "mysql"))]
mod network;
mod plan;
#[cfg(feature = "postgres")]
mod postgres;
mod read_row;
mod sql;
#[cfg(feature = "sqlite")]
mod sqlite;
mod statement;

use std::future::Future;
use std::pin::Pin;

pub use error::{BoxError, StoreError, Violation};
pub use plan::{
    Aggregate, AggregateOrder, Aggregation, Chain, Column, Comparison, Function, Grouping, Having,
    HavingTest, Join, Kept, Lock, Measure, Nulls, OrderBy, Page, Period, Plans, Select, Shape,
    SortTest, Source, Summary, Test, all_equal, equal, in_list, key_in, keys_at_once, one_by_one,
    shows_bytes,
};
pub(crate) use plan::{changes_spelled_key, inserts_spelled_key, is_number};
pub use read_row::ReadRow;
pub use sql::{SqlText, quote};
#[cfg(feature = "sqlite")]
pub(crate) use sqlite::copy as copy_sqlite;
#[cfg(feature = "sqlite")]
pub use sqlite::copy_pages as copy_sqlite_pages;
pub use statement::Statement;

use crate::config::DatabaseConfig;
use crate::model::Dialect;
use crate::value::{Cell, Value};

/// A future that borrows what it works on.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One connection to a database, inside a transaction or for reads.
pub trait Connection: Send {
    /// The database's kind, for the few statements that differ.
    fn dialect(&self) -> Dialect;

    /// Runs a query and hands its rows to the sink, one by one.
    fn select<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Runs a statement that changes rows.
    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
    ) -> BoxFuture<'a, Result<Executed, StoreError>>;

    /// Whether `INSERT … RETURNING` is understood: by all but MySQL (MariaDB does).
    fn returns_inserted(&self) -> bool;
}

/// What a statement that changes rows did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Executed {
    /// Rows inserted, deleted, or matched by an update (also where no value differed).
    pub rows: u64,
    /// The number the database gave to an inserted row; MySQL only.
    pub last_insert_id: Option<u64>,
}

/// A row that the driver still owns.
pub trait Row {
    /// How many cells it has.
    fn width(&self) -> usize;

    /// The cell of a column, counted from 0 in the order of the statement's columns.
    fn cell(&self, index: usize) -> Result<Cell<'_>, StoreError>;

    /// All cells.
    fn cells(&self) -> Result<Vec<Cell<'_>>, StoreError> {
        let width = self.width();
        let mut cells = Vec::with_capacity(width);
        for index in 0..width {
            cells.push(self.cell(index)?);
        }
        Ok(cells)
    }
}

/// Takes the rows of a query.
pub trait RowSink: Send {
    /// Takes one row; an error ends the query.
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError>;
}

/// Something to do with a connection, from its first statement to its last.
///
/// It may be run again after a lost race or a failed group commit, so it changes nothing but the database.
pub trait Work: Send + Sync + 'static {
    /// What it finds.
    type Output: Send + 'static;

    /// Whether it reads more than once and wants all reads to see one state of the database.
    fn wants_snapshot(&self) -> bool {
        true
    }

    /// Whether what it has changed is kept when it succeeds; asked after each run.
    fn keeps_changes(&self) -> bool {
        true
    }

    /// Called once what it has changed is committed, before anybody is told its result; also if nobody waits for that any more.
    fn committed(&self) {}

    /// Does it. An error rolls the transaction back.
    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Self::Output, crate::Error>>;
}

/// The target of the lines that log statements.
pub(crate) const SQL_LOG: &str = "formwork::sql";

/// Logs a statement, without its values: they may be what nobody should read in a log.
fn log_statement(statement: &Statement, parameters: &[Value]) {
    tracing::debug!(target: SQL_LOG, parameters = parameters.len(), "{}", statement.sql);
}

/// Why work is refused that waits for something else while it holds a transaction.
const WAITED: &str =
    "an event waited for something other than its session; enqueue a job or publish a message";

fn panic_message(panic: &(dyn std::any::Any + Send)) -> String {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    format!(
        "a rule or an event panicked: {}",
        message.unwrap_or("no message")
    )
}

/// A database of the application.
#[derive(Debug, Clone)]
pub struct Store(Driver);

#[derive(Debug, Clone)]
enum Driver {
    #[cfg(feature = "sqlite")]
    Sqlite(sqlite::SqliteStore),
    #[cfg(feature = "postgres")]
    Postgres(postgres::PostgresStore),
    #[cfg(feature = "mysql")]
    Mysql(mysql::MysqlStore),
}

impl Store {
    /// Opens the database; it must exist and answer.
    #[cfg_attr(
        not(any(feature = "postgres", feature = "mysql")),
        expect(clippy::unused_async, reason = "only servers are waited for")
    )]
    pub async fn open(dialect: Dialect, config: &DatabaseConfig) -> Result<Self, StoreError> {
        match dialect {
            #[cfg(feature = "sqlite")]
            Dialect::Sqlite => sqlite::SqliteStore::open(config).map(Driver::Sqlite),
            #[cfg(feature = "postgres")]
            Dialect::Postgres => postgres::PostgresStore::open(config)
                .await
                .map(Driver::Postgres),
            #[cfg(feature = "mysql")]
            Dialect::Mysql => mysql::MysqlStore::open(config).await.map(Driver::Mysql),
            #[cfg(not(all(feature = "sqlite", feature = "postgres", feature = "mysql")))]
            missing => Err(StoreError::NoDriver(missing)),
        }
        .map(Self)
    }

    /// Runs work that only reads, outside a transaction or in a snapshot of its own.
    pub async fn read<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(store) => store.read(work).await,
            #[cfg(feature = "postgres")]
            Driver::Postgres(store) => store.read(work).await,
            #[cfg(feature = "mysql")]
            Driver::Mysql(store) => store.read(work).await,
        }
    }

    /// Runs work in a transaction, which is committed when the work succeeds and rolled back when it fails.
    ///
    /// It answers after the commit. A transaction that loses a deadlock or a serialization race is run again,
    /// a bounded number of times.
    pub async fn write<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(store) => store.write(work).await,
            #[cfg(feature = "postgres")]
            Driver::Postgres(store) => store.write(work).await,
            #[cfg(feature = "mysql")]
            Driver::Mysql(store) => store.write(work).await,
        }
    }

    /// How many statements its writing transactions have run, besides those that begin and end them.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.counter().statements()
    }

    /// How many queries its reads have run.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.counter().queries()
    }

    /// Has the database refuse the nth statement of writing transactions from now on, counted from 1; for tests of what
    /// remains then. 0 takes it back.
    pub fn refuse_statement(&self, nth: u64) {
        self.counter().refuse(nth);
    }

    fn counter(&self) -> &counter::Counter {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(store) => store.counter(),
            #[cfg(feature = "postgres")]
            Driver::Postgres(store) => store.counter(),
            #[cfg(feature = "mysql")]
            Driver::Mysql(store) => store.counter(),
        }
    }

    /// Finishes what runs and closes the connections.
    pub async fn close(&self) {
        match &self.0 {
            #[cfg(feature = "sqlite")]
            Driver::Sqlite(store) => store.close().await,
            #[cfg(feature = "postgres")]
            Driver::Postgres(store) => store.close().await,
            #[cfg(feature = "mysql")]
            Driver::Mysql(store) => store.close().await,
        }
    }
}
