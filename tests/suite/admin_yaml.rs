//! `admin/admin.yaml` as it is generated is what `admin/admin.schema.json` beside it asks for.

use std::{fs, path::Path};

use jsonschema::Validator;
use serde_json::Value as Json;

use crate::admin::replay::FILES;
use crate::support::{Database, TestProject, each_database};

/// The schema and the file of a project, as text.
struct Admin {
    schema: Validator,
    yaml: String,
}

impl Admin {
    fn of(project: &Path) -> Self {
        let read = |path: &str| fs::read_to_string(project.join(path)).unwrap();
        let schema: Json = serde_json::from_str(&read("admin/admin.schema.json")).unwrap();
        Self {
            schema: jsonschema::validator_for(&schema).unwrap(),
            yaml: read("admin/admin.yaml"),
        }
    }

    /// Where a text differs from the schema, and how.
    fn problems(&self, yaml: &str) -> Vec<String> {
        let file: Json = serde_saphyr::from_str(yaml).unwrap();
        self.schema
            .iter_errors(&file)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }

    #[track_caller]
    fn assert_valid(&self) {
        assert_eq!(self.problems(&self.yaml), [""; 0], "{}", self.yaml);
    }
}

#[test]
fn the_expected_project_is_valid() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/northwind");
    Admin::of(&expected).assert_valid();
}

#[test]
fn files_of_the_forerunner_are_valid() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/northwind");
    let admin = Admin::of(&expected);
    for (name, file) in FILES {
        assert_eq!(admin.problems(file), [""; 0], "{name}");
    }
}

each_database!(every_design_is_valid);

fn every_design_is_valid(database: Database) {
    for design in ["northwind", "awkward_names", "keys", "types", "unforeseen"] {
        Admin::of(&TestProject::create(design, database).path()).assert_valid();
    }
}

#[test]
fn what_is_wrong_is_found() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/northwind");
    let admin = Admin::of(&expected);
    for (right, wrong) in [
        ("api_root: ", "api_rot: "),
        ("direction: toone", "direction: sideways"),
        ("search: true", "search: perhaps"),
        ("user_key: ", "user_keys: "),
        ("      - name: ", "      - nam: "),
    ] {
        let text = admin.yaml.replacen(right, wrong, 1);
        assert_ne!(text, admin.yaml, "there is no `{right}`");
        assert!(!admin.problems(&text).is_empty(), "`{wrong}` is not found");
    }
}
