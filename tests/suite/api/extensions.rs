//! Types that PostgreSQL's extensions bring: what they cannot read is the request's matter, whatever code they say it by.

use serde_json::json;

use crate::support::{Database, TestApp, each_database};

each_database!(on [Postgres] what_a_type_cannot_read_is_refused);

fn what_a_type_cannot_read_is_refused(database: Database) {
    let app = TestApp::with(
        "CREATE EXTENSION hstore; CREATE EXTENSION ltree; CREATE EXTENSION cube;
         CREATE TABLE place (id integer PRIMARY KEY, attrs hstore, path ltree, box cube);
         INSERT INTO place VALUES (1, 'a=>1', 'top.here', '(3)');",
        database,
    );
    for (name, right, wrong) in [
        ("attrs", "%22a%22%3D%3E%221%22", "zzz"),
        ("path", "top.here", ".."),
        ("box", "(3)", "zzz"),
    ] {
        let found = app.get(&format!("/api/Place?filter[{name}]={right}"));
        assert_eq!(found.expect(200)["data"][0]["id"], "1", "{name}");
        let refused = app.get(&format!("/api/Place?filter[{name}]={wrong}"));
        let parameter = format!("400 filter[{name}]");
        assert_eq!(refused.errors(400), [parameter]);
        let change =
            json!({ "data": { "type": "Place", "id": "1", "attributes": { name: wrong } } });
        let refused = app.patch("/api/Place/1", &change).expect(422);
        assert!(refused["errors"][0]["title"].is_string(), "{refused}");
    }
    app.get("/api/Place/1").expect(200);
}
