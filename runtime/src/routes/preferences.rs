//! What a request prefers of a write: <https://www.rfc-editor.org/rfc/rfc7240>.
//!
//! `Prefer: tx=rollback` asks for the answer that the write would get, and keeps nothing; `Prefer: return=effects` asks for every row
//! that changed with it.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::Response;

use crate::server::REQUEST_ID;
use crate::writing::Manner;

const PREFER: HeaderName = HeaderName::from_static("prefer");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");

/// The preferences among those of the request that we follow; others are ignored, as the RFC wants it.
pub(super) fn manner(headers: &HeaderMap) -> Manner {
    let mut manner = Manner {
        request: request_id(headers),
        ..Manner::default()
    };
    let texts = headers.get_all(PREFER).iter();
    for preference in texts
        .filter_map(|text| text.to_str().ok())
        .flat_map(|text| text.split(','))
    {
        let (name, value) = preference
            .split(';')
            .next()
            .and_then(|first| first.split_once('='))
            .unwrap_or((preference, ""));
        let value = value.trim().trim_matches('"');
        match (name.trim().to_ascii_lowercase().as_str(), value) {
            ("tx", "rollback") => manner.is_trial = true,
            ("return", "effects") => manner.tells_effects = true,
            _ => {}
        }
    }
    manner
}

/// The number that the request has in the log.
fn request_id(headers: &HeaderMap) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    Some(id.to_owned())
}

/// Says which preferences were followed.
pub(super) fn applied(manner: &Manner, mut response: Response) -> Response {
    let applied = match (manner.is_trial, manner.tells_effects) {
        (false, false) => return response,
        (true, false) => "tx=rollback",
        (false, true) => "return=effects",
        (true, true) => "tx=rollback, return=effects",
    };
    let headers = response.headers_mut();
    headers.insert(PREFERENCE_APPLIED, HeaderValue::from_static(applied));
    headers.append(header::VARY, HeaderValue::from_static("Prefer"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preferences_are_read_from_one_header_or_several() {
        let mut headers = HeaderMap::new();
        headers.insert(
            PREFER,
            HeaderValue::from_static("respond-async, tx=rollback; x=1"),
        );
        headers.append(PREFER, HeaderValue::from_static("Return=\"effects\""));
        let manner = manner(&headers);
        assert!(manner.is_trial && manner.tells_effects);
        assert!(!self::manner(&HeaderMap::new()).is_trial);
    }
}
