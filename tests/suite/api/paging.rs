//! Orders through relationships, pages by cursor, and how rows are counted.

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, TestDatabase, each_database};

each_database!(
    rows_are_sorted_by_those_they_refer_to,
    an_order_that_is_none_is_refused,
    cursors_lead_through_all_rows,
    cursors_lead_through_every_type,
    a_page_lies_between_two_cursors,
    a_cursor_outlives_its_row,
    a_wrong_cursor_is_refused,
    links_repeat_the_way_of_paging,
    rows_are_counted_as_far_as_that_is_quick,
    rows_are_counted_whatever_their_numbers_are,
    pages_by_cursor_say_their_profile,
    few_statements_read_a_page,
    settings_limit_a_page,
);

const PROFILE: &str = "http://jsonapi.org/profiles/ethanresnick/cursor-pagination/";

/// The kinds of its errors.
const ERRORS: &str = "https://jsonapi.org/profiles/ethanresnick/cursor-pagination/";

fn ids(document: &Json) -> Vec<String> {
    let rows = document["data"].as_array().unwrap();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The ids of all rows in pages by cursor, led by `link` from page to page.
fn walk(app: &TestApp, first: &str, link: &str) -> Vec<String> {
    try_walk(app, first, link).unwrap()
}

/// The same; none if there is a text so long in a cursor that no address holds it.
fn try_walk(app: &TestApp, first: &str, link: &str) -> Option<Vec<String>> {
    let mut all = Vec::new();
    let mut next = Some(first.to_owned());
    let mut pages = 0;
    while let Some(path) = next {
        let document = app.get(&path).exact(200);
        let mut found = ids(&document);
        if link == "prev" {
            found.reverse();
        }
        all.extend(found);
        next = document["links"][link].as_str().map(str::to_owned);
        if next.as_ref().is_some_and(|path| path.len() > 60_000) {
            return None;
        }
        pages += 1;
        assert!(pages < 2_000, "{first} has no end");
    }
    Some(all)
}

/// `#fetching-sorting`.
fn rows_are_sorted_by_those_they_refer_to(database: Database) {
    let app = TestApp::create("northwind", database);
    let list = |query: &str| app.get(&format!("/api/{query}")).expect(200);
    let orders = list("Order?sort=-Customer.CompanyName,Freight&page[limit]=1000");
    // The order of texts is the database's; it is the same for the customers themselves.
    let names = ids(&list("Customer?sort=-CompanyName"));
    let key = |order: &Json| {
        let id = &order["relationships"]["Customer"]["data"]["id"];
        (
            names.iter().position(|name| id == name).unwrap(),
            order["attributes"]["Freight"].as_f64().unwrap(),
        )
    };
    let rows = orders["data"].as_array().unwrap();
    assert!(rows.len() > 10);
    for pair in rows.windows(2) {
        let (one, other) = (key(&pair[0]), key(&pair[1]));
        assert!(one <= other, "{one:?} {other:?}");
    }
    // Rows that refer to nothing stay, and come first.
    let employees = list("Employee?sort=OnLoanDepartment.DepartmentName");
    let total = list("Employee")["meta"]["total"].clone();
    assert_eq!(employees["meta"]["total"], total);
    assert_eq!(ids(&employees).len() as u64, total.as_u64().unwrap());
    // Through two of them, with one join each.
    let before = app.state().queries();
    list(
        "OrderDetail?sort=Order.Customer.Country,-Order.Customer.CompanyName,Order.id&page[limit]=5&page[count]=none",
    );
    assert_eq!(app.state().queries() - before, 1);
}

fn an_order_that_is_none_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    for sort in [
        "OrderList.Freight",
        "Customer.Nothing",
        "Nothing.Id",
        "Customer",
        "Customer.",
        "",
    ] {
        let kind = if sort.starts_with("OrderList") {
            "Customer"
        } else {
            "Order"
        };
        let answer = app.get(&format!("/api/{kind}?sort={sort}"));
        assert_eq!(answer.errors(400), ["400 sort"], "{sort}");
    }
    let many = vec!["Id"; 17].join(",");
    let answer = app.get(&format!("/api/Order?sort={many}"));
    assert_eq!(answer.errors(400), ["400 sort"]);
}

/// The profile, "Sorting Requirement", "`page[after]` and `page[before]`", "Item Cursors", "Links".
fn cursors_lead_through_all_rows(database: Database) {
    let app = TestApp::create("northwind", database);
    for (kind, sort) in [
        ("Product", "-UnitPrice,ProductName"),
        ("Order", "ShippedDate"),
        ("Order", "-ShippedDate,ShipCountry,-Freight"),
        ("Order", "-Customer.Country,Customer.CompanyName"),
        ("Employee", "OnLoanDepartment.DepartmentName,-LastName"),
        ("OrderDetail", "Product.ProductName,-Quantity"),
        ("Customer", ""),
        ("Customer", "-id"),
    ] {
        let sorted = match sort {
            "" => String::new(),
            sort => format!("&sort={sort}"),
        };
        let rest = format!("{sorted}&filter[id][ne]=11");
        let rest = if kind == "Customer" { sorted } else { rest };
        let all = app
            .get(&format!("/api/{kind}?page[limit]=5000{rest}"))
            .expect(200);
        let all = ids(&all);
        let first = format!("/api/{kind}?page[after]=&page[size]=97{rest}");
        assert_eq!(walk(&app, &first, "next"), all, "{kind} {sort}");
        let last = format!("/api/{kind}?page[before]=&page[size]=97{rest}");
        let mut back = walk(&app, &last, "prev");
        back.reverse();
        assert_eq!(back, all, "{kind} {sort}, from the end");
    }
    // With included rows it is the same, and each row says where it stands.
    let path = "/api/Order?page[after]=&page[size]=3&sort=-Freight";
    let plain = app.get(path).expect(200);
    let compound = app.get(&format!("{path}&include=Customer")).expect(200);
    assert_eq!(ids(&plain), ids(&compound));
    assert_eq!(
        plain["links"]["next"],
        compound["links"]["next"]
            .as_str()
            .unwrap()
            .replace("include=Customer&", "")
    );
    for (one, other) in plain["data"]
        .as_array()
        .unwrap()
        .iter()
        .zip(compound["data"].as_array().unwrap())
    {
        assert!(one["meta"]["page"]["cursor"].is_string());
        assert_eq!(one["meta"], other["meta"]);
    }
    // Related rows and linkage are pages too.
    let all = ids(&app.get("/api/Customer/ALFKI/OrderList").expect(200));
    for place in ["OrderList", "relationships/OrderList"] {
        let first = format!("/api/Customer/ALFKI/{place}?page[after]=&page[size]=2");
        assert_eq!(walk(&app, &first, "next"), all, "{place}");
    }
}

/// Each attribute of every design sorts the rows, both ways, and pages of one and of two rows lead through them.
fn cursors_lead_through_every_type(database: Database) {
    for design in ["types", "keys"] {
        let app = TestApp::create(design, database);
        let entry = app.get("/api").exact(200);
        for link in entry["links"].as_object().unwrap().values() {
            let collection = link.as_str().unwrap();
            let probe = app.get(&format!("{collection}?page[after]=&page[size]=1"));
            let all = app.get(collection).exact(200);
            let Some(row) = all["data"].get(0) else {
                continue;
            };
            if probe.status == 400 {
                // No key tells its rows apart.
                assert_eq!(probe.errors(400), ["400 page[after]"], "{collection}");
                continue;
            }
            let names = row["attributes"].as_object().unwrap().keys();
            for name in names.filter(|name| *name != "S_CheckSum") {
                let name = name
                    .replace('%', "%25")
                    .replace('&', "%26")
                    .replace('+', "%2B");
                for sign in ["", "-"] {
                    let sort = format!(
                        "sort={sign}{}",
                        name.replace('#', "%23").replace(' ', "%20")
                    );
                    let answer = app.get(&format!("{collection}?{sort}"));
                    if answer.status == 400 && name.contains(['.', ',']) {
                        continue;
                    }
                    let sorted = ids(&answer.exact(200));
                    let first = format!("{collection}?{sort}&page[after]=&page[size]=2");
                    if sign.is_empty()
                        && let Some(found) = try_walk(&app, &first, "next")
                    {
                        assert_eq!(found, sorted, "{collection} {sort}");
                    }
                    let last = format!("{collection}?{sort}&page[before]=&page[size]=3");
                    if sign == "-"
                        && let Some(mut back) = try_walk(&app, &last, "prev")
                    {
                        back.reverse();
                        assert_eq!(back, sorted, "{collection} {sort}, from the end");
                    }
                }
            }
        }
    }
}

fn cursor(document: &Json, row: usize) -> String {
    let cursor = &document["data"][row]["meta"]["page"]["cursor"];
    cursor.as_str().unwrap().to_owned()
}

/// The profile, "Combining `page[after]` and `page[before]`".
fn a_page_lies_between_two_cursors(database: Database) {
    let app = TestApp::create("northwind", database);
    let sort = "sort=-ShippedDate,Freight";
    let all = app
        .get(&format!("/api/Order?{sort}&page[after]=&page[size]=2000"))
        .expect(200);
    let rows = ids(&all);
    let last = rows.len() - 1;
    for (from, to) in [(3, 9), (0, last), (last - 5, last), (10, 10), (12, 4)] {
        let (after, before) = (cursor(&all, from), cursor(&all, to));
        let path = format!("/api/Order?{sort}&page[after]={after}&page[before]={before}");
        let between = app.get(&format!("{path}&page[size]=2000")).expect(200);
        let expected = if from < to { &rows[from + 1..to] } else { &[] };
        assert_eq!(ids(&between), expected, "{from} to {to}");
        assert_eq!(between["meta"]["page"].get("rangeTruncated"), None);
    }
    let (after, before) = (cursor(&all, 0), cursor(&all, 9));
    let path = format!("/api/Order?{sort}&page[after]={after}&page[before]={before}&page[size]=3");
    let page = app.get(&path).expect(200);
    assert_eq!(ids(&page), rows[1..4]);
    assert_eq!(page["meta"]["page"]["rangeTruncated"], true);
    assert_eq!(walk(&app, &path, "next"), rows[1..9]);

    // A range that says no size is as long as a page may be.
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.page_size = 2;
        config.limits.largest_page_size = 5;
    });
    for (to, shown) in [(4, &rows[1..4]), (9, &rows[1..6])] {
        let before = cursor(&all, to);
        let path = format!("/api/Order?{sort}&page[after]={after}&page[before]={before}");
        let page = app.get(&path).expect(200);
        assert_eq!(ids(&page), shown);
        assert_eq!(
            page["meta"]["page"]["rangeTruncated"] == true,
            shown.len() < to - 1
        );
    }
    let first = app
        .get(&format!("/api/Order?{sort}&page[after]="))
        .expect(200);
    assert_eq!(ids(&first), rows[..2]);
}

/// The profile, "Cursors".
fn a_cursor_outlives_its_row(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE word (id integer PRIMARY KEY, text varchar(20));
         INSERT INTO word VALUES (1, 'a'), (2, NULL), (3, 'b'), (4, 'b'), (5, NULL), (6, 'c');",
        database,
    );
    let page = app
        .get("/api/Word?sort=text&page[after]=&page[size]=4")
        .expect(200);
    assert_eq!(ids(&page), ["2", "5", "1", "3"]);
    app.delete("/api/Word/3").expect(204);
    let next = page["links"]["next"].as_str().unwrap();
    let rest = app.get(next).expect(200);
    assert_eq!(ids(&rest), ["4", "6"]);
    let back = app.get(rest["links"]["prev"].as_str().unwrap()).expect(200);
    assert_eq!(ids(&back), ["2", "5", "1"]);
    assert_eq!(back["links"]["prev"], Json::Null);
    // After the last row there is nothing, and the way back.
    let after = cursor(&rest, 1);
    let nothing = app
        .get(&format!("/api/Word?sort=text&page[after]={after}"))
        .expect(200);
    assert_eq!(nothing["data"], json!([]));
    assert_eq!(nothing["links"]["next"], Json::Null);
    let back = app
        .get(nothing["links"]["prev"].as_str().unwrap())
        .expect(200);
    assert_eq!(ids(&back), ["2", "5", "1", "4"]);
}

/// The profile, "Error Cases": invalid values, and "Max Page Size Exceeded Error".
fn a_wrong_cursor_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let page = app
        .get("/api/Order?sort=OrderDate&page[after]=&page[size]=1")
        .expect(200);
    let after = cursor(&page, 0);
    let errors = |query: &str| app.get(&format!("/api/Order?{query}")).errors(400);
    assert_eq!(errors("page[after]=nonsense"), ["400 page[after]"]);
    assert_eq!(errors("page[before]=%C3%A4"), ["400 page[before]"]);
    assert_eq!(
        errors(&format!("sort=-OrderDate&page[after]={after}")),
        ["400 page[after]"]
    );
    assert_eq!(errors(&format!("page[after]={after}")), ["400 page[after]"]);
    assert_eq!(
        errors(&format!(
            "sort=OrderDate&page[after]={after}&page[after]={after}"
        )),
        ["400 page[after]"]
    );
    for other in ["page[offset]=0", "page[number]=1", "page[limit]=3"] {
        let query = format!("sort=OrderDate&page[after]={after}&{other}");
        assert_eq!(errors(&query), ["400 page"]);
    }
    // Made up, in the right form.
    for (order, part) in [
        ("Id", "tnonsense"),
        ("Id", "i99999999999999999999"),
        ("Id", "x"),
        ("Id", ""),
        ("Id", "t\u{0}"),
        ("OrderDate,Id", "tyesterday"),
    ] {
        let mut parts = vec![order.to_owned(), part.to_owned()];
        if order != "Id" {
            parts.push("i1".to_owned());
        }
        let made_up = base64url(&serde_json::to_vec(&parts).unwrap());
        let sort = if order == "Id" { "Id" } else { "OrderDate" };
        let answer = app.get(&format!("/api/Order?sort={sort}&page[after]={made_up}"));
        assert!(
            matches!(answer.status.as_u16(), 200 | 400),
            "{order} {part}: {}",
            answer.body
        );
    }
    let large = app
        .get("/api/Order?page[after]=&page[size]=10001")
        .expect(400);
    let error = &large["errors"][0];
    assert_eq!(error["links"]["type"], format!("{ERRORS}max-size-exceeded"));
    assert_eq!(error["meta"]["page"]["maxSize"], 10_000);
    assert_eq!(error["source"]["parameter"], "page[size]");
}

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let mut bits = 0_usize;
        for index in 0..3 {
            bits = bits << 8 | usize::from(*chunk.get(index).unwrap_or(&0));
        }
        for digit in 0..=chunk.len() {
            out.push(char::from(DIGITS[bits >> (18 - 6 * digit) & 63]));
        }
    }
    out
}

/// `#fetching-pagination`; the profile, "Links".
fn links_repeat_the_way_of_paging(database: Database) {
    let app = TestApp::create("northwind", database);
    let links =
        |query: &str| app.get(&format!("/api/Product?{query}")).expect(200)["links"].clone();
    let by_cursor = links("page[after]=&page[size]=10&page[count]=none");
    assert_eq!(
        by_cursor["first"],
        "/api/Product?page%5Bafter%5D=&page%5Bsize%5D=10&page%5Bcount%5D=none"
    );
    assert_eq!(
        by_cursor["last"],
        "/api/Product?page%5Bbefore%5D=&page%5Bsize%5D=10&page%5Bcount%5D=none"
    );
    assert_eq!(by_cursor["prev"], Json::Null);
    assert_eq!(by_cursor["self"]["href"], by_cursor["first"]);
    let last = app.get(by_cursor["last"].as_str().unwrap()).expect(200);
    assert_eq!(last["links"]["next"], Json::Null);
    assert_eq!(ids(&last).len(), 10);
    let by_number = links("page[size]=10&page[number]=2");
    assert_eq!(
        by_number["next"],
        "/api/Product?page%5Bnumber%5D=3&page%5Bsize%5D=10"
    );
}

/// SQLite counts a table whose numbers leave no room for too many rows in another way.
fn rows_are_counted_whatever_their_numbers_are(database: Database) {
    let numbers = |name: &str, numbers: &[i64]| {
        let rows: Vec<_> = numbers.iter().map(|number| format!("({number})")).collect();
        let rows = rows.join(", ");
        format!("CREATE TABLE {name} (id bigint PRIMARY KEY); INSERT INTO {name} VALUES {rows};")
    };
    let bigint = [
        numbers("dense", &[-2, -1, 0, 1, 2]),
        numbers("sparse", &[i64::MIN, -1, 0, i64::MAX]),
        numbers("many", &(1..=21).collect::<Vec<_>>()),
        numbers("most", &(1..=20).collect::<Vec<_>>()),
        numbers(
            "few",
            &(1..=20).map(|number| number * 1_000).collect::<Vec<_>>(),
        ),
    ]
    .concat();
    let schema = match database {
        // The type whose columns are the rows' own numbers.
        Database::Sqlite => bigint.replace("bigint", "integer"),
        _ => bigint,
    };
    let app = TestApp::configured_of(TestDatabase::with(&schema, database), |config| {
        config.limits.counted_rows = 20;
    });
    for (resource, total) in [("Dense", 5), ("Sparse", 4), ("Most", 20), ("Few", 20)] {
        let page = app
            .get(&format!("/api/{resource}?page[limit]=2"))
            .expect(200);
        assert_eq!(
            page["meta"],
            json!({"count": 2, "limit": 2, "total": total}),
            "{resource}"
        );
    }
    let many = app.get("/api/Many?page[limit]=2").expect(200);
    assert_eq!(many["meta"]["totalIsEstimate"], true);
    // PostgreSQL's planner guesses where nobody has looked at the table yet, and never less than was counted.
    let total = many["meta"]["total"].as_u64().unwrap();
    match database {
        Database::Sqlite => assert_eq!(total, 21),
        _ => assert!(total >= 21, "{total}"),
    }
}

/// The profile, "Collection Sizes".
fn rows_are_counted_as_far_as_that_is_quick(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.counted_rows = 20;
    });
    let get = |query: &str| app.get(&format!("/api/{query}")).expect(200);
    let page = get("Product?page[limit]=5");
    assert_eq!(page["meta"]["totalIsEstimate"], true);
    let total = page["meta"]["total"].as_u64().unwrap();
    assert!((21..1_000).contains(&total), "{total}");
    assert_eq!(page["links"].get("last"), None);
    assert!(page["links"]["next"].is_string());
    let exact = get("Product?page[limit]=5&page[count]=exact");
    assert_eq!(exact["meta"], json!({"count": 5, "limit": 5, "total": 77}));
    assert!(
        exact["links"]["last"]
            .as_str()
            .unwrap()
            .ends_with("page%5Bcount%5D=exact")
    );
    let none = get("Product?page[limit]=5&page[count]=none");
    assert_eq!(none["meta"], json!({"count": 5, "limit": 5}));
    assert_eq!(none["links"].get("last"), None);
    // The last page is known without counting, and few rows are counted.
    assert_eq!(get("Product?page[limit]=80")["meta"]["total"], 77);
    let few = get("Product?page[limit]=5&filter[CategoryId]=1");
    assert_eq!(few["meta"], json!({"count": 5, "limit": 5, "total": 12}));
    let many = get("Product?page[limit]=5&filter[UnitPrice][gt]=1&filter[Supplier.id][gt]=0");
    assert_eq!(many["meta"]["totalIsEstimate"], true);
    assert!(many["meta"]["total"].as_u64().unwrap() > 20);
    let cursor = get("Product?page[after]=&page[size]=5");
    assert_eq!(
        cursor["meta"]["page"],
        json!({"estimatedTotal": {"bestGuess": cursor["meta"]["total"]}})
    );
    let all = walk(&app, "/api/Product?page[limit]=5", "next");
    assert_eq!(all.len(), 77);
    let answer = app.get("/api/Product?page[count]=maybe");
    assert_eq!(answer.errors(400), ["400 page[count]"]);
}

/// `#content-negotiation-all`: what applies a profile says so.
fn pages_by_cursor_say_their_profile(database: Database) {
    let app = TestApp::create("northwind", database);
    let kind = format!("application/vnd.api+json;profile=\"{PROFILE}\"");
    for path in [
        "/api/Order?page[after]=&page[size]=2",
        "/api/Customer/ALFKI/OrderList?page[before]=",
        "/api/Customer/ALFKI/relationships/OrderList?page[after]=",
    ] {
        let answer = app.get(path);
        assert_eq!(answer.header("content-type"), kind, "{path}");
        assert_eq!(
            answer.expect(200)["jsonapi"],
            json!({"version": "1.1", "profile": [PROFILE]})
        );
        let accept = [("accept", "application/json")];
        let as_json = app.ask("GET", path, &accept, None);
        assert_eq!(as_json.header("content-type"), "application/json");
    }
    let refused = app.get("/api/Order?page[after]=&page[size]=99999");
    refused.expect(400);
    assert_eq!(refused.header("content-type"), kind);
    let other = app.get("/api/Order?page[size]=2");
    assert_eq!(other.header("content-type"), "application/vnd.api+json");
    assert!(other.expect(200)["jsonapi"].get("profile").is_none());
}

fn few_statements_read_a_page(database: Database) {
    let app = TestApp::create("northwind", database);
    let first = app
        .get("/api/Order?sort=Freight&page[after]=&page[size]=100&page[count]=none")
        .expect(200);
    let next = first["links"]["next"].as_str().unwrap();
    let before = app.state().queries();
    app.get(next).expect(200);
    // Those of the same freight, and those of a larger one.
    assert_eq!(app.state().queries() - before, 2);
}

/// The profile, "`page[size]`".
fn settings_limit_a_page(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.page_size = 7;
        config.limits.largest_page_size = 10;
        config.limits.include_depth = 2;
        config.limits.sort = 2;
        config.limits.rows = 30;
    });
    let errors = |query: &str| app.get(&format!("/api/Order?{query}")).errors(400);
    let page = app.get("/api/Order").expect(200);
    assert_eq!(ids(&page).len(), 7);
    assert_eq!(errors("page[limit]=11"), ["400 page[limit]"]);
    assert_eq!(errors("page[size]=11"), ["400 page[size]"]);
    for size in ["0", "-1", "%2B1", "1.5", "x", ""] {
        let query = format!("page[size]={size}");
        assert_eq!(errors(&query), ["400 page[size]"], "{size}");
    }
    assert_eq!(errors("page[offset]=-1"), ["400 page[offset]"]);
    assert_eq!(errors("sort=Freight,Id,ShipCity"), ["400 sort"]);
    assert_eq!(
        errors("include=OrderDetailList.Product.Supplier"),
        ["400 include"]
    );
    assert_eq!(
        errors("include=OrderDetailList.Product&page[limit]=10"),
        ["400 include"]
    );
    app.get("/api/Order?include=OrderDetailList.Product&page[limit]=2")
        .expect(200);
}
