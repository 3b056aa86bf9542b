//! What is written is read back, and stands in its order.

use std::collections::BTreeMap;

use formwork_runtime::model::{Cardinality, Model};
use serde::Deserialize;

use super::{Application, admin_yaml};
use crate::model::Overrides;
use crate::model::tests::{TableExt, model_of, table};
use crate::schema::{Generated, Identity, Table, TableKind};

const SHOP: Application<'_> = Application {
    title: "Shop: #1",
    api_name: "api",
};

const NORTHWIND: Application<'_> = Application {
    title: "Northwind",
    api_name: "v1",
};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "read to see that nothing else is there")]
struct File {
    api_root: String,
    authentication: String,
    info: BTreeMap<String, usize>,
    info_toggle_checked: bool,
    settings: Settings,
    resources: BTreeMap<String, ResourceEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settings {
    max_list_columns: u32,
    theme: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ResourceEntry {
    r#type: String,
    user_key: String,
    description: Option<String>,
    info_list: Option<String>,
    create: Option<bool>,
    edit: Option<bool>,
    delete: Option<bool>,
    attributes: Vec<AttributeEntry>,
    #[serde(default)]
    tab_groups: Vec<Tab>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributeEntry {
    name: String,
    r#type: Option<String>,
    options: Option<Vec<String>>,
    #[serde(default)]
    search: bool,
    #[serde(default)]
    required: bool,
    #[serde(default)]
    readonly: bool,
    hidden: Option<String>,
    info: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tab {
    name: String,
    direction: String,
    fks: Vec<String>,
    resource: String,
}

fn read(model: &Model) -> File {
    let text = admin_yaml(model, SHOP, &Overrides::default());
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn file_of(tables: impl IntoIterator<Item = Table>) -> File {
    read(&model_of(tables).model)
}

/// Everything the Model says is in the file, spelled the same.
fn assert_complete(model: &Model) {
    let file = read(model);
    assert_eq!(file.settings.theme["title"], "Shop: #1");
    assert_eq!(file.settings.max_list_columns, 8);
    assert_eq!(file.resources.len(), model.resources.len());
    assert_eq!(file.info["number_tables"], model.resources.len());
    for resource in &model.resources {
        let entry = &file.resources[&resource.kind];
        let user_key = resource.name_of_links();
        let user_key = user_key.as_ref().unwrap_or(&resource.user_key);
        assert_eq!((&entry.r#type, &entry.user_key), (&resource.kind, user_key));
        let mut written: Vec<&str> = entry
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .collect();
        let mut expected: Vec<&str> = resource
            .attributes
            .iter()
            .map(|attribute| attribute.name.as_str())
            .collect();
        let mut names = vec![resource.user_key.as_str()];
        if !resource.links.is_empty() {
            names = resource.links.iter().map(String::as_str).collect();
        }
        assert!(names.contains(&written[0]), "{written:?}");
        written.sort_unstable();
        expected.sort_unstable();
        assert_eq!(written, expected);
        assert_eq!(entry.tab_groups.len(), resource.relationships.len());
        for relationship in &resource.relationships {
            let tab = entry
                .tab_groups
                .iter()
                .find(|tab| tab.name == relationship.name)
                .expect("a tab");
            assert_eq!(tab.resource, relationship.target);
            assert_eq!(
                tab.direction,
                if relationship.to == Cardinality::One {
                    "toone"
                } else {
                    "tomany"
                }
            );
        }
    }
}

#[test]
fn the_file_is_in_the_order_shown() {
    let order = table(
        "Order",
        "Id: integer*, Amount: decimal(10,2)?, CustomerId: text(8), ShipName: text(40)?, Notes: text?, Placed: timestamp, Photo: bytes?, State: enum",
    )
    .refers("CustomerId", "Customer", "Id");
    let report = model_of([
        order,
        table("Customer", "Id: text(8)*, CompanyName: text(40)"),
    ]);
    insta::assert_snapshot!(admin_yaml(&report.model, NORTHWIND, &Overrides::default()), @r##"
    # yaml-language-server: $schema=./admin.schema.json
    # What the admin app shows, in the order it shows it. Edit freely: a rebuild adds what is new in the
    # database and keeps what you changed.
    api_root: /v1
    authentication: "{system-default}"
    info:
      number_tables: 2
      number_relationships: 1
    info_toggle_checked: true
    settings:
      max_list_columns: 8
      theme:
        title: Northwind
    resources:
      Customer:
        type: Customer
        user_key: CompanyName
        attributes:
          - name: CompanyName
            search: true
            required: true
          - name: Id
            search: true
            required: true
        tab_groups:
          - name: OrderList
            direction: tomany
            fks: [CustomerId]
            resource: Order
      Order:
        type: Order
        user_key: ShipName
        attributes:
          - name: ShipName
            search: true
          - name: CustomerId
            required: true
          - name: Amount
            type: Decimal
          - name: Notes
            type: Text
          - name: Placed
            type: DateTime
            required: true
          - name: Photo
            type: File
            hidden: list
          - name: State
            type: Option
            options: [new, "yes"]
            required: true
          - name: Id
            type: Integer
            required: true
        tab_groups:
          - name: Customer
            direction: toone
            fks: [CustomerId]
            resource: Customer
    "##);
}

#[test]
fn any_name_is_read_back() {
    let columns = "yes: text*, no, null, a: b: text, c #d, 'e', \"f\", 1, 1e3, größe, 日本語, -x, a\nb, {g}, *h, &i, ~";
    let odd = table("true", columns)
        .refers("no", "true", "yes")
        .refers("null", "on", "off");
    let other = table("on", "off: text*, y: text");
    assert_complete(
        &model_of([
            odd,
            other,
            table("null", "a: text*"),
            table("表", "b: text*"),
        ])
        .model,
    );
}

#[test]
fn random_names_are_read_back() {
    let mut numbers = crate::model::tests::random_names::Numbers::new();
    for _ in 0..20 {
        assert_complete(&model_of(numbers.tables()).model);
    }
}

#[test]
fn what_cannot_be_written_has_no_buttons() {
    let file = file_of([
        table("totals", "customer: text, total: decimal").of_kind(TableKind::View),
        table("log", "line: text"),
        table("t", "id: integer*"),
    ]);
    let entry = &file.resources["Total"];
    assert_eq!(
        (entry.create, entry.edit, entry.delete),
        (Some(false), Some(false), Some(false))
    );
    assert!(entry.info_list.as_ref().unwrap().contains("view"));
    assert!(entry.attributes.iter().all(|attribute| !attribute.required));
    assert!(
        file.resources["Log"]
            .info_list
            .as_ref()
            .unwrap()
            .contains("no primary key")
    );
    assert_eq!(file.resources["T"].create, None);
}

#[test]
fn what_the_database_computes_is_not_asked_for() {
    let mut sale = table(
        "sale",
        "id: integer*, net: decimal, gross: decimal, code: text",
    );
    sale.columns[0].identity = Some(Identity::AutoIncrement);
    sale.columns[2].generated = Some(Generated {
        expression: Some("net * 1.2".to_owned()),
        stored: true,
    });
    sale.columns[3].default = Some("'x'".to_owned());
    let file = file_of([sale]);
    let attributes = &file.resources["Sale"].attributes;
    let required: Vec<&str> = attributes
        .iter()
        .filter(|one| one.required)
        .map(|one| one.name.as_str())
        .collect();
    let readonly: Vec<&str> = attributes
        .iter()
        .filter(|one| one.readonly)
        .map(|one| one.name.as_str())
        .collect();
    assert_eq!((required, readonly), (vec!["net"], vec!["gross"]));
}

#[test]
fn comments_of_the_database_are_shown() {
    let mut t = table("t", "id: integer*, a: text");
    t.comment = Some("What is: # here".to_owned());
    t.columns[1].comment = Some("Two\nlines".to_owned());
    let file = file_of([t]);
    let entry = &file.resources["T"];
    assert_eq!(entry.description.as_deref(), Some("What is: # here"));
    assert_eq!(entry.attributes[0].info.as_deref(), Some("Two\nlines"));
}

#[test]
fn a_search_looks_into_the_user_key_and_a_few_lines_of_text() {
    let file = file_of([
        table(
            "t",
            "id: integer*, a: text, b: text, c: text, name: text, notes: text, p_id: text",
        )
        .refers("p_id", "t", "id"),
        table("n", "id: integer*, amount: integer"),
    ]);
    let searched = |kind: &str| -> Vec<String> {
        let attributes = file.resources[kind]
            .attributes
            .iter()
            .filter(|attribute| attribute.search);
        attributes.map(|attribute| attribute.name.clone()).collect()
    };
    assert_eq!(searched("T"), ["name", "a", "b"]);
    assert_eq!(searched("N"), ["Id"]);
}

#[test]
fn types_are_said_where_they_are_not_a_line_of_text() {
    let file = file_of([table(
        "t",
        "id: integer*, a: boolean, b: float, c: decimal, d: date, e: time, f: timestamp, g: timestamptz, h: uuid, i: json, j: enum, k: texts, l: bytes, m: other, n: text(40), o: text(4000), body: text, p: text",
    )]);
    let attributes = &file.resources["T"].attributes;
    let types: Vec<(&str, Option<&str>)> = attributes
        .iter()
        .map(|attribute| (attribute.name.as_str(), attribute.r#type.as_deref()))
        .collect();
    assert_eq!(
        types,
        [
            ("n", None),
            ("a", Some("Boolean")),
            ("b", Some("Number")),
            ("c", Some("Decimal")),
            ("d", Some("Date")),
            ("e", Some("Time")),
            ("f", Some("DateTime")),
            ("g", Some("DateTime")),
            ("h", Some("Uuid")),
            ("i", Some("Json")),
            ("j", Some("Option")),
            ("k", Some("Json")),
            ("l", Some("File")),
            ("m", None),
            ("o", Some("Text")),
            ("body", Some("Text")),
            ("p", None),
            ("Id", Some("Integer")),
        ]
    );
    assert_eq!(
        attributes[10].options.as_deref(),
        Some(&["new".to_owned(), "yes".to_owned()][..])
    );
    assert_eq!(attributes[12].hidden.as_deref(), Some("list"));
}
