//! Assembly on plain rows, without a database.

use formwork_runtime::model::ColumnType;

use super::*;
use crate::{
    introspect::rows::{CheckRow, ColumnRow, InheritanceRow, PrimaryKeyRow, TableRow},
    schema::{Action, Deferrable, IndexPart, TableKind},
};

fn name(name: &str) -> TableName {
    TableName {
        schema: None,
        name: name.to_owned(),
    }
}

fn table(table: &str) -> TableRow {
    TableRow {
        table: name(table),
        kind: TableKind::Table,
        comment: None,
        options: Vec::new(),
        left_out: None,
    }
}

fn column(table: &str, position: i64, column: &str) -> ColumnRow {
    ColumnRow {
        table: name(table),
        position,
        name: column.to_owned(),
        declared_type: "integer".to_owned(),
        column_type: ColumnType::Integer {
            bits: 64,
            unsigned: false,
        },
        domain: None,
        nullable: true,
        default: None,
        on_update: None,
        generated: None,
        identity: None,
        collation: None,
        comment: None,
    }
}

fn key(table: &str, column: &str) -> PrimaryKeyRow {
    PrimaryKeyRow {
        table: name(table),
        name: None,
        column: column.to_owned(),
    }
}

/// A row of the foreign key called `key`, from `table.column`.
fn reference(
    table: &str,
    key: &str,
    column: &str,
    target: &str,
    target_column: Option<&str>,
) -> ForeignKeyRow {
    ForeignKeyRow {
        table: name(table),
        key: key.to_owned(),
        name: Some(key.to_owned()),
        column: column.to_owned(),
        target: name(target),
        target_column: target_column.map(str::to_owned),
        on_update: Action::NoAction,
        on_delete: Action::NoAction,
        deferrable: Deferrable::No,
    }
}

fn index_row(table: &str, index: &str, part: IndexRowPart) -> IndexRow {
    IndexRow {
        table: name(table),
        index: index.to_owned(),
        name: Some(index.to_owned()),
        part,
        unique: true,
        method: None,
        nulls_equal: false,
        predicate: None,
        exclusion: None,
        deferrable: Deferrable::No,
    }
}

/// Two tables, of which `line` refers to `invoice` by two columns.
fn invoices() -> Rows {
    Rows {
        tables: vec![table("line"), table("invoice")],
        columns: vec![
            column("line", 1, "id"),
            column("line", 2, "year"),
            column("line", 3, "number"),
            column("invoice", 1, "year"),
            column("invoice", 2, "number"),
        ],
        primary_keys: vec![
            key("line", "id"),
            key("invoice", "year"),
            key("invoice", "number"),
        ],
        foreign_keys: vec![
            reference("line", "to_invoice", "year", "invoice", None),
            reference("line", "to_invoice", "number", "invoice", None),
        ],
        ..Rows::default()
    }
}

fn read(rows: Rows) -> Schema {
    assemble(Dialect::Sqlite, rows, &ReadOptions::default())
}

fn left_out(schema: &Schema) -> Vec<String> {
    schema
        .left_out
        .iter()
        .map(|left_out| {
            let part = left_out.part.as_deref().unwrap_or("all");
            format!("{}, {part}: {}", left_out.table.name, left_out.reason)
        })
        .collect()
}

#[test]
fn an_omitted_target_is_the_primary_key() {
    let schema = read(invoices());
    let line = &schema.tables[1];
    assert_eq!(line.name, name("line"));
    assert_eq!(line.foreign_keys.len(), 1);
    assert_eq!(line.foreign_keys[0].columns, ["year", "number"]);
    assert_eq!(line.foreign_keys[0].target_columns, ["year", "number"]);
    assert_eq!(
        schema.tables[0].primary_key.as_ref().unwrap().columns,
        ["year", "number"]
    );
}

#[test]
fn the_primary_key_of_a_table_that_is_not_read_is_known_too() {
    let options = ReadOptions {
        exclude: vec!["invoice".parse().unwrap()],
        ..ReadOptions::default()
    };
    let schema = assemble(Dialect::Sqlite, invoices(), &options);
    assert_eq!(schema.tables.len(), 1);
    assert_eq!(
        schema.tables[0].foreign_keys[0].target_columns,
        ["year", "number"]
    );
}

#[test]
fn a_target_that_cannot_be_known_is_told_not_guessed() {
    let mut rows = invoices();
    rows.foreign_keys.pop();
    rows.foreign_keys
        .push(reference("line", "to_ghost", "id", "ghost", None));
    let schema = read(rows);
    assert!(
        schema
            .tables
            .iter()
            .all(|table| table.foreign_keys.is_empty())
    );
    assert_eq!(
        left_out(&schema),
        [
            "line, its foreign key to `ghost`: that has no primary key it could refer to",
            "line, its foreign key to `invoice`: that has a primary key of 2 columns, not of 1",
        ]
    );
}

#[test]
fn only_sqlite_spells_references_as_it_likes() {
    let rows = || {
        let mut rows = invoices();
        rows.foreign_keys = vec![reference("line", "f", "year", "INVOICE", Some("Year"))];
        rows
    };
    let target = |dialect| {
        let schema = assemble(dialect, rows(), &ReadOptions::default());
        let key = &schema.tables[1].foreign_keys[0];
        (key.target.name.clone(), key.target_columns[0].clone())
    };
    assert_eq!(target(Dialect::Sqlite), ("invoice".into(), "year".into()));
    assert_eq!(target(Dialect::Mysql), ("INVOICE".into(), "Year".into()));
}

#[test]
fn the_order_of_the_catalog_does_not_matter() {
    let rows = || {
        let mut rows = invoices();
        rows.foreign_keys
            .push(reference("line", "a", "number", "line", Some("id")));
        for (index, part) in [("b", "year"), ("a", "number"), ("a", "id")] {
            let part = IndexRowPart::Key(IndexPart::Column(part.to_owned()));
            rows.indexes.push(index_row("line", index, part));
        }
        rows
    };
    let mut turned = rows();
    turned.tables.reverse();
    turned.columns.reverse();
    // Rows of one key keep their order, but those of others come between.
    turned.foreign_keys.rotate_right(1);
    turned.foreign_keys.swap(0, 1);
    turned.indexes.swap(0, 1);
    assert_eq!(read(rows()), read(turned));
    let schema = read(rows());
    let names: Vec<_> = schema.tables[1]
        .indexes
        .iter()
        .map(|index| (index.name.as_deref().unwrap(), index.parts.len()))
        .collect();
    assert_eq!(names, [("a", 2), ("b", 1)]);
}

#[test]
fn only_an_index_over_all_rows_makes_columns_unique() {
    let column = |name: &str| IndexRowPart::Key(IndexPart::Column(name.to_owned()));
    let expression = IndexRowPart::Key(IndexPart::Expression("lower(number)".to_owned()));
    let mut partial = index_row("line", "partial", column("year"));
    partial.predicate = Some("number > 0".to_owned());
    let mut rows = invoices();
    rows.indexes = vec![
        index_row("line", "expression", expression),
        partial,
        index_row("line", "whole", column("year")),
        index_row("line", "whole", IndexRowPart::Included("number".to_owned())),
    ];
    let schema = read(rows);
    let unique: Vec<_> = schema.tables[1]
        .indexes
        .iter()
        .map(Index::unique_columns)
        .collect();
    assert_eq!(unique, [None, None, Some(vec!["year"])]);
    assert_eq!(schema.tables[1].indexes[2].included, ["number"]);
}

#[test]
fn a_check_names_the_columns_it_reads() {
    let mut rows = invoices();
    rows.checks = vec![CheckRow {
        table: name("line"),
        name: None,
        expression: "\"Number\" > 0 and year <> 'id'".to_owned(),
        columns: None,
    }];
    assert_eq!(read(rows).tables[1].checks[0].columns, ["year", "number"]);
}

#[test]
fn what_is_left_out_has_a_reason() {
    let mut rows = invoices();
    rows.tables[0].left_out = Some(Reason::NotReadable);
    for (table_name, reason) in [
        ("spatial", Some(Reason::Extension("postgis".to_owned()))),
        ("broken", Some(Reason::Broken("no such table".to_owned()))),
        ("bare", None),
        ("formwork_jobs", Some(Reason::NotReadable)),
    ] {
        let mut row = table(table_name);
        row.left_out = reason;
        rows.tables.push(row);
    }
    let schema = read(rows);
    assert_eq!(schema.tables.len(), 1);
    assert_eq!(
        left_out(&schema),
        [
            "bare, all: it has no columns, or none that can be read",
            "broken, all: the database cannot read it: no such table",
            "line, all: the user may not read it",
            "spatial, all: it belongs to the extension `postgis`",
        ]
    );
}

#[test]
fn a_partition_knows_its_whole() {
    let mut rows = invoices();
    rows.inheritance = vec![InheritanceRow {
        table: name("line"),
        parent: name("invoice"),
    }];
    assert_eq!(read(rows).tables[1].inherits, [name("invoice")]);
}
