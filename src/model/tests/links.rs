//! Rows that are known by the two that they link.

use super::*;

fn linked(link: Table) -> Vec<String> {
    let kind = link.name.name.clone();
    let tables = [
        table("person", "id: integer*, name: text"),
        table("club", "id: integer*, name: text"),
        link.refers("person_id", "person", "id")
            .refers("club_id", "club", "id"),
    ];
    let report = model_of(tables);
    report.resource(report.kind_of(&kind)).links.clone()
}

const BOTH: [&str; 2] = ["person_id", "club_id"];

#[test]
fn by_a_key_of_two_references() {
    let link = table(
        "member",
        "club_id: integer*, person_id: integer*, status: text, remark: text?",
    );
    assert_eq!(linked(link), ["club_id", "person_id"]);
}

#[test]
fn by_two_references_that_are_unique_together() {
    let columns = "id: integer*, person_id: integer, club_id: integer, remark: text?";
    assert_eq!(linked(table("member", columns)), [""; 0]);
    assert_eq!(
        linked(table("member", columns).unique("person_id+club_id")),
        BOTH
    );
}

#[test]
fn by_the_only_two_references_of_a_row_without_a_text_of_its_own() {
    let columns = "id: integer*, person_id: integer, club_id: integer, status: text, fee: integer";
    assert_eq!(linked(table("member", columns)), BOTH);
    let report = model_of([
        table("person", "id: integer*, name: text"),
        table("club", "id: integer*, name: text"),
        table("member", columns)
            .refers("person_id", "person", "id")
            .refers("club_id", "club", "id"),
    ]);
    assert_eq!(
        report.resource("Member").name_of_links().as_deref(),
        Some("{person_id} – {club_id}")
    );
    // A search finds what it can find in one table.
    assert_eq!(report.resource("Member").user_key, "status");
}

#[test]
fn not_where_something_else_says_more() {
    for columns in [
        "id: integer*, person_id: integer, club_id: integer, nickname: text",
        "id: integer*, person_id: integer, club_id: integer, subject: text",
        // Several rows of the same two.
        "person_id: integer*, club_id: integer*, year: integer*",
    ] {
        assert_eq!(linked(table("member", columns)), [""; 0], "{columns}");
    }
}

#[test]
fn not_where_others_refer_to_the_row() {
    let report = model_of([
        table("person", "id: integer*, name: text"),
        table("club", "id: integer*, name: text"),
        table("member", "person_id: integer*, club_id: integer*")
            .refers("person_id", "person", "id")
            .refers("club_id", "club", "id"),
        table("fee", "id: integer*, person_id: integer, club_id: integer").refers(
            "person_id+club_id",
            "member",
            "person_id+club_id",
        ),
    ]);
    assert_eq!(report.resource("Member").links, [""; 0]);
}

#[test]
fn not_where_formwork_yaml_says_by_what() {
    let overrides = "tables:\n  member:\n    user_key: status\n";
    let tables = [
        table("person", "id: integer*, name: text"),
        table("club", "id: integer*, name: text"),
        table(
            "member",
            "id: integer*, person_id: integer, club_id: integer, status: text",
        )
        .refers("person_id", "person", "id")
        .refers("club_id", "club", "id"),
    ];
    let report = model_with(overrides, tables);
    assert_eq!(report.resource("Member").links, [""; 0]);
    assert_eq!(report.resource("Member").user_key, "status");
}
