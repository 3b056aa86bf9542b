//! Folders with a database and the model of it, under the compiler's output.

use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::introspect::{Address, ReadOptions, introspect};
use formwork::model::{Overrides, from_schema};
use rusqlite::Connection;

use crate::Result;

/// The database's file in its folder.
pub(crate) const FILE: &str = "db.sqlite";
/// The model's file in the folder.
pub(crate) const MODEL: &str = "model.json";

/// The sample, with so many orders at least.
pub(crate) fn northwind(orders: Option<u32>) -> Result<PathBuf> {
    let folder = fresh_folder("northwind")?;
    let connection = Connection::open(folder.join(FILE))?;
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/northwind");
    for file in ["schema.sql", "data.sql"] {
        let sql = std::fs::read_to_string(samples.join(file))?;
        connection.execute_batch(&format!("BEGIN;\n{sql}\nCOMMIT;"))?;
    }
    if let Some(orders) = orders {
        make_bigger(&connection, orders)?;
    }
    connection.execute_batch("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE);")?;
    drop(connection);
    write_model(&folder)?;
    Ok(folder)
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
    write_model(&folder)?;
    Ok(folder)
}

/// Copies of the orders and of their details, until there are so many orders.
fn make_bigger(connection: &Connection, orders: u32) -> Result<()> {
    let count: u32 =
        connection.query_row(r#"SELECT count(*) FROM "Order""#, [], |row| row.get(0))?;
    let columns = r#""CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "ShippedDate", "ShipVia", "Freight", "ShipName",
        "ShipAddress", "ShipCity", "ShipRegion", "ShipPostalCode", "ShipCountry", "AmountTotal", "Country", "City", "Ready",
        "OrderDetailCount", "CloneFromOrder""#;
    connection.execute_batch("BEGIN;")?;
    // The ids of Northwind's orders have five digits.
    for (copy, done) in (1..).zip((count..orders).step_by(count as usize)) {
        let (by, most) = (copy * 100_000, orders - done);
        connection.execute_batch(&format!(
            r#"INSERT INTO "Order" ("Id", {columns}) SELECT "Id" + {by}, {columns} FROM "Order" WHERE "Id" < 100000
                   ORDER BY "Id" LIMIT {most};
               INSERT INTO "OrderDetail" ("OrderId", "ProductId", "UnitPrice", "Quantity", "Discount", "Amount", "ShippedDate")
                   SELECT "OrderId" + {by}, "ProductId", "UnitPrice", "Quantity", "Discount", "Amount", "ShippedDate"
                   FROM "OrderDetail" WHERE "OrderId" IN (SELECT "Id" - {by} FROM "Order" WHERE "Id" > {by});"#
        ))?;
    }
    connection.execute_batch("COMMIT; ANALYZE;")?;
    Ok(())
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

fn write_model(folder: &Path) -> Result<()> {
    let address: Address = format!("sqlite:{}", folder.join(FILE).display()).parse()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let schema = runtime.block_on(introspect(&address, &ReadOptions::default()))?;
    let model = from_schema(&schema, &Overrides::default())?.model;
    std::fs::write(folder.join(MODEL), serde_json::to_string(&model)?)?;
    Ok(())
}
