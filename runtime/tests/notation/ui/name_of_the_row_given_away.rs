#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

#[rules]
fn declare(logic: &mut Logic) {
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| match d.unit_price {
        Some(d) => d,
        None => 0,
    });
}

fn main() {}
