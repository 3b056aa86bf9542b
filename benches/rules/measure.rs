//! Rounds of each work on each side in turn, so that what else the machine does meets them alike.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use formwork_runtime::State;
use rusqlite::Connection;
use tokio::task::JoinSet;

use crate::by_hand::transaction;
use crate::group_commit::Writer;
use crate::over_http::{self, Purchase, Who, send as send_requests};
use crate::server_process::{self, Server};
use crate::{Result, engine};

/// How many transactions are under way at a time.
const AT_A_TIME: i64 = 16;

/// A transaction.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Work {
    /// An order of a customer, through five rules and a count.
    Order { items: i64 },
    /// A row with fifty rules.
    Wide,
    /// A row of a table that no rule is about.
    Plain,
}

struct Case {
    name: &'static str,
    work: Work,
    transactions: i64,
    sides: [&'static str; 2],
}

const BY_HAND_OVER_HTTP: &str = "by hand, HTTP";
const RULES_OVER_HTTP: &str = "rules, HTTP";

const CASES: [Case; 6] = [
    Case {
        name: "an order with 2 items, HTTP",
        work: Work::Order { items: 2 },
        transactions: 4_000,
        sides: [BY_HAND_OVER_HTTP, RULES_OVER_HTTP],
    },
    Case {
        name: "an order with 2 items",
        work: Work::Order { items: 2 },
        transactions: 4_000,
        sides: ["by hand", "rules"],
    },
    Case {
        name: "an order with 1,000 items",
        work: Work::Order { items: 1_000 },
        transactions: 40,
        sides: ["by hand", "rules"],
    },
    Case {
        name: "a row with 50 rules",
        work: Work::Wide,
        transactions: 4_000,
        sides: ["by hand", "rules"],
    },
    Case {
        name: "a row with no rule",
        work: Work::Plain,
        transactions: 4_000,
        sides: ["by hand", "no rules"],
    },
    Case {
        name: "a row with no rule",
        work: Work::Plain,
        transactions: 4_000,
        sides: ["no rules", "rules"],
    },
];

#[derive(Clone)]
enum Side {
    ByHand(Arc<Writer<i64>>),
    Engine(Arc<State>),
    Server(Arc<Server>),
}

/// Measures the cases whose names have the part, and prints them.
pub(crate) fn run(rounds: usize, part: &str) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    anstream::println!(
        "{:<28} {:<13} {:>17} {:>7}",
        "transaction",
        "side",
        "CPU-s per 1,000",
        "ratio"
    );
    for case in CASES.iter().filter(|case| case.name.contains(part)) {
        let mut sides = Vec::new();
        for name in case.sides {
            sides.push(runtime.block_on(open(name))?);
        }
        runtime.block_on(compare(&sides))?;
        let mut samples = vec![Vec::new(); sides.len()];
        let mut number = 0;
        // Once unmeasured: statements are prepared, pages are cached.
        for round in 0..=rounds {
            for (side, samples) in sides.iter().zip(&mut samples) {
                let before = cpu_time(side)?;
                runtime.block_on(send(side, case, number))?;
                if round > 0 {
                    samples.push(cpu_time(side)?.saturating_sub(before));
                }
            }
            number += case.transactions;
        }
        report(case, &samples);
        for side in sides {
            if let Side::Engine(state) = side {
                runtime.block_on(state.close());
            }
        }
    }
    Ok(())
}

fn report(case: &Case, samples: &[Vec<Duration>]) {
    let medians: Vec<f64> = samples
        .iter()
        .map(|samples| {
            let mut samples = samples.clone();
            samples.sort_unstable();
            samples[samples.len() / 2].as_secs_f64()
        })
        .collect();
    #[expect(clippy::cast_precision_loss, reason = "there are few transactions")]
    let transactions = case.transactions as f64;
    for (side, median) in case.sides.iter().zip(&medians) {
        anstream::println!(
            "{:<28} {side:<13} {:>17.4} {:>7.2}",
            case.name,
            median / transactions * 1_000.0,
            median / medians[0],
        );
    }
}

async fn open(name: &str) -> Result<Side> {
    let file = fresh_database(name)?;
    Ok(match name {
        "by hand" => Side::ByHand(Arc::new(Writer::start(&file)?)),
        "no rules" => Side::Engine(engine::open(&file, |_| {}).await?),
        BY_HAND_OVER_HTTP => Side::Server(Arc::new(over_http::start(Who::ByHand, &file)?)),
        RULES_OVER_HTTP => Side::Server(Arc::new(over_http::start(Who::Rules, &file)?)),
        _ => Side::Engine(engine::open(&file, engine::declare).await?),
    })
}

/// Servers must give the same answer before they are measured.
async fn compare(sides: &[Side]) -> Result<()> {
    let mut answers = Vec::new();
    for side in sides {
        if let Side::Server(server) = side {
            let request = Purchase::numbered(0, 2).request()?;
            answers.push(over_http::ask(server, &request).await?);
        }
    }
    match answers.as_slice() {
        [one, other] if one != other => {
            Err(format!("the servers answer {one:#?} and {other:#?}").into())
        }
        _ => Ok(()),
    }
}

/// Some transactions at a time, until all are done.
async fn send(side: &Side, case: &Case, first: i64) -> Result<()> {
    if let (Side::Server(server), Work::Order { items }) = (side, case.work) {
        let numbers = first..first + 100;
        let requests = numbers.map(|number| Purchase::numbered(number, items).request());
        let requests: Vec<_> = requests.collect::<Result<_>>()?;
        let count = usize::try_from(case.transactions)?;
        return send_requests(server.address, &requests, count).await;
    }
    let mut lanes: JoinSet<Result<()>> = JoinSet::new();
    for lane in 0..AT_A_TIME {
        let (side, work, end) = (side.clone(), case.work, first + case.transactions);
        lanes.spawn(async move {
            let mut number = first + lane;
            while number < end {
                match &side {
                    Side::ByHand(writer) => {
                        writer
                            .run(move |connection| transaction(connection, work, number))
                            .await?;
                    }
                    Side::Engine(state) => engine::run(state, work, number).await?,
                    Side::Server(_) => return Err("a server gets requests".into()),
                }
                number += AT_A_TIME;
            }
            Ok(())
        });
    }
    while let Some(done) = lanes.join_next().await {
        done??;
    }
    Ok(())
}

fn fresh_database(name: &str) -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("rules");
    std::fs::create_dir_all(&folder)?;
    let file = folder.join(format!("{}.sqlite", name.replace([' ', ','], "_")));
    for ending in ["", "-wal", "-shm"] {
        let path = PathBuf::from(format!("{}{ending}", file.display()));
        if path.exists() {
            std::fs::remove_file(path)?;
        }
    }
    let connection = Connection::open(&file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL;
         CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL, balance DECIMAL(12,2), credit_limit DECIMAL(12,2) NOT NULL,
             open_orders BIGINT);
         CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id BIGINT NOT NULL, shipped BOOLEAN NOT NULL DEFAULT FALSE,
             amount_total DECIMAL(12,2), FOREIGN KEY (customer_id) REFERENCES customers (id));
         CREATE TABLE products (id INTEGER PRIMARY KEY, unit_price DECIMAL(12,2) NOT NULL);
         CREATE TABLE order_details (id INTEGER PRIMARY KEY, order_id BIGINT NOT NULL, product_id BIGINT NOT NULL, quantity BIGINT NOT NULL,
             unit_price DECIMAL(12,2), amount DECIMAL(12,2), FOREIGN KEY (order_id) REFERENCES orders (id),
             FOREIGN KEY (product_id) REFERENCES products (id));
         CREATE TABLE wides (id INTEGER PRIMARY KEY, base BIGINT NOT NULL, f0 BIGINT, f1 BIGINT, f2 BIGINT, f3 BIGINT, f4 BIGINT, f5 BIGINT,
             f6 BIGINT, f7 BIGINT, f8 BIGINT, f9 BIGINT);
         CREATE TABLE notes (id INTEGER PRIMARY KEY, amount DECIMAL(12,2) NOT NULL);
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 100)
             INSERT INTO customers SELECT n, 'Customer ' || n, 0, 999999999, 0 FROM n;
         WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 20)
             INSERT INTO products SELECT n, n * 1.25 FROM n;",
    )?;
    Ok(file)
}

/// The time that all threads of the side's process have spent on a CPU so far.
fn cpu_time(side: &Side) -> Result<Duration> {
    match side {
        Side::Server(server) => server.cpu_time(),
        Side::ByHand(_) | Side::Engine(_) => server_process::cpu_time(std::process::id()),
    }
}
