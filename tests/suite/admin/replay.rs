//! Files with every key of the forerunner, as it generates them and as people tune them, are read without a complaint.

use std::fs;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, TestDatabase};

/// Between them they have every key of the forerunner, in every form that its files, its documentation or its code have.
pub(crate) const FILES: [(&str, &str); 3] = [
    ("generated", include_str!("files/generated.yaml")),
    ("tuned", include_str!("files/tuned.yaml")),
    ("forms", include_str!("files/forms.yaml")),
];

/// The keys of the forerunner: those of the files that it made, then those that only its code reads.
const KEYS: &str = "about date version recent_changes merged at new_resources new_attributes new_tab_groups api_root \
    authentication endpoint redirect keycloak url realm clientId info number_tables number_relationships \
    info_toggle_checked settings max_list_columns HomeJS Home locale style_guide resources type user_key user_component label \
    icon order hidden description info_list info_show perPage sort list show edit create delete buttons component \
    hide_actions pk_delimiter path tab_groups direction fks resource attributes name search required hide_list hide_edit \
    show_when options value multiline rows length trunc_size style text val op conf_source ext_comp_url";

/// Forms that are not a key: types, conditions, and values of several kinds.
const FORMS: [&str; 34] = [
    "type: DECIMAL",
    "type: DATE,",
    "type: DATE}",
    "type: DATETIME",
    "type: Boolean",
    "type: textarea",
    "type: image",
    "type: number",
    "type: date}",
    "type: datetime",
    "type: boolean",
    "type: json",
    "type: code",
    "type: password",
    "type: link",
    "type: status",
    "type: string",
    "isInserting == false",
    "isInserting == true",
    "record[\"Country\"] == \"Spain\"",
    " && ",
    " || ",
    "!= \"0\"",
    "sort: true",
    "sort: DESC",
    "hidden: true",
    "hidden: edit",
    "hidden: list",
    "hide_edit: 'true'",
    "label: ' Company Name*'",
    "direction: toone",
    "show: false",
    "authentication: null",
    "authentication: '{system-default}'",
];

#[test]
fn the_files_have_every_key_and_form_of_the_forerunner() {
    let is_in = |part: &str| FILES.iter().any(|(_, file)| file.contains(part));
    let keys = KEYS.split_whitespace().map(|key| format!("{key}: "));
    let bare = |key: &String| key.replace(": ", ":\n");
    let mut absent: Vec<String> = keys
        .filter(|key| !is_in(key) && !is_in(&bare(key)))
        .collect();
    absent.extend(
        FORMS
            .iter()
            .filter(|form| !is_in(form))
            .map(ToString::to_string),
    );
    assert_eq!(absent, Vec::<String>::new());
}

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

#[test]
fn a_file_with_the_other_forms_that_people_write() {
    let config = config(include_str!("files/forms.yaml"));
    assert_eq!(complaints(&config), Vec::<String>::new());
    assert_eq!(config["isOutdated"], false);
    assert_eq!(config["authentication"], Json::Null);
    assert_eq!(config["settings"]["infoShown"], false);
    assert_eq!(config["settings"]["styleGuide"]["currency_symbol"], "€");
    let customer = resource(&config, "Customer");
    assert_eq!(customer["sort"], "-CompanyName");
    // Tabs in a map are called by their keys.
    let tabs = customer["tabs"].as_array().unwrap();
    assert_eq!(
        json!([tabs.len(), tabs[0]["name"], tabs[0]["label"]]),
        json!([1, "OrderList", "Orders of this client"])
    );
    let types: Vec<&str> = customer["attributes"].as_array().unwrap()[2..9]
        .iter()
        .map(|each| each["type"].as_str().unwrap())
        .collect();
    assert_eq!(
        types,
        [
            "string", "text", "code", "url", "option", "password", "option"
        ]
    );
    assert_eq!(
        customer["attributes"][8]["options"][0],
        json!({"value": "Spain", "label": "España"})
    );
    assert_eq!(
        customer["attributes"][10]["hidden"],
        json!(["list", "edit", "create"])
    );
    assert_eq!(
        resource(&config, "Order")["can"],
        json!({"list": true, "show": false, "create": true, "edit": false, "delete": false})
    );
    assert_eq!(resource(&config, "OrderDetail")["tabs"], json!([]));
}
