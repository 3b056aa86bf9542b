//! The hard designs through the API: every row and every link answers, and every value that is read can be written back
//! and is then the same.

use formwork_runtime::axum::http::Request;
use formwork_runtime::config::Decimals;
use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    awkward_names_answer,
    awkward_names_are_written,
    keys_answer,
    keys_are_written,
    types_answer,
    types_are_written,
    types_are_written_with_decimals_as_strings,
    the_unforeseen_answers,
    the_unforeseen_is_written,
    whole_rows_are_written,
);

fn awkward_names_answer(database: Database) {
    everything_answers(&TestApp::create("awkward_names", database));
}

fn awkward_names_are_written(database: Database) {
    what_is_read_can_be_written(&TestApp::create("awkward_names", database));
}

fn keys_answer(database: Database) {
    everything_answers(&TestApp::create("keys", database));
}

fn keys_are_written(database: Database) {
    what_is_read_can_be_written(&TestApp::create("keys", database));
}

fn types_answer(database: Database) {
    everything_answers(&TestApp::create("types", database));
}

fn types_are_written_with_decimals_as_strings(database: Database) {
    let app = TestApp::configured("types", database, |config| {
        config.server.decimals = Decimals::Strings;
    });
    what_is_read_can_be_written(&app);
}

fn types_are_written(database: Database) {
    what_is_read_can_be_written(&TestApp::create("types", database));
}

fn the_unforeseen_answers(database: Database) {
    everything_answers(&TestApp::create("unforeseen", database));
}

fn the_unforeseen_is_written(database: Database) {
    what_is_read_can_be_written(&TestApp::create("unforeseen", database));
}

/// The addresses of all collections.
fn collections(app: &TestApp) -> Vec<String> {
    let entry = app.get("/api").exact(200);
    let links = entry["links"].as_object().unwrap();
    assert!(!links.is_empty());
    links
        .values()
        .map(|link| link.as_str().unwrap().to_owned())
        .collect()
}

fn rows(app: &TestApp, collection: &str) -> Vec<Json> {
    app.get(collection).exact(200)["data"]
        .as_array()
        .unwrap()
        .clone()
}

/// Follows every link of every row, and includes every relationship.
fn everything_answers(app: &TestApp) {
    for collection in collections(app) {
        let all = app.get(&format!("{collection}?include=%2Ball")).exact(200);
        full_linkage(&all);
        for row in rows(app, &collection) {
            let link = row["links"]["self"].as_str().unwrap();
            let one = app.get(link).exact(200)["data"].clone();
            assert_eq!(one, row, "{link}");
            for relationship in row["relationships"]
                .as_object()
                .into_iter()
                .flat_map(|all| all.values())
            {
                let related = app
                    .get(relationship["links"]["related"].as_str().unwrap())
                    .exact(200);
                let linkage = app
                    .get(relationship["links"]["self"].as_str().unwrap())
                    .exact(200);
                assert_eq!(
                    identifiers(&related),
                    identifiers(&linkage),
                    "{relationship}"
                );
                if let Some(data) = relationship.get("data") {
                    assert_eq!(
                        identifiers(&linkage),
                        identifiers(&json!({"data": data})),
                        "{relationship}"
                    );
                }
            }
        }
    }
}

fn identifiers(document: &Json) -> Vec<(Json, Json)> {
    let rows = match &document["data"] {
        Json::Array(rows) => rows.clone(),
        Json::Null => Vec::new(),
        row => vec![row.clone()],
    };
    rows.into_iter()
        .map(|row| (row["type"].clone(), row["id"].clone()))
        .collect()
}

/// Every included resource is linked from another one, and none is there twice.
fn full_linkage(document: &Json) {
    let primary = document["data"].as_array().unwrap();
    let included = document["included"].as_array().unwrap();
    let mut linked = Vec::new();
    for row in primary.iter().chain(included) {
        for relationship in row["relationships"]
            .as_object()
            .into_iter()
            .flat_map(|all| all.values())
        {
            linked.extend(identifiers(relationship));
        }
    }
    for row in included {
        let identifier = (row["type"].clone(), row["id"].clone());
        assert!(
            linked.contains(&identifier),
            "{identifier:?} is included and not linked"
        );
    }
    let mut all: Vec<String> = primary
        .iter()
        .chain(included)
        .map(|row| format!("{} {}", row["type"], row["id"]))
        .collect();
    let count = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), count, "a resource is there twice");
}

/// Sends back each attribute of each row, alone, as it was read.
fn what_is_read_can_be_written(app: &TestApp) {
    let mut written = 0;
    for collection in collections(app) {
        for row in rows(app, &collection) {
            let link = row["links"]["self"].as_str().unwrap();
            for (name, value) in row["attributes"].as_object().unwrap() {
                // As text, since `serde_json::Value` would make floats of long numbers.
                let document = format!(
                    r#"{{"data":{{"type":{},"id":{},"attributes":{{{}:{}}}}}}}"#,
                    row["type"],
                    row["id"],
                    json!(name),
                    attribute_text(app, link, name).unwrap_or_else(|| value.to_string()),
                );
                let before = without_checksum(app.get(link).exact(200));
                let answer = app.patch_text(link, &document);
                match answer.status.as_u16() {
                    200 => written += 1,
                    // It is a view, or has no key; or SQLite has kept null as its key.
                    405 => continue,
                    403 => assert!(row["id"].as_str().unwrap().ends_with("%0")),
                    // The database computes it, or holds what its type cannot: said with a pointer to the attribute.
                    422 => {
                        let pointer = answer.expect(422)["errors"][0]["source"]["pointer"].clone();
                        assert_eq!(
                            pointer,
                            format!(
                                "/data/attributes/{}",
                                name.replace('~', "~0").replace('/', "~1")
                            )
                        );
                    }
                    other => panic!("{other} for {document}: {}", answer.body),
                }
                let after = without_checksum(app.get(link).exact(200));
                assert_eq!(after, before, "after {document}");
            }
        }
    }
    assert!(written > 20, "only {written} attributes could be written");
}

/// A client reads a row, changes nothing or one attribute, and sends all of it: by PATCH, by PUT, as an operation, as a flat row.
fn whole_rows_are_written(database: Database) {
    for design in ["types", "keys", "awkward_names", "unforeseen"] {
        let app = TestApp::create(design, database);
        let mut written = 0;
        for collection in collections(&app) {
            for row in rows(&app, &collection) {
                written += usize::from(is_taken_back(&app, row["links"]["self"].as_str().unwrap()));
            }
        }
        assert!(
            written > 3,
            "{design}: only {written} rows could be written"
        );
    }
}

/// Whether the row can be written at all; then it can be as it was read.
fn is_taken_back(app: &TestApp, link: &str) -> bool {
    let flat = format!("{link}?rowFormat=plain");
    for (method, path) in [
        ("PATCH", link),
        ("PUT", link),
        ("POST", "/api/operations"),
        ("PATCH", &flat),
    ] {
        let before = without_checksum(app.get(link).exact(200));
        let resource = || resource_text(&app.get(link).body);
        let body = match path {
            "/api/operations" => format!(
                r#"{{"atomic:operations":[{{"op":"update","data":{}}}]}}"#,
                resource()
            ),
            path if path == flat => app.get(path).body,
            _ => format!(r#"{{"data":{}}}"#, resource()),
        };
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(body.clone().into())
            .unwrap();
        let answer = app.send(request);
        let status = answer.status.as_u16();
        if matches!(status, 403 | 405) {
            return false;
        }
        assert_eq!(status, 200, "{method} {body}: {}", answer.body);
        let after = without_checksum(app.get(link).exact(200));
        assert_eq!(after, before, "after {method} {body}");
    }
    true
}

/// The resource object of a document as the server wrote it, without what there is of it when others are included.
fn resource_text(document: &str) -> String {
    use serde_json::value::RawValue;
    use std::collections::BTreeMap;
    let document: BTreeMap<String, &RawValue> = serde_json::from_str(document).unwrap();
    document["data"].get().to_owned()
}

/// JSON may be stored with other spaces than it was read with, which is another row to the checksum.
fn without_checksum(mut document: Json) -> Json {
    let attributes = document["data"]["attributes"].as_object_mut().unwrap();
    attributes.remove("S_CheckSum");
    document
}

/// The text of an attribute as the server wrote it.
fn attribute_text(app: &TestApp, link: &str, name: &str) -> Option<String> {
    use serde_json::value::RawValue;
    use std::collections::BTreeMap;
    let body = app.get(link).body;
    let document: BTreeMap<String, &RawValue> = serde_json::from_str(&body).ok()?;
    let data: BTreeMap<String, &RawValue> = serde_json::from_str(document["data"].get()).ok()?;
    let attributes: BTreeMap<String, &RawValue> =
        serde_json::from_str(data["attributes"].get()).ok()?;
    Some(attributes.get(name)?.get().to_owned())
}
