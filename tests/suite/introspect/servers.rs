//! What goes wrong between us and a server, and what it is called.

use formwork::introspect::{IntrospectError, ReadOptions};
use url::Url;

use super::assert_left_out;
use crate::support::{Database, TestDatabase, each_database, read};

each_database!(on [Postgres Mysql]
    a_wrong_password_is_said_and_not_shown,
    a_database_that_is_missing_is_named,
    a_server_that_is_down_is_told_by_its_address,
    tables_that_may_not_be_read_are_left_out,
);
each_database!(on [Mysql] a_view_whose_definer_is_gone_is_left_out);

fn error(address: &str) -> IntrospectError {
    read(address, &ReadOptions::default()).unwrap_err()
}

/// The address of the database with something else in it.
fn changed(database: &TestDatabase, change: impl FnOnce(&mut Url)) -> String {
    let mut url: Url = database.address().parse().unwrap();
    change(&mut url);
    url.into()
}

fn a_wrong_password_is_said_and_not_shown(database: Database) {
    let test_database = TestDatabase::empty(database);
    let address = changed(&test_database, |url| {
        url.set_password(Some("s%40cret")).unwrap();
    });
    let error = error(&address);
    assert!(
        matches!(error, IntrospectError::Refused { .. }),
        "{error:?}"
    );
    let shown = format!("{error} {error:?} {}", error.hint().unwrap());
    assert!(shown.contains("formwork@"), "{shown}");
    assert!(!shown.contains("cret"), "{shown}");
}

fn a_database_that_is_missing_is_named(database: Database) {
    let test_database = TestDatabase::empty(database);
    let address = changed(&test_database, |url| url.set_path("no_such_database"));
    let error = error(&address);
    assert!(
        matches!(error, IntrospectError::UnknownDatabase { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains("no_such_database"));
    assert!(error.hint().is_some());
}

fn a_server_that_is_down_is_told_by_its_address(database: Database) {
    let test_database = TestDatabase::empty(database);
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .unwrap()
        .port();
    let address = changed(&test_database, |url| url.set_port(Some(port)).unwrap());
    let error = error(&address);
    assert!(
        matches!(error, IntrospectError::Unreachable { .. }),
        "{error:?}"
    );
    assert!(error.to_string().contains(&port.to_string()));
    assert!(error.hint().is_some());
}

fn tables_that_may_not_be_read_are_left_out(database: Database) {
    let test_database = TestDatabase::with(
        "CREATE TABLE open (id integer PRIMARY KEY, secret integer);
         CREATE TABLE closed (id integer PRIMARY KEY);",
        database,
    );
    let user = test_database.user();
    let options = ReadOptions::default();
    let nothing = read(&user.address, &options).unwrap_err();
    let is_told = match database {
        Database::Postgres => matches!(nothing, IntrospectError::NoReadableTable { .. }),
        // The server lists no table to somebody who may not read it, and may even hide the database.
        _ => matches!(
            nothing,
            IntrospectError::Empty { .. } | IntrospectError::UnknownDatabase { .. }
        ),
    };
    assert!(is_told, "{nothing:?}");
    assert!(
        nothing
            .hint()
            .is_some_and(|hint| hint.contains("GRANT") || hint.contains("SHOW"))
    );

    test_database.execute(&format!("GRANT SELECT (id) ON open TO {}", user.name));
    let schema = read(&user.address, &options).unwrap();
    let tables: Vec<_> = schema.tables.iter().map(|table| &table.name.name).collect();
    assert_eq!(tables, ["open"]);
    let columns: Vec<_> = schema.tables[0]
        .columns
        .iter()
        .map(|column| &column.name)
        .collect();
    assert_eq!(columns, ["id"]);
    if database == Database::Postgres {
        let left_out: Vec<_> = schema
            .left_out
            .iter()
            .map(|left_out| format!("{}: {:?}", left_out.table.name, left_out.part))
            .collect();
        assert_eq!(
            left_out,
            ["closed: None", "open: Some(\"its column `secret`\")"]
        );
    }
}

#[test]
fn a_mysql_address_must_name_a_database() {
    let error = error("mysql://ann:secret@127.0.0.1:1/");
    assert!(
        matches!(error, IntrospectError::NoDatabaseName { .. }),
        "{error:?}"
    );
    assert_eq!(
        error.hint().as_deref(),
        Some("add it after a `/`: `mysql://ann@127.0.0.1:1/NAME`")
    );
}

fn a_view_whose_definer_is_gone_is_left_out(database: Database) {
    let test_database = TestDatabase::with(
        "CREATE TABLE note (id integer PRIMARY KEY);
         CREATE VIEW fine AS SELECT id FROM note;
         CREATE DEFINER = 'nobody'@'nowhere' SQL SECURITY DEFINER VIEW orphan AS SELECT id FROM note;",
        database,
    );
    assert_left_out(&test_database.schema(), "orphan", "nobody");
}
