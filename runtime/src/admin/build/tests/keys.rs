//! Every key does what it says, or it is said that it does nothing.

use serde_json::json;

use super::{config, of};

#[test]
fn keys_that_do_nothing_say_so() {
    let text = "api_root: /api\nauthentication: {endpoint: /login}\next_comp_url: /x\nsettings: {HomeJS: /home.js, pages: {audit: [boss], rules: false}, style_guide: {pick_style: list, date_format: LL, applicationLocales: [en, fr]}}\n\
        resources:\n  Order: {}\n  Customer:\n    list: CustomerList\n    show: true\n    pk_delimiter: _\n    sx: {color: red}\n    relationships: []\n    \
        roles: {create: [sales], edit: true, delete: false}\n    views: [{name: a, roles: [sales]}, {name: b, roles: false}]\n    attributes:\n    - {name: Id}\n    \
        - {name: Type, inline: true, component: Chips, read_roles: [sales], write_roles: false}\n    - {name: CompanyName, inline: false, op: ilike}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "2:1 info `authentication` waits for logins: as long as the server asks nobody who they are, everybody may",
            "3:1 info `ext_comp_url` names code of your own, which this app does not load; it shows what it has itself",
            "4:12 info `HomeJS` is read and does nothing (say it with `home`)",
            "4:38 info `audit` waits for logins: as long as the server asks nobody who they are, everybody may",
            "4:82 info `pick_style` is read and does nothing",
            "8:5 info `list` names code of your own, which this app does not load; it shows what it has itself",
            "10:5 info `pk_delimiter` is read and does nothing",
            "11:5 info `sx` is read and does nothing (say it in the style sheet `settings.theme.css`, below `[data-resource=…]`)",
            "13:13 info `create` waits for logins: as long as the server asks nobody who they are, everybody may",
            "14:23 info `roles` waits for logins: as long as the server asks nobody who they are, everybody may",
            "17:20 info `inline` does nothing yet: values are changed in the form of the row",
            "17:34 info `component` names code of your own, which this app does not load; it shows what it has itself",
            "17:52 info `read_roles` waits for logins: as long as the server asks nobody who they are, everybody may",
            "18:42 info `op` is read and does nothing (a filter under a name is one of the `views`)",
        ]
    );
    assert_eq!(config["settings"]["locales"], json!(["en", "fr"]));
    // Nobody is nobody, with and without logins.
    let customer = of(&config, "Customer");
    assert_eq!(
        customer["can"],
        json!({"list": true, "show": true, "create": true, "edit": true, "delete": false})
    );
    assert_eq!(customer["attributes"][1]["readonly"], true);
    assert_eq!(customer["views"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_switched_off_is_off() {
    let text = "api_root: /api\nsettings: {realtime: true, menu_counts: true}\nresources:\n  Order: {realtime: false, list: false}\n  \
        Customer: {hide_actions: true, optimistic_lock: false, audit: false, attributes: [{name: Id, group: numbers}, {name: Type, read_roles: false}, {name: CompanyName, length: 12}]}\n";
    let (config, found) = config(text);
    assert_eq!(found, [""; 0]);
    assert_eq!(config["settings"]["menuCounts"], true);
    assert_eq!(config["menu"], json!(["Customer"]));
    let customer = of(&config, "Customer");
    for key in ["hideActions", "isUnlocked", "hideHistory", "realtime"] {
        assert_eq!(customer[key], true, "{key}");
        assert_eq!(of(&config, "Order")[key], json!(null), "{key}");
    }
    // A group need not be described.
    assert_eq!(customer["groups"], json!([{"name": "numbers"}]));
    assert_eq!(
        customer["attributes"][1]["hidden"],
        json!(["list", "show", "edit", "create"])
    );
    assert_eq!(customer["attributes"][2]["length"], 12);
}

#[test]
fn icons_are_found_by_the_names_that_others_give_them() {
    let text = "api_root: /api\nmenu: [{group: Sales, icon: shopping-cart, items: [Customer]}, {group: Rest, icon: custom, items: [Order]}]\nresources:\n  Order: {icon: LocalShipping}\n  \
        Customer:\n    icon: peple\n    attributes: [{name: Id, icon: key}, {name: CompanyName}, {name: Type}]\n    actions: [{name: mail, endpoint: /mail, icon: Email}]\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "2:84 warning there is no icon `custom`",
            "6:11 warning there is no icon `peple` (did you mean `people`?)",
        ]
    );
    assert_eq!(config["menu"][0]["icon"], "shopping_cart");
    assert_eq!(config["menu"][1]["icon"], json!(null));
    assert_eq!(of(&config, "Order")["icon"], "local_shipping");
    let customer = of(&config, "Customer");
    assert_eq!(customer["attributes"][0]["icon"], "key");
    assert_eq!(customer["actions"][0]["icon"], "email");
}

#[test]
fn files_and_hosts_of_the_theme_are_of_this_server_or_named() {
    let text = "api_root: /api\nresources: {Order: {}, Customer: {}}\nsettings:\n  theme: {css: brand.css, logo: 'https://img.example.com/logo.svg', favicon: ../../etc/passwd}\n  \
        image_hosts: ['https://img.example.com', 'https://a.example; script-src *']\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "4:78 warning `../../etc/passwd` is neither a style sheet or picture beside this file nor a path of this server",
            "5:44 warning `https://a.example; script-src *` is no server that pictures could come from (give its address without a path, such as `https://images.example.com` or `https://*.example.com`)",
        ]
    );
    let settings = &config["settings"];
    assert_eq!(
        settings["theme"],
        json!({"css": "/ui/admin/brand.css", "logo": "https://img.example.com/logo.svg"})
    );
    assert_eq!(settings["imageHosts"], json!(["https://img.example.com"]));
}

#[test]
fn a_row_that_is_referred_to_is_a_tab_where_it_is_asked_for() {
    let text = "api_root: /api\nresources:\n  Customer: {}\n  Order:\n    tab_groups:\n    - {name: Customer, direction: toone, tab: true, label: Buyer}\n    \
        - {name: Order, direction: toone, label: Origin}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "7:39 info `label` is of a tab, and this row is shown where it is referred to (`tab: true` makes it a tab)"
        ]
    );
    assert_eq!(
        of(&config, "Order")["tabs"],
        json!([{"name": "Customer", "label": "Buyer", "resource": "Customer", "isOne": true}])
    );
}

#[test]
fn attributes_that_orders_filters_and_columns_name_are_there() {
    let text = "api_root: /api\nresources:\n  Customer:\n    sort: -Nme\n    views: [{name: a, filter: {Typ: 1}, sort: Id, columns: [Id, CompnyName]}]\n    \
        tab_groups:\n    - {name: OrderList, sort: -Id, filter: {Idd: 1}, attributes: [{name: CloneFrm}]}\n  Order:\n    attributes:\n    - {name: Id, format: '0.00'}\n    \
        - {name: CustomerId, lookup: {sort: CompanyNam, columns: [Type]}}\n    - {name: CloneFrom, format: yyyy}\n";
    let (_, found) = config(text);
    assert_eq!(
        found,
        [
            "4:11 warning `Customer` has no attribute `Nme`",
            "5:32 warning `Customer` has no attribute `Typ` (did you mean `Type`?)",
            "5:65 warning `Customer` has no attribute `CompnyName` (did you mean `CompanyName`?)",
            "7:45 warning `Order` has no attribute `Idd` (did you mean `Id`?)",
            "7:67 warning `Order` has no attribute `CloneFrm` (did you mean `CloneFrom`?)",
            "11:41 warning `Customer` has no attribute `CompanyNam` (did you mean `CompanyName`?)",
            "12:33 warning `yyyy` is no pattern of such values, which are shown as without it (`0.00` is one of numbers, `yyyy-MM-dd` one of dates)",
        ]
    );
}

#[test]
fn what_is_no_regular_expression_says_so() {
    let text = "api_root: /api\nresources:\n  Customer:\n    attributes:\n    - {name: Id, validate: {pattern: '[A-Z]{5}'}}\n    - name: CompanyName\n      \
        validate:\n        pattern: '[A-Z{5}'\n    - {name: Type}\n  Order: {}\n";
    let (_, found) = config(text);
    assert_eq!(
        found,
        [
            "8:18 warning `[A-Z{5}` is no regular expression, so it refuses nothing: a `[` is never closed"
        ]
    );
}

#[test]
fn a_pattern_of_digits_is_a_text() {
    let text = "api_root: /api\nresources:\n  Customer: {}\n  Order: {attributes: [{name: Id, format: 0.00}, {name: CustomerId}, {name: CloneFrom}]}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        ["4:43 warning a pattern of digits is a number to YAML (put it in quotes, as in `'0.00'`)"]
    );
    assert_eq!(of(&config, "Order")["attributes"][0]["format"], json!(null));
}

#[test]
fn names_of_other_languages_get_no_english_plural() {
    let text = "api_root: /api\nsettings: {locale: de-CH}\nresources:\n  Order: {}\n  Customer: {label: Kunde, label_plural: Kunden}\n";
    let (config, found) = config(text);
    assert_eq!(found, [""; 0]);
    assert_eq!(of(&config, "Order")["labelPlural"], "Order");
    assert_eq!(of(&config, "Customer")["labelPlural"], "Kunden");
}

#[test]
fn languages_that_the_app_has_no_words_in_are_told() {
    let text =
        "api_root: /api\nsettings: {locales: [fr-CH, de]}\nresources: {Order: {}, Customer: {}}\n";
    let (config, found) = config(text);
    assert_eq!(
        found,
        [
            "2:29 warning the words of the app are not there in `de` (`locale` is what dates and numbers follow)"
        ]
    );
    assert_eq!(config["settings"]["locales"], json!(["fr-CH", "de"]));
}
