//! The database goes away, is slow, or changes under the server; the store says so in time and heals without a restart.

use std::sync::Arc;
use std::time::{Duration, Instant};

use formwork_runtime::Error;
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::model::Dialect;
use formwork_runtime::store::{Statement, Store, StoreError, Test};
use formwork_runtime::value::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use crate::support::{Database, INTEGER, TEXT, on_databases, resource, rows, work};

/// What takes longer, on whatever machine, hangs.
const HANGS: Duration = Duration::from_secs(20);

const SETUP: &str = "
    CREATE TABLE account (id integer PRIMARY KEY, balance integer NOT NULL);
    INSERT INTO account VALUES (1, 100), (2, 100);
";

async fn create(dialect: Dialect, configure: impl FnOnce(&mut DatabaseConfig)) -> Option<Database> {
    let columns = [("id", INTEGER, "integer"), ("balance", INTEGER, "integer")];
    Database::configured(
        dialect,
        SETUP,
        vec![resource("Account", &["id"], &columns)],
        configure,
    )
    .await
}

fn statement(sql: impl Into<String>) -> Arc<Statement> {
    Arc::new(Statement {
        sql: sql.into().into(),
        parameters: [].into(),
        columns: [INTEGER].into(),
    })
}

/// Reads through another store than the database's own.
async fn read(store: &Store, select: &Arc<Statement>) -> formwork_runtime::Result<Vec<Value>> {
    let select = Arc::clone(select);
    let run = work(move |connection| {
        let select = Arc::clone(&select);
        Box::pin(async move { rows(connection, &select, &[]).await })
    });
    Ok(store
        .read(run)
        .await?
        .into_iter()
        .map(|row| row.values[0].clone())
        .collect())
}

async fn write(store: &Store, update: &Arc<Statement>) -> formwork_runtime::Result<u64> {
    let update = Arc::clone(update);
    let run = work(move |connection| {
        let update = Arc::clone(&update);
        Box::pin(async move {
            Ok(connection
                .execute(&update, &[5_i64.into(), 1_i64.into()])
                .await?
                .rows)
        })
    });
    store.write(run).await
}

/// What stands between the store and the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Open,
    /// Connections are cut, and new ones closed at once.
    Broken,
    /// Nothing passes, and nobody is told.
    Silent,
}

/// A proxy before the server, and the address to reach it by.
async fn proxy(url: &str) -> (String, watch::Sender<Way>) {
    let (head, rest) = url.rsplit_once('@').unwrap();
    let (server, name) = rest.split_once('/').unwrap();
    let (server, listener) = (
        server.to_owned(),
        TcpListener::bind("127.0.0.1:0").await.unwrap(),
    );
    let url = format!("{head}@{}/{name}", listener.local_addr().unwrap());
    let (way, seen) = watch::channel(Way::Open);
    tokio::spawn(async move {
        while let Ok((mut client, _)) = listener.accept().await {
            let (server, mut seen) = (server.clone(), seen.clone());
            tokio::spawn(async move {
                if *seen.borrow() == Way::Broken {
                    return;
                }
                let mut upstream = TcpStream::connect(server).await.unwrap();
                let (from_client, to_client) = client.split();
                let (from_server, to_server) = upstream.split();
                tokio::select! {
                    () = forward(from_client, to_server, seen.clone()) => (),
                    () = forward(from_server, to_client, seen.clone()) => (),
                    _ = seen.wait_for(|way| *way == Way::Broken) => (),
                }
            });
        }
    });
    (url, way)
}

/// Hands on what comes, as long as the way is open when it has come: what is sent after the way was shut is never let through.
async fn forward(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut seen: watch::Receiver<Way>,
) {
    let mut buffer = [0; 8192];
    while let Ok(bytes @ 1..) = from.read(&mut buffer).await {
        let is_open = seen.wait_for(|way| *way != Way::Silent).await;
        if !is_open.is_ok_and(|way| *way == Way::Open)
            || to.write_all(&buffer[..bytes]).await.is_err()
        {
            return;
        }
    }
}

async fn a_broken_network_heals_without_a_restart(dialect: Dialect) {
    let Some(database) = create(dialect, |_| {}).await else {
        return;
    };
    let (url, way) = proxy(&database.config.url).await;
    let config = DatabaseConfig {
        url,
        acquire_timeout_seconds: 1,
        ..database.config.clone()
    };
    let store = Store::open(dialect, &config).await.unwrap();
    let select = statement("SELECT balance FROM account WHERE id = 2");
    let update = database.update("Account", &["balance"], vec![Test::Equal(0)]);
    for _ in 0..3 {
        // Several connections are kept, and all of them die.
        let together: Vec<_> = (0..4).map(|_| read(&store, &select)).collect();
        for result in futures_util::future::join_all(together).await {
            assert_eq!(result.unwrap(), [Value::Int(100)]);
        }
        way.send(Way::Broken).unwrap();
        let started = Instant::now();
        for result in [
            read(&store, &select).await.map(|_| ()),
            write(&store, &update).await.map(|_| ()),
        ] {
            let error = result.unwrap_err();
            assert!(matches!(error, Error::Busy { .. }), "{error:?}");
            assert!(
                matches!(error.as_store_error(), Some(StoreError::Unavailable(_))),
                "{error:?}"
            );
        }
        assert!(started.elapsed() < HANGS);
        way.send(Way::Open).unwrap();
        assert_eq!(read(&store, &select).await.unwrap(), [Value::Int(100)]);
        assert_eq!(write(&store, &update).await.unwrap(), 1);
    }
}
on_databases!(a_broken_network_heals_without_a_restart: postgres, mysql);

async fn a_silent_network_is_no_hang(dialect: Dialect) {
    let Some(database) = create(dialect, |_| {}).await else {
        return;
    };
    let (url, way) = proxy(&database.config.url).await;
    let config = DatabaseConfig {
        url,
        acquire_timeout_seconds: 1,
        statement_timeout_seconds: 1,
        ..database.config.clone()
    };
    let store = Store::open(dialect, &config).await.unwrap();
    let select = statement("SELECT balance FROM account WHERE id = 2");
    read(&store, &select).await.unwrap();
    way.send(Way::Silent).unwrap();
    for _ in 0..2 {
        let started = Instant::now();
        let error = read(&store, &select).await.unwrap_err();
        assert!(
            matches!(error.as_store_error(), Some(StoreError::Unavailable(_))),
            "{error:?}"
        );
        assert!(started.elapsed() < HANGS, "{:?}", started.elapsed());
    }
    way.send(Way::Open).unwrap();
    assert_eq!(read(&store, &select).await.unwrap(), [Value::Int(100)]);
}
on_databases!(a_silent_network_is_no_hang: postgres, mysql);

async fn a_restart_of_the_server_is_not_seen_by_the_next_request(dialect: Dialect) {
    let Some(database) = create(dialect, |_| {}).await else {
        return;
    };
    let select = statement("SELECT balance FROM account WHERE id = 2");
    let update = database.update("Account", &["balance"], vec![Test::Equal(0)]);
    for _ in 0..3 {
        read(&database.store, &select).await.unwrap();
        end_other_sessions(&database).await;
        assert_eq!(
            read(&database.store, &select).await.unwrap(),
            [Value::Int(100)]
        );
        end_other_sessions(&database).await;
        assert_eq!(write(&database.store, &update).await.unwrap(), 1);
    }
}
on_databases!(a_restart_of_the_server_is_not_seen_by_the_next_request: postgres, mysql);

/// What a restart does to the sessions that are open.
async fn end_other_sessions(database: &Database) {
    if database.dialect == Dialect::Postgres {
        let sql = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                   WHERE datname = current_database() AND pid <> pg_backend_pid()";
        database.run_sql(sql).await;
    } else {
        // A session may end by itself after it was listed.
        let sql = "BEGIN NOT ATOMIC \
            DECLARE CONTINUE HANDLER FOR 1094 BEGIN END; \
            FOR session IN (SELECT id FROM information_schema.processlist \
                            WHERE db = DATABASE() AND id <> CONNECTION_ID()) \
            DO KILL session.id; END FOR; END";
        database.run_sql(sql).await;
    }
}

async fn a_full_pool_is_busy_in_time(dialect: Dialect) {
    let configure = |config: &mut DatabaseConfig| {
        config.max_connections = 2;
        config.acquire_timeout_seconds = 1;
    };
    let Some(database) = create(dialect, configure).await else {
        return;
    };
    let pause = statement(match dialect {
        Dialect::Postgres => "SELECT 1 FROM pg_sleep(6)",
        _ => "SELECT SLEEP(6)",
    });
    let holders: Vec<_> = (0..2)
        .map(|_| {
            let (store, pause) = (database.store.clone(), Arc::clone(&pause));
            tokio::spawn(async move { read(&store, &pause).await })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    let error = read(&database.store, &statement("SELECT 1"))
        .await
        .unwrap_err();
    assert!(
        matches!(error.as_store_error(), Some(StoreError::Busy(_))),
        "{error:?}"
    );
    assert!(started.elapsed() < Duration::from_secs(5));
    for holder in holders {
        holder.await.unwrap().unwrap();
    }
    read(&database.store, &statement("SELECT 1")).await.unwrap();
}
on_databases!(a_full_pool_is_busy_in_time: postgres, mysql);

async fn a_locked_row_is_busy_in_time(dialect: Dialect) {
    let Some(database) = create(dialect, |config| config.lock_timeout_seconds = 1).await else {
        return;
    };
    let pause = match dialect {
        Dialect::Postgres => {
            "BEGIN; UPDATE account SET balance = 1 WHERE id = 1; SELECT pg_sleep(6); COMMIT"
        }
        _ => "BEGIN; UPDATE account SET balance = 1 WHERE id = 1; DO SLEEP(6); COMMIT",
    };
    let update = database.update("Account", &["balance"], vec![Test::Equal(0)]);
    let ((), ()) = tokio::join!(database.run_sql(pause), async {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let started = Instant::now();
        let error = write(&database.store, &update).await.unwrap_err();
        assert!(
            matches!(error.as_store_error(), Some(StoreError::Busy(_))),
            "{error:?}"
        );
        assert!(started.elapsed() < Duration::from_secs(5));
    });
    assert_eq!(write(&database.store, &update).await.unwrap(), 1);
}
on_databases!(a_locked_row_is_busy_in_time: postgres, mysql);

async fn reads_go_on_while_writes_wait_for_a_row(dialect: Dialect) {
    let configure = |config: &mut DatabaseConfig| {
        config.max_connections = 4;
        config.acquire_timeout_seconds = 1;
        config.lock_timeout_seconds = 30;
    };
    let Some(database) = create(dialect, configure).await else {
        return;
    };
    let pause = match dialect {
        Dialect::Postgres => {
            "BEGIN; UPDATE account SET balance = 1 WHERE id = 1; SELECT pg_sleep(4); COMMIT"
        }
        _ => "BEGIN; UPDATE account SET balance = 1 WHERE id = 1; DO SLEEP(4); COMMIT",
    };
    let update = database.update("Account", &["balance"], vec![Test::Equal(0)]);
    let select = statement("SELECT balance FROM account WHERE id = 2");
    let store = &database.store;
    let ((), waiting, ()) = tokio::join!(
        database.run_sql(pause),
        async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            futures_util::future::join_all((0..6).map(|_| write(store, &update))).await
        },
        async {
            tokio::time::sleep(Duration::from_millis(600)).await;
            assert_eq!(read(store, &select).await.unwrap(), [Value::Int(100)]);
        }
    );
    // Two have waited for the row, the others for their turn.
    let written = waiting.iter().filter(|result| result.is_ok()).count();
    assert_eq!(written, 2, "{waiting:?}");
}
on_databases!(reads_go_on_while_writes_wait_for_a_row: postgres, mysql);

async fn a_long_statement_is_interrupted(dialect: Dialect) {
    let Some(database) = create(dialect, |config| config.statement_timeout_seconds = 1).await
    else {
        return;
    };
    let long = statement(match dialect {
        Dialect::Postgres => "SELECT count(*)::int FROM generate_series(1, 10000000000)",
        _ => "SELECT max(a.seq % 7 + b.seq % 3) FROM seq_1_to_100000 AS a, seq_1_to_100000 AS b",
    });
    let started = Instant::now();
    let error = read(&database.store, &long).await.unwrap_err();
    assert!(
        matches!(error.as_store_error(), Some(StoreError::Interrupted)),
        "{error:?}"
    );
    assert!(started.elapsed() < HANGS);
    read(&database.store, &statement("SELECT 1")).await.unwrap();
}
on_databases!(a_long_statement_is_interrupted: postgres, mysql);

async fn a_schema_that_changes_under_a_prepared_statement_is_seen(dialect: Dialect) {
    let Some(database) = create(dialect, |_| {}).await else {
        return;
    };
    let mut select = (*database.select("Account", &["balance"], vec![Test::Equal(0)])).clone();
    select.columns = [TEXT].into();
    let select = Arc::new(select);
    database.rows(&select, vec![1_i64.into()]).await.unwrap();
    for (change, expected) in [("varchar(20)", "\"100\""), ("integer", "100")] {
        let sql = match dialect {
            Dialect::Postgres => {
                format!("ALTER TABLE account ALTER balance TYPE {change} USING balance::{change}")
            }
            _ => format!("ALTER TABLE account MODIFY balance {change}"),
        };
        database.run_sql(&sql).await;
        let read = database.rows(&select, vec![1_i64.into()]).await.unwrap();
        assert_eq!(
            read[0].json[0].trim_matches('"'),
            expected.trim_matches('"')
        );
    }
    database
        .run_sql("ALTER TABLE account DROP COLUMN balance")
        .await;
    let error = database
        .rows(&select, vec![1_i64.into()])
        .await
        .unwrap_err();
    assert!(
        matches!(error.as_store_error(), Some(StoreError::Other(_))),
        "{error:?}"
    );
}
on_databases!(a_schema_that_changes_under_a_prepared_statement_is_seen: postgres, mysql);
