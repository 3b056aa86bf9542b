//! Flat rows: plain JSON and CSV.

use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, TestApp, each_database};

each_database!(
    plain_rows_are_their_attributes,
    plain_pages_have_links,
    lines_hold_every_value,
    formulas_are_defused,
    an_export_has_all_rows_and_reads_them_in_chunks,
    related_rows_are_flat_too,
    flat_rows_are_written,
    flat_rows_say_which_state_they_are_of,
    flat_rows_are_described_beside_documents,
    problems_are_at_their_place_in_flat_rows,
    a_document_may_be_answered_flat,
    what_flat_rows_cannot_show_is_refused,
);

fn csv(app: &TestApp, path: &str) -> Answer {
    app.ask("GET", path, &[("accept", "text/csv")], None)
}

fn lines(answer: &Answer) -> Vec<&str> {
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.body);
    let text = answer.body.strip_suffix("\r\n").unwrap();
    text.split("\r\n").collect()
}

fn plain_rows_are_their_attributes(database: Database) {
    let app = TestApp::create("northwind", database);
    let answer = app.get(
        "/api/Product?rowFormat=plain&fields[Product]=Id,ProductName,UnitPrice\
         &filter[UnitPrice][gt]=80&sort=-UnitPrice",
    );
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(
        answer.body,
        r#"[{"Id":38,"ProductName":"Côte de Blaye","UnitPrice":263.50},{"Id":29,"ProductName":"Thüringer Rostbratwurst","UnitPrice":123.79},{"Id":9,"ProductName":"Mishi Kobe Niku","UnitPrice":97.00},{"Id":20,"ProductName":"Sir Rodney's Marmalade","UnitPrice":81.00}]"#
    );
    let one = app.get("/api/Customer/ALFKI?rowFormat=plain").expect(200);
    let attributes = app.get("/api/Customer/ALFKI").expect(200)["data"]["attributes"].clone();
    assert!(attributes["S_CheckSum"].is_string());
    assert_eq!(one, attributes);
    app.get("/api/Customer/NOBODY?rowFormat=plain").expect(404);
    let none = app.get("/api/Customer?rowFormat=plain&filter[Country]=Nowhere");
    assert_eq!(none.body, "[]");
    // Also without any attribute it is a row.
    let empty = app.get("/api/Region?rowFormat=plain&fields[Region]=&page[limit]=2");
    assert_eq!(empty.expect(200), json!([{}, {}]));
}

fn plain_pages_have_links(database: Database) {
    let app = TestApp::create("northwind", database);
    for paging in [
        "page[limit]=20",
        "page[after]=&page[size]=20",
        "page[size]=20",
    ] {
        let mut next = Some(format!("/api/Product?rowFormat=plain&{paging}"));
        let mut rows = Vec::new();
        while let Some(path) = next {
            let answer = app.get(&path);
            let found = answer.expect(200);
            rows.extend(
                found
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|row| row["Id"].clone()),
            );
            let links = answer.header("link").to_owned();
            next = links.split(", ").find_map(|link| {
                let link = link.strip_suffix(">; rel=\"next\"")?;
                Some(link.strip_prefix('<').unwrap().to_owned())
            });
        }
        let all: Vec<Json> = (1..=77).map(Json::from).collect();
        assert_eq!(rows, all, "{paging}");
    }
}

fn lines_hold_every_value(database: Database) {
    let app = TestApp::create("northwind", database);
    let answer = csv(
        &app,
        "/api/Order?fields[Order]=Id,ShippedDate,Freight,ShipName&filter[id]=10643,11019,10248",
    );
    assert_eq!(
        answer.header("content-type"),
        "text/csv; charset=utf-8; header=present"
    );
    assert!(answer.header("content-disposition").contains("Order.csv"));
    assert_eq!(
        lines(&answer),
        [
            "Id,ShippedDate,Freight,ShipName",
            "10248,2012-07-16,32.38,Vins et alcools Chevalier",
            "10643,,29.46,Alfreds Futterkiste",
            "11019,,78.84,LILA-Supermercado",
        ]
    );
    let page = csv(
        &app,
        "/api/Product?fields[Product]=Id&sort=-Id&page[limit]=2",
    );
    assert_eq!(lines(&page), ["Id", "77", "76"]);
    let none = csv(&app, "/api/Product?fields[Product]=Id&filter[Id]=0");
    assert_eq!(lines(&none), ["Id"]);
    // Every value of the hard designs has a line.
    let app = TestApp::create("types", database);
    let entry = app.get("/api").exact(200);
    for link in entry["links"].as_object().unwrap().values() {
        let collection = link.as_str().unwrap();
        assert_eq!(csv(&app, collection).status.as_u16(), 200, "{collection}");
    }
}

fn formulas_are_defused(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE note (id integer PRIMARY KEY, text varchar(40));
         INSERT INTO note VALUES (-1, '=1+1'), (2, '@x'), (3, '-5'), (4, 'a, \"b\"'), (5, ''), (6, NULL);",
        database,
    );
    assert_eq!(
        lines(&csv(&app, "/api/Note")),
        [
            "id,text",
            "-1,'=1+1",
            "2,'@x",
            "3,-5",
            "4,\"a, \"\"b\"\"\"",
            "5,\"\"",
            "6,"
        ]
        .map(|line| line.replacen("id", "Id", usize::from(line == "id,text")))
    );
}

fn an_export_has_all_rows_and_reads_them_in_chunks(database: Database) {
    let app = TestApp::create("northwind", database);
    let total = app.get("/api/OrderDetail?page[limit]=1").expect(200)["meta"]["total"].clone();
    let total = usize::try_from(total.as_u64().unwrap()).unwrap();
    assert!(total > 2_000);
    let before = app.state().queries();
    let answer = csv(
        &app,
        "/api/OrderDetail?fields[OrderDetail]=Id&sort=-Product.ProductName",
    );
    let mut ids = lines(&answer);
    // A first chunk, and two more with the pieces that they are asked for in.
    assert!(app.state().queries() - before <= 12);
    assert_eq!(ids.remove(0), "Id");
    assert_eq!(ids.len(), total);
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), total);
}

fn write(app: &TestApp, method: &str, path: &str, rows: &Json) -> Answer {
    let headers = [("content-type", "application/json")];
    app.ask(method, path, &headers, Some(rows))
}

fn related_rows_are_flat_too(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI/OrderList?fields[Order]=Id,CustomerId&sort=-id&page[limit]=2";
    let answer = app.get(&format!("{path}&rowFormat=plain"));
    let document = app.get(path).expect(200);
    let attributes = document["data"].as_array().unwrap().iter();
    let attributes: Vec<_> = attributes.map(|row| row["attributes"].clone()).collect();
    assert_eq!(attributes.len(), 2);
    assert_eq!(answer.expect(200), json!(attributes));
    assert!(answer.header("link").contains("rel=\"next\""));
    let customer = app.get("/api/Order/10643/Customer?rowFormat=plain&fields[Customer]=Id");
    assert_eq!(customer.body, r#"{"Id":"ALFKI"}"#);
    app.get("/api/Customer/NOBODY/OrderList?rowFormat=plain")
        .expect(404);
    let none = app.get("/api/Customer/PARIS/OrderList?rowFormat=plain");
    assert_eq!(none.body, "[]");
}

fn flat_rows_are_written(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI?rowFormat=plain";
    let change = json!({"CompanyName": "x"});
    let changed = write(&app, "PATCH", path, &change);
    assert_eq!(changed.header("content-type"), "application/json");
    let row = changed.expect(200);
    let shown = app.get(path);
    assert_eq!(row, shown.expect(200));
    assert_eq!(
        row,
        app.get("/api/Customer/ALFKI").expect(200)["data"]["attributes"]
    );
    assert_eq!(row["CompanyName"], "x");
    assert_eq!(changed.header("etag"), shown.header("etag"));
    // The checksum that comes with a row is that of its next write.
    let next = json!({"CompanyName": "y", "S_CheckSum": row["S_CheckSum"]});
    assert_eq!(
        write(&app, "PATCH", path, &next).expect(200)["CompanyName"],
        "y"
    );
    let stale = write(&app, "PATCH", path, &next);
    assert_eq!(stale.errors(409), ["409 /S_CheckSum"]);

    let rows = json!([{"Id": 91, "RegionDescription": "b"}, {"Id": 90, "RegionDescription": "a"}]);
    let path = "/api/Region?rowFormat=plain&fields[Region]=Id,RegionDescription";
    let created = write(&app, "POST", path, &rows);
    assert_eq!(created.expect(201), rows);
    let one = write(
        &app,
        "POST",
        path,
        &json!({"Id": 92, "RegionDescription": "c"}),
    );
    assert_eq!(one.expect(201), json!({"Id": 92, "RegionDescription": "c"}));
    assert_eq!(one.header("location"), "/api/Region/92");
    assert_eq!(
        app.get("/api/Region/90").expect(200)["data"]["attributes"]["RegionDescription"],
        "a"
    );
}

/// Clients of flat rows are kept from overwriting each other as those of documents are.
fn flat_rows_say_which_state_they_are_of(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI?rowFormat=plain";
    let seen = app.get(path);
    let tag = seen.header("etag").to_owned();
    let sum = seen.expect(200)["S_CheckSum"].clone();
    assert!(tag.contains(sum.as_str().unwrap()), "{tag}");
    let with = |method: &str, name: &str, value: &str, body: Option<&Json>| {
        let headers = [("content-type", "application/json"), (name, value)];
        app.ask(method, path, &headers, body)
    };
    let same = with("GET", "if-none-match", &tag, None);
    assert_eq!((same.status.as_u16(), &*same.body), (304, ""));
    assert_eq!(same.header("etag"), tag);
    let change = |city: &str| json!({ "City": city });
    with("PATCH", "if-match", &tag, Some(&change("Bonn"))).expect(200);
    let late = with("PATCH", "if-match", &tag, Some(&change("Köln")));
    assert_eq!(
        late.expect(412)["errors"][0]["source"]["header"],
        "If-Match"
    );
    assert_ne!(app.get(path).header("etag"), tag);
    // Also where the row is read as one of many, or as that of a relationship, or the tag is of a part of it.
    let many = app.get("/api/Customer?rowFormat=plain&filter[id]=ALFKI");
    let sum = many.expect(200)[0]["S_CheckSum"].clone();
    let mut row = change("Celle");
    row["S_CheckSum"] = sum.clone();
    write(&app, "PATCH", path, &row).expect(200);
    assert_eq!(
        write(&app, "PATCH", path, &row).errors(409),
        ["409 /S_CheckSum"]
    );
    let related = app.get("/api/Order/10643/Customer?rowFormat=plain&fields[Customer]=City");
    assert_eq!(related.body, r#"{"City":"Celle"}"#);
    let part = app.get("/api/Customer/ALFKI?rowFormat=plain&fields[Customer]=City");
    with(
        "PATCH",
        "if-match",
        part.header("etag"),
        Some(&change("Bern")),
    )
    .expect(200);
    // Lines have it when they are asked for it.
    let lines_of = |path: &str| -> Vec<String> {
        lines(&csv(&app, path))
            .into_iter()
            .map(str::to_owned)
            .collect()
    };
    let now = app.get(path).expect(200)["S_CheckSum"].clone();
    assert_eq!(
        lines_of("/api/Customer?fields[Customer]=City,S_CheckSum&filter[id]=ALFKI"),
        [
            "City,S_CheckSum".to_owned(),
            format!("Bern,{}", now.as_str().unwrap())
        ]
    );
    assert_eq!(
        lines_of("/api/Customer?fields[Customer]=S_CheckSum&filter[id]=ALFKI"),
        ["S_CheckSum", now.as_str().unwrap()]
    );
    assert!(!lines_of("/api/Region")[0].contains("S_CheckSum"));
}

/// `application/json` is the document under another name, unless flat rows are asked for; the description says both.
fn flat_rows_are_described_beside_documents(database: Database) {
    let app = TestApp::create("northwind", database);
    let accept = [("accept", "application/json")];
    let description = app.get("/api/openapi.json").expect(200);
    for (address, path) in [
        ("/api/Region", "/api/Region"),
        ("/api/Region/1", "/api/Region/{id}"),
        (
            "/api/Region/1/TerritoryList",
            "/api/Region/{id}/TerritoryList",
        ),
    ] {
        let document = app.ask("GET", address, &accept, None);
        assert_eq!(document.header("content-type"), "application/json");
        assert_eq!(document.expect(200), app.get(address).expect(200));
        let flat = format!("{address}?rowFormat=plain");
        let flat = app.ask("GET", &flat, &accept, None).expect(200);
        assert!(flat.get("data").is_none(), "{flat}");
        let content = &description["paths"][path]["get"]["responses"]["200"]["content"];
        let forms = content["application/json"]["schema"]["anyOf"]
            .as_array()
            .unwrap();
        assert_eq!(forms.len(), 2, "{path}");
        assert_eq!(forms[0], content["application/vnd.api+json"]["schema"]);
    }
}

fn problems_are_at_their_place_in_flat_rows(database: Database) {
    let app = TestApp::create("northwind", database);
    let path = "/api/Customer/ALFKI?rowFormat=plain";
    let errors = |rows: Json, status| write(&app, "PATCH", path, &rows).errors(status);
    assert_eq!(
        errors(json!({"CompanyName": 1, "Nothing": 2}), 422),
        ["422 /CompanyName", "422 /Nothing"]
    );
    assert_eq!(errors(json!([]), 400), ["400 "]);
    let rows = json!([{"Id": 93, "RegionDescription": "a"}, {"Id": "x"}]);
    assert_eq!(
        write(&app, "POST", "/api/Region?rowFormat=plain", &rows).errors(422),
        ["422 /1/Id", "422 /1/RegionDescription"]
    );
    app.get("/api/Region/93").expect(404);
}

fn a_document_may_be_answered_flat(database: Database) {
    let app = TestApp::create("northwind", database);
    let document =
        json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bonn"}}});
    let path = "/api/Customer/ALFKI?rowFormat=plain&fields[Customer]=City";
    let as_document = app.patch(path, &document);
    assert_eq!(as_document.expect(200), json!({"City": "Bonn"}));
    let as_json = write(&app, "PATCH", path, &document);
    assert_eq!(as_json.expect(200), json!({"City": "Bonn"}));
    let wrong = json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"Nothing": 1}}});
    assert_eq!(
        app.patch(path, &wrong).errors(422),
        ["422 /data/attributes/Nothing"]
    );
}

fn what_flat_rows_cannot_show_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let errors = |path: &str| app.get(&format!("/api/{path}")).errors(400);
    assert_eq!(errors("Order?rowFormat=round"), ["400 rowFormat"]);
    assert_eq!(
        errors("Order?rowFormat=plain&include=Customer"),
        ["400 include"]
    );
    assert_eq!(errors("list/Order?rowFormat=plain"), ["400 rowFormat"]);
    assert_eq!(
        errors("Customer/ALFKI/relationships/OrderList?rowFormat=plain"),
        ["400 rowFormat"]
    );
    assert_eq!(
        errors("Order/10643/Customer?rowFormat=plain&filter[City]=Bonn"),
        ["400 filter[City]"]
    );
    let row = json!({"RegionDescription": "x"});
    for (parameters, refused) in [
        ("rowFormat=round", "400 rowFormat"),
        ("rowFormat=plain&include=TerritoryList", "400 include"),
    ] {
        let created = write(&app, "POST", &format!("/api/Region?{parameters}"), &row);
        assert_eq!(created.errors(400), [refused]);
    }
    let both = csv(&app, "/api/Order?include=Customer&filter[Nothing]=1");
    assert_eq!(both.status.as_u16(), 400);
    let one = csv(&app, "/api/Order/10643");
    assert_eq!(one.status.as_u16(), 406);
}
