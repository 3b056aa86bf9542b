//! Children that come while what they read of their parent changes; parents that two children want to make at once.

use std::sync::Arc;

use formwork_runtime::generated::Decimal;
use formwork_runtime::rules::Logic;
use formwork_runtime::session::New;
use formwork_runtime::{Error, State, rules};

use super::super::declared::row;
use super::super::shop::{Order, OrderDetail, Product, sql};
use super::{Chance, Observer, together};
use crate::support::{Database, TestApp, each_database};

each_database!(
    children_follow_a_parent_that_changes_while_they_come,
    a_missing_parent_is_made_once,
);

/// Every detail costs what its product costs now.
#[rules]
fn at_current_prices(logic: &mut Logic) {
    logic.sum(Order::AMOUNT_TOTAL, |d: &OrderDetail| d.amount);
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        d.product.unit_price * d.quantity
    });
}

const DRIFT: &str = "SELECT
    (SELECT count(*) FROM order_details d JOIN products p ON p.id = d.product_id
        WHERE d.amount IS NULL OR round(d.amount - p.unit_price * d.quantity, 2) <> 0)
  + (SELECT count(*) FROM orders o WHERE o.amount_total IS NULL OR round(o.amount_total
        - (SELECT coalesce(sum(d.amount), 0) FROM order_details d WHERE d.order_id = o.id), 2) <> 0)";

async fn reprice(state: &Arc<State>, product: i64, cents: i64) -> Result<(), Error> {
    let price = Decimal::new(cents, 2);
    let session = state.session();
    let repriced = session.transaction(move |transaction| {
        Box::pin(async move {
            let found = transaction.get::<Product>(product).await?;
            let mut found = found.expect("it is there");
            found.unit_price = price;
            transaction.update(&found).await.map(drop)
        })
    });
    repriced.await
}

async fn add_detail(state: &Arc<State>, order: i64, product: i64) -> Result<(), Error> {
    let mut session = state.session();
    session.insert(
        New::<OrderDetail>::default()
            .set(OrderDetail::ORDER_ID, order)
            .set(OrderDetail::PRODUCT_ID, product)
            .set(OrderDetail::QUANTITY, 2),
    );
    session.commit().await.map(drop)
}

fn children_follow_a_parent_that_changes_while_they_come(database: Database) {
    let more = " INSERT INTO orders VALUES (2, 1, FALSE, 0), (3, 2, FALSE, 0), (4, 2, FALSE, 0);";
    let sql = sql(database) + more;
    let app = TestApp::with_rules(&sql, database, at_current_prices);
    let observer = Observer::start(app.database(), DRIFT);
    let results = together(&app, 24, |writer| {
        let state = app.state();
        async move {
            let mut chance = Chance::of(writer);
            for _ in 0..4 {
                let product = 1 + chance.below(2);
                if writer % 4 == 0 {
                    reprice(&state, product, 1 + chance.below(10_000)).await?;
                } else {
                    add_detail(&state, 1 + chance.below(4), product).await?;
                }
            }
            Ok::<_, Error>(())
        }
    });
    for result in results {
        result.unwrap();
    }
    observer.has_seen_nothing_wrong();
    assert_eq!(app.database().number(DRIFT), 0);
    let details = app.database().number("SELECT count(*) FROM order_details");
    assert_eq!(details, 1 + 18 * 4);
}

row! {
    Month "Month" ["ExpenseList"]
    {
        0 ID id: String = String => "Id",
        1 SPENT spent: Option<i64> = i64 => "spent",
    }
    {}
}

row! {
    Expense "Expense" ["month"]
    {
        0 ID id: i64 = i64 => "Id",
        1 MONTH_ID month_id: Option<String> = String => "month_id",
        2 AMOUNT amount: i64 = i64 => "amount",
    }
    { 0 MONTH month: Month, }
}

#[rules]
fn months(logic: &mut Logic) {
    logic
        .sum(Month::SPENT, |e: &Expense| e.amount)
        .insert_parent();
}

fn a_missing_parent_is_made_once(database: Database) {
    let sql = "
        CREATE TABLE months (id VARCHAR(20) NOT NULL PRIMARY KEY, spent INTEGER);
        CREATE TABLE expenses (id INTEGER NOT NULL PRIMARY KEY, month_id VARCHAR(20), amount INTEGER NOT NULL,
            FOREIGN KEY (month_id) REFERENCES months (id));
    ";
    let app = TestApp::with_rules(sql, database, months);
    for round in 0..4 {
        let results = together(&app, 16, |writer| {
            let state = app.state();
            async move {
                let mut session = state.session();
                session.insert(
                    New::<Expense>::default()
                        .set(Expense::ID, round * 100 + writer)
                        .set(Expense::MONTH_ID, format!("2024-{round}"))
                        .set(Expense::AMOUNT, 5),
                );
                session.commit().await.map(drop)
            }
        });
        for result in results {
            result.unwrap();
        }
    }
    let whole = app
        .database()
        .number("SELECT count(*) FROM months WHERE spent = 80");
    assert_eq!(whole, 4);
}
