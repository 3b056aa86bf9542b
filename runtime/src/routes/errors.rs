//! The one place where errors get a status.

use axum::response::{IntoResponse, Response};
use serde_json::{Value as Json, json};

use super::document::Errors;
use crate::jsonapi::{ErrorObject, pointer_part};
use crate::{BrokenRule, Error, Place, Problem, ProblemCode};

impl From<Error> for Errors {
    fn from(error: Error) -> Self {
        Self::of_document(error, &|_| None)
    }
}

impl Errors {
    /// The errors of a request whose changes are at these places in its document: by the number of the change; none for the only
    /// resource of a document.
    pub(super) fn of_document(error: Error, place: &dyn Fn(usize) -> Option<String>) -> Self {
        match error {
            Error::Refused(problems) => problems
                .into_iter()
                .map(|problem| error_object(problem, place))
                .collect::<Vec<_>>()
                .into(),
            Error::Stale(problem) => error_object(*problem, place).into(),
            Error::Busy {
                retry_after,
                source,
            } => {
                tracing::warn!(error = %with_causes(&*source), "a request was put off");
                Self::from(ErrorObject::new(503, "the server is busy, try again later"))
                    .retry_after(retry_after)
            }
            // Of what only the database can read, such as ranges and addresses.
            error if error.is_unfit() => ErrorObject::new(
                400,
                "the request has a value that the database cannot read as one of its columns",
            )
            .into(),
            Error::Internal(source) => {
                tracing::error!(error = %with_causes(&*source), "a request failed");
                ErrorObject::new(500, "the server failed; its log says why").into()
            }
        }
    }
}

/// An error of the project's own endpoints is answered as those of the API.
impl IntoResponse for Error {
    fn into_response(self) -> Response {
        Errors::from(self).into_response()
    }
}

fn error_object(problem: Problem, place: &dyn Fn(usize) -> Option<String>) -> ErrorObject {
    let base = problem.change.and_then(place);
    let (status, code) = match problem.code {
        ProblemCode::Rule => (400, Some("2001")),
        ProblemCode::MissingParent => (422, Some("2002")),
        ProblemCode::NotFound => (404, None),
        ProblemCode::Value | ProblemCode::Attribute => (422, None),
        ProblemCode::Duplicate | ProblemCode::Referenced | ProblemCode::Stale => (409, None),
        ProblemCode::ReadOnly => (403, None),
        ProblemCode::Parameter | ProblemCode::Refused => (400, None),
    };
    let mut error = ErrorObject::new(status, problem.title);
    error.code = code.map(str::to_owned);
    error.detail = problem.detail;
    error.meta = meta(problem.row.as_ref(), problem.rule.as_deref()).map(|meta| (&meta).into());
    let within = base.as_deref().unwrap_or("/data");
    match problem.place {
        Place::Row => match base {
            Some(base) => error.pointer(base),
            None => error,
        },
        Place::Attribute(name) => {
            error.pointer(format!("{within}/attributes/{}", pointer_part(&name)))
        }
        Place::Relationship(name) => {
            error.pointer(format!("{within}/relationships/{}", pointer_part(&name)))
        }
        Place::Parameter(name) => error.parameter(name),
    }
}

/// The row that a problem is about, which need not be that of the request, and the rule that was broken.
fn meta(row: Option<&(String, Option<String>)>, rule: Option<&BrokenRule>) -> Option<Json> {
    let rule = rule?;
    let mut meta = json!({
        "rule": {
            "kind": rule.kind,
            "text": rule.text,
            "attributes": rule.attributes,
            "file": rule.file,
            "line": rule.line,
        },
    });
    if let Some((kind, id)) = row {
        meta["row"] = json!({ "type": kind, "id": id });
    }
    Some(meta)
}

/// An error and its causes in one line, for the log.
fn with_causes(error: &(dyn std::error::Error + Send + Sync)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let said = error.to_string();
        // Some errors end with what their cause says.
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        cause = error.source();
    }
    text
}
