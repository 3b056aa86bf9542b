//! A customer may not owe more than the credit limit.
use crate::generated::{Customer, Order};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balance}) exceeds credit ({credit_limit})");
    logic.sum(Customer::BALANCE, |o: &Order| o.amount_owed);
    logic.formula(Order::AMOUNT_OWED, |o: &Order| {
        o.amount_total - o.amount_paid
    });
}
