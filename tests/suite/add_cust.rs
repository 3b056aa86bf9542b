//! `add-cust`: a sample's customizations come into a project of it, and into no other.

use crate::support::{Database, TestDatabase, TestProject, formwork};

#[test]
fn a_project_of_no_sample_is_refused() {
    let database = TestDatabase::create("todo", Database::Sqlite);
    let project = TestProject::with("shop", &["--db-url", &database.address()]);
    let said = formwork(&project.path(), &["add-cust"]).refused();
    assert!(
        said.starts_with("error: the project in `.` was not made from a sample\nhint: "),
        "{said}"
    );
}

#[test]
fn a_sample_without_customizations_is_named() {
    let project = TestProject::with("shop", &["--db-url", "chinook"]);
    let said = formwork(&project.path(), &["add-cust", "--dry-run"]).refused();
    assert!(
        said.starts_with("error: there are no customizations of the sample `chinook`\n"),
        "{said}"
    );
}
