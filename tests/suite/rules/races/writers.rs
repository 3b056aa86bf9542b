//! Writers on one customer: nothing is lost, and they do not bring each other to a stop.

use std::sync::Arc;

use formwork_runtime::State;
use formwork_runtime::generated::Decimal;
use formwork_runtime::session::New;
use serde_json::json;

use super::super::shop::{Customer, Order, OrderDetail, declare};
use super::{DRIFT, Observer, WRITERS, document, rich_shop, together};
use crate::support::{Client, Database, TestApp, each_database};

each_database!(
    writers_on_one_customer_lose_nothing,
    two_servers_on_one_database_lose_nothing,
    many_writers_of_one_row_do_the_work_of_one,
);

/// A new order of the first customer, through a session.
async fn add_order(state: &Arc<State>) -> Order {
    let mut session = state.session();
    let order = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, 1));
    for (product, quantity) in [(1, 1), (2, 2)] {
        session.insert(
            New::<OrderDetail>::default()
                .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                .set(OrderDetail::PRODUCT_ID, product)
                .set(OrderDetail::QUANTITY, quantity),
        );
    }
    session.commit().await.unwrap().get(order).unwrap()
}

/// All that a writer does: each change reaches the one customer, and half of them the one order.
async fn shop(state: Arc<State>, client: Client, writer: i64) {
    let order = add_order(&state).await;

    let to = [("order", "Order", 1), ("product", "Product", 2)];
    let new = document("OrderDetail", None, &json!({ "quantity": 3 }), &to);
    let created = client.post("/api/OrderDetail", &new).await.expect(201);
    let id: i64 = created["data"]["id"].as_str().unwrap().parse().unwrap();
    let path = format!("/api/OrderDetail/{id}");
    let change = document("OrderDetail", Some(id), &json!({ "quantity": 5 }), &[]);
    client.patch(&path, &change).await.expect(200);
    if writer % 2 == 0 {
        client.delete(&path).await.expect(204);
    }

    if writer % 4 == 0 {
        let change = document("Order", Some(order.id), &json!({ "shipped": true }), &[]);
        let path = format!("/api/Order/{}", order.id);
        client.patch(&path, &change).await.expect(200);
    }

    // Read and changed under the lock.
    let session = state.session();
    let raised = session.transaction(|transaction| {
        Box::pin(async move {
            let customer = transaction.get::<Customer>(1).await?;
            let mut customer = customer.expect("it is there");
            customer.credit_limit += Decimal::ONE;
            transaction.update(&customer).await.map(drop)
        })
    });
    raised.await.unwrap();
}

#[track_caller]
fn is_exact(app: &TestApp) {
    let number = |sql: &str| app.database().number(sql);
    assert_eq!(number(DRIFT), 0);
    assert_eq!(number("SELECT count(*) FROM orders"), 1 + WRITERS);
    assert_eq!(
        number("SELECT count(*) FROM orders WHERE shipped"),
        WRITERS / 4
    );
    // Of order 1: the one it had, and those that were not deleted.
    assert_eq!(
        number("SELECT count(*) FROM order_details WHERE order_id = 1"),
        1 + WRITERS / 2
    );
    let raised = format!(
        "SELECT count(*) FROM customers WHERE id = 1 AND credit_limit = {}",
        1_000_000 + WRITERS
    );
    assert_eq!(number(&raised), 1);
}

fn writers_on_one_customer_lose_nothing(database: Database) {
    let app = rich_shop(database, "");
    let observer = Observer::start(app.database(), DRIFT);
    together(&app, WRITERS, |writer| {
        shop(app.state(), app.client(), writer)
    });
    observer.has_seen_nothing_wrong();
    is_exact(&app);
}

fn two_servers_on_one_database_lose_nothing(database: Database) {
    let app = rich_shop(database, "");
    let other = app.beside(declare);
    together(&app, WRITERS, |writer| {
        let app = if writer % 2 == 0 { &app } else { &other };
        shop(app.state(), app.client(), writer)
    });
    is_exact(&app);
}

fn many_writers_of_one_row_do_the_work_of_one(database: Database) {
    let app = rich_shop(database, "");
    let add = |times: i64| {
        let state = app.state();
        async move {
            for _ in 0..times {
                add_order(&state).await;
            }
        }
    };
    let statements = |run: &dyn Fn()| {
        let before = app.state().statements();
        run();
        app.state().statements() - before
    };
    app.block_on(add(4));
    let alone = statements(&|| app.block_on(add(2 * WRITERS)));
    let together = statements(&|| drop(together(&app, WRITERS, |_| add(2))));
    // Each waits for its turn at the row, and then does not lose its race for another one.
    assert_eq!(together, alone);
}
