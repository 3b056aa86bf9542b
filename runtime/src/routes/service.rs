//! Services: endpoints of the project that take arguments and give a result, in the form that the forerunner's clients send:
//! `POST /api/ServicesEndPoint/<Name> {"meta":{"args":{…}}}`.

use std::marker::PhantomData;
use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::json;

use super::document::{Document, Errors};
use super::endpoint::{Answer, Anything, Content, Input, Operation};
use super::negotiation::BodyKind;
use super::write_request::read_body;
use crate::app::State;
use crate::json_body::{JsonBody, JsonReader, Schema, Schemas};
use crate::jsonapi::{find, members, string, structure, top_level};
use crate::{Error, Result};

/// The part of the path that all services share.
pub(super) const SERVICES: &str = "ServicesEndPoint";

/// The arguments that a service is called with: what is in `meta.args` of the request's document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Args<T>(pub T);

impl<T: JsonBody> FromRequest<Arc<State>> for Args<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &Arc<State>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let name = parts.uri.path().rsplit('/').next().unwrap_or_default();
        let name = percent_decode_str(name).decode_utf8_lossy();
        let read = async {
            let body = read_body(state, &parts.headers, body, BodyKind::Document).await?;
            arguments(&body, &name)
        };
        read.await.map(Self).map_err(IntoResponse::into_response)
    }
}

fn arguments<T: JsonBody>(body: &[u8], service: &str) -> Result<T, Errors> {
    let refuse =
        |detail: &str, place: &str| structure("the document has no arguments", detail, place);
    let document = top_level(body)?;
    let meta = find(&document, "meta").ok_or_else(|| refuse("member `meta` is missing", ""))?;
    let meta = members(meta, "/meta")?;
    // The forerunner's clients repeat the name.
    if let Some(method) = find(&meta, "method") {
        let method = string(method, "/meta/method")?;
        if method != service {
            let detail = format!("`{method}` is not called here, but `{service}`");
            return Err(structure(
                "the document is for another service",
                &detail,
                "/meta/method",
            )
            .into());
        }
    }
    let args = find(&meta, "args").ok_or_else(|| refuse("member `args` is missing", "/meta"))?;
    Ok(JsonReader::read(args, "/meta/args")?)
}

impl<T: JsonBody> Input for Args<T> {
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        let args = T::schema(schemas);
        operation.body = Some(Content::Document(json!({
            "type": "object",
            "properties": {
                "meta": {
                    "type": "object",
                    "properties": {
                        "method": { "type": "string", "description": "The name of the service again" },
                        "args": args,
                    },
                    "required": ["args"],
                },
            },
            "required": ["meta"],
        })));
    }
}

/// What a service answers: a document with the result in its `meta`. `Reply<T>` tells the description of the API what that is:
/// `Reply<Row<Order>>` a row, `Reply<Quote>` a type of one's own.
#[derive(Debug, Clone)]
pub struct Reply<T = Anything>(Vec<u8>, PhantomData<fn() -> T>);

impl<T: JsonBody> Reply<T> {
    /// An answer with a result.
    #[must_use]
    pub fn of(result: &T) -> Self {
        let mut json = Vec::new();
        result.write(&mut json);
        Self::of_json(&json)
    }
}

impl Reply {
    /// An answer with anything that serde can write.
    pub fn any(result: &impl Serialize) -> Result<Self> {
        let json = serde_json::to_vec(result).map_err(Error::from)?;
        Ok(Self::of_json(&json))
    }
}

impl<T> Reply<T> {
    pub(crate) fn of_json(result: &[u8]) -> Self {
        let parts: [&[u8]; 3] = [
            br#"{"meta":{"result":"#,
            result,
            br#"},"jsonapi":{"version":"1.1"}}"#,
        ];
        Self(parts.concat(), PhantomData)
    }
}

impl<T> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        Document(self.0).into_response()
    }
}

impl<T: Schema> Answer for Reply<T> {
    fn describe(schemas: &mut Schemas<'_>, operation: &mut Operation) {
        let result = T::schema(schemas);
        operation.answer = Some(Content::Document(json!({
            "type": "object",
            "properties": {
                "meta": { "type": "object", "properties": { "result": result }, "required": ["result"] },
                "jsonapi": { "$ref": "#/components/schemas/jsonapi" },
            },
            "required": ["meta"],
            "additionalProperties": false,
        })));
    }
}
