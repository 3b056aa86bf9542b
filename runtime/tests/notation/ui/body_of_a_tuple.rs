use formwork_runtime::prelude::JsonBody;

#[derive(JsonBody)]
struct Pair(i64, i64);

#[derive(JsonBody)]
enum Payment {
    Cash,
    Card { number: String },
}

#[derive(JsonBody)]
struct List<T> {
    items: Vec<T>,
}

fn main() {}
