//! The five rules of check credit, asked about.

use super::*;

fn rule(kind: &str, resource: &str, derives: &str, text: &str, reads: &[&str]) -> RuleDescription {
    RuleDescription {
        kind: kind.to_owned(),
        resource: resource.to_owned(),
        derives: (!derives.is_empty()).then(|| derives.to_owned()),
        text: text.to_owned(),
        reads: reads.iter().map(|read| (*read).to_owned()).collect(),
        via: (kind == "sum").then(|| "Order".to_owned()),
        file: "src/rules/check_credit.rs".to_owned(),
        line: 8,
    }
}

fn check_credit() -> Vec<RuleDescription> {
    vec![
        rule(
            "copy",
            "OrderDetail",
            "OrderDetail.UnitPrice",
            "d.product.unit_price",
            &["Product.UnitPrice"],
        ),
        rule(
            "formula",
            "OrderDetail",
            "OrderDetail.Amount",
            "d.unit_price * d.quantity",
            &["OrderDetail.UnitPrice", "OrderDetail.Quantity"],
        ),
        rule(
            "sum",
            "OrderDetail",
            "Order.AmountTotal",
            "d.amount",
            &["OrderDetail.Amount"],
        ),
        rule(
            "sum",
            "Order",
            "Customer.Balance",
            "o.amount_total when o.shipped_date.is_none()",
            &["Order.AmountTotal", "Order.ShippedDate"],
        ),
        rule(
            "constraint",
            "Customer",
            "",
            "c.balance <= c.credit_limit",
            &["Customer.Balance", "Customer.CreditLimit"],
        ),
    ]
}

#[test]
fn the_list_has_every_rule_with_its_place() {
    assert_eq!(
        list(&check_credit()),
        "\
Customer
  Balance = sum of Order: o.amount_total when o.shipped_date.is_none()
      src/rules/check_credit.rs:8
  constraint: c.balance <= c.credit_limit
      src/rules/check_credit.rs:8
Order
  AmountTotal = sum of OrderDetail: d.amount
      src/rules/check_credit.rs:8
OrderDetail
  UnitPrice = copy: d.product.unit_price
      src/rules/check_credit.rs:8
  Amount = formula: d.unit_price * d.quantity
      src/rules/check_credit.rs:8
"
    );
}

#[test]
fn an_attribute_is_explained_by_what_it_comes_from_and_what_reads_it() {
    let rules = check_credit();
    let explanation = Explanation::new(&rules, "Order.AmountTotal".to_owned());
    assert_eq!(
        explanation.to_string(),
        "\
Order.AmountTotal
  sum of OrderDetail: d.amount
      src/rules/check_credit.rs:8
      reads OrderDetail.Amount
read by
  Customer.Balance = sum of Order: o.amount_total when o.shipped_date.is_none()
      src/rules/check_credit.rs:8
"
    );
    let plain = Explanation::new(&rules, "Customer.CompanyName".to_owned());
    assert_eq!(
        plain.to_string(),
        "Customer.CompanyName\n  no rule derives it\nread by no rule\n"
    );
}

#[test]
fn impact_follows_to_the_end() {
    let rules = check_credit();
    let impact = Impact::new(&rules, "OrderDetail.Quantity".to_owned());
    let text = impact
        .to_string()
        .replace("  (src/rules/check_credit.rs:8)", "");
    assert_eq!(
        text,
        "\
OrderDetail.Quantity
  OrderDetail.Amount = formula: d.unit_price * d.quantity
    Order.AmountTotal = sum of OrderDetail: d.amount
      Customer.Balance = sum of Order: o.amount_total when o.shipped_date.is_none()
        Customer constraint: c.balance <= c.credit_limit
"
    );
}

#[test]
fn impact_reaches_events() {
    let event = |resource: &str, text: &str, reads: &[&str]| RuleDescription {
        line: 20,
        ..rule("row event", resource, "", text, reads)
    };
    let mut rules = check_credit();
    rules.push(event("Order", "", &[]));
    rules.push(event(
        "Customer",
        "when c.balance > 900",
        &["Customer.Balance"],
    ));
    rules.push(event("Product", "", &[]));
    let reached = |attribute: &str| -> Vec<(String, usize)> {
        let impact = Impact::new(&rules, attribute.to_owned());
        let events = impact
            .reaches
            .iter()
            .filter(|reached| reached.rule.line == 20);
        events
            .map(|reached| (reached.rule.resource.clone(), reached.depth))
            .collect()
    };
    let of = |name: &str, depth| (name.to_owned(), depth);
    assert_eq!(
        reached("OrderDetail.Quantity"),
        [of("Customer", 4), of("Order", 3)]
    );
    assert_eq!(reached("Order.Freight"), [of("Order", 1)]);
    assert_eq!(reached("Customer.CompanyName"), []);
    assert!(reached("Product.ProductName").contains(&of("Product", 1)));
}

#[test]
fn a_circle_through_rows_of_a_tree_ends() {
    let total = ["Department.Budget", "Department.Total"];
    let rules = [rule(
        "sum",
        "Department",
        "Department.Total",
        "d.total",
        &total,
    )];
    let impact = Impact::new(&rules, "Department.Budget".to_owned());
    assert_eq!(impact.reaches.len(), 1);
}

#[test]
fn the_chart_has_an_arrow_for_each_input() {
    assert_eq!(
        mermaid(&check_credit()),
        r#"flowchart LR
  subgraph t0["Customer"]
    a0["Balance"]
    a1["CreditLimit"]
  end
  subgraph t1["Order"]
    a2["AmountTotal"]
    a3["ShippedDate"]
  end
  subgraph t2["OrderDetail"]
    a4["Amount"]
    a5["Quantity"]
    a6["UnitPrice"]
  end
  subgraph t3["Product"]
    a7["UnitPrice"]
  end
  a7 -->|copy| a6
  a6 -->|formula| a4
  a5 -->|formula| a4
  a4 -->|sum| a2
  a2 -->|sum| a0
  a3 -->|sum| a0
  r4{{"constraint: c.balance #lt;= c.credit_limit"}}
  a0 -->|constraint| r4
  a1 -->|constraint| r4
"#
    );
}

#[test]
fn an_attribute_is_found_by_its_names_and_a_wrong_one_suggests_another() {
    let model = model();
    for written in [
        "Customer.CreditLimit",
        "customer.credit_limit",
        "CUSTOMER.creditlimit",
    ] {
        assert_eq!(
            find_attribute(&model, written).unwrap(),
            "Customer.CreditLimit"
        );
    }
    for written in ["Customer.CreditLimt", "Custmer.CreditLimit"] {
        let error = find_attribute(&model, written).unwrap_err();
        assert_eq!(
            error.hint(),
            "did you mean `Customer.CreditLimit`?",
            "{error}"
        );
    }
    let error = find_attribute(&model, "x").unwrap_err();
    assert_eq!(error.to_string(), "there is no attribute `x`");
}

/// The Model of the expected Northwind project.
fn model() -> Model {
    let text = include_str!("../../tests/expected/northwind/src/generated/model.json");
    serde_json::from_str(text).unwrap()
}
