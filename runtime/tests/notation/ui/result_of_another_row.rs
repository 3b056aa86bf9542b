#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Customer, Logic, Order};

#[rules]
fn declare(logic: &mut Logic) {
    logic.formula(Customer::BALANCE, |o: &Order| o.amount_total);
}

fn main() {}
