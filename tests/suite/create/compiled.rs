//! Projects are compiled, without a warning, and their own tests pass.

use crate::support::{Database, TestProject, each_database};

each_database!(every_design_compiles_without_a_warning_and_its_own_test_passes);

fn every_design_compiles_without_a_warning_and_its_own_test_passes(database: Database) {
    for design in ["northwind", "awkward_names", "keys", "types", "unforeseen"] {
        let project = TestProject::create(design, database);
        project
            .cargo(&[
                "clippy",
                "--all-targets",
                "--no-deps",
                "--offline",
                "--",
                "-D",
                "warnings",
            ])
            .answer();
        project.cargo(&["test", "--offline"]).answer();
    }
}

#[test]
fn a_copy_of_the_runtime_builds_with_the_lock_that_comes_with_it() {
    let project = TestProject::with("copied", &["--db-url", "todo"]);
    project.cargo(&["build", "--locked", "--offline"]).answer();
}

#[test]
fn the_lock_fits_every_database() {
    let project = TestProject::with("locked", &["--db-url", "todo"]);
    let manifest = project.read("Cargo.toml");
    for feature in ["sqlite", "postgres", "mysql"] {
        let other = manifest.replace("[\"sqlite\"]", &format!("[{feature:?}]"));
        std::fs::write(project.path().join("Cargo.toml"), other).unwrap();
        let run = project.cargo(&["update", "--workspace", "--locked", "--offline"]);
        assert_eq!(
            run.code,
            Some(0),
            "run scripts/project-lock\n{}",
            run.stderr
        );
    }
}
