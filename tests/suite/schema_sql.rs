//! `database/schema.sql` makes the tables anew: loaded into an empty database, it is read as the same schema.

use std::collections::BTreeSet;

use formwork::schema::{Schema, Table, TableKind};
use regex::Regex;

use crate::support::{Database, TestDatabase, TestProject, each_database};

each_database!(it_makes_the_same_tables);

fn it_makes_the_same_tables(database: Database) {
    for design in ["northwind", "awkward_names", "keys", "types", "unforeseen"] {
        let original = TestDatabase::create(design, database);
        let project = TestProject::with("shop", &["--db-url", &original.address()]);
        let sql = project.read("database/schema.sql");
        let made = TestDatabase::empty(database);
        match (design, database) {
            ("types", Database::Postgres) => made.execute(TYPES),
            ("unforeseen", Database::Postgres) => {
                made.execute("CREATE TYPE pair AS (a int, b text);");
            }
            _ => {}
        }
        made.execute(&sql);

        let (original, made) = (tables(original.schema()), tables(made.schema()));
        assert!(!original.is_empty());
        assert_eq!(original.len(), made.len(), "{design}");
        for (mut one, mut other) in original.into_iter().zip(made) {
            if one.columns.iter().any(|column| column.domain.is_some()) {
                without_domains(&mut one);
                without_domains(&mut other);
            }
            assert_eq!(one, other, "{design}");
        }
    }
}

/// What the file says has to be there: the design's types that are neither enums nor domains, and its collation.
const TYPES: &str = r#"
    CREATE TYPE float_range AS RANGE (subtype = double precision, subtype_diff = float8mi);
    CREATE TYPE address AS (street text, number integer, "zip code" varchar(10));
    CREATE EXTENSION IF NOT EXISTS citext;
    CREATE COLLATION without_case (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
"#;

/// What the file has: tables, without what it says is elsewhere.
fn tables(schema: Schema) -> Vec<Table> {
    let mut tables = schema.tables;
    tables.retain(|table| matches!(table.kind, TableKind::Table | TableKind::PartitionedTable));
    let names: BTreeSet<_> = tables.iter().map(|table| table.name.clone()).collect();
    for table in &mut tables {
        table.kind = TableKind::Table;
        table.foreign_keys.retain(|key| names.contains(&key.target));
        for check in &mut table.checks {
            check.expression = without_casts(&check.expression);
        }
    }
    tables
}

/// Leaves off what becomes of domains: a column has the type below, and its checks, of which one per table can have the
/// name of the domain's.
fn without_domains(table: &mut Table) {
    for column in &mut table.columns {
        column.domain = None;
    }
    for check in &mut table.checks {
        check.name = None;
    }
    table
        .checks
        .sort_by(|one, other| one.expression.cmp(&other.expression));
}

/// A condition without casts, brackets and quotes: PostgreSQL sets other ones when it reads its own text, or where a
/// domain's condition is a column's.
fn without_casts(expression: &str) -> String {
    let cast = Regex::new(r#"::(character varying|[a-z]+)(\[\])?|[()"]"#).unwrap();
    cast.replace_all(expression, "").into_owned()
}
