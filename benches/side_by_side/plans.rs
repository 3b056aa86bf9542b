//! The statements of a request, and how the database goes about them: whether it seeks rows or reads all of them.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use axum::body::Body;
use axum::http::Request;
use rusqlite::Connection;
use sqlx::{AssertSqlSafe, Connection as _, Executor, PgConnection, Row, raw_sql};
use tower::ServiceExt;
use tracing_subscriber::filter::LevelFilter;

use crate::database::{FILE, address_on_server};
use crate::{Result, of_formwork};

/// The statements that ran since they were last taken.
static STATEMENTS: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// The plan of each statement of a page, with the statement's end: its condition and its order.
pub(crate) async fn of_page(folder: &Path, path: &str) -> Result<Vec<String>> {
    let log = tracing_subscriber::fmt()
        .with_ansi(false)
        .with_max_level(LevelFilter::DEBUG)
        .with_writer(|| Statements);
    // It stays from the first call on.
    drop(log.try_init());
    let router = of_formwork::router(folder).await?;
    taken();
    let request = Request::get(path).body(Body::empty())?;
    let answer = router.oneshot(request).await?;
    if !answer.status().is_success() {
        return Err(format!("`{path}` is answered with {}", answer.status()).into());
    }
    let mut lines = Vec::new();
    for statement in taken() {
        // An estimate of the rows is a plan itself.
        if statement.starts_with("EXPLAIN") {
            continue;
        }
        if let Some((_, end)) = statement.split_once(" FROM ") {
            lines.push(format!("FROM {end}"));
        }
        let plan = match address_on_server(folder) {
            None => of_sqlite(&folder.join(FILE), &statement)?,
            Some(address) => of_postgres(&address, &statement).await?,
        };
        lines.extend(plan.into_iter().map(|line| format!("    {line}")));
    }
    Ok(lines)
}

fn of_sqlite(file: &Path, statement: &str) -> Result<Vec<String>> {
    let connection = Connection::open(file)?;
    let mut explained = connection.prepare(&format!("EXPLAIN QUERY PLAN {statement}"))?;
    // Its parameters stay without a value: it does not run.
    let rows = explained.raw_query().mapped(|row| row.get(3));
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

async fn of_postgres(address: &str, statement: &str) -> Result<Vec<String>> {
    let mut connection = PgConnection::connect(address).await?;
    let parameters = (1..)
        .take_while(|number| statement.contains(&format!("${number}")))
        .map(|_| "NULL");
    let parameters: Vec<_> = parameters.collect();
    let arguments = if parameters.is_empty() {
        String::new()
    } else {
        format!("({})", parameters.join(", "))
    };
    let prepare = format!("SET plan_cache_mode = force_generic_plan; PREPARE s AS {statement}");
    connection.execute(raw_sql(AssertSqlSafe(prepare))).await?;
    let explain = format!("EXPLAIN (COSTS off) EXECUTE s{arguments}");
    let rows = connection
        .fetch_all(raw_sql(AssertSqlSafe(explain)))
        .await?;
    let lines = rows.iter().map(|row| row.try_get(0));
    Ok(lines.collect::<sqlx::Result<_>>()?)
}

fn taken() -> Vec<String> {
    std::mem::take(&mut STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Keeps the statements among the lines of a log.
struct Statements;

impl Write for Statements {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = String::from_utf8_lossy(bytes);
        let statement = line
            .split_once(" formwork::sql: ")
            .and_then(|(_, rest)| rest.rsplit_once(" parameters="));
        if let Some((statement, _)) = statement {
            let mut statements = STATEMENTS.lock().unwrap_or_else(PoisonError::into_inner);
            statements.push(statement.to_owned());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
