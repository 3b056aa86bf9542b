//! Bodies.

use serde_json::{Value as Json, json};

use crate::jsonapi::MEDIA_TYPE;

/// The content of an answer.
pub(super) fn shown(schema: &Json) -> Json {
    json!({ MEDIA_TYPE: { "schema": schema } })
}

/// The content of an answer with rows. As JSON it is the same document, for clients that accept no other name, or flat rows, for those
/// that ask for them.
pub(super) fn shown_or_flat(schema: &Json, flat: &Json) -> Json {
    json!({
        MEDIA_TYPE: { "schema": schema },
        "application/json": { "schema": { "anyOf": [schema, flat] } },
    })
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
