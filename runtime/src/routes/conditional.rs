//! Entity tags: <https://www.rfc-editor.org/rfc/rfc9110#name-conditional-requests>.

use std::hash::Hasher;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use siphasher::sip::SipHasher13;

/// The tag of some bytes: others have another one.
pub(super) fn tag_of(bytes: &[u8]) -> String {
    // The bytes are known to whoever is shown the tag, so nothing is kept from them.
    let mut hasher = SipHasher13::new();
    hasher.write(bytes);
    format!("\"{:016x}\"", hasher.finish())
}

/// Adds the tag to a response; the response is 304 if the client has these bytes already.
pub(super) fn tagged(mut response: Response, tag: &str, request: &HeaderMap) -> Response {
    let names = |name: HeaderName, tag: &str| {
        let values = request.get_all(name).into_iter();
        values
            .flat_map(|value| value.to_str().unwrap_or("").split(','))
            .any(|each| is_same(each.trim(), tag))
    };
    if names(header::IF_NONE_MATCH, tag) {
        let vary = response.headers_mut().remove(header::VARY);
        response = StatusCode::NOT_MODIFIED.into_response();
        if let Some(vary) = vary {
            response.headers_mut().insert(header::VARY, vary);
        }
    }
    let value = HeaderValue::from_str(tag).expect("a tag is ASCII");
    response.headers_mut().insert(header::ETAG, value);
    response
}

/// Whether a tag that a client sends is this one, in whatever coding it came. A weak tag will do for reading.
fn is_same(sent: &str, tag: &str) -> bool {
    sent == "*" || without_coding(sent.strip_prefix("W/").unwrap_or(sent)) == Some(tag_inside(tag))
}

fn tag_inside(tag: &str) -> &str {
    tag.trim_matches('"')
}

/// What is inside of the quotes of a tag, without the name of the coding in which it was sent.
pub(super) fn without_coding(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix('"')?.strip_suffix('"')?;
    Some(
        inside
            .rsplit_once('-')
            .filter(|(_, coding)| matches!(*coding, "br" | "gzip"))
            .map_or(inside, |(inside, _)| inside),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_known_in_every_coding() {
        assert!(is_same("\"a1\"", "\"a1\""));
        assert!(is_same("*", "\"a1\""));
        assert!(is_same("W/\"a1\"", "\"a1\""));
        assert!(is_same("\"a1-br\"", "\"a1\""));
        assert!(is_same("\"a1-gzip\"", "\"a1\""));
        assert!(!is_same("\"a2\"", "\"a1\""));
        assert!(!is_same("a1", "\"a1\""));
        assert_ne!(tag_of(b"x"), tag_of(b"y"));
    }
}
