//! Check credit: five rules over four tables, each kind of change, and what each costs in statements.

use formwork_runtime::generated::Decimal;
use formwork_runtime::session::New;
use formwork_runtime::{Error, ProblemCode, Result};

use super::shop::{Customer, Order, OrderDetail, Product, app};
use crate::support::{Database, TestApp, each_database};

each_database!(
    an_order_with_items_adds_up,
    a_quantity_reaches_the_customer,
    another_product_is_copied,
    a_deleted_item_is_taken_off,
    a_shipped_order_is_owed_no_more,
    an_order_goes_to_another_customer,
    a_balance_over_the_limit_is_refused,
    a_price_is_copied_once,
    a_derived_column_is_not_written,
    an_order_is_cloned_with_its_items,
    a_legacy_null_is_filled_from_the_children,
    changes_cost_few_statements,
    a_thousand_items_are_few_statements,
);

/// The customer's balance and open orders.
fn owes(app: &TestApp, customer: i64) -> (Option<Decimal>, Option<i64>) {
    app.block_on(async {
        let row = app.state().session().get::<Customer>(customer).await?;
        let row = row.expect("the customer is there");
        Ok::<_, Error>((row.balance, row.open_orders))
    })
    .unwrap()
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it stands for a column that can be null"
)]
fn money(cents: i64) -> Option<Decimal> {
    Some(Decimal::new(cents, 2))
}

async fn order_of_two(app: &TestApp) -> Result<Order> {
    let mut session = app.state().session();
    let order = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, 1));
    for (product, quantity) in [(1, 1), (2, 2)] {
        session.insert(
            New::<OrderDetail>::default()
                .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                .set(OrderDetail::PRODUCT_ID, product)
                .set(OrderDetail::QUANTITY, quantity),
        );
    }
    session.commit().await?.get(order)
}

/// Changes a detail through a session.
async fn change(app: &TestApp, change: impl FnOnce(&mut OrderDetail)) -> Result<()> {
    let mut session = app.state().session();
    let mut detail = session.get::<OrderDetail>(1).await?.expect("it is there");
    change(&mut detail);
    session.update(&detail)?;
    session.commit().await.map(drop)
}

async fn change_order(app: &TestApp, change: impl FnOnce(&mut Order)) -> Result<()> {
    let mut session = app.state().session();
    let mut order = session.get::<Order>(1).await?.expect("it is there");
    change(&mut order);
    session.update(&order)?;
    session.commit().await.map(drop)
}

async fn delete_detail(app: &TestApp) -> Result<()> {
    let mut session = app.state().session();
    let detail = session.get::<OrderDetail>(1).await?.expect("it is there");
    session.delete(&detail)?;
    session.commit().await.map(drop)
}

fn an_order_with_items_adds_up(database: Database) {
    let app = app(database);
    let order = app.block_on(order_of_two(&app)).unwrap();
    assert_eq!(order.amount_total, money(6_500));
    assert_eq!(owes(&app, 1), (money(16_500), Some(2)));
    let details = app
        .block_on(async {
            let mut session = app.state().session();
            let of_order = OrderDetail::ORDER_ID.eq(order.id);
            session
                .query::<OrderDetail>()
                .filter(of_order)
                .sort(OrderDetail::ID)
                .all()
                .await
        })
        .unwrap();
    let amounts: Vec<_> = details
        .iter()
        .map(|each| (each.unit_price, each.amount))
        .collect();
    assert_eq!(
        amounts,
        [(money(5_000), money(5_000)), (money(750), money(1_500))]
    );
}

fn a_quantity_reaches_the_customer(database: Database) {
    let app = app(database);
    app.block_on(change(&app, |detail| detail.quantity = 5))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(25_000), Some(1)));
}

fn another_product_is_copied(database: Database) {
    let app = app(database);
    app.block_on(change(&app, |detail| detail.product_id = 2))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(1_500), Some(1)));
}

fn a_deleted_item_is_taken_off(database: Database) {
    let app = app(database);
    app.block_on(delete_detail(&app)).unwrap();
    assert_eq!(owes(&app, 1), (money(0), Some(1)));
}

fn a_shipped_order_is_owed_no_more(database: Database) {
    let app = app(database);
    app.block_on(change_order(&app, |order| order.shipped = true))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(0), Some(0)));
    app.block_on(change_order(&app, |order| order.shipped = false))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(10_000), Some(1)));
}

fn an_order_goes_to_another_customer(database: Database) {
    let app = app(database);
    app.block_on(change_order(&app, |order| order.customer_id = 2))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(0), Some(0)));
    assert_eq!(owes(&app, 2), (money(10_000), Some(1)));
}

fn a_balance_over_the_limit_is_refused(database: Database) {
    let app = app(database);
    let refused = app.block_on(change(&app, |detail| detail.quantity = 21));
    let Err(Error::Refused(problems)) = refused else {
        panic!("1,050 exceeds 1,000: {refused:?}")
    };
    let problem = &problems[0];
    assert_eq!((problems.len(), problem.code), (1, ProblemCode::Rule));
    assert_eq!(problem.title, "balance (1050.00) exceeds credit (1000.00)");
    assert_eq!(problem.row, Some(("Customer".into(), Some("1".into()))));
    let rule = problem.rule.as_ref().expect("the rule is named");
    assert_eq!(rule.attributes, ["balance", "credit_limit"]);
    assert!(rule.file.ends_with("shop/rows.rs"), "{}", rule.file);
    assert_eq!(owes(&app, 1), (money(10_000), Some(1)));
    app.block_on(change(&app, |detail| detail.quantity = 20))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(100_000), Some(1)));
}

fn a_price_is_copied_once(database: Database) {
    let app = app(database);
    app.block_on(async {
        let mut session = app.state().session();
        let mut product = session.get::<Product>(1).await?.expect("it is there");
        product.unit_price = Decimal::new(9_900, 2);
        session.update(&product)?;
        session.commit().await
    })
    .unwrap();
    assert_eq!(owes(&app, 1), (money(10_000), Some(1)));
    app.block_on(change(&app, |detail| detail.quantity = 3))
        .unwrap();
    assert_eq!(owes(&app, 1), (money(15_000), Some(1)));
}

fn a_derived_column_is_not_written(database: Database) {
    let app = app(database);
    let refused = app.block_on(change_order(&app, |order| order.amount_total = money(1)));
    let Err(Error::Refused(problems)) = refused else {
        panic!("the sum belongs to the rule: {refused:?}")
    };
    assert_eq!(problems[0].code, ProblemCode::Attribute);
    assert_eq!(
        problems[0].title,
        "`amount_total` is derived by a rule (sum) and cannot be written"
    );
    let new = New::<Order>::default().set(Order::CUSTOMER_ID, 1);
    let claims = |total| {
        app.block_on(async {
            let mut session = app.state().session();
            session.insert(
                New::<Order>::default()
                    .set(Order::CUSTOMER_ID, 1)
                    .set(Order::AMOUNT_TOTAL, total),
            );
            session.commit().await
        })
    };
    drop(new);
    assert!(claims(Decimal::ONE).is_err());
    claims(Decimal::ZERO).unwrap();
}

fn a_legacy_null_is_filled_from_the_children(database: Database) {
    let sql = super::shop::sql(database)
        + " UPDATE orders SET amount_total = NULL; UPDATE customers SET balance = NULL;
           INSERT INTO order_details VALUES (2, 1, 2, 10, 7.5, 75);";
    let app = TestApp::with_rules(&sql, database, super::shop::declare);
    app.block_on(change(&app, |detail| detail.quantity = 3))
        .unwrap();
    // 3 of 50.00, and the ten of 7.50 that were there.
    assert_eq!(owes(&app, 1), (money(22_500), Some(1)));
}

fn changes_cost_few_statements(database: Database) {
    let app = app(database);
    let cost = |what: &str, most: u64, run: &dyn Fn()| {
        let before = app.state().statements();
        run();
        let count = app.state().statements() - before;
        assert!(count <= most, "{what}: {count} statements, at most {most}");
    };
    cost("add an order with two items", 5, &|| {
        app.block_on(order_of_two(&app)).unwrap();
    });
    cost("change a quantity", 4, &|| {
        app.block_on(change(&app, |detail| detail.quantity = 3))
            .unwrap();
    });
    cost("change the product of an item", 5, &|| {
        app.block_on(change(&app, |detail| detail.product_id = 2))
            .unwrap();
    });
    cost("ship an order", 4, &|| {
        app.block_on(change_order(&app, |order| order.shipped = true))
            .unwrap();
    });
    cost("change nothing", 1, &|| {
        app.block_on(change(&app, |_| {})).unwrap();
    });
    cost("delete an item", 4, &|| {
        app.block_on(delete_detail(&app)).unwrap();
    });
}

fn a_thousand_items_are_few_statements(database: Database) {
    let app = app(database);
    let before = app.state().statements();
    app.block_on(async {
        let mut session = app.state().session();
        let order = session.insert(
            New::<Order>::default()
                .set(Order::CUSTOMER_ID, 2)
                .set(Order::SHIPPED, true),
        );
        for number in 0..1_000 {
            session.insert(
                New::<OrderDetail>::default()
                    .set_from(OrderDetail::ORDER_ID, order, Order::ID)
                    .set(OrderDetail::PRODUCT_ID, number % 2 + 1)
                    .set(OrderDetail::QUANTITY, 1),
            );
        }
        let order = session.commit().await?.get(order)?;
        assert_eq!(order.amount_total, money(2_875_000));
        Ok::<_, Error>(())
    })
    .unwrap();
    let count = app.state().statements() - before;
    assert!(count <= 12, "{count} statements");
}

fn an_order_is_cloned_with_its_items(database: Database) {
    let app = app(database);
    let clone = app
        .block_on(async {
            let mut session = app.state().session();
            let order = session.get::<Order>(1).await?.expect("it is there");
            let clone = session.insert(New::<Order>::default().set(Order::CUSTOMER_ID, 2));
            assert_eq!(
                session
                    .copy_children(&order, clone, ["OrderDetailList"])
                    .await?,
                1
            );
            session.commit().await?.get(clone)
        })
        .unwrap();
    assert_eq!(clone.amount_total, money(10_000));
    assert_eq!(owes(&app, 1), (money(10_000), Some(1)));
    assert_eq!(owes(&app, 2), (money(10_000), Some(1)));
}
