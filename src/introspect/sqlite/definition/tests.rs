//! Texts that follow the grammar, and texts that do not.

use super::*;

const EVERYTHING: &str = r#"CREATE TABLE "a ""b" ( -- a comment, (
                id INTEGER CONSTRAINT pk PRIMARY KEY AUTOINCREMENT,
                [two words] varchar( 30 ) NOT NULL ON CONFLICT FAIL COLLATE NOCASE DEFAULT ('x)' || "y"),
                "check" NATIVE CHARACTER(70) DEFAULT -1.5 CHECK ("check" in (',', ')', '--')) UNIQUE,
                untyped,
                total DECIMAL(10, 2) GENERATED ALWAYS AS (id * (2 + 1)) STORED,
                other AS (lower([two words])),
                parent INTEGER CONSTRAINT to_parent REFERENCES "a ""b" ON DELETE SET NULL
                    ON UPDATE NO ACTION MATCH FULL NOT DEFERRABLE NOT NULL,
                next REFERENCES n(id) DEFERRABLE INITIALLY DEFERRED,
                CONSTRAINT positive CHECK (total > 0 /* ) */ and id <> ')')
                CONSTRAINT pair UNIQUE (id, [two words] COLLATE BINARY DESC) ON CONFLICT IGNORE,
                FOREIGN KEY (id, untyped) REFERENCES target (x, "y z") DEFERRABLE
            ) STRICT, WITHOUT ROWID"#;

#[test]
fn columns_have_collations_and_expressions() {
    let table = table(EVERYTHING).unwrap();
    let column = |name: &str, collation: Option<&str>, generated: Option<&str>| ColumnDefinition {
        name: name.to_owned(),
        collation: collation.map(str::to_owned),
        generated: generated.map(str::to_owned),
    };
    assert_eq!(
        table.columns,
        [
            column("id", None, None),
            column("two words", Some("NOCASE"), None),
            column("check", None, None),
            column("untyped", None, None),
            column("total", None, Some("id * (2 + 1)")),
            column("other", None, Some("lower([two words])")),
            column("parent", None, None),
            column("next", None, None),
        ]
    );
}

#[test]
fn constraints_stand_beside_columns_and_after_them() {
    let table = table(EVERYTHING).unwrap();
    assert_eq!(table.primary_key_name.as_deref(), Some("pk"));
    let checks: Vec<_> = table
        .checks
        .iter()
        .map(|check| (check.name.as_deref(), check.expression.as_str()))
        .collect();
    assert_eq!(
        checks,
        [
            (None, "\"check\" in (',', ')', '--')"),
            (Some("positive"), "total > 0 /* ) */ and id <> ')'"),
        ]
    );
    let uniques: Vec<_> = table
        .uniques
        .iter()
        .map(|unique| (unique.name.as_deref(), unique.columns.join("+")))
        .collect();
    assert_eq!(
        uniques,
        [
            (None, "check".to_owned()),
            (Some("pair"), "id+two words".to_owned())
        ]
    );
}

#[test]
fn foreign_keys_have_names_and_times() {
    let table = table(EVERYTHING).unwrap();
    let keys: Vec<_> = table
        .foreign_keys
        .iter()
        .map(|key| {
            let ForeignKeyDefinition {
                name,
                columns,
                target,
                target_columns,
                deferrable,
            } = key;
            (
                name.as_deref(),
                columns.join("+"),
                target.as_str(),
                target_columns.join("+"),
                *deferrable,
            )
        })
        .collect();
    assert_eq!(
        keys,
        [
            (
                Some("to_parent"),
                "parent".into(),
                "a \"b",
                String::new(),
                Deferrable::No
            ),
            (
                None,
                "next".into(),
                "n",
                "id".into(),
                Deferrable::InitiallyDeferred
            ),
            (
                None,
                "id+untyped".into(),
                "target",
                "x+y z".into(),
                Deferrable::InitiallyImmediate
            ),
        ]
    );
}

#[test]
fn what_is_not_understood_gives_nothing() {
    for sql in [
        "CREATE VIRTUAL TABLE t USING fts5(a)",
        "CREATE TABLE t(a INT SOMETHING(1) CHECK(a",
        "CREATE TABLE t(a DEFAULT 1 2)",
        "CREATE TABLE t(a REFERENCES b ON DELETE FORGET)",
        "CREATE TABLE t(a, CHECK(a > 1), b)",
        "CREATE TABLE t(a",
        "",
    ] {
        assert_eq!(table(sql), None, "{sql}");
    }
}

#[test]
fn an_index_tells_its_expressions_and_condition() {
    assert_eq!(
        index(
            "CREATE UNIQUE INDEX IF NOT EXISTS main.\"i j\" ON t (lower(a, ','), \"b c\" COLLATE NOCASE DESC, d ASC) WHERE d IS NOT NULL AND e > ')'"
        ),
        Some(IndexDefinition {
            parts: vec![
                "lower(a, ',')".to_owned(),
                "\"b c\" COLLATE NOCASE".to_owned(),
                "d".to_owned(),
            ],
            predicate: Some("d IS NOT NULL AND e > ')'".to_owned()),
        })
    );
    assert_eq!(index("CREATE INDEX i ON t (a) WITH b"), None);
}
