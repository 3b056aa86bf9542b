use formwork_runtime::prelude::rules;

#[rules]
fn declare() {}

fn main() {}
