//! What is called otherwise by `formwork.yaml` is the same as before: what the user said of it goes along.

use formwork_runtime::model::Model;

use super::*;
use crate::model::{
    Overrides, from_schema,
    tests::{TableExt as _, schema, table},
};

fn model(overrides: &str) -> Model {
    let tables = [
        table("customers", "id: integer*, name: text, city: text"),
        table(
            "orders",
            "id: integer*, customer_id: integer, freight: integer, note: text",
        )
        .refers("customer_id", "customers", "id"),
    ];
    let overrides = Overrides::parse(overrides).unwrap();
    from_schema(&schema(tables), &overrides).unwrap().model
}

fn generated(model: &Model) -> String {
    let application = crate::admin_yaml::Application {
        title: "Shop",
        api_name: "api",
    };
    crate::admin_yaml::admin_yaml(model, application, &Overrides::default())
}

/// Merges after `formwork.yaml` was changed, from nothing said to the overrides.
fn renamed(overrides: &str, yours: impl Fn(&str) -> String) -> Merged {
    let (before, after) = (model(""), model(overrides));
    let (base, new) = (generated(&before), generated(&after));
    let names = Names::of(&before, &after);
    let yours = yours(&base);
    assert_ne!(yours, base, "the user wrote something");
    let merged = super::super::merge(&base, &yours, &new, &names).unwrap();
    let again = merge(&new, &merged.text, &new).unwrap();
    assert_eq!(again.text, merged.text, "a second merge changes nothing");
    merged
}

const RENAMED: &str = "
tables:
  customers:
    name: Buyer
    columns:
      city: {name: Home town}
  orders:
    columns:
      freight: {name: cost}
relationships:
  - {from: orders, columns: [customer_id], to: customers, name: buyer, inverse: Purchases}
";

#[test]
fn all_that_names_it_is_carried_over() {
    let merged = renamed(RENAMED, |_| include_str!("carried/yours.yaml").to_owned());
    assert_eq!(merged.text, include_str!("carried/merged.yaml"));
    let renamed: Vec<String> = merged
        .report
        .carried
        .iter()
        .map(|(old, new)| format!("{old} > {new}"))
        .collect();
    assert_eq!(
        renamed,
        [
            "Customer > Buyer",
            "Customer.OrderList > Buyer.Purchases",
            "Customer.city > Buyer.Home town",
            "Order.customer > Order.buyer",
            "Order.freight > Order.cost",
        ]
    );
    assert_eq!(merged.report.conflicts, []);
    assert_eq!(merged.report.renamed, []);
}

#[test]
fn two_that_change_their_names_do_not_meet() {
    let swapped = "tables: {customers: {name: Order, columns: {city: {name: name}, name: {name: city}}}, orders: {name: Customer}}";
    let merged = renamed(swapped, |base| {
        base.replace("  Customer:\n", "  Customer:   # pays\n")
            .replace(
                "      - name: city\n",
                "      - name: city\n        label: Town\n",
            )
    });
    let text = &merged.text;
    assert!(
        text.contains("  Order:   # pays\n    type: Order\n    user_key: name\n"),
        "{text}"
    );
    assert!(
        text.contains("      - name: name\n        label: Town\n"),
        "{text}"
    );
    assert!(text.contains("  Customer:\n    type: Customer\n"), "{text}");
    assert_eq!(merged.report.conflicts, []);
}

#[test]
fn what_the_user_deleted_or_renamed_by_hand_stays_so() {
    let deleted = renamed(RENAMED, |base| {
        let end = base.find("  Order:").unwrap();
        let start = base.find("  Customer:").unwrap();
        format!("{}{}", &base[..start], &base[end..])
    });
    assert!(!deleted.text.contains("  Buyer:"), "{}", deleted.text);
    let by_hand = renamed(RENAMED, |base| {
        base.replace(
            "  Customer:\n    type: Customer\n",
            "  Buyer:\n    label: B\n    type: Buyer\n",
        )
    });
    assert!(
        by_hand
            .text
            .contains("  Buyer:\n    label: B\n    type: Buyer\n"),
        "{}",
        by_hand.text
    );
    let own_key = renamed(RENAMED, |base| {
        base.replace("  Customer:\n", "  Clients:\n")
            .replace("\nresources:", "\nmenu: [Clients]\nresources:")
    });
    assert!(
        own_key.text.contains("  Clients:\n    type: Buyer\n"),
        "{}",
        own_key.text
    );
    assert!(
        own_key.text.contains("\nmenu: [Clients]\n"),
        "{}",
        own_key.text
    );
}

#[test]
fn what_is_left_out_is_not_called_gone() {
    let (before, after) = (
        model(""),
        model(
            "tables: {orders: {leave_out: true}, customers: {columns: {city: {leave_out: true}}}}",
        ),
    );
    let (base, new) = (generated(&before), generated(&after));
    let mut names = Names::of(&before, &after);
    for label in ["Order", "Customer.city"] {
        names.leave_out(label.to_owned());
    }
    let yours = base
        .replace("  Order:\n", "  Order:\n    label: Orders\n")
        .replace(
            "      - name: city\n",
            "      - name: city\n        label: Town\n",
        );
    let merged = super::super::merge(&base, &yours, &new, &names).unwrap();
    for line in [
        "  Order:  # formwork: left out, see `formwork/notes.txt`\n",
        "      - name: city  # formwork: left out, see `formwork/notes.txt`\n",
    ] {
        assert!(merged.text.contains(line), "{}", merged.text);
    }
}
