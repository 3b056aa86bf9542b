//! How many statements requests need: to read many rows as many as to read few. To write them, one more for each row that is changed
//! or deleted, at most, and none to look at it; new ones are written together.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    reading_many_rows_asks_no_more_than_reading_few,
    each_level_of_included_rows_is_one_query,
    writing_many_rows_asks_nothing_of_each,
    linking_many_rows_asks_nothing_of_each,
);

fn queries(app: &TestApp, path: &str) -> u64 {
    let before = app.state().queries();
    assert_eq!(app.get(path).status.as_u16(), 200, "{path}");
    app.state().queries() - before
}

fn reading_many_rows_asks_no_more_than_reading_few(database: Database) {
    let app = TestApp::create("northwind", database);
    for (path, most) in [
        ("Order?", 2),
        (
            "Order?sort=-Customer.CompanyName,Freight&filter[Customer.Country][ne]=x",
            2,
        ),
        ("Order?page[after]=", 2),
        (
            "Order?include=Customer,Location,Employee,OrderDetailList.Product.Category",
            8,
        ),
        ("Order?include=%2Ball", 8),
        ("Order?rowFormat=plain", 1),
        ("Customer/ERNSH/OrderList?include=OrderDetailList", 4),
        (
            "Customer/ERNSH/relationships/OrderList?include=OrderList.OrderDetailList",
            4,
        ),
        ("list/Order?", 2),
    ] {
        let of = |size: u64| queries(&app, &format!("/api/{path}&page[size]={size}"));
        let (few, many) = (of(2), of(25));
        assert_eq!(few, many, "{path}");
        assert!(many <= most, "{path}: {many}");
    }
}

fn each_level_of_included_rows_is_one_query(database: Database) {
    let app = TestApp::create("northwind", database);
    // Not so many that SQLite would begin anew on a thread for long reads.
    let path = "/api/Customer?page[size]=15&page[count]=none";
    let mut include = String::new();
    for (depth, name) in ["OrderList", "OrderDetailList", "Product", "Category"]
        .into_iter()
        .enumerate()
    {
        let dot = if include.is_empty() { "" } else { "." };
        include = format!("{include}{dot}{name}");
        let found = queries(&app, &format!("{path}&include={include}"));
        assert_eq!(found, depth as u64 + 2, "{include}");
    }
    // The same level by two ways, and what is met again.
    let both = format!("{path}&include=OrderList,OrderList.Customer,OrderList.Employee");
    assert_eq!(queries(&app, &both), 4);
}

/// Rows are written in chunks whose sizes are powers of two, so that there are few shapes of statements.
const FURTHER_CHUNKS: u64 = 3;

/// The statements and queries of a write.
fn statements(app: &TestApp, method: &str, path: &str, body: &Json) -> u64 {
    let state = app.state();
    let before = state.statements() + state.queries();
    let headers = [("content-type", "application/json")];
    let answer = app.ask(method, path, &headers, Some(body));
    assert!(answer.status.is_success(), "{path}: {}", answer.body);
    state.statements() + state.queries() - before
}

fn writing_many_rows_asks_nothing_of_each(database: Database) {
    let app = TestApp::create("northwind", database);
    let customer = |id: String, city: &str| {
        json!({"type": "Customer", "id": id,
            "attributes": {"CompanyName": id, "City": city, "CreditLimit": 1}})
    };
    let rows = |prefix: &str, count: usize, city: &str| -> Vec<Json> {
        (0..count)
            .map(|number| customer(format!("{prefix}{number:02}"), city))
            .collect()
    };
    let list = |prefix: &str, count: usize| {
        let body = json!({"data": rows(prefix, count, "a")});
        statements(&app, "POST", "/api/Customer?include=OrderList", &body)
    };
    assert!(list("ma", 20) <= list("fe", 2) + FURTHER_CHUNKS);
    let upsert = |prefix: &str, count: usize| {
        let body = json!({"data": rows(prefix, count, "b")});
        statements(&app, "POST", "/api/Customer?onConflict=update", &body)
    };
    assert!(upsert("ma", 20) <= upsert("fe", 2) + 18);
    let operate = |op: &str, prefix: &str, count: usize, city: &str| {
        let operations: Vec<_> = rows(prefix, count, city)
            .into_iter()
            .map(|row| match op {
                "remove" => json!({"op": op, "ref": {"type": "Customer", "id": row["id"]}}),
                _ => json!({"op": op, "data": row}),
            })
            .collect();
        let body = json!({ "atomic:operations": operations });
        statements(&app, "POST", "/api/operations", &body)
    };
    for (op, more) in [("update", 18), ("remove", 18), ("add", FURTHER_CHUNKS)] {
        let (few, many) = (operate(op, "fe", 2, "c"), operate(op, "ma", 20, "c"));
        assert!(many <= few + more, "{op}: {few}, {many}");
    }
}

fn linking_many_rows_asks_nothing_of_each(database: Database) {
    let app = TestApp::create("northwind", database);
    let territories = app.get("/api/Territory?page[size]=30&sort=id").expect(200);
    let identifiers: Vec<_> = territories["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| json!({"type": "Territory", "id": row["id"]}))
        .collect();
    let link = |method: &str, rows: &[Json], region: u64| {
        let path = format!("/api/Region/{region}/relationships/TerritoryList");
        statements(&app, method, &path, &json!({ "data": rows }))
    };
    link("POST", &identifiers, 1);
    let few = link("POST", &identifiers[..2], 2);
    assert!(link("POST", &identifiers[2..22], 2) <= few + 18);
}
