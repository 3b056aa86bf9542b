//! The stream of changes: what is committed, after its commit, in order; and what becomes of a client that cannot follow.

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::support::{Database, TestApp, each_database};

each_database!(
    what_is_committed_is_told_and_nothing_else,
    changes_of_one_row_are_told_in_their_order,
    a_client_that_was_cut_off_goes_on_where_it_was,
    a_client_that_is_too_slow_is_told_to_read_anew,
    streams_are_limited_and_negotiated,
    a_silent_stream_gives_signs_of_life,
);

const TABLES: &str = "
    CREATE TABLE shelf (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, price DECIMAL(12,2));
    CREATE TABLE box (id INTEGER NOT NULL PRIMARY KEY, shelf_id INTEGER NOT NULL, FOREIGN KEY (shelf_id) REFERENCES shelf (id));
    INSERT INTO shelf VALUES (1, 'one', 1.50);
";

const SHELVES: &str = "/api/changes/Shelf";

fn app(database: Database) -> TestApp {
    TestApp::with(TABLES, database)
}

fn shelf(id: i64, name: &str) -> serde_json::Value {
    json!({"data": {"type": "Shelf", "id": id.to_string(), "attributes": {"name": name}}})
}

fn what_is_committed_is_told_and_nothing_else(database: Database) {
    let app = app(database);
    // Before anybody watches: nobody is told.
    app.patch("/api/Shelf/1", &shelf(1, "first")).expect(200);
    let mut shelves = app.watch(SHELVES, &[]).unwrap();
    let mut boxes = app.watch("/api/changes/Box", &[]).unwrap();
    shelves.mark();
    boxes.mark();

    let created = app.post("/api/Shelf", &shelf(2, "two")).expect(201);
    // Refused, tried, and without any effect.
    app.post("/api/Shelf", &shelf(2, "two again")).expect(409);
    let prefer = [
        ("prefer", "tx=rollback"),
        ("content-type", "application/json"),
    ];
    let tried = app.ask("POST", "/api/Shelf", &prefer, Some(&shelf(3, "three")));
    tried.expect(201);
    let operations = json!({"atomic:operations": [
        {"op": "add", "data": {"type": "Shelf", "id": "4", "attributes": {"name": "four"}}},
        {"op": "add", "data": {"type": "Box", "id": "1", "attributes": {"shelf_id": 99}}},
    ]});
    let kind = [(
        "content-type",
        "application/vnd.api+json;ext=\"https://jsonapi.org/ext/atomic\"",
    )];
    app.ask("POST", "/api/operations", &kind, Some(&operations))
        .expect(422);

    app.patch("/api/Shelf/2", &shelf(2, "second")).expect(200);
    let packed = json!({"data": {"type": "Box", "id": "7", "attributes": {"shelf_id": 1}}});
    app.post("/api/Box", &packed).expect(201);
    app.delete("/api/Shelf/2").expect(204);

    let (name, inserted) = shelves.event();
    assert_eq!(name, "inserted");
    assert_eq!(
        (&inserted["type"], &inserted["id"]),
        (&json!("Shelf"), &json!("2"))
    );
    assert_eq!(inserted["attributes"], created["data"]["attributes"]);
    let (name, updated) = shelves.event();
    assert_eq!(
        (&*name, &updated["attributes"]["name"]),
        ("updated", &json!("second"))
    );
    assert_eq!(
        shelves.event(),
        ("deleted".to_owned(), json!({"type": "Shelf", "id": "2"}))
    );
    let (name, inserted) = boxes.event();
    assert_eq!((&*name, &inserted["id"]), ("inserted", &json!("7")));
    assert!(shelves.is_quiet());
}

fn changes_of_one_row_are_told_in_their_order(database: Database) {
    let app = app(database);
    let mut stream = app.watch(SHELVES, &[]).unwrap();
    stream.mark();
    app.block_on(async {
        let writers: Vec<_> = (0..8)
            .map(|writer| {
                let client = app.client();
                tokio::spawn(async move {
                    for number in 0..10 {
                        let name = format!("{writer}.{number}");
                        let answer = client.patch("/api/Shelf/1", &shelf(1, &name)).await;
                        answer.expect(200);
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
    let mut last = [-1; 8];
    let mut name = String::new();
    for _ in 0..80 {
        let (_, row) = stream.event();
        row["attributes"]["name"]
            .as_str()
            .unwrap()
            .clone_into(&mut name);
        let (writer, number) = name.split_once('.').unwrap();
        let (writer, number): (usize, i32) = (writer.parse().unwrap(), number.parse().unwrap());
        assert_eq!(last[writer], number - 1, "{name}");
        last[writer] = number;
    }
    assert!(stream.is_quiet());
    let stored = app.get("/api/Shelf/1").expect(200);
    assert_eq!(
        stored["data"]["attributes"]["name"], name,
        "the last is what is stored"
    );
}

fn a_client_that_was_cut_off_goes_on_where_it_was(database: Database) {
    let app = app(database);
    let mut stream = app.watch(SHELVES, &[]).unwrap();
    let start = stream.mark();
    app.post("/api/Shelf", &shelf(2, "two")).expect(201);
    let text = stream.next().unwrap();
    let seen = text.lines().next().unwrap().strip_prefix("id: ").unwrap();
    drop(stream);
    app.post("/api/Shelf", &shelf(3, "three")).expect(201);

    let mut again = app.watch(SHELVES, &[("last-event-id", seen)]).unwrap();
    again.mark();
    assert_eq!(again.event().1["id"], "3");
    let mut from_start = app.watch(SHELVES, &[("last-event-id", &start)]).unwrap();
    from_start.mark();
    assert_eq!(from_start.event().1["id"], "2");
    // A mark of another process says that something may have been missed.
    let mut stranger = app
        .watch(SHELVES, &[("last-event-id", "00000000-5")])
        .unwrap();
    stranger.mark();
    assert_eq!(stranger.event().0, "reset");
    app.post("/api/Shelf", &shelf(4, "four")).expect(201);
    assert_eq!(stranger.event().1["id"], "4");
}

fn a_client_that_is_too_slow_is_told_to_read_anew(database: Database) {
    let database = crate::support::TestDatabase::with(TABLES, database);
    let app = TestApp::configured_of(database, |config| {
        config.limits.kept_changes = 4;
        // However long the changes take.
        config.server.heartbeat_seconds = 600;
    });
    let mut stream = app.watch(SHELVES, &[]).unwrap();
    for number in 0..40 {
        app.patch("/api/Shelf/1", &shelf(1, &format!("{number}")))
            .expect(200);
    }
    stream.mark();
    let mut names = Vec::new();
    while names.last().is_none_or(|name| name != "event: reset") {
        let text = stream.next().unwrap();
        names.push(text.lines().nth(1).unwrap().to_owned());
    }
    // It may have been told so before the last change, whatever else this machine does.
    let since = stream.rest();
    assert!(names.len() + since.len() < 40, "{names:?} {since:?}");
    if let Some(last) = since.last() {
        assert!(
            last.contains("event: reset") || last.contains(r#""name":"39""#),
            "{last}"
        );
    }
    // It is told what happens from there on.
    app.patch("/api/Shelf/1", &shelf(1, "now")).expect(200);
    assert_eq!(stream.event().1["attributes"]["name"], "now");
}

fn streams_are_limited_and_negotiated(database: Database) {
    let database = crate::support::TestDatabase::with(TABLES, database);
    let app = TestApp::configured_of(database, |config| config.limits.streams = 2);
    let first = app.watch(SHELVES, &[]).unwrap();
    let _second = app.watch(SHELVES, &[]).unwrap();
    let refused = app.watch(SHELVES, &[]).err().unwrap();
    assert_eq!(refused.errors(503), ["503 -"]);
    assert_eq!(refused.header("retry-after"), "5");
    drop(first);
    // The end of a client is noticed by what tells it.
    let mut tries = 0;
    while let Err(refused) = app.watch(SHELVES, &[]) {
        assert_eq!(refused.status.as_u16(), 503);
        tries += 1;
        assert!(tries < 100, "a stream that has ended counts no more");
        thread::sleep(Duration::from_millis(20));
    }
    app.ask("GET", SHELVES, &[("accept", "application/json")], None)
        .expect(406);
    let unknown = app.ask("GET", "/api/changes/Shelf?sort=name", &[], None);
    assert_eq!(unknown.errors(400), ["400 sort"]);
    app.get("/api/changes/Shelv").expect(404);
    let post = app.post(SHELVES, &json!({}));
    assert_eq!(
        (post.status.as_u16(), post.header("allow")),
        (405, "GET, HEAD, OPTIONS")
    );
    let head = app.ask("HEAD", SHELVES, &[], None);
    assert_eq!(head.header("content-type"), "text/event-stream");
    let description = app.get("/api/openapi.json").expect(200);
    let path = &description["paths"]["/api/changes/{type}"];
    assert_eq!(
        path["parameters"][0]["schema"]["enum"],
        json!(["Box", "Shelf"])
    );
    let content = &path["get"]["responses"]["200"]["content"];
    assert!(content["text/event-stream"].is_object(), "{content}");
}

fn a_silent_stream_gives_signs_of_life(database: Database) {
    let database = crate::support::TestDatabase::with(TABLES, database);
    let app = TestApp::configured_of(database, |config| config.server.heartbeat_seconds = 1);
    let mut stream = app.watch(SHELVES, &[]).unwrap();
    stream.mark();
    assert_eq!(stream.next().as_deref(), Some(":\n\n"));
    assert_eq!(stream.next().as_deref(), Some(":\n\n"));
}
