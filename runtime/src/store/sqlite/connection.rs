//! One connection of rusqlite as a [`Connection`].

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, Value as SqliteValue, ValueRef};
use rusqlite::{CachedStatement, OpenFlags, ToSql};

use super::super::counter::Counter;
use super::super::{
    BoxFuture, Connection, Executed, Row, RowSink, Statement, StoreError, log_statement,
};
use super::errors::store_error;
use super::functions;
use crate::config::Durability;
use crate::model::{ColumnType, Dialect};
use crate::value::{Cell, Value, to_float};

/// How many statements a connection keeps prepared.
const PREPARED: usize = 200;
/// After how many steps of SQLite's machine it asks whether to go on.
const STEPS: i32 = 4_096;
/// How long a write waits for other programs that hold the file.
const BUSY: Duration = Duration::from_secs(5);

/// What a connection is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Access {
    Read,
    Write(Durability),
}

/// A connection of rusqlite with a limit on what one piece of work may take.
#[derive(Debug)]
pub(super) struct SqliteConnection {
    pub(super) connection: rusqlite::Connection,
    /// Counts its statements.
    pub(super) counter: Counter,
    limit: Arc<Limit>,
}

/// How long work may still go on; asked every few thousand steps.
#[derive(Debug)]
struct Limit {
    started: Instant,
    /// Steps that are left before it is given up; unlimited at the maximum.
    steps: AtomicU64,
    /// Milliseconds after `started`.
    deadline: AtomicU64,
}

impl Limit {
    fn is_reached(&self) -> bool {
        let steps = self.steps.load(Ordering::Relaxed);
        if steps != u64::MAX {
            let left = steps.saturating_sub(u64::from(STEPS.unsigned_abs()));
            self.steps.store(left, Ordering::Relaxed);
            return left == 0;
        }
        let deadline = self.deadline.load(Ordering::Relaxed);
        deadline != u64::MAX && self.started.elapsed() > Duration::from_millis(deadline)
    }
}

impl SqliteConnection {
    pub(super) fn open(path: &Path, access: Access) -> Result<Self, StoreError> {
        let flags = match access {
            Access::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
            Access::Write(_) => OpenFlags::SQLITE_OPEN_READ_WRITE,
        } | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = rusqlite::Connection::open_with_flags(path, flags).map_err(store_error)?;
        connection.busy_timeout(BUSY).map_err(store_error)?;
        // Otherwise SQLite looks at the values to plan, and prepares a statement again whenever its LIMIT is given anew.
        connection
            .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
            .map_err(store_error)?;
        functions::add(&connection).map_err(store_error)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        let pragmas = match access {
            Access::Read => "PRAGMA query_only = ON;",
            Access::Write(Durability::Full) => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
            }
            Access::Write(Durability::Normal) => {
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;"
            }
        };
        connection.execute_batch(pragmas).map_err(store_error)?;
        let limit = Arc::new(Limit {
            started: Instant::now(),
            steps: AtomicU64::new(u64::MAX),
            deadline: AtomicU64::new(u64::MAX),
        });
        let asked = Arc::clone(&limit);
        connection
            .progress_handler(STEPS, Some(move || asked.is_reached()))
            .map_err(store_error)?;
        Ok(Self {
            connection,
            counter: Counter::default(),
            limit,
        })
    }

    /// From here on, work is interrupted after so many steps.
    pub(super) fn limit_steps(&mut self, steps: u64) {
        self.limit.steps.store(steps, Ordering::Relaxed);
    }

    /// From here on, work is interrupted after so much time, counted from now.
    pub(super) fn limit_time(&mut self, time: Duration) {
        let deadline = self.limit.started.elapsed() + time;
        self.limit.steps.store(u64::MAX, Ordering::Relaxed);
        self.limit.deadline.store(
            u64::try_from(deadline.as_millis()).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
    }

    /// Runs SQL of our own, such as `BEGIN`, which is kept prepared.
    pub(super) fn run(&mut self, sql: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.raw_execute())
            .map_err(store_error)?;
        Ok(())
    }

    fn prepare(
        &self,
        statement: &Statement,
        parameters: &[Value],
    ) -> Result<CachedStatement<'_>, StoreError> {
        let statement = self.counter.pass(statement);
        log_statement(statement, parameters);
        let mut prepared = self
            .connection
            .prepare_cached(&statement.sql)
            .map_err(store_error)?;
        for (index, (value, column_type)) in parameters
            .iter()
            .zip(statement.parameters.iter())
            .enumerate()
        {
            prepared
                .raw_bind_parameter(index + 1, Bound { value, column_type })
                .map_err(store_error)?;
        }
        Ok(prepared)
    }

    fn select_now(
        &self,
        statement: &Statement,
        parameters: &[Value],
        sink: &mut dyn RowSink,
    ) -> Result<(), StoreError> {
        let mut prepared = self.prepare(statement, parameters)?;
        let mut rows = prepared.raw_query();
        while let Some(row) = rows.next().map_err(store_error)? {
            sink.row(&SqliteRow(row))?;
        }
        Ok(())
    }

    fn execute_now(
        &self,
        statement: &Statement,
        parameters: &[Value],
    ) -> Result<Executed, StoreError> {
        let rows = self
            .prepare(statement, parameters)?
            .raw_execute()
            .map_err(store_error)?;
        Ok(Executed {
            rows: rows as u64,
            last_insert_id: None,
        })
    }
}

impl Connection for SqliteConnection {
    fn dialect(&self) -> Dialect {
        Dialect::Sqlite
    }

    fn returns_inserted(&self) -> bool {
        true
    }

    fn select<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        let result = self.select_now(statement, parameters, sink);
        Box::pin(std::future::ready(result))
    }

    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
    ) -> BoxFuture<'a, Result<Executed, StoreError>> {
        Box::pin(std::future::ready(self.execute_now(statement, parameters)))
    }
}

struct SqliteRow<'a>(&'a rusqlite::Row<'a>);

impl Row for SqliteRow<'_> {
    fn width(&self) -> usize {
        self.0.as_ref().column_count()
    }

    fn cell(&self, index: usize) -> Result<Cell<'_>, StoreError> {
        Ok(match self.0.get_ref(index).map_err(store_error)? {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(value) => Cell::Int(value),
            ValueRef::Real(value) => Cell::Float(value),
            // Asking first is faster: what is UTF-8, as almost everything, is looked at eight bytes at a time.
            ValueRef::Text(bytes) => Cell::Text(match std::str::from_utf8(bytes) {
                Ok(text) => text.into(),
                Err(_) => String::from_utf8_lossy(bytes),
            }),
            ValueRef::Blob(bytes) => Cell::Bytes(bytes.into()),
        })
    }
}

/// A value as SQLite keeps it in a column of the type.
struct Bound<'a> {
    value: &'a Value,
    column_type: &'a ColumnType,
}

impl ToSql for Bound<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        let owned = |text: String| ToSqlOutput::Owned(SqliteValue::Text(text));
        Ok(match self.value {
            Value::Null => ToSqlOutput::Owned(SqliteValue::Null),
            Value::Bool(value) => ToSqlOutput::Owned(SqliteValue::Integer((*value).into())),
            Value::Int(value) => ToSqlOutput::Owned(SqliteValue::Integer(*value)),
            Value::Float(value) => ToSqlOutput::Owned(SqliteValue::Real(*value)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Foreign(text) | Value::Json(text) | Value::Digits(text) => {
                ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes()))
            }
            Value::Bytes(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
            // With a space, as SQLite's own functions write them.
            Value::Timestamp(_) => owned(self.value.text(self.column_type).replacen('T', " ", 1)),
            Value::TimestampTz(_) => owned(
                self.value
                    .text(self.column_type)
                    .replacen('T', " ", 1)
                    .replacen('Z', "+00:00", 1),
            ),
            // As SQLite would read its digits in a column of numbers.
            Value::Decimal(decimal) => match to_float(*decimal) {
                Some(float) => ToSqlOutput::Owned(SqliteValue::Real(float)),
                None => owned(self.value.text(self.column_type)),
            },
            Value::UInt(_) | Value::Date(_) | Value::Time(_) | Value::Uuid(_) => {
                owned(self.value.text(self.column_type))
            }
            Value::List(_) => {
                let mut json = Vec::new();
                self.value.write_json(self.column_type, &mut json);
                owned(String::from_utf8(json).expect("what we write is UTF-8"))
            }
        })
    }
}
