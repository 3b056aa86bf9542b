#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, Order};

#[rules]
fn declare(logic: &mut Logic) {
    logic.constraint(|o: &Order| matches!(o.ship_city.as_deref(), Some("Berlin")));
    logic.formula(Order::SHIP_CITY, |o: &Order| format!("{o:?}"));
}

fn main() {}
