#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Customer, Logic};

#[rules]
fn declare(logic: &mut Logic) {
    logic
        .constraint(|c: &Customer| c.balance <= c.credit_limit)
        .message("balance ({balanc}) exceeds credit ({credit_limit})");
}

fn main() {}
