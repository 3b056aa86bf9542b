#[path = "../rows.rs"]
mod rows;

use rows::{Logic, Order};

fn declare(logic: &mut Logic) {
    logic.constraint(|o: &Order| o.freight.is_some());
}

fn main() {}
