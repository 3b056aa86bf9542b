//! What only SQLite has: a file that must stay as it is.

use std::{fs, path::Path};

use formwork::introspect::{IntrospectError, ReadOptions};

use super::assert_left_out;
use crate::support::{Database, TestDatabase, read};

#[test]
fn reading_changes_nothing() {
    let database = TestDatabase::create("keys", Database::Sqlite);
    let before = fs::read(database.path()).unwrap();
    database.schema();
    assert_eq!(fs::read(database.path()).unwrap(), before);
    assert_eq!(files_beside(&database.path()), ["database.sqlite"]);
}

#[test]
fn a_file_in_wal_mode_leaves_no_log_behind() {
    let database = TestDatabase::with(
        "PRAGMA journal_mode = WAL; CREATE TABLE note (id integer PRIMARY KEY);",
        Database::Sqlite,
    );
    assert_eq!(files_beside(&database.path()), ["database.sqlite"]);
    assert_eq!(database.schema().tables.len(), 1);
    assert_eq!(files_beside(&database.path()), ["database.sqlite"]);
}

#[test]
fn what_is_only_in_the_log_is_read() {
    let database = TestDatabase::with("PRAGMA journal_mode = WAL", Database::Sqlite);
    let writer = rusqlite::Connection::open(database.path()).unwrap();
    writer
        .execute_batch("CREATE TABLE note (id integer PRIMARY KEY)")
        .unwrap();
    assert_eq!(database.schema().tables.len(), 1);
    // The writer goes on, and takes the log with it when it ends.
    writer.execute_batch("INSERT INTO note VALUES (1)").unwrap();
    drop(writer);
    assert_eq!(files_beside(&database.path()), ["database.sqlite"]);
}

#[test]
fn a_virtual_table_that_finds_nothing_to_read_is_left_out() {
    let database = TestDatabase::with(
        "CREATE TABLE note (id integer PRIMARY KEY, body text);
         CREATE VIRTUAL TABLE fine USING fts5(body, content = 'note', content_rowid = 'id');
         CREATE VIRTUAL TABLE lost USING fts5(title, content = 'note', content_rowid = 'id');",
        Database::Sqlite,
    );
    assert_left_out(&database.schema(), "lost", "title");
}

#[test]
fn a_file_that_is_missing_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.sqlite");
    let error = read(
        &format!("sqlite:{}", path.display()),
        &ReadOptions::default(),
    )
    .unwrap_err();
    assert!(matches!(error, IntrospectError::MissingFile { .. }));
    assert!(error.to_string().contains("shop.sqlite"));
    assert!(!path.exists());

    let error = read("sqlite:no-such-file.sqlite", &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.hint().as_deref(),
        Some("give the full path, or run the command where the file is")
    );
    // As SQLAlchemy spells a file in this folder.
    let error = read("sqlite:///Cargo.toml", &ReadOptions::default()).unwrap_err();
    assert_eq!(
        error.hint().as_deref(),
        Some("for the file in this folder write `sqlite:Cargo.toml`")
    );
}

#[test]
fn what_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let text = folder.path().join("notes.db");
    fs::write(&text, "not a database").unwrap();
    let error = read(&text.display().to_string(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, IntrospectError::NotADatabase { .. }));

    let empty = folder.path().join("empty.db");
    fs::write(&empty, "").unwrap();
    let error = read(&empty.display().to_string(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(error, IntrospectError::Empty { .. }));

    let broken = folder.path().join("broken.db");
    let mut bytes = b"SQLite format 3\0".to_vec();
    bytes.resize(8192, 7);
    fs::write(&broken, bytes).unwrap();
    let error = read(&broken.display().to_string(), &ReadOptions::default()).unwrap_err();
    assert!(matches!(
        error,
        IntrospectError::File { .. } | IntrospectError::Read { .. }
    ));

    let error = read(
        &format!("sqlite:{}", folder.path().display()),
        &ReadOptions::default(),
    )
    .unwrap_err();
    assert_eq!(
        error.hint().as_deref(),
        Some("name the file of the database, not its folder")
    );
}

fn files_beside(path: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(path.parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn the_log_of_a_process_that_died_is_read() {
    let database = TestDatabase::with("PRAGMA journal_mode = WAL", Database::Sqlite);
    let writer = rusqlite::Connection::open(database.path()).unwrap();
    writer
        .execute_batch("CREATE TABLE note (id integer PRIMARY KEY)")
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite");
    let log = |path: &Path| path.with_extension("sqlite-wal");
    fs::copy(database.path(), &copy).unwrap();
    fs::copy(log(&database.path()), log(&copy)).unwrap();
    let before = (fs::read(&copy).unwrap(), fs::read(log(&copy)).unwrap());

    let schema = read(&copy.display().to_string(), &ReadOptions::default()).unwrap();
    assert_eq!(schema.tables.len(), 1);
    let after = (fs::read(&copy).unwrap(), fs::read(log(&copy)).unwrap());
    assert_eq!(before, after);
}

#[test]
fn a_write_that_was_interrupted_is_told() {
    let database = TestDatabase::with(
        "CREATE TABLE note (id integer PRIMARY KEY, text text); INSERT INTO note VALUES (1, 'a');",
        Database::Sqlite,
    );
    let writer = rusqlite::Connection::open(database.path()).unwrap();
    writer
        .execute_batch(
            "PRAGMA cache_size = 1; BEGIN;
             WITH RECURSIVE n (i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
             INSERT INTO note SELECT i, hex(zeroblob(200)) FROM n;",
        )
        .unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.sqlite");
    let journal = |path: &Path| path.with_extension("sqlite-journal");
    fs::copy(database.path(), &copy).unwrap();
    fs::copy(journal(&database.path()), journal(&copy)).unwrap();
    let error = read(&copy.display().to_string(), &ReadOptions::default()).unwrap_err();
    assert!(
        matches!(error, IntrospectError::Unfinished { .. }),
        "{error:?}"
    );
    assert!(error.hint().unwrap().contains("sqlite3"));
    assert!(journal(&copy).exists());
}
