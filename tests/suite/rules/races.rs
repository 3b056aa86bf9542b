//! Many who write at the same time, on the three databases: sums stay exact, limits hold at every moment, nothing hangs.

mod cancelled;
mod circles;
mod limit;
mod moves;
mod parents;
#[cfg(unix)]
mod processes;
mod writers;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

use serde_json::{Value as Json, json};

use super::shop::{declare, sql};
use crate::support::{Database, TestApp, TestDatabase};

/// How many write at the same time.
const WRITERS: i64 = 64;

/// How many values of the shop are not what its rules say, or above a limit, in plain SQL and in one state of the database.
const DRIFT: &str = "SELECT
    (SELECT count(*) FROM order_details d WHERE d.amount IS NULL OR round(d.amount - d.unit_price * d.quantity, 2) <> 0)
  + (SELECT count(*) FROM orders o WHERE o.amount_total IS NULL OR round(o.amount_total
        - (SELECT coalesce(sum(d.amount), 0) FROM order_details d WHERE d.order_id = o.id), 2) <> 0)
  + (SELECT count(*) FROM customers c WHERE c.balance IS NULL OR round(c.balance
        - (SELECT coalesce(sum(o.amount_total), 0) FROM orders o WHERE o.customer_id = c.id AND NOT o.shipped), 2) <> 0)
  + (SELECT count(*) FROM customers c WHERE c.open_orders IS NULL OR c.open_orders
        <> (SELECT count(*) FROM orders o WHERE o.customer_id = c.id AND NOT o.shipped))
  + (SELECT count(*) FROM customers c WHERE c.balance > c.credit_limit)";

/// The shop, with a limit that nobody reaches, and after these statements.
fn rich_shop(database: Database, more: &str) -> TestApp {
    let sql = sql(database) + " UPDATE customers SET credit_limit = 1000000; " + more;
    TestApp::with_rules(&sql, database, declare)
}

/// Runs a task for each writer, all at the same time.
fn together<T, F>(app: &TestApp, writers: i64, write: impl Fn(i64) -> F) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    app.block_on(async {
        let tasks: Vec<_> = (0..writers)
            .map(|writer| tokio::spawn(write(writer)))
            .collect();
        let mut results = Vec::new();
        for task in tasks {
            results.push(task.await.unwrap());
        }
        results
    })
}

/// Somebody who looks again and again while others write.
struct Observer {
    is_over: Arc<AtomicBool>,
    thread: JoinHandle<(u32, i64)>,
}

impl Observer {
    /// Starts to ask for a number that must be 0 at every moment.
    fn start(database: &Arc<TestDatabase>, sql: &'static str) -> Self {
        let (database, is_over) = (Arc::clone(database), Arc::new(AtomicBool::new(false)));
        let ends = Arc::clone(&is_over);
        let thread = thread::spawn(move || {
            let (mut looks, mut worst) = (0, 0);
            while !ends.load(Ordering::Relaxed) || looks == 0 {
                worst = worst.max(database.number(sql));
                looks += 1;
            }
            (looks, worst)
        });
        Self { is_over, thread }
    }

    /// Stops, and fails if the number was ever another.
    #[track_caller]
    fn has_seen_nothing_wrong(self) {
        self.is_over.store(true, Ordering::Relaxed);
        let (looks, worst) = self.thread.join().unwrap();
        assert_eq!(worst, 0, "seen in {looks} looks");
    }
}

/// A document that sets attributes, and relationships by the type and id of what they lead to.
fn document(
    kind: &str,
    id: Option<i64>,
    attributes: &Json,
    relationships: &[(&str, &str, i64)],
) -> Json {
    let mut data = json!({ "type": kind, "attributes": attributes });
    if let Some(id) = id {
        data["id"] = id.to_string().into();
    }
    for (name, kind, id) in relationships {
        data["relationships"][*name]["data"] = json!({ "type": kind, "id": id.to_string() });
    }
    json!({ "data": data })
}

/// Numbers that look like chance, and are the same in each run.
struct Chance(u64);

impl Chance {
    fn of(writer: i64) -> Self {
        Self(writer.unsigned_abs().wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number from 0 to below the end.
    fn below(&mut self, end: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 1).unwrap() % end
    }
}
