//! Writers at the credit limit: it is never exceeded, not even for a moment.

use std::fmt::Write;
use std::sync::Arc;

use formwork_runtime::session::New;
use formwork_runtime::{Error, State};

use super::super::shop::{Order, OrderDetail, declare, sql};
use super::{Chance, DRIFT, Observer, WRITERS, together};
use crate::support::{Database, TestApp, each_database};

each_database!(
    of_two_orders_that_fit_alone_one_is_accepted,
    no_limit_is_exceeded_at_any_moment,
);

/// Whether an order of so much of product 3, which costs 5, is accepted.
async fn is_accepted(state: Arc<State>, customer: i64, quantity: i64) -> bool {
    let mut session = state.session();
    let order = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, customer));
    session.insert(
        New::<OrderDetail>::default()
            .set_from(OrderDetail::ORDER_ID, order, Order::ID)
            .set(OrderDetail::PRODUCT_ID, 3)
            .set(OrderDetail::QUANTITY, quantity),
    );
    match session.commit().await {
        Ok(_) => true,
        Err(Error::Refused(problems)) => {
            assert!(problems[0].title.contains("exceeds credit"), "{problems:?}");
            false
        }
        Err(error) => panic!("neither accepted nor refused: {error:?}"),
    }
}

fn of_two_orders_that_fit_alone_one_is_accepted(database: Database) {
    const CUSTOMERS: i64 = 16;
    let mut sql = sql(database) + " INSERT INTO products VALUES (3, 5);";
    for id in 101..=100 + CUSTOMERS {
        write!(
            sql,
            " INSERT INTO customers VALUES ({id}, 'C', 900, 1000, 1); INSERT INTO orders VALUES ({id}, {id}, FALSE, 900);
              INSERT INTO order_details VALUES ({id}, {id}, 3, 180, 5, 900);"
        )
        .unwrap();
    }
    sql += match database {
        Database::Postgres => {
            " SELECT setval('orders_id_seq', 1000), setval('order_details_id_seq', 1000);"
        }
        Database::Sqlite | Database::Mysql => "",
    };
    let app = TestApp::with_rules(&sql, database, declare);
    let accepted = together(&app, 2 * CUSTOMERS, |writer| {
        is_accepted(app.state(), 101 + writer / 2, 16)
    });
    for (customer, two) in accepted.chunks(2).enumerate() {
        assert_ne!(two[0], two[1], "customer {customer}");
    }
    assert_eq!(app.database().number(DRIFT), 0);
}

fn no_limit_is_exceeded_at_any_moment(database: Database) {
    let sql = sql(database) + " INSERT INTO products VALUES (3, 5);";
    let app = TestApp::with_rules(&sql, database, declare);
    let observer = Observer::start(app.database(), DRIFT);
    let accepted = together(&app, WRITERS, |writer| {
        let state = app.state();
        async move {
            let mut chance = Chance::of(writer);
            let mut accepted = 0;
            for _ in 0..4 {
                let (customer, quantity) = (1 + chance.below(2), 1 + chance.below(12));
                accepted += i64::from(is_accepted(Arc::clone(&state), customer, quantity).await);
            }
            accepted
        }
    });
    observer.has_seen_nothing_wrong();
    let accepted: i64 = accepted.into_iter().sum();
    assert!(0 < accepted && accepted < 4 * WRITERS, "{accepted}");
    let orders = app.database().number("SELECT count(*) FROM orders");
    assert_eq!(orders, 1 + accepted);
    assert_eq!(app.database().number(DRIFT), 0);
}
