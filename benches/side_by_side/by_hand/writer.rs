//! Writes: one thread with the one connection that writes, and transactions that several requests share, one savepoint
//! each. Nobody is answered before the COMMIT.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Result, params};
use serde::Deserialize;
use tokio::sync::oneshot;

use super::reader;

const INSERT: &str = r#"INSERT INTO "Order" ("CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "Freight", "ShipName",
    "ShipAddress", "ShipCity", "ShipPostalCode", "ShipCountry") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING "Id""#;

/// How many requests share a transaction at most.
const GROUP: usize = 64;
/// For how long a group takes further requests.
const GROUP_TIME: Duration = Duration::from_millis(5);

/// The document that makes an order.
#[derive(Deserialize)]
pub(super) struct NewOrder {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    attributes: Attributes,
    relationships: Relationships,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attributes {
    order_date: Option<String>,
    required_date: Option<String>,
    freight: f64,
    ship_name: Option<String>,
    ship_address: Option<String>,
    ship_city: Option<String>,
    ship_postal_code: Option<String>,
    ship_country: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Relationships {
    customer: Linkage,
    employee: Linkage,
}

#[derive(Deserialize)]
struct Linkage {
    data: Identifier,
}

#[derive(Deserialize)]
struct Identifier {
    id: String,
}

/// The id of a new order and its document.
type Created = (i64, Vec<u8>);

struct Job {
    order: NewOrder,
    reply: oneshot::Sender<Result<Created>>,
}

pub(super) struct Writer(mpsc::Sender<Job>);

impl Writer {
    pub(super) fn start(database: &Path) -> crate::Result<Self> {
        let connection = Connection::open(database)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        connection.set_prepared_statement_cache_capacity(100);
        let (jobs, received) = mpsc::channel();
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                while let Ok(first) = received.recv() {
                    write_group(&connection, first, &received);
                }
            })?;
        Ok(Self(jobs))
    }

    pub(super) async fn create(&self, order: NewOrder) -> crate::Result<Created> {
        let (reply, answer) = oneshot::channel();
        self.0.send(Job { order, reply })?;
        Ok(answer.await??)
    }
}

fn write_group(connection: &Connection, first: Job, jobs: &mpsc::Receiver<Job>) {
    if let Err(error) = run(connection, "BEGIN IMMEDIATE") {
        return drop(first.reply.send(Err(error)));
    }
    let started = Instant::now();
    let mut group = Vec::new();
    let mut next = Some(first);
    while let Some(Job { order, reply }) = next {
        match in_savepoint(connection, &order) {
            Ok(created) => group.push((reply, created)),
            Err(error) => drop(reply.send(Err(error))),
        }
        let is_full = group.len() >= GROUP || started.elapsed() >= GROUP_TIME;
        next = if is_full { None } else { jobs.try_recv().ok() };
    }
    // Without a commit the replies are dropped, which the requests see as an error.
    if run(connection, "COMMIT").is_ok() {
        for (reply, created) in group {
            drop(reply.send(Ok(created)));
        }
    }
}

fn in_savepoint(connection: &Connection, order: &NewOrder) -> Result<Created> {
    run(connection, "SAVEPOINT request")?;
    let created = insert(connection, &order.data);
    if created.is_err() {
        run(connection, "ROLLBACK TO request")?;
    }
    run(connection, "RELEASE request")?;
    created
}

/// Inserts the order and reads it again, with what the database made of it.
fn insert(connection: &Connection, data: &Data) -> Result<Created> {
    let (attributes, relationships) = (&data.attributes, &data.relationships);
    let id = connection.prepare_cached(INSERT)?.query_row(
        params![
            relationships.customer.data.id,
            relationships.employee.data.id,
            attributes.order_date,
            attributes.required_date,
            attributes.freight,
            attributes.ship_name,
            attributes.ship_address,
            attributes.ship_city,
            attributes.ship_postal_code,
            attributes.ship_country,
        ],
        |row| row.get(0),
    )?;
    Ok((id, reader::one(connection, id)?))
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
