//! Reads, at once on the thread that asks, with a connection of its own.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Result};

use super::documents::{self, END};

/// The columns of an order, in the order they are written.
macro_rules! select_orders {
    ($rest:literal) => {
        concat!(
            r#"SELECT "Id", "CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "ShippedDate", "ShipVia", "Freight", "ShipName",
                "ShipAddress", "ShipCity", "ShipRegion", "ShipPostalCode", "ShipCountry", "AmountTotal", "Country", "City",
                "Ready", "OrderDetailCount", "CloneFromOrder" FROM "Order" "#,
            $rest
        )
    };
}

const ONE: &str = select_orders!(r#"WHERE "Id" = ?1"#);
const PAGE: &str = select_orders!(r#"ORDER BY "Id" LIMIT ?1 OFFSET ?2"#);
const COUNT: &str = r#"SELECT count(*) FROM "Order""#;
const DETAILS_OF_PAGE: &str = r#"SELECT "Id", "OrderId", "ProductId", "UnitPrice", "Quantity", "Discount", "Amount", "ShippedDate"
    FROM "OrderDetail" WHERE "OrderId" IN (SELECT "Id" FROM "Order" ORDER BY "Id" LIMIT ?1 OFFSET ?2) ORDER BY "Id""#;

thread_local! {
    static CONNECTION: RefCell<Option<Connection>> = const { RefCell::new(None) };
}

pub(super) struct Reader {
    database: PathBuf,
}

impl Reader {
    pub(super) fn new(database: &Path) -> Self {
        Self {
            database: database.to_owned(),
        }
    }

    /// The document of one order; none if there is no such order.
    pub(super) fn one(&self, id: i64) -> Result<Option<Vec<u8>>> {
        self.with_connection(|connection| one(connection, id).optional())
    }

    /// The document of a page of orders.
    pub(super) fn page(&self, offset: u32, limit: u32) -> Result<Vec<u8>> {
        self.in_snapshot(|connection| {
            let mut out = Vec::with_capacity(128 * 1024);
            let count = write_page(connection, offset, limit, None, &mut out)?;
            let total = total(connection, offset, limit, count)?;
            documents::write_page_end(offset, limit, count, total, "", &mut out);
            Ok(out)
        })
    }

    /// The document of a page of orders and all their details.
    pub(super) fn page_with_details(&self, offset: u32, limit: u32) -> Result<Vec<u8>> {
        self.in_snapshot(|connection| {
            let mut included = Vec::with_capacity(64 * 1024);
            let mut details = Vec::new();
            let mut statement = connection.prepare_cached(DETAILS_OF_PAGE)?;
            let mut rows = statement.query([limit, offset])?;
            while let Some(row) = rows.next()? {
                if !details.is_empty() {
                    included.push(b',');
                }
                let (id, order): (i64, i64) = (row.get(0)?, row.get(1)?);
                details.push((order, id));
                documents::write_detail(row, id, order, &mut included)?;
            }
            details.sort_unstable();
            let mut out = Vec::with_capacity(128 * 1024);
            let count = write_page(connection, offset, limit, Some(&details), &mut out)?;
            out.extend_from_slice(br#","included":["#);
            out.extend_from_slice(&included);
            out.push(b']');
            let total = total(connection, offset, limit, count)?;
            documents::write_page_end(
                offset,
                limit,
                count,
                total,
                "include=OrderDetailList&",
                &mut out,
            );
            Ok(out)
        })
    }

    fn with_connection<T>(&self, read: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        CONNECTION.with_borrow_mut(|slot| {
            let connection = match slot {
                Some(connection) => connection,
                None => slot.insert(self.open()?),
            };
            read(connection)
        })
    }

    /// Runs reads that see one state of the database.
    fn in_snapshot<T>(&self, reads: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.with_connection(|connection| {
            connection.prepare_cached("BEGIN")?.execute([])?;
            let result = reads(connection);
            connection.prepare_cached("COMMIT")?.execute([])?;
            result
        })
    }

    fn open(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.database, flags)?;
        // Or every LIMIT that is bound prepares its statement again.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(100);
        Ok(connection)
    }
}

/// The document of one order.
pub(super) fn one(connection: &Connection, id: i64) -> Result<Vec<u8>> {
    connection.prepare_cached(ONE)?.query_row([id], |row| {
        let mut out = Vec::with_capacity(4 * 1024);
        out.extend_from_slice(br#"{"data":"#);
        documents::write_order(row, None, &mut out)?;
        out.extend_from_slice(br#","links":{"self":"/api/Order/"#);
        documents::write_number(id, &mut out);
        out.extend_from_slice(br#""},"#);
        out.extend_from_slice(END);
        Ok(out)
    })
}

/// Writes the orders of a page; gives their number. `details` are sorted by their order.
fn write_page(
    connection: &Connection,
    offset: u32,
    limit: u32,
    details: Option<&[(i64, i64)]>,
    out: &mut Vec<u8>,
) -> Result<u32> {
    out.extend_from_slice(br#"{"data":["#);
    let mut statement = connection.prepare_cached(PAGE)?;
    let mut rows = statement.query([limit, offset])?;
    let mut count = 0;
    while let Some(row) = rows.next()? {
        if count > 0 {
            out.push(b',');
        }
        count += 1;
        documents::write_order(row, details, out)?;
    }
    out.push(b']');
    Ok(count)
}

/// How many orders there are; counted only where the page does not tell.
fn total(connection: &Connection, offset: u32, limit: u32, count: u32) -> Result<u32> {
    if count < limit && count > 0 {
        return Ok(offset + count);
    }
    connection
        .prepare_cached(COUNT)?
        .query_row([], |row| row.get(0))
}
