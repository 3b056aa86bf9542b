//! Orders that go from one customer to another and others that come from there: who waits for whom is settled inside.

use std::fmt::Write;
use std::sync::Arc;

use formwork_runtime::{Result, State};
use serde_json::json;

use super::super::shop::{Order, OrderDetail};
use super::{DRIFT, Observer, document, rich_shop, together};
use crate::support::{Database, TestApp, each_database};

each_database!(
    crosswise_moves_come_to_an_end,
    exchanges_in_one_transaction_come_to_an_end,
);

const MOVERS: i64 = 32;

/// The shop with two orders of one item for each mover: the first is one customer's, the second the other's.
fn shop_of_movers(database: Database) -> TestApp {
    let mut more = String::new();
    for id in 100..100 + 2 * MOVERS {
        write!(
            more,
            " INSERT INTO orders VALUES ({id}, {}, FALSE, {id}); INSERT INTO order_details VALUES ({id}, {id}, 2, {id}, 1, {id});",
            1 + id % 2
        )
        .unwrap();
    }
    for customer in [1, 2] {
        write!(
            more,
            " UPDATE customers SET balance = (SELECT sum(amount_total) FROM orders WHERE customer_id = {customer}),
                open_orders = (SELECT count(*) FROM orders WHERE customer_id = {customer}) WHERE id = {customer};"
        )
        .unwrap();
    }
    rich_shop(database, &more)
}

fn crosswise_moves_come_to_an_end(database: Database) {
    let app = shop_of_movers(database);
    assert_eq!(app.database().number(DRIFT), 0);
    let observer = Observer::start(app.database(), DRIFT);
    together(&app, MOVERS, |mover| {
        let (client, id) = (app.client(), 100 + mover);
        async move {
            for turn in 0..5 {
                let to = [("customer", "Customer", 1 + (id + turn + 1) % 2)];
                let change = document("Order", Some(id), &json!({}), &to);
                let path = format!("/api/Order/{id}");
                client.patch(&path, &change).await.expect(200);
            }
        }
    });
    observer.has_seen_nothing_wrong();
    assert_eq!(app.database().number(DRIFT), 0);
    let moved = format!(
        "SELECT count(*) FROM orders WHERE id >= 100 AND id < 100 + {MOVERS} AND customer_id = 1 + (id + 1) % 2"
    );
    assert_eq!(app.database().number(&moved), MOVERS);
}

/// Gives each of two orders to the other's customer, and the item of the first to the second.
async fn exchange(state: Arc<State>, one: i64, other: i64) -> Result<()> {
    let mut session = state.session();
    let mut orders = Vec::new();
    for id in [one, other] {
        orders.push(session.get::<Order>(id).await?.expect("it is there"));
    }
    for (at, with) in [(0, 1), (1, 0)] {
        let mut order = orders[at].clone();
        order.customer_id = orders[with].customer_id;
        session.update(&order)?;
    }
    let item = session.get::<OrderDetail>(one).await?;
    let mut item = item.expect("it is there");
    item.order_id = if item.order_id == one { other } else { one };
    session.update(&item)?;
    session.commit().await.map(drop)
}

fn exchanges_in_one_transaction_come_to_an_end(database: Database) {
    let app = shop_of_movers(database);
    let exchanged = together(&app, MOVERS, |mover| {
        let (state, id) = (app.state(), 100 + 2 * mover);
        async move {
            for turn in 0..3 {
                let (one, other) = if (mover + turn) % 2 == 0 {
                    (id, id + 1)
                } else {
                    (id + 1, id)
                };
                exchange(Arc::clone(&state), one, other).await?;
            }
            Ok::<_, formwork_runtime::Error>(())
        }
    });
    for result in exchanged {
        result.unwrap();
    }
    assert_eq!(app.database().number(DRIFT), 0);
}
