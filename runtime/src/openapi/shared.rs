//! What all tables share.

use serde_json::{Map, Value as Json, json};

use super::{media, reference};
use crate::jsonapi::Limits;

/// The statuses of errors, and what they say.
const ERRORS: &[(u16, &str)] = &[
    (
        400,
        "A parameter or the document cannot be followed, or a rule was violated",
    ),
    (403, "The relationship or the row cannot be changed here"),
    (404, "There is no such row"),
    (406, "Nothing here is of a type that the request accepts"),
    (
        409,
        "It conflicts with what is there: a key is taken, a row is in use or was changed meanwhile",
    ),
    (412, "The row is not as `If-Match` says"),
    (413, "The body is too large"),
    (415, "The body is of a type that is not read"),
    (422, "A value is not acceptable"),
    (428, "The checksum of the row is missing"),
    (
        OFTEN,
        "The client asks more often than `limits.requests_per_second` lets it; `Retry-After` says when it may ask again",
    ),
    (BUSY, "The server is busy, or its database away"),
];

/// The status of a request that may be made again in a moment.
const BUSY: u16 = 503;

/// The status of a request that is one too many, whatever it asks for.
const OFTEN: u16 = 429;

#[expect(clippy::too_many_lines, reason = "a table of schemas")]
pub(super) fn schemas() -> Map<String, Json> {
    let schemas = json!({
        "link": { "type": ["string", "null"] },
        "links": {
            "type": "object",
            "properties": {
                "self": { "type": "string" },
                "describedby": { "type": "string" },
                "related": { "type": "string" },
            },
            "required": ["self"],
            "additionalProperties": false,
        },
        "selfLink": {
            "description": "An object where pages are by cursor, with the media type that says so",
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": { "href": { "type": "string" }, "type": { "type": "string" } },
                    "required": ["href", "type"],
                    "additionalProperties": false,
                },
            ],
        },
        "pageLinks": {
            "type": "object",
            "properties": {
                "self": reference("schemas", "selfLink"),
                "describedby": { "type": "string" },
                "related": { "type": "string" },
                "first": reference("schemas", "link"),
                "last": reference("schemas", "link"),
                "prev": reference("schemas", "link"),
                "next": reference("schemas", "link"),
            },
            "required": ["self"],
            "additionalProperties": false,
        },
        "relationshipLinks": {
            "type": "object",
            "properties": { "self": { "type": "string" }, "related": { "type": "string" } },
            "required": ["self", "related"],
            "additionalProperties": false,
        },
        "pageMeta": {
            "type": "object",
            "description": "Numbers of resources: on this page, at most on a page, and in all",
            "properties": {
                "count": { "type": "integer", "minimum": 0 },
                "limit": { "type": "integer", "minimum": 0 },
                "total": { "type": "integer", "minimum": 0 },
                "totalIsEstimate": { "type": "boolean" },
                "page": {
                    "type": "object",
                    "description": "Of pages by cursor",
                    "properties": {
                        "total": { "type": "integer", "minimum": 0 },
                        "estimatedTotal": {
                            "type": "object",
                            "properties": { "bestGuess": { "type": "integer", "minimum": 0 } },
                        },
                        "rangeTruncated": { "type": "boolean" },
                    },
                },
            },
        },
        "jsonapi": {
            "type": "object",
            "properties": {
                "version": { "type": "string", "const": "1.1" },
                "ext": { "type": "array", "items": { "type": "string", "format": "uri" } },
                "profile": { "type": "array", "items": { "type": "string", "format": "uri" } },
            },
            "required": ["version"],
        },
        "checksum": {
            "type": "string",
            "description": "The state of the row: a change that sends it is refused if the row is another by now",
            "pattern": "^[0-9a-f]{16}$",
        },
        "operations": {
            "type": "object",
            "properties": {
                "atomic:operations": { "type": "array", "items": reference("schemas", "operation") },
                "meta": { "type": "object" },
                "links": { "type": "object" },
                "jsonapi": { "type": "object" },
            },
            "required": ["atomic:operations"],
            "additionalProperties": false,
        },
        "operation": {
            "type": "object",
            "properties": {
                "op": { "type": "string", "enum": ["add", "update", "remove"] },
                "ref": {
                    "type": "object",
                    "properties": {
                        "type": { "type": "string" },
                        "id": { "type": "string" },
                        "lid": { "type": "string", "description": "Of a resource that an earlier operation adds" },
                        "relationship": { "type": "string" },
                    },
                    "required": ["type"],
                },
                "href": { "type": "string", "description": "The address of what it is about, instead of `ref`" },
                "data": { "description": "A resource object, or the linkage of a relationship" },
                "meta": {
                    "type": "object",
                    "properties": { "ifMatch": { "type": "string", "description": "As the header `If-Match`, of the row that it is about" } },
                },
            },
            "required": ["op"],
            "not": { "required": ["ref", "href"] },
            "additionalProperties": false,
        },
        "results": {
            "type": "object",
            "properties": {
                "atomic:results": {
                    "type": "array",
                    "items": { "type": "object", "properties": { "data": reference("schemas", "resource") } },
                },
                "meta": { "type": "object" },
                "jsonapi": reference("schemas", "jsonapi"),
            },
            "required": ["atomic:results"],
            "additionalProperties": false,
        },
        "resource": {
            "type": "object",
            "description": "A resource of any type",
            "properties": {
                "type": { "type": "string" },
                "id": { "type": "string" },
                "attributes": { "type": "object" },
                "relationships": { "type": "object" },
                "links": reference("schemas", "links"),
                "meta": { "type": "object" },
            },
            "required": ["type", "id"],
        },
        "error": {
            "type": "object",
            "properties": {
                "links": {
                    "type": "object",
                    "properties": { "type": { "type": "string", "format": "uri" } },
                },
                "status": { "type": "string", "pattern": "^[45][0-9]{2}$" },
                "code": { "type": "string", "description": "`2001`: a rule was violated; `2002`: a row referred to is missing" },
                "title": { "type": "string" },
                "detail": { "type": "string" },
                "source": {
                    "type": "object",
                    "description": "What in the request caused it",
                    "properties": {
                        "pointer": { "type": "string" },
                        "parameter": { "type": "string" },
                        "header": { "type": "string" },
                    },
                    "additionalProperties": false,
                },
                "meta": { "type": "object" },
            },
            "required": ["status", "title"],
            "additionalProperties": false,
        },
        "groups": {
            "type": "object",
            "description": "Numbers of groups. What makes a group are its attributes; names have `_` for the dot",
            "properties": {
                "data": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "properties": {
                            "type": { "type": "string", "const": "aggregate" },
                            "id": { "type": "string" },
                            "attributes": { "type": "object" },
                            "meta": { "type": "object", "description": "`count`, `sum_Amount`" },
                        },
                        "required": ["type", "id", "attributes", "meta"],
                        "additionalProperties": false,
                    },
                },
                "links": reference("schemas", "links"),
                "meta": { "type": "object", "properties": { "count": { "type": "integer", "minimum": 0 } } },
                "jsonapi": reference("schemas", "jsonapi"),
            },
            "required": ["data", "links", "meta"],
            "additionalProperties": false,
        },
        "effects": {
            "type": "object",
            "properties": {
                "meta": {
                    "type": "object",
                    "properties": {
                        "effects": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {
                                    "type": { "type": "string" },
                                    "id": { "type": "string" },
                                    "change": { "type": "string", "enum": ["inserted", "updated", "deleted"] },
                                    "before": { "type": ["object", "null"] },
                                    "after": { "type": ["object", "null"] },
                                },
                                "required": ["type", "id", "change", "before", "after"],
                            },
                        },
                    },
                    "required": ["effects"],
                },
                "jsonapi": reference("schemas", "jsonapi"),
            },
            "required": ["meta"],
            "additionalProperties": false,
        },
        "errors": {
            "type": "object",
            "properties": {
                "errors": { "type": "array", "items": reference("schemas", "error"), "minItems": 1 },
                "jsonapi": reference("schemas", "jsonapi"),
            },
            "required": ["errors"],
            "additionalProperties": false,
        },
    });
    into_map(schemas)
}

pub(super) fn parameters(limits: &Limits) -> Map<String, Json> {
    let whole = |name: &str, description: &str, schema: Json| json!({ "name": name, "in": "query", "description": description, "schema": schema });
    let (default, most) = (limits.default_page, limits.largest_page);
    let size = json!({ "type": "integer", "minimum": 1, "maximum": most, "default": default });
    into_map(json!({
        "page.offset": whole(
            "page[offset]",
            "How many resources come before the page",
            json!({ "type": "integer", "format": "int64", "minimum": 0, "maximum": i64::MAX / 2, "default": 0 }),
        ),
        "page.limit": whole("page[limit]", "How many resources the page has at most", size.clone()),
        "page.number": whole(
            "page[number]",
            "The page, counted from 1; not together with `page[offset]` and `page[limit]`",
            json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": u32::MAX }),
        ),
        "page.size": whole("page[size]", "How many resources a page has at most", size),
        "page.after": whole(
            "page[after]",
            "The cursor that the page comes after; the empty one is the beginning. Not together with `page[offset]`, `page[limit]` and `page[number]`",
            json!({ "type": "string" }),
        ),
        "page.before": whole(
            "page[before]",
            "The cursor that the page comes before; the empty one is the end",
            json!({ "type": "string" }),
        ),
        "page.count": whole(
            "page[count]",
            &format!("How the resources of all pages are counted: exactly or not at all, instead of exactly up to {}", limits.counted),
            json!({ "type": "string", "enum": ["exact", "none"] }),
        ),
        "rowFormat": whole(
            "rowFormat",
            "Rows as flat objects of their attributes, without what JSON:API puts around them; links to other pages are in the header `Link`. A write \
                may send them so too, as `application/json`",
            json!({ "type": "string", "enum": ["plain"] }),
        ),
        "filter": whole(
            "filter",
            "Conditions as JSON, such as `{\"or\":[{\"City\":\"Bonn\"},{\"Balance\":{\"gt\":7}}]}`. In brackets it is `filter[Balance][gt]=7`, `filter[Customer.City]=Bonn`, `filter[or][0][City]=Bonn`",
            json!({ "type": "string" }),
        ),
        "filter.search": whole(
            "filter[search]",
            "Words, each of which is in one of the attributes that are searched",
            json!({ "type": "string" }),
        ),
        "ifNoneMatch": {
            "name": "If-None-Match",
            "in": "header",
            "description": "Tags of what the client has: it is not sent again",
            "schema": { "type": "string" },
        },
        "lastEventId": {
            "name": "Last-Event-ID",
            "in": "header",
            "description": "The `id` of the last event that the client has seen: the stream goes on from there",
            "schema": { "type": "string" },
        },
        "prefer": {
            "name": "Prefer",
            "in": "header",
            "description": "`tx=rollback`: the answer that the write would get, and nothing is kept; `return=effects`: every row that it has changed, before \
                and after, in `meta.effects`",
            "schema": { "type": "string" },
        },
        "onConflict": {
            "name": "onConflict",
            "in": "query",
            "description": "`update`: a row whose key is there already is updated",
            "schema": { "type": "string", "enum": ["update"] },
        },
        "ifMatch": {
            "name": "If-Match",
            "in": "header",
            "description": "Tags or checksums of the row as the client has seen it: it is written only if it is still so",
            "schema": { "type": "string" },
        },
    }))
}

pub(super) fn headers() -> Map<String, Json> {
    into_map(json!({
        "etag": { "description": "Another one whenever the answer is another", "schema": { "type": "string" } },
        "preferenceApplied": { "description": "What of `Prefer` was followed", "schema": { "type": "string" } },
        "retryAfter": { "description": "Seconds until the request may be made again", "schema": { "type": "integer", "minimum": 0 } },
        "location": { "description": "The address of what was created, if it is one resource", "schema": { "type": "string" } },
    }))
}

pub(super) fn responses() -> Map<String, Json> {
    let content = media::shown(&reference("schemas", "errors"));
    let mut responses: Map<String, Json> = ERRORS
        .iter()
        .map(|(status, text)| {
            let mut response = json!({ "description": text, "content": content });
            if matches!(*status, OFTEN | BUSY) {
                response["headers"] = json!({ "Retry-After": reference("headers", "retryAfter") });
            }
            (format!("status{status}"), response)
        })
        .collect();
    responses.insert(
        "default".to_owned(),
        json!({ "description": "Any other error", "content": content }),
    );
    responses.insert(
        "notModified".to_owned(),
        json!({ "description": "The client has it already" }),
    );
    responses
}

/// References to the errors of these statuses, of one request too many, and of any other.
pub(super) fn errors(statuses: &[u16]) -> Map<String, Json> {
    let mut errors: Map<String, Json> = statuses
        .iter()
        .chain(&[OFTEN])
        .map(|status| {
            debug_assert!(
                ERRORS.iter().any(|(each, _)| each == status),
                "{status} is described"
            );
            (
                status.to_string(),
                reference("responses", &format!("status{status}")),
            )
        })
        .collect();
    errors.insert("default".to_owned(), reference("responses", "default"));
    errors
}

fn into_map(json: Json) -> Map<String, Json> {
    match json {
        Json::Object(map) => map,
        _ => Map::new(),
    }
}
