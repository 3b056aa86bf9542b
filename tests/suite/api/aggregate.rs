//! Numbers of groups: each is compared with what the rows themselves come to.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::support::{Database, TestApp, each_database};

each_database!(
    groups_have_numbers,
    all_rows_are_one_group,
    groups_are_filtered_and_sorted,
    a_group_may_be_of_rows_referred_to,
    a_wrong_aggregate_is_refused,
    groups_have_a_limit,
);

fn groups(app: &TestApp, query: &str) -> Vec<Json> {
    let document = app.get(&format!("/api/aggregate/{query}")).expect(200);
    document["data"].as_array().unwrap().clone()
}

fn groups_have_numbers(database: Database) {
    let app = TestApp::create("northwind", database);
    let rows = app
        .get("/api/Product?page[limit]=100&fields[Product]=CategoryId,UnitPrice,UnitsInStock")
        .expect(200);
    let mut expected: BTreeMap<i64, (i64, i64, f64, f64)> = BTreeMap::new();
    for row in rows["data"].as_array().unwrap() {
        let attributes = &row["attributes"];
        let price = attributes["UnitPrice"].as_f64().unwrap();
        let group = expected
            .entry(attributes["CategoryId"].as_i64().unwrap())
            .or_insert((0, 0, f64::MAX, 0.0));
        group.0 += 1;
        group.1 += attributes["UnitsInStock"].as_i64().unwrap();
        group.2 = group.2.min(price);
        group.3 = group.3.max(price);
    }
    let found = groups(
        &app,
        "Product?groupBy=CategoryId&aggregateBy[count]=*&aggregateBy[sum]=UnitsInStock\
         &aggregateBy[min]=UnitPrice&aggregateBy[max]=UnitPrice&aggregateBy[avg]=UnitsInStock",
    );
    assert_eq!(found.len(), expected.len());
    for (group, (category, (count, stock, least, most))) in found.iter().zip(&expected) {
        assert_eq!(group["type"], "aggregate");
        assert_eq!(group["id"], category.to_string());
        assert_eq!(group["attributes"], json!({"CategoryId": category}));
        let meta = &group["meta"];
        assert_eq!(meta["count"], *count);
        assert_eq!(meta["sum_UnitsInStock"], *stock);
        assert_eq!(meta["min_UnitPrice"].as_f64(), Some(*least));
        assert_eq!(meta["max_UnitPrice"].as_f64(), Some(*most));
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let average = *stock as f64 / *count as f64;
        assert!((meta["avg_UnitsInStock"].as_f64().unwrap() - average).abs() < 1e-9);
    }
    // Sums keep the digits of their column.
    let body = app
        .get("/api/aggregate/Order?aggregateBy[sum]=Freight&filter[id]=10248,10643")
        .body;
    assert!(body.contains(r#""sum_Freight":61.84"#), "{body}");
}

fn all_rows_are_one_group(database: Database) {
    let app = TestApp::create("northwind", database);
    let found = groups(
        &app,
        "Order?aggregateBy[count]=*,ShippedDate&aggregateBy[max]=OrderDate&filter[Customer.Country]=Norway",
    );
    let rows = app
        .get("/api/Order?filter[Customer.Country]=Norway")
        .expect(200);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], "all");
    assert_eq!(found[0]["attributes"], json!({}));
    assert_eq!(found[0]["meta"]["count"], rows["meta"]["total"]);
    let shipped = rows["data"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| !row["attributes"]["ShippedDate"].is_null())
        .count();
    assert_eq!(found[0]["meta"]["count_ShippedDate"], shipped);
    let counted = groups(&app, "Order?filter[Customer.Country]=Norway");
    assert_eq!(counted[0]["meta"], json!({"count": rows["meta"]["total"]}));
    let none = groups(&app, "Order?aggregateBy[sum]=Freight&filter[id]=1");
    assert_eq!(none[0]["meta"]["sum_Freight"], Json::Null);
}

fn groups_are_filtered_and_sorted(database: Database) {
    let app = TestApp::create("northwind", database);
    let query = "Customer?groupBy=Country&aggregateBy[count]=*&sort=-count,Country";
    let all = groups(&app, query);
    let counts: Vec<i64> = all
        .iter()
        .map(|group| group["meta"]["count"].as_i64().unwrap())
        .collect();
    assert!(
        counts.windows(2).all(|pair| pair[0] >= pair[1]),
        "{counts:?}"
    );
    assert_eq!(counts.iter().sum::<i64>(), 91);
    let many = groups(
        &app,
        &format!("{query}&havingFilter[count][ge]=5&havingFilter[count][lt]=13"),
    );
    let expected: Vec<_> = all
        .iter()
        .filter(|group| (5..13).contains(&group["meta"]["count"].as_i64().unwrap()))
        .cloned()
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(many, expected);
    let one = groups(
        &app,
        "Product?groupBy=CategoryId&aggregateBy[sum]=UnitPrice&havingFilter[sum.UnitPrice][gt]=455.7&sort=-sum.UnitPrice",
    );
    assert!(!one.is_empty() && one.len() < 8, "{one:?}");
    let late = groups(
        &app,
        "Order?groupBy=EmployeeId&aggregateBy[max]=OrderDate&havingFilter[max.OrderDate][ge]=2014-05-06",
    );
    assert!(!late.is_empty() && late.len() < 9, "{late:?}");
}

fn a_group_may_be_of_rows_referred_to(database: Database) {
    let app = TestApp::create("northwind", database);
    let found = groups(
        &app,
        "Order?groupBy=Customer.Country,ShipVia&aggregateBy[count]=*&sort=Customer.Country,-ShipVia",
    );
    let total: i64 = found
        .iter()
        .map(|group| group["meta"]["count"].as_i64().unwrap())
        .sum();
    let orders = app.get("/api/Order?page[limit]=1").expect(200);
    assert_eq!(orders["meta"]["total"], total);
    assert!(found[0]["attributes"]["Customer_Country"].is_string());
    assert!(found[0]["attributes"]["ShipVia"].is_i64());
}

fn a_wrong_aggregate_is_refused(database: Database) {
    let app = TestApp::create("northwind", database);
    let errors = |query: &str| app.get(&format!("/api/aggregate/{query}")).errors(400);
    for (query, parameter) in [
        ("groupBy=Nothing", "groupBy"),
        ("groupBy=OrderDetailList.Quantity", "groupBy"),
        ("groupBy=ShipVia,ShipVia", "groupBy"),
        ("aggregateBy[sum]=ShipName", "aggregateBy[sum]"),
        ("aggregateBy[sum]=*", "aggregateBy[sum]"),
        ("aggregateBy[median]=Freight", "aggregateBy[median]"),
        ("sort=Freight", "sort"),
        (
            "havingFilter[sum.Freight][gt]=1",
            "havingFilter[sum.Freight][gt]",
        ),
        ("havingFilter[count][like]=1", "havingFilter[count][like]"),
        ("havingFilter[count][gt]=many", "havingFilter[count][gt]"),
        ("include=Customer", "include"),
        ("page[limit]=1", "page[limit]"),
        ("filter[Nothing]=1", "filter[Nothing]"),
    ] {
        let found = errors(&format!("Order?aggregateBy[count]=*&{query}"));
        assert_eq!(found, [format!("400 {parameter}")], "{query}");
    }
    app.get("/api/aggregate/Nothing?aggregateBy[count]=*")
        .expect(404);
    app.get("/api/aggregate/Order/1?aggregateBy[count]=*")
        .expect(404);
    let written = app.post("/api/aggregate/Order", &json!({}));
    assert_eq!(written.status.as_u16(), 405);
}

fn groups_have_a_limit(database: Database) {
    let app = TestApp::configured("northwind", database, |config| {
        config.limits.page_size = 8;
        config.limits.largest_page_size = 8;
    });
    let path = "/api/aggregate/Product?aggregateBy[count]=*&groupBy";
    assert_eq!(
        app.get(&format!("{path}=CategoryId")).expect(200)["meta"]["count"],
        8
    );
    assert_eq!(
        app.get(&format!("{path}=SupplierId")).errors(400),
        ["400 groupBy"]
    );
}
