//! The server that a Rust programmer would write by hand for orders and their details on PostgreSQL: axum and sqlx, statements that
//! stay prepared, rows as structs, documents as structs that serde writes.
//!
//! It looks at no parameter but those that the benchmark sends.

mod columns;
mod documents;
mod lines;
mod rows;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, response};
use serde::Serialize;
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use crate::Result;
use crate::orders::{Orders, Page, csv};
use documents::{Many, One, Order as OrderResource, OrderDetail as OrderDetailResource, PageOf};
use rows::{Order, OrderDetail};

/// As many as a project that we make has.
const CONNECTIONS: u32 = 20;

/// The router of a database.
pub(crate) fn router(address: &str) -> Result<Router> {
    let pool = PgPoolOptions::new()
        .max_connections(CONNECTIONS)
        // A connection that has died is an error of one request.
        .test_before_acquire(false)
        .connect_lazy(address)?;
    let router = Router::new()
        .route("/api/Order", get(list))
        .route("/api/Order/{id}", get(one));
    Ok(router.with_state(Arc::new(pool)))
}

async fn list(
    State(pool): State<Arc<PgPool>>,
    Query(mut page): Query<Page>,
    request: HeaderMap,
) -> response::Result<Response> {
    let asked = page.orders().ok_or(StatusCode::BAD_REQUEST)?;
    let (offset, limit) = (i64::from(page.offset), i64::from(page.limit));
    let orders = match &asked {
        Orders::All => sqlx::query_as::<_, Order>(Order::PAGE),
        Orders::ByFreight => sqlx::query_as(Order::PAGE_BY_FREIGHT),
        Orders::OfCountry(country) => sqlx::query_as(Order::PAGE_OF_COUNTRY).bind(country),
        Orders::With(word) => sqlx::query_as(Order::PAGE_WITH).bind(format!("%{word}%")),
    };
    let orders = orders.bind(limit).bind(offset);
    let orders = orders.fetch_all(&*pool).await.map_err(refuse)?;
    if request
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == "text/csv")
    {
        return Ok((csv::HEADERS, lines::of(&orders)).into_response());
    }
    let count = i64::try_from(orders.len()).map_err(refuse)?;
    let total = if count < limit && (count > 0 || offset == 0) {
        offset + count
    } else {
        total(&pool, &asked).await.map_err(refuse)?
    };
    let details = match page.include.as_deref() {
        None => None,
        Some("OrderDetailList") => Some(details(&pool, &orders).await.map_err(refuse)?),
        Some(_) => return Err(StatusCode::BAD_REQUEST.into()),
    };
    let repeated = match &details {
        None => asked.repeated(),
        Some(_) => "include=OrderDetailList&".to_owned(),
    };
    let page_of = PageOf {
        offset,
        limit,
        count,
        total,
        repeated: &repeated,
    };
    let data = orders
        .iter()
        .map(|order| OrderResource::new(order, details.as_deref()));
    let included = details.as_ref().map(|details| {
        let resources = details.iter().map(OrderDetailResource::new);
        resources.collect()
    });
    Ok(answer(&Many::new(data.collect(), included, &page_of)))
}

async fn one(State(pool): State<Arc<PgPool>>, Path(id): Path<i32>) -> response::Result<Response> {
    let order = sqlx::query_as::<_, Order>(Order::ONE).bind(id);
    let order = order.fetch_optional(&*pool).await.map_err(refuse)?;
    let order = order.ok_or(StatusCode::NOT_FOUND)?;
    Ok(answer(&One::new(OrderResource::new(&order, None))))
}

/// The details of orders, sorted by their id.
async fn details(pool: &PgPool, orders: &[Order]) -> sqlx::Result<Vec<OrderDetail>> {
    let ids: Vec<i32> = orders.iter().map(|order| order.id).collect();
    let details = sqlx::query_as(OrderDetail::OF_ORDERS).bind(ids);
    details.fetch_all(pool).await
}

/// How many orders there are.
async fn total(pool: &PgPool, orders: &Orders) -> sqlx::Result<i64> {
    let total = match orders {
        Orders::All | Orders::ByFreight => sqlx::query_scalar(Order::COUNT),
        Orders::OfCountry(country) => sqlx::query_scalar(Order::COUNT_OF_COUNTRY).bind(country),
        Orders::With(word) => sqlx::query_scalar(Order::COUNT_WITH).bind(format!("%{word}%")),
    };
    total.fetch_one(pool).await
}

fn answer(document: &impl Serialize) -> Response {
    let mut bytes = Vec::with_capacity(64 * 1024);
    serde_json::to_writer(&mut bytes, document).expect("structs with named fields are JSON");
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.api+json"),
        (header::VARY, "Accept"),
    ];
    (headers, Body::from(bytes)).into_response()
}

fn refuse(error: impl std::fmt::Display) -> response::ErrorResponse {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into()
}
