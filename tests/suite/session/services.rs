//! Endpoints of a project: services and addresses of its own, with typed bodies, a session, and the API's errors.

use formwork_runtime::Routes;
use formwork_runtime::axum::extract::Path;
use formwork_runtime::config::Decimals;
use formwork_runtime::prelude::{
    Args, Date, Decimal, Json, JsonBody, Reply, Result, Row, Session, refuse,
};
use formwork_runtime::session::New;
use serde_json::{Value, json};

use super::rows::{Account, Booking};
use super::tables;
use crate::support::{Database, TestApp, TestDatabase, each_database};

each_database!(
    a_service_has_arguments_a_session_and_a_reply,
    arguments_are_as_exact_as_attributes,
    all_that_is_wrong_with_arguments_is_told,
    an_endpoint_has_a_path_a_body_and_an_answer,
    they_are_in_the_description,
    decimals_are_shown_as_by_the_api,
);

/// What an account is opened with.
#[derive(JsonBody)]
struct Opening {
    owner: String,
    /// What is paid in.
    balance: Decimal,
}

async fn open(mut session: Session, Args(opening): Args<Opening>) -> Result<Reply<Row<Account>>> {
    let account = New::<Account>::default()
        .set(Account::ID, 7)
        .set(Account::OWNER, opening.owner)
        .set(Account::BALANCE, opening.balance)
        .set(Account::IS_OPEN, true);
    let account = session.insert(account);
    Ok(session.commit().await?.reply(account))
}

#[derive(JsonBody, Clone, Copy)]
enum Currency {
    #[json(name = "EUR")]
    Euro,
    #[json(name = "CHF")]
    Franc,
}

#[derive(JsonBody)]
#[json(names = "PascalCase")]
struct Transfer {
    amount: Decimal,
    booked_on: Option<Date>,
    currency: Currency,
    shares: Vec<Share>,
}

#[derive(JsonBody)]
struct Share {
    #[json(name = "to")]
    account: i64,
    percent: u8,
}

/// Gives back what it was given.
async fn echo(Args(transfer): Args<Transfer>) -> Reply<Transfer> {
    Reply::of(&transfer)
}

async fn book(
    mut session: Session,
    Path(id): Path<i64>,
    Json(transfer): Json<Transfer>,
) -> Result<Json<Transfer>> {
    if session.get::<Account>(id).await?.is_none() {
        refuse!("there is no account {id}");
    }
    let booking = New::<Booking>::default()
        .set(Booking::ACCOUNT_ID, id)
        .set(Booking::AMOUNT, transfer.amount);
    session.insert(booking);
    session.commit().await?;
    Ok(Json(transfer))
}

async fn rest() -> Result<Reply> {
    Reply::any(&json!({"hours": [22, 6]}))
}

fn routes() -> Routes {
    Routes::new()
        .service("OpenAccount", open)
        .service("Echo", echo)
        .service("Rest", rest)
        .post("/api/accounts/{id}/bookings", book)
}

fn app(database: Database) -> TestApp {
    TestApp::with(&tables(database), database).with_routes(routes())
}

/// `server.decimals: strings` holds for what one's own endpoints answer too.
fn decimals_are_shown_as_by_the_api(database: Database) {
    for (decimals, amount, balance) in [
        (Decimals::Numbers, json!(2.5), json!(12.5)),
        (Decimals::Strings, json!("2.50"), json!("12.50")),
    ] {
        let database = TestDatabase::with(&tables(database), database);
        let app = TestApp::configured_of(database, |config| config.server.decimals = decimals)
            .with_routes(routes());
        let body = json!({"Amount": "2.50", "Currency": "EUR", "Shares": []});
        let given = app.post("/api/accounts/1/bookings", &body).expect(200);
        assert_eq!(given["Amount"], amount);
        assert_eq!(given["Currency"], "EUR");
        let called = app.post(ECHO, &json!({"meta": {"args": body}})).expect(200);
        assert_eq!(called["meta"]["result"]["Amount"], amount);
        let args = json!({"owner": "Eve", "balance": 12.50});
        let opened = app.post(OPEN, &json!({"meta": {"args": args}})).expect(200);
        assert_eq!(opened["meta"]["result"]["attributes"]["balance"], balance);
    }
}

const OPEN: &str = "/api/ServicesEndPoint/OpenAccount";
const ECHO: &str = "/api/ServicesEndPoint/Echo";

fn a_service_has_arguments_a_session_and_a_reply(database: Database) {
    let app = app(database);
    let args = json!({"owner": "Eve", "balance": "12.50"});
    let call = json!({"meta": {"method": "OpenAccount", "args": args}});
    let answer = app.post(OPEN, &call);
    let result = answer.expect(200)["meta"]["result"].clone();
    assert_eq!(result["type"], "Account");
    assert_eq!(result["id"], "7");
    assert!(answer.body.contains("12.50"), "{}", answer.body);
    let stored = app.get("/api/Account/7").expect(200);
    assert_eq!(stored["data"]["attributes"]["owner"], "Eve");
    // The same errors as those of the API, by the same rules.
    let again = app.post(OPEN, &call);
    again.expect(409);
    let other = json!({"meta": {"method": "CloseAccount", "args": args}});
    assert_eq!(app.post(OPEN, &other).errors(400), ["400 /meta/method"]);
    let empty = json!({"meta": {}});
    assert_eq!(app.post(OPEN, &empty).errors(400), ["400 /meta"]);
    let data = json!({"data": null});
    assert_eq!(app.post(OPEN, &data).errors(400), ["400 "]);
    // One without arguments needs no body.
    let answer = app.ask("POST", "/api/ServicesEndPoint/Rest", &[], None);
    assert_eq!(answer.expect(200)["meta"]["result"]["hours"][1], 6);
    let get = app.get(OPEN);
    get.expect(405);
    assert_eq!(get.header("allow"), "OPTIONS, POST");
    let options = app.ask("OPTIONS", OPEN, &[], None);
    options.expect(204);
    assert_eq!(options.header("allow"), "OPTIONS, POST");
    app.post("/api/ServicesEndPoint/Nothing", &call).expect(404);
}

fn transfer(amount: &str) -> String {
    format!(
        r#"{{"Amount":{amount},"BookedOn":"2024-02-29","Currency":"CHF","Shares":[{{"to":1,"percent":60}},{{"to":2,"percent":40}}]}}"#
    )
}

fn arguments_are_as_exact_as_attributes(database: Database) {
    let app = app(database);
    // More digits than a float has, as a number and as a text.
    for (sent, kept) in [
        (
            "1234567890123456789.123456789",
            "1234567890123456789.123456789",
        ),
        (
            r#""0.1000000000000000000000001""#,
            "0.1000000000000000000000001",
        ),
    ] {
        let call: Value = json!({"meta": {"args": "ARGS"}});
        let body = call.to_string().replace(r#""ARGS""#, &transfer(sent));
        let request = formwork_runtime::axum::http::Request::post(ECHO)
            .header("content-type", "application/json")
            .body(body.into())
            .unwrap();
        let answer = app.send(request);
        answer.expect(200);
        assert!(answer.body.contains(&transfer(kept)), "{}", answer.body);
    }
}

fn all_that_is_wrong_with_arguments_is_told(database: Database) {
    let app = app(database);
    let args = json!({
        "Amount": true,
        "BookedOn": "2023-02-29",
        "Currency": "USD",
        "Shares": [{"to": 1, "percent": 300}, {"percent": null, "two": 2}],
        "Remark": "",
    });
    let answer = app.post(ECHO, &json!({"meta": {"args": args}}));
    assert_eq!(
        answer.errors(422),
        [
            "422 /meta/args/Remark",
            "422 /meta/args/Amount",
            "422 /meta/args/BookedOn",
            "422 /meta/args/Currency",
            "422 /meta/args/Shares/0/percent",
            "422 /meta/args/Shares/1/two",
            "422 /meta/args/Shares/1/to",
            "422 /meta/args/Shares/1/percent",
        ]
    );
    let title = answer.expect(422)["errors"][3]["title"].clone();
    assert_eq!(title, "`Currency` is not one of `EUR`, `CHF`");
    let list = json!({"meta": {"args": []}});
    assert_eq!(app.post(ECHO, &list).errors(422), ["422 /meta/args"]);
    let request = formwork_runtime::axum::http::Request::post(ECHO)
        .header("content-type", "text/plain")
        .body("{}".into())
        .unwrap();
    app.send(request).expect(415);
}

fn an_endpoint_has_a_path_a_body_and_an_answer(database: Database) {
    let app = app(database);
    let path = "/api/accounts/1/bookings";
    let body = json!({"Amount": 2.5, "Currency": "EUR", "Shares": []});
    let answer = app.post(path, &body);
    assert_eq!(answer.header("content-type"), "application/json");
    let given = answer.expect(200);
    assert_eq!(given["Currency"], "EUR");
    assert_eq!(given["BookedOn"], Value::Null);
    let bookings = app.get("/api/Account/1/BookingList").expect(200);
    assert_eq!(bookings["meta"]["total"], 1);
    let nobody = app.post("/api/accounts/9/bookings", &body);
    assert_eq!(
        nobody.expect(400)["errors"][0]["title"],
        "there is no account 9"
    );
    assert_eq!(app.post(path, &json!({})).errors(422).len(), 3);
}

fn they_are_in_the_description(database: Database) {
    let app = app(database);
    let description = app.get("/api/openapi.json").expect(200);
    let call = &description["paths"][OPEN]["post"];
    assert_eq!(call["operationId"], "call.OpenAccount");
    let args = call["requestBody"]["content"]["application/json"]["schema"]
        .pointer("/properties/meta/properties/args/$ref");
    assert_eq!(args.unwrap(), "#/components/schemas/endpoint.Opening");
    let opening = &description["components"]["schemas"]["endpoint.Opening"];
    assert_eq!(opening["required"], json!(["owner", "balance"]));
    assert_eq!(opening["description"], "What an account is opened with.");
    assert_eq!(
        opening["properties"]["balance"]["description"],
        "What is paid in."
    );
    let result = call["responses"]["200"]["content"]["application/vnd.api+json"]["schema"]
        .pointer("/properties/meta/properties/result/$ref");
    assert_eq!(result.unwrap(), "#/components/schemas/Account");

    let transfer = &description["components"]["schemas"]["endpoint.Transfer"];
    assert_eq!(
        transfer["required"],
        json!(["Amount", "Currency", "Shares"])
    );
    let share = transfer.pointer("/properties/Shares/items/$ref").unwrap();
    assert_eq!(share, "#/components/schemas/endpoint.Share");
    let currency = &description["components"]["schemas"]["endpoint.Currency"];
    assert_eq!(currency["enum"], json!(["EUR", "CHF"]));

    let book = &description["paths"]["/api/accounts/{id}/bookings"]["post"];
    assert_eq!(book["parameters"][0]["name"], "id");
    let answer = book["responses"]["200"]["content"]["application/json"].pointer("/schema/$ref");
    assert_eq!(answer.unwrap(), "#/components/schemas/endpoint.Transfer");
}
