//! `formwork create`: the project is the expected one, always the same, and compiles; bad input is refused with a hint.

mod compiled;
mod places;
mod refused;

use std::{collections::BTreeMap, env, fs, path::Path};

use formwork_runtime::config::{Configuration, Origin, Sources};
use rusqlite::functions::FunctionFlags;
use serde_json::Value as Json;

use crate::support::{Database, TestDatabase, TestProject, each_database, files, formwork};

/// What is not kept in `tests/expected`: the runtime's sources and what depends on them, and what differs each time.
fn is_expected(path: &str) -> bool {
    let copied = path.starts_with("formwork/runtime/") || path.starts_with("formwork/macros/");
    !copied
        && ![
            "Cargo.lock",
            "database/db.sqlite",
            "formwork/record.yaml",
            ".env",
        ]
        .contains(&path)
}

/// `config.yaml` is where a user reads which settings there are.
#[test]
fn every_setting_is_in_the_configuration_with_its_default() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/northwind");
    let text = fs::read_to_string(expected.join("config.yaml")).unwrap();
    // `# ` begins a sentence, and `#key` a default.
    let is_default = |line: &str| {
        let line = line.trim_start().strip_prefix('#');
        line.is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_lowercase()))
    };
    let lines = text.lines().map(|line| {
        if is_default(line) {
            line.replacen('#', "", 1)
        } else {
            line.to_owned()
        }
    });
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("all.yaml"),
        lines.collect::<Vec<_>>().join("\n"),
    )
    .unwrap();
    fs::write(folder.path().join("none.yaml"), "database:\n  url: x\n").unwrap();
    let load = |name: &str| {
        Configuration::load(&Sources {
            file: Some(folder.path().join(name)),
            ..Sources::default()
        })
        .unwrap()
    };
    let (all, none) = (load("all.yaml"), load("none.yaml"));
    for ((name, value, origin), (_, default, _)) in all.shown().into_iter().zip(none.shown()) {
        // Secrets have no place there, and `formwork add-audit` writes its own.
        if matches!(name, "database.password" | "secret" | "audit.enabled") {
            continue;
        }
        assert!(
            matches!(origin, Origin::File(_)),
            "`{name}` is not in `config.yaml`"
        );
        if name != "database.url" {
            assert_eq!(value, default, "{name}");
        }
    }
}

#[test]
fn northwind_is_as_expected() {
    let project = TestProject::with("northwind", &["--db-url", "northwind"]);
    let mut created = project.files();
    created.retain(|path, _| is_expected(path));

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/expected/northwind");
    if env::var_os("FORMWORK_UPDATE_EXPECTED").is_some() {
        update(&folder, &created);
    }
    let expected = files(&folder);
    let paths = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&created), paths(&expected), "{HOW}");
    for (path, contents) in created {
        let created = String::from_utf8(contents).unwrap();
        let expected = String::from_utf8_lossy(&expected[&path]);
        assert_eq!(created, expected, "`{path}` differs; {HOW}");
    }
}

const HOW: &str = "if it should, FORMWORK_UPDATE_EXPECTED=1 cargo test create writes it anew; review the difference";

fn update(folder: &Path, files: &BTreeMap<String, Vec<u8>>) {
    if folder.exists() {
        fs::remove_dir_all(folder).unwrap();
    }
    for (path, contents) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, contents).unwrap();
    }
}

each_database!(a_database_gives_the_same_bytes_each_time);

fn a_database_gives_the_same_bytes_each_time(database: Database) {
    let database = TestDatabase::create("awkward_names", database);
    let create = || {
        let project = TestProject::with("shop", &["--db-url", &database.address()]);
        let mut files = project.files();
        // The secret is another one each time, and so is SQLite's counter of changes.
        files.remove(".env");
        files.remove("database/db.sqlite");
        files
    };
    assert!(create() == create());
}

each_database!(the_generated_files_are_formatted);

fn the_generated_files_are_formatted(database: Database) {
    for design in ["awkward_names", "keys", "types"] {
        let project = TestProject::create(design, database);
        let path = project.path();
        // As it is written, rustfmt would leave the folder alone.
        let table_of_contents = path.join("src/generated/mod.rs");
        let text = fs::read_to_string(&table_of_contents).unwrap();
        let text = text.replace("#![cfg_attr(rustfmt, rustfmt::skip)]\n", "");
        fs::write(&table_of_contents, text).unwrap();
        let output = std::process::Command::new("rustfmt")
            .args([
                "--check",
                "--edition",
                "2024",
                "src/lib.rs",
                "src/main.rs",
                "tests/api.rs",
            ])
            .current_dir(&path)
            .output()
            .unwrap();
        let difference = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{design}: {difference}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

#[test]
fn it_ends_with_what_was_treated_specially() {
    let sql = r#"
        CREATE TABLE "Order" (id INTEGER PRIMARY KEY, type TEXT, "a/b" TEXT);
        CREATE TABLE notes (text TEXT);
        CREATE VIEW totals AS SELECT count(*) AS n FROM "Order";
    "#;
    let database = TestDatabase::with(sql, Database::Sqlite);
    let folder = tempfile::tempdir().unwrap();
    // The copy of the runtime would change the number of files.
    let runtime = format!("--runtime=path={}", env!("CARGO_MANIFEST_DIR"));
    let said = formwork(
        folder.path(),
        &["create", "shop", "--db-url", &database.address(), &runtime],
    )
    .done();
    let said = said.replace(&database.address(), "sqlite:shop.sqlite");
    insta::assert_snapshot!(said);
}

#[test]
fn a_script_reads_the_answer_as_json() {
    let folder = tempfile::tempdir().unwrap();
    let answer = formwork(
        folder.path(),
        &["create", "shop", "--db-url", "todo", "--format", "json"],
    )
    .answer();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["path"], "shop");
    assert_eq!(answer["files"], files(&folder.path().join("shop")).len());
    assert!(
        answer["resources"]
            .as_array()
            .unwrap()
            .contains(&"Data".into()),
        "{answer}"
    );
}

#[test]
fn a_database_in_wal_mode_is_copied_with_what_is_not_in_its_file_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("live.sqlite");
    let live = rusqlite::Connection::open(&path).unwrap();
    live.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0;
         CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT);
         INSERT INTO items VALUES (1, 'written a moment ago');",
    )
    .unwrap();
    let before = fs::read(&path).unwrap();

    formwork(
        folder.path(),
        &["create", "shop", "--db-url", "sqlite:live.sqlite"],
    )
    .done();

    let copy = rusqlite::Connection::open(folder.path().join("shop/database/db.sqlite")).unwrap();
    let name: String = copy
        .query_row("SELECT name FROM items", [], |row| row.get(0))
        .unwrap();
    assert_eq!(name, "written a moment ago");
    assert_eq!(fs::read(&path).unwrap(), before);
}

#[test]
fn a_database_that_leans_on_its_program_is_copied_and_what_sqlite_cannot_read_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let made = rusqlite::Connection::open(folder.path().join("own.sqlite")).unwrap();
    made.create_scalar_function(
        "twice",
        1,
        FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_UTF8,
        |context| context.get::<i64>(0).map(|number| number * 2),
    )
    .unwrap();
    made.execute_batch(
        "CREATE TABLE plain (id INTEGER PRIMARY KEY, name TEXT COLLATE nocase);
         CREATE TABLE sorted (id INTEGER PRIMARY KEY, name TEXT COLLATE RTRIM);
         CREATE TABLE computed (id INTEGER PRIMARY KEY, n INT, doubled INT AS (twice(n)), half INT AS (n / 2));
         CREATE TABLE indexed (id INTEGER PRIMARY KEY, n INT);
         CREATE INDEX by_twice ON indexed (twice(n));
         INSERT INTO sorted VALUES (1, 'a');
         INSERT INTO indexed VALUES (1, 2);
         PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(sql, 'RTRIM', 'GERMAN') WHERE name = 'sorted';",
    )
    .unwrap();
    drop(made);

    let said = formwork(
        folder.path(),
        &["create", "shop", "--db-url", "sqlite:own.sqlite"],
    )
    .done();
    for line in [
        "`computed` is left out: the database cannot read it: unknown function: twice()",
        "`sorted` is left out: the database cannot read it: no such collation sequence: GERMAN",
    ] {
        assert!(said.contains(line), "{said}");
    }
    let model = fs::read_to_string(folder.path().join("shop/src/generated/model.json")).unwrap();
    let model: Json = serde_json::from_str(&model).unwrap();
    let kinds: Vec<_> = model["resources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|resource| resource["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["Indexed", "Plain"]);
}

each_database!(on [Postgres Mysql] the_password_is_in_the_secrets_only);

fn the_password_is_in_the_secrets_only(database: Database) {
    let database = TestDatabase::create("northwind", database);
    let password = url::Url::parse(&database.address())
        .unwrap()
        .password()
        .unwrap()
        .to_owned();
    let project = TestProject::with("shop", &["--db-url", &database.address(), "--verbose"]);
    assert!(
        project
            .read(".env")
            .contains(&format!("APP__DATABASE__PASSWORD={password}\n"))
    );
    assert!(!project.said.contains(&format!(":{password}@")));
    for (path, contents) in project.files() {
        let text = String::from_utf8_lossy(&contents);
        assert!(!text.contains(&format!(":{password}@")), "{path}");
    }
}

#[test]
fn a_project_can_start_from_tables_in_sql() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("shop.sql"),
        "CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);",
    )
    .unwrap();
    formwork(
        folder.path(),
        &["create", "shop", "--from-model", "shop.sql"],
    )
    .done();
    let schema = fs::read_to_string(folder.path().join("shop/database/schema.sql")).unwrap();
    assert!(schema.contains("CREATE TABLE customers"), "{schema}");
    assert!(
        folder
            .path()
            .join("shop/src/generated/customer.rs")
            .exists()
    );
}

#[test]
fn templates_of_ones_own_are_laid_over_ours() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("own");
    fs::create_dir_all(own.join("src")).unwrap();
    fs::write(own.join("README.md.tera"), "# {{ project.name }} of ours\n").unwrap();
    fs::write(
        own.join("src/[resource].txt.tera"),
        "{{ resource.rust_type }}\n",
    )
    .unwrap();
    fs::write(own.join("logo.svg"), "<svg/>{{ as it is }}").unwrap();
    formwork(
        folder.path(),
        &["create", "shop", "--db-url", "todo", "--template", "own"],
    )
    .done();
    let read = |path: &str| fs::read_to_string(folder.path().join("shop").join(path)).unwrap();
    assert_eq!(read("README.md"), "# shop of ours\n");
    assert_eq!(read("src/todo.txt"), "Todo\n");
    assert_eq!(read("logo.svg"), "<svg/>{{ as it is }}");
    assert!(read("src/lib.rs").contains("pub mod generated"));
}

#[test]
fn tables_can_be_chosen() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("tables.yml"),
        "include: ['Customer.*', Order]\nexclude: ['.*Demographic']\n",
    )
    .unwrap();
    let answer = formwork(
        folder.path(),
        &[
            "create",
            "shop",
            "--db-url",
            "nw-",
            "--include-tables",
            "tables.yml",
            "--format",
            "json",
        ],
    )
    .answer();
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(
        answer["resources"],
        serde_json::json!(["Customer", "Order"])
    );
}
