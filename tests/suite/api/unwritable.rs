//! Tables that the database itself does not let anybody change: they are read, and a change says why it cannot be.

use rusqlite::functions::FunctionFlags;
use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, TestDatabase, each_database};

each_database!(on [Sqlite] a_reference_that_cannot_be_checked_is_said);
each_database!(on [Sqlite] of_several_changes_the_one_is_named);
each_database!(on [Sqlite] a_function_of_the_program_that_made_the_table_is_said);

const ATOMIC: &str = "application/vnd.api+json;ext=\"https://jsonapi.org/ext/atomic\"";

const PARTS: &str = "
    CREATE TABLE part (maker text, number integer, name text, PRIMARY KEY (maker, number));
    CREATE TABLE half (id integer PRIMARY KEY, part integer REFERENCES part);
    CREATE TABLE lost (id integer PRIMARY KEY, place integer REFERENCES nowhere (id));
    CREATE TABLE free (id integer PRIMARY KEY);
    PRAGMA foreign_keys = OFF;
    INSERT INTO half VALUES (1, NULL);
    INSERT INTO lost VALUES (1, NULL);";

fn a_reference_that_cannot_be_checked_is_said(database: Database) {
    let app = TestApp::with(PARTS, database);
    for (kind, reason) in [
        (
            "Half",
            "foreign key mismatch - \"half\" referencing \"part\"",
        ),
        ("Lost", "no such table: main.nowhere"),
    ] {
        app.get(&format!("/api/{kind}/1")).expect(200);
        let new = json!({ "data": { "type": kind, "attributes": {} } });
        let refused: Json = app.post(&format!("/api/{kind}"), &new).expect(403);
        let error = &refused["errors"][0];
        assert_eq!(
            error["title"],
            "the database changes no row of this table: it refers to something that is not there"
        );
        assert!(
            error["detail"].as_str().unwrap().contains(reason),
            "{error}"
        );
    }
}

fn of_several_changes_the_one_is_named(database: Database) {
    let app = TestApp::with(PARTS, database);
    let add = |kind: &str| json!({ "op": "add", "data": { "type": kind, "attributes": {} } });
    let operations = json!({ "atomic:operations": [add("Free"), add("Lost"), add("Half")] });
    let headers = [("content-type", ATOMIC), ("accept", ATOMIC)];
    let refused = app
        .ask("POST", "/api/operations", &headers, Some(&operations))
        .expect(403);
    let source = &refused["errors"][0]["source"];
    assert_eq!(source["pointer"], "/atomic:operations/1/data", "{refused}");
    assert_eq!(app.get("/api/Free").expect(200)["data"], json!([]));
}

fn a_function_of_the_program_that_made_the_table_is_said(database: Database) {
    let database = TestDatabase::empty(database);
    let made = rusqlite::Connection::open(database.path()).unwrap();
    let flags = FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8;
    made.create_scalar_function("twice", 1, flags, |context| context.get::<i64>(0))
        .unwrap();
    made.execute_batch(
        "CREATE TABLE part (id integer PRIMARY KEY, number integer);
         CREATE INDEX by_twice ON part (twice(number));
         INSERT INTO part VALUES (1, 2);",
    )
    .unwrap();
    drop(made);

    let app = TestApp::of(database);
    app.get("/api/Part/1").expect(200);
    let new = json!({ "data": { "type": "Part", "attributes": { "number": 3 } } });
    let refused: Json = app.post("/api/Part", &new).expect(403);
    assert_eq!(refused["errors"][0]["detail"], "unknown function: twice()");
}
