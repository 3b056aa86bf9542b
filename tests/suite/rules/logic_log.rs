//! The logic log: what has changed, from what to what, by which rule; and a span for each rule that was asked.

use serde_json::json;

use super::shop::app;
use crate::support::{Database, each_database, logic_with, spans_with};

each_database!(the_log_tells_each_step_and_the_rules_that_fired);

fn the_log_tells_each_step_and_the_rules_that_fired(database: Database) {
    let app = app(database);
    // An amount that no other test has, by which the lines are found.
    let price = match database {
        Database::Sqlite => "101.11",
        Database::Postgres => "101.12",
        Database::Mysql => "101.13",
    };
    let product =
        json!({ "data": { "type": "Product", "id": "2", "attributes": { "unit_price": price } } });
    app.patch("/api/Product/2", &product).expect(200);
    let detail = json!({ "data": { "type": "OrderDetail", "id": "1", "attributes": { "product_id": 2, "quantity": 3 } } });
    app.patch("/api/OrderDetail/1", &detail).expect(200);
    let amount = (price.parse::<f64>().unwrap() * 300.0).round() / 100.0;
    let lines = logic_with(&format!("amount: [100.00-->] {amount}"));
    let wanted = [
        "OrderDetail[1] {Update}".to_owned(),
        "  OrderDetail[1] {given} product_id: [1-->] 2".to_owned(),
        "  OrderDetail[1] {given} quantity: [2-->] 3".to_owned(),
        format!("..OrderDetail[1] {{copy}} unit_price: [50.00-->] {price}"),
        format!("..OrderDetail[1] {{formula}} amount: [100.00-->] {amount}"),
        format!("..Order[1] {{sum of OrderDetail}} amount_total: [100.00-->] {amount}"),
        format!("..Customer[1] {{sum of Order}} balance: [100.00-->] {amount}"),
        "rules that fired:".to_owned(),
    ];
    let start = lines.iter().position(|line| *line == wanted[0]);
    let start = start.unwrap_or_else(|| panic!("{lines:#?}"));
    assert_eq!(lines[start..start + wanted.len()], wanted);
    let fired = &lines[start + wanted.len()..];
    assert!(fired[0].starts_with("  OrderDetail.unit_price copy (tests/suite/rules/shop/rows.rs:"));
    assert_eq!(fired.len(), 4, "{fired:#?}");

    // With the others a transaction goes on on any thread, by which its spans are not found.
    if database == Database::Sqlite {
        each_rule_had_a_span(&amount.to_string());
    }
}

fn each_rule_had_a_span(amount: &str) {
    let spans = spans_with(&format!("amount: [100.00-->] {amount}"));
    let rules: Vec<&str> = spans
        .iter()
        .map(|span| {
            span.split_once(" origin=tests/suite/rules/shop/rows.rs:")
                .unwrap()
                .0
        })
        .collect();
    let wanted = [
        r#"name=OrderDetail.unit_price kind="copy""#,
        r#"name=OrderDetail.amount kind="formula""#,
        r#"name=Order.amount_total kind="sum""#,
        r#"name=Customer.balance kind="sum""#,
    ];
    assert!(
        rules.windows(wanted.len()).any(|some| some == wanted),
        "{spans:#?}"
    );
}
