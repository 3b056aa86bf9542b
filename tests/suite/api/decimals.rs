//! Decimals as strings, for clients whose numbers are binary.

use formwork_runtime::config::Decimals;
use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    decimals_are_strings_everywhere,
    a_row_is_written_as_it_was_read,
    strings_are_described,
);

fn app(database: Database) -> TestApp {
    TestApp::configured("northwind", database, |config| {
        config.server.decimals = Decimals::Strings;
    })
}

fn decimals_are_strings_everywhere(database: Database) {
    let app = app(database);
    let attributes = app.get("/api/Product/38").expect(200)["data"]["attributes"].clone();
    assert_eq!(attributes["UnitPrice"], "263.50");
    assert_eq!(
        attributes["UnitsReceived"].as_i64(),
        Some(468),
        "{attributes}"
    );
    let flat = "/api/Product?rowFormat=plain&filter[UnitPrice]=263.5";
    assert_eq!(app.get(flat).expect(200), json!([attributes]));
    let included = app
        .get("/api/OrderDetail?filter[ProductId]=38&page[limit]=1&include=Product")
        .expect(200);
    assert_eq!(included["included"][0]["attributes"], attributes);
    let groups = app
        .get("/api/aggregate/Product?aggregateBy[max]=UnitPrice&aggregateBy[count]=*&groupBy=UnitPrice&sort=-UnitPrice")
        .expect(200);
    assert_eq!(
        groups["data"][0]["attributes"],
        json!({"UnitPrice": "263.50"})
    );
    assert_eq!(
        groups["data"][0]["meta"],
        json!({"max_UnitPrice": "263.50", "count": 1})
    );
    let mut stream = app.watch("/api/changes/Product", &[]).unwrap();
    stream.mark();
    let change = json!({"data": {"type": "Product", "id": "38", "attributes": {"UnitPrice": 264}}});
    let headers = [
        ("content-type", "application/json"),
        ("prefer", "return=effects"),
    ];
    let answer = app.ask("PATCH", "/api/Product/38", &headers, Some(&change));
    let document = answer.expect(200);
    let effect = &document["meta"]["effects"][0];
    assert_eq!(
        (&effect["before"], &effect["after"]),
        (
            &json!({"UnitPrice": "263.50"}),
            &json!({"UnitPrice": "264.00"})
        )
    );
    assert_eq!(
        stream.event().1["attributes"],
        document["data"]["attributes"]
    );
}

fn a_row_is_written_as_it_was_read(database: Database) {
    let app = app(database);
    for path in ["/api/Product/38", "/api/Customer/ALFKI", "/api/Order/10643"] {
        let read = app.get(path);
        let tag = read.header("etag").to_owned();
        let data = read.expect(200)["data"].clone();
        let document = json!({"data": {"type": data["type"], "id": data["id"], "attributes": data["attributes"]}});
        let headers = [("content-type", "application/json"), ("if-match", &*tag)];
        let written = app.ask("PATCH", path, &headers, Some(&document));
        assert_eq!(written.expect(200)["data"], data, "{path}");
        assert_eq!(written.header("etag"), tag, "{path}");
    }
    // Whoever reads it as numbers has seen the same row.
    let numbers = app.beside(|_| {});
    let price = |app: &TestApp| -> Json {
        app.get("/api/Product/38").expect(200)["data"]["attributes"]["UnitPrice"].clone()
    };
    assert_eq!(price(&app), "263.50");
    assert!(price(&numbers).is_number());
}

fn strings_are_described(database: Database) {
    let app = app(database);
    let description = app.get("/api/openapi.json").expect(200);
    let of = |schema: &str| {
        description["components"]["schemas"][schema]["properties"]["UnitPrice"].clone()
    };
    assert_eq!(of("Product.attributes")["type"], "string");
    // Either may be sent.
    assert_eq!(of("Product.input")["anyOf"].as_array().unwrap().len(), 2);
}
