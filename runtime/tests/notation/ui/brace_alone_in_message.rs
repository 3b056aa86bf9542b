#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Customer, Logic};

#[rules]
fn declare(logic: &mut Logic) {
    logic.constraint(|c: &Customer| c.balance >= 0).message("a { alone");
    logic.constraint(|c: &Customer| c.balance >= 0).message("a position {0}");
}

fn main() {}
