//! Services: endpoints of the project that take arguments and give a result, in the form that the forerunner's clients send:
//! `POST /api/ServicesEndPoint/<Name> {"meta":{"args":{…}}}`.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::document::{Document, Errors};
use super::negotiation::BodyKind;
use super::write_request::read_body;
use crate::app::State;
use crate::jsonapi::{ErrorObject, structure, top_level};
use crate::{Error, Result};

/// The part of the path that all services share.
pub(super) const SERVICES: &str = "ServicesEndPoint";

/// The arguments that a service is called with: what is in `meta.args` of the request's document.
#[derive(Debug, Clone)]
pub struct Args<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<State>> for Args<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &Arc<State>) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let read = async {
            let body = read_body(state, &parts.headers, body, BodyKind::Document).await?;
            arguments(&body)
        };
        read.await.map(Self).map_err(IntoResponse::into_response)
    }
}

fn arguments<T: DeserializeOwned>(body: &[u8]) -> Result<T, Errors> {
    #[derive(Deserialize)]
    struct Meta<'a> {
        #[serde(borrow)]
        args: &'a RawValue,
    }
    let document = top_level(body)?;
    let meta = crate::jsonapi::find(&document, "meta").ok_or_else(|| {
        structure(
            "the document has no arguments",
            "member `meta` is missing",
            "",
        )
    })?;
    let meta: Meta<'_> = serde_json::from_str(meta.get())
        .map_err(|error| structure("the document has no arguments", &error.to_string(), "/meta"))?;
    serde_json::from_str(meta.args.get()).map_err(|error| {
        ErrorObject::new(422, "the arguments are not those of the service")
            .detail(error.to_string())
            .pointer("/meta/args")
            .into()
    })
}

/// What a service answers: a document with the result in its `meta`.
#[derive(Debug, Clone)]
pub struct Reply(Vec<u8>);

impl Reply {
    /// An answer with a result.
    pub fn of(result: &impl Serialize) -> Result<Self> {
        let result = serde_json::value::to_raw_value(result).map_err(Error::from)?;
        Ok(Self::of_json(result.get()))
    }

    pub(crate) fn of_json(result: &str) -> Self {
        let document = format!(r#"{{"meta":{{"result":{result}}},"jsonapi":{{"version":"1.1"}}}}"#);
        Self(document.into_bytes())
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        Document(self.0).into_response()
    }
}
