//! What a client may ask for at most: each limit has a setting, what is at its edge is done, and what is beyond is refused.
//! Pages, includes and sorting are in `paging.rs`, operations in `operations.rs` and `bulk.rs`, time and connections in `server.rs`.

use formwork_runtime::axum::body::Body;
use formwork_runtime::axum::http::Request;
use serde_json::json;

use crate::support::{Database, MEDIA_TYPE, TestApp, each_database};

each_database!(
    a_body_has_a_length,
    a_filter_has_bounds,
    included_rows_are_counted
);

fn a_body_has_a_length(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.body_bytes = 200;
    });
    let region = |bytes: usize| {
        let document = json!({"data": {"type": "Region", "attributes": {"RegionDescription": format!("r{bytes}")}}});
        let document = format!("{:<bytes$}", document.to_string());
        let request = Request::post("/api/Region").header("content-type", MEDIA_TYPE);
        app.send(request.body(Body::from(document)).unwrap())
    };
    region(200).expect(201);
    assert_eq!(region(201).errors(413), ["413 -"]);
    region(199).expect(201);
}

fn a_filter_has_bounds(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.filter_conditions = 3;
        config.limits.filter_values = 4;
    });
    let ask = |query: &str| app.get(&format!("/api/Order?page[limit]=1&{query}"));
    ask("filter[Id]=1,2,3,4").expect(200);
    assert_eq!(ask("filter[Id]=1,2,3,4,5").errors(400), ["400 filter[Id]"]);
    ask("filter[Id][gt]=1&filter[Id][lt]=9&filter[Freight][gt]=0").expect(200);
    assert_eq!(
        ask("filter[Id][gt]=1&filter[Id][lt]=9&filter[Freight][gt]=0&filter[Freight][lt]=9")
            .status
            .as_u16(),
        400
    );

    // Depth is that of `and`, `or`, `not` and relationships inside each other.
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.filter_depth = 2;
    });
    let ask = |query: &str| app.get(&format!("/api/Order?page[limit]=1&{query}"));
    ask("filter[or][0][Customer.Country]=Spain").expect(200);
    ask("filter=%7B%22not%22:%7B%22or%22:[%7B%22Id%22:1%7D]%7D%7D").expect(200);
    let deeper = ask("filter=%7B%22not%22:%7B%22or%22:[%7B%22not%22:%7B%22Id%22:1%7D%7D]%7D%7D");
    assert_eq!(deeper.errors(400), ["400 filter"]);
}

fn included_rows_are_counted(database: Database) {
    let whole = |app: &TestApp| {
        let document = app
            .get("/api/Order/10643?include=OrderDetailList")
            .expect(200);
        document["included"].as_array().unwrap().len()
    };
    let items = whole(&TestApp::create("northwind", database));
    let with = |rows: usize| {
        TestApp::configured("northwind", database, |config| config.limits.rows = rows)
    };
    assert_eq!(whole(&with(items + 1)), items);
    let refused = with(items).get("/api/Order/10643?include=OrderDetailList");
    assert_eq!(refused.errors(400), ["400 include"]);
}
