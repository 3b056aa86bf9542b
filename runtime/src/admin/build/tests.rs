mod keys;

use serde_json::{Value as Json, json};

use super::super::source::read;
use super::Ground;
use crate::model::Model;
use crate::rules::RuleDescription;

/// Customers and their orders; an order may be the copy of another.
fn model() -> Model {
    let integer = |name: &str| json!({"name": name, "field": name, "type": "integer", "bits": 64, "database_type": "integer"});
    let text = |name: &str| json!({"name": name, "field": name, "type": "text", "max_length": 40, "database_type": "varchar(40)", "nullable": true});
    let model = json!({
        "format": 1,
        "databases": [{"name": "main", "dialect": "sqlite"}],
        "resources": [
            {
                "kind": "Customer", "database": "main", "table": "customers", "rust_type": "Customer", "module": "customer",
                "key": ["Id"], "user_key": "CompanyName",
                "attributes": [integer("Id"), text("CompanyName"), text("Type")],
                "relationships": [{"name": "OrderList", "field": "order_list", "to": "many", "target": "Order",
                    "attributes": ["Id"], "target_attributes": ["CustomerId"]}]
            },
            {
                "kind": "Order", "database": "main", "table": "orders", "rust_type": "Order", "module": "order",
                "key": ["Id"], "user_key": "Id",
                "attributes": [integer("Id"), integer("CustomerId"), integer("CloneFrom")],
                "relationships": [
                    {"name": "Customer", "field": "customer", "to": "one", "target": "Customer",
                        "attributes": ["CustomerId"], "target_attributes": ["Id"], "holds_key": true},
                    {"name": "Order", "field": "order", "to": "one", "target": "Order",
                        "attributes": ["CloneFrom"], "target_attributes": ["Id"], "holds_key": true}
                ]
            }
        ]
    });
    serde_json::from_value(model).unwrap()
}

fn ground<'a>(model: &'a Model, rules: &'a [RuleDescription]) -> Ground<'a> {
    Ground {
        model,
        rules,
        prefix: "/api",
        folder: None,
        has_audit: Some(false),
    }
}

fn config(text: &str) -> (Json, Vec<String>) {
    let model = model();
    let (config, found) = read(text, ground(&model, &[]));
    let found = found
        .into_iter()
        .map(|found| {
            let hint = found
                .hint
                .map(|hint| format!(" ({hint})"))
                .unwrap_or_default();
            format!(
                "{}:{} {} {}{hint}",
                found.line, found.column, found.severity, found.message
            )
        })
        .collect();
    (serde_json::to_value(config).unwrap(), found)
}

fn of<'a>(config: &'a Json, resource: &str) -> &'a Json {
    let resources = config["resources"].as_array().unwrap();
    resources
        .iter()
        .find(|each| each["name"] == resource)
        .unwrap()
}

#[test]
fn what_the_file_does_not_say_the_model_says() {
    let (config, found) = config("api_root: /api\nresources:\n  Customer: {}\n  Order: {}\n");
    assert_eq!(found, [""; 0]);
    let customer = of(&config, "Customer");
    assert_eq!(customer["labelPlural"], "Customers");
    assert_eq!(customer["userKey"], "{CompanyName}");
    assert_eq!(
        customer["tabs"],
        json!([{"name": "OrderList", "label": "", "resource": "Order"}])
    );
    let names: Vec<_> = of(&config, "Order")["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|attribute| &attribute["label"])
        .collect();
    // A key of another row is called as that; of a row of its own kind, as the column is.
    assert_eq!(names, ["Id", "Customer", "Clone From"]);
}

#[test]
fn a_file_of_the_forerunner_keeps_its_meaning() {
    let text = "api_root: '{http_type}://{swagger_host}:{port}/{api}'\nauthentication: '{system-default}'\nresources:\n  Customer:\n    \
        attributes:\n    - {label: ' Company Name*', name: CompanyName, search: true, sort: true}\n    - {name: Id, type: DECIMAL}\n    \
        - {name: Type, show_when: 'record[\"CompanyName\"] == \"x\" && isInserting == false', hide_edit: 'true'}\n    \
        tab_groups:\n    - {direction: tomany, fks: [CustomerId], name: OrderList, resource: Order}\n    type: Customer\n    user_key: CompanyName\n  \
        Order: {user_key: '{Id} of {CustomerId}', perPage: 10}\nsettings: {HomeJS: /home.js, max_list_columns: 3}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        ["14:12 info `HomeJS` is read and does nothing (say it with `home`)"]
    );
    // An address with placeholders is that of this server.
    assert_eq!(config["apiRoot"], "/api");
    let customer = of(&config, "Customer");
    assert_eq!(customer["sort"], "CompanyName");
    let attributes = &customer["attributes"];
    assert_eq!(attributes[0]["label"], "Company Name");
    assert_eq!(attributes[1]["type"], "decimal");
    assert_eq!(attributes[2]["hidden"], json!(["edit", "create"]));
    assert_eq!(of(&config, "Order")["userKey"], "{Id} of {CustomerId}");
    assert_eq!(of(&config, "Order")["perPage"], 10);
    assert_eq!(of(&config, "Order")["maxListColumns"], 3);
}

#[test]
fn names_that_are_not_there_are_said_with_what_was_meant() {
    let text = "api_root: /api\nresources:\n  Custmer: {}\n  Order:\n    user_key: Nmae\n    attributes:\n    - name: CustomerID\n    - name: Id\n      \
        type: Intger\n    - name: Id\n    - {name: CloneFrom, show_when: 'record.Idd == 1 &&'}\n    tab_groups:\n    - {name: Customr, direction: toone}\n\
        menu: [Order, Nothing]\nhome: {cards: [{kind: sum, resource: Order, attribute: Freight}]}\n";
    let (config, found) = config(text);
    let shown: Vec<&str> = found
        .iter()
        .map(String::as_str)
        .filter(|line| !line.contains(" info "))
        .collect();
    assert_eq!(
        shown,
        [
            "3:3 warning the API has no resource `Custmer` (did you mean `Customer`?)",
            "5:15 warning `Order` has no attribute `Nmae`",
            "7:13 warning `Order` has no attribute `CustomerID` (did you mean `CustomerId`?)",
            "9:13 warning there is no type `Intger`; the column's is used (did you mean `integer`?)",
            "10:13 warning `Id` is listed twice; the first is shown",
            "11:36 error the condition is not understood, at its character 19: the condition ends too early",
            "13:14 warning `Order` has no relationship `Customr` (did you mean `Customer`?)",
            "14:15 warning the API has no resource `Nothing`",
            "15:56 warning `Order` has no attribute `Freight`",
        ]
    );
    // All of it is used as far as it can be.
    assert_eq!(of(&config, "Order")["userKey"], "{Id}");
    assert_eq!(config["menu"], json!(["Order"]));
}

#[test]
fn an_action_is_told_values_of_types_and_stays_on_this_server() {
    let text = "api_root: /api\nresources:\n  Order:\n    actions:\n    - {name: away, endpoint: 'https://example.org/x'}\n    - name: delay\n      \
        endpoint: /delay\n      show_when: record.Idd == 1\n      args:\n      - {name: days_late, type: Integer, required: true}\n      \
        - {name: why, options: [weather, {value: s, label: Strike}]}\n      - {name: till, type: Dat}\n  Customer: {}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "5:30 warning the endpoint is no path of this server; there is no button for it (give a path, such as `/api/remind/{id}`)",
            "8:18 warning `Order` has no attribute `Idd` (did you mean `Id`?)",
            "12:28 warning there is no type `Dat`; the column's is used (did you mean `date`?)",
        ]
    );
    let told = |index: usize| of(&config, "Order")["actions"][1]["args"][index].clone();
    let (days, why) = (told(0), told(1));
    assert_eq!(
        json!([days["label"], days["type"], days["json"], days["nullable"]]),
        json!(["Days Late", "integer", "integer", false])
    );
    assert_eq!(
        json!([why["type"], why["options"][1]["label"], why["required"]]),
        json!(["option", "Strike", false])
    );
}

#[test]
fn what_the_database_has_and_the_file_has_not_is_told() {
    let (_, found) = config("api_root: /api\nresources:\n  Order:\n    attributes: [{name: Id}]\n");
    assert_eq!(
        found,
        [
            "3:3 info `Customer` is in the database, not in this file",
            "4:17 info `Order.CustomerId` is in the database, not in this file",
            "4:17 info `Order.CloneFrom` is in the database, not in this file",
        ]
    );
}

#[test]
fn a_file_that_is_no_yaml_gives_no_configuration() {
    let (config, found) = config("resources: [\n");
    assert_eq!(config, Json::Null);
    assert_eq!(found.len(), 1);
    let (config, _) = self::config("just a text\n");
    assert_eq!(config, Json::Null);
}

#[test]
fn only_this_server_is_asked() {
    for address in ["https://elsewhere.example/api", "//elsewhere.example/api"] {
        let (config, _) = config(&format!("api_root: '{address}'\nresources: {{}}\n"));
        assert_eq!(config["apiRoot"], "/api");
    }
    assert_eq!(
        config("api_root: /rest\nresources: {}\n").0["apiRoot"],
        "/rest"
    );
}

#[test]
fn what_a_rule_computes_is_marked() {
    let rule = |kind: &str, derives: &str| RuleDescription {
        kind: kind.to_owned(),
        resource: "Order".to_owned(),
        derives: Some(derives.to_owned()),
        text: String::new(),
        reads: Vec::new(),
        via: None,
        file: "src/rules.rs".to_owned(),
        line: 1,
    };
    let rules = [
        rule("formula", "Order.CloneFrom"),
        rule("default", "Order.CustomerId"),
        rule("copy", "Order.Id"),
    ];
    let model = model();
    let (config, _) = read("resources: {Order: {}}\n", ground(&model, &rules));
    let config = serde_json::to_value(config).unwrap();
    assert_eq!(config["hasRules"], true);
    let attributes = &of(&config, "Order")["attributes"];
    assert_eq!(attributes[2]["derived"], true);
    assert_eq!(attributes[1]["derived"], Json::Null);
    // What is copied can be written later on.
    assert_eq!(attributes[0]["derived"], Json::Null);
    assert_eq!(attributes[0]["copied"], true);
}

#[test]
fn a_colour_that_cannot_be_read_is_told() {
    let (_, found) = config(
        "api_root: /api\nresources:\n  Customer: {}\n  Order: {}\nsettings:\n  theme: {primary: '#7dd3fc', secondary: '#0f766e'}\n",
    );
    assert_eq!(
        found,
        [
            "6:20 info `primary` has a contrast of 1.7:1 on white; text needs 4.5:1, so a darker colour is shown there"
        ]
    );
}
