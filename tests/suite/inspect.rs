//! A schema as people and other tools read it.

use std::process::{Command, Output};

use formwork::inspect::{Format, mermaid, print};

use crate::support::{Database, TestDatabase, each_database};

/// What the formats differ in: keys of two columns, optional and unique foreign keys, names that need quotes.
const SHOP: &str = r#"
CREATE TABLE customer (
  id integer PRIMARY KEY,
  "full name" varchar(80) NOT NULL DEFAULT 'it''s me',
  "100%" decimal(5,2)
);
CREATE TABLE invoice (
  number integer NOT NULL,
  year integer NOT NULL,
  customer_id integer REFERENCES customer ON DELETE SET NULL,
  paid boolean NOT NULL DEFAULT false,
  PRIMARY KEY (year, number)
);
CREATE UNIQUE INDEX invoice_open ON invoice (customer_id) WHERE NOT paid;
CREATE INDEX invoice_name ON invoice (lower(number), year);
CREATE TABLE invoice_pdf (
  id integer PRIMARY KEY,
  number integer NOT NULL,
  year integer NOT NULL,
  data blob,
  UNIQUE (year, number),
  CONSTRAINT of_invoice FOREIGN KEY (year, number) REFERENCES invoice
);
CREATE VIEW debtor AS SELECT customer_id FROM invoice WHERE NOT paid;
CREATE TABLE excluded (id integer PRIMARY KEY);
"#;

#[test]
fn each_format_shows_the_schema() {
    let schema = TestDatabase::with(SHOP, Database::Sqlite).schema();
    for (name, format) in [
        ("shop_text", Format::Text),
        ("shop_json", Format::Json),
        ("shop_dbml", Format::Dbml),
        ("shop_mermaid", Format::Mermaid),
    ] {
        insta::assert_snapshot!(name, print(&schema, format));
    }
}

each_database!(every_name_can_be_drawn, the_command_prints_what_was_read);

fn formwork(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_formwork"))
        .args(arguments)
        .output()
        .unwrap()
}

fn the_command_prints_what_was_read(database: Database) {
    let test_database = TestDatabase::create("northwind", database);
    let address = test_database.address();
    let printed = formwork(&["inspect", "--db-url", &address, "--format", "json"]);
    assert!(printed.status.success(), "{printed:?}");
    assert_eq!(
        String::from_utf8(printed.stdout).unwrap(),
        print(&test_database.schema(), Format::Json)
    );
    assert_eq!(String::from_utf8(printed.stderr).unwrap(), "");
}

#[test]
fn the_command_says_what_is_wrong_and_what_to_do() {
    let refused = formwork(&["inspect", "--db-url", "sqlite:no-such-file.sqlite"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    assert_eq!(
        String::from_utf8(refused.stderr).unwrap(),
        "error: the SQLite database `no-such-file.sqlite` does not exist\n\
         hint: give the full path, or run the command where the file is\n"
    );
}

fn every_name_can_be_drawn(database: Database) {
    for design in ["awkward_names", "types"] {
        let test_database = TestDatabase::create(design, database);
        let schema = test_database.schema();
        let diagram = mermaid(&schema);
        let entities: Vec<_> = diagram
            .lines()
            .filter(|line| line.ends_with('{') && !line.contains("--"))
            .collect();
        let mut distinct = entities.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), schema.tables.len());
        for line in entities {
            let name = line.trim_start().trim_end_matches(" {");
            let name = name
                .strip_prefix('"')
                .and_then(|name| name.strip_suffix('"'));
            let name = name.unwrap_or_else(|| panic!("{line}"));
            assert!(
                !name.is_empty() && !name.contains(['"', '%', '\\']),
                "{line}"
            );
        }
    }
}

#[test]
fn the_model_has_the_names_of_the_api() {
    let database = TestDatabase::with(SHOP, Database::Sqlite);
    let inspect = |format: &str| {
        let arguments = [
            "inspect",
            "--model",
            "--format",
            format,
            "--db-url",
            &database.address(),
        ];
        let said = crate::support::formwork(std::path::Path::new("."), &arguments);
        assert_eq!(said.code, Some(0), "{}", said.stderr);
        said.stdout
    };
    let text = inspect("text");
    for line in [
        "Invoice, the table `invoice`, key year + number",
        "  Id       integer64, the column `id`",
        "  customer     one Customer by customer_id",
        "  Invoice  one Invoice by year + number",
        "Debtor, the table `debtor`, key customer_id, read only: a view",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    let json: formwork_runtime::model::Model = serde_json::from_str(&inspect("json")).unwrap();
    assert_eq!(json.resources.len(), 5);
    assert!(inspect("dbml").contains("Table \"InvoicePdf\""));
    assert!(inspect("mermaid").contains("\"Customer\" |o--o{ \"Invoice\""));
}

#[test]
fn a_project_knows_its_database() {
    let folder = tempfile::tempdir().unwrap();
    let said = crate::support::formwork(folder.path(), &["inspect"]).refused();
    assert!(
        said.contains("hint: name one with `--db-url`, or go to a project"),
        "{said}"
    );
    crate::support::formwork(folder.path(), &["create", "shop", "--db-url", "todo"]).done();
    let project = folder.path().join("shop");
    std::fs::write(
        project.join("formwork.yaml"),
        "tables:\n  datas:\n    name: Record\n",
    )
    .unwrap();
    let said = crate::support::formwork(&project, &["inspect", "--model"]);
    assert!(
        said.stdout.contains("Record, the table `datas`"),
        "{}{}",
        said.stdout,
        said.stderr
    );
}
