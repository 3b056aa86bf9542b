#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

fn is_large(detail: &OrderDetail) -> bool {
    detail.quantity > 100
}

#[rules]
fn declare(logic: &mut Logic) {
    logic.constraint(|d: &OrderDetail| is_large(d));
}

fn main() {}
