//! Why a value is what it is: from the sum to the rows it is made of, down to a price; and whether what is stored is what rules give.

use serde_json::{Value as Json, json};

use super::shop::{app, declare, sql};
use crate::support::{Database, TestApp, each_database};

each_database!(
    a_sum_is_its_rows_down_to_a_price,
    contributing_rows_come_in_pages,
    a_stored_value_that_is_wrong_is_said_to_be,
    a_formula_that_cannot_be_computed_says_why,
);

fn explain(app: &TestApp, value: &str) -> Json {
    app.get(&format!("/admin/explain/{value}")).expect(200)
}

fn a_sum_is_its_rows_down_to_a_price(database: Database) {
    let app = app(database);
    let balance = explain(&app, "Customer/1/balance");
    assert_eq!(balance["stored"], json!(100.00));
    let sum = &balance["rules"][0];
    assert_eq!(
        (&sum["kind"], &sum["value"], &sum["condition"]),
        (
            &json!("sum"),
            &json!("o.amount_total"),
            &json!("!o.shipped")
        )
    );
    assert!(
        sum["file"]
            .as_str()
            .unwrap()
            .ends_with("rules/shop/rows.rs")
    );
    assert_eq!(
        (&sum["computed"], &sum["agrees"], &sum["isFollowed"]),
        (&json!(100.00), &json!(true), &json!(true))
    );
    let orders = &sum["children"];
    assert_eq!(
        (
            &orders["resource"],
            &orders["via"],
            &orders["all"],
            &orders["total"]
        ),
        (&json!("Order"), &json!("customer"), &json!(1), &json!(1))
    );
    let order = &orders["rows"][0];
    assert_eq!(
        (&order["id"], &order["value"]),
        (&json!("1"), &json!(100.00))
    );
    let input = |attribute: &str, value: Json, is_derived: bool| json!({"way": [], "resource": "Order", "id": "1", "attribute": attribute, "value": value, "isDerived": is_derived});
    assert_eq!(
        order["inputs"],
        json!([
            input("amount_total", json!(100.00), true),
            input("shipped", json!(false), false)
        ])
    );

    let amount = explain(&app, "Order/1/amount_total");
    let detail = &amount["rules"][0]["children"]["rows"][0];
    assert_eq!(
        (&detail["id"], &detail["value"]),
        (&json!("1"), &json!(100.00))
    );

    let product = explain(&app, "OrderDetail/1/amount");
    let formula = &product["rules"][0];
    assert_eq!(formula["kind"], "formula");
    assert_eq!(formula["inputs"][0]["attribute"], "unit_price");
    assert_eq!(formula["inputs"][0]["isDerived"], true);
    assert_eq!(formula["inputs"][1]["value"], 2);

    let copied = explain(&app, "OrderDetail/1/unit_price");
    let copy = &copied["rules"][0];
    assert_eq!(
        (&copy["kind"], &copy["isFollowed"]),
        (&json!("copy"), &json!(false))
    );
    assert_eq!(
        copy["inputs"],
        json!([{"way": ["product"], "resource": "Product", "id": "1", "attribute": "unit_price", "value": 50.00, "isDerived": false}])
    );

    // A count has no value to read; what nobody derives has no rule.
    let count = explain(&app, "Customer/1/open_orders");
    assert_eq!(count["rules"][0]["children"]["rows"][0]["value"], 1);
    assert_eq!(explain(&app, "Customer/1/name")["rules"], json!([]));
    for nothing in [
        "Customer/99/balance",
        "Customer/1/none",
        "None/1/balance",
        "Customer/1/balance/x",
        "Customer/x/balance",
    ] {
        assert_eq!(
            app.get(&format!("/admin/explain/{nothing}")).status,
            404,
            "{nothing}"
        );
    }
}

fn contributing_rows_come_in_pages(database: Database) {
    let sql = sql(database)
        + " INSERT INTO orders VALUES (2, 1, TRUE, 40), (3, 1, FALSE, 7), (4, 1, FALSE, NULL), (5, 1, FALSE, 8);";
    let app = TestApp::with_rules(&sql, database, declare);
    let page =
        |page: &str| explain(&app, &format!("Customer/1/balance?{page}"))["rules"][0].clone();
    let first = page("page[limit]=2");
    // The shipped order and the one without an amount are no part of it.
    assert_eq!(
        (&first["children"]["all"], &first["children"]["total"]),
        (&json!(5), &json!(3))
    );
    let ids = |rule: &Json| -> Vec<String> {
        let rows = rule["children"]["rows"].as_array().unwrap();
        rows.iter()
            .map(|row| row["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&first), ["1", "3"]);
    assert_eq!(ids(&page("page[limit]=2&page[offset]=2")), ["5"]);
    assert_eq!(first["computed"], json!(115.00));
    assert_eq!(first["agrees"], false);
}

fn a_stored_value_that_is_wrong_is_said_to_be(database: Database) {
    let sql = sql(database) + " UPDATE order_details SET amount = 70 WHERE id = 1;";
    let app = TestApp::with_rules(&sql, database, declare);
    let amount = explain(&app, "OrderDetail/1/amount");
    assert_eq!(amount["stored"], json!(70.00));
    assert_eq!(amount["rules"][0]["computed"], json!(100.00));
    assert_eq!(amount["rules"][0]["agrees"], false);
    // Nothing was written by asking.
    assert_eq!(
        explain(&app, "OrderDetail/1/amount")["stored"],
        json!(70.00)
    );
}

fn a_formula_that_cannot_be_computed_says_why(database: Database) {
    let sql = sql(database)
        + " UPDATE order_details SET unit_price = 9999999999, quantity = 1000 WHERE id = 1;";
    let app = TestApp::with_rules(&sql, database, declare);
    let rule = &explain(&app, "OrderDetail/1/amount")["rules"][0];
    assert_eq!(rule["computed"], Json::Null);
    let why = rule["refused"].as_str().unwrap();
    assert!(why.contains("does not fit its column"), "{why}");
}
