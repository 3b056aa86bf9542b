//! Handles `GET` of flat rows: `rowFormat=plain`, and `Accept: text/csv`. [`super::flat_write`] has the writes.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;

use super::document::Errors;
use super::negotiation::JSON;
use super::request::{ApiRequest, Place};
use super::{conditional, get};
use crate::app::State;
use crate::condition::Condition;
use crate::entity_tag;
use crate::jsonapi::{ErrorObject, PageRequest, Parameters, Query, path_part};
use crate::reading::{FlatForm, FlatPage, FlatRead, Target};
use crate::store::BoxFuture;

/// Whether flat rows are asked for by a parameter.
pub(super) fn is_asked_for(request: &ApiRequest<'_>) -> bool {
    is_among(&request.parameters)
}

pub(super) fn is_among(parameters: &Parameters<'_>) -> bool {
    let mut parameters = parameters.iter();
    parameters.any(|parameter| parameter.name == ROW_FORMAT)
}

/// What is wrong where there are no flat rows.
pub(super) fn wrong_here(parameters: &Parameters<'_>) -> Vec<ErrorObject> {
    if !is_among(parameters) {
        return Vec::new();
    }
    let title = "the request has a parameter that cannot be followed";
    let error = ErrorObject::new(400, title)
        .detail(format!("`{ROW_FORMAT}` is no parameter of this address"))
        .parameter(ROW_FORMAT);
    vec![error]
}

const ROW_FORMAT: &str = "rowFormat";

/// Answers with an array of objects, with one object, or with none where a relationship leads to none.
pub(super) async fn plain(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    headers: &HeaderMap,
) -> Result<Response, Errors> {
    let read = flat_read(state, request, FlatForm::Json)?;
    let target = read.read.target.clone();
    let database = state.catalog.table(read.read.target.table()).database;
    let page = state.stores[database].read(read).await?;
    match target {
        Target::One { table, key } if page.count == 0 => {
            let table = state.catalog.table(table);
            Err(get::no_such_id(table, &key.id(table)))
        }
        target if !get::is_of_one(state, &target) => {
            let bytes = [b"[", page.bytes.as_slice(), b"]"].concat();
            Ok(as_json(bytes, &page.links))
        }
        _ if page.count == 0 => Ok(as_json(b"null".to_vec(), &[])),
        _ => {
            let tag = page.checksum;
            let tag = tag.map(|checksum| entity_tag::of_row(&page.bytes, checksum));
            let response = as_json(page.bytes, &[]);
            Ok(match tag {
                Some(tag) => conditional::tagged(response, &tag, headers),
                None => response,
            })
        }
    }
}

/// Answers with lines: those of the page that is asked for, or all.
pub(super) async fn csv(state: &Arc<State>, request: &ApiRequest<'_>) -> Result<Response, Errors> {
    let mut parameters = request.parameters.iter();
    let is_page = parameters.any(|parameter| parameter.name.starts_with("page["));
    let read = flat_read(state, request, FlatForm::Csv)?;
    let table = state.catalog.table(read.read.target.table());
    let name = path_part(&table.kind).into_owned();
    let database = table.database;
    let mut bytes = read.header();
    let body = if is_page {
        let page = state.stores[database].read(read).await?;
        bytes.extend(page.bytes);
        Body::from(bytes)
    } else {
        // Whatever is wrong with the request shows before the answer begins.
        let (rest, page) = chunk(Arc::clone(state), database, read.in_chunks()).await?;
        bytes.extend(page.bytes);
        match rest {
            None => Body::from(bytes),
            Some(_) => Body::new(Export {
                state: Arc::clone(state),
                database,
                first: Some(bytes.into()),
                next: rest.map(|read| Box::pin(chunk(Arc::clone(state), database, read)) as _),
            }),
        }
    };
    let disposition = format!("attachment; filename*=UTF-8''{name}.csv");
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/csv; charset=utf-8; header=present"),
    );
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    if let Ok(disposition) = HeaderValue::try_from(disposition) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

fn flat_read(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    form: FlatForm,
) -> Result<FlatRead, Errors> {
    let (target, shown) = get::target(state, &request.place)?;
    let parameters = &request.parameters;
    let query = Query::parse(parameters, &state.catalog, shown, &state.limits.query);
    let mut wrong = wrong(parameters);
    if matches!(request.place, Place::Linkage { .. }) {
        wrong = wrong_here(parameters);
    }
    let is_of_one = get::is_of_one(state, &target);
    if is_of_one {
        wrong.extend(get::wrong_for_one(parameters));
    }
    let mut query = get::unless_wrong(wrong, query)?;
    if is_of_one {
        query.page = PageRequest::Offset {
            offset: 0,
            limit: 1,
        };
    }
    if let Target::One { key, .. } = &target {
        query.filter.push(Condition::Keys(vec![key.clone()]));
    }
    let read = request.read(state, target, query);
    Ok(FlatRead { read, form })
}

/// What flat rows cannot be asked for.
pub(super) fn wrong(parameters: &Parameters<'_>) -> Vec<ErrorObject> {
    let mut errors = Vec::new();
    for parameter in parameters.iter() {
        let what = match &*parameter.name {
            "include" => "asks for other rows, which flat rows have no place for",
            ROW_FORMAT if parameter.value != "plain" => "has a value that is not `plain`",
            _ => continue,
        };
        let title = "the request has a parameter that cannot be followed";
        errors.push(
            ErrorObject::new(400, title)
                .detail(format!("`{}` {what}", parameter.name))
                .parameter(&*parameter.name),
        );
    }
    errors
}

pub(super) fn as_json(bytes: Vec<u8>, links: &[(&str, String)]) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    headers.insert(header::VARY, HeaderValue::from_static("Accept"));
    // https://www.rfc-editor.org/rfc/rfc8288
    let links: Vec<_> = links
        .iter()
        .map(|(relation, link)| format!("<{link}>; rel=\"{relation}\""))
        .collect();
    if let Ok(links) = HeaderValue::try_from(links.join(", "))
        && !links.is_empty()
    {
        headers.insert(header::LINK, links);
    }
    response
}

/// Reads a chunk; gives what reads the one after it, if there is one.
async fn chunk(
    state: Arc<State>,
    database: usize,
    read: FlatRead,
) -> crate::Result<(Option<FlatRead>, FlatPage)> {
    let following = read.following(read.read.query.page.clone());
    let mut page = state.stores[database].read(read).await?;
    let next = page.next.take().map(|page| following.following(page));
    Ok((next, page))
}

type Chunk = BoxFuture<'static, crate::Result<(Option<FlatRead>, FlatPage)>>;

/// All rows, chunk after chunk: the next is read when its client has taken the one before.
struct Export {
    state: Arc<State>,
    database: usize,
    first: Option<Bytes>,
    next: Option<Chunk>,
}

impl HttpBody for Export {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(first))));
        }
        let Some(next) = &mut self.next else {
            return Poll::Ready(None);
        };
        let read = ready!(next.as_mut().poll(context));
        self.next = None;
        Poll::Ready(Some(match read {
            Ok((rest, page)) => {
                let (state, database) = (&self.state, self.database);
                self.next =
                    rest.map(|read| Box::pin(chunk(Arc::clone(state), database, read)) as _);
                Ok(Frame::data(page.bytes.into()))
            }
            Err(error) => {
                // The status is sent already: the answer ends without its end, so that nobody takes it for whole.
                tracing::error!(?error, "an export was cut off");
                Err(axum::Error::new("the export was cut off"))
            }
        }))
    }
}
