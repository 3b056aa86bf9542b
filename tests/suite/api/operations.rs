//! Atomic operations: <https://jsonapi.org/ext/atomic/>.

use formwork_runtime::config::OptLocking;
use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, TestApp, each_database};

each_database!(
    operations_are_done_in_one_transaction,
    a_lid_names_what_is_created,
    a_new_row_is_related_by_its_lid,
    relationships_are_operated_on,
    href_says_the_same_as_ref,
    errors_are_at_their_operations,
    problems_of_all_operations_are_named_at_once,
    a_wrong_structure_is_pointed_at,
    the_extension_is_negotiated,
    a_request_has_a_limit,
    stale_rows_are_refused,
    an_operation_may_demand_a_state_of_its_row,
);

const ATOMIC: &str = "application/vnd.api+json;ext=\"https://jsonapi.org/ext/atomic\"";

fn operate(app: &TestApp, operations: &Json) -> Answer {
    let headers = [("content-type", ATOMIC), ("accept", ATOMIC)];
    let document = json!({"atomic:operations": operations});
    app.ask("POST", "/api/operations", &headers, Some(&document))
}

fn region(name: &str) -> Json {
    json!({"type": "Region", "attributes": {"RegionDescription": name}})
}

/// "Processing" in their order, all or none; "Result Objects" in the same order; `#content-negotiation-all` for the extension.
fn operations_are_done_in_one_transaction(database: Database) {
    let app = TestApp::create("northwind", database);
    let old = app
        .post("/api/Region", &json!({"data": region("old")}))
        .expect(201)["data"]
        .clone();
    let city = json!({"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bonn"}});
    let answer = operate(
        &app,
        &json!([
            {"op": "add", "data": region("new")},
            {"op": "update", "data": city},
            {"op": "remove", "ref": {"type": "Region", "id": old["id"]}},
        ]),
    );
    let document = answer.expect(200);
    assert_eq!(answer.header("content-type"), ATOMIC);
    assert_eq!(
        document["jsonapi"]["ext"],
        json!(["https://jsonapi.org/ext/atomic"])
    );
    let results = document["atomic:results"].as_array().unwrap();
    assert_eq!(results.len(), 3);
    assert_eq!(results[0]["data"]["attributes"]["RegionDescription"], "new");
    assert_eq!(
        results[1]["data"],
        app.get("/api/Customer/ALFKI").expect(200)["data"]
    );
    assert_eq!(results[2], json!({}));
    // SQLite may give its number to the new one.
    let left = app
        .get("/api/Region?filter[RegionDescription]=old")
        .expect(200);
    assert_eq!(left["data"], json!([]));

    // The last one fails, so the first has not been.
    let before = app.get("/api/Region").expect(200)["meta"]["total"].clone();
    let refused = operate(
        &app,
        &json!([
            {"op": "add", "data": region("never")},
            {"op": "remove", "ref": {"type": "Customer", "id": "ANATR"}},
        ]),
    );
    assert_eq!(
        refused.errors(409),
        ["409 /atomic:operations/1/relationships/OrderList"]
    );
    assert_eq!(app.get("/api/Region").expect(200)["meta"]["total"], before);
    let nothing = operate(
        &app,
        &json!([
            {"op": "remove", "ref": {"type": "Region", "id": results[0]["data"]["id"]}},
        ]),
    );
    assert_eq!(nothing.status.as_u16(), 204);
}

/// "Operation Objects": `lid` instead of `id`.
fn a_lid_names_what_is_created(database: Database) {
    let app = TestApp::create("northwind", database);
    let answer = operate(
        &app,
        &json!([
            {"op": "add", "data": {"type": "Order", "lid": "o", "attributes": {"CustomerId": "ALFKI"}}},
            {"op": "add", "data": {
                "type": "OrderDetail", "lid": "d",
                "attributes": {"ProductId": 1, "Quantity": 2},
                "relationships": {"Order": {"data": {"type": "Order", "lid": "o"}}},
            }},
            {"op": "update", "ref": {"type": "Order", "lid": "o"}, "data":
                {"type": "Order", "lid": "o", "attributes": {"ShipName": "later"}}},
        ]),
    );
    let results = answer.expect(200)["atomic:results"].clone();
    let order = results[0]["data"]["id"].as_str().unwrap();
    let linked = &results[1]["data"]["relationships"]["Order"]["data"]["id"];
    assert_eq!(linked, order);
    assert_eq!(results[0]["data"]["attributes"]["ShipName"], "later");
    assert_eq!(results[2]["data"], results[0]["data"]);
    let stored = app
        .get(&format!("/api/Order/{order}?include=OrderDetailList"))
        .expect(200);
    assert_eq!(stored["included"][0]["id"], results[1]["data"]["id"]);

    let unknown = operate(
        &app,
        &json!([
            {"op": "add", "data": {
                "type": "OrderDetail", "attributes": {"ProductId": 1, "Quantity": 2},
                "relationships": {"Order": {"data": {"type": "Order", "lid": "x"}}},
            }},
        ]),
    );
    assert_eq!(
        unknown.errors(422),
        ["422 /atomic:operations/0/data/relationships/Order"]
    );
    let twice = operate(
        &app,
        &json!([
            {"op": "add", "data": {"type": "Shipper", "lid": "o", "attributes": {"CompanyName": "a"}}},
            {"op": "add", "data": {"type": "Shipper", "lid": "o", "attributes": {"CompanyName": "b"}}},
        ]),
    );
    assert_eq!(twice.errors(400), ["400 /atomic:operations/1/data/lid"]);
}

/// "Operation Objects": `lid` in `ref`; "Updating Relationships".
fn a_new_row_is_related_by_its_lid(database: Database) {
    let app = TestApp::create("northwind", database);
    let employee = json!({"type": "Employee", "lid": "e", "attributes": {"LastName": "New", "FirstName": "Ann"}});
    let of_new =
        |relationship: &str| json!({"type": "Employee", "lid": "e", "relationship": relationship});
    let before = app.get("/api/Employee/1").expect(200);
    let answer = operate(
        &app,
        &json!([
            {"op": "add", "data": {"type": "Union", "lid": "u", "attributes": {"Name": "Clerks"}}},
            {"op": "add", "data": employee},
            {"op": "update", "ref": of_new("Union"), "data": {"type": "Union", "lid": "u"}},
            {"op": "update", "ref": of_new("Employee"), "data": {"type": "Employee", "id": "2"}},
            {"op": "add", "data": {"type": "Order", "lid": "o", "attributes": {"CustomerId": "ALFKI"}}},
            {"op": "add", "ref": of_new("OrderList"), "data": [{"type": "Order", "lid": "o"}, {"type": "Order", "id": "10643"}]},
        ]),
    );
    let results = answer.expect(200)["atomic:results"].clone();
    let id = results[1]["data"]["id"].as_str().unwrap();
    let stored = app
        .get(&format!(
            "/api/Employee/{id}?include=Union,Employee,OrderList"
        ))
        .expect(200);
    let linked = |name: &str| stored["data"]["relationships"][name]["data"].clone();
    assert_eq!(linked("Union")["id"], results[0]["data"]["id"]);
    assert_eq!(linked("Employee")["id"], "2");
    let orders: Vec<_> = linked("OrderList")
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["id"].clone())
        .collect();
    assert!(
        orders.contains(&results[4]["data"]["id"]) && orders.contains(&json!("10643")),
        "{orders:?}"
    );

    // What cannot be is refused at its place, and nothing is kept.
    for (operation, expected) in [
        (
            json!({"op": "remove", "ref": {"type": "Employee", "lid": "e"}}),
            "400 /atomic:operations/1",
        ),
        (
            json!({"op": "update", "ref": of_new("OrderList"), "data": []}),
            "400 /atomic:operations/1/data",
        ),
        (
            json!({"op": "add", "ref": of_new("OrderList"), "data": [{"type": "Union", "id": "1"}]}),
            "409 /atomic:operations/1/data/0",
        ),
        (
            json!({"op": "add", "ref": of_new("OrderList"), "data": [{"type": "Order", "lid": "x"}]}),
            "404 /atomic:operations/1/data/0",
        ),
        (
            json!({"op": "update", "ref": of_new("Union"), "data": {"type": "Union", "lid": "x"}}),
            "422 /atomic:operations/1/data",
        ),
    ] {
        let answer = operate(&app, &json!([{"op": "add", "data": employee}, operation]));
        assert_eq!(
            answer.errors(answer.status.as_u16()),
            [expected],
            "{operation}"
        );
    }
    let named = app.get("/api/Employee?filter[LastName]=New").expect(200);
    assert_eq!(named["meta"]["total"], 1);
    assert_eq!(app.get("/api/Employee/1").expect(200), before);
}

fn an_operation_may_demand_a_state_of_its_row(database: Database) {
    let app = TestApp::create("northwind", database);
    let seen = |path: &str| {
        app.get(path).expect(200)["data"]["attributes"]["S_CheckSum"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let stale = "0123456789abcdef";
    let made = operate(&app, &json!([{"op": "add", "data": region("x")}])).expect(200);
    let id = made["atomic:results"][0]["data"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let reference = json!({"type": "Region", "id": id});
    let path = format!("/api/Region/{id}");
    let remove = |tag: &str| {
        operate(
            &app,
            &json!([{"op": "remove", "ref": reference, "meta": {"ifMatch": tag}}]),
        )
    };
    let refused = remove(stale);
    assert_eq!(
        refused.errors(412),
        ["412 /atomic:operations/0/meta/ifMatch"]
    );
    assert_eq!(
        refused.expect(412)["errors"][0]["meta"]["current"]["id"],
        json!(id)
    );
    assert_eq!(remove(&seen(&path)).status.as_u16(), 204);

    let update = |tag: &str, city: &str| {
        let data = json!({"type": "Customer", "id": "ALFKI", "attributes": {"City": city}});
        operate(
            &app,
            &json!([{"op": "update", "data": data, "meta": {"ifMatch": tag}}]),
        )
    };
    assert_eq!(
        update(stale, "Bonn").errors(412),
        ["412 /atomic:operations/0/meta/ifMatch"]
    );
    update(&seen("/api/Customer/ALFKI"), "Bonn").expect(200);

    // A relationship whose key is elsewhere: the row that it is of must be as it was seen.
    let add = |tag: &str| {
        let reference = json!({"type": "Employee", "id": "1", "relationship": "OrderList"});
        let data = json!([{"type": "Order", "id": "10643"}]);
        operate(
            &app,
            &json!([{"op": "add", "ref": reference, "data": data, "meta": {"ifMatch": tag}}]),
        )
    };
    assert_eq!(
        add(stale).errors(412),
        ["412 /atomic:operations/0/meta/ifMatch"]
    );
    assert_eq!(add(&seen("/api/Employee/1")).status.as_u16(), 204);
    let number = json!([{"op": "remove", "ref": reference, "meta": {"ifMatch": 1}}]);
    assert_eq!(
        operate(&app, &number).errors(400),
        ["400 /atomic:operations/0/meta/ifMatch"]
    );
}

/// "Updating To-One Relationships", "Updating To-Many Relationships".
fn relationships_are_operated_on(database: Database) {
    let app = TestApp::create("northwind", database);
    let order = |customer: &str| {
        let document = json!({"data": {"type": "Order", "attributes": {"CustomerId": customer}}});
        app.post("/api/Order", &document).expect(201)["data"]["id"].clone()
    };
    let (one, other) = (order("ALFKI"), order("ALFKI"));
    let customer = |id: &Json| {
        let path = format!("/api/Order/{}", id.as_str().unwrap());
        app.get(&path).expect(200)["data"]["attributes"]["CustomerId"].clone()
    };
    let answer = operate(
        &app,
        &json!([
            {"op": "update", "ref": {"type": "Order", "id": one, "relationship": "Customer"},
                "data": {"type": "Customer", "id": "ANATR"}},
            {"op": "add", "ref": {"type": "Customer", "id": "ANATR", "relationship": "OrderList"},
                "data": [{"type": "Order", "id": other}]},
        ]),
    );
    assert_eq!(answer.status.as_u16(), 204, "{}", answer.body);
    assert_eq!(customer(&one), "ANATR");
    assert_eq!(customer(&other), "ANATR");
    let refused = operate(
        &app,
        &json!([
            {"op": "update", "ref": {"type": "Order", "id": one, "relationship": "Customer"},
                "data": {"type": "Customer", "id": "NOONE"}},
            {"op": "add", "ref": {"type": "Order", "id": one, "relationship": "Customer"}, "data": null},
        ]),
    );
    assert_eq!(refused.errors(400), ["400 /atomic:operations/1"]);
    let missing = operate(
        &app,
        &json!([
            {"op": "update", "ref": {"type": "Order", "id": one, "relationship": "Customer"},
                "data": {"type": "Customer", "id": "NOONE"}},
        ]),
    );
    assert_eq!(missing.errors(422), ["422 /atomic:operations/0/data"]);
}

/// "Operation Objects": `ref` or `href`.
fn href_says_the_same_as_ref(database: Database) {
    let app = TestApp::create("northwind", database);
    let city = json!({"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bonn"}});
    let answer = operate(
        &app,
        &json!([
            {"op": "add", "href": "/api/Region", "data": region("new")},
            {"op": "update", "href": "/api/Customer/ALFKI", "data": city},
        ]),
    );
    let results = answer.expect(200)["atomic:results"].clone();
    assert_eq!(results[1]["data"]["attributes"]["City"], "Bonn");
    let link = &results[0]["data"]["links"]["self"];
    operate(&app, &json!([{"op": "remove", "href": link}])).expect(204);
    app.get(link.as_str().unwrap()).expect(404);
    for href in [
        "/api/Nothing/1",
        "/elsewhere",
        "/api/Region?sort=Id",
        "",
        "/api/operations",
    ] {
        let answer = operate(
            &app,
            &json!([{"op": "add", "href": href, "data": region("x")}]),
        );
        assert_eq!(
            answer.errors(404),
            ["404 /atomic:operations/0/href"],
            "{href}"
        );
    }
}

/// "Processing": if one fails all do, and errors point at their operations.
fn errors_are_at_their_operations(database: Database) {
    let app = TestApp::create("northwind", database);
    let answer = operate(
        &app,
        &json!([
            {"op": "add", "data": region("fine")},
            {"op": "add", "data": {"type": "Region", "attributes": {"Nothing": 1}}},
            {"op": "update", "data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": 7}}},
            {"op": "remove", "ref": {"type": "Nobody", "id": "1"}},
        ]),
    );
    assert_eq!(
        answer.errors(400),
        [
            "422 /atomic:operations/1/data/attributes/Nothing",
            "422 /atomic:operations/2/data/attributes/City",
            "404 /atomic:operations/3/ref/type",
            "422 /atomic:operations/1/data/attributes/RegionDescription",
        ]
    );
    let gone = operate(
        &app,
        &json!([
            {"op": "add", "data": region("fine")},
            {"op": "update", "data": {"type": "Customer", "id": "NOBDY", "attributes": {"City": "x"}}},
        ]),
    );
    assert_eq!(gone.errors(404), ["404 /atomic:operations/1/data"]);
    let lost = operate(
        &app,
        &json!([
            {"op": "add", "data": region("fine")},
            {"op": "add", "data": {"type": "Order", "attributes": {"CustomerId": "NOONE"}}},
        ]),
    );
    assert_eq!(
        lost.errors(422),
        ["422 /atomic:operations/1/data/relationships/Customer"]
    );
}

fn problems_of_all_operations_are_named_at_once(database: Database) {
    let app = TestApp::create("northwind", database);
    let detail = json!({"type": "OrderDetail", "lid": "d", "attributes": {"Quantity": null, "Nothing": 1},
        "relationships": {"Product": {"data": {"type": "Product", "id": "x"}}}});
    let wrong = operate(
        &app,
        &json!([
            {"op": "add", "x": 1, "data": detail},
            {"op": "update", "meta": {"ifMatch": 7}, "data": {"type": "Customer", "id": "ALFKI", "y": 1, "attributes": {"City": 7, "CompanyName": null}}},
            {"op": "update", "ref": {"type": "Customer", "id": "ANATR"}, "data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": 7}}},
            {"op": "update", "ref": {"type": "Order", "id": "10643", "relationship": "OrderDetailList"}, "data": [{"type": "OrderDetail", "lid": "d"}, {"id": "1"}]},
            {"op": "update", "data": {"type": "OrderDetail", "lid": "d", "attributes": {"UnitPrice": "x"}}},
        ]),
    );
    let mut errors = wrong.errors(400);
    errors.sort_unstable();
    assert_eq!(
        errors,
        [
            "400 /atomic:operations/0/x",
            "400 /atomic:operations/1/data/y",
            "400 /atomic:operations/1/meta/ifMatch",
            "400 /atomic:operations/3/data/1",
            "409 /atomic:operations/2/data/id",
            "422 /atomic:operations/0/data/attributes/Nothing",
            "422 /atomic:operations/0/data/attributes/OrderId",
            "422 /atomic:operations/0/data/attributes/Quantity",
            "422 /atomic:operations/0/data/relationships/Product",
            "422 /atomic:operations/1/data/attributes/City",
            "422 /atomic:operations/1/data/attributes/CompanyName",
            "422 /atomic:operations/2/data/attributes/City",
            "422 /atomic:operations/4/data/attributes/UnitPrice",
        ]
    );
}

/// "Document Structure", "Operation Objects".
fn a_wrong_structure_is_pointed_at(database: Database) {
    let app = TestApp::create("northwind", database);
    let first = |operation: Json| operate(&app, &json!([operation])).errors(400);
    assert_eq!(
        first(json!({"data": region("x")})),
        ["400 /atomic:operations/0"]
    );
    assert_eq!(
        first(json!({"op": "replace"})),
        ["400 /atomic:operations/0/op"]
    );
    assert_eq!(first(json!({"op": "remove"})), ["400 /atomic:operations/0"]);
    assert_eq!(
        first(json!({"op": "add", "x": 1})),
        ["400 /atomic:operations/0/x", "400 /atomic:operations/0"]
    );
    assert_eq!(
        first(json!({"op": "add", "ref": {"type": "Region", "id": "1"}, "href": "/api/Region"})),
        ["400 /atomic:operations/0"]
    );
    assert_eq!(
        first(json!({"op": "update", "ref": {"type": "Region", "id": "1"}})),
        ["400 /atomic:operations/0"]
    );
    let headers = [("content-type", ATOMIC)];
    let without = app.ask(
        "POST",
        "/api/operations",
        &headers,
        Some(&json!({"data": []})),
    );
    assert_eq!(without.errors(400), ["400 /data", "400 "]);
}

/// `#content-negotiation-servers`, for the extension.
fn the_extension_is_negotiated(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = json!({"atomic:operations": []});
    let ask = |kind| {
        let headers = [("content-type", kind)];
        app.ask("POST", "/api/operations", &headers, Some(&document))
            .status
            .as_u16()
    };
    assert_eq!(ask(ATOMIC), 204);
    assert_eq!(ask("application/json"), 204);
    assert_eq!(ask("application/vnd.api+json"), 415);
    assert_eq!(ask("application/vnd.api+json;ext=\"https://x/y\""), 415);
    let get = app.get("/api/operations");
    get.expect(405);
    assert_eq!(get.header("allow"), "OPTIONS, POST");
}

fn a_request_has_a_limit(database: Database) {
    let app = TestApp::configured("northwind", database, |config| config.limits.operations = 2);
    let add = |name| json!({"op": "add", "data": region(name)});
    operate(&app, &json!([add("x"), add("y")])).expect(200);
    let answer = operate(&app, &json!([add("a"), add("b"), add("c")]));
    assert_eq!(answer.errors(400), ["400 /atomic:operations"]);
}

fn stale_rows_are_refused(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.server.opt_locking = OptLocking::Required;
    });
    let row = app.get("/api/Customer/ALFKI").expect(200)["data"].clone();
    let update = |checksum: &Json| {
        operate(
            &app,
            &json!([
                {"op": "add", "data": region("x")},
                {"op": "update", "data": {
                    "type": "Customer", "id": "ALFKI",
                    "attributes": {"City": "Bonn", "S_CheckSum": checksum},
                }},
            ]),
        )
    };
    let seen = &row["attributes"]["S_CheckSum"];
    let results = update(seen).expect(200)["atomic:results"].clone();
    assert_ne!(&results[1]["data"]["attributes"]["S_CheckSum"], seen);
    let stale = update(seen);
    assert_eq!(
        stale.errors(409),
        ["409 /atomic:operations/1/data/attributes/S_CheckSum"]
    );
    let current = &stale.expect(409)["errors"][0]["meta"]["current"];
    assert_eq!(current["attributes"]["City"], "Bonn");
    assert_eq!(
        update(&Json::Null).errors(428),
        ["428 /atomic:operations/1/data/attributes"]
    );
}
