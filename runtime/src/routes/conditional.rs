//! Conditional requests: <https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests>.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::entity_tag;
use crate::jsonapi::Checksum;

/// Adds the tag to a response.
pub(super) fn with_tag(mut response: Response, tag: &str) -> Response {
    let value = HeaderValue::from_str(tag).expect("a tag is ASCII");
    response.headers_mut().insert(header::ETAG, value);
    response
}

/// Adds the tag of what a write has left, or would leave if it was kept.
pub(super) fn with_tag_of_write(response: Response, tag: Option<&str>) -> Response {
    match tag {
        Some(tag) => with_tag(response, tag),
        None => response,
    }
}

/// Adds the tag to a response; the response is 304 if the client has these bytes already.
pub(super) fn tagged(mut response: Response, tag: &str, request: &HeaderMap) -> Response {
    if tags(request, header::IF_NONE_MATCH).any(|sent| is_same(sent, tag)) {
        let vary = response.headers_mut().remove(header::VARY);
        response = StatusCode::NOT_MODIFIED.into_response();
        if let Some(vary) = vary {
            response.headers_mut().insert(header::VARY, vary);
        }
    }
    with_tag(response, tag)
}

/// What `If-Match` asks of a row.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum IfMatch {
    /// That it is there, in whatever state.
    Any,
    /// That it has one of these checksums.
    One(Vec<Checksum>),
}

/// What the request's `If-Match` asks, if there is one. A tag that is not ours is that of no row.
pub(super) fn if_match(request: &HeaderMap) -> Option<IfMatch> {
    request.get(header::IF_MATCH)?;
    let mut sums = Vec::new();
    for tag in tags(request, header::IF_MATCH) {
        if tag == "*" {
            return Some(IfMatch::Any);
        }
        sums.extend(entity_tag::checksum(tag));
    }
    Some(IfMatch::One(sums))
}

fn tags(request: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = request.get_all(name).into_iter();
    values.flat_map(|value| value.to_str().unwrap_or("").split(',').map(str::trim))
}

/// Whether a tag that a client sends is this one, in whatever coding it came. A weak tag will do for reading.
fn is_same(sent: &str, tag: &str) -> bool {
    let strong = sent.strip_prefix("W/").unwrap_or(sent);
    sent == "*" || entity_tag::without_coding(strong) == Some(entity_tag::inside(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_every_coding() {
        assert!(is_same("\"a1\"", "\"a1\""));
        assert!(is_same("*", "\"a1\""));
        assert!(is_same("W/\"a1\"", "\"a1\""));
        assert!(is_same("W/\"a1-br\"", "W/\"a1\""));
        assert!(is_same("\"a1-br\"", "\"a1\""));
        assert!(is_same("\"a1-gzip\"", "\"a1\""));
        assert!(!is_same("\"a2\"", "\"a1\""));
        assert!(!is_same("a1", "\"a1\""));
    }

    #[test]
    fn what_must_match_is_one_of_several_checksums_or_anything() {
        let of = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(text));
            if_match(&headers).unwrap()
        };
        let sum = |text| Checksum::parse(text).unwrap();
        assert_eq!(
            of("\"00ab000000000001.77\", W/\"00ab000000000002\", \"00ab000000000003-br\", \"x\""),
            IfMatch::One(vec![sum("00ab000000000001"), sum("00ab000000000003")])
        );
        assert_eq!(of("\"x\""), IfMatch::One(Vec::new()));
        assert_eq!(of("*"), IfMatch::Any);
        assert_eq!(if_match(&HeaderMap::new()), None);
    }
}
