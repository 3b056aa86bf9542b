//! What stands in an address: each part and each parameter means something, or it is refused.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    nothing_stands_between_two_slashes,
    a_parameter_comes_once,
    conditions_may_come_again,
    brackets_may_be_encoded,
    an_id_that_no_row_can_have_is_not_found,
    a_taken_id_is_pointed_at_where_it_was_said,
);

fn app(database: Database) -> TestApp {
    TestApp::create("northwind", database)
}

fn nothing_stands_between_two_slashes(database: Database) {
    let app = app(database);
    for path in [
        "/api//Customer",
        "//api/Customer",
        "/api/Customer//",
        "/api/Customer//ALFKI",
        "/api/Customer//OrderList",
        "/api/Customer/ALFKI//OrderList",
        "/api/Customer/ALFKI/relationships//OrderList",
        "/api//openapi.json",
        "/api//",
        "/api/list//Customer",
        "/api/aggregate//Order",
        "/api/changes//Order",
    ] {
        assert_eq!(app.get(path).errors(404), ["404 -"], "{path}");
        let options = app.ask("OPTIONS", path, &[], None);
        assert_eq!(options.errors(404), ["404 -"], "{path}");
    }
    let region = json!({"data": {"type": "Region", "attributes": {"RegionDescription": "x"}}});
    app.post("/api//Region", &region).expect(404);
    app.delete("/api/Region//1").expect(404);
    // One at the end is what some clients write always.
    for path in [
        "/api/",
        "/api/Customer/",
        "/api/Customer/ALFKI/",
        "/api/Customer/ALFKI/OrderList/",
    ] {
        let document = app.get(path).expect(200);
        assert!(document.get("errors").is_none(), "{path}");
    }
    let operations = json!({"atomic:operations": [{"op": "remove", "href": "/api/Region//1"}]});
    let headers = [("content-type", "application/json")];
    let answer = app.ask("POST", "/api/operations", &headers, Some(&operations));
    assert_eq!(answer.errors(404), ["404 /atomic:operations/0/href"]);
}

/// Which of them is meant nobody knows.
fn a_parameter_comes_once(database: Database) {
    let app = app(database);
    for (path, parameters) in [
        ("/api/Order?sort=Freight&sort=Id", vec!["sort"]),
        (
            "/api/Order?include=Customer&include=Employee",
            vec!["include"],
        ),
        (
            "/api/Order/10643?include=Customer&include=Customer",
            vec!["include"],
        ),
        (
            "/api/Order?fields[Order]=Id&fields[Order]=Freight",
            vec!["fields[Order]"],
        ),
        (
            "/api/Order?fields%5BOrder%5D=Id&fields[Order]=Id",
            vec!["fields[Order]"],
        ),
        (
            "/api/Order?page[limit]=1&page[limit]=1&page[limit]=1",
            vec!["page[limit]"],
        ),
        (
            "/api/Order?page[count]=none&page[count]=exact",
            vec!["page[count]"],
        ),
        ("/api/Order?page[after]=&page[after]=", vec!["page[after]"]),
        (
            "/api/Order?rowFormat=plain&rowFormat=plain",
            vec!["rowFormat"],
        ),
        (
            "/api/Order?sort=Id&page[size]=1&sort=Id&page[size]=2",
            vec!["sort", "page[size]"],
        ),
        (
            "/api/Customer/ALFKI/relationships/OrderList?sort=Id&sort=Id",
            vec!["sort"],
        ),
        (
            "/api/aggregate/Order?groupBy=ShipCity&groupBy=ShipCountry",
            vec!["groupBy"],
        ),
        (
            "/api/aggregate/Order?aggregateBy[sum]=Freight&aggregateBy[sum]=Id",
            vec!["aggregateBy[sum]"],
        ),
        ("/api/list/Order?sort=Id&sort=Freight", vec!["sort"]),
        (
            "/metadata?include=attributes&include=relationships",
            vec!["include"],
        ),
        (
            "/api/metadata?resource=Order&resource=Customer",
            vec!["resource"],
        ),
    ] {
        let expected: Vec<_> = parameters
            .iter()
            .map(|name| format!("400 {name}"))
            .collect();
        assert_eq!(app.get(path).errors(400), expected, "{path}");
    }
    let csv = app.ask(
        "GET",
        "/api/Order?sort=Id&sort=Id",
        &[("accept", "text/csv")],
        None,
    );
    assert_eq!(csv.errors(400), ["400 sort"]);
    let region = json!({"data": {"type": "Region", "attributes": {"RegionDescription": "x"}}});
    let twice = "/api/Region?onConflict=update&onConflict=update";
    assert_eq!(app.post(twice, &region).errors(400), ["400 onConflict"]);
    let twice = "/api/Region?include=TerritoryList&include=TerritoryList";
    assert_eq!(app.post(twice, &region).errors(400), ["400 include"]);
}

/// All of them hold, so none is passed over.
fn conditions_may_come_again(database: Database) {
    let app = app(database);
    let total = |query: &str| -> Json {
        app.get(&format!("/api/Order?page[limit]=1&{query}"))
            .expect(200)["meta"]["total"]
            .clone()
    };
    assert_eq!(
        total("filter[Id][gt]=10250&filter[Id][gt]=10640&filter[Id][le]=10643"),
        3
    );
    assert_eq!(total("filter[Id]=10643&filter[Id]=10644"), 0);
    assert_eq!(total("filter[Id][]=10643&filter[Id][]=10644"), 2);
    assert_eq!(
        total("filter=%7B%22Id%22:10643%7D&filter=%7B%22Freight%22:%7B%22gt%22:1%7D%7D"),
        1
    );
    let groups = app
        .get("/api/aggregate/Order?groupBy=ShipCountry&aggregateBy[count]=*&havingFilter[count][gt]=5&havingFilter[count][gt]=100")
        .expect(200);
    let groups = groups["data"].as_array().unwrap();
    assert!(groups.len() > 1);
    assert!(
        groups
            .iter()
            .all(|group| group["meta"]["count"].as_u64() > Some(100))
    );
}

/// `#appendix-query-details-square-brackets`, `#appendix-query-details-parsing`.
fn brackets_may_be_encoded(database: Database) {
    let app = app(database);
    let plain = app.get(
        "/api/Customer?filter[ContactTitle][eq]=Sales%20Agent&page[limit]=2&fields[Customer]=City",
    );
    let encoded = app.get("/api/Customer?filter%5BContactTitle%5D%5Beq%5D=Sales+Agent&page%5Blimit%5D=2&fields%5BCustomer%5D=City");
    let (plain, encoded) = (plain.expect(200), encoded.expect(200));
    assert_eq!(plain["data"].as_array().unwrap().len(), 2);
    assert_eq!(plain["data"], encoded["data"]);
    // Links are URI references, whose query has no brackets: `#document-links`.
    for links in [&plain["links"], &encoded["links"]] {
        let links = links.as_object().unwrap().values();
        assert!(
            links
                .filter_map(Json::as_str)
                .all(|link| !link.contains(['[', ']', ' ']))
        );
    }
}

/// Whatever the type of the key, whatever is asked of it.
fn an_id_that_no_row_can_have_is_not_found(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE whole (id integer PRIMARY KEY, text varchar(9));
         CREATE TABLE number (id numeric(5, 2) PRIMARY KEY, text varchar(9));
         CREATE TABLE day (id date PRIMARY KEY, text varchar(9));
         CREATE TABLE part (a integer NOT NULL, b date NOT NULL, number numeric(5, 2) REFERENCES number (id), PRIMARY KEY (a, b));",
        database,
    );
    let text = |kind: &str, id: &str| json!({"data": {"type": kind, "id": id, "attributes": {}}});
    for (kind, id) in [
        ("Whole", "x"),
        ("Whole", "1.5"),
        ("Whole", "99999999999999999999"),
        ("Number", "x"),
        ("Number", "1.234"),
        ("Day", "soon"),
        ("Part", "1"),
        ("Part", "1_soon"),
        ("Part", "1_2_3"),
    ] {
        let path = format!("/api/{kind}/{id}");
        assert_eq!(app.get(&path).errors(404), ["404 -"], "{path}");
        assert_eq!(app.delete(&path).errors(404), ["404 -"], "{path}");
        assert_eq!(
            app.patch(&path, &text(kind, id)).errors(404),
            ["404 -"],
            "{path}"
        );
    }
    let related = "/api/Number/x/relationships/PartList";
    assert_eq!(app.get(related).errors(404), ["404 -"]);
    assert_eq!(
        app.patch(related, &json!({"data": []})).errors(404),
        ["404 -"]
    );
    let part = json!({"data": {"type": "Part", "attributes": {"a": 1, "b": "2024-02-29"},
        "relationships": {"number1": {"data": {"type": "Number", "id": "x"}}}}});
    let refused = app.post("/api/Part", &part);
    assert_eq!(refused.status.as_u16(), 422, "{}", refused.body);
}

/// `#error-objects`: a pointer is to what is in the document. `#crud-creating-responses-409`.
fn a_taken_id_is_pointed_at_where_it_was_said(database: Database) {
    let app = app(database);
    let by_id = json!({"type": "Customer", "id": "ALFKI", "attributes": {"CompanyName": "x"}});
    let by_attribute =
        json!({"type": "Customer", "attributes": {"Id": "ALFKI", "CompanyName": "x"}});
    let create = |resource: &Json| app.post("/api/Customer", &json!({ "data": resource }));
    assert_eq!(create(&by_id).errors(409), ["409 /data/id"]);
    assert_eq!(
        create(&by_attribute).errors(409),
        ["409 /data/attributes/Id"]
    );
    let list = app.post(
        "/api/Customer",
        &json!({"data": [
            {"type": "Customer", "id": "NEWID", "attributes": {"CompanyName": "x"}}, by_id,
        ]}),
    );
    assert_eq!(list.errors(409), ["409 /data/1/id"]);
    let operations = json!({"atomic:operations": [{"op": "add", "data": by_id}]});
    let headers = [("content-type", "application/json")];
    let answer = app.ask("POST", "/api/operations", &headers, Some(&operations));
    assert_eq!(answer.errors(409), ["409 /atomic:operations/0/data/id"]);
}
