//! Keys that SQLite keeps as its programs spell them: moments with a space, a `T`, microseconds or a zone, UUIDs as text or bytes,
//! and in columns of any type bytes, in those of whole numbers whatever came. Each row is found at its own link, and none is taken for another.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(on [Sqlite] every_row_is_found_at_its_own_link);
each_database!(on [Sqlite] every_row_leads_to_its_parent);
each_database!(on [Sqlite] a_key_is_found_by_a_filter_however_it_is_spelled);
each_database!(on [Sqlite] a_row_whose_key_is_no_whole_number_is_changed);
each_database!(on [Sqlite] bytes_in_a_column_of_another_type_are_a_key);
each_database!(on [Sqlite] a_key_that_is_there_in_another_spelling_is_taken);
each_database!(on [Sqlite Postgres] a_change_of_one_row_never_takes_several);

pub(super) const ROWS: &str = "
    CREATE TABLE reading (at DATETIME PRIMARY KEY, value integer);
    INSERT INTO reading VALUES
        ('2020-01-01 10:00:00', 1), ('2020-01-02T10:00:00', 2), ('2020-01-03 10:00:00.000000', 3), ('2020-01-04T10:00:00Z', 4),
        ('2020-01-05', 5), ('2020-01-06 10:00', 6), (1577872800, 7), ('2020-01-08 10:00:00.5', 8), ('2020-01-09T10:00:00.120', 9),
        ('2020-01-10 10:00:00.1230000', 10), ('2020-01-11 10:00:00.0', 11), ('2020-01-12 15:04:05.5 +0000 UTC', 12), (2458862.25, 13);
    CREATE TABLE moment (at timestamptz PRIMARY KEY, value integer);
    INSERT INTO moment VALUES
        ('2020-01-01T10:00:00Z', 1), ('2020-01-02T10:00:00+02:00', 2), ('2020-01-03 10:00:00.500+00:00', 3),
        ('2020-01-04 10:00:00', 4), ('2020-01-05T10:00:00.000000-03:30', 5), ('2020-01-06T12:00+05:45', 6),
        ('2020-01-07T10:00:00.0000000+02:00', 7);
    CREATE TABLE slot (at TIME PRIMARY KEY, value integer);
    INSERT INTO slot VALUES ('10:00', 1), ('10:00:01', 2), ('10:00:02.500', 3);
    CREATE TABLE device (id UUID PRIMARY KEY, value integer);
    INSERT INTO device VALUES
        ('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 1), ('a0eebc999c0b4ef8bb6d6bb9bd380a12', 2),
        (x'a0eebc999c0b4ef8bb6d6bb9bd380a13', 3), ('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a14', 4);
    CREATE TABLE sample (code INT PRIMARY KEY, value integer);
    INSERT INTO sample VALUES (1, 1), ('abc', 2), (1.5, 3), (1e30, 4), (' 7 a', 5), ('', 6), (-2, 7), (x'01ff', 8), (x'', 9);
    CREATE TABLE log (number integer PRIMARY KEY, at DATETIME REFERENCES reading, moment timestamptz REFERENCES moment,
        device UUID REFERENCES device, sample INT REFERENCES sample);
    INSERT INTO log SELECT reading.value, reading.at, moment.at, device.id, sample.code
        FROM reading LEFT JOIN moment USING (value) LEFT JOIN device USING (value) LEFT JOIN sample USING (value);";

fn rows(app: &TestApp, address: &str) -> Vec<Json> {
    let document = app.get(address).expect(200);
    document["data"].as_array().unwrap().clone()
}

fn every_row_is_found_at_its_own_link(database: Database) {
    let app = TestApp::with(ROWS, database);
    for (resource, count) in [
        ("Reading", 13),
        ("Moment", 7),
        ("Slot", 3),
        ("Device", 4),
        ("Sample", 9),
    ] {
        let all = rows(&app, &format!("/api/{resource}"));
        assert_eq!(all.len(), count);
        for row in all {
            let one = app.get(row["links"]["self"].as_str().unwrap()).expect(200);
            assert_eq!(one["data"], row);
        }
    }
}

/// Each row leads to those of its own number, by links and included.
fn every_row_leads_to_its_parent(database: Database) {
    let app = TestApp::with(ROWS, database);
    let document = app
        .get("/api/Log?include=Reading,Moment,Device,Sample")
        .expect(200);
    let included = document["included"].as_array().unwrap();
    let mut led = 0;
    for row in document["data"].as_array().unwrap() {
        for name in ["Reading", "Moment", "Device", "Sample"] {
            let relationship = &row["relationships"][name];
            let linked = &relationship["data"];
            if linked.is_null() {
                continue;
            }
            let related = app
                .get(relationship["links"]["related"].as_str().unwrap())
                .expect(200);
            let parent = &related["data"];
            assert_eq!(parent["attributes"]["value"], row["attributes"]["number"]);
            assert_eq!(parent["id"], linked["id"]);
            let is_it =
                |other: &&Json| other["type"] == linked["type"] && other["id"] == linked["id"];
            assert_eq!(included.iter().filter(is_it).count(), 1, "{linked}");
            led += 1;
        }
    }
    assert_eq!(led, 13 + 7 + 4 + 9);
}

fn a_key_is_found_by_a_filter_however_it_is_spelled(database: Database) {
    let app = TestApp::with(ROWS, database);
    for (filter, values) in [
        ("Reading?filter[at]=2020-01-03T10:00:00", vec![3]),
        (
            "Reading?filter[at]=2020-01-05T00:00:00,2020-01-02T10:00:00",
            vec![2, 5],
        ),
        (
            "Reading?filter[id]=2020-01-09T10:00:00.12,1577872800",
            vec![7, 9],
        ),
        (
            "Reading?filter[at][ne]=2020-01-06T10:00:00&filter[value][gt]=4",
            vec![5, 7, 8, 9, 10, 11, 12, 13],
        ),
        ("Moment?filter[at]=2020-01-02T08:00:00Z", vec![2]),
        ("Slot?filter[at]=10:00:00,10:00:02.5", vec![1, 3]),
        (
            "Device?filter[id]=a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11,a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a13",
            vec![1, 3],
        ),
        ("Sample?filter[id]=abc,-2", vec![2, 7]),
        ("Sample?filter[id]=0x01ff", vec![8]),
        ("Sample?filter[id]=0x01ff,0x,-2", vec![7, 8, 9]),
    ] {
        let mut found: Vec<_> = rows(&app, &format!("/api/{filter}"))
            .iter()
            .map(|row| row["attributes"]["value"].as_i64().unwrap())
            .collect();
        found.sort_unstable();
        assert_eq!(found, values, "{filter}");
    }
}

fn a_row_whose_key_is_no_whole_number_is_changed(database: Database) {
    let app = TestApp::with(ROWS, database);
    let change =
        |id: &str| json!({"data": {"type": "Sample", "id": id, "attributes": {"value": 70}}});
    for id in ["1.5", "-2", "0x01ff"] {
        app.patch(&format!("/api/Sample/{id}"), &change(id))
            .expect(200);
    }
    assert_eq!(rows(&app, "/api/Sample?filter[value]=70").len(), 3);
    // Nobody refers to it.
    app.post(
        "/api/Sample",
        &json!({"data": {"type": "Sample", "id": "8", "attributes": {"value": 8}}}),
    )
    .expect(201);
    // None of these is the text that shows a row's key, and no row is made with a key of another type.
    for id in ["2.0", "+3", "1e3", "def"] {
        app.patch(&format!("/api/Sample/{id}"), &change(id))
            .expect(404);
    }
    let refused = app
        .post(
            "/api/Sample",
            &json!({"data": {"type": "Sample", "id": "def"}}),
        )
        .expect(422);
    assert_eq!(
        refused["errors"][0]["title"],
        "`def` is no id of a `Sample`"
    );
}

/// They are shown as `0x01ff`, which a text may be, too.
fn bytes_in_a_column_of_another_type_are_a_key(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE tag (code TEXT PRIMARY KEY, value integer);
         INSERT INTO tag VALUES (x'01ff', 1), ('0x02ff', 2), (x'616263', 3), ('abc', 4), (x'05', 5), ('0x05', 5);
         CREATE TABLE note (id integer PRIMARY KEY, code TEXT REFERENCES tag);
         INSERT INTO note VALUES (1, x'01ff'), (2, '0x02ff'), (3, x'616263'), (4, 'abc'), (9, NULL);
         CREATE TABLE place (area TEXT, at DATETIME, value integer, PRIMARY KEY (area, at));
         INSERT INTO place VALUES (x'01', '2020-01-01', 1), ('b', x'02', 2), ('0x01', '2020-01-01T12:00', 3);",
        database,
    );
    for row in rows(&app, "/api/Place") {
        let link = row["links"]["self"].as_str().unwrap();
        assert_eq!(app.get(link).expect(200)["data"], row);
    }
    for row in rows(&app, "/api/Note?include=Tag&filter[id][lt]=9") {
        let related = row["relationships"]["Tag"]["links"]["related"].as_str();
        let tag = app.get(related.unwrap()).expect(200);
        assert_eq!(
            tag["data"]["attributes"]["value"].to_string(),
            row["id"].as_str().unwrap()
        );
        let link = tag["data"]["links"]["self"].as_str().unwrap();
        assert_eq!(app.get(link).expect(200)["data"], tag["data"]);
        let notes = rows(&app, &format!("{link}/NoteList"));
        assert_eq!(notes[0]["id"], row["id"]);
        // From one to the next, and back.
        let linkage = json!({"data": {"type": "Tag", "id": tag["data"]["id"]}});
        app.patch("/api/Note/9/relationships/Tag", &linkage)
            .expect(204);
        let joined = format!(
            "SELECT count(*) FROM note JOIN tag USING (code) WHERE note.id = 9 AND value = {}",
            tag["data"]["attributes"]["value"]
        );
        assert_eq!(app.database().number(&joined), 1);
        let list = format!("{link}/relationships/NoteList");
        let none = json!({"data": [{"type": "Note", "id": row["id"]}]});
        app.patch(&list, &none).expect(204);
        assert_eq!(app.database().number(&joined), 0);
    }
    let missing = json!({"data": {"type": "Tag", "id": "0x0909"}});
    let refused = app
        .patch("/api/Note/9/relationships/Tag", &missing)
        .expect(422);
    assert_eq!(refused["errors"][0]["code"], "2002");
    // Nobody can tell these two apart by their id.
    let change = json!({"data": {"type": "Tag", "id": "0x05", "attributes": {"value": 6}}});
    app.patch("/api/Tag/0x05", &change).expect(409);
}

fn a_key_that_is_there_in_another_spelling_is_taken(database: Database) {
    let app = TestApp::with(ROWS, database);
    for (resource, new, attribute, taken) in [
        // The others are shown by their texts, and no new row has such a key.
        ("Reading", "2022-01-01T10:00:00", "at", 13 - 4),
        ("Moment", "2022-01-01T10:00:00Z", "at", 7),
        ("Slot", "23:00:00", "at", 3),
        ("Device", "b0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "Id", 4),
    ] {
        let address = format!("/api/{resource}");
        let sorted = format!("{address}?sort=value");
        let before = rows(&app, &sorted);
        let row = |id: &str| json!({"type": resource, "id": id, "attributes": {"value": 100}});
        let mut refused = 0;
        for there in &before {
            let id = there["id"].as_str().unwrap();
            let answer = app.post(&address, &json!({ "data": row(id) }));
            if answer.status.as_u16() == 422 {
                continue;
            }
            let title = answer.expect(409)["errors"][0]["title"].clone();
            assert_eq!(
                title,
                format!("another `{resource}` has the same `{attribute}`")
            );
            let list = json!({"data": [row(new), row(id)]});
            let pointer =
                app.post(&address, &list).expect(409)["errors"][0]["source"]["pointer"].clone();
            assert_eq!(pointer, "/data/1/id");
            refused += 1;
        }
        assert_eq!(refused, taken);
        assert_eq!(rows(&app, &sorted), before);
        // Nor can a row get it, unless it has it.
        app.post(&address, &json!({ "data": row(new) })).expect(201);
        let change = |key: &Json| json!({"data": {"type": resource, "id": new, "attributes": {attribute: key, "value": 101}}});
        let link = format!("{address}/{new}");
        app.patch(&link, &change(&before[0]["id"])).expect(409);
        app.patch(&link, &change(&json!(new))).expect(200);
    }
}

/// In SQLite two spellings of a moment are two keys, in PostgreSQL a table that inherits has keys of its own.
fn a_change_of_one_row_never_takes_several(database: Database) {
    let (tables, resource, id) = match database {
        Database::Sqlite => (
            "CREATE TABLE event (at DATETIME PRIMARY KEY, value integer);
             INSERT INTO event VALUES ('2020-01-01 10:00:00', 1), ('2020-01-01T10:00:00', 2), ('2020-01-02', 3);",
            "Event",
            "2020-01-01T10:00:00",
        ),
        Database::Postgres | Database::Mysql => (
            "CREATE TABLE city (id integer PRIMARY KEY, value integer);
             CREATE TABLE capital (PRIMARY KEY (id)) INHERITS (city);
             INSERT INTO city VALUES (1, 1), (2, 3); INSERT INTO capital VALUES (1, 2);",
            "City",
            "1",
        ),
    };
    let app = TestApp::with(tables, database);
    let address = format!("/api/{resource}/{id}");
    let before = rows(&app, &format!("/api/{resource}?sort=value"));
    assert_eq!(before.len(), 3);
    let change = json!({"data": {"type": resource, "id": id, "attributes": {"value": 9}}});
    for refused in [app.delete(&address), app.patch(&address, &change)] {
        let refused = refused.expect(409);
        let title = refused["errors"][0]["title"].as_str().unwrap();
        assert!(title.starts_with("2 rows of `"), "{title}");
    }
    assert_eq!(rows(&app, &format!("/api/{resource}?sort=value")), before);
}
