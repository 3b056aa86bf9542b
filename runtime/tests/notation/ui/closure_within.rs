#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

#[rules]
fn declare(logic: &mut Logic) {
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| {
        (*d.unit_price).map(|price| if d.quantity > 1 { price } else { d.discount })
    });
}

fn main() {}
