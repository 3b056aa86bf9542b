#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

#[rules]
fn declare(logic: &mut Logic) {
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| d.product.unit_prize * d.qantity);
}

fn main() {}
