//! Documents as responses.

use std::borrow::Cow;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::negotiation::JSON;
use crate::jsonapi::{
    CURSOR_ERRORS, ErrorObject, MEDIA_TYPE, Source, cursor_media_type, write_errors,
};

/// A document that is already bytes.
pub(super) struct Document(pub(super) Vec<u8>);

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
                (header::VARY, HeaderValue::from_static("Accept")),
            ],
            self.0,
        )
            .into_response()
    }
}

/// The same document, said to follow the profile of cursors: <https://jsonapi.org/format/1.1/#content-negotiation-all>.
pub(super) fn with_cursors(mut response: Response) -> Response {
    let kind = HeaderValue::try_from(cursor_media_type()).expect("a media type is ASCII");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    response
}

/// The same document under the name that other clients of JSON know.
pub(super) fn as_json(response: &mut Response) {
    let headers = response.headers_mut();
    if headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(MEDIA_TYPE.as_bytes()))
    {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    }
}

/// The errors of a request; the status is theirs, or what they have in common.
#[derive(Debug)]
pub(crate) struct Errors {
    objects: Vec<ErrorObject>,
    retry_after: Option<u32>,
    allow: Option<Cow<'static, str>>,
}

impl Errors {
    /// The same, with a hint when to try again.
    pub(crate) fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// The same, caused by a place in the document.
    pub(super) fn at(mut self, place: &str) -> Self {
        for error in &mut self.objects {
            error.source = Some(Source::Pointer(place.to_owned()));
        }
        self
    }

    pub(super) fn objects(&self) -> &[ErrorObject] {
        &self.objects
    }

    /// The same, with pointers that are moved where it is said to.
    pub(super) fn moved(mut self, to: impl Fn(&str) -> Option<String>) -> Self {
        for error in &mut self.objects {
            if let Some(Source::Pointer(pointer)) = &mut error.source
                && let Some(moved) = to(pointer)
            {
                *pointer = moved;
            }
        }
        self
    }

    /// The same, at the places of the flat rows that the request has sent.
    pub(super) fn in_flat_rows(mut self) -> Self {
        let objects = self.objects.into_iter();
        self.objects = objects.map(ErrorObject::in_flat_rows).collect();
        self
    }

    /// What was found; else what is wrong is kept, so that more can be looked for. An error of the server ends the request.
    pub(super) fn keep<T>(
        found: Result<T, Self>,
        errors: &mut Vec<ErrorObject>,
    ) -> Result<Option<T>, Self> {
        match found {
            Ok(found) => Ok(Some(found)),
            Err(problems) => {
                errors.extend(problems.into_objects()?);
                Ok(None)
            }
        }
    }

    /// The errors, if they are the request's; those of the server end it at once.
    pub(super) fn into_objects(self) -> Result<Vec<ErrorObject>, Self> {
        if self.objects.iter().any(|error| error.status >= 500) {
            return Err(self);
        }
        Ok(self.objects)
    }

    /// The same, with the methods that are allowed.
    pub(super) fn allowing(mut self, methods: impl Into<Cow<'static, str>>) -> Self {
        self.allow = Some(methods.into());
        self
    }

    /// The status of the response: several different ones are 400 or 500 in general, as the specification says. But it
    /// demands 409 where the resource does not fit the address, whatever else is wrong.
    fn status(&self) -> StatusCode {
        if self.objects.iter().any(does_not_fit) {
            return StatusCode::CONFLICT;
        }
        let mut statuses = self.objects.iter().map(|error| error.status);
        let first = statuses.next().unwrap_or(500);
        let status = match statuses.all(|status| status == first) {
            true => first,
            false if self.objects.iter().any(|error| error.status >= 500) => 500,
            false => 400,
        };
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// Whether the resource of the document is not one of the address.
fn does_not_fit(error: &ErrorObject) -> bool {
    let at = |place: &str| error.source == Some(Source::Pointer(place.to_owned()));
    error.status == 409 && (at("/data/type") || at("/data/id"))
}

impl From<ErrorObject> for Errors {
    fn from(error: ErrorObject) -> Self {
        vec![error].into()
    }
}

impl From<Vec<ErrorObject>> for Errors {
    fn from(errors: Vec<ErrorObject>) -> Self {
        Self {
            objects: errors,
            retry_after: None,
            allow: None,
        }
    }
}

impl IntoResponse for Errors {
    fn into_response(self) -> Response {
        let status = self.status();
        let mut response = (status, Document(write_errors(&self.objects))).into_response();
        let is_of_cursors = |error: &ErrorObject| {
            let links = error.links.as_ref();
            links.is_some_and(|links| links.kind.starts_with(CURSOR_ERRORS))
        };
        if self.objects.iter().any(is_of_cursors) {
            response = with_cursors(response);
        }
        if let Some(seconds) = self.retry_after {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, seconds.into());
        }
        if let Some(methods) = self.allow {
            let methods = HeaderValue::try_from(&*methods).expect("methods are ASCII");
            response.headers_mut().insert(header::ALLOW, methods);
        }
        response
    }
}
