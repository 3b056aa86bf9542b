//! Links to keys that SQLite keeps as its programs spell them: whoever writes one through the API writes it as the parent's row has it,
//! so that the foreign key holds and SQL joins the rows.

use serde_json::{Value as Json, json};

use super::spelled_keys::ROWS;
use crate::support::{Database, MEDIA_TYPE, TestApp, each_database};

each_database!(on [Sqlite] a_link_is_written_as_its_parent_is_spelled);
each_database!(on [Sqlite] a_parent_takes_its_children);
each_database!(on [Sqlite] a_link_of_two_columns_is_that_of_one_parent);
each_database!(on [Sqlite] rows_come_with_their_parents);
each_database!(on [Sqlite] many_rows_are_linked_at_once);
each_database!(on [Sqlite] a_link_that_is_there_stays_as_it_is);
each_database!(on [Sqlite] a_link_that_no_foreign_key_guards_joins_too);
each_database!(on [Sqlite] a_parent_that_is_not_there_is_missing);

const PARENTS: [(&str, &str, &str); 4] = [
    ("Reading", "reading.at", "log.at"),
    ("Moment", "moment.at", "log.moment"),
    ("Device", "device.id", "log.device"),
    ("Sample", "sample.code", "log.sample"),
];

/// Kinds, ids, and values of all parents, and the SQL that counts the logs of a number which are linked to the parent of a value.
fn parents(app: &TestApp) -> Vec<(&'static str, Json, i64, String)> {
    let mut all = Vec::new();
    for (kind, theirs, own) in PARENTS {
        let document = app.get(&format!("/api/{kind}")).expect(200);
        let (table, _) = theirs.split_once('.').unwrap();
        for row in document["data"].as_array().unwrap() {
            let value = row["attributes"]["value"].as_i64().unwrap();
            let linked = format!(
                "SELECT count(*) FROM log JOIN {table} ON {theirs} = {own} AND typeof({theirs}) = typeof({own}) WHERE value = {value} AND number ="
            );
            all.push((kind, row["id"].clone(), value, linked));
        }
    }
    assert_eq!(all.len(), 13 + 7 + 4 + 9);
    all
}

fn a_link_is_written_as_its_parent_is_spelled(database: Database) {
    let app = TestApp::with(ROWS, database);
    let count = |sql: &str, number: i64| app.database().number(&format!("{sql} {number}"));
    app.database()
        .execute("INSERT INTO log (number) VALUES (1000), (2000);");
    for (at, (kind, id, _, linked)) in (100..).zip(parents(&app)) {
        let data = json!({"type": kind, "id": id});
        let row = |number: i64| {
            json!({"data": {"type": "Log", "id": number.to_string(),
                "relationships": {kind: {"data": data}}}})
        };
        let made = app.post("/api/Log", &row(at)).expect(201);
        assert_eq!(made["data"]["relationships"][kind]["data"]["id"], id);
        assert_eq!(count(&linked, at), 1, "POST {kind} {id}");
        app.patch("/api/Log/1000", &row(1000)).expect(200);
        assert_eq!(count(&linked, 1000), 1, "PATCH {kind} {id}");
        let relationship = format!("/api/Log/2000/relationships/{kind}");
        app.patch(&relationship, &json!({ "data": data }))
            .expect(204);
        assert_eq!(count(&linked, 2000), 1, "PATCH relationship {kind} {id}");
        app.patch(&relationship, &json!({ "data": null }))
            .expect(204);
        assert_eq!(count(&linked, 2000), 0, "none {kind} {id}");
        // By the attribute, as clients read it.
        let read = app.get(&format!("/api/Log/{at}?fields[Log]={}", attribute(kind)));
        let attributes = &read.expect(200)["data"]["attributes"];
        let by_attribute = json!({"data": {"type": "Log", "id": "2000", "attributes": {attribute(kind): attributes[attribute(kind)]}}});
        if attributes[attribute(kind)].is_string() && kind != "Sample" {
            let answer = app.patch("/api/Log/2000", &by_attribute);
            // A number in a column of moments is none that a client may write.
            if answer.status.as_u16() != 422 {
                answer.expect(200);
                assert_eq!(count(&linked, 2000), 1, "attribute {kind} {id}");
            }
        }
    }
}

fn attribute(kind: &str) -> &'static str {
    match kind {
        "Reading" => "at",
        "Moment" => "moment",
        "Device" => "device",
        _ => "sample",
    }
}

fn a_parent_takes_its_children(database: Database) {
    let app = TestApp::with(ROWS, database);
    let count = |sql: &str, number: i64| app.database().number(&format!("{sql} {number}"));
    app.database()
        .execute("INSERT INTO log (number) VALUES (1000), (2000);");
    for (kind, id, value, linked) in parents(&app) {
        let row = format!("/api/{kind}?filter[value]={value}");
        let row = app.get(&row).expect(200)["data"][0].clone();
        assert_eq!(row["id"], id);
        let list = &row["relationships"]["LogList"]["links"]["self"];
        let list = list.as_str().unwrap();
        let log = |number: i64| json!({"type": "Log", "id": number.to_string()});
        app.post(list, &json!({"data": [log(1000)]})).expect(204);
        assert_eq!(count(&linked, 1000), 1, "POST {list}");
        app.patch(list, &json!({"data": [log(1000), log(2000)]}))
            .expect(204);
        assert_eq!(count(&linked, 1000), 1, "PATCH {list}");
        assert_eq!(count(&linked, 2000), 1, "PATCH {list}");
        assert_eq!(count(&linked, value), 0, "let go by {list}");
        let linkage = app.get(list).expect(200);
        assert_eq!(linkage["data"], json!([log(1000), log(2000)]), "{list}");
        let body = json!({"data": [log(1000), log(2000)]});
        let removal = app.ask("DELETE", list, &[("content-type", MEDIA_TYPE)], Some(&body));
        removal.expect(204);
        assert_eq!(count(&linked, 2000), 0, "DELETE {list}");
    }
}

/// `a` and `c` have one place in two spellings, and so have `a` and `b` one moment.
const SHELVES: &str = "
    CREATE TABLE shelf (place UUID, since DATETIME, name text, PRIMARY KEY (place, since)) WITHOUT ROWID;
    INSERT INTO shelf VALUES
        ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2020-01-01T10:00:00', 'a'),
        (x'a0eebc999c0b4ef8bb6d6bb9bd380a12', '2020-01-01 10:00', 'b'),
        ('a0eebc999c0b4ef8bb6d6bb9bd380a11', '2020-01-02T10:00:00Z', 'c'),
        ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13', '2020-01-03 10:00:00', 'd');
    UPDATE shelf SET since = '2020-01-02 10:00' WHERE name = 'c';
    CREATE TABLE box (id integer PRIMARY KEY, place UUID, since DATETIME, note text,
        FOREIGN KEY (place, since) REFERENCES shelf ON UPDATE CASCADE ON DELETE SET NULL);";

const SHELF_OF: &str =
    "SELECT count(*) FROM box JOIN shelf ON shelf.place = box.place AND shelf.since = box.since
    AND typeof(shelf.place) = typeof(box.place)";

fn shelf_id(app: &TestApp, name: &str) -> String {
    let found = app
        .get(&format!("/api/Shelf?filter[name]={name}"))
        .expect(200);
    found["data"][0]["id"].as_str().unwrap().to_owned()
}

fn a_link_of_two_columns_is_that_of_one_parent(database: Database) {
    let app = TestApp::with(SHELVES, database);
    let is_in = |id: i64, name: &str| {
        let sql = format!("{SHELF_OF} WHERE box.id = {id} AND name = '{name}'");
        assert_eq!(app.database().number(&sql), 1, "{id} in {name}");
    };
    for (id, name) in (1..).zip(["a", "b", "c", "d"]) {
        let row = json!({"data": {"type": "Box", "id": id.to_string(),
            "relationships": {"Shelf": {"data": {"type": "Shelf", "id": shelf_id(&app, name)}}}}});
        app.post("/api/Box", &row).expect(201);
        is_in(id, name);
    }
    // From each to each.
    for name in ["b", "c", "d", "a", "c", "b", "a"] {
        let linkage = json!({"data": {"type": "Shelf", "id": shelf_id(&app, name)}});
        app.patch("/api/Box/1/relationships/Shelf", &linkage)
            .expect(204);
        is_in(1, name);
    }
    // One column is changed, and the other is spelled as the new parent has it.
    for (place, since, name) in [
        ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12", None, "b"),
        ("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", None, "a"),
        ("", Some("2020-01-02T10:00:00"), "c"),
    ] {
        let mut attributes = json!({});
        if !place.is_empty() {
            attributes["place"] = json!(place);
        }
        if let Some(since) = since {
            attributes["since"] = json!(since);
        }
        let row = json!({"data": {"type": "Box", "id": "1", "attributes": attributes}});
        app.patch("/api/Box/1", &row).expect(200);
        is_in(1, name);
    }
    // The parent's key is changed, then the parent goes.
    let id = shelf_id(&app, "c");
    let row = json!({"data": {"type": "Shelf", "id": id, "attributes": {"since": "2021-01-02T10:00:00"}}});
    app.patch(&format!("/api/Shelf/{id}"), &row).expect(200);
    is_in(1, "c");
    is_in(3, "c");
    app.delete(&format!("/api/Shelf/{}", shelf_id(&app, "c")))
        .expect(204);
    let alone = "SELECT count(*) FROM box WHERE place IS NULL AND since IS NULL";
    assert_eq!(app.database().number(alone), 2);
}

fn rows_come_with_their_parents(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE node (at DATETIME PRIMARY KEY, above DATETIME REFERENCES node ON UPDATE CASCADE, note text);
         INSERT INTO node VALUES ('2020-01-01T10:00:00', NULL, 'T'), ('2020-01-02 10:00', '2020-01-02 10:00', 'itself');
         CREATE TABLE device (id UUID PRIMARY KEY);
         INSERT INTO device VALUES (x'a0eebc999c0b4ef8bb6d6bb9bd380a13');
         CREATE TABLE detail (id UUID PRIMARY KEY REFERENCES device, note text);",
        database,
    );
    let joined = |count: i64| {
        let sql = "SELECT count(*) FROM node JOIN node AS parent ON parent.at = node.above";
        assert_eq!(app.database().number(sql), count);
    };
    let node = |at: &str, above: Json| {
        json!({"op": "add", "data": {"type": "Node", "lid": at, "attributes": {"at": at},
            "relationships": {"Node": {"data": above}}}})
    };
    // Under one that is there, which is spelled otherwise; under ones that come with it; under itself.
    let operations = json!({"atomic:operations": [
        node("2021-01-01T00:00:00", json!({"type": "Node", "id": "2020-01-01T10:00:00"})),
        node("2021-01-02T00:00:00", json!({"type": "Node", "lid": "2021-01-01T00:00:00"})),
        node("2021-01-03T00:00:00", json!({"type": "Node", "lid": "2021-01-02T00:00:00"})),
        node("2021-01-04T00:00:00", json!({"type": "Node", "id": "2020-01-02T10:00:00"})),
    ]});
    let media_type = format!("{MEDIA_TYPE};ext=\"https://jsonapi.org/ext/atomic\"");
    let headers = [("content-type", &*media_type)];
    app.ask("POST", "/api/operations", &headers, Some(&operations))
        .expect(200);
    joined(5);
    let itself = json!({"data": {"type": "Node", "id": "2021-01-05T00:00:00",
        "attributes": {"above": "2021-01-05T00:00:00"}}});
    app.post("/api/Node", &itself).expect(201);
    joined(6);
    // A row whose key is its parent's.
    let detail = json!({"data": {"type": "Detail", "id": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13", "attributes": {"note": "x"}}});
    let made = app.post("/api/Detail", &detail).expect(201);
    let same = "SELECT count(*) FROM detail JOIN device USING (id) WHERE typeof(id) = 'blob'";
    assert_eq!(app.database().number(same), 1);
    let link = made["data"]["links"]["self"].as_str().unwrap();
    app.get(link).expect(200);
    let again = json!({"data": {"type": "Detail", "id": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13", "attributes": {"note": "y"}}});
    app.post("/api/Detail?onConflict=update", &again)
        .expect(200);
    assert_eq!(app.database().number(same), 1);
}

/// More than one statement takes, of three kinds each.
fn many_rows_are_linked_at_once(database: Database) {
    let app = TestApp::with(ROWS, database);
    let rows: Vec<Json> = (0..700)
        .map(|number| {
            let reading = ["2020-01-02T10:00:00", "2020-01-03T10:00:00", "2020-01-01T10:00:00"][number % 3];
            let device = ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13"][number % 2];
            let moment = (number % 5 > 0).then_some("2020-01-02T08:00:00Z");
            json!({"type": "Log", "id": (1000 + number).to_string(), "attributes": {"at": reading, "device": device, "moment": moment}})
        })
        .collect();
    let before = app.state().statements() + app.state().queries();
    app.post("/api/Log", &json!({ "data": rows })).expect(201);
    let asked = app.state().statements() + app.state().queries() - before;
    assert!(asked < 20, "{asked}");
    for (join, count) in [
        ("reading USING (at)", 700),
        ("device ON device.id = log.device", 700),
        ("moment ON moment.at = log.moment", 560),
    ] {
        let sql = format!("SELECT count(*) FROM log JOIN {join} WHERE number >= 1000");
        assert_eq!(app.database().number(&sql), count, "{join}");
    }
}

fn a_link_that_is_there_stays_as_it_is(database: Database) {
    let app = TestApp::with(SHELVES, database);
    app.database().execute(
        "PRAGMA foreign_keys = OFF;
         INSERT INTO box VALUES (1, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2020-01-01T10:00:00', 'right'),
            (2, '{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}', '2020-01-01 10:00:00.000', 'broken by a program');",
    );
    for id in ["1", "2"] {
        let read = app.get(&format!("/api/Box/{id}")).expect(200);
        let mut row = json!({"data": {"type": "Box", "id": id, "attributes": read["data"]["attributes"],
            "relationships": {"Shelf": {"data": read["data"]["relationships"]["Shelf"]["data"]}}}});
        row["data"]["attributes"]["note"] = json!("new");
        app.patch(&format!("/api/Box/{id}"), &row).expect(200);
    }
    let kept = "SELECT count(*) FROM box WHERE note = 'new' AND (place, since) IN
        (VALUES ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', '2020-01-01T10:00:00'),
            ('{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}', '2020-01-01 10:00:00.000'))";
    assert_eq!(app.database().number(kept), 2);
}

fn a_link_that_no_foreign_key_guards_joins_too(database: Database) {
    let app = TestApp::with_overrides(
        "CREATE TABLE reading (at DATETIME PRIMARY KEY, value integer);
         INSERT INTO reading VALUES ('2020-01-02T10:00:00', 2);
         CREATE TABLE device (id UUID PRIMARY KEY);
         INSERT INTO device VALUES (x'a0eebc999c0b4ef8bb6d6bb9bd380a13');
         CREATE TABLE log (number integer PRIMARY KEY, at DATETIME, device VARCHAR(40));",
        database,
        "relationships:
         - {from: log, columns: [at], to: reading}
         - {from: log, columns: [device], to: device}",
    );
    let log = |at: &str| {
        json!({"data": {"type": "Log", "attributes": {"at": at},
            "relationships": {"Device": {"data": {"type": "Device", "id": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13"}}}}})
    };
    app.post("/api/Log", &log("2020-01-02T10:00:00"))
        .expect(201);
    let joined =
        "SELECT count(*) FROM log JOIN reading USING (at) JOIN device ON device.id = log.device";
    assert_eq!(app.database().number(joined), 1);
    let missing = app.post("/api/Log", &log("2020-01-02T10:00:01"));
    assert_eq!(missing.errors(422), ["422 /data/relationships/Reading"]);
}

fn a_parent_that_is_not_there_is_missing(database: Database) {
    let app = TestApp::with(ROWS, database);
    for (kind, id) in [
        ("Reading", "2020-02-01T10:00:00"),
        ("Moment", "2020-02-01T10:00:00Z"),
        ("Device", "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    ] {
        let row = json!({"data": {"type": "Log", "relationships": {kind: {"data": {"type": kind, "id": id}}}}});
        let refused = app.post("/api/Log", &row).expect(422);
        assert_eq!(refused["errors"][0]["code"], "2002", "{refused}");
    }
}
