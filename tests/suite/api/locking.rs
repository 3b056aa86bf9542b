//! Optimistic locking: what a client has seen of a row is compared with what it is.

use formwork_runtime::config::{OptLocking, Secret};
use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, MEDIA_TYPE, TestApp, each_database};

each_database!(
    every_row_has_a_checksum,
    a_checksum_is_asked_for_like_an_attribute,
    a_change_from_a_stale_row_is_refused,
    a_checksum_that_is_none_is_stale,
    the_tag_of_a_resource_is_compared,
    both_must_hold,
    a_deletion_can_depend_on_what_was_seen,
    required_means_required,
    ignored_means_ignored,
    only_one_of_many_writers_has_seen_the_row,
    checksums_of_all_types_are_known_again,
    keys_may_hold_what_changes,
);

const ALFKI: &str = "/api/Customer/ALFKI";
const SORRY: &str = "Sorry, row altered by another user - please note changes, cancel and retry";

fn customer(attributes: &Json) -> Json {
    json!({"data": {"type": "Customer", "id": "ALFKI", "attributes": attributes}})
}

fn checksum(document: &Json) -> String {
    let sum = document["data"]["attributes"]["S_CheckSum"]
        .as_str()
        .unwrap_or_else(|| panic!("no checksum: {document}"));
    assert_eq!(sum.len(), 16);
    sum.to_owned()
}

fn patch(app: &TestApp, headers: &[(&str, &str)], attributes: &Json) -> Answer {
    let mut all = vec![("content-type", MEDIA_TYPE)];
    all.extend(headers);
    app.ask("PATCH", ALFKI, &all, Some(&customer(attributes)))
}

fn every_row_has_a_checksum(database: Database) {
    let app = TestApp::create("northwind", database);
    let document = app
        .get("/api/Order?page[limit]=2&include=Customer,OrderDetailList")
        .expect(200);
    let rows = document["data"].as_array().unwrap().iter();
    let mut sums: Vec<_> = rows
        .chain(document["included"].as_array().unwrap())
        .map(|row| checksum(&json!({"data": row})))
        .collect();
    let all = sums.len();
    assert!(all > 4, "{all}");
    sums.sort_unstable();
    sums.dedup();
    assert_eq!(sums.len(), all, "other rows have other checksums");
    let one = app.get("/api/Order?page[limit]=1").expect(200)["data"][0].clone();
    let link = one["links"]["self"].as_str().unwrap();
    assert_eq!(app.get(link).expect(200)["data"], one);
}

/// It is over the whole row, whatever part of it is asked for.
fn a_checksum_is_asked_for_like_an_attribute(database: Database) {
    let app = TestApp::create("northwind", database);
    let whole = checksum(&app.get(ALFKI).expect(200));
    let attributes = |query: &str| {
        let document = app.get(&format!("{ALFKI}?{query}")).expect(200);
        document["data"]["attributes"].clone()
    };
    assert_eq!(
        attributes("fields[Customer]=S_CheckSum"),
        json!({"S_CheckSum": whole})
    );
    assert_eq!(
        attributes("fields[Customer]=City,S_CheckSum&include=OrderList"),
        json!({"City": "Berlin", "S_CheckSum": whole})
    );
    assert_eq!(
        attributes("fields[Customer]=City"),
        json!({"City": "Berlin"})
    );
    assert_eq!(
        app.get("/api/Customer?sort=S_CheckSum").errors(400),
        ["400 sort"],
        "no database knows it"
    );
}

fn a_change_from_a_stale_row_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let seen = checksum(&app.get(ALFKI).expect(200));
    let first = patch(&app, &[], &json!({"City": "Köln", "S_CheckSum": seen})).expect(200);
    let now = checksum(&first);
    assert_ne!(now, seen, "the answer has the new one");

    let late = patch(&app, &[], &json!({"City": "Bonn", "S_CheckSum": seen}));
    assert_eq!(late.errors(409), ["409 /data/attributes/S_CheckSum"]);
    let error = late.expect(409)["errors"][0].clone();
    assert_eq!(error["title"], SORRY);
    assert_eq!(error["meta"]["current"], app.get(ALFKI).expect(200)["data"]);
    assert_eq!(error["meta"]["current"]["attributes"]["City"], "Köln");

    let again = patch(&app, &[], &json!({"City": "Bonn", "S_CheckSum": now})).expect(200);
    assert_eq!(again["data"]["attributes"]["City"], "Bonn");
    // Who says nothing of what was seen may write.
    patch(&app, &[], &json!({"City": "Berlin"})).expect(200);
    patch(&app, &[], &json!({"City": "Berlin", "S_CheckSum": null})).expect(200);
}

fn a_checksum_that_is_none_is_stale(database: Database) {
    let app = TestApp::create("northwind", database);
    for other in [json!(""), json!(17), json!("0123456789abcdef")] {
        let answer = patch(&app, &[], &json!({"City": "Bonn", "S_CheckSum": other}));
        assert_eq!(answer.errors(409), ["409 /data/attributes/S_CheckSum"]);
    }
    let created = app.post(
        "/api/Region",
        &json!({"data": {"type": "Region", "attributes": {"RegionDescription": "x", "S_CheckSum": "0123456789abcdef"}}}),
    );
    assert_eq!(created.errors(422), ["422 /data/attributes/S_CheckSum"]);
}

fn the_tag_of_a_resource_is_compared(database: Database) {
    let app = TestApp::create("northwind", database);
    let seen = app.get(ALFKI);
    let tag = seen.header("etag").to_owned();
    let trimmed = app.get(&format!("{ALFKI}?fields[Customer]=City"));
    assert_ne!(trimmed.header("etag"), tag, "other bytes have another tag");

    let changed = patch(&app, &[("if-match", &tag)], &json!({"City": "Köln"}));
    changed.expect(200);
    assert_eq!(changed.header("etag"), app.get(ALFKI).header("etag"));
    let old = trimmed.header("etag");
    for stale in [old, &tag, "\"x\"", "W/\"x\""] {
        let answer = patch(&app, &[("if-match", stale)], &json!({"City": "Bonn"}));
        assert_eq!(answer.errors(412), ["412 -"], "{stale}");
        let error = &answer.expect(412)["errors"][0];
        assert_eq!(error["source"]["header"], "If-Match");
        assert_eq!(error["meta"]["current"]["attributes"]["City"], "Köln");
    }
    let several = format!("\"x\", {}", changed.header("etag"));
    patch(&app, &[("if-match", &several)], &json!({"City": "Bonn"})).expect(200);
    patch(&app, &[("if-match", "*")], &json!({"City": "Celle"})).expect(200);
    // A checksum is a tag as well.
    let sum = format!("\"{}\"", checksum(&app.get(ALFKI).expect(200)));
    patch(&app, &[("if-match", &sum)], &json!({"City": "Berlin"})).expect(200);

    let created = app.post(
        "/api/Region",
        &json!({"data": {"type": "Region", "attributes": {"RegionDescription": "Nowhere"}}}),
    );
    let address = created.header("location").to_owned();
    assert_eq!(created.header("etag"), app.get(&address).header("etag"));
}

fn both_must_hold(database: Database) {
    let app = TestApp::create("northwind", database);
    let sum = checksum(&app.get(ALFKI).expect(200));
    let tag = app.get(ALFKI).header("etag").to_owned();
    let other = "0123456789abcdef";
    let attributes = json!({"City": "Bonn", "S_CheckSum": other});
    patch(&app, &[("if-match", &tag)], &attributes).expect(412);
    let attributes = json!({"City": "Bonn", "S_CheckSum": sum});
    patch(&app, &[("if-match", "\"0123456789abcdef\"")], &attributes).expect(412);
    patch(&app, &[("if-match", &tag)], &attributes).expect(200);
}

fn a_deletion_can_depend_on_what_was_seen(database: Database) {
    let app = TestApp::create("northwind", database);
    let region =
        json!({"data": {"type": "Region", "attributes": {"RegionDescription": "Nowhere"}}});
    let created = app.post("/api/Region", &region);
    let path = created.header("location").to_owned();
    let tag = created.header("etag").to_owned();
    let id = created.expect(201)["data"]["id"].clone();
    let change =
        json!({"data": {"type": "Region", "id": id, "attributes": {"RegionDescription": "Here"}}});
    let changed = app.patch(&path, &change);
    changed.expect(200);
    let delete = |tag: &str| app.ask("DELETE", &path, &[("if-match", tag)], None);
    let refused = delete(&tag);
    assert_eq!(refused.errors(412), ["412 -"]);
    let error = &refused.expect(412)["errors"][0];
    assert_eq!(
        error["meta"]["current"]["attributes"]["RegionDescription"],
        "Here"
    );
    assert_eq!(delete(changed.header("etag")).status.as_u16(), 204);
    delete("*").expect(404);
}

fn required_means_required(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.server.opt_locking = OptLocking::Required;
    });
    let seen = app.get(ALFKI);
    let sum = checksum(&seen.expect(200));
    assert_eq!(
        patch(&app, &[], &json!({"City": "Bonn"})).errors(428),
        ["428 /data/attributes"]
    );
    let tag = seen.header("etag").to_owned();
    patch(&app, &[("if-match", &tag)], &json!({"City": "Bonn"})).expect(200);
    patch(&app, &[], &json!({"City": "Celle", "S_CheckSum": sum})).expect(409);
    let now = checksum(&app.get(ALFKI).expect(200));
    patch(&app, &[], &json!({"City": "Celle", "S_CheckSum": now})).expect(200);
    patch(&app, &[("if-match", "*")], &json!({"City": "Berlin"})).expect(200);
}

fn ignored_means_ignored(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.server.opt_locking = OptLocking::Ignored;
    });
    let seen = app.get(ALFKI);
    assert_eq!(
        seen.expect(200)["data"]["attributes"]["S_CheckSum"],
        Json::Null
    );
    assert_eq!(
        app.get(&format!("{ALFKI}?fields[Customer]=S_CheckSum"))
            .errors(400),
        ["400 fields[Customer]"]
    );
    patch(
        &app,
        &[],
        &json!({"City": "Bonn", "S_CheckSum": "0123456789abcdef"}),
    )
    .expect(200);
    // What HTTP has of its own still holds.
    let tag = seen.header("etag").to_owned();
    patch(&app, &[("if-match", &tag)], &json!({"City": "Celle"})).expect(412);
}

/// Nothing is read first and written then.
fn only_one_of_many_writers_has_seen_the_row(database: Database) {
    let app = TestApp::create("northwind", database);
    let seen = checksum(&app.get(ALFKI).expect(200));
    let statuses = app.block_on(async {
        let tasks: Vec<_> = (0..12)
            .map(|number| {
                let client = app.client();
                let document = customer(&json!({"City": format!("{number}"), "S_CheckSum": seen}));
                tokio::spawn(async move { client.patch(ALFKI, &document).await.status.as_u16() })
            })
            .collect();
        let mut statuses = Vec::new();
        for task in tasks {
            statuses.push(task.await.unwrap());
        }
        statuses.sort_unstable();
        statuses
    });
    assert_eq!(statuses[0], 200);
    assert_eq!(statuses[1..], [409; 11], "{statuses:?}");
}

/// Whatever a column holds, a row is known by the checksum that it was shown with.
fn checksums_of_all_types_are_known_again(database: Database) {
    rows_are_known_again(&TestApp::create("types", database));
}

fn keys_may_hold_what_changes(database: Database) {
    rows_are_known_again(&TestApp::create("keys", database));
}

fn rows_are_known_again(app: &TestApp) {
    let mut known = 0;
    let entry = app.get("/api").expect(200);
    for collection in entry["links"].as_object().unwrap().values() {
        let page = app.get(collection.as_str().unwrap()).exact(200);
        for row in page["data"].as_array().unwrap() {
            let path = row["links"]["self"].as_str().unwrap();
            let sum = &row["attributes"]["S_CheckSum"];
            let change = json!({"data": {
                "type": row["type"], "id": row["id"], "attributes": {"S_CheckSum": sum},
            }});
            let answer = app.patch(path, &change);
            // A view, or a row whose key is null.
            if !matches!(answer.status.as_u16(), 405 | 403) {
                assert_eq!(answer.exact(200)["data"], *row, "{path}");
                known += 1;
            }
            let one = app.get(&format!(
                "{path}?fields[{}]=S_CheckSum",
                row["type"].as_str().unwrap()
            ));
            assert_eq!(one.exact(200)["data"]["attributes"]["S_CheckSum"], *sum);
        }
    }
    assert!(known > 5, "{known}");
}

/// The preview and the compiled server are two processes with one secret.
#[test]
fn checksums_follow_from_the_secret() {
    let sum = |secret: Option<&str>| {
        let app = TestApp::configured("northwind", Database::Sqlite, |config| {
            config.secret = secret.map(Secret::new);
        });
        checksum(&app.get(ALFKI).expect(200))
    };
    assert_eq!(sum(Some("one")), sum(Some("one")));
    assert_ne!(sum(Some("one")), sum(Some("two")));
    assert_ne!(sum(None), sum(None));
}
