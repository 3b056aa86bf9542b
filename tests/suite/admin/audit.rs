//! The audit log: what a transaction changes is there with it, before and after, with the rule that did it; and who asks finds it.

use std::fs;

use axum::body::Body;
use axum::http::{Request, header};
use formwork_runtime::Result;
use formwork_runtime::generated::Decimal;
use formwork_runtime::rules;
use formwork_runtime::rules::{Event, Logic};
use formwork_runtime::session::{New, Session};
use serde_json::{Value as Json, json};

use crate::rules::shop::{Customer, Order, declare, sql};
use crate::support::{
    Database, MEDIA_TYPE, TestApp, TestDatabase, TestProject, each_database, formwork,
};

each_database!(
    changes_are_kept_with_their_rules_and_found,
    what_events_change_names_them,
    what_is_refused_leaves_nothing
);

/// The shop of the rules' tests, with a log.
fn app(database: Database, declare: fn(&mut Logic)) -> (TestApp, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("config.yaml");
    fs::write(config, "audit:\n  enabled: true\n").unwrap();
    let database = TestDatabase::with(&sql(database), database);
    let dialect = database.schema().dialect;
    for statement in [
        Some(formwork_runtime::audit::table(dialect)),
        formwork_runtime::audit::index(dialect),
    ]
    .into_iter()
    .flatten()
    {
        database.execute(statement);
    }
    (TestApp::in_folder(database, folder.path(), declare), folder)
}

fn log(app: &TestApp, query: &str) -> Vec<Json> {
    let log = app.get(&format!("/admin/audit?{query}")).expect(200);
    log["entries"].as_array().unwrap().clone()
}

fn update(app: &TestApp, path: &str, attributes: &Json) -> u16 {
    let (kind, id) = path.split_once('/').unwrap();
    let document = json!({"data": {"type": kind, "id": id, "attributes": attributes}});
    let request = Request::patch(format!("/api/{path}"))
        .header(header::CONTENT_TYPE, MEDIA_TYPE)
        .header("x-request-id", "request-7");
    let request = request.body(Body::from(document.to_string())).unwrap();
    app.send(request).status.as_u16()
}

fn changes_are_kept_with_their_rules_and_found(database: Database) {
    let (app, _folder) = app(database, declare);
    assert_eq!(update(&app, "OrderDetail/1", &json!({"quantity": 3})), 200);
    let entries = log(&app, "");
    let told: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!([
                entry["resource"],
                entry["rowId"],
                entry["action"],
                entry["requestId"],
                entry["caller"],
                entry["changes"]
            ])
        })
        .collect();
    let number = |text: &str| -> Json { serde_json::from_str(text).unwrap() };
    let detail = json!(["OrderDetail", "1", "update", "request-7", null, [
        {"attribute": "quantity", "before": 2, "after": 3},
        {"attribute": "amount", "before": number("100.00"), "after": number("150.00"), "rule": "formula"},
    ]]);
    let order = json!(["Order", "1", "update", "request-7", null, [
        {"attribute": "amount_total", "before": number("100.00"), "after": number("150.00"), "rule": "sum"},
    ]]);
    let customer = json!(["Customer", "1", "update", "request-7", null, [
        {"attribute": "balance", "before": number("100.00"), "after": number("150.00"), "rule": "sum"},
    ]]);
    for entry in [&detail, &order, &customer] {
        assert!(told.contains(entry), "{entry}\n{told:?}");
    }
    assert_eq!(told.len(), 3);

    // Another product has another price, which the rule takes over; a price that somebody enters is nobody else's.
    assert_eq!(
        update(&app, "OrderDetail/1", &json!({"product_id": 2})),
        200
    );
    assert_eq!(
        update(&app, "OrderDetail/1", &json!({"unit_price": 8})),
        200
    );
    let details = log(&app, "resource=OrderDetail");
    let rule_of_price = |entry: &Json| {
        let mut changes = entry["changes"].as_array().unwrap().iter();
        let price = changes.find(|change| change["attribute"] == "unit_price");
        price.unwrap()["rule"].clone()
    };
    assert_eq!(rule_of_price(&details[0]), Json::Null);
    assert_eq!(rule_of_price(&details[1]), "copy");
    assert!(entries[0]["at"].as_str().unwrap().ends_with('Z'));

    let attributes = json!({"name": "Eve", "credit_limit": 4});
    let customer = json!({"data": {"type": "Customer", "attributes": attributes}});
    let created = app.post("/api/Customer", &customer).expect(201);
    let id = created["data"]["id"].as_str().unwrap();
    assert_eq!(app.delete(&format!("/api/Customer/{id}")).status, 204);
    let customer = log(&app, &format!("resource=Customer&id={id}"));
    let actions: Vec<&Json> = customer.iter().map(|entry| &entry["action"]).collect();
    // The latest first; a deleted row is told whole.
    assert_eq!(actions, ["delete", "insert"]);
    let changes = customer[0]["changes"].as_array().unwrap();
    let name = json!({"attribute": "name", "before": "Eve", "after": null});
    assert!(changes.contains(&name), "{changes:?}");

    assert_eq!(log(&app, "action=delete").len(), 1);
    assert_eq!(log(&app, "resource=Customer").len(), 5);
    assert_eq!(log(&app, "from=2999-01-01").len(), 0);
    assert_eq!(log(&app, "to=2999-01-01").len(), log(&app, "").len());
    assert_eq!(log(&app, "caller=nobody").len(), 0);
    let page = app
        .get("/admin/audit?page[limit]=2&page[offset]=2")
        .expect(200);
    assert_eq!(page["entries"].as_array().unwrap().len(), 2);
    assert_eq!(page["hasMore"], true);
    assert_eq!(
        app.get("/admin/admin/config.json").expect(200)["hasAudit"],
        true
    );
}

async fn shout(customer: &mut Customer, _: &Event<Customer>) -> Result<()> {
    customer.name = customer.name.to_uppercase();
    Ok(())
}

async fn thank(event: &Event<Order>, session: &mut Session) -> Result<()> {
    let customer = session.get::<Customer>(event.row().customer_id).await?;
    let mut customer = customer.expect("an order has one");
    customer.credit_limit += Decimal::from(5);
    session.update(&customer)?;
    let order = New::<Order>::default().set(Order::CUSTOMER_ID, customer.id);
    session.insert(order);
    Ok(())
}

#[rules]
fn declare_events(logic: &mut Logic) {
    logic.on_early::<Customer>(shout);
    logic.on_row(thank).when(|o: &Order| o.shipped);
}

fn what_events_change_names_them(database: Database) {
    let (app, _folder) = app(database, declare_events);
    assert_eq!(update(&app, "Order/1", &json!({"shipped": true})), 200);
    let change = |entry: &Json, attribute: &str| {
        let mut changes = entry["changes"].as_array().unwrap().iter();
        let change = changes.find(|change| change["attribute"] == attribute);
        change.unwrap().clone()
    };
    let customers = log(&app, "resource=Customer");
    let limit = change(&customers[0], "credit_limit");
    assert_eq!(
        (&limit["rule"], &limit["of"]),
        (&json!("row event"), &json!("Order"))
    );
    let at = limit["at"].as_str().unwrap();
    assert!(at.contains("audit.rs:"), "{at}");
    // The code that follows the change of an event is told itself.
    let name = change(&customers[0], "name");
    assert_eq!(
        (&name["rule"], &name["of"]),
        (&json!("early event"), &json!("Customer"))
    );

    let added = log(&app, "resource=Order&action=insert");
    assert_eq!(change(&added[0], "customer_id")["of"], "Order");
    let shipped = log(&app, "resource=Order&action=update");
    assert_eq!(change(&shipped[0], "shipped")["rule"], Json::Null);
}

fn what_is_refused_leaves_nothing(database: Database) {
    let (app, _folder) = app(database, declare);
    assert_eq!(update(&app, "OrderDetail/1", &json!({"quantity": 21})), 400);
    assert_eq!(log(&app, ""), Vec::<Json>::new());
    let without = TestApp::create("keys", database);
    assert_eq!(without.get("/admin/audit").status, 404);
}

#[test]
fn the_table_is_made_by_a_command_and_missed_at_the_start() {
    let project = TestProject::with("audited", &["--db-url", "todo"]);
    let said = project.formwork(&["add-audit"]).done();
    assert!(said.contains("Add  `formwork_audit` in "), "{said}");
    assert!(said.contains("Update  config.yaml"), "{said}");
    let migration = project.read("database/migrations/20260101000000_formwork_audit.sql");
    assert!(migration.starts_with("CREATE TABLE IF NOT EXISTS formwork_audit ("));
    assert!(
        project
            .read("config.yaml")
            .ends_with("audit:\n  enabled: true\n")
    );
    // Again nothing changes, and a rebuild does not take the table for one of the user's.
    let files = || {
        let mut files = project.files();
        // Whoever reads leaves its marks there.
        files.remove("database/db.sqlite-shm");
        files
    };
    let before = files();
    let said = project.formwork(&["add-audit"]).done();
    assert_eq!(said, "hint: `.` has its audit log: nothing to do\n");
    assert!(files() == before);
    let elsewhere = tempfile::tempdir().unwrap();
    let said = formwork(elsewhere.path(), &["add-audit"]).refused();
    assert!(said.contains("`.` is not a project of formwork"), "{said}");
    let rebuilt = project.formwork(&["rebuild-from-database"]).done();
    assert!(rebuilt.contains("nothing to do"), "{rebuilt}");

    rusqlite::Connection::open(project.path().join("database/db.sqlite"))
        .unwrap()
        .execute_batch("DROP TABLE formwork_audit")
        .unwrap();
    let said = formwork(&project.path(), &["run", ".", "--no-build", "--port", "0"]).refused();
    assert!(said.contains("`formwork_audit`"), "{said}");
    assert!(said.contains("formwork add-audit"), "{said}");
}
