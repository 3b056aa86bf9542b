//! What bad input gets: the thing in backticks, the cause, what to do about it; exit code 1, and nothing written.

use std::fs;

use url::Url;

use crate::support::{Database, TestDatabase, each_database, formwork};

each_database!(on [Postgres Mysql]
    a_server_that_says_no,
);

/// Calls `create` in an empty folder with one file, and gives what was said.
fn refused(arguments: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("in-the-way"), "a file\n").unwrap();
    let said = formwork(folder.path(), &[&["create"], arguments].concat()).refused();
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "something was written"
    );
    said
}

#[test]
fn an_address_that_is_none() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "nortwind"]), @r"
        error: `nortwind` is neither the address of a database nor the name of a sample
        hint: did you mean `northwind`? `formwork examples` lists the samples
        ");
    insta::assert_snapshot!(refused(&["shop", "--db-url", "oracle://scott:tiger@host/db"]), @r"
        error: no database is known by the scheme `oracle:`
        hint: write it as `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://USER:PASSWORD@HOST/DATABASE`
        ");
    insta::assert_snapshot!(refused(&["shop", "--db-url", "postgers://ann:secret@host/db"]), @r"
        error: no database is known by the scheme `postgers:`
        hint: did you mean `postgres://`?
        ");
}

#[test]
fn a_file_that_is_no_database() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "sqlite:missing.sqlite"]), @r"
        error: the SQLite database `missing.sqlite` does not exist
        hint: give the full path, or run the command where the file is
        ");
    insta::assert_snapshot!(refused(&["shop", "--db-url", "sqlite:northwind.sqlite"]), @r"
        error: the SQLite database `northwind.sqlite` does not exist
        hint: for the sample of that name write `northwind`, for a file of yours its full path
        ");
    insta::assert_snapshot!(refused(&["shop", "--db-url", "sqlite:in-the-way"]), @r"
        error: `in-the-way` is not a SQLite database
        hint: name a file that SQLite made; `--from-model` takes `CREATE TABLE` statements
        ");
}

#[test]
fn a_database_without_tables() {
    let empty = TestDatabase::empty(Database::Sqlite);
    let said = refused(&["shop", "--db-url", &empty.address()]);
    insta::assert_snapshot!(said.replace(&empty.address(), "sqlite:empty.sqlite"), @r"
        error: the database `sqlite:empty.sqlite` has no tables
        hint: create its tables first, for example with `sqlite3 FILE < schema.sql`
        ");
}

#[test]
fn nothing_left_of_a_database() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "todo", "--include", "custmer"]), @r"
            Read  3 tables from `todo`
        error: no table is left after `include` and `exclude`
        hint: an expression must match a whole name: `order.*`, not `order`; `formwork inspect` lists the tables
        ");
}

#[test]
fn a_pattern_that_does_not_compile() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "todo", "--exclude", "a(b"]), @r"
        error: `a(b` is no regular expression
        caused by: regex parse error:
            a(b
             ^
        error: unclosed group
        hint: write it as in https://docs.rs/regex/latest/regex/#syntax
        ");
}

#[test]
fn a_name_that_no_crate_can_have() {
    insta::assert_snapshot!(refused(&["my shop", "--db-url", "todo"]), @r"
        error: `my shop` cannot be the name of a crate: ' ' is neither an ASCII letter or digit, nor `-`, nor `_`
        hint: call the directory something else, such as `my-shop`
        ");
    insta::assert_snapshot!(refused(&["self", "--db-url", "todo"]), @r"
        error: `self` cannot be the name of a crate: it is a keyword of Rust
        hint: call the directory something else, such as `self-app`
        ");
}

#[test]
fn a_target_in_the_way() {
    insta::assert_snapshot!(refused(&["in-the-way", "--db-url", "todo"]), @r"
        error: `in-the-way` is a file, not a directory to create
        hint: choose another name, or move it away
        ");
}

#[test]
fn a_target_below_a_file() {
    let said = refused(&["in-the-way/shop", "--db-url", "todo"]);
    insta::assert_snapshot!(said, @r"
        error: `in-the-way` is a file, not a directory to create
        hint: choose another name, or move it away
        ");
}

/// Where not even the superuser may make a directory.
#[test]
#[cfg(target_os = "linux")]
fn a_place_where_nobody_may_write() {
    let said = refused(&["/sys/shop", "--db-url", "todo"]);
    assert!(
        said.contains("error: could not create `/sys/shop`\ncaused by: ")
            && (said.contains("hint: make the directory that it belongs into writable for you")
                || said.contains("hint: choose a directory on another file system")),
        "{said}"
    );
}

#[test]
fn a_sample_whose_name_has_a_plus_but_that_has_no_customizations() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "chinook+"]), @r"
        error: there are no customizations of the sample `chinook`
        hint: leave out the `+`: `chinook`; `northwind`, `basic_demo`, `allocation` have some
        ");
}

#[test]
fn a_database_file_that_was_cut() {
    let design = TestDatabase::create("todo", Database::Sqlite);
    let address = design.address();
    let path = address.strip_prefix("sqlite:").unwrap();
    let file = fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(3000).unwrap();
    let said = refused(&["shop", "--db-url", &address]);
    assert!(
        said.starts_with(&format!(
            "error: could not read the catalog of `{address}`\ncaused by: "
        )) && said.contains("hint: see what is wrong with the file: `sqlite3 "),
        "{said}"
    );
    assert_eq!(said.matches("malformed").count(), 1, "{said}");
}

fn a_server_that_says_no(database: Database) {
    let there = TestDatabase::create("keys", database);
    let changed = |change: &dyn Fn(&mut Url)| {
        let mut url: Url = there.address().parse().unwrap();
        change(&mut url);
        String::from(url)
    };
    let password = changed(&|url| url.set_password(Some("s3cret")).unwrap());
    let said = refused(&["shop", "--db-url", &password]);
    assert!(
        said.starts_with("error: the database server refused the user or password of `")
            && said.contains("\ncaused by: ")
            && said.contains("\nhint: check the user and password"),
        "{said}"
    );
    assert!(!said.contains("s3cret"), "{said}");

    // The port of nobody.
    let down = changed(&|url| url.set_port(Some(1)).unwrap());
    let said = refused(&["shop", "--db-url", &down]);
    assert!(
        said.starts_with("error: could not reach the database server of `")
            && said.contains(":1/")
            && said.contains("\nhint: check that the server runs"),
        "{said}"
    );

    let unknown = changed(&|url| url.set_path("no_such_database"));
    let said = refused(&["shop", "--db-url", &unknown]);
    assert!(
        said.contains("no_such_database` does not exist, or its user may not use it")
            && said.contains("\nhint: check the name after the last `/`"),
        "{said}"
    );

    let nothing = TestDatabase::empty(database);
    let said = refused(&["shop", "--db-url", &nothing.address()]);
    assert!(
        said.contains("has no tables\nhint: create its tables first"),
        "{said}"
    );
}

#[test]
fn a_name_that_the_api_cannot_have() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "todo", "--api-name", "a//b"]), @r"
        error: `a//b` cannot be the name of the API
        hint: write a path of letters, digits, `-`, `_`, `.` and `~`, such as `api` or `shop/api`
        ");
}

#[test]
fn sql_that_sqlite_does_not_understand() {
    insta::assert_snapshot!(refused(&["shop", "--from-model", "in-the-way"]), @r#"
        error: SQLite does not understand `in-the-way`
        caused by: (code: 1) near "a": syntax error
        hint: write the statements as SQLite has them: https://sqlite.org/lang.html
        "#);
    insta::assert_snapshot!(refused(&["shop", "--from-model", "missing.sql"]), @r"
        error: could not read `missing.sql`
        caused by: No such file or directory (os error 2)
        hint: give the path of a file of `CREATE TABLE` statements
        ");
}

#[test]
fn templates_that_are_not_there() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "todo", "--template", "missing"]), @r"
        error: could not read the template `missing`
        caused by: No such file or directory (os error 2)
        hint: give the directory of your templates with `--template`
        ");
}

#[test]
fn a_list_of_tables_that_is_none() {
    insta::assert_snapshot!(refused(&["shop", "--db-url", "todo", "--include-tables", "in-the-way"]), @r"
        error: `in-the-way` does not list tables: line 1: the file is a text, where keys and values should be
        hint: write lists of regular expressions: `include: ['customers?']`, `exclude: ['.*_log']`
        ");
}
