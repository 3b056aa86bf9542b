//! Every statement of a transaction fails in turn: nothing of the transaction remains, and the next one goes well.

use formwork_runtime::generated::Decimal;
use formwork_runtime::session::{New, Session};
use formwork_runtime::{Error, Result};
use serde_json::Value as Json;

use super::reconcile::reconcile;
use super::shop::{Customer, Order, OrderDetail, Product, app};
use crate::support::{Database, TestApp, each_database};

each_database!(
    whichever_statement_fails_nothing_remains,
    whichever_statement_of_a_request_fails_it_is_a_500,
);

/// A change that goes through all rules.
type Change = (&'static str, AsyncChange);
type AsyncChange =
    for<'s> fn(&'s mut Session) -> std::pin::Pin<Box<dyn Future<Output = Result<()>> + 's>>;

const CHANGES: [Change; 5] = [
    ("a new order with two items", |session| {
        Box::pin(async move {
            let order = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, 1));
            for product in [1, 2] {
                session.insert(
                    New::<OrderDetail>::default()
                        .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                        .set(OrderDetail::PRODUCT_ID, product)
                        .set(OrderDetail::QUANTITY, 2),
                );
            }
            Ok(())
        })
    }),
    ("another quantity and another product", |session| {
        Box::pin(async move {
            let mut detail = the::<OrderDetail>(session, 1).await?;
            (detail.quantity, detail.product_id) = (3, 2);
            session.update(&detail)
        })
    }),
    (
        "the order to another customer, with a new price",
        |session| {
            Box::pin(async move {
                let mut order = the::<Order>(session, 1).await?;
                order.customer_id = 2;
                session.update(&order)?;
                let mut product = the::<Product>(session, 2).await?;
                product.unit_price = Decimal::new(800, 2);
                session.update(&product)
            })
        },
    ),
    ("shipped, with a higher limit", |session| {
        Box::pin(async move {
            let mut order = the::<Order>(session, 1).await?;
            order.shipped = true;
            session.update(&order)?;
            let mut customer = the::<Customer>(session, 2).await?;
            customer.credit_limit += Decimal::ONE;
            session.update(&customer)
        })
    }),
    ("the item goes, and its order", |session| {
        Box::pin(async move {
            let detail = the::<OrderDetail>(session, 1).await?;
            session.delete(&detail)?;
            let order = the::<Order>(session, 1).await?;
            session.delete(&order)
        })
    }),
];

async fn the<R: formwork_runtime::resource::Resource>(session: &mut Session, id: i64) -> Result<R> {
    let row = session.get::<R>(id).await?;
    Ok(row.expect("the row is there"))
}

/// Everything that clients see.
fn everything(app: &TestApp) -> Vec<Json> {
    ["Customer", "Order", "OrderDetail", "Product"]
        .map(|kind| app.get(&format!("/api/{kind}")).expect(200)["data"].take())
        .into()
}

fn whichever_statement_fails_nothing_remains(database: Database) {
    let app = app(database);
    let mut covered = Vec::new();
    for (what, change) in CHANGES {
        let before = everything(&app);
        let mut nth = 1;
        loop {
            let mut session = app.state().session();
            app.block_on(change(&mut session)).unwrap();
            app.state().refuse_statement(nth);
            match app.block_on(session.commit()) {
                Ok(_) => break,
                Err(Error::Internal(_)) => {}
                Err(error) => panic!("{what}: statement {nth} is refused, and it says {error:?}"),
            }
            assert_eq!(
                everything(&app),
                before,
                "{what}: statement {nth} is refused"
            );
            nth += 1;
        }
        // The session that went well has run fewer statements than that; the next one may not stumble over it.
        app.state().refuse_statement(0);
        assert!(everything(&app) != before, "{what} has changed nothing");
        assert!(reconcile(&app, false).is_empty(), "{what}");
        covered.push(nth - 1);
    }
    assert!(
        covered.iter().all(|&statements| statements >= 3),
        "{covered:?}"
    );
}

fn whichever_statement_of_a_request_fails_it_is_a_500(database: Database) {
    let app = app(database);
    let detail = serde_json::json!({ "data": { "type": "OrderDetail", "attributes":
        { "order_id": 1, "product_id": 2, "quantity": 4 } } });
    let before = everything(&app);
    let mut nth = 1;
    loop {
        app.state().refuse_statement(nth);
        let answer = app.post("/api/OrderDetail", &detail);
        if answer.status.is_success() {
            break;
        }
        let errors = answer.errors(500);
        assert!(
            errors.iter().all(|error| !error.contains("a test wants")),
            "what the database said is not for the client: {errors:?}"
        );
        assert_eq!(everything(&app), before, "statement {nth} is refused");
        nth += 1;
    }
    app.state().refuse_statement(0);
    assert!(nth > 3, "only {nth} statements");
    assert!(reconcile(&app, false).is_empty());
}
