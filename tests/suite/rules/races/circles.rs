//! Two who hang each other's subtree below their own: together it would be a circle, and one of them is refused.

use std::fmt::Write;

use serde_json::json;

use super::super::trees::{SQL, declare};
use super::{document, together};
use crate::support::{Database, TestApp, each_database};

each_database!(of_two_who_make_a_circle_together_one_is_refused);

const PAIRS: i64 = 8;

fn of_two_who_make_a_circle_together_one_is_refused(database: Database) {
    // Each pair: two roots with two levels below.
    let mut sql = SQL.to_owned();
    for root in (1..=2 * PAIRS).map(|number| number * 10) {
        write!(
            sql,
            "INSERT INTO parts VALUES ({root}, NULL, 1, 3, 2, 0); INSERT INTO parts VALUES ({}, {root}, 1, 2, 1, 1);
             INSERT INTO parts VALUES ({}, {}, 1, 1, 0, 2);",
            root + 1,
            root + 2,
            root + 1
        )
        .unwrap();
    }
    let app = TestApp::with_rules(&sql, database, declare);
    let statuses = together(&app, 2 * PAIRS, |mover| {
        let client = app.client();
        let pair = mover / 2 * 20;
        let (root, other) = if mover % 2 == 0 {
            (pair + 10, pair + 20)
        } else {
            (pair + 20, pair + 10)
        };
        // Below the lowest of the other's tree.
        let change = document(
            "Part",
            Some(root),
            &json!({}),
            &[("part", "Part", other + 2)],
        );
        async move {
            let answer = client.patch(&format!("/api/Part/{root}"), &change).await;
            answer.status.as_u16()
        }
    });
    for (pair, two) in statuses.chunks(2).enumerate() {
        let mut two = [two[0], two[1]];
        two.sort_unstable();
        assert_eq!(two, [200, 400], "pair {pair}");
    }
    let drift = "SELECT count(*) FROM parts p WHERE p.total <> p.own + p.below
        OR p.below <> (SELECT coalesce(sum(c.total), 0) FROM parts c WHERE c.part_id = p.id)
        OR p.level <> coalesce((SELECT a.level + 1 FROM parts a WHERE a.id = p.part_id), 0)";
    assert_eq!(app.database().number(drift), 0);
    let deepest = "SELECT count(*) FROM parts WHERE level = 5 AND id >= 10";
    assert_eq!(app.database().number(deepest), PAIRS);
}
