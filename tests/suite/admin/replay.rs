//! Files with every key of the forerunner, as it generates them and as people tune them, are read without a complaint.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, TestDatabase};

fn config(file: &str) -> Json {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("admin")).unwrap();
    fs::write(folder.path().join("admin/admin.yaml"), file).unwrap();
    let database = TestDatabase::create("northwind", Database::Sqlite);
    let app = TestApp::in_folder(database, folder.path(), |_| {});
    app.get("/admin/admin/config.json").expect(200)
}

/// What is said of the file, besides what the database has and the file is silent of.
fn complaints(config: &Json) -> Vec<String> {
    let diagnostics = config["diagnostics"].as_array().unwrap();
    diagnostics
        .iter()
        .filter(|each| each["severity"] != "info")
        .map(|each| format!("{}:{} {}", each["line"], each["column"], each["message"]))
        .collect()
}

fn resource<'c>(config: &'c Json, name: &str) -> &'c Json {
    let mut resources = config["resources"].as_array().unwrap().iter();
    resources.find(|each| each["name"] == name).unwrap()
}

#[test]
fn a_generated_file_of_the_forerunner() {
    let config = config(include_str!("files/generated.yaml"));
    assert_eq!(complaints(&config), Vec::<String>::new());
    assert_eq!(config["isOutdated"], false);
    let customer = resource(&config, "Customer");
    let attributes = customer["attributes"].as_array().unwrap();
    assert_eq!(attributes[0]["label"], "Company Name");
    assert_eq!(attributes[4]["show_when"], "isInserting == false");
    assert_eq!(customer["tabs"][0]["label"], "Purchases");
    assert_eq!(customer["tabs"][0]["resource"], "Order");
    let types = |name: &str| -> Vec<String> {
        let attributes = resource(&config, name)["attributes"].as_array().unwrap();
        attributes
            .iter()
            .map(|each| each["type"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(types("Employee")[1..4], ["dateTime", "text", "image"]);
    assert_eq!(types("Order")[2..], ["date", "decimal", "boolean"]);
}

#[test]
fn a_file_with_every_key_tuned_by_hand() {
    let config = config(include_str!("files/tuned.yaml"));
    assert_eq!(complaints(&config), Vec::<String>::new());
    assert_eq!(
        config["menu"],
        json!([{"group": "Sales", "icon": "shopping_cart", "items": ["Customer", "Order"]}, "Product"])
    );
    assert_eq!(config["home"]["cards"].as_array().unwrap().len(), 2);
    let customer = resource(&config, "Customer");
    assert_eq!(customer["labelPlural"], "Clients");
    assert_eq!(customer["can"]["delete"], false);
    assert_eq!(customer["views"][0]["name"], "owing");
    assert_eq!(customer["actions"][0]["endpoint"], "/remind");
    let told = &customer["actions"][0]["args"][0];
    assert_eq!(
        json!([told["label"], told["type"], told["required"]]),
        json!(["Text", "string", true])
    );
    assert_eq!(
        customer["attributes"][1]["options"][1]["label"],
        "Deutschland"
    );
    assert_eq!(resource(&config, "Order")["userKey"], "{Id} {ShipName}");
}
