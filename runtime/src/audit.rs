//! The audit log: every row that a transaction changes, before and after, in the table `formwork_audit` of the same database.
//!
//! It is written by the transaction itself ([`entry`]), so that neither is there without the other, and read by the admin app
//! ([`log`]). The table is made by `formwork add-audit`, never by a server that starts.

mod entry;
#[cfg(feature = "admin")]
mod log;

pub(crate) use entry::{entries, insert};
#[cfg(feature = "admin")]
pub(crate) use log::{Asked, find};

use crate::app::Ignore;
use crate::config::DatabaseConfig;
use crate::model::{ColumnType, Dialect};
use crate::store::{BoxFuture, Connection, Statement, Store, Work};

/// The statement that makes the table, for a migration. It leaves a table that is there as it is.
#[must_use]
pub fn table(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => {
            "CREATE TABLE IF NOT EXISTS formwork_audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    request_id TEXT,
    caller TEXT,
    resource TEXT NOT NULL,
    row_id TEXT NOT NULL,
    action TEXT NOT NULL,
    changes TEXT NOT NULL
)"
        }
        Dialect::Postgres => {
            "CREATE TABLE IF NOT EXISTS formwork_audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at TEXT NOT NULL,
    request_id TEXT,
    caller TEXT,
    resource TEXT NOT NULL,
    row_id TEXT NOT NULL,
    action TEXT NOT NULL,
    changes TEXT NOT NULL
)"
        }
        Dialect::Mysql => {
            "CREATE TABLE IF NOT EXISTS formwork_audit (
    id BIGINT AUTO_INCREMENT PRIMARY KEY,
    at VARCHAR(30) NOT NULL,
    request_id VARCHAR(64),
    caller VARCHAR(255),
    resource VARCHAR(255) NOT NULL,
    row_id VARCHAR(512) NOT NULL,
    action VARCHAR(10) NOT NULL,
    changes LONGTEXT NOT NULL,
    KEY formwork_audit_row (resource(100), row_id(100))
) CHARACTER SET utf8mb4"
        }
    }
}

/// The statement that makes rows be found by what they are about; MySQL has it in the table's.
#[must_use]
pub fn index(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Mysql => None,
        Dialect::Sqlite | Dialect::Postgres => Some(
            "CREATE INDEX IF NOT EXISTS formwork_audit_row ON formwork_audit (resource, row_id)",
        ),
    }
}

/// Makes the table in a database, unless it is there; says whether it was not.
pub async fn create(dialect: Dialect, config: &DatabaseConfig) -> crate::Result<bool> {
    let store = Store::open(dialect, config).await?;
    let is_new = check(&store).await.is_err();
    let made = store.write(Run(std::iter::once(table(dialect))
        .chain(index(dialect))
        .map(|sql| plain(sql, &[]))
        .collect()));
    let made = made.await;
    store.close().await;
    made.map(|()| is_new)
}

/// Finds out whether the table is there.
pub(crate) async fn check(store: &Store) -> crate::Result<()> {
    let number = ColumnType::Integer {
        bits: 64,
        unsigned: false,
    };
    store
        .read(Look(plain(
            "SELECT id FROM formwork_audit WHERE id = 0",
            &[number],
        )))
        .await
}

fn plain(sql: &str, columns: &[ColumnType]) -> Statement {
    Statement {
        sql: sql.into(),
        parameters: [].into(),
        columns: columns.into(),
    }
}

struct Run(Vec<Statement>);

impl Work for Run {
    type Output = ();

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, crate::Result<()>> {
        Box::pin(async move {
            for statement in &self.0 {
                connection.execute(statement, &[]).await?;
            }
            Ok(())
        })
    }
}

struct Look(Statement);

impl Work for Look {
    type Output = ();

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, crate::Result<()>> {
        Box::pin(async move { Ok(connection.select(&self.0, &[], &mut Ignore).await?) })
    }
}
