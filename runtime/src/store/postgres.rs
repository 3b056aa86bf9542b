//! PostgreSQL through sqlx, in its binary format.

mod cells;
mod errors;
mod parameters;

use std::str::FromStr;

use futures_util::TryStreamExt;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgRow};
use sqlx::{AssertSqlSafe, Connection as _, Executor};

use super::network::{Limits, Link, LinkError, NetworkStore};
use super::{Executed, Row, RowSink, Statement, StoreError};
use crate::model::{ColumnType, Dialect};
use crate::value::{Cell, Value};

/// How many statements a connection keeps prepared.
const PREPARED: usize = 200;

/// A PostgreSQL database.
pub(super) type PostgresStore = NetworkStore<PostgresLink>;

/// One connection to PostgreSQL.
pub(super) struct PostgresLink {
    connection: PgConnection,
}

impl Link for PostgresLink {
    type Address = PgConnectOptions;

    const DIALECT: Dialect = Dialect::Postgres;
    const BEGIN: &'static str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";
    const BEGIN_SNAPSHOT: &'static str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

    fn address(url: &str) -> Result<PgConnectOptions, sqlx::Error> {
        Ok(PgConnectOptions::from_str(url)?.statement_cache_capacity(PREPARED))
    }

    async fn open(address: &PgConnectOptions, limits: Limits) -> Result<Self, sqlx::Error> {
        let mut connection = PgConnection::connect_with(address).await?;
        // What is cast to text must look the same whatever the server's settings are. The last setting ends our
        // transactions when this machine is lost without a word: the server would keep their locks for hours.
        let settings = format!(
            "SET TIME ZONE 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; \
             SET extra_float_digits = 1; SET standard_conforming_strings = on; \
             SET statement_timeout = {statement}; SET lock_timeout = {lock}; \
             SET idle_in_transaction_session_timeout = {statement}",
            statement = limits.statement.as_millis(),
            lock = limits.lock.as_millis(),
        );
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(settings)))
            .await?;
        Ok(Self { connection })
    }

    fn returns_inserted(&self) -> bool {
        true
    }

    async fn command(&mut self, sql: &'static str) -> Result<(), sqlx::Error> {
        self.connection.execute(sqlx::raw_sql(sql)).await?;
        Ok(())
    }

    async fn select(
        &mut self,
        statement: &Statement,
        parameters: &[Value],
        sink: &mut dyn RowSink,
    ) -> Result<(), LinkError> {
        let arguments = parameters::arguments(statement, parameters)?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql.clone()), arguments);
        let mut rows = self.connection.fetch(query);
        while let Some(row) = rows.try_next().await? {
            sink.row(&PostgresRow {
                row: &row,
                columns: &statement.columns,
            })?;
        }
        Ok(())
    }

    async fn execute(
        &mut self,
        statement: &Statement,
        parameters: &[Value],
    ) -> Result<Executed, LinkError> {
        let arguments = parameters::arguments(statement, parameters)?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql.clone()), arguments);
        let done = self.connection.execute(query).await?;
        Ok(Executed {
            rows: done.rows_affected(),
            last_insert_id: None,
        })
    }

    async fn ping(&mut self) -> Result<(), sqlx::Error> {
        self.connection.ping().await
    }

    async fn close(self) {
        // It is closed in any case; the server learns of it a little later.
        drop(self.connection.close().await);
    }

    fn store_error(error: sqlx::Error) -> StoreError {
        errors::store_error(error)
    }

    fn is_outdated(error: &sqlx::Error) -> bool {
        errors::is_outdated(error)
    }
}

struct PostgresRow<'a> {
    row: &'a PgRow,
    columns: &'a [ColumnType],
}

impl Row for PostgresRow<'_> {
    fn width(&self) -> usize {
        sqlx::Row::len(self.row)
    }

    fn cell(&self, index: usize) -> Result<Cell<'_>, StoreError> {
        cells::cell(self.row, index, self.columns.get(index))
    }
}
