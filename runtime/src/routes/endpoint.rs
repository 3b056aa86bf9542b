//! Handlers of the project's own endpoints, and what their types tell about them.

use std::future::Future;
use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequest, Path, Query, Request, State as AppState};
use axum::handler::Handler;
use axum::http::{HeaderMap, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::value::RawValue;
use serde_json::{Value as Any, json};

use super::document::Errors;
use super::negotiation::{BodyKind, JSON};
use super::write_request::read_body;
use crate::app::State;
use crate::json_body::{JsonBody, JsonReader, Schema, Schemas};
use crate::jsonapi::ErrorObject;
use crate::resource::Resource;
use crate::session::Session;

/// A handler whose types tell what it takes and gives.
pub trait Endpoint<T>: Handler<T, Arc<State>> {
    /// Tells it.
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation);
}

/// What is told of an endpoint, as parts of OpenAPI.
#[derive(Debug, Default)]
pub struct Operation {
    /// Of the body that a request has.
    pub(crate) body: Option<Content>,
    /// Of the answer.
    pub(crate) answer: Option<Content>,
}

/// What a body holds.
#[derive(Debug)]
pub(crate) enum Content {
    /// A document of JSON:API.
    Document(Any),
    Json(Any),
}

/// What a handler takes, besides what any request has.
pub trait Input {
    /// Tells what the request needs for it.
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation);
}

/// What a handler gives.
pub trait Answer: IntoResponse {
    /// Tells what the answer holds.
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation);
}

macro_rules! tells_nothing {
    ($($trait:ident for $type:ty $(, of any $parameter:ident)?;)*) => {
        $(impl $(<$parameter>)? $trait for $type {
            fn describe(_: &mut Schemas<'_>, _: &mut Operation) {}
        })*
    };
}

tells_nothing! {
    Input for Session;
    Input for HeaderMap;
    Input for Method;
    Input for Uri;
    Input for AppState<Arc<State>>;
    Input for Path<T>, of any T;
    Input for Query<T>, of any T;
    Answer for ();
    Answer for StatusCode;
    Answer for String;
    Answer for &'static str;
    Answer for Response;
}

impl<A: Answer, E: IntoResponse> Answer for Result<A, E> {
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        A::describe(schemas, operation);
    }
}

macro_rules! endpoints {
    ($(($($input:ident),*))*) => {
        $(impl<F, G, A, M, $($input),*> Endpoint<(M, $($input,)*)> for F
        where
            F: Handler<(M, $($input,)*), Arc<State>> + FnOnce($($input),*) -> G,
            G: Future<Output = A>,
            A: Answer,
            $($input: Input,)*
        {
            fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
                $($input::describe(schemas, operation);)*
                A::describe(schemas, operation);
            }
        })*
    };
}

endpoints! { (T1) (T1, T2) (T1, T2, T3) (T1, T2, T3, T4) (T1, T2, T3, T4, T5) (T1, T2, T3, T4, T5, T6) }

impl<F, G, A> Endpoint<((),)> for F
where
    F: Handler<((),), Arc<State>> + FnOnce() -> G,
    G: Future<Output = A>,
    A: Answer,
{
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        A::describe(schemas, operation);
    }
}

/// A body of JSON, taken or given. Everything that is wrong with one that is taken is told, in the form of the API's errors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Json<T>(pub T);

impl<T: JsonBody> FromRequest<Arc<State>> for Json<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &Arc<State>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let read = async {
            let body = read_body(state, &parts.headers, body, BodyKind::Document).await?;
            let json: &RawValue = serde_json::from_slice(&body).map_err(|error| {
                ErrorObject::new(400, "the body is not JSON")
                    .detail(error.to_string())
                    .pointer("")
            })?;
            Ok::<_, Errors>(JsonReader::read(json, "")?)
        };
        read.await.map(Self).map_err(IntoResponse::into_response)
    }
}

impl<T: JsonBody> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        let mut body = Vec::new();
        self.0.write(&mut body);
        ([(header::CONTENT_TYPE, JSON)], body).into_response()
    }
}

impl<T: JsonBody> Input for Json<T> {
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        operation.body = Some(Content::Json(T::schema(schemas)));
    }
}

impl<T: JsonBody> Answer for Json<T> {
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        operation.answer = Some(Content::Json(T::schema(schemas)));
    }
}

/// Stands for a row of a resource in the type of an answer: `Reply<Row<Order>>`.
#[derive(Debug)]
pub struct Row<R>(PhantomData<fn() -> R>);

impl<R: Resource> Schema for Row<R> {
    fn schema(schemas: &mut Schemas<'_>) -> Any {
        match schemas.catalog.find(R::KIND) {
            Some(table) => crate::openapi::schema_reference(table, ""),
            None => json!({}),
        }
    }
}

/// Stands for any JSON in the type of an answer.
#[derive(Debug)]
pub struct Anything;

impl Schema for Anything {
    fn schema(_: &mut Schemas<'_>) -> Any {
        json!({})
    }
}

/// What the answer may be called that holds a row of `R`.
pub trait Shows<R>: Schema {}

impl<R: Resource> Shows<R> for Row<R> {}
impl<R: Resource> Shows<R> for Anything {}
