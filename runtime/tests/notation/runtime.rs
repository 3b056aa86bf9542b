//! The notation with the runtime's own `Logic`: every kind of rule takes what `#[rules]` makes.

use formwork_runtime::Result;
use formwork_runtime::prelude::{Logic, Session, dec, rules};
use formwork_runtime::rules::Event;

use crate::rows::{Customer, Employee, Order, OrderDetail};

async fn ship(_event: &Event<Order>, _session: &mut Session) -> Result<()> {
    Ok(())
}

#[rules]
fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balance}) exceeds credit ({credit_limit})")
        .on(Customer::BALANCE);
    logic
        .sum(Customer::BALANCE, |o: &Order| o.amount_total)
        .when(|o: &Order| o.shipped_date.is_none());
    logic
        .count::<Order>(Customer::ORDER_COUNT)
        .when(|o: &Order| o.shipped_date.is_none());
    logic.max(Customer::BALANCE, |o: &Order| o.freight.or(0));
    logic.sum(Order::AMOUNT_TOTAL, |d: &OrderDetail| d.amount);
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        d.unit_price * d.quantity
    });
    logic.copy(OrderDetail::UNIT_PRICE, |d: &OrderDetail| {
        d.product.unit_price
    });
    logic.default(Order::FREIGHT, |_: &Order| dec!(10));
    logic
        .constraint(|e: &Employee, old: &Employee| e.salary >= old.salary * 0.9)
        .message("{title}: {salary} is too little");
    logic
        .on_commit::<Order>(ship)
        .when(|o: &Order| o.shipped_date.is_some());
}

#[test]
fn every_kind_of_rule_is_declared_where_it_stands() {
    let mut logic = Logic::new();
    declare(&mut logic);
    let shown = format!("{logic:?}");
    assert_eq!(shown.matches("notation/runtime.rs").count(), 10, "{shown}");
}
