//! How many orders a customer has, how many of them are not paid, and how many details an order has.
use crate::generated::{Customer, Order, OrderDetail};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic.count::<Order>(Customer::ORDER_COUNT);
    // An order is paid when it leaves.
    logic
        .count::<Order>(Customer::UNPAID_ORDER_COUNT)
        .when(|o: &Order| o.shipped_date.is_none());
    logic.count::<OrderDetail>(Order::ORDER_DETAIL_COUNT);
}
