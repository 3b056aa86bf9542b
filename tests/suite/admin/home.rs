//! The cards of the first page: numbers, groups of values and of dates, the same on every database.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, TestDatabase, each_database};

each_database!(cards_are_answered_at_once, what_does_not_fit_is_said);

const SQL: &str = "
    CREATE TABLE orders (id INT PRIMARY KEY, city VARCHAR(20), freight DECIMAL(10,2), pieces INT, ordered DATE, moment TIMESTAMP NULL);
    INSERT INTO orders VALUES
        (1, 'Bern', 10.25, 1, '2026-01-31', '2026-01-31 23:30:00'),
        (2, 'Bern', 0.10, 2, '2026-02-01', '2026-02-01 00:00:00'),
        (3, 'Oslo', 5.00, 3, '2026-02-02', NULL),
        (4, NULL, NULL, 4, '2026-12-31', NULL),
        (5, 'Rome', 1.00, 5, '2027-01-01', NULL);";

/// A server whose first page has these cards, each on a line.
fn app(database: Database, cards: &str) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("admin")).unwrap();
    let cards: Vec<String> = cards
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| format!("    - {}", line.trim()))
        .collect();
    let cards = cards.join("\n");
    let yaml = format!("api_root: /api\nhome:\n  cards:\n{cards}\nresources:\n  Order: {{}}\n");
    fs::write(folder.path().join("admin/admin.yaml"), yaml).unwrap();
    let app = TestApp::in_folder(TestDatabase::with(SQL, database), folder.path(), |_| {});
    (app, folder)
}

fn cards_are_answered_at_once(database: Database) {
    let (app, _folder) = app(
        database,
        "{kind: count, resource: Order}
         {kind: count, resource: Order, filter: {city: Bern}}
         {kind: count, resource: Order, filter: {city: null}}
         {kind: sum, resource: Order, attribute: freight}
         {kind: sum, resource: Order, attribute: pieces, filter: {freight: {ge: 1}}}
         {kind: bar, resource: Order, group_by: city}
         {kind: pie, resource: Order, group_by: city, attribute: freight, limit: 1}
         {kind: line, resource: Order, group_by: ordered, by: month, attribute: freight}
         {kind: line, resource: Order, group_by: ordered, by: month, limit: 2}
         {kind: line, resource: Order, group_by: ordered, by: week, limit: 2}
         {kind: line, resource: Order, group_by: ordered, by: year}
         {kind: line, resource: Order, group_by: moment, by: day}
         {kind: list, resource: Order, limit: 3}",
    );
    let stats = app.get("/admin/admin/stats").expect(200);
    assert_eq!(stats["counts"], json!({}));
    let cards = stats["cards"].as_array().unwrap();
    let numbers: Vec<&Json> = cards.iter().take(5).map(|card| &card["number"]).collect();
    assert_eq!(json!(numbers), json!([5, 2, 1, 16.35, 9]));
    let groups = |index: usize| -> Json {
        let groups = cards[index]["groups"].as_array().unwrap();
        json!(
            groups
                .iter()
                .map(|group| json!([group["key"], group["number"].as_f64()]))
                .collect::<Vec<_>>()
        )
    };
    // The largest first; what is equal by the key, of which databases sort null first or last.
    let cities = groups(5);
    assert_eq!(cities[0], json!(["Bern", 2.0]));
    assert_eq!(cities.as_array().unwrap().len(), 4);
    assert!(cities.as_array().unwrap().contains(&json!([null, 1.0])));
    assert_eq!(groups(6), json!([["Bern", 10.35]]));
    assert_eq!(cards[6]["number"], json!(16.35));
    assert_eq!(
        groups(7),
        json!([
            ["2026-01", 10.25],
            ["2026-02", 5.10],
            ["2026-12", 0.0],
            ["2027-01", 1.00]
        ])
    );
    // The latest, in the order of time.
    assert_eq!(groups(8), json!([["2026-12", 1.0], ["2027-01", 1.0]]));
    // Sunday belongs to the Monday before it; a year may end in the middle of a week.
    assert_eq!(groups(9), json!([["2026-02-02", 1.0], ["2026-12-28", 2.0]]));
    assert_eq!(groups(10), json!([["2026", 4.0], ["2027", 1.0]]));
    let days = groups(11);
    assert!(
        days.as_array()
            .unwrap()
            .contains(&json!(["2026-01-31", 1.0])),
        "{days}"
    );
    assert_eq!(cards[12], json!({}));
}

fn what_does_not_fit_is_said(database: Database) {
    let (app, _folder) = app(
        database,
        "{kind: count, resource: Order, filter: {nothing: 1}}
         {kind: count, resource: Order, filter: {pieces: many}}
         {kind: sum, resource: Order}
         {kind: sum, resource: Order, attribute: city}
         {kind: bar, resource: Order}
         {kind: line, resource: Order, group_by: city, by: month}
         {kind: count, resource: None}
         {kind: count}",
    );
    let config = app.get("/admin/admin/config.json").expect(200);
    let told: Vec<&str> = config["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["message"].as_str().unwrap())
        .collect();
    for message in [
        "a sum needs an `attribute`",
        "`city` is no number that could be added up",
        "a chart needs `group_by`",
        "`by` is for dates, and `city` is none",
        "the API has no resource `None`",
        "a card needs a `resource`",
    ] {
        assert!(told.contains(&message), "{message}: {told:?}");
    }
    let cards = app.get("/admin/admin/stats").expect(200)["cards"].clone();
    assert_eq!(cards.as_array().unwrap().len(), 2);
    for (index, name) in [(0, "nothing"), (1, "pieces")] {
        let why = cards[index]["refused"].as_str().unwrap();
        assert!(why.contains(name), "{why}");
    }
}
