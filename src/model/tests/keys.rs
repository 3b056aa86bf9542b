//! What identifies a row, what may be written, what is left out.

use formwork_runtime::model::ReadOnly;

use super::*;
use crate::model::ModelError;

#[test]
fn a_table_without_a_key_is_only_read() {
    let report = model_of([table(
        "log",
        "line: text?, at: timestamp, raw: bytes?, extra: json?, odd: other?",
    )]);
    let log = report.resource("Log");
    assert_eq!(log.read_only, Some(ReadOnly::NoKey));
    assert_eq!(log.key, ["line", "at"]);
    assert_eq!(
        report.notes_of(NoteKind::NoKey),
        ["log is only read: it has no primary key"]
    );
    assert_eq!(
        report.notes_of(NoteKind::AsText),
        ["log.odd is carried as the text the database shows for `declared`"]
    );
}

#[test]
fn columns_of_one_odd_type_are_told_of_once() {
    let columns: Vec<String> = (1..=7).map(|number| format!("c{number}: other?")).collect();
    let report = model_of([table("log", &columns.join(", "))]);
    assert_eq!(
        report.notes_of(NoteKind::AsText),
        [
            "log has columns that are carried as the text the database shows for `declared`: \
             `c1`, `c2`, `c3`, `c4`, `c5` and 2 more"
        ]
    );
}

#[test]
fn a_key_of_what_cannot_be_compared_is_better_than_none() {
    let report = model_of([table("blobs", "raw: bytes?, extra: json?")]);
    assert_eq!(report.resource("Blob").key, ["raw", "extra"]);
}

#[test]
fn the_shortest_unique_columns_become_the_key_when_asked() {
    let log = table("log", "a: text, b: text, c: text, d: text?")
        .unique("a+b")
        .unique("d")
        .unique("c")
        .unique("b");
    let report = model_with("infer_primary_key: true", [log.clone()]);
    assert_eq!(report.resource("Log").key, ["b"]);
    assert_eq!(report.resource("Log").read_only, None);
    assert_eq!(
        report.notes_of(NoteKind::InferredKey),
        ["log is identified by `b`: its values are unique"]
    );
    assert_eq!(
        model_of([log]).resource("Log").read_only,
        Some(ReadOnly::NoKey)
    );
}

#[test]
fn a_view_is_only_read() {
    let view = table("totals", "customer: text, total: decimal?").of_kind(TableKind::View);
    let report = model_with("tables: {totals: {key: [customer]}}", [view]);
    assert_eq!(report.resource("Total").read_only, Some(ReadOnly::View));
    assert_eq!(report.resource("Total").key, ["customer"]);
    assert_eq!(
        report.notes_of(NoteKind::View),
        ["totals is only read: it is a view"]
    );
}

#[test]
fn unique_sets_are_told_without_the_key() {
    let country = table("country", "id: integer*, code: text, iso: text, name: text")
        .unique("name+code")
        .unique("id")
        .unique("iso")
        .unique("iso");
    let report = model_of([country]);
    assert_eq!(
        report.resource("Country").unique,
        [vec!["iso"], vec!["name", "code"]]
    );
}

#[test]
fn a_partition_is_seen_through_its_table() {
    let mut part = table("visit_2024", "id: integer*").of_kind(TableKind::Partition);
    part.inherits.push(TableName {
        schema: None,
        name: "visit".to_owned(),
    });
    let tables = [
        table("visit", "id: integer*").of_kind(TableKind::PartitionedTable),
        part,
    ];
    let report = model_of(tables.clone());
    assert_eq!(report.model.resources.len(), 1);
    assert_eq!(
        report.notes_of(NoteKind::LeftOut),
        ["visit_2024 is left out: it is a partition, its rows are those of `visit`"]
    );
    let report = model_with("tables: {visit_2024: {leave_out: false}}", tables);
    assert_eq!(report.model.resources.len(), 2);
}

#[test]
fn nothing_to_make_a_model_of_is_an_error() {
    let error = from_schema(&schema([]), &Overrides::default()).unwrap_err();
    assert_eq!(error, ModelError::NoTables { restricted: false });
    let overrides = Overrides::parse("exclude: ['.*']").unwrap();
    let error = from_schema(&schema([table("t", "a: text*")]), &overrides).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no table is left after `include` and `exclude`"
    );
    assert!(error.hint().unwrap().contains("must match a whole name"));
}

#[test]
fn a_table_without_columns_is_left_out_with_a_note() {
    let report = model_of([table("empty", ""), table("t", "a: text*")]);
    assert_eq!(
        report.notes_of(NoteKind::LeftOut),
        ["empty is left out: it has no columns"]
    );
}
