//! What holds for every kind of database.

use formwork::{
    inspect::text,
    introspect::{IntrospectError, ReadOptions},
};

use crate::support::{Database, TestDatabase, each_database};

each_database!(
    every_fact_of_the_designs_is_read,
    internal_tables_are_not_read,
    include_and_exclude_choose_whole_names,
    a_database_without_tables_is_an_error,
    the_order_does_not_depend_on_the_catalog,
);

fn every_fact_of_the_designs_is_read(database: Database) {
    for design in ["awkward_names", "keys", "types", "northwind", "unforeseen"] {
        let test_database = TestDatabase::create(design, database);
        let facts = text(&test_database.schema());
        insta::assert_snapshot!(format!("{design}_{}", test_database.server()), facts);
    }
}

fn internal_tables_are_not_read(database: Database) {
    let test_database = TestDatabase::with(
        "CREATE TABLE note (id integer PRIMARY KEY);
         CREATE TABLE formwork_outbox (id integer PRIMARY KEY);
         CREATE TABLE _sqlx_migrations (version integer PRIMARY KEY);",
        database,
    );
    let schema = test_database.schema();
    assert_eq!(names(&schema), ["note"]);
    assert_eq!(schema.left_out, []);
}

fn include_and_exclude_choose_whole_names(database: Database) {
    let test_database = TestDatabase::with(
        "CREATE TABLE item (id integer PRIMARY KEY);
         CREATE TABLE items (id integer PRIMARY KEY);
         CREATE TABLE item_log (id integer PRIMARY KEY);",
        database,
    );
    let options = ReadOptions {
        include: vec!["items?|item_.*".parse().unwrap()],
        exclude: vec!["item".parse().unwrap()],
        ..ReadOptions::default()
    };
    let schema = test_database.introspect(&options).unwrap();
    assert_eq!(names(&schema), ["item_log", "items"]);

    let options = ReadOptions {
        include: vec!["ite".parse().unwrap()],
        ..ReadOptions::default()
    };
    let error = test_database.introspect(&options).unwrap_err();
    assert!(matches!(error, IntrospectError::NothingSelected { .. }));
}

fn a_database_without_tables_is_an_error(database: Database) {
    let test_database = TestDatabase::empty(database);
    let error = test_database
        .introspect(&ReadOptions::default())
        .unwrap_err();
    assert!(matches!(error, IntrospectError::Empty { .. }), "{error}");
    assert!(error.hint().is_some());

    test_database.execute("CREATE TABLE formwork_jobs (id integer PRIMARY KEY)");
    let error = test_database
        .introspect(&ReadOptions::default())
        .unwrap_err();
    assert!(matches!(error, IntrospectError::Empty { .. }), "{error}");
}

fn the_order_does_not_depend_on_the_catalog(database: Database) {
    let statements = [
        "CREATE TABLE zebra (id integer PRIMARY KEY, a integer UNIQUE, b integer UNIQUE);",
        "CREATE TABLE ant (id integer PRIMARY KEY, zebra_id integer, other integer);",
        "CREATE INDEX ant_b ON ant (other);",
        "CREATE INDEX ant_a ON ant (zebra_id);",
        "CREATE TABLE \"Bee\" (id integer PRIMARY KEY);",
    ];
    let quote = |statement: &str| match database {
        Database::Mysql => statement.replace('"', "`"),
        _ => statement.to_owned(),
    };
    let one = TestDatabase::with(&statements.map(quote).concat(), database);
    let orders = [[1, 3, 2, 4, 0], [4, 0, 1, 2, 3]];
    for order in orders {
        let other = order.map(|at: usize| quote(statements[at])).concat();
        let other = TestDatabase::with(&other, database);
        assert_eq!(text(&one.schema()), text(&other.schema()));
    }
    assert_eq!(names(&one.schema()), ["Bee", "ant", "zebra"]);
}

fn names(schema: &formwork::schema::Schema) -> Vec<&str> {
    schema
        .tables
        .iter()
        .map(|table| table.name.name.as_str())
        .collect()
}
