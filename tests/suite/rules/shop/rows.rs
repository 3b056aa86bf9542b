//! The rows of the shop, and its rules; the benchmark of the engine has them too.

use formwork_runtime::generated::Decimal;
use formwork_runtime::rules;
use formwork_runtime::rules::Logic;

use crate::rules::declared::row;

row! {
    Customer "Customer" ["OrderList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 NAME name: String = String => "name",
        2 BALANCE balance: Option<Decimal> = Decimal => "balance",
        3 CREDIT_LIMIT credit_limit: Decimal = Decimal => "credit_limit",
        4 OPEN_ORDERS open_orders: Option<i64> = i64 => "open_orders",
    }
    {}
}

row! {
    Order "Order" ["customer", "OrderDetailList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 CUSTOMER_ID customer_id: i64 = i64 => "customer_id",
        2 SHIPPED shipped: bool = bool => "shipped",
        3 AMOUNT_TOTAL amount_total: Option<Decimal> = Decimal => "amount_total",
    }
    { 0 CUSTOMER customer: Customer, }
}

row! {
    Product "Product" ["OrderDetailList"]
    {
        0 ID id: i64 = i64 => "Id",
        1 UNIT_PRICE unit_price: Decimal = Decimal => "unit_price",
    }
    {}
}

row! {
    OrderDetail "OrderDetail" ["order", "product"]
    {
        0 ID id: i64 = i64 => "Id",
        1 ORDER_ID order_id: i64 = i64 => "order_id",
        2 PRODUCT_ID product_id: i64 = i64 => "product_id",
        3 QUANTITY quantity: i64 = i64 => "quantity",
        4 UNIT_PRICE unit_price: Option<Decimal> = Decimal => "unit_price",
        5 AMOUNT amount: Option<Decimal> = Decimal => "amount",
    }
    { 0 ORDER order: Order, 1 PRODUCT product: Product, }
}

/// The five rules of check credit, and a count.
#[rules]
pub(crate) fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balance}) exceeds credit ({credit_limit})");
    logic
        .sum(Customer::BALANCE, |o: &Order| o.amount_total)
        .when(|o: &Order| !o.shipped);
    logic
        .count::<Order>(Customer::OPEN_ORDERS)
        .when(|o: &Order| !o.shipped);
    logic.sum(Order::AMOUNT_TOTAL, |d: &OrderDetail| d.amount);
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        d.unit_price * d.quantity
    });
    logic.copy(OrderDetail::UNIT_PRICE, |d: &OrderDetail| {
        d.product.unit_price
    });
}
