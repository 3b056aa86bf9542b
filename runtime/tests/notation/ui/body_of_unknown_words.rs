use formwork_runtime::prelude::JsonBody;

#[derive(JsonBody)]
#[json(names = "kebab-case")]
struct Order {
    account: String,
}

#[derive(JsonBody)]
struct Item {
    #[json(rename = "Name")]
    name: String,
}

fn main() {}
