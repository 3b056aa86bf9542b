//! JSON:API 1.1, section by section: <https://jsonapi.org/format/1.1/>. Each test names the sections whose rules it shows; those on
//! media types are in `http.rs`, on relationships in `relationships.rs`, on the extension in `operations.rs`, on cursors in `paging.rs`.

use std::collections::HashSet;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    documents_have_their_members,
    resources_are_identified,
    fields_are_one_namespace,
    relationships_have_links_and_linkage,
    compound_documents_are_fully_linked,
    links_lead_to_what_they_say,
    what_is_fetched_is_there_or_not,
    includes_are_followed_or_refused,
    sparse_fieldsets_are_exact,
    sorting_has_directions,
    members_for_others_are_passed_over,
    members_that_are_not_known_are_refused,
    pages_have_their_links,
    parameters_that_are_not_known_are_refused,
    creating_answers_with_what_was_created,
    updating_changes_what_is_named,
    deleting_leaves_nothing,
    errors_are_objects,
);

fn app(database: Database) -> TestApp {
    TestApp::create("northwind", database)
}

/// `#document-top-level`, `#document-jsonapi-object`, `#document-meta`.
fn documents_have_their_members(database: Database) {
    let app = app(database);
    for (path, status) in [
        ("/api/Region", 200),
        ("/api/Region/1", 200),
        ("/api/Region/1/TerritoryList", 200),
        ("/api/Region/1/relationships/TerritoryList", 200),
        ("/api/Region/99", 404),
        ("/api/Region?sort=nothing", 400),
    ] {
        let document = app.get(path).expect(status);
        let has = |name: &str| document.get(name).is_some();
        assert!(has("data") != has("errors"), "{path}");
        assert!(!has("included"), "{path}: nothing was asked for");
        assert_eq!(document["jsonapi"]["version"], "1.1", "{path}");
        let known = ["data", "errors", "meta", "jsonapi", "links", "included"];
        for name in document.as_object().unwrap().keys() {
            assert!(known.contains(&name.as_str()), "{path}: {name}");
        }
        if let Some(meta) = document.get("meta") {
            assert!(meta.is_object(), "{path}");
        }
    }
}

/// `#document-resource-objects`, `#document-resource-object-identification`, `#document-resource-identifier-objects`.
fn resources_are_identified(database: Database) {
    let app = app(database);
    let document = app
        .get("/api/Order?include=Customer,OrderDetailList&page[limit]=3")
        .expect(200);
    let primary = document["data"].as_array().unwrap();
    for resource in primary
        .iter()
        .chain(document["included"].as_array().unwrap())
    {
        assert!(
            resource["type"].is_string() && resource["id"].is_string(),
            "{resource}"
        );
        let known = ["type", "id", "attributes", "relationships", "links", "meta"];
        for name in resource.as_object().unwrap().keys() {
            assert!(known.contains(&name.as_str()), "{name}");
        }
    }
    let customer = &primary[0]["relationships"]["Customer"]["data"];
    assert_eq!(customer.as_object().unwrap().len(), 2, "{customer}");
    assert!(customer["type"].is_string() && customer["id"].is_string());
}

/// `#document-resource-object-fields`, `#document-resource-object-attributes`.
fn fields_are_one_namespace(database: Database) {
    for design in ["northwind", "awkward_names"] {
        let app = TestApp::create(design, database);
        for link in app.get("/api").expect(200)["links"]
            .as_object()
            .unwrap()
            .values()
        {
            let page = app
                .get(&format!("{}?page[limit]=1", link.as_str().unwrap()))
                .exact(200);
            for resource in page["data"].as_array().unwrap() {
                let names = |member: &str| -> HashSet<String> {
                    let members = resource[member].as_object();
                    members
                        .into_iter()
                        .flatten()
                        .map(|(name, _)| name.clone())
                        .collect()
                };
                let (attributes, relationships) = (names("attributes"), names("relationships"));
                assert!(attributes.is_disjoint(&relationships), "{resource}");
                for reserved in ["id", "type"] {
                    assert!(!attributes.contains(reserved), "{resource}");
                    assert!(!relationships.contains(reserved), "{resource}");
                }
            }
        }
    }
}

/// `#document-resource-object-relationships`, `#document-resource-object-linkage`, `#document-resource-object-related-resource-links`.
fn relationships_have_links_and_linkage(database: Database) {
    let app = app(database);
    let document = app
        .get("/api/Employee/2?include=OrderList,Union")
        .expect(200);
    for (name, relationship) in document["data"]["relationships"].as_object().unwrap() {
        for link in ["self", "related"] {
            assert!(
                relationship["links"][link].is_string(),
                "{name}: {relationship}"
            );
        }
    }
    let linkage = |name: &str| document["data"]["relationships"][name]["data"].clone();
    assert_eq!(linkage("Union"), Json::Null, "an empty to-one relationship");
    assert!(linkage("OrderList").is_array(), "a to-many relationship");
    let none = app.get("/api/Customer/PARIS?include=OrderList").expect(200);
    assert_eq!(
        none["data"]["relationships"]["OrderList"]["data"],
        json!([])
    );
    // The related link leads to the resources that the linkage names.
    let related = app
        .get("/api/Employee/2/OrderList?page[limit]=10000")
        .expect(200);
    let ids = |list: &Json| -> HashSet<String> {
        let items = list.as_array().unwrap().iter();
        items
            .map(|each| each["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(ids(&related["data"]), ids(&linkage("OrderList")));
}

/// `#document-compound-documents`.
fn compound_documents_are_fully_linked(database: Database) {
    let app = app(database);
    let document = app
        .get("/api/Order?include=OrderDetailList.Product,Customer&page[limit]=20")
        .expect(200);
    let included = document["included"].as_array().unwrap();
    let name = |each: &Json| format!("{} {}", each["type"], each["id"]);
    let mut known = HashSet::new();
    for resource in document["data"].as_array().unwrap().iter().chain(included) {
        assert!(
            known.insert(name(resource)),
            "{} comes twice",
            name(resource)
        );
    }
    let mut linked = HashSet::new();
    for resource in document["data"].as_array().unwrap().iter().chain(included) {
        for relationship in resource["relationships"].as_object().unwrap().values() {
            match &relationship["data"] {
                Json::Array(many) => linked.extend(many.iter().map(name)),
                Json::Object(_) => drop(linked.insert(name(&relationship["data"]))),
                _ => {}
            }
        }
    }
    for resource in included {
        assert!(
            linked.contains(&name(resource)),
            "nothing leads to {}",
            name(resource)
        );
    }
}

/// `#document-links`, `#document-resource-object-links`.
fn links_lead_to_what_they_say(database: Database) {
    let app = app(database);
    let page = app
        .get("/api/Order?page[limit]=2&include=Customer&fields[Order]=Freight")
        .expect(200);
    let own = page["links"]["self"].as_str().unwrap();
    assert_eq!(app.get(own).expect(200), page);
    for resource in page["data"].as_array().unwrap() {
        let one = app
            .get(resource["links"]["self"].as_str().unwrap())
            .expect(200);
        assert_eq!(
            (&one["data"]["id"], &one["data"]["type"]),
            (&resource["id"], &resource["type"])
        );
    }
    let described = page["links"]["describedby"].as_str().unwrap();
    assert_eq!(app.get(described).expect(200)["openapi"], "3.1.1");
}

/// `#fetching-resources-responses-200`, `#fetching-resources-responses-404`, `#fetching-relationships-responses-200`,
/// `#fetching-relationships-responses-404`.
fn what_is_fetched_is_there_or_not(database: Database) {
    let app = app(database);
    let none = app.get("/api/Customer?filter[City]=Nowhere").expect(200);
    assert_eq!(none["data"], json!([]));
    assert_eq!(
        app.get("/api/Employee/2/Union").expect(200)["data"],
        Json::Null
    );
    assert_eq!(
        app.get("/api/Employee/2/relationships/Union").expect(200)["data"],
        Json::Null
    );
    assert_eq!(
        app.get("/api/Customer/PARIS/relationships/OrderList")
            .expect(200)["data"],
        json!([])
    );
    for path in [
        "/api/Customer/NOBODY",
        "/api/Customer/NOBODY/OrderList",
        "/api/Customer/NOBODY/relationships/OrderList",
        "/api/Customer/ALFKI/Nothing",
        "/api/Customer/ALFKI/relationships/Nothing",
        "/api/Nothing",
    ] {
        app.get(path).expect(404);
    }
}

/// `#fetching-includes`.
fn includes_are_followed_or_refused(database: Database) {
    let app = app(database);
    let document = app
        .get("/api/Order/10643?include=OrderDetailList.Product")
        .expect(200);
    let kinds: HashSet<_> = document["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        HashSet::from(["OrderDetail", "Product"]),
        "those between come too"
    );
    assert_eq!(
        app.get("/api/Order/10643?include=").expect(200)["included"],
        json!([])
    );
    for path in [
        "/api/Order/10643?include=Nothing",
        "/api/Order?include=OrderDetailList.Nothing",
    ] {
        assert_eq!(app.get(path).errors(400), ["400 include"]);
    }
}

/// `#fetching-sparse-fieldsets`.
fn sparse_fieldsets_are_exact(database: Database) {
    let app = app(database);
    let document = app
        .get("/api/Order/10643?fields[Order]=Freight,Customer&include=Customer&fields[Customer]=City")
        .expect(200);
    let keys =
        |object: &Json| -> Vec<String> { object.as_object().unwrap().keys().cloned().collect() };
    assert_eq!(keys(&document["data"]["attributes"]), ["Freight"]);
    assert_eq!(keys(&document["data"]["relationships"]), ["Customer"]);
    assert_eq!(keys(&document["included"][0]["attributes"]), ["City"]);
    let none = app.get("/api/Order/10643?fields[Order]=").expect(200);
    let is_empty = |member: &str| {
        none["data"]
            .get(member)
            .is_none_or(|object| object.as_object().unwrap().is_empty())
    };
    assert!(
        is_empty("attributes") && is_empty("relationships"),
        "{none}"
    );
}

/// `#document-member-names-at-members`.
fn members_for_others_are_passed_over(database: Database) {
    let app = app(database);
    let region = json!({"@context": 1, "data": {"type": "Territory", "id": "00001", "@id": [],
        "attributes": {"TerritoryDescription": "x", "@language": "en"},
        "relationships": {"@note": 7, "Region": {"@at": 1, "data": {"type": "Region", "id": "1", "@x": {}}}}}});
    let created = app.post("/api/Territory", &region).expect(201);
    assert_eq!(created["data"]["attributes"]["RegionId"], 1);
    let operations = json!({"@context": 1, "atomic:operations": [
        {"@x": 1, "op": "remove", "ref": {"type": "Territory", "id": "00001", "@y": 2}},
    ]});
    let headers = [("content-type", "application/json")];
    app.ask("POST", "/api/operations", &headers, Some(&operations))
        .expect(204);
}

/// `#document-top-level`: nothing that is sent is ignored in silence.
fn members_that_are_not_known_are_refused(database: Database) {
    let app = app(database);
    let region = json!({"type": "Region", "attributes": {"RegionDescription": "x"}});
    let document = json!({"data": region, "meta": 1, "links": [], "x/y": 2, "included": [region]});
    let mut errors = app.post("/api/Region", &document).errors(400);
    errors.sort_unstable();
    assert_eq!(
        errors,
        ["400 /included", "400 /links", "400 /meta", "400 /x~1y"]
    );
    let linkage = json!({"data": [{"type": "Territory", "id": "01581", "name": "x"}], "data2": []});
    let mut errors = app
        .patch("/api/Region/1/relationships/TerritoryList", &linkage)
        .errors(400);
    errors.sort_unstable();
    assert_eq!(errors, ["400 /data/0/name", "400 /data2"]);
    let operations = json!({"atomic:operations": [], "data": [], "meta": {}});
    let headers = [("content-type", "application/json")];
    let answer = app.ask("POST", "/api/operations", &headers, Some(&operations));
    assert_eq!(answer.errors(400), ["400 /data"]);
    let known = json!({"data": region, "meta": {}, "links": {}, "jsonapi": {"version": "1.1"}, "included": []});
    app.post("/api/Region", &known).expect(201);
}

/// `#fetching-sorting`.
fn sorting_has_directions(database: Database) {
    let app = app(database);
    let freight = |sort: &str| -> Vec<f64> {
        let page = app
            .get(&format!("/api/Order?page[limit]=50&sort={sort}"))
            .expect(200);
        let rows = page["data"].as_array().unwrap().iter();
        rows.map(|row| row["attributes"]["Freight"].as_f64().unwrap())
            .collect()
    };
    assert!(freight("Freight").is_sorted());
    assert!(freight("-Freight").iter().rev().is_sorted());
    assert_eq!(app.get("/api/Order?sort=Nothing").errors(400), ["400 sort"]);
}

/// `#fetching-pagination`.
fn pages_have_their_links(database: Database) {
    let app = app(database);
    let first = app.get("/api/Customer?page[limit]=10").expect(200);
    let links = &first["links"];
    assert_eq!(links["prev"], Json::Null, "there is none");
    let mut seen = HashSet::new();
    let mut next = Some(links["first"].as_str().unwrap().to_owned());
    let mut last = String::new();
    while let Some(path) = next {
        let page = app.get(&path).expect(200);
        for row in page["data"].as_array().unwrap() {
            assert!(seen.insert(row["id"].clone()), "{path}");
        }
        next = page["links"]["next"].as_str().map(str::to_owned);
        last = path;
    }
    assert_eq!(seen.len() as u64, first["meta"]["total"].as_u64().unwrap());
    let ids = |path: &str| app.get(path).expect(200)["data"].clone();
    assert_eq!(ids(links["last"].as_str().unwrap()), ids(&last));
}

/// `#query-parameters`, `#query-parameters-families`, `#query-parameters-custom`.
fn parameters_that_are_not_known_are_refused(database: Database) {
    let app = app(database);
    for (query, parameter) in [
        ("nothing=1", "nothing"),
        ("myParam=1", "myParam"),
        ("page[nothing]=1", "page[nothing]"),
        ("fields[Nothing]=x", "fields[Nothing]"),
        ("filter[Nothing]=1", "filter[Nothing]"),
        ("sort[x]=1", "sort[x]"),
    ] {
        let refused = app.get(&format!("/api/Order?{query}"));
        assert_eq!(refused.errors(400), [format!("400 {parameter}")]);
    }
    let both = app.get("/api/Order?nothing=1&sort=Nothing");
    assert_eq!(both.errors(400).len(), 2, "all at once");
    let deleted = app.delete("/api/Order/10248?nothing=1");
    assert_eq!(deleted.errors(400), ["400 nothing"]);
    app.get("/api/Order/10248").expect(200);
}

/// `#crud-creating`, `#crud-creating-client-ids`, `#crud-creating-responses-201`, `#crud-creating-responses-409`.
fn creating_answers_with_what_was_created(database: Database) {
    let app = app(database);
    let region = |attributes: Json| json!({"data": {"type": "Region", "attributes": attributes}});
    let answer = app.post(
        "/api/Region",
        &region(json!({"RegionDescription": "Inner"})),
    );
    let created = answer.expect(201);
    assert_eq!(
        answer.header("location"),
        created["data"]["links"]["self"].as_str().unwrap()
    );
    assert_eq!(
        app.get(answer.header("location")).expect(200)["data"],
        created["data"]
    );
    let own =
        json!({"data": {"type": "Customer", "id": "OWNID", "attributes": {"CompanyName": "Own"}}});
    assert_eq!(
        app.post("/api/Customer", &own).expect(201)["data"]["id"],
        "OWNID"
    );
    app.post("/api/Customer", &own).expect(409);
    let other = json!({"data": {"type": "Territory", "attributes": {}}});
    assert_eq!(
        app.post("/api/Region", &other).errors(409),
        ["409 /data/type"]
    );
    assert_eq!(
        app.post("/api/Region", &json!({"data": {"attributes": {}}}))
            .errors(400),
        ["400 /data"]
    );
}

/// `#crud-updating`, `#crud-updating-resource-attributes`, `#crud-updating-responses-200`, `#crud-updating-responses-404`,
/// `#crud-updating-responses-409`.
fn updating_changes_what_is_named(database: Database) {
    let app = app(database);
    let before = app.get("/api/Customer/ALFKI").expect(200);
    let update = |kind: &str, id: &str| json!({"data": {"type": kind, "id": id, "attributes": {"City": "Bonn"}}});
    let after = app
        .patch("/api/Customer/ALFKI", &update("Customer", "ALFKI"))
        .expect(200);
    for (name, value) in before["data"]["attributes"].as_object().unwrap() {
        let is_same = after["data"]["attributes"][name] == *value;
        assert_eq!(
            is_same,
            !matches!(name.as_str(), "City" | "S_CheckSum"),
            "{name}"
        );
    }
    assert_eq!(
        app.get("/api/Customer/ALFKI").expect(200)["data"],
        after["data"]
    );
    app.patch("/api/Customer/NOBDY", &update("Customer", "NOBDY"))
        .expect(404);
    assert_eq!(
        app.patch("/api/Customer/ALFKI", &update("Region", "ALFKI"))
            .errors(409),
        ["409 /data/type"]
    );
    assert_eq!(
        app.patch("/api/Customer/ALFKI", &update("Customer", "ANATR"))
            .errors(409),
        ["409 /data/id"]
    );
    let nothing = json!({"data": {"type": "Customer", "id": "ALFKI"}});
    assert_eq!(
        app.patch("/api/Customer/ALFKI", &nothing).expect(200)["data"],
        after["data"]
    );
}

/// `#crud-deleting`, `#crud-deleting-responses-204`, `#crud-deleting-responses-404`.
fn deleting_leaves_nothing(database: Database) {
    let app = app(database);
    let region = json!({"data": {"type": "Region", "attributes": {"RegionDescription": "Inner"}}});
    let path = app
        .post("/api/Region", &region)
        .header("location")
        .to_owned();
    let deleted = app.delete(&path);
    deleted.expect(204);
    assert!(deleted.body.is_empty());
    app.get(&path).expect(404);
    app.delete(&path).expect(404);
    // One that others refer to stays.
    app.delete("/api/Region/1").expect(409);
    app.get("/api/Region/1").expect(200);
}

/// `#error-objects`, `#errors-processing`.
fn errors_are_objects(database: Database) {
    let app = app(database);
    let wrong = json!({"data": {"type": "Customer", "id": "WRONG", "attributes": {"CompanyName": 1, "City": [], "Nothing": 1}}});
    let answer = app.post("/api/Customer", &wrong);
    let errors = answer.expect(422)["errors"].as_array().unwrap().clone();
    assert_eq!(errors.len(), 3);
    for error in &errors {
        assert_eq!(error["status"], "422");
        assert!(error["title"].is_string());
        let pointer = error["source"]["pointer"].as_str().unwrap();
        assert!(
            wrong.pointer(pointer).is_some(),
            "{pointer} is in the request"
        );
    }
    assert_eq!(answer.header("content-type"), "application/vnd.api+json");
}
