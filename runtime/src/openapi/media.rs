//! Bodies.

use serde_json::{Value as Json, json};

use crate::jsonapi::MEDIA_TYPE;

/// The content of an answer: the same under both names, as the client accepts.
pub(super) fn shown(schema: &Json) -> Json {
    json!({ MEDIA_TYPE: { "schema": schema } })
}

/// The body of a request.
pub(super) fn accepted(schema: &Json) -> Json {
    json!({
        "required": true,
        "content": {
            MEDIA_TYPE: { "schema": schema },
            "application/json": { "schema": schema },
        },
    })
}
