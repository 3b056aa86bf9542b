//! Several resources in one request, replacing, and writing what may be there already.

use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, MEDIA_TYPE, TestApp, each_database};

each_database!(
    a_list_is_created_in_its_order,
    all_or_none_is_created,
    every_problem_of_a_list_is_at_its_resource,
    what_the_database_refuses_is_at_its_resource,
    twins_in_a_list_are_told,
    a_list_has_a_limit,
    put_replaces,
    what_is_there_is_updated,
    many_who_update_or_create_do_not_fail,
);

fn region(name: &str) -> Json {
    json!({"type": "Region", "attributes": {"RegionDescription": name}})
}

fn customer(id: &str, attributes: &Json) -> Json {
    json!({"type": "Customer", "id": id, "attributes": attributes})
}

fn a_list_is_created_in_its_order(database: Database) {
    let app = TestApp::create("northwind", database);
    let names = ["Zz", "Aa", "Mm"];
    let before = app.state().statements();
    let list: Vec<_> = names.iter().map(|name| region(name)).collect();
    let created = app.post("/api/Region", &json!({"data": list}));
    let document = created.expect(201);
    let rows = document["data"].as_array().unwrap();
    let shown: Vec<_> = rows
        .iter()
        .map(|row| row["attributes"]["RegionDescription"].as_str().unwrap())
        .collect();
    assert_eq!(shown, names);
    assert_eq!(document["links"]["self"], "/api/Region");
    assert_eq!(document.get("included"), None);
    let id = rows[1]["id"].as_str().unwrap();
    assert_eq!(
        app.get(&format!("/api/Region/{id}")).expect(200)["data"],
        rows[1]
    );
    let few = app.state().statements() - before;
    let many: Vec<_> = (0..50).map(|number| region(&number.to_string())).collect();
    let before = app.state().statements();
    app.post("/api/Region", &json!({"data": many})).expect(201);
    // Databases that number rows may want one statement for each; nothing else does.
    assert!(app.state().statements() - before <= 50 + few);

    let orders = json!({"data": [
        {"type": "Order", "attributes": {"CustomerId": "ALFKI"}},
        {"type": "Order", "attributes": {"CustomerId": "ANATR"}},
        {"type": "Order", "attributes": {"CustomerId": "ALFKI"}},
    ]});
    let document = app.post("/api/Order?include=Customer", &orders).expect(201);
    let included = document["included"].as_array().unwrap();
    assert_eq!(included.len(), 2);
    assert_eq!(document["data"][1]["attributes"]["CustomerId"], "ANATR");
}

fn all_or_none_is_created(database: Database) {
    let app = TestApp::create("northwind", database);
    let list = json!({"data": [
        customer("NEWA1", &json!({"CompanyName": "A", "CreditLimit": 1})),
        customer("ALFKI", &json!({"CompanyName": "B", "CreditLimit": 1})),
    ]});
    assert_eq!(
        app.post("/api/Customer", &list).errors(409),
        ["409 /data/1/id"]
    );
    app.get("/api/Customer/NEWA1").expect(404);
    let orders = json!({"data": [
        {"type": "Order", "attributes": {"CustomerId": "ALFKI"}},
        {"type": "Order", "attributes": {"CustomerId": "NOONE"}},
    ]});
    assert_eq!(
        app.post("/api/Order", &orders).errors(422),
        ["422 /data/1/relationships/Customer"]
    );
    let empty = app.post("/api/Order", &json!({"data": []}));
    assert_eq!(empty.errors(400), ["400 /data"]);
}

fn every_problem_of_a_list_is_at_its_resource(database: Database) {
    let app = TestApp::create("northwind", database);
    let list = json!({"data": [
        {"type": "Region", "attributes": {"RegionDescription": "fine"}},
        {"type": "Region", "attributes": {"RegionDescription": 7, "Nothing": 1}},
        {"type": "Order"},
        {"type": "Region", "attributes": {"S_CheckSum": "0123456789abcdef"}},
    ]});
    assert_eq!(
        app.post("/api/Region", &list).errors(400),
        [
            "422 /data/1/attributes/RegionDescription",
            "422 /data/1/attributes/Nothing",
            "409 /data/2/type",
            "422 /data/3/attributes/S_CheckSum",
            "422 /data/3/attributes/RegionDescription",
        ]
    );
    let list = json!({"data": [{"type": "Region"}, {"attributes": []}, 7]});
    assert_eq!(
        app.post("/api/Region", &list).errors(400),
        [
            "400 /data/1/attributes",
            "400 /data/1",
            "400 /data/2",
            "422 /data/0/attributes/RegionDescription",
        ]
    );
    let missing = json!({"data": [
        {"type": "OrderDetail", "attributes": {"OrderId": 10643, "ProductId": 1, "Quantity": 1}},
        {"type": "OrderDetail", "attributes": {"OrderId": 10643, "Quantity": 1}},
    ]});
    assert_eq!(
        app.post("/api/OrderDetail", &missing).errors(422),
        ["422 /data/1/attributes/ProductId"]
    );
}

fn what_the_database_refuses_is_at_its_resource(database: Database) {
    let app = TestApp::create("northwind", database);
    let item = |quantity: i64| {
        let attributes = json!({"OrderId": 10643, "ProductId": 1, "Quantity": quantity});
        json!({"type": "OrderDetail", "attributes": attributes})
    };
    let count = || {
        app.get("/api/OrderDetail?page[limit]=1&page[count]=exact")
            .expect(200)["meta"]["total"]
            .clone()
    };
    let before = count();
    for bad in [0, 2, 4] {
        let list: Vec<_> = (0..5).map(|index| item(i64::from(index != bad))).collect();
        let answer = app.post("/api/OrderDetail", &json!({ "data": list }));
        assert_eq!(
            answer.errors(422),
            [format!("422 /data/{bad}/attributes/Quantity")],
            "{}",
            answer.body
        );
    }
    // The same among operations, where others are of the same table.
    let operations = json!({"atomic:operations": [
        {"op": "add", "data": item(1)},
        {"op": "add", "data": {"type": "Region", "attributes": {"RegionDescription": "x"}}},
        {"op": "update", "data": {"type": "OrderDetail", "id": "1", "attributes": {"Quantity": -1}}},
        {"op": "add", "data": item(2)},
    ]});
    let headers = [("content-type", "application/json")];
    let answer = app.ask("POST", "/api/operations", &headers, Some(&operations));
    assert_eq!(
        answer.errors(422),
        ["422 /atomic:operations/2/data/attributes/Quantity"]
    );
    assert_eq!(count(), before);
}

fn twins_in_a_list_are_told(database: Database) {
    let app = TestApp::create("northwind", database);
    let attributes = json!({"CompanyName": "A", "CreditLimit": 1});
    let list = json!({"data": [customer("NEWA1", &attributes), customer("NEWA1", &attributes)]});
    assert_eq!(
        app.post("/api/Customer", &list).errors(409),
        ["409 /data/1/id"]
    );
    app.get("/api/Customer/NEWA1").expect(404);
}

fn a_list_has_a_limit(database: Database) {
    let app = TestApp::configured("northwind", database, |config| config.limits.operations = 2);
    let list = |count: usize| {
        let names = ["a", "b", "c"].iter().take(count);
        json!({"data": names.map(|name| region(name)).collect::<Vec<_>>()})
    };
    app.post("/api/Region", &list(2)).expect(201);
    assert_eq!(app.post("/api/Region", &list(3)).errors(400), ["400 /data"]);
}

fn put(app: &TestApp, path: &str, data: &Json) -> Answer {
    let headers = [("content-type", MEDIA_TYPE)];
    app.ask("PUT", path, &headers, Some(&json!({"data": data})))
}

fn put_replaces(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI";
    let before = app.get(path).expect(200)["data"]["attributes"].clone();
    assert_ne!(before["City"], Json::Null);
    let whole = customer("ALFKI", &json!({"CompanyName": "Other", "CreditLimit": 7}));
    let after = put(&app, path, &whole).expect(200)["data"]["attributes"].clone();
    assert_eq!(after["CompanyName"], "Other");
    assert_eq!(after["City"], Json::Null, "what is not given is gone");
    assert_eq!(after["Id"], "ALFKI");
    let lacking = put(&app, path, &customer("ALFKI", &json!({"City": "x"})));
    let errors = lacking.expect(422)["errors"].clone();
    assert!(!errors.as_array().unwrap().is_empty());
    put(&app, path, &customer("ANATR", &json!({}))).expect(409);
    put(
        &app,
        "/api/Customer/NOBDY",
        &customer("NOBDY", &json!({"CompanyName": "x", "CreditLimit": 1})),
    )
    .expect(404);
    let allowed = app.ask("OPTIONS", path, &[], None);
    assert_eq!(
        allowed.header("allow"),
        "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"
    );
}

fn what_is_there_is_updated(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer?onConflict=update";
    let one = |id: &str, city: &str| {
        customer(
            id,
            &json!({"CompanyName": "Co", "CreditLimit": 9000, "City": city}),
        )
    };
    let changed = app.post(path, &json!({"data": one("ALFKI", "Bonn")}));
    let document = changed.expect(200);
    assert_eq!(document["data"]["attributes"]["City"], "Bonn");
    assert_ne!(
        document["data"]["attributes"]["Phone"],
        Json::Null,
        "the rest stays"
    );
    assert_eq!(changed.header("location"), "");
    let created = app.post(path, &json!({"data": one("NEWCO", "Celle")}));
    created.expect(201);
    assert_eq!(created.header("location"), "/api/Customer/NEWCO");
    let both = json!({"data": [one("NEWER", "a"), one("NEWCO", "b")]});
    let document = app.post(path, &both).expect(201);
    assert_eq!(document["data"][0]["id"], "NEWER");
    assert_eq!(document["data"][1]["attributes"]["City"], "b");
    app.post("/api/Customer", &json!({"data": one("NEWCO", "c")}))
        .expect(409);
    for query in ["onConflict=ignore", "onConflict=update&onConflict=update"] {
        let answer = app.post(&format!("/api/Customer?{query}"), &both);
        assert_eq!(answer.errors(400), ["400 onConflict"]);
    }
    assert_eq!(app.get(path).errors(400), ["400 onConflict"]);
    assert_eq!(
        app.post("/api/Customer?sort=Id", &both).errors(400),
        ["400 sort"]
    );
}

fn many_who_update_or_create_do_not_fail(database: Database) {
    let app = TestApp::create("northwind", database);
    let statuses = app.block_on(async {
        let tasks: Vec<_> = (0..8)
            .map(|number| {
                let client = app.client();
                let attributes = json!({"CompanyName": format!("{number}"), "CreditLimit": 1});
                let document = json!({"data": customer("NEWCO", &attributes)});
                tokio::spawn(async move {
                    let path = "/api/Customer?onConflict=update";
                    client.post(path, &document).await.status.as_u16()
                })
            })
            .collect();
        let mut statuses = Vec::new();
        for task in tasks {
            statuses.push(task.await.unwrap());
        }
        statuses.sort_unstable();
        statuses
    });
    assert_eq!(statuses, [200, 200, 200, 200, 200, 200, 200, 201]);
}
