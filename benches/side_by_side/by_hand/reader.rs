//! Reads, at once on the thread that asks, with a connection of its own.

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use futures_util::Stream;
use futures_util::stream::poll_fn;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, OptionalExtension, Result, params_from_iter};
use tokio::sync::mpsc;

use super::documents::{self, END};
use super::lines;
use crate::orders::{Orders, csv, select_orders};

const ONE: &str = select_orders!(r#"WHERE "Id" = ?1"#);
const PAGE: &str = select_orders!(r#"ORDER BY "Id" LIMIT ?1 OFFSET ?2"#);
const EXPORT: &str = select_orders!(r#"ORDER BY "Id""#);

/// What a page of some orders takes.
struct Statements {
    page: &'static str,
    count: &'static str,
    /// The value of their last parameter.
    value: Option<String>,
}

impl Statements {
    fn of(orders: &Orders) -> Self {
        match orders {
            Orders::All => Self {
                page: PAGE,
                count: r#"SELECT count(*) FROM "Order""#,
                value: None,
            },
            Orders::ByFreight => Self {
                page: select_orders!(r#"ORDER BY "Freight" DESC, "Id" LIMIT ?1 OFFSET ?2"#),
                ..Self::of(&Orders::All)
            },
            Orders::OfCountry(country) => Self {
                page: select_orders!(
                    r#"WHERE "ShipCountry" = ?3 ORDER BY "Id" LIMIT ?1 OFFSET ?2"#
                ),
                count: r#"SELECT count(*) FROM (SELECT 1 FROM "Order" WHERE "ShipCountry" = ?1 LIMIT 10001)"#,
                value: Some(country.clone()),
            },
            Orders::With(word) => Self {
                page: select_orders!(
                    r#"WHERE ("ShipName" LIKE ?3 OR "ShipAddress" LIKE ?3 OR "ShipCity" LIKE ?3)
                        ORDER BY "Id" LIMIT ?1 OFFSET ?2"#
                ),
                count: r#"SELECT count(*) FROM (SELECT 1 FROM "Order"
                    WHERE ("ShipName" LIKE ?1 OR "ShipAddress" LIKE ?1 OR "ShipCity" LIKE ?1) LIMIT 10001)"#,
                value: Some(format!("%{word}%")),
            },
        }
    }
}

/// How much of an export is sent at a time.
const CHUNK: usize = 64 * 1024;
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
    pub(super) fn page(&self, orders: &Orders, offset: u32, limit: u32) -> Result<Vec<u8>> {
        let statements = Statements::of(orders);
        self.in_snapshot(|connection| {
            let mut out = Vec::with_capacity(128 * 1024);
            let count = write_page(connection, &statements, offset, limit, None, &mut out)?;
            let total = total(connection, &statements, offset, limit, count)?;
            let repeated = &orders.repeated();
            documents::write_page_end(offset, limit, count, total, repeated, &mut out);
            Ok(out)
        })
    }

    /// A page of orders as lines.
    pub(super) fn lines(&self, offset: u32, limit: u32) -> Result<Vec<u8>> {
        self.with_connection(|connection| {
            let mut out = Vec::with_capacity(128 * 1024);
            out.extend_from_slice(csv::NAMES);
            let mut statement = connection.prepare_cached(PAGE)?;
            let mut rows = statement.query([limit, offset])?;
            while let Some(row) = rows.next()? {
                lines::write_order(row, &mut out)?;
            }
            Ok(out)
        })
    }

    /// All orders as lines, from one statement, on a thread that may wait for the client.
    pub(super) fn export(&self) -> impl Stream<Item = Result<Vec<u8>>> + Send + use<> {
        let (sender, mut receiver) = mpsc::channel(2);
        let connection = self.open();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = connection.and_then(|connection| export(&connection, &sender)) {
                // If the client is gone, nobody wants to know.
                drop(sender.blocking_send(Err(error)));
            }
        });
        poll_fn(move |context| receiver.poll_recv(context))
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
            let statements = Statements::of(&Orders::All);
            let count = write_page(
                connection,
                &statements,
                offset,
                limit,
                Some(&details),
                &mut out,
            )?;
            out.extend_from_slice(br#","included":["#);
            out.extend_from_slice(&included);
            out.push(b']');
            let total = total(connection, &statements, offset, limit, count)?;
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
        out.extend_from_slice(br#"","describedby":"/api/openapi.json"},"#);
        out.extend_from_slice(END);
        Ok(out)
    })
}

/// Writes the orders of a page; gives their number. `details` are sorted by their order.
fn write_page(
    connection: &Connection,
    statements: &Statements,
    offset: u32,
    limit: u32,
    details: Option<&[(i64, i64)]>,
    out: &mut Vec<u8>,
) -> Result<u32> {
    out.extend_from_slice(br#"{"data":["#);
    let mut statement = connection.prepare_cached(statements.page)?;
    let mut rows = match &statements.value {
        None => statement.query([limit, offset])?,
        Some(value) => statement.query((limit, offset, value))?,
    };
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
fn total(
    connection: &Connection,
    statements: &Statements,
    offset: u32,
    limit: u32,
    count: u32,
) -> Result<u32> {
    if count < limit && (count > 0 || offset == 0) {
        return Ok(offset + count);
    }
    let mut statement = connection.prepare_cached(statements.count)?;
    statement.query_row(params_from_iter(&statements.value), |row| row.get(0))
}

fn export(connection: &Connection, sender: &mpsc::Sender<Result<Vec<u8>>>) -> Result<()> {
    let mut statement = connection.prepare(EXPORT)?;
    let mut rows = statement.query([])?;
    let mut out = csv::NAMES.to_vec();
    while let Some(row) = rows.next()? {
        lines::write_order(row, &mut out)?;
        if out.len() >= CHUNK {
            let full = std::mem::replace(&mut out, Vec::with_capacity(CHUNK + 1_024));
            if sender.blocking_send(Ok(full)).is_err() {
                return Ok(());
            }
        }
    }
    drop(sender.blocking_send(Ok(out)));
    Ok(())
}
