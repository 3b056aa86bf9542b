//! Folders with a database and the model of it, under the compiler's output.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::str::FromStr;

use formwork::introspect::{Address, ReadOptions, introspect};
use formwork::model::{Overrides, from_schema};
use rusqlite::Connection;
use sqlx::{AssertSqlSafe, Connection as _, Executor, PgConnection, raw_sql};
use url::Url;

use crate::{Result, block_on};

/// A kind of database that servers are measured on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
}

impl FromStr for Database {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "sqlite" => Ok(Self::Sqlite),
            "postgres" => Ok(Self::Postgres),
            _ => Err(format!("`{text}` is no database of this benchmark")),
        }
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        })
    }
}

/// The file of a SQLite database in its folder.
pub(crate) const FILE: &str = "db.sqlite";
/// The file with the address of a database on a server.
const ADDRESS: &str = "address";
/// The model's file in the folder.
pub(crate) const MODEL: &str = "model.json";

/// Which of the sample's rows there are more of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Copied {
    Orders,
    OrdersAndDetails,
}

/// The sample, with so many orders at least.
pub(crate) fn northwind(orders: Option<u32>, copied: Copied) -> Result<PathBuf> {
    let folder = fresh_folder("northwind")?;
    let connection = Connection::open(folder.join(FILE))?;
    for file in [
        "examples/northwind/schema.sql",
        "examples/northwind/data.sql",
    ] {
        connection.execute_batch(&format!("BEGIN;\n{}\nCOMMIT;", read(file)?))?;
    }
    if let Some(orders) = orders {
        connection.execute_batch(&format!(
            "BEGIN;\n{}\nCOMMIT; ANALYZE;",
            copies(orders, copied)
        ))?;
    }
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    drop(connection);
    let address = format!("sqlite:{}", folder.join(FILE).display());
    block_on(write_model(&folder, &address))?;
    Ok(folder)
}

/// The same on PostgreSQL, in a database of its own; the folder has its address.
pub(crate) fn northwind_on_postgres(
    server: &str,
    orders: Option<u32>,
    copied: Copied,
) -> Result<PathBuf> {
    let folder = fresh_folder("northwind_on_postgres")?;
    let mut address = Url::parse(server)?;
    address.set_path("formwork_bench");
    let mut sql = read("tests/databases/northwind/postgres.sql")?;
    sql += &read("examples/northwind/data.sql")?;
    if let Some(orders) = orders {
        sql += &copies(orders, copied);
    }
    block_on(async {
        let mut connection = PgConnection::connect(server).await?;
        for statement in [
            "DROP DATABASE IF EXISTS formwork_bench WITH (FORCE)",
            "CREATE DATABASE formwork_bench",
        ] {
            connection.execute(statement).await?;
        }
        let mut connection = PgConnection::connect(address.as_str()).await?;
        connection.execute(raw_sql(AssertSqlSafe(sql))).await?;
        connection.execute("VACUUM ANALYZE").await?;
        write_model(&folder, address.as_str()).await
    })?;
    std::fs::write(folder.join(ADDRESS), address.as_str())?;
    Ok(folder)
}

/// The address of the database on a server that a folder is about, if it is about one.
pub(crate) fn address_on_server(folder: &Path) -> Option<String> {
    std::fs::read_to_string(folder.join(ADDRESS)).ok()
}

/// The address of the database that a folder is about.
pub(crate) fn address(folder: &Path) -> String {
    address_on_server(folder).unwrap_or_else(|| format!("sqlite:{}", folder.join(FILE).display()))
}

/// A schema of so many tables, with a few rows each.
pub(crate) fn wide(tables: u32) -> Result<PathBuf> {
    let folder = fresh_folder("wide")?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/make-wide-schema");
    let made = Command::new(script)
        .args(["--dialect", "sqlite", "--tables", &tables.to_string()])
        .output()?;
    if !made.status.success() {
        return Err(format!(
            "`scripts/make-wide-schema` failed: {}",
            String::from_utf8_lossy(&made.stderr)
        )
        .into());
    }
    Connection::open(folder.join(FILE))?.execute_batch(&String::from_utf8(made.stdout)?)?;
    let address = format!("sqlite:{}", folder.join(FILE).display());
    block_on(write_model(&folder, &address))?;
    Ok(folder)
}

/// The orders of the sample.
const SAMPLE: u32 = 830;

/// Statements that copy the orders, until there are so many.
fn copies(orders: u32, copied: Copied) -> String {
    let columns = r#""CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "ShippedDate", "ShipVia", "Freight", "ShipName",
        "ShipAddress", "ShipCity", "ShipRegion", "ShipPostalCode", "ShipCountry", "AmountTotal", "Country", "City", "Ready",
        "OrderDetailCount", "CloneFromOrder""#;
    let details = r#""ProductId", "UnitPrice", "Quantity", "Discount", "Amount", "ShippedDate""#;
    let mut statements = Vec::new();
    // The ids of Northwind's orders have five digits.
    for (copy, done) in (1..).zip((SAMPLE..orders).step_by(SAMPLE as usize)) {
        let (by, most) = (copy * 100_000, orders - done);
        statements.push(format!(
            r#"INSERT INTO "Order" ("Id", {columns}) SELECT "Id" + {by}, {columns} FROM "Order" WHERE "Id" < 100000
                   ORDER BY "Id" LIMIT {most};"#
        ));
        if copied == Copied::OrdersAndDetails {
            statements.push(format!(
                r#"INSERT INTO "OrderDetail" ("OrderId", {details}) SELECT "OrderId" + {by}, {details} FROM "OrderDetail"
                       WHERE "OrderId" IN (SELECT "Id" - {by} FROM "Order" WHERE "Id" > {by});"#
            ));
        }
    }
    statements.concat()
}

fn read(file: &str) -> Result<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Ok(std::fs::read_to_string(path)?)
}

fn fresh_folder(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("side_by_side")
        .join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

async fn write_model(folder: &Path, address: &str) -> Result<()> {
    let address: Address = address.parse()?;
    let schema = introspect(&address, &ReadOptions::default()).await?;
    let model = from_schema(&schema, &Overrides::default())?.model;
    std::fs::write(folder.join(MODEL), serde_json::to_string(&model)?)?;
    Ok(())
}
