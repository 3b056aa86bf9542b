//! Transactions: what is kept, what is run again, what is refused, and that nothing stays behind.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use formwork_runtime::model::Dialect;
use formwork_runtime::store::{Lock, Statement, StoreError, Test, Violation};
use formwork_runtime::value::Value;
use formwork_runtime::{Error, Problem, ProblemCode};

use crate::support::{Database, INTEGER, on_databases, resource, rows, work};

const SETUP: &str = "
    CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL);
    INSERT INTO account VALUES (1, 100), (2, 100), (3, 100), (4, 100);
";

async fn create(dialect: Dialect) -> Option<Database> {
    let columns = [("id", INTEGER, "integer"), ("balance", INTEGER, "integer")];
    Database::create(dialect, SETUP, vec![resource("Account", &["id"], &columns)]).await
}

impl Database {
    fn set_balance(&self) -> Arc<Statement> {
        self.update("Account", &["balance"], vec![Test::Equal(0)])
    }

    async fn balances(&self) -> Vec<i64> {
        let mut selection = self.selection("Account", &["balance"], vec![]);
        selection.order = vec![formwork_runtime::store::OrderBy::ascending(0)];
        let select = self.statement(&formwork_runtime::store::Shape::Select(selection));
        let rows = self.rows(&select, vec![]).await.unwrap();
        rows.iter()
            .map(|row| {
                if let [Value::Int(balance)] = row.values[..] {
                    balance
                } else {
                    panic!("{row:?}")
                }
            })
            .collect()
    }
}

/// A query that takes the time, on the servers.
fn pause(dialect: Dialect, milliseconds: u32) -> Arc<Statement> {
    let seconds = f64::from(milliseconds) / 1_000.0;
    let sql = match dialect {
        Dialect::Postgres => format!("SELECT 1 FROM pg_sleep({seconds})"),
        _ => format!("SELECT SLEEP({seconds})"),
    };
    Arc::new(Statement {
        sql: sql.into(),
        parameters: [].into(),
        columns: [INTEGER].into(),
    })
}

fn refusal() -> Error {
    Error::refused(Problem::new(ProblemCode::Refused, "no"))
}

async fn a_refused_write_harms_no_neighbour(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let insert = database.insert("Account", &["id", "balance"]);
    let one = |id: i64| {
        let (insert, store) = (Arc::clone(&insert), database.store.clone());
        tokio::spawn(async move {
            let run = work(move |connection| {
                let insert = Arc::clone(&insert);
                Box::pin(async move {
                    connection
                        .execute(&insert, &[id.into(), 0_i64.into()])
                        .await?;
                    if id % 10 == 3 { Err(refusal()) } else { Ok(()) }
                })
            });
            store.write(run).await
        })
    };
    // The first four exist already; every tenth is refused after it was inserted.
    let tasks: Vec<_> = (1..=60).map(one).collect();
    let mut kept = Vec::new();
    for (id, task) in (1..).zip(tasks) {
        let result = task.await.unwrap();
        match (id, id % 10) {
            (1..=4, _) => assert!(matches!(
                result.unwrap_err().as_store_error(),
                Some(StoreError::Violated {
                    violation: Violation::Unique,
                    ..
                })
            )),
            (_, 3) => assert!(matches!(result, Err(Error::Refused(_)))),
            _ => {
                result.unwrap();
                kept.push(id);
            }
        }
    }
    assert_eq!(database.balances().await.len(), kept.len() + 4);
}
on_databases!(a_refused_write_harms_no_neighbour: sqlite, postgres, mysql);

async fn a_deferred_constraint_is_judged_at_the_commit(dialect: Dialect) {
    let setup = "
        CREATE TABLE node (id integer PRIMARY KEY, parent_id integer
            REFERENCES node (id) DEFERRABLE INITIALLY DEFERRED);
    ";
    let columns = [
        ("id", INTEGER, "integer"),
        ("parent_id", INTEGER, "integer"),
    ];
    let Some(database) =
        Database::create(dialect, setup, vec![resource("Node", &["id"], &columns)]).await
    else {
        return;
    };
    let insert = database.insert("Node", &["id", "parent_id"]);
    let nodes = |pairs: Vec<(i64, i64)>| {
        let (insert, store) = (Arc::clone(&insert), database.store.clone());
        tokio::spawn(async move {
            let run = work(move |connection| {
                let (insert, pairs) = (Arc::clone(&insert), pairs.clone());
                Box::pin(async move {
                    for (id, parent) in pairs {
                        connection
                            .execute(&insert, &[id.into(), parent.into()])
                            .await?;
                    }
                    Ok(())
                })
            });
            store.write(run).await
        })
    };
    // Sent together, so that SQLite has them in one group: its COMMIT fails, and each is run again alone.
    let tasks = [
        nodes(vec![(1, 2), (2, 1)]),
        nodes(vec![(3, 9)]),
        nodes(vec![(4, 4)]),
    ];
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    assert!(results[0].is_ok() && results[2].is_ok(), "{results:?}");
    let error = results.remove(1).unwrap_err();
    assert!(
        matches!(
            error.as_store_error(),
            Some(StoreError::Violated {
                violation: Violation::ForeignKey,
                ..
            })
        ),
        "{error:?}"
    );
    let read = database
        .rows(&database.select("Node", &["id"], vec![]), vec![])
        .await
        .unwrap();
    assert_eq!(read.len(), 3);
}
on_databases!(a_deferred_constraint_is_judged_at_the_commit: sqlite, postgres);

async fn crosswise_moves_are_run_again(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let runs = Arc::new(AtomicU32::new(0));
    let lock = {
        let mut selection = database.selection("Account", &["balance"], vec![Test::Equal(0)]);
        selection.lock = Lock::Update;
        database.statement(&formwork_runtime::store::Shape::Select(selection))
    };
    let shift = |from: i64, to: i64| {
        let (store, lock, set) = (
            database.store.clone(),
            Arc::clone(&lock),
            database.set_balance(),
        );
        let (pause, runs) = (pause(dialect, 30), Arc::clone(&runs));
        tokio::spawn(async move {
            let run = work(move |connection| {
                let (lock, set, pause) = (Arc::clone(&lock), Arc::clone(&set), Arc::clone(&pause));
                runs.fetch_add(1, Ordering::Relaxed);
                Box::pin(async move {
                    for (id, change) in [(from, -1), (to, 1)] {
                        let read = rows(connection, &lock, &[id.into()]).await?;
                        let [Value::Int(balance)] = read[0].values[..] else {
                            panic!("{read:?}")
                        };
                        connection
                            .execute(&set, &[(balance + change).into(), id.into()])
                            .await?;
                        rows(connection, &pause, &[]).await?;
                    }
                    Ok(())
                })
            });
            store.write(run).await
        })
    };
    let tasks: Vec<_> = (0..6)
        .map(|number| {
            if number % 2 == 0 {
                shift(1, 2)
            } else {
                shift(2, 1)
            }
        })
        .collect();
    let count = u32::try_from(tasks.len()).unwrap();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(database.balances().await, [100, 100, 100, 100]);
    assert!(
        runs.load(Ordering::Relaxed) > count,
        "none met another: the test shows nothing"
    );
}
on_databases!(crosswise_moves_are_run_again: postgres, mysql);

async fn writers_of_one_row_lose_nothing(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let mut selection = database.selection("Account", &["balance"], vec![Test::Equal(0)]);
    selection.lock = Lock::Update;
    let lock = database.statement(&formwork_runtime::store::Shape::Select(selection));
    let writer = || {
        let (store, lock, set) = (
            database.store.clone(),
            Arc::clone(&lock),
            database.set_balance(),
        );
        tokio::spawn(async move {
            for _ in 0..5 {
                let (lock, set) = (Arc::clone(&lock), Arc::clone(&set));
                let run = work(move |connection| {
                    let (lock, set) = (Arc::clone(&lock), Arc::clone(&set));
                    Box::pin(async move {
                        let read = rows(connection, &lock, &[1_i64.into()]).await?;
                        let [Value::Int(balance)] = read[0].values[..] else {
                            panic!("{read:?}")
                        };
                        let parameters = [(balance + 1).into(), 1_i64.into()];
                        connection.execute(&set, &parameters).await?;
                        Ok(())
                    })
                });
                store.write(run).await.unwrap();
            }
        })
    };
    // More than there are connections.
    let writers: Vec<_> = (0..64).map(|_| writer()).collect();
    for writer in writers {
        writer.await.unwrap();
    }
    assert_eq!(database.balances().await[0], 100 + 64 * 5);
}
on_databases!(writers_of_one_row_lose_nothing: sqlite, postgres, mysql);

async fn a_client_that_hangs_up_leaves_no_lock(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let (set, pause) = (database.set_balance(), pause(dialect, 1_500));
    let slow = {
        let set = Arc::clone(&set);
        work(move |connection| {
            let (set, pause) = (Arc::clone(&set), Arc::clone(&pause));
            Box::pin(async move {
                connection
                    .execute(&set, &[1_i64.into(), 1_i64.into()])
                    .await?;
                rows(connection, &pause, &[]).await?;
                connection
                    .execute(&set, &[1_i64.into(), 2_i64.into()])
                    .await?;
                Ok(())
            })
        })
    };
    let hung_up =
        tokio::time::timeout(Duration::from_millis(100), database.store.write(slow)).await;
    assert!(hung_up.is_err(), "it was still running");
    // A lock that stayed would be waited for in vain.
    database
        .execute(&set, vec![7_i64.into(), 1_i64.into()])
        .await
        .unwrap();
    // The first one came to its end all the same, and before.
    assert_eq!(database.balances().await, [7, 1, 100, 100]);
}
on_databases!(a_client_that_hangs_up_leaves_no_lock: postgres, mysql);

async fn a_reader_that_hangs_up_gives_its_connection_back(dialect: Dialect) {
    let columns = [("id", INTEGER, "integer"), ("balance", INTEGER, "integer")];
    let resources = vec![resource("Account", &["id"], &columns)];
    let one = |config: &mut formwork_runtime::config::DatabaseConfig| config.max_connections = 1;
    let Some(database) = Database::configured(dialect, SETUP, resources, one).await else {
        return;
    };
    let statements = Arc::new(AtomicU32::new(0));
    for snapshot in [false, true] {
        let (pause, counted) = (pause(dialect, 1_000), Arc::clone(&statements));
        let long = work(move |connection| {
            let (pause, counted) = (Arc::clone(&pause), Arc::clone(&counted));
            Box::pin(async move {
                for _ in 0..50 {
                    counted.fetch_add(1, Ordering::Relaxed);
                    rows(connection, &pause, &[]).await?;
                }
                Ok(())
            })
        });
        let long = if snapshot { long.in_snapshot() } else { long };
        let hung_up =
            tokio::time::timeout(Duration::from_millis(100), database.store.read(long)).await;
        assert!(hung_up.is_err(), "it was still running");
        assert_eq!(database.balances().await.len(), 4);
    }
    // The statement that ran was the last one, and the next was refused.
    assert_eq!(statements.load(Ordering::Relaxed), 4);
}
on_databases!(a_reader_that_hangs_up_gives_its_connection_back: postgres, mysql);

async fn an_event_that_waits_for_something_else_is_refused(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let set = database.set_balance();
    let run = {
        let set = Arc::clone(&set);
        work(move |connection| {
            let set = Arc::clone(&set);
            Box::pin(async move {
                connection
                    .execute(&set, &[0_i64.into(), 1_i64.into()])
                    .await?;
                tokio::time::sleep(Duration::from_mins(1)).await;
                Ok(())
            })
        })
    };
    let started = Instant::now();
    let Err(Error::Internal(error)) = database.store.write(run).await else {
        panic!("it was not refused")
    };
    assert!(
        error
            .to_string()
            .contains("waited for something other than its session"),
        "{error}"
    );
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_eq!(
        database
            .execute(&set, vec![5_i64.into(), 2_i64.into()])
            .await
            .unwrap(),
        1
    );
    assert_eq!(database.balances().await, [100, 5, 100, 100]);
}
on_databases!(an_event_that_waits_for_something_else_is_refused: sqlite, postgres, mysql);

async fn a_panic_costs_only_its_own_request(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let set = database.set_balance();
    for _ in 0..3 {
        let set = Arc::clone(&set);
        let run = work(move |connection| {
            let set = Arc::clone(&set);
            Box::pin(async move {
                connection
                    .execute(&set, &[0_i64.into(), 1_i64.into()])
                    .await?;
                let balances: [i64; 0] = [];
                // What a rule may do wrong.
                Ok(balances[set.parameters.len()])
            })
        });
        let Err(Error::Internal(error)) = database.store.write(run).await else {
            panic!("it did not fail")
        };
        assert!(
            error
                .to_string()
                .contains("a rule or an event panicked: index out of bounds"),
            "{error}"
        );
    }
    assert_eq!(database.balances().await, [100, 100, 100, 100]);
    assert_eq!(
        database
            .execute(&set, vec![5_i64.into(), 1_i64.into()])
            .await
            .unwrap(),
        1
    );
}
on_databases!(a_panic_costs_only_its_own_request: sqlite, postgres, mysql);

async fn nothing_is_kept_after_a_failure_that_was_passed_over(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let (insert, set) = (
        database.insert("Account", &["id", "balance"]),
        database.set_balance(),
    );
    let run = work(move |connection| {
        let (insert, set) = (Arc::clone(&insert), Arc::clone(&set));
        Box::pin(async move {
            connection
                .execute(&set, &[0_i64.into(), 1_i64.into()])
                .await?;
            let duplicate = connection
                .execute(&insert, &[1_i64.into(), 0_i64.into()])
                .await;
            assert!(matches!(duplicate, Err(StoreError::Violated { .. })));
            // PostgreSQL would answer the COMMIT with a silent rollback.
            Ok(())
        })
    });
    let Err(Error::Internal(error)) = database.store.write(run).await else {
        panic!("it was kept")
    };
    assert!(
        error
            .to_string()
            .contains("went on after a statement had failed"),
        "{error}"
    );
    assert_eq!(database.balances().await, [100, 100, 100, 100]);
}
on_databases!(nothing_is_kept_after_a_failure_that_was_passed_over: postgres, mysql);

async fn a_snapshot_sees_one_state(dialect: Dialect) {
    let Some(database) = create(dialect).await else {
        return;
    };
    let database = Arc::new(database);
    let (ask, asked) = mpsc::channel::<()>();
    let (done, is_done) = mpsc::channel();
    let neighbour = std::thread::spawn({
        let database = Arc::clone(&database);
        move || {
            // Of its own, since a thread of the other one stands still below.
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            while asked.recv().is_ok() {
                runtime.block_on(database.run_sql("UPDATE account SET balance = balance + 1"));
                done.send(()).unwrap();
            }
        }
    });
    let select = database.select("Account", &["balance"], vec![Test::Equal(0)]);
    let channels = Arc::new((ask, Mutex::new(is_done)));
    let run = work(move |connection| {
        let (select, channels) = (Arc::clone(&select), Arc::clone(&channels));
        Box::pin(async move {
            let first = rows(connection, &select, &[1_i64.into()]).await?;
            // The neighbour writes while this thread stands still; awaiting it would be refused.
            channels.0.send(()).unwrap();
            channels.1.lock().unwrap().recv().unwrap();
            let second = rows(connection, &select, &[1_i64.into()]).await?;
            Ok((first, second))
        })
    });
    let (first, second) = database.store.read(run.in_snapshot()).await.unwrap();
    assert_eq!(first, second);
    neighbour.join().unwrap();
    assert_eq!(
        database.balances().await[0],
        101,
        "the neighbour did write in the middle"
    );
}
on_databases!(a_snapshot_sees_one_state: sqlite, postgres, mysql);
