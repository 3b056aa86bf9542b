//! What is known of a closure from its text.

use formwork_runtime::rules;
use formwork_runtime::rules::notation::{Facts, Read};

use crate::rows::{Customer, Employee, Logic, OrderDetail, Product};

fn read(fields: &'static [&'static str]) -> Read {
    Read {
        from_old: false,
        fields,
    }
}

fn facts_of(declare: fn(&mut Logic)) -> Vec<Facts> {
    let mut logic = Logic::default();
    declare(&mut logic);
    logic.facts
}

mod check_credit {
    use crate::rows::{Customer, Logic, Order, OrderDetail};
    use formwork_runtime::prelude::rules;

    #[rules]
    pub(super) fn declare(logic: &mut Logic) {
        logic
            .constraint(|c: &Customer| c.balance <= c.credit_limit)
            .message("balance ({balance}) exceeds credit ({credit_limit})");
        logic
            .sum(Customer::BALANCE, |o: &Order| o.amount_total)
            .when(|o: &Order| o.shipped_date.is_none());
        logic.sum(Order::AMOUNT_TOTAL, |d: &OrderDetail| d.amount);
        logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
            d.unit_price * d.quantity
        });
        logic.copy(OrderDetail::UNIT_PRICE, |d: &OrderDetail| {
            d.product.unit_price
        });
    }
}

#[test]
fn check_credit_says_what_it_reads_and_where_it_stands() {
    let facts = facts_of(check_credit::declare);
    // What stands on the line that is told.
    let expected: [(&str, &str, Vec<Read>); 7] = [
        (
            "constraint(|c: &Customer|",
            "c.balance <= c.credit_limit",
            vec![read(&["balance"]), read(&["credit_limit"])],
        ),
        (
            "message(",
            "balance ({balance}) exceeds credit ({credit_limit})",
            vec![read(&["balance"]), read(&["credit_limit"])],
        ),
        (
            "BALANCE, |o: &Order|",
            "o.amount_total",
            vec![read(&["amount_total"])],
        ),
        (
            "when(|o: &Order|",
            "o.shipped_date.is_none()",
            vec![read(&["shipped_date"])],
        ),
        (
            "AMOUNT_TOTAL, |d: &OrderDetail|",
            "d.amount",
            vec![read(&["amount"])],
        ),
        (
            "AMOUNT, |d: &OrderDetail|",
            "d.unit_price * d.quantity",
            vec![read(&["unit_price"]), read(&["quantity"])],
        ),
        (
            "UNIT_PRICE, |d: &OrderDetail|",
            "d.product.unit_price",
            vec![read(&["product", "unit_price"])],
        ),
    ];
    let lines: Vec<_> = include_str!("facts.rs").lines().collect();
    assert_eq!(facts.len(), expected.len());
    for (facts, (line, source, reads)) in facts.iter().zip(expected) {
        assert_eq!(facts.source, source);
        assert_eq!(facts.reads, reads, "{source}");
        let told = lines[usize::try_from(facts.line).unwrap() - 1];
        assert!(told.contains(line), "{source}: {told}");
        assert!(
            facts.file.ends_with("tests/notation/facts.rs"),
            "{}",
            facts.file
        );
        assert!(!facts.is_opaque);
    }
}

#[rules]
fn declare_hard_to_see(logic: &mut Logic) {
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        // A comment is no part of it.
        let price = d.product.unit_price;
        if d.order.customer.is_active && price > 10 {
            price.max(d.unit_price).round(2)
        } else {
            price
        }
    });
    if logic.facts.len() == 1 {
        logic.constraint(|e: &Employee, old: &Employee| {
            e.salary >= old.salary && old.title.differs(e.title)
        });
    }
    logic
        .constraint(|c: &Customer| c.r#type != "x")
        .message("{{{type}}}");
}

#[test]
fn reads_are_found_wherever_they_are_and_told_once() {
    let facts = facts_of(declare_hard_to_see);
    assert_eq!(
        facts[0].reads,
        [
            read(&["product", "unit_price"]),
            read(&["order", "customer", "is_active"]),
            read(&["unit_price"])
        ]
    );
    assert_eq!(
        facts[0].source,
        "{ let price = d.product.unit_price; if d.order.customer.is_active && price > 10 { \
         price.max(d.unit_price).round(2) } else { price } }"
    );
    let old = |fields| Read {
        from_old: true,
        fields,
    };
    assert_eq!(
        facts[1].reads,
        [
            read(&["salary"]),
            old(&["salary"]),
            old(&["title"]),
            read(&["title"])
        ]
    );
    assert_eq!(facts[2].reads, [read(&["type"])]);
    assert_eq!(facts[3].reads, [read(&["type"])]);
}

fn whole(detail: &OrderDetail) -> i64 {
    detail.quantity
}

#[rules]
fn declare_opaque(logic: &mut Logic) {
    logic
        .constraint(|d: &OrderDetail| whole(d) > 0 && d.quantity < 100)
        .reads([
            OrderDetail::QUANTITY.any(),
            OrderDetail::PRODUCT.then(Product::UNIT_PRICE),
        ])
        .message("too many");
}

#[test]
fn what_is_said_to_be_read_is_kept_as_it_was_written() {
    let mut logic = Logic::default();
    declare_opaque(&mut logic);
    assert_eq!(logic.facts.len(), 1);
    assert!(logic.facts[0].is_opaque);
    assert_eq!(logic.facts[0].reads, []);
    assert_eq!(logic.facts[0].source, "whole(d) > 0 && d.quantity < 100");
    assert_eq!(logic.readings, 2);
    assert_eq!(logic.messages, ["too many"]);
}
