//! JSON:API 1.1, what `specification.rs` leaves: <https://jsonapi.org/format/1.1/>. Names of members, what documents look like after
//! writes, and that a request is done whole or not at all.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    names_of_members_are_legal,
    names_have_their_case,
    collections_are_lists,
    related_links_stay_as_they_are,
    the_jsonapi_member_negotiates_nothing,
    sort_fields_count_in_their_order,
    written_rows_are_shown_as_asked,
    relationships_are_replaced_with_their_resource,
    a_request_is_done_whole_or_not_at_all,
    several_problems_have_the_status_they_share,
    a_local_id_may_be_sent,
    a_row_that_gets_another_key_is_linked_where_it_is,
    a_deletion_is_an_effect,
);

/// `#document-member-names`, `#document-member-names-allowed-characters`, `#document-member-names-reserved-characters`,
/// `#document-resource-object-identification`: also those of the strangest columns.
fn names_of_members_are_legal(database: Database) {
    for design in ["northwind", "awkward_names", "keys", "types", "unforeseen"] {
        let app = TestApp::create(design, database);
        let entry = app.get("/api").exact(200);
        for (kind, link) in entry["links"].as_object().unwrap() {
            assert_legal(kind);
            let page = app.get(link.as_str().unwrap()).exact(200);
            names_of(&page["meta"]).iter().for_each(assert_legal);
            for resource in page["data"].as_array().unwrap() {
                assert_eq!(resource["type"], **kind, "{design}");
                for member in ["attributes", "relationships", "meta"] {
                    names_of(&resource[member]).iter().for_each(assert_legal);
                }
            }
        }
    }
}

fn names_of(object: &Json) -> Vec<&String> {
    object
        .as_object()
        .into_iter()
        .flat_map(|each| each.keys())
        .collect()
}

fn assert_legal(name: impl AsRef<str>) {
    let name = name.as_ref();
    let anywhere = |letter: char| letter.is_ascii_alphanumeric() || letter as u32 >= 0x80;
    let inside = |letter: char| anywhere(letter) || "-_ ".contains(letter);
    assert!(
        name.starts_with(anywhere) && name.ends_with(anywhere),
        "`{name}`"
    );
    assert!(name.chars().all(inside), "`{name}`");
}

/// `#document-member-names`: they are case-sensitive.
fn names_have_their_case(database: Database) {
    let app = TestApp::create("northwind", database);
    let change = |attributes: Json| json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": attributes}});
    let refused = app.patch("/api/Customer/ALFKI", &change(json!({"city": "Bonn"})));
    assert_eq!(refused.errors(422), ["422 /data/attributes/city"]);
    let kind = json!({"data": {"type": "customer", "id": "ALFKI", "attributes": {"City": "Bonn"}}});
    assert_eq!(
        app.patch("/api/Customer/ALFKI", &kind).errors(409),
        ["409 /data/type"]
    );
    assert_eq!(
        app.get("/api/Customer?filter[city]=Bonn").errors(400),
        ["400 filter[city]"]
    );
    assert_eq!(app.get("/api/Customer?Sort=City").errors(400), ["400 Sort"]);
    app.get("/api/customer").expect(404);
}

/// `#document-top-level`: a collection is a list, also of one and of none; `#fetching-resources-responses-200`.
fn collections_are_lists(database: Database) {
    let app = TestApp::create("northwind", database);
    for (path, rows) in [
        ("/api/Customer?filter[id]=ALFKI", 1),
        ("/api/Customer?filter[id]=NOBDY", 0),
        ("/api/Customer?page[offset]=100000", 0),
        ("/api/Customer/PARIS/OrderList", 0),
        ("/api/Customer/PARIS/relationships/OrderList", 0),
    ] {
        let document = app.get(path).expect(200);
        assert_eq!(
            document["data"].as_array().map(Vec::len),
            Some(rows),
            "{path}"
        );
    }
}

/// `#document-resource-object-related-resource-links`: they lead somewhere when there is nothing, and stay the same when there is.
fn related_links_stay_as_they_are(database: Database) {
    let app = TestApp::create("northwind", database);
    let link = || {
        app.get("/api/Employee/2").expect(200)["data"]["relationships"]["Union"]["links"].clone()
    };
    let before = link();
    let related = before["related"].as_str().unwrap();
    assert_eq!(app.get(related).expect(200)["data"], Json::Null);
    let union = json!({"data": {"type": "Union", "attributes": {"Name": "Clerks"}}});
    let id = app.post("/api/Union", &union).expect(201)["data"]["id"].clone();
    let linkage = json!({"data": {"type": "Union", "id": id}});
    app.patch(before["self"].as_str().unwrap(), &linkage)
        .expect(204);
    assert_eq!(link(), before);
    assert_eq!(app.get(related).expect(200)["data"]["id"], id);
}

/// `#document-jsonapi-object`: only the media type does.
fn the_jsonapi_member_negotiates_nothing(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = json!({
        "jsonapi": {"version": "1.9", "ext": ["https://example.com/unknown"], "profile": ["https://example.com/other"], "meta": {"a": 1}},
        "data": {"type": "Region", "attributes": {"RegionDescription": "x"}},
    });
    let created = app.post("/api/Region", &document);
    assert_eq!(created.expect(201)["jsonapi"], json!({"version": "1.1"}));
}

/// `#fetching-sorting`.
fn sort_fields_count_in_their_order(database: Database) {
    let app = TestApp::create("northwind", database);
    // In hundredths, which are compared exactly.
    let rows = |sort: &str| -> Vec<(u64, u64)> {
        let page = app
            .get(&format!("/api/Product?sort={sort}&page[limit]=100"))
            .exact(200);
        let number = |text: &Json| -> u64 {
            let text = text.as_str().unwrap();
            text.replace('.', "").parse().unwrap()
        };
        let rows = page["data"].as_array().unwrap().iter();
        rows.map(|row| &row["attributes"])
            .map(|row| (number(&row["CategoryId"]), number(&row["UnitPrice"])))
            .collect()
    };
    let falling = rows("CategoryId,-UnitPrice");
    assert_eq!(falling.len(), 77);
    assert!(falling.is_sorted_by_key(|(category, price)| (*category, Reverse(*price))));
    let by_price = rows("-UnitPrice,CategoryId");
    assert!(by_price.is_sorted_by_key(|(category, price)| (Reverse(*price), *category)));
}

/// `#fetching-includes` and `#fetching-sparse-fieldsets` of the answers to writes; nothing that nobody asked for is included.
fn written_rows_are_shown_as_asked(database: Database) {
    let app = TestApp::create("northwind", database);
    let query = "include=Customer&fields[Order]=Freight,Customer&fields[Customer]=City";
    let order = json!({"data": {"type": "Order", "attributes": {"Freight": 1}, "relationships": {"Customer": {"data": {"type": "Customer", "id": "ALFKI"}}}}});
    let created = app.post(&format!("/api/Order?{query}"), &order).expect(201);
    let path = created["data"]["links"]["self"]
        .as_str()
        .unwrap()
        .to_owned();
    let change = json!({"data": {"type": "Order", "id": created["data"]["id"], "attributes": {"Freight": 2}}});
    let changed = app.patch(&format!("{path}?{query}"), &change).expect(200);
    for (document, freight) in [(&created, 1.0), (&changed, 2.0)] {
        assert_eq!(names_of(&document["data"]["attributes"]), ["Freight"]);
        assert_eq!(
            document["data"]["attributes"]["Freight"].as_f64(),
            Some(freight)
        );
        assert_eq!(names_of(&document["data"]["relationships"]), ["Customer"]);
        let included = document["included"].as_array().unwrap();
        assert_eq!(included.len(), 1);
        assert_eq!(included[0]["attributes"], json!({"City": "Berlin"}));
    }
    let plain = app.patch(&path, &change).expect(200);
    assert!(plain.get("included").is_none());
}

/// `#crud-updating-resource-relationships`.
fn relationships_are_replaced_with_their_resource(database: Database) {
    let app = TestApp::create("northwind", database);
    let change = |relationships: Json| {
        let document = json!({"data": {"type": "Employee", "id": "2", "attributes": {"Title": "x"}, "relationships": relationships}});
        app.patch("/api/Employee/2", &document)
    };
    let linked = |name: &str| {
        app.get(&format!("/api/Employee/2/relationships/{name}"))
            .expect(200)["data"]
            .clone()
    };
    let manager = linked("Employee");
    change(json!({"OnLoanDepartment": {"data": {"type": "Department", "id": "1"}}})).expect(200);
    assert_eq!(linked("OnLoanDepartment")["id"], "1");
    assert_eq!(linked("Employee"), manager, "what is not named stays");
    change(json!({"OnLoanDepartment": {"data": null}})).expect(200);
    assert_eq!(linked("OnLoanDepartment"), Json::Null);
    // A full replacement of many is refused with the whole change.
    let before = app.get("/api/Employee/2").expect(200);
    let refused = change(
        json!({"OnLoanDepartment": {"data": {"type": "Department", "id": "1"}}, "OrderList": {"data": []}}),
    );
    assert_eq!(refused.errors(403), ["403 /data/relationships/OrderList"]);
    assert_eq!(app.get("/api/Employee/2").expect(200), before);
}

/// `#crud`: no partial updates.
fn a_request_is_done_whole_or_not_at_all(database: Database) {
    let app = TestApp::create("northwind", database);
    let before = app.get("/api/Customer/ALFKI").expect(200);
    // One value is refused before the database is asked, the other by it.
    for attributes in [
        json!({"City": "Bonn", "CompanyName": null}),
        json!({"City": "Bonn", "Phone": 7}),
    ] {
        let document =
            json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": attributes}});
        app.patch("/api/Customer/ALFKI", &document).expect(422);
        assert_eq!(app.get("/api/Customer/ALFKI").expect(200), before);
    }
    let total = || app.get("/api/Region").expect(200)["meta"]["total"].clone();
    let count = total();
    let regions = json!({"data": [
        {"type": "Region", "attributes": {"RegionDescription": "one"}},
        {"type": "Region", "id": "1", "attributes": {"RegionDescription": "taken"}},
    ]});
    app.post("/api/Region", &regions).expect(409);
    assert_eq!(total(), count);
}

/// `#errors-processing`.
fn several_problems_have_the_status_they_share(database: Database) {
    let app = TestApp::create("northwind", database);
    let same =
        json!({"data": {"type": "Region", "attributes": {"RegionDescription": 1, "Nothing": 1}}});
    assert_eq!(app.post("/api/Region", &same).errors(422).len(), 2);
    let mixed =
        json!({"data": {"type": "Region", "more": 1, "attributes": {"RegionDescription": 1}}});
    let errors = app.post("/api/Region", &mixed).errors(400);
    let statuses: BTreeSet<_> = errors.iter().map(|error| &error[..3]).collect();
    assert_eq!(statuses, BTreeSet::from(["400", "422"]));
    // What the specification demands goes before what is general.
    let other = json!({"data": {"type": "Territory", "more": 1, "attributes": {}}});
    app.post("/api/Region", &other).expect(409);
}

/// `#document-resource-object-identification`: it names the resource within the document, and is not kept.
fn a_local_id_may_be_sent(database: Database) {
    let app = TestApp::create("northwind", database);
    let region = |lid: Json| json!({"data": {"type": "Region", "lid": lid, "attributes": {"RegionDescription": "x"}}});
    let created = app.post("/api/Region", &region(json!("mine"))).expect(201);
    assert!(created["data"]["id"].is_string() && created["data"].get("lid").is_none());
    assert_eq!(
        app.post("/api/Region", &region(json!(7))).errors(400),
        ["400 /data/lid"]
    );
}

/// `#document-top-level`, `#fetching-resources`: the link of a document leads to it.
fn a_row_that_gets_another_key_is_linked_where_it_is(database: Database) {
    let app = TestApp::create("northwind", database);
    let own =
        json!({"data": {"type": "Customer", "id": "OWNID", "attributes": {"CompanyName": "Own"}}});
    app.post("/api/Customer", &own).expect(201);
    let other = json!({"data": {"type": "Customer", "id": "OWNID", "attributes": {"Id": "OTHER"}}});
    let moved = app.patch("/api/Customer/OWNID", &other).expect(200);
    assert_eq!(moved["data"]["id"], "OTHER");
    assert_eq!(moved["links"]["self"], "/api/Customer/OTHER");
    app.get("/api/Customer/OWNID").expect(404);
    assert_eq!(app.get("/api/Customer/OTHER").expect(200), moved);
}

/// `Prefer: return=effects` tells of every row, also of one that nothing else has to be read for.
fn a_deletion_is_an_effect(database: Database) {
    let app = TestApp::create("northwind", database);
    let region = json!({"data": {"type": "Region", "attributes": {"RegionDescription": "Inner"}}});
    let path = app
        .post("/api/Region", &region)
        .header("location")
        .to_owned();
    for (prefer, left) in [
        ("return=effects, tx=rollback", 200),
        ("return=effects", 404),
    ] {
        let answer = app.ask("DELETE", &path, &[("prefer", prefer)], None);
        let effects = answer.expect(200)["meta"]["effects"].clone();
        assert_eq!(effects.as_array().map(Vec::len), Some(1), "{effects}");
        assert_eq!(effects[0]["change"], "deleted");
        assert_eq!(effects[0]["before"]["RegionDescription"], "Inner");
        app.get(&path).expect(left);
    }
}
