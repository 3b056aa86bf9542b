//! The same order as a request: an endpoint of a project, and one by hand, each in a process of its own, so that its CPU time can
//! be told from that of the clients. Both take and give the same JSON.

#[path = "../side_by_side/client.rs"]
mod client;

use std::fmt;
use std::path::Path;
use std::process::Command;
use std::str::FromStr;
use std::sync::Arc;

use axum::Router;
use axum::extract::State as Shared;
use axum::http::StatusCode;
use axum::routing::post;
use formwork_runtime::prelude::{Json, JsonBody, Session};
use formwork_runtime::{Error, Routes};
use serde::{Deserialize, Serialize};

use crate::by_hand;
use crate::group_commit::Writer;
use crate::rules::rows::Order;
use crate::server_process::{self, Server};
use crate::{Result, engine};

pub(crate) use client::send;

/// An order as it is sent.
#[derive(Debug, Serialize, Deserialize, JsonBody)]
pub(crate) struct Purchase {
    pub(crate) customer: i64,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Serialize, Deserialize, JsonBody)]
pub(crate) struct Item {
    pub(crate) product: i64,
    pub(crate) quantity: i64,
}

/// The number that the order got.
#[derive(Debug, Serialize, JsonBody)]
struct Bought {
    order: i64,
}

impl Purchase {
    /// Orders of all customers and products in turn.
    pub(crate) fn numbered(number: i64, items: i64) -> Self {
        let item = |item| Item {
            product: (number + item) % 20 + 1,
            quantity: 2,
        };
        Self {
            customer: number % 100 + 1,
            items: (0..items).map(item).collect(),
        }
    }

    /// As it goes over the wire.
    pub(crate) fn request(&self) -> Result<Vec<u8>> {
        let body = serde_json::to_string(self)?;
        let length = body.len();
        let head = format!(
            "POST /buy HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        );
        Ok((head + &body).into_bytes())
    }
}

/// Whose server it is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Who {
    ByHand,
    Rules,
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ByHand => "by-hand",
            Self::Rules => "rules",
        })
    }
}

impl FromStr for Who {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let who = [Self::ByHand, Self::Rules].into_iter();
        let mut who = who.filter(|who| who.to_string() == text);
        who.next()
            .ok_or_else(|| format!("`{text}` is no server of this benchmark"))
    }
}

/// Serves a database until the standard input ends.
pub(crate) fn serve(who: Who, file: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let router = match who {
            Who::ByHand => Router::new()
                .route("/buy", post(buy_by_hand))
                .with_state(Arc::new(Writer::start(file)?)),
            Who::Rules => {
                let state = engine::open(file, engine::declare).await?;
                state.router(Routes::new().post("/buy", buy))
            }
        };
        server_process::serve(router).await
    })
}

async fn buy_by_hand(
    Shared(writer): Shared<Arc<Writer<i64>>>,
    axum::Json(purchase): axum::Json<Purchase>,
) -> Result<axum::Json<Bought>, (StatusCode, String)> {
    let order = writer
        .run(move |connection| by_hand::buy(connection, &purchase))
        .await;
    let order = order.map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(axum::Json(Bought { order }))
}

async fn buy(mut session: Session, Json(purchase): Json<Purchase>) -> Result<Json<Bought>, Error> {
    let order = engine::add_order(&mut session, &purchase);
    let saved = session.commit().await?;
    let order: Order = saved.get(order)?;
    Ok(Json(Bought { order: order.id }))
}

/// Starts a server on a database.
pub(crate) fn start(who: Who, file: &Path) -> Result<Server> {
    let mut program = Command::new(std::env::current_exe()?);
    Server::start(program.arg("serve").arg(who.to_string()).arg(file), who)
}

/// The answer of a server to a request: the lines of its head, but for the moment, and its body.
pub(crate) async fn ask(server: &Server, request: &[u8]) -> Result<(Vec<String>, String)> {
    let mut client = client::Client::connect(server.address).await?;
    let answer = client.ask(request).await?;
    Ok((answer.lasting_head(), answer.body))
}
