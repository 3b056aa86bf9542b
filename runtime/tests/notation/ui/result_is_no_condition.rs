#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

#[rules]
fn declare(logic: &mut Logic) {
    logic.constraint(|d: &OrderDetail| d.unit_price * d.quantity);
}

fn main() {}
