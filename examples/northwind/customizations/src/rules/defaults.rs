//! What a new row starts with, where nothing else is said.
use crate::generated::{Customer, Order, OrderDetail};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic.default(Customer::CREDIT_LIMIT, |_: &Customer| dec!(1000));
    logic.default(Order::FREIGHT, |_: &Order| dec!(10));
    logic.default(OrderDetail::QUANTITY, |_: &OrderDetail| 1);
    logic.default(OrderDetail::DISCOUNT, |_: &OrderDetail| dec!(0));
}
