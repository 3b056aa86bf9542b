//! Payments, through a session, on a copy of the database.

use crate::app;
use crate::generated::{Customer, Order, Payment, PaymentAllocation};
use formwork_runtime::TestApp;
use formwork_runtime::prelude::*;

fn pay(app: &TestApp, customer: &str, amount: Decimal) -> Payment {
    let mut session = app.session();
    let payment = New::<Payment>::default()
        .set(Payment::CUSTOMER_ID, customer)
        .set(Payment::AMOUNT, amount);
    let payment = session.insert(payment);
    let id = session.commit().unwrap().get(payment).unwrap().id;
    app.session().get(id).unwrap()
}

/// The order and the amount of each allocation of a payment.
fn allocations(app: &TestApp, payment: &Payment) -> Vec<(i64, Decimal)> {
    let allocations = app
        .session()
        .all(PaymentAllocation::PAYMENT_ID.eq(payment.id));
    let mut parts: Vec<_> = allocations
        .into_iter()
        .map(|one| (one.order_id, one.amount_allocated))
        .collect();
    parts.sort_unstable();
    parts
}

#[test]
fn the_oldest_order_is_paid_first() {
    let app = app().test();
    let payment = pay(&app, "ALFKI", dec!(1000));
    assert_eq!(
        allocations(&app, &payment),
        [
            (10692, dec!(100.00)),
            (10702, dec!(330.00)),
            (10835, dec!(570.00))
        ]
    );
    assert_eq!(payment.amount_un_allocated, dec!(0.00));
    let order: Order = app.session().get(10835).unwrap();
    assert_eq!(order.amount_owed, dec!(281.00));
    let customer: Customer = app.session().get("ALFKI").unwrap();
    assert_eq!(customer.balance, dec!(1732.20));
    assert_eq!(app.reconcile(), []);
}

#[test]
fn what_nobody_owes_is_left() {
    let app = app().test();
    let payment = pay(&app, "ANATR", dec!(2000));
    assert_eq!(payment.amount_allocated, dec!(1158.80));
    assert_eq!(payment.amount_un_allocated, dec!(841.20));
    let customer: Customer = app.session().get("ANATR").unwrap();
    assert_eq!(customer.balance, dec!(0.00));
    assert_eq!(app.reconcile(), []);
}

#[test]
fn a_payment_that_is_taken_back_is_owed_again() {
    let app = app().test();
    let mut session = app.session();
    let payment: Payment = session.get(5).unwrap();
    session.delete(&payment);
    session.commit().unwrap();
    let customer: Customer = app.session().get("ANATR").unwrap();
    assert_eq!(customer.balance, dec!(1314.15));
    assert_eq!(app.reconcile(), []);
}

#[test]
fn taking_back_too_much_is_refused() {
    let app = app().test();
    let mut session = app.session();
    let payment: Payment = session.get(4).unwrap();
    session.delete(&payment);
    assert_eq!(
        session.refusal(),
        ["balance (4596.20) exceeds credit (4000.00)"]
    );
    assert_eq!(app.reconcile(), []);
}
