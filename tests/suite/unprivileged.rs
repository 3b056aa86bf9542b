//! Files and directories that one may not write or read: what stands in the way is named, with a hint, and nothing has changed.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use crate::support::{Said, files, formwork, skip};

/// Runs the tool in a folder without what lets the superuser read and write everything; none if that cannot be taken away.
fn as_a_user(folder: &Path, test: &str, arguments: &[&str]) -> Option<Said> {
    let tool = env!("CARGO_BIN_EXE_formwork");
    if !rustix::process::geteuid().is_root() {
        return Some(formwork(folder, arguments));
    }
    let dropped = "--bounding-set=-dac_override,-dac_read_search";
    let output = Command::new("setpriv")
        .args([dropped, tool])
        .args(arguments)
        .env_remove("DATABASE_URL")
        .current_dir(folder)
        .output();
    let Ok(output) = output else {
        skip(&format!("unprivileged::{test}"), "there is no `setpriv`");
        return None;
    };
    Some(output.into())
}

fn allow(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// A folder with a project, `shop`.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    formwork(folder.path(), &["create", "shop", "--db-url", "todo"]).done();
    folder
}

#[test]
fn a_create_leaves_nothing_where_it_may_not_write() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("here")).unwrap();
    for directory in [folder.path().to_owned(), folder.path().join("here")] {
        allow(&directory, 0o555);
        let target = if directory.ends_with("here") {
            "."
        } else {
            "shop"
        };
        let arguments = ["create", target, "--db-url", "todo"];
        let said = as_a_user(
            &directory,
            "a_create_leaves_nothing_where_it_may_not_write",
            &arguments,
        );
        allow(&directory, 0o755);
        let Some(said) = said else { return };
        let said = said.refused();
        assert!(said.contains("error: could not create `"), "{said}");
        assert!(said.contains("caused by: Permission denied"), "{said}");
        assert!(
            said.contains("hint: make the directory that it belongs into writable for you, or choose another one"),
            "{said}"
        );
    }
    let left: Vec<_> = walkdir::WalkDir::new(folder.path())
        .min_depth(1)
        .into_iter()
        .map(|entry| entry.unwrap().file_name().to_owned())
        .collect();
    assert_eq!(left, ["here"]);
}

#[test]
fn a_database_that_may_only_be_read_is_enough() {
    let folder = folder();
    let place = folder.path().join("place");
    fs::create_dir(&place).unwrap();
    let file = place.join("todo.sqlite");
    fs::copy(folder.path().join("shop/database/db.sqlite"), &file).unwrap();
    allow(&file, 0o444);
    allow(&place, 0o555);
    let arguments = ["create", "other", "--db-url", "sqlite:place/todo.sqlite"];
    let test = "a_database_that_may_only_be_read_is_enough";
    let said = as_a_user(folder.path(), test, &arguments);
    allow(&place, 0o755);
    let Some(said) = said else { return };
    said.done();

    allow(&file, 0o000);
    let arguments = ["create", "third", "--db-url", "sqlite:place/todo.sqlite"];
    let said = as_a_user(folder.path(), test, &arguments)
        .unwrap()
        .refused();
    assert_eq!(
        said,
        "error: could not open the SQLite database `place/todo.sqlite`\n\
         caused by: Permission denied (os error 13)\n\
         hint: check that you may read it\n"
    );
    assert!(!folder.path().join("third").exists());
}

#[test]
fn a_rebuild_changes_nothing_where_it_may_not_write() {
    let folder = folder();
    let shop = folder.path().join("shop");
    let overrides = shop.join("formwork.yaml");
    let text = fs::read_to_string(&overrides).unwrap();
    fs::write(
        &overrides,
        format!("{text}\ntables:\n  users:\n    name: Person\n"),
    )
    .unwrap();
    let before = files(&shop);
    let name = "a_rebuild_changes_nothing_where_it_may_not_write";
    for directory in ["", "src/generated", "formwork"] {
        allow(&shop.join(directory), 0o555);
        let said = as_a_user(folder.path(), name, &["rebuild-from-database", "shop"]);
        allow(&shop.join(directory), 0o755);
        let Some(said) = said else { return };
        let said = said.refused();
        assert!(
            said.contains("caused by: Permission denied") && said.contains("\nhint: make "),
            "{said}"
        );
        assert_eq!(files(&shop), before, "`{directory}`");
    }
}

#[test]
fn what_may_not_be_read_is_named() {
    let folder = folder();
    let shop = folder.path().join("shop");
    for (command, path) in [
        ("run", "config.yaml"),
        ("run", ".env"),
        ("run", "src/generated/model.json"),
        ("rebuild-from-database", "src/generated/model.json"),
        ("rebuild-from-database", "formwork/record.yaml"),
        ("rebuild-from-database", "formwork.yaml"),
        ("rebuild-from-database", "admin/admin.yaml"),
    ] {
        allow(&shop.join(path), 0o000);
        let said = as_a_user(
            folder.path(),
            "what_may_not_be_read_is_named",
            &[command, "shop"],
        );
        allow(&shop.join(path), 0o644);
        let Some(said) = said else { return };
        let said = said.refused();
        assert!(
            said.contains(&format!("{path}`\ncaused by: Permission denied")),
            "{said}"
        );
        assert!(said.contains("\nhint: make it readable for you"), "{said}");
    }
}

#[test]
fn a_database_that_may_not_be_written_is_not_served() {
    let folder = folder();
    let database = folder.path().join("shop/database");
    let file = database.join("db.sqlite");
    allow(&file, 0o444);
    allow(&database, 0o555);
    let arguments = ["run", "shop", "--no-build", "--port", "0"];
    let said = as_a_user(
        folder.path(),
        "a_database_that_may_not_be_written_is_not_served",
        &arguments,
    );
    allow(&database, 0o755);
    let Some(said) = said else { return };
    let said = said.refused();
    assert!(
        said.contains("could not open the database `sqlite:shop/database/db.sqlite`"),
        "{said}"
    );
    assert!(
        said.contains(
            "hint: check that the file is there, and that you may write to it and to its directory"
        ),
        "{said}"
    );
}
