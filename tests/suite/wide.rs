//! A schema of hundreds of tables: everything answers, and nothing grows with the number of tables but the list of them.

use std::path::Path;
use std::process::Command;

use crate::support::{Database, TestApp, TestDatabase, each_database, formwork};

each_database!(every_table_of_three_hundred_answers);

/// The DDL of so many tables, with two rows in each.
fn schema(database: Database, tables: usize) -> String {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("scripts/make-wide-schema");
    let tables = tables.to_string();
    let output = Command::new(script)
        .args(["--dialect", database.name(), "--tables", &tables])
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).unwrap()
}

fn every_table_of_three_hundred_answers(database: Database) {
    let app = TestApp::of(TestDatabase::with(&schema(database, 300), database));
    let entry = app.get("/api").expect(200);
    let collections = entry["links"].as_object().unwrap();
    assert_eq!(collections.len(), 300);
    for (kind, link) in collections {
        let document = app
            .get(&format!("{}?include=%2Ball", link.as_str().unwrap()))
            .expect(200);
        let rows = document["data"].as_array().unwrap();
        assert!(!rows.is_empty(), "{kind} has no rows");
        assert!(rows.iter().all(|row| row["type"] == **kind), "{document}");
    }
}

#[test]
fn a_project_of_a_thousand_tables_is_created_and_rebuilt() {
    let database = TestDatabase::with(&schema(Database::Sqlite, 1_000), Database::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    let said = formwork(
        folder.path(),
        &["create", "wide", "--db-url", &database.address()],
    )
    .done();
    assert!(said.contains("Read  1000 tables"), "{said}");
    let structs = std::fs::read_dir(folder.path().join("wide/src/generated"))
        .unwrap()
        .count();
    assert_eq!(
        structs, 1_002,
        "a file for each table, the list of them, and the Model"
    );
    let said = formwork(&folder.path().join("wide"), &["rebuild-from-database"]).done();
    assert!(said.contains("nothing to do"), "{said}");
}
