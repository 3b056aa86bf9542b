//! Servers in processes of their own: two on one database, and one that is killed again and again.

use std::io::Write;
use std::process::Command;
use std::thread;
use std::time::Duration;

use formwork::introspect::{ReadOptions, introspect};
use formwork::model::{Overrides, from_schema};
use formwork_runtime::rules::Logic;
use formwork_runtime::store::Store;
use formwork_runtime::{Routes, State};
use serde_json::json;
use tokio::net::TcpListener;

use super::super::shop::{declare, sql};
use super::{DRIFT, document};
use crate::support::{Connection, Database, Server, TestDatabase, each_database, patient};

each_database!(
    two_processes_on_one_database_lose_nothing,
    a_server_that_is_killed_loses_nothing
);

/// Has this program be the server of a database, instead of testing.
const SERVE: &str = "FORMWORK_TEST_SERVE";
/// How many write at the same time.
const WRITERS: i64 = 16;
/// How often the server is killed.
const KILLS: i64 = 8;

/// The shop's server in a process: this very program, which runs the test below and nothing else.
fn server(database: &TestDatabase) -> Server {
    let mut program = Command::new(std::env::current_exe().unwrap());
    let name = format!(
        "{}::a_process_serves",
        module_path!().split_once("::").unwrap().1
    );
    program.args(["--exact", &name, "--nocapture"]);
    program.env(SERVE, database.address());
    Server::start(program)
}

#[test]
fn a_process_serves() {
    if let Ok(address) = std::env::var(SERVE) {
        return serve(&address);
    }
    let database = TestDatabase::with(&sql(Database::Sqlite), Database::Sqlite);
    let server = server(&database);
    assert_eq!(server.get("/api/Customer/1").status, 200);
}

fn serve(address: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let schema = introspect(&address.parse().unwrap(), &ReadOptions::default()).await;
        let model = from_schema(&schema.unwrap(), &Overrides::default())
            .unwrap()
            .model;
        let store = Store::open(model.databases[0].dialect, &patient(address))
            .await
            .unwrap();
        let mut logic = Logic::new();
        declare(&mut logic);
        let state = State::with_rules(&model, vec![store], "api", logic).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let mut stderr = std::io::stderr();
        writeln!(stderr, "API reference: http://localhost:{port}/api").unwrap();
        axum::serve(listener, state.router(Routes::new()))
            .await
            .unwrap();
    });
}

/// Details that a writer has asked for, by the answer.
#[derive(Debug, Default)]
struct Asked {
    accepted: Vec<i64>,
    refused: Vec<i64>,
}

/// Adds details of numbers from the first on until the server hangs up, or so many.
fn write(connection: &mut Connection, first: i64, count: i64) -> Asked {
    let mut asked = Asked::default();
    for id in first..first + count {
        // Every fourth is more than the customer may owe.
        let is_too_much = id % 4 == 3;
        let quantity = if is_too_much { 1_000_000 } else { 1 };
        let to = [("order", "Order", 1), ("product", "Product", 2)];
        let new = document(
            "OrderDetail",
            Some(id),
            &json!({ "quantity": quantity }),
            &to,
        );
        match connection.ask("POST", "/api/OrderDetail", &new.to_string()) {
            Ok(response) if is_too_much => {
                assert_eq!(response.status, 400, "{}", response.body);
                asked.refused.push(id);
            }
            Ok(response) => {
                assert_eq!(response.status, 201, "{}", response.body);
                asked.accepted.push(id);
            }
            Err(_) => break,
        }
    }
    asked
}

fn shop(database: Database) -> TestDatabase {
    let sql = sql(database) + " UPDATE customers SET credit_limit = 1000000;";
    TestDatabase::with(&sql, database)
}

/// How many of the details are there.
fn there(database: &TestDatabase, ids: &[i64]) -> i64 {
    if ids.is_empty() {
        return 0;
    }
    let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
    let ids = ids.join(", ");
    database.number(&format!(
        "SELECT count(*) FROM order_details WHERE id IN ({ids})"
    ))
}

fn two_processes_on_one_database_lose_nothing(database: Database) {
    let shop = shop(database);
    let servers = [server(&shop), server(&shop)];
    let accepted: usize = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let server = &servers[usize::try_from(writer).unwrap() % 2];
                scope.spawn(move || {
                    let mut connection = server.connect().unwrap();
                    let asked = write(&mut connection, 1_000 * (writer + 1), 8);
                    asked.accepted.len()
                })
            })
            .collect();
        writers.into_iter().map(|each| each.join().unwrap()).sum()
    });
    assert_eq!(accepted, 16 * 6);
    assert_eq!(
        shop.number("SELECT count(*) FROM order_details"),
        1 + 16 * 6
    );
    assert_eq!(shop.number(DRIFT), 0);
}

fn a_server_that_is_killed_loses_nothing(database: Database) {
    let shop = shop(database);
    let mut all = Asked::default();
    for kill in 1..=KILLS {
        let mut server = server(&shop);
        assert_eq!(server.get("/api/Customer/1").status, 200);
        thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let mut connection = server.connect().unwrap();
                    // Not all begin with the same kind.
                    let first = 1_000_000 * kill + 10_001 * writer;
                    scope.spawn(move || write(&mut connection, first, 10_000))
                })
                .collect();
            thread::sleep(Duration::from_millis(200 + 23 * kill.unsigned_abs()));
            server.kill();
            for writer in writers {
                let asked = writer.join().unwrap();
                all.accepted.extend(asked.accepted);
                all.refused.extend(asked.refused);
            }
        });
        // What was on its way may be there too, but whole.
        assert_eq!(shop.number(DRIFT), 0, "after kill {kill}");
        let accepted = i64::try_from(all.accepted.len()).unwrap();
        assert_eq!(there(&shop, &all.accepted), accepted, "after kill {kill}");
        assert_eq!(there(&shop, &all.refused), 0, "after kill {kill}");
    }
    let (accepted, refused) = (all.accepted.len(), all.refused.len());
    assert!(
        accepted > 16 && refused > 0,
        "{accepted} accepted, {refused} refused"
    );
}
