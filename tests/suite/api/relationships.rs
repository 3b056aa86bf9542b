//! Writing relationships: <https://jsonapi.org/format/1.1/#crud-updating-relationships>. Each test of a rule names its
//! section.

use serde_json::{Value as Json, json};

use crate::support::{Answer, Database, TestApp, each_database};

each_database!(
    one_is_replaced_and_emptied,
    several_are_added_replaced_and_removed,
    what_must_belong_to_one_is_not_let_go,
    what_is_wrong_is_pointed_at,
    the_state_of_the_row_may_be_demanded,
    what_is_sent_back_unchanged_is_no_change,
    linkage_includes_from_its_relationship_on,
    linkage_includes_on_pages_by_cursor,
    a_shared_part_of_a_key_stays,
);

const SQL: &str = "
    CREATE TABLE team (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);
    CREATE TABLE person (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team (id));
    CREATE TABLE badge (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES team (id));
    INSERT INTO team VALUES (1, 'a'), (2, 'b');
    INSERT INTO person VALUES (1, 1), (2, 1), (3, 2), (4, NULL);
    INSERT INTO badge VALUES (1, 1), (2, 2);";

// MySQL takes a reference in a column's definition for a comment.
fn app(database: Database) -> TestApp {
    let sql = SQL.replace(
        "INTEGER REFERENCES team (id)",
        "INTEGER, FOREIGN KEY (team_id) REFERENCES team (id)",
    );
    let sql = sql.replace(
        "NOT NULL REFERENCES team (id)",
        "NOT NULL, FOREIGN KEY (team_id) REFERENCES team (id)",
    );
    TestApp::with(&sql, database)
}

fn people(ids: &[&str]) -> Json {
    let data: Vec<_> = ids
        .iter()
        .map(|id| json!({"type": "Person", "id": id}))
        .collect();
    json!({ "data": data })
}

fn send(app: &TestApp, method: &str, path: &str, document: &Json) -> Answer {
    let headers = [("content-type", "application/vnd.api+json")];
    app.ask(method, path, &headers, Some(document))
}

fn members(app: &TestApp, path: &str) -> Vec<String> {
    let document = app.get(path).expect(200);
    let data = document["data"].as_array().unwrap();
    data.iter()
        .map(|each| each["id"].as_str().unwrap().to_owned())
        .collect()
}

/// `#crud-updating-to-one-relationships`.
fn one_is_replaced_and_emptied(database: Database) {
    let app = app(database);
    let path = "/api/Person/1/relationships/team";
    let to = |data: Json| send(&app, "PATCH", path, &json!({ "data": data }));
    to(json!({"type": "Team", "id": "2"})).expect(204);
    assert_eq!(app.get(path).expect(200)["data"]["id"], "2");
    assert_eq!(
        app.get("/api/Person/1").expect(200)["data"]["attributes"]["team_id"],
        2
    );
    to(Json::Null).expect(204);
    assert_eq!(app.get(path).expect(200)["data"], Json::Null);
    // A team that is not there.
    assert_eq!(
        to(json!({"type": "Team", "id": "9"})).errors(422),
        ["422 -"]
    );
    assert_eq!(
        to(json!({"type": "Person", "id": "1"})).errors(409),
        ["409 /data"]
    );
    assert_eq!(to(json!([])).errors(400), ["400 /data"]);
    send(
        &app,
        "PATCH",
        "/api/Person/9/relationships/team",
        &json!({ "data": null }),
    )
    .expect(404);
    let refused = send(&app, "POST", path, &json!({ "data": null }));
    assert_eq!(refused.status.as_u16(), 405);
    assert_eq!(refused.header("allow"), "GET, HEAD, OPTIONS, PATCH");
}

/// `#crud-updating-to-many-relationships`.
fn several_are_added_replaced_and_removed(database: Database) {
    let app = app(database);
    let path = "/api/Team/1/relationships/PersonList";
    // Those that are there already are added once.
    send(&app, "POST", path, &people(&["2", "4", "4"])).expect(204);
    assert_eq!(members(&app, path), ["1", "2", "4"]);
    // Those that are not there are gone already, and stay where they are.
    send(&app, "DELETE", path, &people(&["1", "3", "99"])).expect(204);
    assert_eq!(members(&app, path), ["2", "4"]);
    assert_eq!(members(&app, "/api/Team/2/relationships/PersonList"), ["3"]);
    send(&app, "PATCH", path, &people(&["3", "4"])).expect(204);
    assert_eq!(members(&app, path), ["3", "4"]);
    assert_eq!(
        app.get("/api/Person/2/relationships/team").expect(200)["data"],
        Json::Null
    );
    // The same at the address of what it leads to, as the forerunner's clients write it.
    send(&app, "PATCH", "/api/Team/1/PersonList", &people(&[])).expect(204);
    assert_eq!(members(&app, path), Vec::<String>::new());
}

/// `#crud-updating-to-many-relationships`: 403 where a complete replacement is not allowed.
fn what_must_belong_to_one_is_not_let_go(database: Database) {
    let app = app(database);
    let path = "/api/Team/1/relationships/BadgeList";
    let badges = |ids: &[&str]| {
        let data: Vec<_> = ids
            .iter()
            .map(|id| json!({"type": "Badge", "id": id}))
            .collect();
        json!({ "data": data })
    };
    assert_eq!(
        send(&app, "PATCH", path, &badges(&[])).errors(403),
        ["403 /data"]
    );
    assert_eq!(
        send(&app, "DELETE", path, &badges(&["1"])).errors(403),
        ["403 /data"]
    );
    assert_eq!(members(&app, path), ["1"]);
    send(&app, "POST", path, &badges(&["2"])).expect(204);
    assert_eq!(members(&app, path), ["1", "2"]);
    let own = "/api/Badge/1/relationships/team";
    assert_eq!(
        send(&app, "PATCH", own, &json!({ "data": null })).errors(403),
        ["403 /data"]
    );
}

fn what_is_wrong_is_pointed_at(database: Database) {
    let app = app(database);
    let path = "/api/Team/1/relationships/PersonList";
    let wrong = json!({"data": [
        {"type": "Person", "id": "4"},
        {"type": "Person", "id": "9"},
        {"type": "Team", "id": "1"},
        {"type": "Person", "id": "x"},
    ]});
    let mut errors = send(&app, "POST", path, &wrong).errors(400);
    errors.sort_unstable();
    assert_eq!(errors, ["404 /data/1", "404 /data/3", "409 /data/2"]);
    assert_eq!(members(&app, path), ["1", "2"], "nothing was written");
    for document in [
        json!({}),
        json!({"data": null}),
        json!({"data": {"type": "Person", "id": "1"}}),
        json!([]),
    ] {
        send(&app, "POST", path, &document).expect(400);
    }
    send(
        &app,
        "POST",
        "/api/Team/9/relationships/PersonList",
        &people(&["1"]),
    )
    .expect(404);
    assert_eq!(
        send(&app, "POST", &format!("{path}?more=1"), &people(&["1"])).errors(400),
        ["400 more"]
    );
    let plain = [("content-type", "text/plain")];
    app.ask("POST", path, &plain, Some(&people(&["1"])))
        .expect(415);
    let trial = [
        ("content-type", "application/json"),
        ("prefer", "tx=rollback"),
    ];
    let answer = app.ask("DELETE", path, &trial, Some(&people(&["1"])));
    assert_eq!(answer.header("preference-applied"), "tx=rollback");
    assert_eq!(members(&app, path), ["1", "2"]);
}

fn the_state_of_the_row_may_be_demanded(database: Database) {
    let app = app(database);
    let tag = |path: &str| app.get(path).header("etag").to_owned();
    let send = |path: &str, tag: &str, document: &Json| {
        let headers = [
            ("content-type", "application/vnd.api+json"),
            ("if-match", tag),
        ];
        app.ask("PATCH", path, &headers, Some(document))
    };
    // The row that holds the key, and one whose key others hold.
    for (path, row, document) in [
        (
            "/api/Person/1/relationships/team",
            "/api/Person/1",
            json!({"data": {"type": "Team", "id": "2"}}),
        ),
        (
            "/api/Team/1/relationships/PersonList",
            "/api/Team/1",
            people(&["2", "4"]),
        ),
    ] {
        let refused = send(path, "\"0123456789abcdef\"", &document);
        let error = refused.expect(412)["errors"][0].clone();
        assert_eq!(error["source"]["header"], "If-Match", "{path}");
        assert!(
            error["meta"]["current"]["id"].is_string(),
            "{path}: {error}"
        );
        send(path, &tag(row), &document).expect(204);
    }
    assert_eq!(
        members(&app, "/api/Team/1/relationships/PersonList"),
        ["2", "4"]
    );
    assert_eq!(
        members(&app, "/api/Team/2/relationships/PersonList"),
        ["1", "3"]
    );
}

/// Clients that send all they know of a row send its foreign key twice, and have changed one of them.
fn what_is_sent_back_unchanged_is_no_change(database: Database) {
    let app = app(database);
    let change = |attribute: u64, relationship: &str| {
        let data = json!({"type": "Badge", "id": "1",
            "attributes": {"team_id": attribute},
            "relationships": {"team": {"data": {"type": "Team", "id": relationship}}}});
        app.patch("/api/Badge/1", &json!({ "data": data }))
    };
    let team = |answer: &Answer| answer.expect(200)["data"]["attributes"]["team_id"].clone();
    app.post(
        "/api/Team",
        &json!({"data": {"type": "Team", "id": "3", "attributes": {"name": "c"}}}),
    )
    .expect(201);
    assert_eq!(team(&change(1, "2")), 2, "the relationship is another");
    assert_eq!(team(&change(1, "2")), 1, "the attribute is another");
    assert_eq!(
        change(2, "3").errors(422),
        ["422 /data/relationships/team"],
        "both are, and they differ"
    );
    assert_eq!(team(&change(2, "2")), 2);
}

/// `#fetching-includes`: paths begin at the resource that has the relationship, so the rows of the linkage can come too.
fn linkage_includes_from_its_relationship_on(database: Database) {
    let app = app(database);
    let path = "/api/Team/1/relationships/PersonList";
    let identifiers = json!([{"type": "Person", "id": "1"}, {"type": "Person", "id": "2"}]);
    let included = |document: &Json| -> Vec<String> {
        let rows = document["included"].as_array().unwrap().iter();
        rows.map(|row| format!("{} {}", row["type"], row["id"]).replace('"', ""))
            .collect()
    };
    let before = app.state().queries();
    let document = app
        .get(&format!(
            "{path}?include=PersonList.team.BadgeList&fields[Person]=team"
        ))
        .expect(200);
    // The team's key, the rows, and one for each level below.
    assert_eq!(app.state().queries() - before, 4);
    assert_eq!(document["data"], identifiers);
    assert_eq!(document["meta"]["total"], 2);
    assert_eq!(document["links"]["related"], "/api/Team/1/PersonList");
    assert_eq!(
        included(&document),
        ["Person 1", "Person 2", "Team 1", "Badge 1"]
    );
    let person = &document["included"][0];
    assert_eq!(person.get("attributes"), Some(&json!({})), "{person}");
    assert_eq!(
        person["relationships"]["team"]["data"],
        json!({"type": "Team", "id": "1"})
    );
    for all in ["PersonList", "%2Ball"] {
        let document = app.get(&format!("{path}?include={all}")).expect(200);
        assert_eq!(document["data"], identifiers, "{all}");
        assert_eq!(included(&document), ["Person 1", "Person 2"], "{all}");
    }
    let none = app.get(&format!("{path}?include=")).expect(200);
    assert_eq!(
        (&none["data"], &none["included"]),
        (&identifiers, &json!([]))
    );
    assert!(app.get(path).expect(200).get("included").is_none());

    let one = app
        .get("/api/Person/1/relationships/team?include=team.PersonList")
        .expect(200);
    assert_eq!(one["data"], json!({"type": "Team", "id": "1"}));
    assert_eq!(one["links"]["related"], "/api/Person/1/team");
    assert_eq!(included(&one), ["Team 1", "Person 1", "Person 2"]);
    assert_eq!(
        one["included"][0]["relationships"]["PersonList"]["data"],
        identifiers
    );
    let nobody = app
        .get("/api/Person/4/relationships/team?include=team")
        .expect(200);
    assert_eq!(
        (&nobody["data"], &nobody["included"]),
        (&Json::Null, &json!([]))
    );
    for wrong in ["team", "BadgeList", "PersonList.Nothing", "PersonLists"] {
        let refused = app.get(&format!("{path}?include={wrong}"));
        assert_eq!(refused.errors(400), ["400 include"], "{wrong}");
    }
    let write = format!("{path}?include=PersonList");
    assert_eq!(
        send(&app, "PATCH", &write, &people(&["1"])).errors(400),
        ["400 include"]
    );
}

/// The identifiers have the cursors, and the rows do not.
fn linkage_includes_on_pages_by_cursor(database: Database) {
    let app = app(database);
    let path = "/api/Team/1/relationships/PersonList";
    for query in ["page[after]=&page[size]=1", "page[before]=&page[size]=2"] {
        let plain = app.get(&format!("{path}?{query}")).expect(200);
        let with = app
            .get(&format!("{path}?{query}&include=PersonList"))
            .expect(200);
        assert!(plain["data"][0]["meta"]["page"]["cursor"].is_string());
        assert_eq!(with["data"], plain["data"]);
        let included = with["included"].as_array().unwrap();
        assert_eq!(included.len(), plain["data"].as_array().unwrap().len());
        for row in included {
            assert!(row.get("meta").is_none() && row["attributes"].is_object());
        }
    }
}

/// A key of several parts is given up by the parts that nothing else needs.
fn a_shared_part_of_a_key_stays(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE site (tenant integer NOT NULL, number integer NOT NULL, PRIMARY KEY (tenant, number));
         CREATE TABLE task (tenant integer NOT NULL, number integer NOT NULL, parent integer, site integer, PRIMARY KEY (tenant, number),
             FOREIGN KEY (tenant, parent) REFERENCES task (tenant, number), FOREIGN KEY (tenant, site) REFERENCES site (tenant, number));
         INSERT INTO site VALUES (7, 1);
         INSERT INTO task VALUES (7, 1, NULL, 1), (7, 2, 1, 1), (7, 3, 1, NULL);",
        database,
    );
    let row = |id: &str| app.get(&format!("/api/Task/{id}")).expect(200)["data"].clone();
    let nothing = json!({ "data": null });
    let relationship = |of: &str| {
        let names = row("7_2")["relationships"].as_object().unwrap().clone();
        let found = names
            .into_iter()
            .find(|(_, each)| each["data"]["type"] == of);
        found.unwrap().0
    };
    let (parent, site) = (relationship("Task"), relationship("Site"));
    let path = format!("/api/Task/7_2/relationships/{parent}");
    send(&app, "PATCH", &path, &nothing).expect(204);
    let after = row("7_2");
    assert_eq!(after["attributes"]["parent"], Json::Null);
    assert_eq!(after["relationships"][&site]["data"]["id"], "7_1");
    // With the whole row, and from the other end.
    let change =
        json!({"data": {"type": "Task", "id": "7_2", "relationships": {site: {"data": null}}}});
    app.patch("/api/Task/7_2", &change).expect(200);
    assert_eq!(row("7_2")["attributes"]["site"], Json::Null);
    let back = "/api/Task/7_1/relationships/TaskList";
    assert_eq!(members(&app, back), ["7_3"]);
    send(&app, "PATCH", back, &json!({"data": []})).expect(204);
    assert_eq!(members(&app, back), Vec::<String>::new());
}
