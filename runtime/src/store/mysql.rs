//! MySQL and MariaDB through sqlx, in their binary format.

mod cells;
mod errors;
mod parameters;

use std::collections::HashSet;
use std::str::FromStr;
use std::sync::Arc;

use foldhash::fast::RandomState;
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlConnectOptions, MySqlConnection, MySqlRow};
use sqlx::{AssertSqlSafe, Connection as _, Executor, Row as _};

use super::network::{Limits, Link, LinkError, NetworkStore};
use super::{Executed, Row, RowSink, Statement, StoreError};
use crate::model::{ColumnType, Dialect};
use crate::value::{Cell, Value};
use cells::Wire;

/// How many statements a connection keeps prepared.
const PREPARED: usize = 200;

/// A MySQL or MariaDB database.
pub(super) type MysqlStore = NetworkStore<MysqlLink>;

/// One connection to MySQL or MariaDB.
pub(super) struct MysqlLink {
    connection: MySqlConnection,
    product: Product,
    /// What the connection keeps prepared.
    prepared: HashSet<Arc<str>, RandomState>,
}

impl MysqlLink {
    /// Makes room for a statement if it is yet to be prepared and there is none.
    ///
    /// The server does not answer when a statement is closed, and sqlx does not set `TCP_NODELAY`: what is sent next waits for an
    /// acknowledgement that servers put off, for 40 ms on Linux. All are closed at once, so that this is waited for once, not
    /// with each statement from then on.
    async fn make_room(&mut self, statement: &Statement) -> Result<(), sqlx::Error> {
        if self.prepared.contains(&statement.sql) {
            return Ok(());
        }
        if self.prepared.len() >= PREPARED {
            self.prepared.clear();
            self.connection.clear_cached_statements().await?;
        }
        self.prepared.insert(Arc::clone(&statement.sql));
        Ok(())
    }
}

/// Which of the two answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Product {
    Mysql,
    /// With `INSERT … RETURNING` from 10.5 on.
    MariaDb {
        returns_inserted: bool,
    },
}

impl Link for MysqlLink {
    type Address = MySqlConnectOptions;

    const DIALECT: Dialect = Dialect::Mysql;
    // The isolation of the session is READ COMMITTED, see `settings`.
    const BEGIN: &'static str = "START TRANSACTION READ WRITE";
    const BEGIN_SNAPSHOT: &'static str = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; \
        START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY";

    fn address(url: &str) -> Result<MySqlConnectOptions, sqlx::Error> {
        // MariaDB's own scheme is the same protocol.
        let url = url
            .strip_prefix("mariadb:")
            .map_or_else(|| url.to_owned(), |rest| format!("mysql:{rest}"));
        let options = MySqlConnectOptions::from_str(&url)?;
        Ok(options
            .statement_cache_capacity(PREPARED)
            .charset("utf8mb4")
            .timezone(Some("+00:00".to_owned()))
            // We set the whole mode ourselves.
            .pipes_as_concat(false)
            .no_engine_substitution(false))
    }

    async fn open(address: &MySqlConnectOptions, limits: Limits) -> Result<Self, sqlx::Error> {
        let mut connection = MySqlConnection::connect_with(address).await?;
        let version: String = connection
            .fetch_one(sqlx::raw_sql("SELECT CONCAT(VERSION(), '')"))
            .await?
            .try_get(0)?;
        let product = Product::of_version(&version);
        connection
            .execute(sqlx::raw_sql(AssertSqlSafe(product.settings(limits))))
            .await?;
        Ok(Self {
            connection,
            product,
            prepared: HashSet::default(),
        })
    }

    fn returns_inserted(&self) -> bool {
        self.product
            == Product::MariaDb {
                returns_inserted: true,
            }
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
        self.make_room(statement).await?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql.clone()), arguments);
        let mut rows = self.connection.fetch(query);
        let mut wires = Vec::new();
        while let Some(row) = rows.try_next().await? {
            if wires.is_empty() {
                wires = cells::wires(&row, &statement.columns);
            }
            sink.row(&MysqlRow {
                row: &row,
                wires: &wires,
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
        self.make_room(statement).await?;
        let query = sqlx::query_with(AssertSqlSafe(statement.sql.clone()), arguments);
        let done = self.connection.execute(query).await?;
        // sqlx asks for the rows that an update found, not only for those it changed (`CLIENT_FOUND_ROWS`).
        let last_insert_id = Some(done.last_insert_id()).filter(|id| *id > 0);
        Ok(Executed {
            rows: done.rows_affected(),
            last_insert_id,
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

impl Product {
    /// From what `VERSION()` says, such as `10.11.6-MariaDB-0+deb12u1` or `8.4.2`.
    fn of_version(version: &str) -> Self {
        if !version.contains("MariaDB") {
            return Self::Mysql;
        }
        // Some proxies put `5.5.5-` before the version, for clients that know no two digits.
        let version = version.strip_prefix("5.5.5-").unwrap_or(version);
        let mut parts = version
            .split(['.', '-'])
            .map(|part| part.parse().unwrap_or(0));
        let version: (u32, u32) = (parts.next().unwrap_or(0), parts.next().unwrap_or(0));
        Self::MariaDb {
            returns_inserted: version >= (10, 5),
        }
    }

    /// How a session is set up.
    ///
    /// Strict, so that nothing is cut or repaired in silence. Zeros in dates are allowed, because there are columns
    /// with such defaults and rows with such values, which must stay writable. An explicit 0 in a numbered column
    /// is kept, not replaced by the next number.
    fn settings(self, limits: Limits) -> String {
        let statement = match self {
            Self::Mysql => format!("max_execution_time = {}", limits.statement.as_millis()),
            // The last setting ends our transactions when this machine is lost without a word.
            Self::MariaDb { .. } => format!(
                "max_statement_time = {0}, SESSION idle_transaction_timeout = {0}",
                limits.statement.as_secs()
            ),
        };
        format!(
            "SET SESSION sql_mode = 'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,\
             NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION', SESSION autocommit = 1, \
             SESSION innodb_lock_wait_timeout = {lock}, SESSION {statement}; \
             SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
            lock = limits.lock.as_secs(),
        )
    }
}

struct MysqlRow<'a> {
    row: &'a MySqlRow,
    wires: &'a [Wire],
    columns: &'a [ColumnType],
}

impl Row for MysqlRow<'_> {
    fn width(&self) -> usize {
        sqlx::Row::len(self.row)
    }

    fn cell(&self, index: usize) -> Result<Cell<'_>, StoreError> {
        let wire = self.wires.get(index).copied().unwrap_or(Wire::Text);
        cells::cell(self.row, index, wire, self.columns.get(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mariadb_is_told_from_mysql() {
        let returns = |returns_inserted| Product::MariaDb { returns_inserted };
        assert_eq!(Product::of_version("8.4.2"), Product::Mysql);
        assert_eq!(
            Product::of_version("10.11.6-MariaDB-0+deb12u1"),
            returns(true)
        );
        assert_eq!(
            Product::of_version("5.5.5-10.4.34-MariaDB-log"),
            returns(false)
        );
        assert_eq!(Product::of_version("11.4.2-MariaDB"), returns(true));
    }
}
