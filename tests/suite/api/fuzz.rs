//! Requests at random, most of them nearly right: the parsers of queries and of documents never panic, nothing is answered by 5xx,
//! and every refusal is a document of errors that says where in the request the reason is.
//!
//! `FORMWORK_SEED` and `FORMWORK_CASES` choose others than those that each run has.

use std::env;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Map, Value as Json, json};

use crate::support::{Answer, Database, MEDIA_TYPE, TestApp};

#[test]
fn queries_are_followed_or_refused() {
    let app = TestApp::create("northwind", Database::Sqlite);
    each_case(|random| {
        let path = random.query();
        let answer = app.get(&path);
        check(&answer, &path);
        answer.status.is_success()
    });
}

#[test]
fn documents_are_followed_or_refused() {
    let app = TestApp::create("northwind", Database::Sqlite);
    each_case(|random| {
        let (method, path, kind, document) = random.document();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::CONTENT_TYPE, kind)
            .header("prefer", "tx=rollback");
        let shown = format!("{method} {path} {}", String::from_utf8_lossy(&document));
        let answer = app.send(request.body(Body::from(document)).unwrap());
        check(&answer, &shown);
        answer.status.is_success()
    });
}

/// Runs as many cases as asked for; some must be right, or nothing behind the parsers was reached.
fn each_case(mut run: impl FnMut(&mut Random) -> bool) {
    let number = |name: &str, default: u64| {
        env::var(name).map_or(default, |text| text.parse().expect("it is a number"))
    };
    let (seed, cases) = (number("FORMWORK_SEED", 1), number("FORMWORK_CASES", 3_000));
    let mut right = 0;
    for case in 0..cases {
        let mut random = Random(seed.wrapping_mul(1_000_003).wrapping_add(case));
        // A panic is reported with the case, so that it can be found again.
        let case = format!("FORMWORK_SEED={seed}, case {case}");
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run(&mut random)));
        right += u64::from(outcome.unwrap_or_else(|_| panic!("failed: {case}")));
    }
    assert!(right * 20 > cases, "only {right} of {cases} were right");
}

/// An answer as the API gives it, whatever the request was.
#[track_caller]
fn check(answer: &Answer, request: &str) {
    let status = answer.status.as_u16();
    assert!(status < 500, "{request}: {status} {}", answer.body);
    if status < 400 {
        return;
    }
    let kind = answer.header("content-type");
    assert!(kind.starts_with(MEDIA_TYPE), "{request}: {kind}");
    let document = answer.expect(status);
    let errors = document["errors"].as_array().expect("a document of errors");
    assert!(!errors.is_empty(), "{request}");
    for error in errors {
        assert!(error["title"].is_string(), "{request}: {error}");
        let source = &error["source"];
        let is_found = ["pointer", "parameter", "header"]
            .iter()
            .any(|place| source[place].is_string());
        // A row referred to, or a check of the database, may be about several attributes; what is not there has no place.
        let is_of_rows = matches!(status, 403 | 404 | 409)
            || error["code"] == "2002"
            || error["title"] == "a value is not acceptable"
            || error["title"] == "the address is not UTF-8";
        assert!(is_found || is_of_rows, "{request}: {status} {error}");
    }
}

/// A generator of choices, the same on every machine (splitmix64).
struct Random(u64);

const KINDS: &[&str] = &[
    "Order",
    "Customer",
    "Location",
    "Employee",
    "ProductDetailsV",
];
const NAMES: &[&str] = &[
    "id",
    "Id",
    "City",
    "Freight",
    "OrderDate",
    "Ready",
    "Customer",
    "Customer.Country",
    "OrderList",
    "Location.id",
    "LastName",
    "Order.Order.Order.Id",
    "Nothing",
    "",
    ".",
    "country",
    "-Id",
    "+all",
    "search",
    "ä",
    "a b",
    "[",
    "S_CheckSum",
];
const OPERATORS: &[&str] = &[
    "",
    "[eq]",
    "[ne]",
    "[gt]",
    "[in]",
    "[in][]",
    "[]",
    "[like]",
    "[contains]",
    "[isnull]",
    "[between]",
    "[exists]",
    "[nonsense]",
    "[",
    "]",
    "[][]",
];
const VALUES: &[&str] = &[
    "",
    "1",
    "-1",
    "0",
    "1.5",
    "true",
    "null",
    "Bonn",
    "1,2",
    "2013-07-04",
    "2013-02-30",
    "%25",
    "%00",
    "%FF",
    "%C3%B6",
    "1e400",
    "99999999999999999999",
    "Germany_Berlin",
    "%5C",
    "NaN",
    "Id",
    "-Id,City",
    "WyJJZCIsImkxMTA3NiJd",
    "plain",
    "exact",
    ",",
    "+all",
];

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, most: usize) -> usize {
        usize::try_from(self.next() % most as u64).unwrap()
    }

    fn of<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.below(some.len())]
    }

    /// An address of rows with some parameters.
    fn query(&mut self) -> String {
        let kind = self.of(KINDS);
        let place = match self.below(8) {
            0 => format!("{kind}/{}", self.of(VALUES)),
            1 => format!(
                "Customer/ALFKI/{}",
                self.of(&["OrderList", "relationships/OrderList", "Nothing"])
            ),
            2 => format!("aggregate/{kind}"),
            _ => kind.to_owned(),
        };
        let mut path = format!("/api/{place}");
        for number in 0..self.below(4) {
            path.push(if number == 0 { '?' } else { '&' });
            path.push_str(&self.parameter(kind));
        }
        path
    }

    fn parameter(&mut self, kind: &str) -> String {
        let (name, value) = (
            self.of(NAMES).replace([' ', 'ä'], "%C3%A4"),
            self.of(VALUES),
        );
        match self.below(12) {
            0 => format!("sort={name}"),
            1 => format!("include={name}"),
            2 => format!("fields[{kind}]={name}"),
            3 => format!(
                "page[{}]={value}",
                self.of(&[
                    "offset", "limit", "number", "size", "after", "before", "count", "x"
                ])
            ),
            4 => "page[limit]=3".to_owned(),
            5 => format!("groupBy={name}"),
            6 => format!(
                "aggregateBy[{}]={name}",
                self.of(&["count", "sum", "avg", "min", "max", "x"])
            ),
            7 => format!(
                "havingFilter[{}][{}]={value}",
                self.of(&["count", "sum.Id", ""]),
                self.of(&["gt", "eq", ""])
            ),
            8 => format!("rowFormat={value}"),
            9 => format!(
                "filter{}[{name}]={value}",
                self.of(&["[or][0]", "[and][x]", "[not]", "[or]", "[", ""])
            ),
            _ => format!("filter[{name}]{}={value}", self.of(OPERATORS)),
        }
    }

    /// A request that writes: its method, address, media type, and a document that was right until it was changed.
    fn document(&mut self) -> (&'static str, &'static str, &'static str, Vec<u8>) {
        const ATOMIC: &str = "application/vnd.api+json;ext=\"https://jsonapi.org/ext/atomic\"";
        let identifier = json!({"type": "Territory", "id": "01581"});
        let order = json!({"type": "Order", "attributes": {"Freight": 1.5, "OrderDate": "2013-07-04", "Ready": true, "ShipCity": "Bern"},
            "relationships": {"Customer": {"data": {"type": "Customer", "id": "ALFKI"}, "meta": {}}}, "meta": {}});
        let customer = json!({"type": "Customer", "id": "ALFKI", "attributes": {"City": "Bern", "Balance": "1.50", "CreditLimit": 7}, "links": {}});
        let region =
            json!({"type": "Region", "lid": "a", "attributes": {"RegionDescription": "Baltic"}});
        let (method, path, kind, mut document) = match self.below(9) {
            0 | 1 => ("POST", "/api/Order", MEDIA_TYPE, json!({"data": order})),
            2 => (
                "POST",
                "/api/Region",
                MEDIA_TYPE,
                json!({"data": [region, region]}),
            ),
            3 => (
                "PATCH",
                "/api/Customer/ALFKI",
                MEDIA_TYPE,
                json!({"data": customer}),
            ),
            4 => (
                "PUT",
                "/api/Customer/ALFKI",
                MEDIA_TYPE,
                json!({"data": customer}),
            ),
            5 => (
                "PATCH",
                "/api/Territory/01581/relationships/Region",
                MEDIA_TYPE,
                json!({"data": {"type": "Region", "id": "2"}}),
            ),
            6 => (
                self.of(&["POST", "PATCH", "DELETE"]),
                "/api/Region/1/relationships/TerritoryList",
                MEDIA_TYPE,
                json!({"data": [identifier]}),
            ),
            _ => (
                "POST",
                "/api/operations",
                ATOMIC,
                json!({"atomic:operations": [
                    {"op": "add", "data": region},
                    {"op": "update", "data": customer},
                    {"op": "update", "ref": {"type": "Territory", "id": "01581", "relationship": "Region"}, "data": {"type": "Region", "lid": "a"}},
                    {"op": "remove", "href": "/api/EmployeeTerritory/1"},
                ]}),
            ),
        };
        for _ in 0..self.below(4) {
            self.change(&mut document, 0);
        }
        let mut text = document.to_string().into_bytes();
        if self.below(6) == 0 {
            self.break_text(&mut text);
        }
        (method, path, kind, text)
    }

    /// Changes one place of a document.
    fn change(&mut self, json: &mut Json, depth: usize) {
        let goes_on = depth < 2 || self.below(3) > 0;
        match json {
            Json::Object(members) if goes_on && !members.is_empty() => {
                let name = members
                    .keys()
                    .nth(self.below(members.len()))
                    .unwrap()
                    .clone();
                match self.below(8) {
                    0 => drop(members.remove(&name)),
                    1 => {
                        let value = members.remove(&name).unwrap();
                        members.insert(self.of(NAMES).to_owned(), value);
                    }
                    2 => drop(
                        members.insert(
                            self.of(&[
                                "id", "lid", "type", "data", "meta", "ref", "href", "op", "x",
                            ])
                            .to_owned(),
                            self.value(),
                        ),
                    ),
                    _ => self.change(members.get_mut(&name).unwrap(), depth + 1),
                }
            }
            Json::Array(items) if goes_on && !items.is_empty() => {
                let index = self.below(items.len());
                match self.below(5) {
                    0 => drop(items.remove(index)),
                    1 => items.push(items[index].clone()),
                    _ => self.change(&mut items[index], depth + 1),
                }
            }
            value => *value = self.value(),
        }
    }

    fn value(&mut self) -> Json {
        match self.below(12) {
            0 => Json::Null,
            1 => json!(true),
            2 => json!(self.next()),
            3 => json!(-1.5e300),
            4 => json!([]),
            5 => json!({}),
            6 => json!([{"type": "Order", "id": "1"}, null, 7]),
            7 => Json::Object(Map::from_iter([(self.of(NAMES).to_owned(), json!(1))])),
            8 => json!("x".repeat(300)),
            9 => json!("a\u{0}b"),
            10 => json!({"data": {"type": "Customer", "id": ""}}),
            _ => json!(self.of(VALUES)),
        }
    }

    /// Changes bytes, so that it may be no JSON any more.
    fn break_text(&mut self, text: &mut Vec<u8>) {
        let at = self.below(text.len());
        match self.below(6) {
            0 => text.truncate(at),
            1 => text[at] = self.next().to_le_bytes()[0],
            2 => drop(text.remove(at)),
            3 => *text = b"[".repeat(100_000),
            4 => text.splice(at..at, *br#","data":null"#).for_each(drop),
            _ => text.splice(at..at, *br"\ud800").for_each(drop),
        }
    }
}
