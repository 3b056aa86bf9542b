//! Foreign keys of every shape.

use super::*;

#[test]
fn a_column_without_an_ending_leaves_the_name_to_the_type() {
    let flights = table(
        "flights",
        "id: integer*, origin: integer, destination: integer, via: integer?",
    )
    .refers("origin", "airports", "id")
    .refers("destination", "airports", "id")
    .refers("via", "airports", "id");
    let report = model_of([flights, table("airports", "id: integer*, name: text")]);
    assert_eq!(
        described(report.resource("Flight")),
        [
            "Airport -> Airport by origin",
            "Airport1 -> Airport by destination",
            "Airport2 -> Airport by via"
        ]
    );
    assert_eq!(
        described(report.resource("Airport")),
        [
            "FlightList ->> Flight by origin",
            "FlightList1 ->> Flight by destination",
            "FlightList2 ->> Flight by via"
        ]
    );
}

#[test]
fn what_a_column_says_beyond_the_type_goes_before_the_list() {
    let flights = table(
        "flights",
        "id: integer*, origin_airport_id: integer, dest_id: integer, AirportId: integer",
    )
    .refers("origin_airport_id", "airports", "id")
    .refers("dest_id", "airports", "id")
    .refers("AirportId", "airports", "id");
    let report = model_of([flights, table("airports", "id: integer*, name: text")]);
    assert_eq!(
        described(report.resource("Flight")),
        [
            "origin_airport -> Airport by origin_airport_id",
            "dest -> Airport by dest_id",
            "Airport -> Airport by AirportId"
        ]
    );
    assert_eq!(
        described(report.resource("Airport")),
        [
            "DestFlightList ->> Flight by dest_id",
            "FlightList ->> Flight by AirportId",
            "OriginFlightList ->> Flight by origin_airport_id"
        ]
    );
}

#[test]
fn every_spelling_of_an_ending_is_known() {
    for (column, name) in [
        ("owner_id", "owner"),
        ("owner_Id", "owner"),
        ("owner_ID", "owner"),
        ("OwnerId", "Owner"),
        ("OWNERID", "OWNER"),
        ("ownerid", "owner"),
        ("owner-id", "owner"),
        ("owner id", "owner"),
        ("own$er id", "own_S_er"),
        ("id", "Person"),
        ("_id", "Person"),
        ("owner", "Person"),
    ] {
        let pet = table("pet", &format!("nr: integer*, {column}: integer"))
            .refers(column, "people", "nr");
        let report = model_of([pet, table("people", "nr: integer*")]);
        assert_eq!(
            report.resource("Pet").relationships[0].name,
            name,
            "the relationship of `{column}`"
        );
    }
}

#[test]
fn a_unique_foreign_key_leads_back_to_one_row() {
    let tables = [
        table("user", "id: integer*"),
        // The foreign key is the primary key,
        table("profile", "user_id: integer*, text: text?").refers("user_id", "user", "id"),
        // is unique,
        table("badge", "id: integer*, user_id: integer")
            .refers("user_id", "user", "id")
            .unique("user_id"),
        // or only a part of what is.
        table("seat", "id: integer*, user_id: integer, room: integer")
            .refers("user_id", "user", "id")
            .unique("user_id+room"),
    ];
    let report = model_of(tables);
    assert_eq!(
        described(report.resource("User")),
        [
            "Badge -> Badge by user_id",
            "Profile -> Profile by user_id",
            "SeatList ->> Seat by user_id"
        ]
    );
    let back = &report.resource("User").relationships[0];
    assert!(!back.holds_key);
    assert_eq!(
        (back.field.as_str(), back.inverse.as_deref()),
        ("badge", Some("user"))
    );
}

#[test]
fn a_table_without_a_key_is_not_unique_in_all_its_columns() {
    let link = table("link", "a_id: integer").refers("a_id", "a", "id");
    let report = model_of([link, table("a", "id: integer*")]);
    assert_eq!(
        described(report.resource("A")),
        ["LinkList ->> Link by a_id"]
    );
}

#[test]
fn an_inferred_key_is_unique() {
    let link = table("link", "a_id: integer")
        .refers("a_id", "a", "id")
        .unique("a_id");
    let report = model_with(
        "infer_primary_key: true",
        [link, table("a", "id: integer*")],
    );
    assert_eq!(report.resource("Link").key, ["a_id"]);
    assert_eq!(described(report.resource("A")), ["Link -> Link by a_id"]);
}

#[test]
fn a_table_refers_to_itself() {
    let employee = table(
        "employees",
        "id: integer*, manager_id: integer?, mentor_id: integer?, name: text",
    )
    .refers("manager_id", "employees", "id")
    .refers("mentor_id", "employees", "id");
    let report = model_of([employee]);
    assert_eq!(
        described(report.resource("Employee")),
        [
            "manager -> Employee by manager_id",
            "mentor -> Employee by mentor_id",
            "ManagerEmployeeList ->> Employee by manager_id",
            "MentorEmployeeList ->> Employee by mentor_id",
        ]
    );
}

#[test]
fn two_tables_refer_to_each_other() {
    let tables = [
        table("a", "id: integer*, b_id: integer?").refers("b_id", "b", "id"),
        table("b", "id: integer*, a_id: integer?").refers("a_id", "a", "id"),
    ];
    let report = model_of(tables);
    assert_eq!(
        described(report.resource("A")),
        ["b -> B by b_id", "BList ->> B by a_id"]
    );
    assert_eq!(
        described(report.resource("B")),
        ["a -> A by a_id", "AList ->> A by b_id"]
    );
}

#[test]
fn the_same_foreign_key_twice_is_one() {
    let child = table("c", "id: integer*, x: integer, y: integer")
        .refers("x+y", "p", "a+b")
        .refers("y+x", "p", "b+a")
        .refers("x+y", "p", "a+b");
    let report = model_of([child, table("p", "a: integer*, b: integer*")]);
    assert_eq!(described(report.resource("C")), ["P -> P by x+y"]);
    assert_eq!(described(report.resource("P")), ["CList ->> C by x+y"]);
}

#[test]
fn one_column_may_refer_to_two_tables() {
    let child = table("c", "id: integer*, owner_id: integer")
        .refers("owner_id", "q", "id")
        .refers("owner_id", "p", "id");
    let report = model_of([
        child,
        table("p", "id: integer*"),
        table("q", "id: integer*"),
    ]);
    assert_eq!(
        described(report.resource("C")),
        ["owner -> P by owner_id", "owner1 -> Q by owner_id"]
    );
}

#[test]
fn a_foreign_key_may_refer_to_other_unique_columns_and_other_schemas() {
    let tables = [
        table("c", "id: integer*, code: text")
            .in_schema("shop")
            .refers("code", "world.country", "iso"),
        table("country", "id: integer*, iso: text")
            .in_schema("world")
            .unique("iso"),
    ];
    let schema = Schema {
        dialect: Dialect::Postgres,
        default_schema: Some("shop".to_owned()),
        ..schema(tables)
    };
    let report = from_schema(&schema, &Overrides::default()).unwrap();
    let relationship = &report.resource("C").relationships[0];
    assert_eq!(
        (
            relationship.name.as_str(),
            relationship.target_attributes.as_slice()
        ),
        ("Country", &["iso".to_owned()][..])
    );
}

#[test]
fn names_in_a_foreign_key_may_be_in_other_case() {
    let child = table("c", "id: integer*, PARENT_ID: integer").refers("parent_id", "PARENT", "ID");
    let report = model_of([child, table("Parent", "Id: integer*")]);
    assert_eq!(
        described(report.resource("C")),
        ["PARENT -> Parent by PARENT_ID"]
    );
}

#[test]
fn a_foreign_key_that_leads_nowhere_is_told() {
    let child = table("c", "id: integer*, p_id: integer, q_id: integer")
        .refers("p_id", "gone", "id")
        .refers("q_id", "q", "missing");
    let report = model_of([child, table("q", "id: integer*")]);
    assert!(report.resource("C").relationships.is_empty());
    assert_eq!(
        report.notes_of(NoteKind::NoRelationship),
        [
            "c.p_id is no relationship: `gone` is no resource",
            "c.q_id is no relationship: a column is missing here or in `q`"
        ]
    );
}

#[test]
fn a_foreign_key_to_what_several_rows_may_have_is_told() {
    let child = table("c", "id: integer*, code: integer, a: integer, b: integer")
        .refers("code", "p", "code")
        .refers("a", "q", "a")
        .refers("a+b", "q", "b+a");
    let parent = table("p", "id: integer*, code: integer");
    let report = model_of([child, parent, table("q", "a: integer*, b: integer*")]);
    assert_eq!(described(report.resource("C")), ["Q -> Q by b+a"]);
    assert_eq!(
        report.notes_of(NoteKind::NoRelationship),
        [
            "c.a is no relationship: several rows of `q` may have the same `a`",
            "c.code is no relationship: several rows of `p` may have the same `code`",
        ]
    );
}

#[test]
fn a_foreign_key_into_a_schema_that_is_not_read_is_told() {
    let child = table("c", "id: integer*, hr: integer").refers("hr", "hr.c", "id");
    let report = model_of([child]);
    assert_eq!(
        report.notes_of(NoteKind::NoRelationship),
        ["c.hr is no relationship: the schema of `hr.c` was not read, see `--schema`"]
    );
}

#[test]
fn what_happens_to_the_rows_that_refer_is_kept() {
    let mut child = table("c", "id: integer*, p_id: integer").refers("p_id", "p", "id");
    child.foreign_keys[0].on_delete = Action::Cascade;
    let report = model_of([child, table("p", "id: integer*")]);
    for kind in ["C", "P"] {
        let on_delete = report.resource(kind).relationships[0].on_delete;
        assert_eq!(on_delete, formwork_runtime::model::OnDelete::Cascade);
    }
}

#[test]
fn a_type_at_the_front_of_a_column_is_taken_off_too() {
    let c = table("c", "id: integer*, P_old_id: integer, P_new_id: integer")
        .refers("P_old_id", "p", "id")
        .refers("P_new_id", "p", "id");
    let report = model_of([c, table("p", "id: integer*")]);
    assert_eq!(
        described(report.resource("P")),
        ["newCList ->> C by P_new_id", "oldCList ->> C by P_old_id"]
    );
}
