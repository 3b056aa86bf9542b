//! What is asked of both servers.

use serde_json::json;

use crate::database::Database;

/// A kind of request, and the requests of that kind that clients send in turn.
pub(crate) struct Workload {
    pub(crate) name: &'static str,
    /// How many requests one round sends.
    pub(crate) requests: usize,
    /// Requests as they go over the wire.
    pub(crate) texts: Vec<Vec<u8>>,
}

/// All workloads of a database.
pub(crate) fn workloads(database: Database) -> Vec<Workload> {
    let mut workloads = reads();
    if database == Database::Sqlite {
        workloads.push(new_orders());
    }
    workloads
}

fn reads() -> Vec<Workload> {
    let orders = (0..800).step_by(50);
    vec![
        Workload {
            name: "page of 50 orders",
            requests: 3_000,
            texts: orders.map(|offset| get(&format!("/api/Order?page%5Boffset%5D={offset}&page%5Blimit%5D=50"))).collect(),
        },
        Workload {
            name: "one order",
            requests: 20_000,
            texts: (10_248..11_048).step_by(7).map(|id| get(&format!("/api/Order/{id}"))).collect(),
        },
        Workload {
            name: "20 orders and their details",
            requests: 2_000,
            texts: (0..800)
                .step_by(20)
                .map(|offset| {
                    get(&format!("/api/Order?include=OrderDetailList&page%5Boffset%5D={offset}&page%5Blimit%5D=20"))
                })
                .collect(),
        },
        Workload {
            name: "filter: orders of a country",
            requests: 3_000,
            texts: ["Germany", "USA", "Brazil", "Norway"]
                .map(|country| get(&format!("/api/Order?filter%5BShipCountry%5D={country}&page%5Boffset%5D=0&page%5Blimit%5D=50")))
                .to_vec(),
        },
        Workload {
            name: "sort: 50 dearest freights",
            requests: 3_000,
            texts: (0..200)
                .step_by(50)
                .map(|offset| {
                    get(&format!(
                        "/api/Order?sort=-Freight&page%5Boffset%5D={offset}&page%5Blimit%5D=50"
                    ))
                })
                .collect(),
        },
        Workload {
            name: "search: orders with a word",
            requests: 3_000,
            texts: ["markt", "Rio", "restaurant", "stra%C3%9Fe"]
                .map(|word| {
                    get(&format!(
                        "/api/Order?filter%5Bsearch%5D={word}&page%5Boffset%5D=0&page%5Blimit%5D=50"
                    ))
                })
                .to_vec(),
        },
        Workload {
            name: "CSV of 800 orders",
            requests: 1_000,
            texts: vec![get_csv("/api/Order?page%5Boffset%5D=0&page%5Blimit%5D=800")],
        },
    ]
}

fn new_orders() -> Workload {
    Workload {
        name: "a new order",
        requests: 6_000,
        texts: (1..=50).map(new_order).collect(),
    }
}

pub(crate) fn get(path: &str) -> Vec<u8> {
    get_as(path, "application/vnd.api+json")
}

fn get_csv(path: &str) -> Vec<u8> {
    get_as(path, "text/csv")
}

fn get_as(path: &str, media_type: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {media_type}\r\n\r\n").into_bytes()
}

fn new_order(number: u32) -> Vec<u8> {
    let customer = ["ALFKI", "ANATR", "BERGS", "SAVEA"][number as usize % 4];
    let body = json!({
        "data": {
            "type": "Order",
            "attributes": {
                "OrderDate": format!("2014-05-{:02}", number % 28 + 1),
                "RequiredDate": "2014-06-30",
                "Freight": f64::from(number) + 0.25,
                "ShipName": "Alfreds \"Futterkiste\"",
                "ShipAddress": "Obere Straße 57",
                "ShipCity": "Berlin",
                "ShipPostalCode": "12209",
                "ShipCountry": "Germany",
            },
            "relationships": {
                "Customer": { "data": { "type": "Customer", "id": customer } },
                "Employee": { "data": { "type": "Employee", "id": (number % 9 + 1).to_string() } },
            },
        },
    })
    .to_string();
    let length = body.len();
    format!(
        "POST /api/Order HTTP/1.1\r\nHost: localhost\r\nAccept: application/vnd.api+json\r\n\
         Content-Type: application/vnd.api+json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}
