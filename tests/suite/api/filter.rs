//! Filters: every operator in every form, through relationships, nested; and what is refused.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    values_are_compared,
    texts_are_looked_into,
    what_a_text_has_is_no_pattern,
    no_value_is_a_value_of_its_own,
    filters_go_through_relationships,
    groups_are_nested,
    a_list_comes_in_parts_too,
    the_forerunners_filters_are_understood,
    every_word_is_searched_for,
    moments_are_compared,
    a_wrong_filter_is_refused,
    a_filter_has_limits,
    one_statement_reads_a_page,
    no_filter_breaks_the_server,
);

/// The ids of the rows that a query finds, in the order of their keys.
fn found(app: &TestApp, kind: &str, query: &str) -> Vec<String> {
    let query = query.replace(' ', "%20");
    let document = app.get(&format!("/api/{kind}?{query}")).expect(200);
    document["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

fn encoded(json: &Json) -> String {
    let hex = |byte: u8| format!("%{byte:02X}");
    json.to_string().bytes().map(hex).collect()
}

/// The same for a filter as JSON.
fn found_by(app: &TestApp, kind: &str, filter: &Json) -> Vec<String> {
    found(app, kind, &format!("filter={}", encoded(filter)))
}

fn total(app: &TestApp, kind: &str, query: &str) -> u64 {
    let document = app
        .get(&format!("/api/{kind}?page[limit]=1&{query}"))
        .expect(200);
    document["meta"]["total"].as_u64().unwrap()
}

fn values_are_compared(database: Database) {
    let app = TestApp::create("northwind", database);
    let products = |query: &str| found(&app, "Product", query);
    assert_eq!(products("filter[UnitPrice][eq]=18.4"), ["40"]);
    assert_eq!(
        products("filter[UnitPrice][gt]=18&filter[UnitPrice][lt]=19"),
        ["40"]
    );
    for (or_equal, or_less) in [("ge", "le"), ("gte", "lte")] {
        let query = format!("filter[UnitPrice][{or_equal}]=18.4&filter[UnitPrice][{or_less}]=19");
        assert_eq!(products(&query), ["2", "36", "40"]);
    }
    // Finer than the column.
    assert_eq!(
        products("filter[UnitPrice][gt]=18.399&filter[UnitPrice][lt]=18.401"),
        ["40"]
    );
    assert_eq!(
        products("filter[UnitPrice][between]=18.4,19"),
        ["2", "36", "40"]
    );
    assert_eq!(products("filter[Id][in]=3,1,99"), ["1", "3"]);
    assert_eq!(products("filter[id][nin]=1,2&filter[Id][lt]=4"), ["3"]);
    for not in ["ne", "neq"] {
        let query = format!("filter[Id][{not}]=2&filter[Id][lt]=4");
        assert_eq!(products(&query), ["1", "3"]);
    }
    assert_eq!(
        found(&app, "Employee", "filter[HireDate][lt]=2008-05-02"),
        ["1", "3"]
    );
    assert_eq!(
        found(&app, "Order", "filter[id][between]=10248,10249"),
        ["10248", "10249"]
    );
    assert_eq!(
        found(&app, "Location", "filter[id][eq]=Germany_Berlin"),
        ["Germany_Berlin"]
    );
}

fn texts_are_looked_into(database: Database) {
    let app = TestApp::create("northwind", database);
    let products = |query: &str| found(&app, "Product", &format!("filter[ProductName]{query}"));
    assert_eq!(
        products("[startswith]=Ch"),
        ["1", "2", "4", "5", "39", "48"]
    );
    assert_eq!(products("[startswith]=ch"), [""; 0]);
    assert_eq!(products("[startswith]=Gumb"), ["26"]);
    assert_eq!(products("[endswith]=Gumbo Mix"), ["5"]);
    assert_eq!(products("[contains]=umb"), ["5", "26", "67"]);
    assert_eq!(products("[contains]=GUMB"), [""; 0]);
    assert_eq!(
        products("[contains]=%C3%B6"),
        ["22", "23", "28", "64", "73", "75", "76"]
    );
    assert_eq!(products("[like]=Cha__"), ["2"]);
    assert_eq!(products("[like]=%25Gumbo Mix"), ["5"]);
    assert_eq!(products("[like]=cha__"), [""; 0]);
    assert_eq!(products("[ilike]=cha__"), ["2"]);
    assert_eq!(products("[ilike]=%25GUMB%25"), ["5", "26"]);
    assert_eq!(products("[ilike]=%25SSLE%25"), ["28"]);
    assert_eq!(products("[ilike]=%25R%C3%96SSLE%25"), ["28"]);
    assert_eq!(products("[ilike]=r_ssle%25"), ["28"]);
    // A number is looked into as it is written.
    assert_eq!(
        found(&app, "Order", "filter[Id][startswith]=1024"),
        ["10248", "10249"]
    );
}

fn what_a_text_has_is_no_pattern(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE label (id integer PRIMARY KEY, name varchar(40) NOT NULL);
         INSERT INTO label VALUES (1, '50% off'), (2, '50 off'), (3, 'a_b'), (4, 'axb'), (5, 'say !'), (6, 'Zebra'), (7, 'zebra'),
             (8, '[x]*?'), (9, 'x');",
        database,
    );
    let labels = |query: &str| found(&app, "Label", &format!("filter[name]{query}"));
    assert_eq!(labels("[contains]=0%25"), ["1"]);
    assert_eq!(labels("[contains]=_"), ["3"]);
    assert_eq!(labels("[contains]=!"), ["5"]);
    assert_eq!(labels("[startswith]=50%25"), ["1"]);
    assert_eq!(labels("[startswith]=Z"), ["6"]);
    assert_eq!(labels("[endswith]=b"), ["3", "4"]);
    assert_eq!(labels("[like]=a_b"), ["3", "4"]);
    assert_eq!(labels("[like]=a%5C_b"), ["3"]);
    assert_eq!(labels("[contains]=]*?"), ["8"]);
    assert_eq!(labels("[like]=[x]*?"), ["8"]);
    assert_eq!(labels("[contains]=' OR 1=1 --"), [""; 0]);
}

fn no_value_is_a_value_of_its_own(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE thing (id integer PRIMARY KEY, name varchar(40), size integer);
         INSERT INTO thing VALUES (1, 'one', 1), (2, NULL, NULL), (3, 'three', 3), (4, '', 4);",
        database,
    );
    let things = |query: &str| found(&app, "Thing", query);
    assert_eq!(things("filter[name][isnull]=true"), ["2"]);
    assert_eq!(things("filter[name][isnull]=false"), ["1", "3", "4"]);
    assert_eq!(things("filter[name]="), ["4"]);
    // What is not so is everything else.
    assert_eq!(things("filter[name][ne]=one"), ["2", "3", "4"]);
    assert_eq!(things("filter[size][nin]=1,3"), ["2", "4"]);
    assert_eq!(things("filter[not][size][gt]=1"), ["1", "2"]);
    let by = |filter: Json| found_by(&app, "Thing", &filter);
    assert_eq!(by(json!({"name": null})), ["2"]);
    assert_eq!(by(json!({"size": [1, null]})), ["1", "2"]);
    assert_eq!(by(json!({"size": []})), [""; 0]);
    assert_eq!(by(json!({"size": {"nin": []}})), ["1", "2", "3", "4"]);
    assert_eq!(by(json!({"or": []})), [""; 0]);
    assert_eq!(by(json!({})), ["1", "2", "3", "4"]);
}

fn filters_go_through_relationships(database: Database) {
    let app = TestApp::create("northwind", database);
    assert_eq!(total(&app, "Order", "filter[Customer.Country]=Spain"), 30);
    let nowhere = ["FISSA", "PARIS", "TOMSP"];
    assert_eq!(
        found(&app, "Customer", "filter[OrderList][exists]=false"),
        nowhere
    );
    assert_eq!(
        found_by(&app, "Customer", &json!({"OrderList": {"exists": false}})),
        nowhere
    );
    assert_eq!(
        total(&app, "Customer", "filter[OrderList][exists]=true"),
        88
    );
    // By what the relationship leads to itself, as many clients ask.
    for query in ["filter[Customer]=ALFKI", "filter[Customer.id]=ALFKI"] {
        assert_eq!(total(&app, "Order", query), 6);
    }
    assert_eq!(
        found(&app, "Customer", "filter[OrderList]=10643"),
        ["ALFKI"]
    );
    // Over two tables, with a row that meets both conditions.
    let both = json!({"OrderList": {"OrderDetailList": {"ProductId": 28, "Quantity": 15}}});
    let apart = "filter[OrderList.OrderDetailList.ProductId]=28&filter[OrderList.OrderDetailList.Quantity]=15";
    let together = found_by(&app, "Customer", &both);
    assert!(together.contains(&"ALFKI".to_owned()), "{together:?}");
    assert!(found(&app, "Customer", apart).len() >= together.len());
    // A table of itself.
    assert_eq!(
        found(&app, "Department", "filter[Department][exists]=false"),
        found(&app, "Department", "filter[DepartmentId][isnull]=true")
    );
    assert_eq!(
        found(
            &app,
            "Department",
            "filter[Department.Department][exists]=true"
        ),
        found(
            &app,
            "Department",
            "filter[Department.DepartmentId][isnull]=false"
        )
    );
    // Also of related rows.
    let late = app
        .get("/api/Customer/ALFKI/OrderList?filter[Freight][gt]=60")
        .expect(200);
    assert_eq!(late["meta"]["total"], 2);
}

fn groups_are_nested(database: Database) {
    let app = TestApp::create("northwind", database);
    let brackets =
        "filter[or][0][City]=Bern&filter[or][1][Country]=Spain&filter[or][1][City]=Sevilla";
    assert_eq!(found(&app, "Customer", brackets), ["CHOPS", "GODOS"]);
    let json = json!({"or": [{"City": "Bern"}, {"Country": "Spain", "City": "Sevilla"}]});
    assert_eq!(found_by(&app, "Customer", &json), ["CHOPS", "GODOS"]);
    assert_eq!(
        found_by(&app, "Customer", &json!([json])),
        ["CHOPS", "GODOS"]
    );
    let not =
        "filter[Country]=Spain&filter[not][or][0][City]=Madrid&filter[not][or][1][City]=Sevilla";
    assert_eq!(found(&app, "Customer", not), ["GALED"]);
    let not = json!({"Country": "Spain", "not": {"or": [{"City": "Madrid"}, {"City": {"eq": "Sevilla"}}]}});
    assert_eq!(found_by(&app, "Customer", &not), ["GALED"]);
    let and = json!({"and": [{"Country": "Spain"}, {"not": [{"City": "Madrid"}]}, {"not": {"City": {"in": ["Sevilla"]}}}]});
    assert_eq!(found_by(&app, "Customer", &and), ["GALED"]);
    assert_eq!(
        found(
            &app,
            "Product",
            "filter[and][a][Id][gt]=1&filter[and][b][Id][lt]=3"
        ),
        ["2"]
    );
    assert_eq!(
        found_by(&app, "Product", &json!({"UnitPrice": {"gt": 18, "lt": 19}})),
        ["40"]
    );
}

fn a_list_comes_in_parts_too(database: Database) {
    let app = TestApp::create("northwind", database);
    let customers = |query: &str| found(&app, "Customer", query);
    let both = ["ALFKI", "ANATR"];
    assert_eq!(customers("filter[id][]=ANATR&filter[id][]=ALFKI"), both);
    assert_eq!(
        customers("filter[or][0][Id][in][]=ANATR&filter[or][0][Id][in][]=ALFKI"),
        both
    );
    // A comma is then a comma.
    let city = "filter[City][]=Bern,&filter[City][]=Graz";
    assert_eq!(customers(city), ["ERNSH"]);
    assert_eq!(
        app.get("/api/Customer?filter[id][gt][]=A&filter[id][gt][]=B")
            .errors(400),
        ["400 filter[id][gt][]"]
    );
}

fn the_forerunners_filters_are_understood(database: Database) {
    let app = TestApp::create("northwind", database);
    let by = |name: &str, operator: &str, value: Json| {
        let filter = json!([{"name": name, "op": operator, "val": value}, {"name": "Id", "op": "le", "val": 40}]);
        found_by(&app, "Product", &filter)
    };
    assert_eq!(by("ProductName", "eq", json!("Chai")), ["1"]);
    assert_eq!(by("ProductName", "ilike", json!("%gumb%")), ["5", "26"]);
    assert_eq!(by("ProductName", "match", json!("gumb")), ["5", "26"]);
    assert_eq!(by("ProductName", "like", json!("%Mix")), ["5"]);
    assert_eq!(by("Id", "in_", json!([1, 2])), ["1", "2"]);
    assert_eq!(by("Id", "in", json!(["1", 2])), ["1", "2"]);
    assert_eq!(by("Id", "notin", json!([1, 2])).len(), 38);
    assert_eq!(
        by("ProductName", "notilike", json!("%a%")).len()
            + by("ProductName", "ilike", json!("%a%")).len(),
        40
    );
    assert_eq!(by("QuantityPerUnit", "is_", Json::Null), [""; 0]);
    assert_eq!(by("QuantityPerUnit", "is_not", Json::Null).len(), 40);
    assert_eq!(by("Id", "gt", json!("39")), ["40"]);
    assert_eq!(by("Discontinued", "eq", json!(true)).len(), 6);
}

fn every_word_is_searched_for(database: Database) {
    let app = TestApp::create("northwind", database);
    let customers = |words: &str| found(&app, "Customer", &format!("filter[search]={words}"));
    assert_eq!(customers("futter"), ["ALFKI"]);
    assert_eq!(customers("ALFK anders"), ["ALFKI"]);
    assert_eq!(customers("futter nobody"), [""; 0]);
    assert_eq!(customers("").len(), 91);
    assert_eq!(customers("%25"), [""; 0]);
    assert_eq!(
        found_by(
            &app,
            "Customer",
            &json!({"or": [{"search": "futter"}, {"City": "Bern"}]})
        ),
        ["ALFKI", "CHOPS"]
    );
}

fn moments_are_compared(database: Database) {
    let declared = match database {
        Database::Mysql => "DATETIME(3)",
        Database::Sqlite | Database::Postgres => "TIMESTAMP",
    };
    let app = TestApp::with(
        &format!(
            "CREATE TABLE moment (id integer PRIMARY KEY, at {declared});
             INSERT INTO moment VALUES (1, '2013-07-04 09:30:15'), (2, '2013-07-04 09:30:15.5'), (3, '2013-07-05 00:00:00'), (4, NULL);"
        ),
        database,
    );
    let moments = |query: &str| found(&app, "Moment", &format!("filter[at]{query}"));
    assert_eq!(moments("[gt]=2013-07-04T09:30:15"), ["2", "3"]);
    assert_eq!(moments("[ge]=2013-07-04T09:30:15"), ["1", "2", "3"]);
    assert_eq!(moments("[lt]=2013-07-04T10:00:00"), ["1", "2"]);
    assert_eq!(
        moments("[between]=2013-07-04T00:00:00,2013-07-05T00:00:00"),
        ["1", "2", "3"]
    );
}

fn a_wrong_filter_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let errors = |query: &str| app.get(&format!("/api/Order?{query}")).errors(400);
    for wrong in [
        "filter[Nothing][gt]=1",
        "filter[Freight][near]=1",
        "filter[Freight][gt]=cheap",
        "filter[Freight][between]=1",
        "filter[Freight][contains]=1",
        "filter[Ready][gt]=true",
        "filter[Customer.Nothing]=1",
        "filter[Nothing.Country]=Spain",
        "filter[Customer.OrderList][exists]=maybe",
        "filter[Freight][exists]=true",
        "filter[Customer][gt]=%00",
        "filter[ShipName][contains]=a%00b",
        "filter[id]=abc",
        "filter[Id][in]=1,two",
        "filter[or]=1",
        "filter[]=1",
        "filter[Id][gt][lt]=1",
        "filter[Location][gt]=1",
        "filter[OrderDetailList][search]=x",
    ] {
        let (name, _) = wrong.split_once('=').unwrap();
        assert_eq!(errors(wrong), [format!("400 {name}")], "{wrong}");
    }
    for wrong in [
        json!(1),
        json!("City"),
        json!([1]),
        json!([[{"City": "Bonn"}]]),
        json!({"or": {"City": "Bonn"}}),
        json!({"Freight": {"gt": [1]}}),
        json!({"Freight": {"gt": null}}),
        json!({"Freight": {"gt": {"lt": 1}}}),
        json!({"Nothing": {"Nothing": 1}}),
        json!({"search": 1}),
        json!([{"name": "Freight", "op": 1, "val": 1}]),
        json!([{"name": "Freight", "op": "sounds_like", "val": 1}]),
    ] {
        let query = format!("filter={}", encoded(&wrong));
        assert_eq!(errors(&query), ["400 filter"], "{wrong}");
    }
    assert_eq!(errors("filter={"), ["400 filter"]);
    assert_eq!(errors("filter="), ["400 filter"]);
    let twice = r#"filter={"City":"a","City":"b"}"#.replace('"', "%22").replace('{', "%7B").replace('}', "%7D");
    assert_eq!(errors(&twice), ["400 filter"]);
    // All problems at once.
    let query = "filter[Nothing]=1&filter[Freight][gt]=x&sort=Nothing&filter=%5B%7B%22a%22:1%7D,%7B%22b%22:1%7D%5D";
    let expected = [
        "400 sort",
        "400 filter[Nothing]",
        "400 filter[Freight][gt]",
        "400 filter",
        "400 filter",
    ];
    assert_eq!(errors(query), expected);
}

fn a_filter_has_limits(database: Database) {
    let app = TestApp::create("northwind", database);
    let errors = |query: &str| app.get(&format!("/api/Department?{query}")).errors(400);
    let deep = format!("filter[{}Id]=1", "Department.".repeat(9));
    assert_eq!(errors(&deep).len(), 1);
    found(
        &app,
        "Department",
        &format!("filter[{}Id]=1", "Department.".repeat(8)),
    );
    let deep = format!("filter{}[Id]=1", "[not]".repeat(9));
    assert_eq!(errors(&deep).len(), 1);
    let nested = (0..9).fold(json!({"Id": 1}), |inner, _| json!({"not": inner}));
    assert_eq!(
        errors(&format!("filter={}", encoded(&nested))),
        ["400 filter"]
    );
    let many = vec!["1"; 1_001].join(",");
    assert_eq!(
        errors(&format!("filter[Id][in]={many}")),
        ["400 filter[Id][in]"]
    );
    let most = vec!["1"; 1_000].join(",");
    assert_eq!(
        found(&app, "Department", &format!("filter[Id][in]={most}")),
        ["1"]
    );
    let conditions = vec!["filter[Id]=1"; 100].join("&");
    assert_eq!(found(&app, "Department", &conditions), ["1"]);
    assert_eq!(
        errors(&format!("{conditions}&filter[Id][gt]=0&filter[Id][gt]=0")),
        ["400 filter[Id][gt]"]
    );
    let long = "x".repeat(1_001);
    assert_eq!(
        errors(&format!("filter[DepartmentName][contains]={long}")),
        ["400 filter[DepartmentName][contains]"]
    );
}

fn one_statement_reads_a_page(database: Database) {
    let app = TestApp::create("northwind", database);
    let statements = |query: &str| {
        let before = app.state().queries();
        app.get(&format!("/api/Customer?{query}")).expect(200);
        app.state().queries() - before
    };
    // The page is not full, so nothing is counted.
    let filter = "filter[OrderList.OrderDetailList.Product.Category.CategoryName][startswith]=Bev&filter[search]=a";
    assert_eq!(statements(filter), 1);
    assert_eq!(
        statements(&format!(
            "{filter}&include=OrderList.OrderDetailList.Product"
        )),
        4
    );
}

/// Queries put together by chance: each is answered or refused.
fn no_filter_breaks_the_server(database: Database) {
    let app = TestApp::create("northwind", database);
    let mut random = Random(0x5eed);
    for _ in 0..400 {
        let path = random.path();
        let answer = app.get(&path);
        assert!(
            matches!(answer.status.as_u16(), 200 | 400),
            "{path}: {} {}",
            answer.status,
            answer.body
        );
    }
}

/// A generator of numbers, the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    fn one_of<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[self.below(texts.len())]
    }

    fn path(&mut self) -> String {
        let kind = self.one_of(&["Order", "Customer", "Employee", "Location", "OrderDetail"]);
        let parameters: Vec<_> = (0..=self.below(3)).map(|_| self.parameter()).collect();
        format!("/api/{kind}?page[limit]=2&{}", parameters.join("&"))
    }

    fn parameter(&mut self) -> String {
        if self.below(3) == 0 {
            let json = self.json(3).to_string();
            // Sometimes not JSON at all.
            let cut = if self.below(8) == 0 {
                self.below(json.len())
            } else {
                json.len()
            };
            let mut text = String::new();
            for byte in json.bytes().take(cut) {
                write!(text, "%{byte:02X}").expect("a String takes it");
            }
            return format!("filter={text}");
        }
        let groups: String = (0..self.below(3))
            .map(|_| self.one_of(&["[or][0]", "[or][1]", "[and][x]", "[not]", "[or]", "[]"]))
            .collect();
        let operator = self.operator();
        let operator = if operator.is_empty() {
            String::new()
        } else {
            format!("[{operator}]")
        };
        format!("filter{groups}[{}]{operator}={}", self.name(), self.value())
    }

    fn name(&mut self) -> &'static str {
        self.one_of(&[
            "Id",
            "id",
            "City",
            "Country",
            "Freight",
            "OrderDate",
            "Ready",
            "Customer",
            "Customer.Country",
            "OrderList",
            "Balance",
            "OrderList.OrderDetailList.Quantity",
            "Location",
            "Location.id",
            "Employee.Employee.LastName",
            "search",
            "Nothing",
            "a.b",
            ".",
            "EmployeeList.HireDate",
            "Product.Category.CategoryName",
            "UnitPrice",
            "OrderDetailList.Product",
        ])
    }

    fn operator(&mut self) -> &'static str {
        self.one_of(&[
            "",
            "eq",
            "ne",
            "gt",
            "ge",
            "lt",
            "lte",
            "in",
            "nin",
            "like",
            "ilike",
            "contains",
            "startswith",
            "endswith",
            "isnull",
            "between",
            "exists",
            "is_",
            "notilike",
            "match",
            "nonsense",
        ])
    }

    fn value(&mut self) -> &'static str {
        self.one_of(&[
            "",
            "1",
            "0",
            "-1",
            "1.5",
            "true",
            "null",
            "Bonn",
            "1,2",
            "2013-07-04",
            "2013-02-30",
            "%25",
            "_%25_",
            "*[a-z]?",
            "'",
            "%22",
            "%F0%9F%98%80",
            "%00",
            "%C3%B6",
            "1e400",
            "99999999999999999999",
            "USA_Seattle",
            "%5C",
            "!",
            "0001-01-01",
            "NaN",
            "ÿ",
        ])
    }

    fn json(&mut self, depth: usize) -> Json {
        let mut members = serde_json::Map::new();
        for _ in 0..self.below(3) {
            let (name, value) = match self.below(if depth == 0 { 3 } else { 6 }) {
                0 => (self.name(), self.scalar()),
                1 => (self.name(), json!({ (self.operator()): self.scalar() })),
                2 => (self.name(), json!([self.scalar(), self.scalar()])),
                3 => (
                    self.one_of(&["or", "and", "not"]),
                    json!([self.json(depth - 1), self.json(depth - 1)]),
                ),
                4 => (
                    self.one_of(&["not", "OrderList", "Customer", "or"]),
                    self.json(depth - 1),
                ),
                _ => {
                    return json!([{"name": self.name(), "op": self.operator(), "val": self.scalar()}]);
                }
            };
            members.insert(name.to_owned(), value);
        }
        Json::Object(members)
    }

    fn scalar(&mut self) -> Json {
        match self.below(7) {
            0 => Json::Null,
            1 => json!(self.below(20_000)),
            2 => json!(1.5),
            3 => json!(true),
            4 => json!([1, "a", null]),
            5 => json!({"a": 1}),
            _ => json!(self.value()),
        }
    }
}
