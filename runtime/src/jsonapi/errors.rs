//! Error objects: <https://jsonapi.org/format/1.1/#errors>.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::Value as Json;
use serde_json::value::RawValue;

/// One error of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ErrorObject {
    /// The HTTP status, as text.
    #[serde(serialize_with = "as_text")]
    pub status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<ErrorLinks>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meta: Option<Meta>,
}

/// What else there is to an error: JSON, as its text, so that numbers keep their digits.
#[derive(Debug, Clone)]
pub struct Meta(Box<RawValue>);

impl Meta {
    /// The row as it is, where a change was made from another state of it.
    #[must_use]
    pub fn of_current(resource: &RawValue) -> Self {
        let text = format!("{{\"current\":{}}}", resource.get());
        Self(RawValue::from_string(text).expect("JSON in JSON is JSON"))
    }
}

impl From<&Json> for Meta {
    fn from(json: &Json) -> Self {
        Self(serde_json::value::to_raw_value(json).expect("JSON can be written"))
    }
}

impl PartialEq for Meta {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}

impl Serialize for Meta {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// Links of an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ErrorLinks {
    /// What says which kind of error it is: an address that identifies the kind.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What in the request caused an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// A JSON pointer into the document.
    Pointer(String),
    /// A query parameter.
    Parameter(String),
    /// A header.
    Header(String),
}

impl ErrorObject {
    /// An error with a status and a sentence.
    pub fn new(status: u16, title: impl Into<String>) -> Self {
        Self {
            status,
            links: None,
            code: None,
            title: title.into(),
            detail: None,
            source: None,
            meta: None,
        }
    }

    /// The same, with more about this occurrence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same, with a code that programs can tell apart.
    #[must_use]
    pub fn code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// The same, of a kind that an address identifies.
    #[must_use]
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.links = Some(ErrorLinks { kind: kind.into() });
        self
    }

    /// The same, with what programs may want to know.
    #[must_use]
    pub fn meta(mut self, meta: &Json) -> Self {
        self.meta = Some(meta.into());
        self
    }

    /// The same, caused by a place in the document.
    #[must_use]
    pub fn pointer(mut self, pointer: impl Into<String>) -> Self {
        self.source = Some(Source::Pointer(pointer.into()));
        self
    }

    /// The same, caused by a query parameter.
    #[must_use]
    pub fn parameter(mut self, name: impl Into<String>) -> Self {
        self.source = Some(Source::Parameter(name.into()));
        self
    }

    /// The same, caused by a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>) -> Self {
        self.source = Some(Source::Header(name.into()));
        self
    }
}

/// The document of some errors.
#[must_use]
pub fn write_errors(errors: &[ErrorObject]) -> Vec<u8> {
    #[derive(Serialize)]
    struct Document<'a> {
        errors: &'a [ErrorObject],
        jsonapi: Version,
    }
    #[derive(Serialize)]
    struct Version {
        version: &'static str,
    }
    serde_json::to_vec(&Document {
        errors,
        jsonapi: Version { version: "1.1" },
    })
    .expect("an error object has only texts for keys")
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn as_text<S: serde::Serializer>(status: &u16, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(status)
}

/// A name as one part of a JSON pointer: <https://www.rfc-editor.org/rfc/rfc6901#section-3>.
#[must_use]
pub(crate) fn pointer_part(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        name.replace('~', "~0").replace('/', "~1").into()
    } else {
        name.into()
    }
}
