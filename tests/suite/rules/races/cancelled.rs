//! Clients that hang up in the middle: a change is there whole or not at all, and no transaction stays open.

use std::time::{Duration, Instant};

use serde_json::json;

use super::{Chance, DRIFT, document, rich_shop, together};
use crate::support::{Database, TestApp, each_database};

each_database!(a_client_that_hangs_up_leaves_nothing_half_done);

fn a_client_that_hangs_up_leaves_nothing_half_done(database: Database) {
    let app = rich_shop(database, "");
    let answered = together(&app, 16, |writer| {
        let client = app.client();
        async move {
            let mut chance = Chance::of(writer);
            let mut answered = 0;
            for _ in 0..12 {
                let to = [("order", "Order", 1), ("product", "Product", 2)];
                let new = document("OrderDetail", None, &json!({ "quantity": 1 }), &to);
                let patience = Duration::from_micros(chance.below(20_000).unsigned_abs());
                let ask = client.post("/api/OrderDetail", &new);
                if let Ok(answer) = tokio::time::timeout(patience, ask).await {
                    answer.expect(201);
                    answered += 1;
                }
            }
            answered
        }
    });
    no_transaction_stays_open(&app, database);
    assert_eq!(app.database().number(DRIFT), 0);
    let details = app.database().number("SELECT count(*) FROM order_details");
    let answered: i64 = answered.into_iter().sum();
    assert!(
        answered < details && details <= 1 + 16 * 12,
        "{answered} answered, {details} there"
    );
    // Whoever comes next is served.
    let change = document("OrderDetail", Some(1), &json!({ "quantity": 9 }), &[]);
    app.patch("/api/OrderDetail/1", &change).expect(200);
    assert_eq!(app.database().number(DRIFT), 0);
}

/// Waits until what was begun is ended, which must be soon.
fn no_transaction_stays_open(app: &TestApp, database: Database) {
    let open = match database {
        // One that stays open would keep the file locked.
        Database::Sqlite => {
            return app
                .database()
                .execute("UPDATE customers SET name = 'Bob' WHERE id = 2");
        }
        Database::Postgres => {
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND xact_start IS NOT NULL"
        }
        Database::Mysql => {
            "SELECT count(*) FROM information_schema.innodb_trx t JOIN information_schema.processlist p
                ON p.id = t.trx_mysql_thread_id WHERE p.db = database() AND p.id <> connection_id()"
        }
    };
    let began = Instant::now();
    while app.database().number(open) > 0 {
        assert!(began.elapsed() < Duration::from_secs(30), "still open");
        // InnoDB shows an old state to whoever asks again within 100 ms.
        std::thread::sleep(Duration::from_millis(250));
    }
}
