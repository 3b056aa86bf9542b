//! What tells people and programs what there is: OpenAPI, its user interface, the listing, the metadata.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    the_description_is_whole,
    the_description_is_exact,
    the_listing_leads_everywhere,
    the_metadata_is_the_model,
);

fn the_description_is_whole(database: Database) {
    for design in ["northwind", "awkward_names", "keys", "types", "unforeseen"] {
        let app = TestApp::create(design, database);
        let answer = app.get("/api/openapi.json");
        let description = answer.expect(200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(app.get("/api/openapi.json").body, answer.body);
        // Each reference leads somewhere, and each operation is named once.
        let mut references = HashSet::new();
        let mut names = HashSet::new();
        walk(&description, &mut |name, value| match (name, value) {
            ("$ref", Json::String(target)) => {
                references.insert(target.clone());
            }
            ("operationId", Json::String(id)) => {
                assert!(names.insert(id.clone()), "{design}: {id} comes twice");
            }
            _ => {}
        });
        assert_schemas(design, &description);
        for target in references {
            let pointer = target.strip_prefix('#').unwrap();
            assert!(description.pointer(pointer).is_some(), "{design}: {target}");
        }
        for family in ["schemas", "parameters", "responses", "headers"] {
            for name in description["components"][family]
                .as_object()
                .unwrap()
                .keys()
            {
                assert!(
                    name.chars()
                        .all(|each| each.is_ascii_alphanumeric() || "._-".contains(each)),
                    "{design}: {name}"
                );
            }
        }
        // Every collection of the API is there, and every one there answers.
        for link in app.get("/api").expect(200)["links"]
            .as_object()
            .unwrap()
            .values()
        {
            let path = link.as_str().unwrap();
            assert!(
                description["paths"][path]["get"].is_object(),
                "{design}: {path}"
            );
        }
        for path in description["paths"].as_object().unwrap().keys() {
            if !path.contains('{') && description["paths"][path]["get"].is_object() {
                app.get(path).exact(200);
            }
        }
        let tag = answer.header("etag");
        let again = app.ask("GET", "/api/openapi.json", &[("if-none-match", tag)], None);
        assert_eq!(again.status.as_u16(), 304);
    }
}

fn walk(json: &Json, see: &mut dyn FnMut(&str, &Json)) {
    match json {
        Json::Object(members) => {
            for (name, value) in members {
                see(name, value);
                walk(value, see);
            }
        }
        Json::Array(items) => items.iter().for_each(|item| walk(item, see)),
        _ => {}
    }
}

/// Where a schema has to be, there is one: an object, or whether there may be anything.
fn assert_schemas(design: &str, description: &Json) {
    let is_schema = |value: &Json| value.is_object() || value.is_boolean();
    walk(description, &mut |name, value| match (name, value) {
        ("anyOf" | "oneOf" | "allOf", Json::Array(schemas)) => {
            assert!(schemas.iter().all(is_schema), "{design}: {name} {value}");
        }
        ("schema" | "items" | "not", value) => {
            assert!(is_schema(value), "{design}: {name} {value}");
        }
        ("schemas" | "properties", Json::Object(schemas)) => {
            assert!(schemas.values().all(is_schema), "{design}: {name} {value}");
        }
        _ => {}
    });
}

fn the_description_is_exact(database: Database) {
    let app = TestApp::create("northwind", database);
    let description = app.get("/api/openapi.json").expect(200);
    let schemas = &description["components"]["schemas"];
    let shown = &schemas["Order.attributes"]["properties"];
    assert_eq!(shown["OrderDate"]["type"], json!(["string", "null"]));
    assert_eq!(shown["OrderDate"]["format"], "date");
    assert_eq!(
        schemas["Customer.attributes"]["properties"]["City"]["maxLength"],
        50
    );
    assert_eq!(
        schemas["Customer.attributes"]["properties"]["CompanyName"]["type"],
        "string"
    );
    assert_eq!(
        schemas["Customer.create"]["properties"]["data"]["properties"]["type"]["const"],
        "Customer"
    );
    assert!(schemas.get("ProductDetailsV.create").is_none(), "a view");
    for (path, method) in [
        ("/api/Region", "post"),
        ("/api/Region/{id}", "patch"),
        ("/api/Region/{id}", "put"),
        ("/api/Region/{id}", "delete"),
        ("/api/Region/{id}/relationships/TerritoryList", "post"),
        ("/api/operations", "post"),
    ] {
        let operation = &description["paths"][path][method];
        let prefer = json!({"$ref": "#/components/parameters/prefer"});
        let parameters = operation["parameters"].as_array().unwrap();
        assert!(parameters.contains(&prefer), "{method} {path}");
        assert!(operation["responses"]["200"].is_object(), "{method} {path}");
    }
    let list = &description["paths"]["/api/Customer"]["get"];
    assert_eq!(list["operationId"], "listCustomer");
    let parameters: Vec<&str> = list["parameters"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| {
            let pointer = each["$ref"].as_str().unwrap().strip_prefix('#').unwrap();
            description.pointer(pointer).unwrap()["name"]
                .as_str()
                .unwrap()
        })
        .collect();
    for name in [
        "include",
        "fields[Customer]",
        "fields[Order]",
        "sort",
        "page[limit]",
        "page[number]",
        "page[after]",
        "page[count]",
        "rowFormat",
        "filter",
        "filter[search]",
        "filter[id]",
        "filter[City]",
    ] {
        assert!(parameters.contains(&name), "{name}: {parameters:?}");
    }
}

fn the_listing_leads_everywhere(database: Database) {
    let app = TestApp::create("northwind", database);
    let page = |path: &str| {
        let answer = app.ask("GET", path, &[("accept", "text/html,*/*;q=0.8")], None);
        assert_eq!(answer.status.as_u16(), 200, "{path}: {}", answer.body);
        assert!(answer.header("content-type").starts_with("text/html"));
        assert!(
            answer
                .header("content-security-policy")
                .contains("default-src 'none'")
        );
        answer.body
    };
    let resources = page("/api/list");
    assert!(
        resources.contains(r#"<a href="/api/list/Customer">Customer</a>"#),
        "{resources}"
    );
    let rows = page("/api/list/Customer?page[limit]=2&sort=-City");
    assert!(rows.contains("2 rows of 91"), "{rows}");
    assert!(
        rows.contains(r#"href="/api/list/Customer?sort=City">City"#),
        "{rows}"
    );
    assert!(rows.contains(">Next</a>"), "{rows}");
    let row = page("/api/list/Customer/ALFKI");
    assert!(row.contains("Alfreds Futterkiste"));
    assert!(
        row.contains(r#"href="/api/list/Customer/ALFKI/OrderList""#),
        "{row}"
    );
    let related = page("/api/list/Customer/ALFKI/OrderList");
    assert!(
        related.contains(r#"<a href="/api/list/Customer/ALFKI">ALFKI</a>"#),
        "{related}"
    );
    assert!(page("/api/list/Order/10643/Customer").contains("Alfreds Futterkiste"));
    // What rows hold stays text.
    app.patch(
        "/api/Customer/ALFKI",
        &json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": {"City": "<script>"}}}),
    )
    .expect(200);
    assert!(page("/api/list/Customer/ALFKI").contains("&lt;script&gt;"));
    app.get("/api/list/Customer/NOBDY").expect(404);
    app.get("/api/list/Customer?nothing=1").expect(400);
}

fn the_metadata_is_the_model(database: Database) {
    let app = TestApp::create("northwind", database);
    let all = app.get("/metadata").expect(200);
    assert_eq!(all["resources"]["Customer"]["type"], "Customer");
    assert!(all["resources"]["Customer"].get("attributes").is_none());
    let one = app
        .get("/metadata?resource=OrderDetail&include=attributes,relationships")
        .expect(200);
    assert_eq!(one["resources"].as_object().unwrap().len(), 1);
    let detail = &one["resources"]["OrderDetail"];
    assert_eq!(detail["attributes"][0]["name"], "Id");
    assert_eq!(detail["attributes"][0]["type"], "integer");
    assert!(
        detail["relationships"]
            .as_array()
            .unwrap()
            .contains(&json!({"name": "Order", "to": "one", "target": "Order"}))
    );
    assert_eq!(app.get("/api/metadata").expect(200), all);
    assert_eq!(
        app.get("/metadata?resource=Nothing&include=everything")
            .errors(400),
        ["400 resource", "400 include"]
    );
}

#[test]
fn swagger_ui_is_served_from_here() {
    let app = TestApp::create("northwind", Database::Sqlite);
    let page = app.ask("GET", "/api", &[("accept", "text/html,*/*;q=0.8")], None);
    assert_eq!(page.status.as_u16(), 200);
    assert!(
        page.header("content-security-policy")
            .contains("default-src 'self'")
    );
    assert!(
        !page.body.contains("http"),
        "nothing foreign: {}",
        page.body
    );
    for part in page
        .body
        .split(['"'])
        .filter(|part| part.starts_with("/api/swagger-ui/"))
    {
        let file = app.get(part);
        assert_eq!(file.status.as_u16(), 200, "{part}");
        let gzipped = app.ask("GET", part, &[("accept-encoding", "gzip")], None);
        if part.contains("bundle") {
            assert_eq!(gzipped.header("content-encoding"), "gzip");
            assert!(gzipped.bytes.len() < 500_000 && file.bytes.len() > 1_000_000);
        }
        let tag = [("if-none-match", file.header("etag"))];
        assert_eq!(
            app.ask("GET", part, &tag, None).status.as_u16(),
            304,
            "{part}"
        );
    }
    app.get("/api/swagger-ui/nothing.js").expect(404);
}
