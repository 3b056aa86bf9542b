//! Check credit, through a session, on a copy of the database.

use crate::app;
use crate::generated::{Customer, Item, Order};
use formwork_runtime::TestSession;
use formwork_runtime::prelude::*;

/// Adds an item to an order that is there.
fn add_item(session: &mut TestSession<'_>, order: i64, product: i64, quantity: i64) {
    let item = New::<Item>::default()
        .set(Item::ORDER_ID, order)
        .set(Item::PRODUCT_ID, product)
        .set(Item::QUANTITY, quantity);
    session.insert(item);
}

#[test]
fn what_is_within_the_limit_is_accepted_and_sums_are_exact() {
    let app = app().test();
    let mut session = app.session();
    add_item(&mut session, 10, 2, 3);
    session.commit().unwrap();
    let order: Order = app.session().get(10).unwrap();
    let diana: Customer = app.session().get(4).unwrap();
    assert_eq!(
        (order.amount_total, diana.balance),
        (dec!(270.00), dec!(270.00))
    );
    assert_eq!(app.reconcile(), []);
}

#[test]
fn what_is_beyond_it_is_refused() {
    let app = app().test();
    let mut session = app.session();
    add_item(&mut session, 10, 3, 1);
    assert_eq!(
        session.refusal(),
        ["balance (1575.00) exceeds credit (1000.00)"]
    );
    assert_eq!(app.reconcile(), []);
}

#[test]
fn a_customer_without_a_limit_may_owe_anything() {
    let app = app().test();
    let mut session = app.session();
    add_item(&mut session, 9, 3, 100);
    session.commit().unwrap();
    let silent: Customer = app.session().get(5).unwrap();
    assert_eq!(silent.balance, dec!(157720.00));
}

#[test]
fn what_has_left_is_owed_no_more() {
    let app = app().test();
    let mut session = app.session();
    let mut order: Order = session.get(2).unwrap();
    order.date_shipped = order.created_on;
    session.update(&order);
    session.commit().unwrap();
    let alice: Customer = app.session().get(1).unwrap();
    assert_eq!(alice.balance, dec!(480.00));
}
