//! A payment is spread over the orders that its customer has not paid, the oldest first.
use crate::generated::{Order, Payment, PaymentAllocation};
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic
        .allocate::<Payment, Order, PaymentAllocation>(unpaid_orders)
        .amount(Payment::AMOUNT)
        .needed(Order::AMOUNT_OWED)
        .allocated(PaymentAllocation::AMOUNT_ALLOCATED)
        .between(PaymentAllocation::PAYMENT, PaymentAllocation::ORDER);
    logic.sum(Order::AMOUNT_PAID, |a: &PaymentAllocation| {
        a.amount_allocated
    });
    logic.sum(Payment::AMOUNT_ALLOCATED, |a: &PaymentAllocation| {
        a.amount_allocated
    });
    logic.formula(Payment::AMOUNT_UN_ALLOCATED, |p: &Payment| {
        p.amount - p.amount_allocated
    });
}

/// The orders of the payment's customer, the oldest first; those that are paid get nothing.
async fn unpaid_orders(payment: &Payment, session: &mut Session) -> Result<Vec<Order>> {
    session
        .query::<Order>()
        .filter(Order::CUSTOMER_ID.eq(payment.customer_id.as_str()))
        .sort(Order::ORDER_DATE)
        .all()
        .await
}
