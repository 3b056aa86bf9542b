#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, OrderDetail};

impl OrderDetail {
    fn total(&self) -> i64 {
        self.quantity
    }
}

#[rules]
fn declare(logic: &mut Logic) {
    logic.formula(OrderDetail::AMOUNT, |d: &OrderDetail| d.total() * d.quantity);
}

fn main() {}
