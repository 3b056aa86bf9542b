//! A customer may not owe more than the credit limit.
use crate::generated::{Customer, Item, Order};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balance}) exceeds credit ({credit_limit})");
    logic
        .sum(Customer::BALANCE, |o: &Order| o.amount_total)
        .when(|o: &Order| o.date_shipped.is_none());
    logic.sum(Order::AMOUNT_TOTAL, |i: &Item| i.amount);
    logic.formula(Item::AMOUNT, |i: &Item| i.unit_price * i.quantity);
    logic.copy(Item::UNIT_PRICE, |i: &Item| i.product.unit_price);
}
