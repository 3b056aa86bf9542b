//! A customer may not owe more than the credit limit.
use crate::generated::{Customer, Order, OrderDetail};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balance}) exceeds credit ({credit_limit})");
    logic
        .sum(Customer::BALANCE, |o: &Order| o.amount_total)
        .when(|o: &Order| o.shipped_date.is_none());
    logic.sum(Order::AMOUNT_TOTAL, |d: &OrderDetail| d.amount);
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        d.unit_price * d.quantity
    });
    logic.copy(OrderDetail::UNIT_PRICE, |d: &OrderDetail| {
        d.product.unit_price
    });
}
