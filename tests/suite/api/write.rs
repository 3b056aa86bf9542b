//! Creating, changing, deleting; what is refused, and why.

use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, TestApp, each_database};

each_database!(
    a_row_is_created_and_shown,
    a_row_is_changed_and_shown,
    a_row_is_deleted,
    relationships_set_foreign_keys,
    a_missing_parent_is_named,
    a_taken_key_is_a_conflict,
    a_row_in_use_is_kept,
    all_wrong_values_are_named_at_once,
    problems_of_all_kinds_are_named_at_once,
    a_wrong_document_is_refused,
    no_id_may_be_said_by_null,
    a_check_of_the_database_is_told,
    what_can_only_be_read_is_not_written,
);

fn order(attributes: &Json) -> Json {
    json!({"data": {"type": "Order", "attributes": attributes}})
}

fn a_row_is_created_and_shown(database: Database) {
    let app = TestApp::create("northwind", database);
    let created = app.post(
        "/api/Order",
        &order(&json!({"CustomerId": "ALFKI", "Freight": 12.50, "OrderDate": "2014-05-06"})),
    );
    let document = created.expect(201);
    let id = document["data"]["id"].as_str().unwrap();
    assert_eq!(created.headers["location"], format!("/api/Order/{id}"));
    assert_eq!(document["links"]["self"], format!("/api/Order/{id}"));
    assert!(
        created.body.contains(r#""Freight":12.50"#),
        "{}",
        created.body
    );
    assert_eq!(
        document["data"]["attributes"]["Ready"], true,
        "the database's default"
    );
    assert_eq!(document["data"]["attributes"]["OrderDate"], "2014-05-06");
    assert_eq!(
        app.get(&format!("/api/Order/{id}")).expect(200)["data"],
        document["data"]
    );
    let with_id = json!({"data": {"type": "Customer", "id": "NEWCO", "attributes": {"CompanyName": "New & Co", "CreditLimit": 5}}});
    assert_eq!(
        app.post("/api/Customer", &with_id).expect(201)["data"]["id"],
        "NEWCO"
    );
}

fn a_row_is_changed_and_shown(database: Database) {
    let app = TestApp::create("northwind", database);
    let change = json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": "Köln", "Fax": null, "CreditLimit": "2500.10"}}});
    let answer = app.patch("/api/Customer/ALFKI", &change);
    let document = answer.expect(200);
    assert_eq!(document["data"]["attributes"]["City"], "Köln");
    assert_eq!(document["data"]["attributes"]["Fax"], Json::Null);
    assert_eq!(
        document["data"]["attributes"]["CompanyName"],
        "Alfreds Futterkiste"
    );
    assert!(
        answer.body.contains(r#""CreditLimit":2500.10"#),
        "{}",
        answer.body
    );
    assert_eq!(
        app.get("/api/Customer/ALFKI").expect(200)["data"],
        document["data"]
    );
    app.patch(
        "/api/Customer/NOBDY",
        &json!({"data": {"type": "Customer", "id": "NOBDY", "attributes": {"City": "x"}}}),
    )
    .expect(404);
}

fn a_row_is_deleted(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app
        .post(
            "/api/Region",
            &json!({"data": {"type": "Region", "attributes": {"RegionDescription": "Nowhere"}}}),
        )
        .expect(201);
    let path = format!("/api/Region/{}", document["data"]["id"].as_str().unwrap());
    assert_eq!(app.delete(&path).status.as_u16(), 204);
    app.get(&path).expect(404);
    app.delete(&path).expect(404);
}

fn relationships_set_foreign_keys(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = json!({"data": {
        "type": "Order",
        "attributes": {"ShipName": "by hand"},
        "relationships": {
            "Customer": {"data": {"type": "Customer", "id": "ANATR"}},
            "Location": {"data": {"type": "Location", "id": "USA_Seattle"}},
        },
    }});
    let created = app
        .post("/api/Order?include=Customer", &document)
        .expect(201);
    assert_eq!(created["data"]["attributes"]["CustomerId"], "ANATR");
    assert_eq!(created["data"]["attributes"]["City"], "Seattle");
    assert_eq!(created["included"][0]["id"], "ANATR");
    let id = created["data"]["id"].as_str().unwrap();
    let moved =
        json!({"data": {"type": "Order", "id": id, "relationships": {"Location": {"data": null}}}});
    let moved = app.patch(&format!("/api/Order/{id}"), &moved).expect(200);
    assert_eq!(moved["data"]["attributes"]["City"], Json::Null);
    assert_eq!(
        moved["data"]["relationships"]["Location"]["data"],
        Json::Null
    );
}

fn a_missing_parent_is_named(database: Database) {
    let app = TestApp::create("northwind", database);
    let answer = app.post(
        "/api/Order",
        &order(&json!({"CustomerId": "NOONE", "ShipVia": 99})),
    );
    assert_eq!(
        answer.errors(422),
        [
            "422 /data/relationships/Customer",
            "422 /data/relationships/Shipper"
        ]
        .map(str::to_owned)
    );
    let document = answer.expect(422);
    assert_eq!(document["errors"][0]["code"], "2002");
    assert_eq!(document["errors"][0]["title"], "Missing Parent: Customer");
}

fn a_taken_key_is_a_conflict(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"CompanyName": "Another", "CreditLimit": 1}}});
    assert_eq!(
        app.post("/api/Customer", &document).errors(409),
        ["409 /data/id"]
    );
    assert_eq!(
        app.get("/api/Customer/ALFKI").expect(200)["data"]["attributes"]["CompanyName"],
        "Alfreds Futterkiste"
    );
}

fn a_row_in_use_is_kept(database: Database) {
    let app = TestApp::create("northwind", database);
    assert_eq!(
        app.delete("/api/Customer/ALFKI").errors(409),
        ["409 /data/relationships/OrderList"]
    );
    app.get("/api/Customer/ALFKI").expect(200);
}

fn all_wrong_values_are_named_at_once(database: Database) {
    let app = TestApp::create("northwind", database);
    let wrong = order(&json!({
        "CustomerId": "toolong", "Freight": "1.234", "OrderDate": "2013-02-30", "Ready": "maybe", "Nothing": 1,
    }));
    assert_eq!(
        app.post("/api/Order", &wrong).errors(422),
        [
            "422 /data/attributes/CustomerId",
            "422 /data/attributes/Freight",
            "422 /data/attributes/OrderDate",
            "422 /data/attributes/Ready",
            "422 /data/attributes/Nothing",
        ]
    );
    let missing = json!({"data": {"type": "OrderDetail", "attributes": {"Quantity": null, "OrderId": 10643}}});
    assert_eq!(
        app.post("/api/OrderDetail", &missing).errors(422),
        [
            "422 /data/attributes/Quantity",
            "422 /data/attributes/ProductId",
        ]
    );
}

/// Parameters, structure, names, types, what is null or missing: nothing hides the rest, and nothing is missed that was sent and is wrong.
fn problems_of_all_kinds_are_named_at_once(database: Database) {
    let app = TestApp::create("northwind", database);
    let sorted = |answer: Answer| {
        let mut errors = answer.errors(answer.status.as_u16());
        errors.sort_unstable();
        errors
    };
    let wrong = json!({"data": {"type": "OrderDetail", "x": 1,
    "attributes": {"Quantity": null, "Nothing": 1, "UnitPrice": "x", "Amount": "1.234"},
    "relationships": {
        "Nobody": {"data": null},
        "Order": {"data": {"type": "Customer", "id": "1"}},
        "Product": {"data": [7]},
    }}});
    let path = "/api/OrderDetail?nothing=1&include=Nothing&page[limit]=x&onConflict=never";
    assert_eq!(
        sorted(app.post(path, &wrong)),
        [
            "400 /data/relationships/Product/data/0",
            "400 /data/x",
            "400 include",
            "400 nothing",
            "400 onConflict",
            "400 page[limit]",
            "409 /data/relationships/Order",
            "422 /data/attributes/Amount",
            "422 /data/attributes/Nothing",
            "422 /data/attributes/Quantity",
            "422 /data/attributes/UnitPrice",
            "422 /data/relationships/Nobody",
        ]
    );
    // What is not of this type is not looked through, and what cannot be read is not missed.
    for (document, errors) in [
        (
            json!({"type": "Region", "attributes": {"Nothing": 1}}),
            vec!["409 /data/type"],
        ),
        (
            json!({"type": "OrderDetail", "attributes": 7}),
            vec!["400 /data/attributes"],
        ),
        (
            json!({"type": 7, "id": "x", "attributes": {"Nothing": 1}}),
            vec![
                "400 /data/type",
                "422 /data/attributes/Nothing",
                "422 /data/id",
            ],
        ),
    ] {
        let answer = app.post("/api/OrderDetail?nothing=1", &json!({ "data": document }));
        let demanded = if errors[0].starts_with("409") {
            409
        } else {
            400
        };
        assert_eq!(answer.status.as_u16(), demanded);
        let errors: Vec<_> = errors.into_iter().chain(["400 nothing"]).collect();
        let found = sorted(answer);
        assert!(
            found.len() == errors.len() && found.iter().all(|each| errors.contains(&&**each)),
            "{found:?}"
        );
    }
    let change = json!({"data": {"type": "Customer", "id": "ANATR",
        "attributes": {"CompanyName": null, "City": 7, "Nothing": 1},
        "relationships": {"OrderList": {"data": []}}}});
    assert_eq!(
        sorted(app.patch("/api/Customer/ALFKI?sort=id&fields[Nothing]=x", &change)),
        [
            "400 fields[Nothing]",
            "400 sort",
            "403 /data/relationships/OrderList",
            "409 /data/id",
            "422 /data/attributes/City",
            "422 /data/attributes/CompanyName",
            "422 /data/attributes/Nothing",
        ]
    );
    let before = app.state().queries();
    app.patch("/api/Customer/ALFKI", &change).expect(409);
    assert_eq!(app.state().queries(), before, "the database is not asked");
    let linkage = json!({"data": [{"type": "Order"}, 7]});
    let path = "/api/Customer/ALFKI/relationships/OrderList?nothing=1";
    assert_eq!(
        sorted(app.patch(path, &linkage)),
        ["400 /data/0", "400 /data/1", "400 nothing"]
    );
    assert_eq!(
        sorted(app.get("/api/Customer/ALFKI?sort=x&include=x&rowFormat=x")),
        ["400 include", "400 rowFormat", "400 sort"]
    );
}

fn a_wrong_document_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let patch = |document: Json| app.patch("/api/Customer/ALFKI", &document);
    assert_eq!(
        patch(json!({"data": {"type": "Order", "id": "ALFKI"}})).errors(409),
        ["409 /data/type"]
    );
    assert_eq!(
        patch(json!({"data": {"type": "Customer", "id": "ANATR"}})).errors(409),
        ["409 /data/id"]
    );
    assert_eq!(
        patch(json!({"data": {"type": "Customer"}})).errors(400),
        ["400 /data"]
    );
    assert_eq!(patch(json!({})).errors(400), ["400 "]);
    let plain = axum::http::Request::post("/api/Order").header("content-type", "text/plain");
    assert_eq!(
        app.send(plain.body("x".into()).unwrap()).status.as_u16(),
        415
    );
    let put = axum::http::Request::put("/api/Order")
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = app.send(put);
    assert_eq!(answer.status.as_u16(), 405);
    assert_eq!(answer.headers["allow"], "GET, HEAD, OPTIONS, POST");
}

fn a_check_of_the_database_is_told(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE item (id INTEGER PRIMARY KEY, amount INTEGER NOT NULL, CONSTRAINT positive CHECK (amount > 0))",
        database,
    );
    let document = json!({"data": {"type": "Item", "id": "1", "attributes": {"amount": -1}}});
    assert_eq!(
        app.post("/api/Item", &document).errors(422),
        ["422 /data/attributes/amount"]
    );
    assert_eq!(app.get("/api/Item").expect(200)["meta"]["total"], 0);
}

fn what_can_only_be_read_is_not_written(database: Database) {
    let app = TestApp::create("northwind", database);
    let view = app.get("/api/ProductDetailsV?page[limit]=1").expect(200);
    assert_eq!(view["meta"]["total"], 77);
    let answer = app.post(
        "/api/ProductDetailsV",
        &json!({"data": {"type": "ProductDetailsV", "attributes": {}}}),
    );
    assert_eq!(answer.status.as_u16(), 405);
    assert_eq!(answer.headers["allow"], "GET, HEAD, OPTIONS");
}

/// As clients send it that keep a place for the id of a new row.
fn no_id_may_be_said_by_null(database: Database) {
    let app = TestApp::create("northwind", database);
    let region = |meta: Json| json!({"data": {"type": "Region", "id": null, "lid": "new", "attributes": {"RegionDescription": "Baltic"}, "meta": meta}});
    assert_eq!(
        app.post("/api/Region", &region(json!(7))).errors(400),
        ["400 /data/meta"]
    );
    let created = app.post("/api/Region", &region(json!({}))).expect(201);
    assert_eq!(created["data"]["attributes"]["RegionDescription"], "Baltic");
}
