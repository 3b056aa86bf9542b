#[path = "../rows.rs"]
mod rows;

use formwork_runtime::prelude::rules;
use rows::{Employee, Logic};

#[rules]
fn declare(logic: &mut Logic) {
    logic
        .constraint(|e: &Employee, old: &Employee| e.salary >= old.salary)
        .message("{salary} is less than {old.salary}");
}

fn main() {}
