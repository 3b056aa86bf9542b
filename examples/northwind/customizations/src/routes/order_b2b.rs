//! Orders of partners, in their format: they name products and clerks, and know none of our keys.
use crate::generated::{Customer, Employee, Order, OrderDetail, Product};
use formwork_runtime::axum::extract::Path;
use formwork_runtime::prelude::*;

/// What a partner sends.
#[derive(JsonBody)]
pub struct OrderB2B {
    order: PartnerOrder,
}

/// An order as partners write it.
#[derive(JsonBody)]
#[json(names = "PascalCase")]
struct PartnerOrder {
    /// The customer.
    account_id: String,
    /// The clerk.
    surname: String,
    given: String,
    required_date: Option<Date>,
    freight: Option<Decimal>,
    items: Vec<PartnerItem>,
}

#[derive(JsonBody)]
#[json(names = "PascalCase")]
struct PartnerItem {
    product_name: String,
    quantity_ordered: i64,
}

/// Takes an order from a partner. The rules give prices, totals and the balance, and check the credit.
pub async fn add_order(
    mut session: Session,
    Args(args): Args<OrderB2B>,
) -> Result<Reply<Row<Order>>> {
    let wanted = args.order;
    let clerks = session.query::<Employee>();
    let clerks = clerks.filter(Employee::LAST_NAME.eq(&*wanted.surname));
    let clerks = clerks.filter(Employee::FIRST_NAME.eq(&*wanted.given));
    let clerk = match &clerks.limit(2).all().await?[..] {
        [clerk] => clerk.id,
        [] => refuse!("there is no clerk `{} {}`", wanted.given, wanted.surname),
        _ => refuse!("there are several `{} {}`", wanted.given, wanted.surname),
    };
    let mut order = New::<Order>::default()
        .set(Order::CUSTOMER_ID, wanted.account_id)
        .set(Order::EMPLOYEE_ID, clerk)
        .set(Order::REQUIRED_DATE, wanted.required_date);
    if let Some(freight) = wanted.freight {
        order = order.set(Order::FREIGHT, freight);
    }
    let order = session.insert(order);
    for item in wanted.items {
        let products = session.query::<Product>();
        let products = products.filter(Product::PRODUCT_NAME.eq(&*item.product_name));
        let Some(product) = products.limit(1).all().await?.pop() else {
            refuse!("there is no product `{}`", item.product_name)
        };
        let detail = New::<OrderDetail>::default()
            .set_from(OrderDetail::ORDER_ID, order, Order::ID)
            .set(OrderDetail::PRODUCT_ID, product.id)
            .set(OrderDetail::QUANTITY, item.quantity_ordered);
        session.insert(detail);
    }
    Ok(session.commit().await?.reply(order))
}

/// What a customer may still owe; nothing is said where there is no limit.
#[derive(JsonBody)]
pub struct Credit {
    left: Option<Decimal>,
}

/// Tells what a customer may still owe.
pub async fn credit(mut session: Session, Path(id): Path<String>) -> Result<Json<Credit>> {
    let Some(customer) = session.get::<Customer>(&id).await? else {
        refuse!("there is no customer `{id}`")
    };
    let left = customer.credit_limit.map(|limit| limit - customer.balance);
    Ok(Json(Credit { left }))
}

#[cfg(test)]
mod tests {
    use crate::app;
    use formwork_runtime::serde_json::json;

    #[test]
    fn a_partner_orders_by_names_and_the_rules_count() {
        let app = app().test();
        let before = app.get("/api/customers/ALFKI/credit").json()["left"].clone();
        let order = json!({
            "AccountId": "ALFKI", "Surname": "Buchanan", "Given": "Steven",
            "RequiredDate": "2026-12-24", "Freight": "12.50",
            "Items": [
                {"ProductName": "Chai", "QuantityOrdered": 1},
                {"ProductName": "Chang", "QuantityOrdered": 2},
            ],
        });
        let call = json!({"meta": {"method": "OrderB2B", "args": {"order": order}}});
        let answer = app.post("/api/ServicesEndPoint/OrderB2B", &call);
        assert_eq!(answer.status(), 200, "{}", answer.text());
        let saved = &answer.json()["meta"]["result"]["attributes"];
        assert_eq!(saved["RequiredDate"], "2026-12-24");
        assert_eq!(saved["OrderDetailCount"], 2);
        assert!(
            answer.text().contains(r#""Freight":12.5"#),
            "{}",
            answer.text()
        );
        let after = app.get("/api/customers/ALFKI/credit").json()["left"].clone();
        assert!(after.as_f64() < before.as_f64(), "{before}, then {after}");
    }
}
