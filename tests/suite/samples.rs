//! The samples: their rows satisfy the rules that one would declare on them, and are what their generators write.

use std::path::{Path, PathBuf};
use std::process::Command;

use formwork::samples::SAMPLES;

use crate::support::{Database, TestApp, each_database};

each_database!(the_rows_of_northwind_satisfy_its_rules);

fn folder(sample: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("examples")
        .join(sample)
}

/// The statements of a sample's `checks.sql`, each of which finds the rows that break a rule.
fn checks(sample: &str) -> Vec<String> {
    let text = std::fs::read_to_string(folder(sample).join("checks.sql")).unwrap();
    let text: Vec<&str> = text
        .lines()
        .filter(|line| !line.starts_with("--"))
        .collect();
    let statements: Vec<String> = text
        .join("\n")
        .split(';')
        .map(str::trim)
        .filter(|each| !each.is_empty())
        .map(str::to_owned)
        .collect();
    assert!(!statements.is_empty(), "`{sample}` has no checks");
    statements
}

fn holds(sample: &str, database: Database) {
    let app = TestApp::create(sample, database);
    for check in checks(sample) {
        // MySQL takes quoted names for text unless told otherwise.
        let check = if database == Database::Mysql {
            check.replace('"', "`")
        } else {
            check
        };
        let broken = app
            .block_on(app.state().session().select(&check, []))
            .unwrap();
        assert!(broken.is_empty(), "{sample}: {broken:?} found by\n{check}");
    }
}

fn the_rows_of_northwind_satisfy_its_rules(database: Database) {
    holds("northwind", database);
}

#[test]
fn the_rows_of_every_sample_satisfy_its_rules() {
    for sample in SAMPLES {
        holds(sample.name, Database::Sqlite);
    }
}

/// A check that cannot find a broken row would be none.
#[test]
fn a_broken_rule_is_found() {
    let app = TestApp::create("northwind", Database::Sqlite);
    let order = serde_json::json!({"data": {"type": "Order", "id": "10643", "attributes": {"AmountTotal": 1}}});
    app.patch("/api/Order/10643", &order).expect(200);
    let broken: usize = checks("northwind")
        .iter()
        .map(|check| {
            app.block_on(app.state().session().select(check, []))
                .unwrap()
                .len()
        })
        .sum();
    assert_eq!(broken, 2, "the order's own sum, and the customer's balance");
}

#[test]
fn generated_rows_are_what_their_generator_writes() {
    for sample in ["northwind", "chinook"] {
        let output = Command::new("python3")
            .arg(folder(sample).join("generate.py"))
            .output()
            .unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let committed = std::fs::read(folder(sample).join("data.sql")).unwrap();
        assert!(
            output.stdout == committed,
            "`{sample}`: data.sql is not what generate.py writes"
        );
    }
}
