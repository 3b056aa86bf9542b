//! What only PostgreSQL has: several schemas, and what belongs to extensions.

use formwork::{
    inspect::text,
    introspect::{IntrospectError, ReadOptions},
    schema::Schema,
};

use crate::support::{Database, TestDatabase, each_database};

each_database!(on [Postgres]
    the_first_schema_of_the_search_path_is_the_default,
    several_schemas_are_read_with_their_names,
    a_schema_that_is_missing_is_named_with_those_there_are,
    tables_of_extensions_are_left_out,
    a_pattern_can_name_the_schema,
);

fn schemas(names: &[&str]) -> ReadOptions {
    ReadOptions {
        schemas: names.iter().map(|name| (*name).to_owned()).collect(),
        ..ReadOptions::default()
    }
}

fn names(schema: &Schema) -> Vec<String> {
    schema
        .tables
        .iter()
        .map(|table| {
            format!(
                "{}.{}",
                table.name.schema.as_deref().unwrap_or("-"),
                table.name.name
            )
        })
        .collect()
}

fn the_first_schema_of_the_search_path_is_the_default(database: Database) {
    let test_database = TestDatabase::with(
        "CREATE SCHEMA \"Sales Dept\"; CREATE TABLE \"Sales Dept\".lead (id integer PRIMARY KEY);
         CREATE TABLE public.other (id integer PRIMARY KEY);",
        database,
    );
    let address = test_database.address();
    let address = format!("{address}?options[search_path]=%22Sales%20Dept%22,public");
    let schema = crate::support::read(&address, &ReadOptions::default()).unwrap();
    assert_eq!(schema.default_schema.as_deref(), Some("Sales Dept"));
    assert_eq!(names(&schema), ["Sales Dept.lead"]);
}

fn several_schemas_are_read_with_their_names(database: Database) {
    let test_database = TestDatabase::create("keys", database);
    let schema = test_database
        .introspect(&schemas(&["archive", "public"]))
        .unwrap();
    assert_eq!(schema.default_schema.as_deref(), Some("public"));
    let products: Vec<_> = names(&schema)
        .into_iter()
        .filter(|name| name.ends_with(".product"))
        .collect();
    assert_eq!(products, ["archive.product", "public.product"]);

    let archive = test_database.introspect(&schemas(&["archive"])).unwrap();
    insta::assert_snapshot!("archive_postgres", text(&archive));
}

fn a_schema_that_is_missing_is_named_with_those_there_are(database: Database) {
    let test_database = TestDatabase::create("keys", database);
    let error = test_database
        .introspect(&schemas(&["public", "archiv"]))
        .unwrap_err();
    assert!(error.to_string().contains("`archiv`"), "{error}");
    assert_eq!(
        error.hint().as_deref(),
        Some("the schemas there are: `archive`, `public`")
    );
    let sqlite = TestDatabase::create("keys", Database::Sqlite);
    let error = sqlite.introspect(&schemas(&["public"])).unwrap_err();
    assert!(matches!(error, IntrospectError::NoSchemas { .. }));
}

fn tables_of_extensions_are_left_out(database: Database) {
    let test_database = TestDatabase::with("CREATE TABLE own (id integer PRIMARY KEY)", database);
    // Any view can be made a member of an extension; only PostGIS brings its own, and is rarely there.
    test_database.execute(
        "CREATE EXTENSION IF NOT EXISTS plpgsql;
         CREATE VIEW brought AS SELECT 1 AS one;
         ALTER EXTENSION plpgsql ADD VIEW brought;",
    );
    let schema = test_database.schema();
    assert_eq!(names(&schema), ["public.own"]);
    assert_eq!(schema.left_out.len(), 1);
    assert_eq!(
        schema.left_out[0].reason,
        "it belongs to the extension `plpgsql`"
    );
}

fn a_pattern_can_name_the_schema(database: Database) {
    let test_database = TestDatabase::create("keys", database);
    let options = ReadOptions {
        include: vec![r"archive\..*".parse().unwrap(), "vehicle".parse().unwrap()],
        ..schemas(&["archive", "public"])
    };
    let schema = test_database.introspect(&options).unwrap();
    assert_eq!(
        names(&schema),
        ["archive.product", "archive.removal", "public.vehicle"]
    );
}
