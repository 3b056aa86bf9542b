//! The server that a Rust programmer who knows SQLite would write by hand for orders and their details.
//!
//! Rows go from SQLite's memory into the answer's bytes without a struct between them, statements stay prepared, each
//! thread reads with a connection of its own, and writes share transactions. What it cannot do is what formwork is for:
//! it knows two tables, and looks at no parameter but those that the benchmark sends.

mod documents;
mod lines;
mod reader;
mod writer;

use std::hash::BuildHasher;
use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path as PathPart, Query, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Router, response};
use foldhash::quality::FixedState;

use crate::Result;
use crate::orders::{Page, csv};
use reader::Reader;
use writer::{Created, NewOrder, insert};

use crate::group_commit::Writer;

/// Pages of so many bytes have a tag. Whoever keeps no checksums of rows would have to look at all of a longer one.
const SHORT: usize = 16 * 1024;

struct Shop {
    reader: Reader,
    writer: Writer<Created>,
}

/// The router of a database.
pub(crate) fn router(database: &Path) -> Result<Router> {
    let shop = Shop {
        writer: Writer::start(database)?,
        reader: Reader::new(database),
    };
    let collection = get(list).post(create);
    let router = Router::new()
        .route("/api/Order", collection)
        .route("/api/Order/{id}", get(one));
    Ok(router.with_state(Arc::new(shop)))
}

async fn list(
    State(shop): State<Arc<Shop>>,
    Query(mut page): Query<Page>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> response::Result<Response> {
    let wants_csv = headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == "text/csv");
    let (offset, limit) = (page.offset, page.limit);
    if wants_csv {
        let body = match query {
            None => Body::from_stream(shop.reader.export()),
            Some(_) => shop.reader.lines(offset, limit).map_err(refuse)?.into(),
        };
        return Ok((csv::HEADERS, body).into_response());
    }
    let document = match page.include.as_deref() {
        None => {
            let orders = page.orders().ok_or(StatusCode::BAD_REQUEST)?;
            shop.reader.page(&orders, offset, limit)
        }
        Some("OrderDetailList") => shop.reader.page_with_details(offset, limit),
        Some(_) => return Err(StatusCode::BAD_REQUEST.into()),
    };
    let document = document.map_err(refuse)?;
    if document.len() > SHORT {
        return Ok(answer(document));
    }
    // Good for reading the page again, and for nothing else.
    let tag = format!("W/{}", tag(&document));
    Ok(answer_unless_known(document, tag, &headers))
}

async fn one(
    State(shop): State<Arc<Shop>>,
    PathPart(id): PathPart<i64>,
    request: HeaderMap,
) -> response::Result<Response> {
    let document = shop.reader.one(id).map_err(refuse)?;
    let document = document.ok_or(StatusCode::NOT_FOUND)?;
    let tag = tag(&document);
    Ok(answer_unless_known(document, tag, &request))
}

/// The document with its tag, unless the client has it already.
fn answer_unless_known(document: Vec<u8>, tag: String, request: &HeaderMap) -> Response {
    let is_known = |known: &HeaderValue| known.as_bytes() == tag.as_bytes();
    if request.get(header::IF_NONE_MATCH).is_some_and(is_known) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, tag)]).into_response();
    }
    ([(header::ETAG, tag)], answer(document)).into_response()
}

/// The entity tag of a document.
fn tag(document: &[u8]) -> String {
    format!("\"{:016x}\"", FixedState::default().hash_one(document))
}

async fn create(State(shop): State<Arc<Shop>>, body: Bytes) -> response::Result<Response> {
    let order: NewOrder = serde_json::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let writes = shop
        .writer
        .run(move |connection| insert(connection, &order));
    let (id, document) = writes.await.map_err(refuse)?;
    let location = HeaderValue::try_from(format!("/api/Order/{id}")).map_err(refuse)?;
    Ok((
        StatusCode::CREATED,
        [(header::ETAG, tag(&document))],
        [(header::LOCATION, location)],
        answer(document),
    )
        .into_response())
}

fn answer(document: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.api+json"),
        (header::VARY, "Accept"),
    ];
    (headers, document).into_response()
}

fn refuse(error: impl std::fmt::Display) -> response::ErrorResponse {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into()
}
