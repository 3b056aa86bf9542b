//! The use cases through the API, each on a copy of the database of its own.

use crate::app;
use crate::generated::{Customer, Employee, EmployeeAudit, Order, OrderDetail, Product};
use formwork_runtime::prelude::*;
use formwork_runtime::serde_json::{Value as Json, json};
use formwork_runtime::{TestApp, TestResponse};

/// An order of the customer with these products and quantities, ready to be shipped; or why not.
fn place_order(app: &TestApp, customer: &str, items: &[(i64, i64)]) -> Result<Order, Vec<String>> {
    let mut session = app.session();
    let order = New::<Order>::default()
        .set(Order::CUSTOMER_ID, customer)
        .set(Order::READY, true);
    let order = session.insert(order);
    for &(product, quantity) in items {
        let detail = New::<OrderDetail>::default()
            .set_from(OrderDetail::ORDER_ID, order, Order::ID)
            .set(OrderDetail::PRODUCT_ID, product)
            .set(OrderDetail::QUANTITY, quantity);
        session.insert(detail);
    }
    match session.commit() {
        Ok(saved) => Ok(saved.get(order).unwrap()),
        Err(Error::Refused(problems)) => Err(problems.into_iter().map(|one| one.title).collect()),
        Err(error) => panic!("{error:?}"),
    }
}

fn update(app: &TestApp, kind: &str, id: impl ToString, attributes: &Json) -> TestResponse {
    let id = id.to_string();
    let path = format!("/api/{kind}/{id}");
    let document = json!({"data": {"type": kind, "id": id, "attributes": attributes}});
    app.patch(&path, &document)
}

fn insert(app: &TestApp, kind: &str, attributes: &Json) -> TestResponse {
    let document = json!({"data": {"type": kind, "attributes": attributes}});
    app.post(&format!("/api/{kind}"), &document)
}

fn row<R: Resource>(app: &TestApp, id: impl ToString) -> R {
    app.session().get::<R>(id).unwrap()
}

/// What the answer says was wrong.
fn refusals(response: &TestResponse) -> Vec<&str> {
    assert_eq!(response.status(), 400, "{}", response.text());
    let errors = response.json()["errors"].as_array().unwrap();
    let titles = errors.iter().map(|error| error["title"].as_str().unwrap());
    titles.collect()
}

/// The key of a row that was inserted.
fn id(response: &TestResponse) -> &str {
    assert_eq!(response.status(), 201, "{}", response.text());
    response.json()["data"]["id"].as_str().unwrap()
}

/// Nothing may differ from what the rules say.
fn is_exact(app: &TestApp) {
    assert_eq!(app.reconcile(), []);
}

#[test]
fn an_order_within_the_credit_limit_is_accepted() {
    let app = app().test();
    let order = place_order(&app, "ALFKI", &[(1, 1), (2, 2)]).unwrap();
    assert_eq!(order.amount_total, dec!(56.00));
    assert_eq!(order.order_detail_count, 2);
    let details = app.session().all(OrderDetail::ORDER_ID.eq(order.id));
    let prices: Vec<_> = details
        .iter()
        .map(|detail| (detail.unit_price, detail.amount))
        .collect();
    let of = |price, amount| (Some(price), Some(amount));
    assert_eq!(
        prices,
        [of(dec!(18.00), dec!(18.00)), of(dec!(19.00), dec!(38.00))]
    );
    let customer: Customer = row(&app, "ALFKI");
    assert_eq!(customer.balance, dec!(2102.00));
    is_exact(&app);
}

#[test]
fn an_order_over_the_credit_limit_is_refused_and_nothing_of_it_remains() {
    let app = app().test();
    let before: Customer = row(&app, "ALFKI");
    assert_eq!(
        place_order(&app, "ALFKI", &[(2, 100)]).unwrap_err(),
        ["balance (3946.00) exceeds credit (2300.00)"]
    );
    assert_eq!(row::<Customer>(&app, "ALFKI"), before);
    is_exact(&app);
}

#[test]
fn a_changed_quantity_reaches_the_balance() {
    let app = app().test();
    let refused = update(&app, "OrderDetail", 1040, &json!({"Quantity": 1110}));
    assert_eq!(
        refusals(&refused),
        ["balance (51978.00) exceeds credit (2300.00)"]
    );
    let detail: OrderDetail = row(&app, 1040);
    let price = detail.unit_price.unwrap();
    let accepted = update(&app, "OrderDetail", 1040, &json!({"Quantity": 14}));
    assert_eq!(accepted.status(), 200, "{}", accepted.text());
    assert_eq!(
        row::<Customer>(&app, "ALFKI").balance,
        dec!(2046.00) - price
    );
    is_exact(&app);
}

#[test]
fn an_order_that_changes_its_customer_changes_both_balances() {
    let app = app().test();
    let moved = update(&app, "Order", 10643, &json!({"CustomerId": "ANATR"}));
    assert_eq!(moved.status(), 200, "{}", moved.text());
    let (old, new): (Customer, Customer) = (row(&app, "ALFKI"), row(&app, "ANATR"));
    assert_eq!((old.balance, new.balance), (dec!(960.00), dec!(1086.00)));
    assert_eq!((old.unpaid_order_count, new.unpaid_order_count), (1, 1));
    is_exact(&app);
}

#[test]
fn a_price_that_rises_leaves_old_orders_alone() {
    let app = app().test();
    let raised = update(&app, "Product", 28, &json!({"UnitPrice": 100}));
    assert_eq!(raised.status(), 200, "{}", raised.text());
    assert_eq!(row::<OrderDetail>(&app, 1040).unit_price, Some(dec!(45.60)));
    assert_eq!(row::<Customer>(&app, "ALFKI").balance, dec!(2046.00));
}

#[test]
fn a_balance_is_not_for_clients_to_say() {
    let app = app().test();
    let response = update(&app, "Customer", "ALFKI", &json!({"Balance": 1}));
    assert_eq!(response.status(), 422, "{}", response.text());
    let pointer = &response.json()["errors"][0]["source"]["pointer"];
    assert_eq!(pointer, "/data/attributes/Balance");
}

#[test]
fn a_deleted_order_is_owed_no_more() {
    let app = app().test();
    let before: Customer = row(&app, "ALFKI");
    let deleted = app.delete("/api/Order/11011");
    assert!(matches!(deleted.status(), 200 | 204), "{}", deleted.text());
    let after: Customer = row(&app, "ALFKI");
    assert_eq!(after.balance, dec!(1086.00));
    assert_eq!(after.order_count, before.order_count - 1);
    assert_eq!(after.unpaid_order_count, before.unpaid_order_count - 1);
    is_exact(&app);
}

#[test]
fn what_is_shipped_is_paid_and_leaves_the_stock() {
    let app = app().test();
    let before: Product = row(&app, 28);
    let shipped = update(&app, "Order", 10643, &json!({"ShippedDate": "2014-05-07"}));
    assert_eq!(shipped.status(), 200, "{}", shipped.text());
    assert_eq!(row::<Customer>(&app, "ALFKI").balance, dec!(960.00));
    let order: Order = row(&app, 10643);
    let detail: OrderDetail = row(&app, 1040);
    assert!(detail.shipped_date.is_some());
    assert_eq!(detail.shipped_date, order.shipped_date);
    let after: Product = row(&app, 28);
    assert_eq!(after.units_shipped, before.units_shipped + 15);
    assert_eq!(after.units_in_stock, before.units_in_stock - 15);

    let returned = update(&app, "Order", 10643, &json!({"ShippedDate": null}));
    assert_eq!(returned.status(), 200, "{}", returned.text());
    assert_eq!(row::<Customer>(&app, "ALFKI").balance, dec!(2046.00));
    assert_eq!(row::<Product>(&app, 28), before);
    is_exact(&app);
}

#[test]
fn what_runs_low_is_ordered_again() {
    let app = app().test();
    let chai: Product = row(&app, 1);
    assert_eq!((chai.units_in_stock, chai.units_on_order), (39, 0));
    let order = place_order(&app, "ANATR", &[(1, 35)]).unwrap();
    assert_eq!(row::<Product>(&app, 1).units_on_order, 0);
    let shipped = update(
        &app,
        "Order",
        order.id,
        &json!({"ShippedDate": "2014-05-07"}),
    );
    assert_eq!(shipped.status(), 200, "{}", shipped.text());
    let chai: Product = row(&app, 1);
    assert_eq!((chai.units_in_stock, chai.units_on_order), (4, 16));
}

#[test]
fn an_empty_order_cannot_be_made_ready() {
    let app = app().test();
    let response = update(&app, "Order", 11076, &json!({"Ready": true}));
    assert_eq!(
        refusals(&response),
        ["Empty Order - Cannot Ship or Make Ready"]
    );
    let detail = insert(
        &app,
        "OrderDetail",
        &json!({"OrderId": 11076, "ProductId": 1}),
    );
    assert_eq!(detail.status(), 201, "{}", detail.text());
    let response = update(&app, "Order", 11076, &json!({"Ready": true}));
    assert_eq!(response.status(), 200, "{}", response.text());
}

#[test]
fn the_last_item_of_a_ready_order_stays() {
    let app = app().test();
    let order = place_order(&app, "ANATR", &[(1, 1)]).unwrap();
    let details = app.session().all(OrderDetail::ORDER_ID.eq(order.id));
    let response = app.delete(&format!("/api/OrderDetail/{}", details[0].id));
    assert_eq!(
        refusals(&response),
        ["Empty Order - Cannot Ship or Make Ready"]
    );
}

#[test]
fn only_a_ready_order_is_shipped() {
    let app = app().test();
    let shipped = json!({"ShippedDate": "2014-05-07"});
    assert_eq!(
        refusals(&update(&app, "Order", 11019, &shipped)),
        ["Cannot Ship Order that is not Ready"]
    );
    // All that is wrong is said at once.
    let both = update(&app, "Order", 11076, &shipped);
    let mut both = refusals(&both);
    both.sort_unstable();
    assert_eq!(
        both,
        [
            "Cannot Ship Order that is not Ready",
            "Empty Order - Cannot Ship or Make Ready"
        ]
    );
    let ready = json!({"Ready": true, "ShippedDate": "2014-05-07"});
    let response = update(&app, "Order", 11019, &ready);
    assert_eq!(response.status(), 200, "{}", response.text());
    is_exact(&app);
}

#[test]
fn what_is_not_said_has_a_default() {
    let app = app().test();
    let order = insert(&app, "Order", &json!({"CustomerId": "ANATR"}));
    let order: Order = row(&app, id(&order));
    assert_eq!((order.freight, order.ready), (dec!(10.00), false));
    let detail = json!({"OrderId": order.id, "ProductId": 2});
    let detail: OrderDetail = row(&app, id(&insert(&app, "OrderDetail", &detail)));
    assert_eq!((detail.quantity, detail.discount), (1, dec!(0.00)));
    let customer = json!({"Id": "NEWCO", "CompanyName": "New Company"});
    let customer: Customer = row(&app, id(&insert(&app, "Customer", &customer)));
    assert_eq!(customer.credit_limit, Some(dec!(1000.00)));
    assert_eq!((customer.balance, customer.order_count), (dec!(0.00), 0));
    let given = insert(
        &app,
        "Order",
        &json!({"CustomerId": "ANATR", "Freight": 3.5}),
    );
    assert_eq!(row::<Order>(&app, id(&given)).freight, dec!(3.50));
}

#[test]
fn a_raise_is_meaningful_and_on_record() {
    let app = app().test();
    let audits = || app.session().all(EmployeeAudit::EMPLOYEE_ID.eq(5)).len();
    let before = audits();
    let small = update(&app, "Employee", 5, &json!({"Salary": 100_000}));
    assert_eq!(refusals(&small), ["Buchanan needs a more meaningful raise"]);
    assert_eq!(audits(), before);
    let large = update(&app, "Employee", 5, &json!({"Salary": 114_000}));
    assert_eq!(large.status(), 200, "{}", large.text());
    assert_eq!(row::<Employee>(&app, 5).salary, dec!(114000.00));
    let audit = app.session().all(EmployeeAudit::EMPLOYEE_ID.eq(5)).pop();
    let audit = audit.unwrap();
    assert_eq!(audit.salary, Some(dec!(114000.00)));
    assert_eq!(audit.last_name.as_deref(), Some("Buchanan"));
    // What has nothing to do with the salary writes nothing.
    let moved = update(&app, "Employee", 5, &json!({"City": "Paris"}));
    assert_eq!(moved.status(), 200, "{}", moved.text());
    assert_eq!(audits(), before + 1);
}

#[test]
fn a_clone_has_the_items_of_its_origin() {
    let app = app().test();
    let clone = json!({"CustomerId": "ANATR", "CloneFromOrder": 10643});
    let response = insert(&app, "Order", &clone);
    let clone: Order = row(&app, id(&response));
    let origin: Order = row(&app, 10643);
    assert_eq!(clone.order_detail_count, 3);
    assert_eq!(clone.amount_total, origin.amount_total);
    assert_eq!(row::<Customer>(&app, "ANATR").balance, dec!(1086.00));
    let clone = json!({"CustomerId": "ALFKI", "CloneFromOrder": 10643});
    assert_eq!(
        refusals(&insert(&app, "Order", &clone)),
        ["balance (3132.00) exceeds credit (2300.00)"]
    );
    is_exact(&app);
}
