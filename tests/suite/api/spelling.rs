//! Foreign keys that are spelled otherwise than the keys they lead to, where the database takes both for the same.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(on [Sqlite Mysql] what_is_included_is_linked_however_it_is_spelled);

const ROWS: &str = "
    INSERT INTO place VALUES ('B', 1, 'Bonn'), ('C', 2, 'Celle');
    INSERT INTO person VALUES (1, 'b', 1), (2, 'B', 1), (3, 'c', 2), (4, NULL, NULL);";

fn tables(database: Database) -> String {
    // MySQL's texts are so by themselves.
    let text = match database {
        Database::Sqlite => "varchar(9) COLLATE NOCASE",
        Database::Postgres | Database::Mysql => "varchar(9)",
    };
    format!(
        "CREATE TABLE place (code {text} NOT NULL, floor integer NOT NULL, name varchar(9), PRIMARY KEY (code, floor), UNIQUE (code));
         CREATE TABLE person (id integer PRIMARY KEY, place {text}, floor integer,
             FOREIGN KEY (place, floor) REFERENCES place (code, floor));{ROWS}"
    )
}

/// `#document-compound-documents`: full linkage.
fn what_is_included_is_linked_however_it_is_spelled(database: Database) {
    let app = TestApp::with(&tables(database), database);
    let document = app.get("/api/Person?include=Place").expect(200);
    let linked: Vec<&Json> = document["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| &person["relationships"]["Place"]["data"])
        .collect();
    let to = |id: &str| json!({"type": "Place", "id": id});
    assert_eq!(linked, [&to("B_1"), &to("B_1"), &to("C_2"), &Json::Null]);
    let included: Vec<_> = document["included"]
        .as_array()
        .unwrap()
        .iter()
        .map(|place| &place["id"])
        .collect();
    assert_eq!(included, ["B_1", "C_2"]);
    // The column itself is as it is.
    assert_eq!(document["data"][0]["attributes"]["place"], "b");
    // From the other end, and both ways.
    let places = app
        .get("/api/Place?include=PersonList.Place&sort=code")
        .expect(200);
    let people = &places["data"][0]["relationships"]["PersonList"]["data"];
    assert_eq!(
        *people,
        json!([{"type": "Person", "id": "1"}, {"type": "Person", "id": "2"}])
    );
    let back = &places["included"][0]["relationships"]["Place"]["data"];
    assert_eq!(*back, to("B_1"));
    let one = app.get("/api/Person/1?include=Place").expect(200);
    assert_eq!(one["data"]["relationships"]["Place"]["data"], to("B_1"));
    assert_eq!(one["included"][0]["id"], "B_1");
}
