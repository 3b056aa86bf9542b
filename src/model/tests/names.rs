//! Awkward names, and names that collide.

use super::*;

fn kind(name: &str) -> String {
    model_of([table(name, "id: integer*")])
        .kind_of(name)
        .to_owned()
}

#[test]
fn a_table_is_named_as_the_forerunner_does() {
    let expected = [
        ("employees", "Employee"),
        ("order_details", "OrderDetail"),
        ("Order Details", "OrderDetail"),
        ("address", "Address"),
        ("ORDERS", "ORDER"),
        ("a$b", "ASB"),
        ("web-page+visits", "WebPageVisit"),
        ("sales.v2", "SalesV2"),
        ("class", "Class"),
        ("__", "Table"),
        ("???", "Table"),
        ("2023_sales", "2023Sale"),
        ("größen", "Größen"),
        ("straßen_namen", "StraßenNamen"),
        ("日本語", "日本語"),
        ("🙂", "Table"),
    ];
    for (table, resource) in expected {
        assert_eq!(kind(table), resource, "the resource of `{table}`");
    }
}

#[test]
fn a_type_that_rust_or_the_runtime_has_gets_a_suffix_in_rust_only() {
    for name in [
        "results", "options", "self", "strings", "sessions", "parents", "events", "values",
    ] {
        let report = model_of([table(name, "id: integer*")]);
        let resource = &report.model.resources[0];
        assert_eq!(resource.rust_type, format!("{}Row", resource.kind));
        assert_eq!(
            report.notes_of(NoteKind::Renamed).len(),
            2,
            "`{name}` and its column `id` are told"
        );
    }
    let report = model_of([
        table("result", "a: text*"),
        table("result_rows", "a: text*"),
    ]);
    assert_eq!(report.resource("ResultRow").rust_type, "ResultRow");
    assert_eq!(report.resource("Result").rust_type, "ResultRow1");
}

#[test]
fn modules_are_ascii_and_differ_in_any_case() {
    let module = |name: &str| {
        model_of([table(name, "a: text*")]).model.resources[0]
            .module
            .clone()
    };
    assert_eq!(module("Größen"), "grossen");
    assert_eq!(module("日本"), "u65e5_u672c");
    assert_eq!(module("mods"), "mod_");
    assert_eq!(module("models"), "model_row");
    assert_eq!(module("type"), "type_");
    assert_eq!(module("aux"), "aux_");
    assert_eq!(module("std"), "std_");
    assert_eq!(module("2023_sales"), "table_2023sale");
    assert_eq!(module(&"表".repeat(70)).len(), 100);

    let report = model_of([
        table("ITEM", "a: text*"),
        table("item", "a: text*"),
        table("items", "a: text*"),
    ]);
    let names: Vec<_> = report
        .model
        .resources
        .iter()
        .map(|resource| {
            (
                resource.table.as_str(),
                resource.kind.as_str(),
                resource.module.as_str(),
            )
        })
        .collect();
    assert_eq!(
        names,
        [
            ("ITEM", "ITEM", "item"),
            ("item", "Item", "item_1"),
            ("items", "Item1", "item1")
        ]
    );
}

#[test]
fn a_table_called_as_its_resource_keeps_the_name() {
    let report = model_of([
        table("orders", "a: text*"),
        table("Order", "a: text*"),
        table("order", "a: text*"),
    ]);
    assert_eq!(report.kind_of("Order"), "Order");
    assert_eq!(report.kind_of("order"), "Order1");
    assert_eq!(report.kind_of("orders"), "Order2");
    assert_eq!(
        report.notes_of(NoteKind::Renamed),
        [
            "order is `Order1` in the API: another table would be `Order`",
            "orders is `Order2` in the API: another table would be `Order`"
        ]
    );
}

#[test]
fn a_schema_is_named_only_where_tables_collide() {
    let tables = [
        table("item", "a: text*").in_schema("public"),
        table("item", "a: text*").in_schema("sales"),
        table("person", "a: text*").in_schema("hr"),
        table("visit", "a: text*").in_schema("hr"),
        table("visit", "a: text*").in_schema("sales"),
        // Taken by the qualified one.
        table("hr_visit", "a: text*").in_schema("public"),
    ];
    let schema = Schema {
        default_schema: Some("public".to_owned()),
        dialect: Dialect::Postgres,
        ..schema(tables)
    };
    let report = from_schema(&schema, &Overrides::default()).unwrap();
    let kinds: Vec<_> = report
        .model
        .resources
        .iter()
        .map(|resource| {
            (
                resource.schema.as_deref().unwrap(),
                resource.table.as_str(),
                resource.kind.as_str(),
            )
        })
        .collect();
    assert_eq!(
        kinds,
        [
            ("public", "hr_visit", "HrVisit"),
            ("hr", "visit", "HrVisit1"),
            ("public", "item", "Item"),
            ("hr", "person", "Person"),
            ("sales", "item", "SalesItem"),
            ("sales", "visit", "SalesVisit"),
        ]
    );
}

#[test]
fn an_attribute_is_called_as_its_column_where_json_api_allows() {
    let columns = "id*, type, Unit Price, unit-price, größe, 日本, a.b, links, and, search, _hidden, $, price$, S_CheckSum";
    let report = model_of([table("t", &columns.replace("id*", "id: integer*"))]);
    let resource = report.resource("T");
    assert_eq!(
        attribute_names(resource),
        [
            "Id",
            "Type",
            "Unit Price",
            "unit-price",
            "größe",
            "日本",
            "a_b",
            "Links",
            "And",
            "Search",
            "hidden",
            "Column",
            "price",
            "S_CheckSum1"
        ]
    );
    assert_eq!(
        fields(resource),
        [
            "id",
            "type_",
            "unit_price",
            "unit_price_1",
            "größe",
            "日本",
            "a_b",
            "links",
            "and",
            "search",
            "hidden",
            "column",
            "price",
            "s_check_sum1"
        ]
    );
    assert_eq!(resource.attributes[0].column.as_deref(), Some("id"));
    assert_eq!(resource.attributes[2].column, None);
    let notes = report.notes_of(NoteKind::Renamed);
    assert!(
        notes.contains(&"t.type is `Type` in the API: JSON:API reserves the name".to_owned()),
        "{notes:#?}"
    );
    assert!(
        notes.contains(&"t.type is `type_` in Rust: the name is a keyword".to_owned()),
        "{notes:#?}"
    );
    assert!(
        notes.contains(
            &"t.unit-price is `unit_price_1` in Rust: another field has the name".to_owned()
        ),
        "{notes:#?}"
    );
}

#[test]
fn columns_called_id_are_told_once() {
    let report = model_of([
        table("a", "id: integer*"),
        table("b", "id: integer*, Id: text"),
        table("c", "id: integer*"),
    ]);
    assert_eq!(
        report.notes_of(NoteKind::Renamed),
        [
            "b.id is `Id1` in the API: JSON:API reserves the name",
            "id is `Id` in the API: JSON:API reserves the name; so wherever a column is called so",
        ]
    );
}

#[test]
fn a_column_that_can_keep_its_name_does() {
    let report = model_of([table("t", "id: integer*, Id, type_, Type, a.b, a_b, a,b")]);
    assert_eq!(
        attribute_names(report.resource("T")),
        ["Id1", "Id", "Type1", "Type", "a_b1", "a_b", "a_b2"]
    );
}

#[test]
fn fields_differ_in_capitals_too() {
    // As constants, both would be `STRASSE`.
    let report = model_of([table(
        "t",
        "straße: integer*, strasse, self, Self, crate, 2fa, fooBar, foo_bar, FOO BAR",
    )]);
    assert_eq!(
        fields(report.resource("T")),
        [
            "straße",
            "strasse_1",
            "self_",
            "self_1",
            "crate_",
            "_2fa",
            "foo_bar",
            "foo_bar_1",
            "foo_bar_2"
        ]
    );
}

#[test]
fn decomposed_letters_are_the_same_letters() {
    // Rust compares identifiers in their composed form.
    let report = model_of([
        table("caf\u{e9}", "a: text*"),
        table("cafe\u{301}", "a: text*"),
    ]);
    assert_eq!(report.resource("Café").rust_type, "Café");
    assert_eq!(report.resource("Café1").rust_type, "Café1");
    let report = model_of([table("t", "caf\u{e9}: text*, cafe\u{301}")]);
    assert_eq!(fields(report.resource("T")), ["café", "café_1"]);
}

#[test]
fn a_relationship_gives_way_to_a_column() {
    let tables = [
        table("order", "id: integer*, customer: text?, customer_id: integer?, type_id: integer?, item: integer?")
            .refers("customer_id", "customer", "id")
            .refers("type_id", "type", "id")
            .refers("item", "item", "id"),
        table("customer", "id: integer*, OrderList: text"),
        table("type", "id: integer*"),
        table("item", "id: integer*"),
    ];
    let report = model_of(tables);
    let order = report.resource("Order");
    assert_eq!(
        described(order),
        [
            "customer1 -> Customer by customer_id",
            "Type -> Type by type_id",
            "Item -> Item by item"
        ]
    );
    assert_eq!(
        fields(order),
        [
            "id",
            "customer",
            "customer_id",
            "type_id",
            "item",
            "customer1",
            "type_",
            "item_1"
        ]
    );
    assert_eq!(
        described(report.resource("Customer")),
        ["OrderList1 ->> Order by customer_id"]
    );
}

#[test]
fn long_names_stay_whole() {
    let name = "a_rather_long_name_of_a_table_that_goes_on_and_on_until_sixty_four_x";
    let resource = model_of([table(name, &format!("{name}: text*"))]);
    let resource = &resource.model.resources[0];
    assert_eq!(
        resource.kind,
        "ARatherLongNameOfATableThatGoesOnAndOnUntilSixtyFourX"
    );
    assert_eq!(resource.attributes[0].field, name);
}

#[test]
fn a_relationship_is_called_after_its_column_without_the_ending() {
    for (column, expected) in [
        ("customer_id", Some("customer")),
        ("CustomerId", Some("Customer")),
        ("customerid", Some("customer")),
        ("person_uuid", Some("person")),
        ("PersonUuid", Some("Person")),
        ("rowguid", Some("row")),
        ("uuid", None),
        ("id", None),
        ("seen_by", None),
    ] {
        assert_eq!(
            super::super::naming::stem(column).as_deref(),
            expected,
            "{column}"
        );
    }
}
