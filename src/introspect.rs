//! Reads the facts of a database: its address in, a [`Schema`] out.
//!
//! Each kind of database has a reader of its catalog, which holds SQL and the names of types. Grouping what it
//! read into tables is the same for all, and needs no database.
//!
//! A database is only read. A SQLite file is opened so that nothing beside it is made either.

mod address;
mod assemble;
mod error;
mod mysql;
mod postgres;
mod rows;
mod selection;
mod server;
mod sqlite;
mod tokens;

use std::time::Duration;

use formwork_runtime::model::Dialect;

pub use self::{
    address::{Address, AddressError},
    error::IntrospectError,
    selection::ReadOptions,
};
use self::{
    assemble::assemble,
    mysql::Mysql,
    postgres::Postgres,
    rows::{
        CheckRow, ColumnRow, ForeignKeyRow, IndexRow, InheritanceRow, PrimaryKeyRow, Rows, TableRow,
    },
    sqlite::Sqlite,
};
pub(crate) use self::{
    selection::is_internal,
    sqlite::{open as open_sqlite, open_to_copy as open_sqlite_to_copy},
};
use crate::schema::{LeftOut, Schema};

/// How long all of a catalog may take.
const READ_TIMEOUT: Duration = Duration::from_mins(2);

/// Reads the catalog of one kind of database.
trait Introspect {
    /// The schema whose tables need no qualification, where there are schemas.
    async fn default_schema(&mut self) -> sqlx::Result<Option<String>> {
        Ok(None)
    }

    async fn tables(&mut self) -> sqlx::Result<Vec<TableRow>>;

    /// Every column of every table and view.
    async fn columns(&mut self) -> sqlx::Result<Vec<ColumnRow>>;

    async fn primary_keys(&mut self) -> sqlx::Result<Vec<PrimaryKeyRow>>;

    async fn foreign_keys(&mut self) -> sqlx::Result<Vec<ForeignKeyRow>>;

    /// Every index but those of the primary keys.
    async fn indexes(&mut self) -> sqlx::Result<Vec<IndexRow>>;

    async fn checks(&mut self) -> sqlx::Result<Vec<CheckRow>>;

    async fn inheritance(&mut self) -> sqlx::Result<Vec<InheritanceRow>> {
        Ok(Vec::new())
    }

    /// What could not be read by the others.
    fn left_out(&mut self) -> Vec<LeftOut> {
        Vec::new()
    }

    /// Lets go of the database, and waits until that is done: a file may be somebody else's alone after it.
    async fn close(self) -> sqlx::Result<()>;
}

/// Reads the facts of the database at an address.
pub async fn introspect(
    address: &Address,
    options: &ReadOptions,
) -> Result<Schema, IntrospectError> {
    let rows = tokio::time::timeout(READ_TIMEOUT, rows(address, options))
        .await
        .map_err(|_| IntrospectError::TimedOut {
            address: address.clone(),
            seconds: READ_TIMEOUT.as_secs(),
        })??;
    checked(address, rows, options)
}

async fn rows(address: &Address, options: &ReadOptions) -> Result<Rows, IntrospectError> {
    let failed = |source| IntrospectError::Read {
        address: address.clone(),
        source,
    };
    if !options.schemas.is_empty() && address.dialect() != Dialect::Postgres {
        return Err(IntrospectError::NoSchemas {
            address: address.clone(),
        });
    }
    match address.dialect() {
        Dialect::Sqlite => read(Sqlite::open(address).await?).await,
        Dialect::Postgres => read(Postgres::open(address, options).await?).await,
        Dialect::Mysql => read(Mysql::open(address).await?).await,
    }
    .map_err(failed)
}

async fn read(mut reader: impl Introspect) -> sqlx::Result<Rows> {
    let rows = Rows {
        default_schema: reader.default_schema().await?,
        tables: reader.tables().await?,
        columns: reader.columns().await?,
        primary_keys: reader.primary_keys().await?,
        foreign_keys: reader.foreign_keys().await?,
        indexes: reader.indexes().await?,
        checks: reader.checks().await?,
        inheritance: reader.inheritance().await?,
        left_out: reader.left_out(),
    };
    reader.close().await?;
    Ok(rows)
}

/// The schema, if there is anything in it.
fn checked(
    address: &Address,
    rows: Rows,
    options: &ReadOptions,
) -> Result<Schema, IntrospectError> {
    let address = || address.clone();
    let mut tables = rows
        .tables
        .iter()
        .filter(|row| !is_internal(&row.table.name))
        .peekable();
    if tables.peek().is_none() {
        return Err(IntrospectError::Empty { address: address() });
    }
    if !tables.any(|row| options.selects(&row.table)) {
        return Err(IntrospectError::NothingSelected { address: address() });
    }
    let schema = assemble(address().dialect(), rows, options);
    if schema.tables.is_empty() {
        return Err(IntrospectError::NoReadableTable { address: address() });
    }
    Ok(schema)
}
