//! `add-cust`: a sample's customizations come into a project of it, and into no other. There they compile, pass their own tests
//! and fit the rows; `formwork rules` tells of them.

use std::fs;

use formwork::samples::SAMPLES;
use serde_json::Value as Json;

use crate::support::{Database, Server, TestDatabase, TestProject, formwork};

/// A project of a sample, with the runtime of this repository. Its name is no other test's: they are built in one place.
fn project(name: &str, sample: &str) -> TestProject {
    let runtime = format!("--runtime=path={}", env!("CARGO_MANIFEST_DIR"));
    TestProject::with(name, &["--db-url", sample, &runtime])
}

#[test]
fn a_project_of_no_sample_is_refused() {
    let database = TestDatabase::create("todo", Database::Sqlite);
    let project = TestProject::with("shop", &["--db-url", &database.address()]);
    let said = formwork(&project.path(), &["add-cust"]).refused();
    assert!(
        said.starts_with("error: the project in `.` was not made from a sample\nhint: "),
        "{said}"
    );
}

#[test]
fn a_sample_without_customizations_is_named() {
    let project = TestProject::with("shop", &["--db-url", "chinook"]);
    let said = formwork(&project.path(), &["add-cust", "--dry-run"]).refused();
    assert!(
        said.starts_with("error: there are no customizations of the sample `chinook`\n"),
        "{said}"
    );
    assert!(
        said.contains("(`northwind`, `basic_demo`, `allocation`)"),
        "{said}"
    );
}

#[test]
fn a_sample_with_a_plus_starts_with_them() {
    let plain = TestProject::with("shop", &["--db-url", "nw-"]);
    plain.formwork(&["add-cust"]).done();
    let customized = TestProject::with("shop", &["--db-url", "nw+"]);
    let without_secrets = |project: &TestProject| {
        let mut files = project.files();
        files.retain(|path, _| path != ".env");
        files
    };
    assert!(without_secrets(&plain) == without_secrets(&customized));
    let said = customized.formwork(&["add-cust"]).done();
    assert!(said.contains("nothing to do"), "{said}");

    let folder = tempfile::tempdir().unwrap();
    let said = formwork(folder.path(), &["create", "shop", "--db-url", "nw+"]).done();
    assert!(
        said.contains("Add  src/rules/check_credit.rs\n")
            && said.contains("Note  everybody may read and write: "),
        "{said}"
    );
}

#[test]
fn it_says_what_it_adds_and_a_second_time_changes_nothing() {
    let project = TestProject::with("shop", &["--db-url", "nw-"]);
    let before = project.files();
    let planned = project.formwork(&["add-cust", "--dry-run"]).done();
    assert!(project.files() == before, "a dry run writes nothing");
    let said = project.formwork(&["add-cust"]).done();
    assert_eq!(said, planned);
    assert!(
        said.starts_with("  Update  src/routes.rs\n     Add  src/routes/order_b2b.rs\n  Update  src/rules.rs\n     Add  src/rules/check_credit.rs\n"),
        "{said}"
    );
    let after = project.files();
    let said = project.formwork(&["add-cust"]).done();
    assert_eq!(
        said,
        "hint: `.` has the customizations of `northwind`: nothing to do\n"
    );
    assert!(project.files() == after);
    let rebuild = project.formwork(&["rebuild-from-database"]).done();
    assert!(rebuild.contains("nothing to do"), "{rebuild}");
}

#[test]
fn a_file_that_the_user_changed_stops_it() {
    let project = TestProject::with("shop", &["--db-url", "nw-"]);
    fs::write(project.path().join("src/rules.rs"), "// mine\n").unwrap();
    let before = project.files();
    let said = project.formwork(&["add-cust"]).refused();
    assert!(
        said.starts_with(
            "error: `src/rules.rs` is not as formwork wrote it, and the customizations have another\nhint: "
        ),
        "{said}"
    );
    assert!(project.files() == before);
}

#[test]
fn they_compile_without_a_warning_and_pass_their_own_tests_and_fit_the_rows() {
    for sample in SAMPLES {
        if sample.customizations().is_empty() {
            continue;
        }
        let project = project(&format!("customized_{}", sample.name), sample.name);
        project.formwork(&["add-cust"]).done();
        let lint = ["clippy", "--all-targets", "--no-deps", "--offline", "--"];
        project
            .cargo(&[&lint[..], &["-D", "warnings"]].concat())
            .answer();
        project.cargo(&["fmt", "--check"]).answer();
        let tested = project.cargo(&["test", "--offline"]).answer();
        assert!(tested.contains("test rules::tests::"), "{tested}");
        let said = project.formwork(&["rules", "reconcile"]).done();
        assert!(said.contains("every derived value is"), "{said}");
    }
}

#[test]
fn the_rules_are_told() {
    let project = project("told", "northwind");
    let none = project.formwork(&["rules", "list", "--format", "json"]);
    assert_eq!(none.answer(), "[]\n");
    project.formwork(&["add-cust"]).done();

    let json = project
        .formwork(&["rules", "list", "--format", "json"])
        .answer();
    let rules: Vec<Json> = serde_json::from_str(&json).unwrap();
    let balance = rules
        .iter()
        .find(|rule| rule["derives"] == "Customer.Balance")
        .unwrap();
    assert_eq!(balance["kind"], "sum");
    assert_eq!(balance["file"], "src/rules/check_credit.rs");
    let source = project.read("src/rules/check_credit.rs");
    let line = usize::try_from(balance["line"].as_u64().unwrap()).unwrap();
    assert!(
        source
            .lines()
            .nth(line - 1)
            .unwrap()
            .contains("Customer::BALANCE"),
        "line {line} of\n{source}"
    );

    let explained = project
        .formwork(&["rules", "explain", "customer.balance"])
        .answer();
    assert!(
        explained.contains("reads Order.AmountTotal, Order.ShippedDate\n"),
        "{explained}"
    );
    let impact = project
        .formwork(&["rules", "impact", "OrderDetail.Quantity"])
        .answer();
    for reached in [
        "Customer constraint: c.balance <= c.credit_limit",
        "Product.UnitsInStock = formula",
    ] {
        assert!(impact.contains(reached), "{impact}");
    }
    let chart = project
        .formwork(&["rules", "list", "--format", "mermaid"])
        .answer();
    assert!(chart.starts_with("flowchart LR\n"), "{chart}");
    let unknown = project
        .formwork(&["rules", "explain", "Customer.Balanc"])
        .refused();
    assert!(
        unknown.ends_with("hint: did you mean `Customer.Balance`?\n"),
        "{unknown}"
    );
}

#[test]
fn rules_that_go_in_a_circle_are_spelled_out() {
    let project = project("circle", "northwind");
    project.formwork(&["add-cust"]).done();
    let checked = project.formwork(&["rules", "check"]).done();
    assert!(
        checked.contains("rules, which fit the tables and each other"),
        "{checked}"
    );
    let edit = |file: &str, old: &str, new: &str| {
        let path = project.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{text}");
        fs::write(path, text.replace(old, new)).unwrap();
    };
    edit(
        "src/rules/defaults.rs",
        "logic.default(Order::FREIGHT, |_: &Order| dec!(10))",
        "logic.formula(Order::FREIGHT, |o: &Order| o.customer.balance)",
    );
    edit(
        "src/rules/check_credit.rs",
        "d.unit_price * d.quantity",
        "d.unit_price * d.quantity + d.order.freight",
    );
    let said = project.formwork(&["rules", "check"]).refused();
    for part in [
        "Customer.Balance",
        "Order.Freight",
        "src/rules/defaults.rs:8",
    ] {
        assert!(said.contains(part), "{part} in\n{said}");
    }
}

#[test]
fn a_broken_value_is_found_and_mended() {
    let project = project("mended", "northwind");
    project.formwork(&["add-cust"]).done();
    let database = rusqlite::Connection::open(project.path().join("database/db.sqlite")).unwrap();
    database
        .execute_batch(r#"UPDATE "Customer" SET "Balance" = 1 WHERE "Id" = 'ALFKI'"#)
        .unwrap();
    let found = project.formwork(&["rules", "reconcile"]);
    assert_eq!(
        found.stdout,
        "Customer ALFKI: Balance is 1.00, and its rule says 2046.00\n"
    );
    let said = found.refused();
    assert!(
        said.contains(
            "error: 1 value is not what its rule says\nhint: `formwork rules reconcile --repair`"
        ),
        "{said}"
    );
    let json = project.formwork(&["rules", "reconcile", "--repair", "--format", "json"]);
    let answer: Json = serde_json::from_str(&json.answer()).unwrap();
    assert_eq!(answer["drift"][0]["attribute"], "Balance");
    project.formwork(&["rules", "reconcile"]).done();
    let balance: f64 = database
        .query_row(
            r#"SELECT "Balance" FROM "Customer" WHERE "Id" = 'ALFKI'"#,
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert!((balance - 2046.0).abs() < f64::EPSILON);
}

#[test]
fn a_partner_orders_over_http() {
    let project = project("partner", "northwind");
    project.formwork(&["add-cust"]).done();
    project.cargo(&["build", "--offline"]).answer();
    let server = Server::start(project.server());
    let call = |items: &str| {
        let order = format!(
            r#"{{"AccountId":"ALFKI","Surname":"Buchanan","Given":"Steven","Items":{items}}}"#
        );
        let body = format!(r#"{{"meta":{{"args":{{"order":{order}}}}}}}"#);
        server.post("/api/ServicesEndPoint/OrderB2B", &body)
    };
    let taken = call(
        r#"[{"ProductName":"Chai","QuantityOrdered":1},{"ProductName":"Chang","QuantityOrdered":2}]"#,
    );
    assert_eq!(taken.status, 200, "{}", taken.body);
    let order: Json = serde_json::from_str(&taken.body).unwrap();
    let id = order["meta"]["result"]["id"].as_str().unwrap();
    let stored = server.get(&format!("/api/Order/{id}?include=OrderDetailList"));
    let stored: Json = serde_json::from_str(&stored.body).unwrap();
    assert_eq!(stored["included"].as_array().unwrap().len(), 2);
    // A rule refuses it, and nothing of it is there.
    let orders = || {
        server
            .get("/api/Order?page[limit]=1&page[count]=exact")
            .body
    };
    let before = orders();
    let refused = call(r#"[{"ProductName":"Chai","QuantityOrdered":100000}]"#);
    assert_eq!(refused.status, 400, "{}", refused.body);
    assert!(
        refused.body.contains(r#""code":"2001""#),
        "{}",
        refused.body
    );
    let unknown = call(r#"[{"ProductName":"Chay","QuantityOrdered":1}]"#);
    assert!(
        unknown.body.contains("there is no product `Chay`"),
        "{}",
        unknown.body
    );
    assert_eq!(orders(), before);
    let described = server.get("/api/openapi.json").body;
    assert!(described.contains(r#""/api/ServicesEndPoint/OrderB2B""#));
    assert!(described.contains(r#""/api/customers/{id}/credit""#));
}
