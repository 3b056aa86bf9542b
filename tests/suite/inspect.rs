//! A schema as other tools read it.

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

each_database!(every_name_can_be_drawn);

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
