//! Rows that only their place tells apart have ids of their own: equal rows, and SQLite's rows with null as their key.

use serde_json::Value as Json;

use crate::support::{Database, TestApp, each_database};

each_database!(equal_rows_are_counted);
each_database!(on [Sqlite] rows_without_a_key_are_told_apart);

/// The ids of the rows in a document.
fn ids(document: &Json) -> Vec<&str> {
    let rows = document["data"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

fn equal_rows_are_counted(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE parent (id integer PRIMARY KEY, name varchar(20));
         CREATE TABLE visit (parent_id integer, place varchar(20),
                             FOREIGN KEY (parent_id) REFERENCES parent (id));
         CREATE TABLE word (text varchar(20));
         INSERT INTO parent VALUES (1, 'one');
         INSERT INTO visit VALUES (1, 'here'), (1, 'here'), (1, 'there'), (1, 'here'), (NULL, NULL), (NULL, NULL);
         INSERT INTO word VALUES ('a'), ('a'), ('2_a'), ('%2_a');",
        database,
    );
    let visits = app.get("/api/Visit").expect(200);
    let expected = [
        "%0_%0",
        "%2_%0_%0",
        "1_here",
        "%2_1_here",
        "%3_1_here",
        "1_there",
    ];
    assert_eq!(ids(&visits), expected);
    assert_eq!(visits["meta"]["total"], 6);
    // A text that looks like the id of a twin is none.
    let words = app.get("/api/Word").expect(200);
    let mut found = ids(&words);
    found.sort_unstable();
    assert_eq!(found, ["%%2_a", "%2_a", "2_a", "a"]);

    for row in words["data"].as_array().unwrap() {
        let link = row["links"]["self"].as_str().unwrap();
        assert_eq!(&app.get(link).expect(200)["data"], row, "{link}");
    }
    for row in visits["data"].as_array().unwrap() {
        for query in ["", "?include=parent"] {
            let link = format!("{}{query}", row["links"]["self"].as_str().unwrap());
            let one = app.get(&link).expect(200);
            assert_eq!(one["data"]["id"], row["id"], "{link}");
            // Its twins are no part of the document.
            let included = one["included"].as_array().map_or(0, Vec::len);
            assert!(included <= 1, "{one}");
        }
    }
    for missing in [
        "%254_1_here",
        "%251_1_here",
        "%250_1_here",
        "%25-2_1_here",
        "%252_1_there",
    ] {
        app.get(&format!("/api/Visit/{missing}")).expect(404);
    }

    let parent = app.get("/api/Parent/1?include=VisitList").expect(200);
    let linked: Vec<_> = parent["data"]["relationships"]["VisitList"]["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|identifier| identifier["id"].as_str().unwrap())
        .collect();
    assert_eq!(linked, &expected[2..]);
    assert_eq!(parent["included"].as_array().unwrap().len(), 4);
    let related = app.get("/api/Parent/1/VisitList").expect(200);
    assert_eq!(ids(&related), &expected[2..]);
    let linkage = app.get("/api/Parent/1/relationships/VisitList").expect(200);
    assert_eq!(ids(&linkage), &expected[2..]);
}

fn rows_without_a_key_are_told_apart(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE code (code text PRIMARY KEY, rowid text);
         CREATE TABLE pair (a integer, b integer, note text, PRIMARY KEY (a, b));
         INSERT INTO code VALUES (NULL, 'first'), (NULL, 'second'), ('x', 'third');
         INSERT INTO pair VALUES (1, NULL, 'first'), (1, NULL, 'second'), (1, 1, 'third');",
        database,
    );
    for (collection, expected) in [
        ("/api/Code", ["%1_%0", "%2_%0", "x"]),
        ("/api/Pair", ["%1_1_%0", "%2_1_%0", "1_1"]),
    ] {
        let document = app.get(collection).expect(200);
        let mut found = ids(&document);
        found.sort_unstable();
        assert_eq!(found, expected);
        for row in document["data"].as_array().unwrap() {
            let link = row["links"]["self"].as_str().unwrap();
            assert_eq!(&app.get(link).expect(200)["data"], row, "{link}");
        }
    }
    // Such a row keeps its id when it is alone on a page.
    let page = app.get("/api/Code?filter[rowid]=second").expect(200);
    assert_eq!(ids(&page), ["%2_%0"]);
    app.get("/api/Code/%250").expect(404);
    app.get("/api/Code/%253_%250").expect(404);
}
