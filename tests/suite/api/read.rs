//! Lists, single resources, related ones, includes, fields, sorting, paging.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    a_customer_has_every_column,
    a_list_is_sorted_and_paged,
    links_lead_through_all_pages,
    filters_are_equalities,
    includes_are_linked_in_full,
    a_row_is_included_once,
    fields_leave_the_rest_out,
    related_rows_are_found_at_their_own_address,
    a_key_of_two_parts_is_one_id,
    what_cannot_be_followed_is_refused,
    what_is_not_there_is_not_found,
);

fn ids(document: &Json) -> Vec<&str> {
    document["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap())
        .collect()
}

fn a_customer_has_every_column(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app.get("/api/Customer/ALFKI").expect(200);
    let data = &document["data"];
    assert_eq!(data["type"], "Customer");
    assert_eq!(data["id"], "ALFKI");
    assert_eq!(data["attributes"]["CompanyName"], "Alfreds Futterkiste");
    assert_eq!(data["attributes"]["Region"], "Western Europe");
    assert_eq!(data["links"]["self"], "/api/Customer/ALFKI");
    assert_eq!(
        data["relationships"]["OrderList"],
        json!({"links": {
            "self": "/api/Customer/ALFKI/relationships/OrderList",
            "related": "/api/Customer/ALFKI/OrderList",
        }})
    );
    // Digits are kept, also as digits: JSON numbers would compare as floats.
    assert!(
        app.get("/api/Customer/ALFKI")
            .body
            .contains(r#""Balance":2046.00,"#)
    );
}

fn a_list_is_sorted_and_paged(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app
        .get("/api/Product?sort=-UnitPrice,ProductName&page[limit]=3")
        .expect(200);
    let names: Vec<_> = document["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["attributes"]["ProductName"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "Côte de Blaye",
            "Thüringer Rostbratwurst",
            "Mishi Kobe Niku"
        ]
    );
    assert_eq!(
        document["meta"],
        json!({"count": 3, "limit": 3, "total": 77})
    );
    let unsorted = app.get("/api/Customer").expect(200);
    assert_eq!(ids(&unsorted)[..3], ["ALFKI", "ANATR", "ANTON"]);
    assert_eq!(
        unsorted["meta"],
        json!({"count": 91, "limit": 250, "total": 91})
    );
}

fn links_lead_through_all_pages(database: Database) {
    let app = TestApp::create("northwind", database);
    for first in [
        "/api/Product?page[size]=20",
        "/api/Product?page[limit]=20&sort=ProductName",
    ] {
        let mut seen = Vec::new();
        let mut next = Some(first.to_owned());
        while let Some(path) = next {
            let document = app.get(&path).expect(200);
            seen.extend(ids(&document).into_iter().map(str::to_owned));
            next = document["links"]["next"].as_str().map(str::to_owned);
        }
        assert_eq!(seen.len(), 77, "{first}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 77, "{first}");
    }
    let filtered = app
        .get("/api/Product?filter[CategoryId]=1&page[limit]=1")
        .expect(200);
    let next = "/api/Product?filter%5BCategoryId%5D=1&page%5Boffset%5D=1&page%5Blimit%5D=1";
    assert_eq!(filtered["links"]["next"], next);
    let last = app
        .get("/api/Product?page[number]=4&page[size]=20")
        .expect(200);
    assert_eq!(last["links"]["last"], last["links"]["self"]);
    assert_eq!(last["links"]["next"], Json::Null);
    assert_eq!(
        last["links"]["prev"],
        "/api/Product?page%5Bnumber%5D=3&page%5Bsize%5D=20"
    );
}

fn filters_are_equalities(database: Database) {
    let app = TestApp::create("northwind", database);
    let list = |query: &str| {
        let document = app.get(&format!("/api/{query}")).expect(200);
        ids(&document)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    assert_eq!(list("Customer?filter[Country]=Norway"), ["SANTG"]);
    assert_eq!(list("Customer?filter[id]=ALFKI,ANATR"), ["ALFKI", "ANATR"]);
    assert_eq!(
        list("Product?filter[ProductName][in]=Chai,Chang"),
        ["1", "2"]
    );
    assert_eq!(list("Product?filter[ProductName][eq]=Chai,Chang"), [""; 0]);
    assert_eq!(
        list("Product?filter[UnitPrice]=18&filter[SupplierId]=1"),
        ["1"]
    );
    assert_eq!(
        list("Order?filter[OrderDate]=2013-08-25&filter[CustomerId]=ALFKI"),
        ["10643"]
    );
    assert_eq!(
        list("Location?filter[id]=USA_Seattle,USA_Portland").len(),
        2
    );
}

fn includes_are_linked_in_full(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app
        .get("/api/Customer/ALFKI?include=OrderList.OrderDetailList.Product")
        .expect(200);
    let linked = document["data"]["relationships"]["OrderList"]["data"]
        .as_array()
        .unwrap();
    assert_eq!(linked.len(), 6);
    assert_eq!(linked[0], json!({"type": "Order", "id": "10643"}));
    let included = document["included"].as_array().unwrap();
    let count = |kind: &str| included.iter().filter(|row| row["type"] == kind).count();
    assert_eq!(
        (count("Order"), count("OrderDetail"), count("Product")),
        (6, 12, 11)
    );
    let order = included
        .iter()
        .find(|row| row["id"] == "10643" && row["type"] == "Order")
        .unwrap();
    let details = order["relationships"]["OrderDetailList"]["data"]
        .as_array()
        .unwrap();
    assert_eq!(details.len(), 3);
    // Every identifier leads to an included row or a primary one.
    for detail in details {
        assert!(
            included
                .iter()
                .any(|row| row["type"] == detail["type"] && row["id"] == detail["id"])
        );
    }
}

fn a_row_is_included_once(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app
        .get("/api/Department?include=DepartmentList,Department")
        .expect(200);
    let mut all: Vec<String> = document["data"]
        .as_array()
        .unwrap()
        .iter()
        .chain(document["included"].as_array().unwrap())
        .map(|row| format!("{} {}", row["type"], row["id"]))
        .collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "no resource is there twice");
    let children = &document["data"][0]["relationships"]["DepartmentList"]["data"];
    assert!(
        !children.as_array().unwrap().is_empty(),
        "the first department has others below it: {document}"
    );
}

fn fields_leave_the_rest_out(database: Database) {
    let app = TestApp::create("northwind", database);
    let document =
        app.get("/api/Order/10643?fields[Order]=Freight,Customer&include=Customer&fields[Customer]=City").expect(200);
    let order = &document["data"];
    assert_eq!(order["attributes"].as_object().unwrap().len(), 1);
    assert_eq!(
        order["relationships"]
            .as_object()
            .unwrap()
            .keys()
            .collect::<Vec<_>>(),
        ["Customer"]
    );
    assert_eq!(
        order["relationships"]["Customer"]["data"],
        json!({"type": "Customer", "id": "ALFKI"})
    );
    let customer = &document["included"][0];
    assert_eq!(customer["attributes"], json!({"City": "Berlin"}));
    assert_eq!(customer.get("relationships"), None);
}

fn related_rows_are_found_at_their_own_address(database: Database) {
    let app = TestApp::create("northwind", database);
    let orders = app
        .get("/api/Customer/ALFKI/OrderList?sort=-id&page[limit]=2")
        .expect(200);
    assert_eq!(ids(&orders), ["11011", "10952"]);
    assert_eq!(orders["meta"]["total"], 6);
    let customer = app.get("/api/Order/10643/Customer").expect(200);
    assert_eq!(customer["data"]["id"], "ALFKI");
    let nobody = app.get("/api/Employee/2/Manager").status.as_u16();
    assert_eq!(nobody, 404, "there is no such relationship");
    let linkage = app
        .get("/api/Customer/ALFKI/relationships/OrderList")
        .expect(200);
    assert_eq!(linkage["data"][0], json!({"type": "Order", "id": "10643"}));
    assert_eq!(linkage["data"].as_array().unwrap().len(), 6);
    let to_one = app
        .get("/api/Order/10643/relationships/Customer")
        .expect(200);
    assert_eq!(to_one["data"], json!({"type": "Customer", "id": "ALFKI"}));
    app.get("/api/Customer/NOBODY/OrderList").expect(404);
}

fn a_key_of_two_parts_is_one_id(database: Database) {
    let app = TestApp::create("northwind", database);
    let order = app.get("/api/Order/10643").expect(200);
    assert_eq!(
        order["data"]["relationships"]["Location"]["data"],
        json!({"type": "Location", "id": "Germany_Berlin"})
    );
    let location = app
        .get("/api/Location/Germany_Berlin?include=OrderList")
        .expect(200);
    assert!(
        location["data"]["relationships"]["OrderList"]["data"]
            .as_array()
            .unwrap()
            .len()
            >= 6
    );
    app.get("/api/Location/Germany").expect(404);
}

fn what_cannot_be_followed_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let errors = |query: &str| app.get(&format!("/api/Order?{query}")).errors(400);
    assert_eq!(errors("sort=Freigth"), ["400 sort"]);
    assert_eq!(errors("filter[Nothing]=1"), ["400 filter[Nothing]"]);
    assert_eq!(errors("filter[Id]=abc"), ["400 filter[Id]"]);
    assert_eq!(
        errors("filter[OrderDate]=2013-02-30"),
        ["400 filter[OrderDate]"]
    );
    assert_eq!(errors("include=Customer.Nothing"), ["400 include"]);
    assert_eq!(errors("fields[Nothing]=a"), ["400 fields[Nothing]"]);
    assert_eq!(
        errors("page[limit]=0&page[offset]=-1"),
        ["400 page[limit]", "400 page[offset]"]
    );
    assert_eq!(errors("page[limit]=10001"), ["400 page[limit]"]);
    assert_eq!(errors("page[limit]=1&page[number]=1"), ["400 page"]);
    assert_eq!(errors("whatever=1&Sort=Id"), ["400 whatever", "400 Sort"]);
    assert_eq!(
        app.get("/api/Order/10643?sort=Id").errors(400),
        ["400 sort"]
    );
}

fn what_is_not_there_is_not_found(database: Database) {
    let app = TestApp::create("northwind", database);
    for path in [
        "/api/Nothing",
        "/api/Order/1",
        "/api/Order/abc",
        "/api/Order/10643/Nothing",
        "/api/Order/1/2/3/4",
    ] {
        assert_eq!(app.get(path).errors(404), ["404 -"], "{path}");
    }
}

/// SQLite's reads run at once on the worker that asks; this one takes longer than may be, and goes on elsewhere.
#[test]
fn a_long_read_is_answered() {
    let app = TestApp::with(
        "CREATE VIEW long AS
             WITH RECURSIVE number (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < 200000)
             SELECT sum(n) AS total FROM number;",
        Database::Sqlite,
    );
    let document = app.get("/api/Long").expect(200);
    assert_eq!(
        document["data"][0]["attributes"]["total"],
        20_000_100_000_i64
    );
}
