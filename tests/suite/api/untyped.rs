//! Columns without a type, in which SQLite keeps numbers, texts and bytes as they come, and so does the API; and of types that
//! only the database can read.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(on [Sqlite] what_a_column_without_a_type_holds_is_found);
each_database!(on [Sqlite] what_a_column_without_a_type_holds_is_written_back);
each_database!(on [Sqlite] a_key_without_a_type_leads_to_its_row);
each_database!(on [Postgres] what_the_database_cannot_read_is_refused);
each_database!(on [Postgres] what_the_database_cannot_compute_is_no_fault_of_the_request);

const THINGS: &str = "
    CREATE TABLE thing (id integer PRIMARY KEY, held);
    INSERT INTO thing VALUES (1, 7), (2, '7'), (3, 2.5), (4, 'seven'), (5, x'00ff'), (6, 20), (7, NULL);
    CREATE VIEW tally AS SELECT held, count(*) AS number FROM thing WHERE id <> 2 GROUP BY held;
    CREATE TABLE loose (a, b);
    INSERT INTO loose VALUES (1, 'x'), (1, 'x'), (2.5, NULL), (x'00ff', 'z');";

fn ids(document: &Json) -> Vec<&str> {
    let rows = document["data"].as_array().unwrap();
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

fn what_a_column_without_a_type_holds_is_found(database: Database) {
    let app = TestApp::with(THINGS, database);
    for (filter, expected) in [
        // By what is shown, whichever way it is kept.
        ("filter[held]=7", vec!["1", "2"]),
        ("filter[held]=2.5", vec!["3"]),
        ("filter[held]=seven", vec!["4"]),
        ("filter[held]=AP8%3D", vec!["5"]),
        ("filter[held]=20,seven", vec!["4", "6"]),
        ("filter[held][ne]=7", vec!["3", "4", "5", "6", "7"]),
        // As SQLite orders them: numbers, texts, bytes.
        ("filter[held][lt]=10", vec!["1", "3"]),
        ("filter[held][ge]=7", vec!["1", "2", "4", "5", "6"]),
    ] {
        let found = app.get(&format!("/api/Thing?{filter}")).expect(200);
        assert_eq!(ids(&found), expected, "{filter}");
    }
    let many = app.get("/api/Tally?filter[number][gt]=1").expect(200);
    assert_eq!(many["data"], json!([]));
    let once = app.get("/api/Tally?filter[number]=1").expect(200);
    assert_eq!(once["data"].as_array().unwrap().len(), 6);

    for collection in ["/api/Tally", "/api/Loose"] {
        let rows = app.get(collection).expect(200);
        for row in rows["data"].as_array().unwrap() {
            let link = row["links"]["self"].as_str().unwrap();
            assert_eq!(
                app.get(link).expect(200)["data"]["attributes"],
                row["attributes"],
                "{link}"
            );
        }
    }
}

fn what_a_column_without_a_type_holds_is_written_back(database: Database) {
    let app = TestApp::with(THINGS, database);
    for id in ["1", "2", "3", "4", "6", "7"] {
        let link = format!("/api/Thing/{id}");
        let before = app.get(&link).expect(200);
        let held = &before["data"]["attributes"]["held"];
        let body = json!({ "data": { "type": "Thing", "id": id, "attributes": { "held": held } } });
        app.patch(&link, &body).expect(200);
        assert_eq!(app.get(&link).expect(200)["data"], before["data"]);
    }
    for held in [json!(12), json!(0.5), json!("12")] {
        let body = json!({ "data": { "type": "Thing", "attributes": { "held": held } } });
        let made = app.post("/api/Thing", &body).expect(201);
        assert_eq!(made["data"]["attributes"]["held"], held);
    }
    let wrong = json!({ "data": { "type": "Thing", "attributes": { "held": true } } });
    app.post("/api/Thing", &wrong).expect(422);
}

fn a_key_without_a_type_leads_to_its_row(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE place (code PRIMARY KEY, name text);
         CREATE TABLE stay (id integer PRIMARY KEY, place REFERENCES place, night);
         INSERT INTO place VALUES (1, 'one'), ('b', 'two'), (2.5, 'three');
         INSERT INTO stay VALUES (1, 1, 'x'), (2, 'b', 'y'), (3, 2.5, 'z'), (4, NULL, 'none');",
        database,
    );
    let stays = app.get("/api/Stay?include=Place").expect(200);
    assert_eq!(stays["included"].as_array().unwrap().len(), 3, "{stays}");
    for (id, stay) in [("1", "1"), ("b", "2"), ("2.5", "3")] {
        let link = format!("/api/Place/{id}");
        let place = app.get(&format!("{link}?include=StayList")).expect(200);
        assert_eq!(place["included"][0]["id"], stay, "{place}");
        let related = app.get(&format!("{link}/StayList")).expect(200);
        assert_eq!(ids(&related), [stay]);

        let body =
            json!({ "data": { "type": "Place", "id": id, "attributes": { "name": "new" } } });
        app.patch(&link, &body).expect(200);
        assert_eq!(
            app.get(&link).expect(200)["data"]["attributes"]["name"],
            "new"
        );
        app.delete(&format!("/api/Stay/{stay}")).expect(204);
        app.delete(&link).expect(204);
        app.get(&link).expect(404);
    }
}

fn what_the_database_cannot_read_is_refused(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE stay (place inet PRIMARY KEY, during daterange);
         INSERT INTO stay VALUES ('10.0.0.1', '[2020-01-01,2020-02-01)');",
        database,
    );
    // The object as JSON, since there are commas in the values.
    let filter = |text: &str| {
        app.get(&format!(
            "/api/Stay?filter=%7B%22during%22:%7B%22eq%22:%22{text}%22%7D%7D"
        ))
    };
    let found = filter("%5B2020-01-01,2020-02-01)").expect(200);
    assert_eq!(ids(&found), ["10.0.0.1/32"]);
    for text in ["soon", "%5B2020-01-01", "%5B2020-02-01,2020-01-01)"] {
        assert_eq!(filter(text).errors(400), ["400 filter"], "{text}");
    }
    app.get("/api/Stay/10.0.0.1%2F32").expect(200);
    app.get("/api/Stay/somewhere").expect(404);
    let body = json!({ "data": { "type": "Stay", "id": "10.0.0.1/32", "attributes": { "during": "never" } } });
    app.patch("/api/Stay/10.0.0.1%2F32", &body).expect(422);
}

fn what_the_database_cannot_compute_is_no_fault_of_the_request(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE stay (id int PRIMARY KEY, days int);
         INSERT INTO stay VALUES (1, 0);
         CREATE VIEW rate AS SELECT id, 100 / days AS each FROM stay;
         CREATE MATERIALIZED VIEW later AS SELECT id FROM stay WITH NO DATA;",
        database,
    );
    assert_eq!(app.get("/api/Rate").errors(500), ["500 -"]);
    assert_eq!(app.get("/api/Rate?page[limit]=5").errors(500), ["500 -"]);
    assert_eq!(app.get("/api/Later").errors(503), ["503 -"]);
    app.database().execute("REFRESH MATERIALIZED VIEW later");
    app.get("/api/Later").expect(200);
}
