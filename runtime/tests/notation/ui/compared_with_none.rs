#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Logic, Order};

#[rules]
fn declare(logic: &mut Logic) {
    logic.constraint(|o: &Order| o.shipped_date == None || o.order_date != None);
}

fn main() {}
