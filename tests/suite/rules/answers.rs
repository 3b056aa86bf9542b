//! What clients of the API are told of rules: refusals, effects, trials.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value as Json, json};

use super::shop::app;
use crate::support::{Answer, Database, MEDIA_TYPE, TestApp, each_database};

each_database!(
    a_broken_rule_is_named_and_explained,
    the_answer_has_what_the_rules_derived,
    effects_are_told_when_asked_for,
    a_trial_keeps_nothing,
    another_value_for_a_derived_column_is_refused,
    the_description_tells_what_is_derived,
);

fn patch(app: &TestApp, path: &str, prefer: &str, document: &Json) -> Answer {
    let request = Request::patch(path)
        .header("content-type", MEDIA_TYPE)
        .header("prefer", prefer);
    app.send(request.body(Body::from(document.to_string())).unwrap())
}

fn quantity(quantity: i64) -> Json {
    json!({ "data": { "type": "OrderDetail", "id": "1", "attributes": { "quantity": quantity } } })
}

fn a_broken_rule_is_named_and_explained(database: Database) {
    let app = app(database);
    let answer = app.patch("/api/OrderDetail/1", &quantity(21));
    let document = answer.expect(400);
    let error = &document["errors"][0];
    assert_eq!(error["code"], "2001");
    assert_eq!(error["title"], "balance (1050.00) exceeds credit (1000.00)");
    assert_eq!(
        error["meta"]["row"],
        json!({ "type": "Customer", "id": "1" })
    );
    assert_eq!(error["meta"]["rule"]["kind"], "constraint");
    assert_eq!(
        error["meta"]["rule"]["attributes"],
        json!(["balance", "credit_limit"])
    );
    // The broken rule is about another row than the one that was sent.
    assert_eq!(error["source"], Json::Null);
}

fn the_answer_has_what_the_rules_derived(database: Database) {
    let app = app(database);
    let detail = json!({ "data": { "type": "OrderDetail", "attributes": { "order_id": 1, "product_id": 2, "quantity": 4 } } });
    let answer = app.post("/api/OrderDetail", &detail);
    let document = answer.expect(201);
    assert_eq!(document["data"]["attributes"]["unit_price"], json!(7.50));
    assert_eq!(document["data"]["attributes"]["amount"], json!(30.00));
    assert_eq!(document["meta"], Json::Null);
}

fn effects_are_told_when_asked_for(database: Database) {
    let app = app(database);
    let answer = patch(&app, "/api/OrderDetail/1", "return=effects", &quantity(3));
    assert_eq!(answer.headers["preference-applied"], "return=effects");
    let document = answer.expect(200);
    let effects = document["meta"]["effects"].as_array().unwrap();
    let of = |kind: &str| {
        effects
            .iter()
            .find(|effect| effect["type"] == kind)
            .unwrap()
    };
    assert_eq!(effects.len(), 3);
    assert_eq!(of("Customer")["before"], json!({ "balance": 100.00 }));
    assert_eq!(of("Customer")["after"], json!({ "balance": 150.00 }));
    assert_eq!(of("Order")["change"], "updated");
    assert_eq!(
        of("OrderDetail")["after"],
        json!({ "quantity": 3, "amount": 150.00 })
    );
}

fn a_trial_keeps_nothing(database: Database) {
    let app = app(database);
    let answer = patch(
        &app,
        "/api/OrderDetail/1",
        "tx=rollback, return=effects",
        &quantity(3),
    );
    assert_eq!(
        answer.expect(200)["data"]["attributes"]["amount"],
        json!(150.00)
    );
    assert_eq!(
        answer.expect(200)["meta"]["effects"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    let customer = app.get("/api/Customer/1").expect(200);
    assert_eq!(customer["data"]["attributes"]["balance"], json!(100.00));
    let refused = patch(&app, "/api/OrderDetail/1", "tx=rollback", &quantity(21));
    assert_eq!(refused.status, 400);
    let request = Request::delete("/api/OrderDetail/1").header("prefer", "tx=rollback");
    assert_eq!(app.send(request.body(Body::empty()).unwrap()).status, 204);
    assert_eq!(app.get("/api/OrderDetail/1").status, 200);
}

fn another_value_for_a_derived_column_is_refused(database: Database) {
    let app = app(database);
    let order = |total: f64| json!({ "data": { "type": "Order", "id": "1", "attributes": { "shipped": true, "amount_total": total } } });
    let refused = app.patch("/api/Order/1", &order(99.0));
    assert_eq!(
        refused.expect(422)["errors"][0]["source"]["pointer"],
        "/data/attributes/amount_total"
    );
    // A client that sends back what it was sent may do so.
    assert_eq!(app.patch("/api/Order/1", &order(100.0)).status, 200);
}

fn the_description_tells_what_is_derived(database: Database) {
    let description = app(database).get("/api/openapi.json").expect(200);
    let schemas = &description["components"]["schemas"];
    for schema in [
        "OrderDetail.attributes",
        "OrderDetail.input",
        "OrderDetail.changes",
    ] {
        let properties = &schemas[schema]["properties"];
        assert_eq!(properties["amount"]["readOnly"], true, "{schema}");
        assert_eq!(
            properties["amount"]["description"], "derived by a rule (formula)",
            "{schema}"
        );
        // A copy is taken once, and may be changed later.
        assert_eq!(properties["unit_price"]["readOnly"], Json::Null, "{schema}");
    }
}
