//! Content negotiation: <https://jsonapi.org/format/1.1/#content-negotiation-servers>.

use axum::http::{HeaderMap, header};

use super::document::Errors;
use super::media::MediaRange;
use crate::jsonapi::{ATOMIC, CURSOR_PROFILE, ErrorObject, MEDIA_TYPE};
use crate::server::EVENTS;

/// What an answer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    JsonApi,
    /// The same bytes, for clients that know no other name for them.
    Json,
    Html,
    /// Lines of values.
    Csv,
    /// What happens, as it does.
    Events,
}

impl Format {
    fn essence(self) -> &'static str {
        match self {
            Self::JsonApi => MEDIA_TYPE,
            Self::Json => JSON,
            Self::Html => "text/html",
            Self::Csv => "text/csv",
            Self::Events => EVENTS,
        }
    }
}

pub(super) const JSON: &str = "application/json";

/// The one of the offered formats that the client likes best; the first if it does not say.
///
/// JSON:API with other parameters than `ext` and `profile`, or with an extension that we do not know, does not count, and
/// a client that asks for nothing better is told so.
pub(super) fn accepted(headers: &HeaderMap, offered: &[Format]) -> Result<Format, Errors> {
    let mut values = headers.get_all(header::ACCEPT).iter();
    // What clients of JSON:API send leaves no choice.
    if let (Some(only), None) = (values.next(), values.next())
        && only == MEDIA_TYPE
        && offered.contains(&Format::JsonApi)
    {
        return Ok(Format::JsonApi);
    }
    let mut is_spoiled = false;
    let mut ranges = Vec::new();
    for value in headers.get_all(header::ACCEPT) {
        for range in MediaRange::parse_list(value.to_str().unwrap_or("")) {
            let counts = range.essence != MEDIA_TYPE
                || (range.has_only_known_parameters() && range.has_only_known_extensions());
            if counts {
                ranges.push(range);
            } else {
                is_spoiled = true;
            }
        }
    }
    if is_spoiled && ranges.iter().all(|range| range.essence != MEDIA_TYPE) {
        let error = not_acceptable().detail(format!(
            "`{MEDIA_TYPE}` has the parameters `ext` and `profile`, and the one extension here is `{ATOMIC}`"
        ));
        return Err(error.into());
    }
    let Some(first) = offered.first() else {
        return Err(not_acceptable().into());
    };
    if ranges.is_empty() {
        return Ok(*first);
    }
    let mut best: Option<(u16, Format)> = None;
    for &format in offered {
        let quality = quality_of(&ranges, format);
        if quality > best.map_or(0, |(quality, _)| quality) {
            best = Some((quality, format));
        }
    }
    best.map(|(_, format)| format).ok_or_else(|| {
        let offered: Vec<_> = offered
            .iter()
            .map(|each| format!("`{}`", each.essence()))
            .collect();
        let detail = format!("there is {}", offered.join(", "));
        not_acceptable().detail(detail).into()
    })
}

/// Whether the client asks for the profile of cursors, by either of the addresses that it is known by, with or without the slash at
/// their end.
pub(super) fn asks_for_cursors(headers: &HeaderMap) -> bool {
    let name = |address: &str| {
        let (_, name) = address.split_once("://").unwrap_or(("", address));
        name.trim_end_matches('/').to_owned()
    };
    let values = headers.get_all(header::ACCEPT).into_iter();
    // Who names a profile has parameters; almost nobody has.
    let with_parameters = values.filter(|value| value.as_bytes().contains(&b';'));
    let texts = with_parameters.filter_map(|value| value.to_str().ok());
    let mut ranges = texts.flat_map(MediaRange::parse_list);
    ranges.any(|range| {
        let mut profiles = range.profiles();
        range.essence == MEDIA_TYPE && profiles.any(|each| name(each) == name(CURSOR_PROFILE))
    })
}

/// The weight that the range which fits most closely gives.
fn quality_of(ranges: &[MediaRange], format: Format) -> u16 {
    let fitting = ranges
        .iter()
        .filter_map(|range| Some((range.fits(format.essence())?, range.quality)));
    fitting.max().map_or(0, |(_, quality)| quality)
}

fn not_acceptable() -> ErrorObject {
    ErrorObject::new(406, "nothing here is of a type that the request accepts").header("Accept")
}

/// Which extensions a body may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BodyKind {
    Document,
    /// One that uses the extension for atomic operations, and says so.
    Operations,
}

/// Refuses a body that is neither JSON:API nor JSON.
pub(super) fn check_content_type(headers: &HeaderMap, kind: BodyKind) -> Result<(), Errors> {
    let text = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let refuse = |title: String| Err(ErrorObject::new(415, title).header("Content-Type").into());
    let Some(range) = MediaRange::parse(text) else {
        return refuse(format!("the body must be `{MEDIA_TYPE}` or `{JSON}`"));
    };
    match range.essence.as_str() {
        MEDIA_TYPE if !range.has_only_known_parameters() => refuse(format!(
            "`{MEDIA_TYPE}` has no parameters but `ext` and `profile`"
        )),
        MEDIA_TYPE if !range.has_only_known_extensions() => refuse(format!(
            "the body uses an extension that is not known here; there is `{ATOMIC}`"
        )),
        MEDIA_TYPE if kind == BodyKind::Operations && range.extensions().next().is_none() => {
            refuse(format!("operations need `{MEDIA_TYPE};ext=\"{ATOMIC}\"`"))
        }
        // A charset of JSON says nothing new: it is UTF-8.
        MEDIA_TYPE | JSON => Ok(()),
        _ => refuse(format!("the body must be `{MEDIA_TYPE}` or `{JSON}`")),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn accept(text: &str, offered: &[Format]) -> Option<Format> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_str(text).unwrap());
        accepted(&headers, offered).ok()
    }

    #[test]
    fn what_fits_most_closely_counts() {
        use Format::{Html, Json, JsonApi};
        let both = [JsonApi, Json];
        assert_eq!(accept("", &both), Some(JsonApi));
        assert_eq!(accept("*/*", &both), Some(JsonApi));
        assert_eq!(accept("application/json", &both), Some(Json));
        assert_eq!(
            accept("application/*;q=0.1, application/json;q=0.9", &both),
            Some(Json)
        );
        assert_eq!(
            accept("application/json;q=0, */*", &both[1..]),
            None,
            "nothing else is there"
        );
        assert_eq!(accept("image/png", &both), None);
        let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        assert_eq!(accept(browser, &[JsonApi, Json, Html]), Some(Html));
        assert_eq!(accept(browser, &both), Some(JsonApi));
    }

    #[test]
    fn parameters_of_json_api_are_its_own() {
        use Format::JsonApi;
        let api = [JsonApi];
        assert_eq!(
            accept("application/vnd.api+json; charset=utf-8", &api),
            None
        );
        assert_eq!(
            accept("application/vnd.api+json; charset=utf-8, */*", &api),
            None
        );
        assert_eq!(
            accept(
                "application/vnd.api+json; charset=utf-8, application/vnd.api+json",
                &api
            ),
            Some(JsonApi)
        );
        assert_eq!(
            accept(r#"application/vnd.api+json; ext="https://x/y""#, &api),
            None
        );
        assert_eq!(
            accept(
                r#"application/vnd.api+json; ext="https://jsonapi.org/ext/atomic""#,
                &api
            ),
            Some(JsonApi)
        );
        assert_eq!(
            accept(r#"application/vnd.api+json; profile="https://x/y""#, &api),
            Some(JsonApi),
            "a profile that is not known is ignored"
        );
    }
}
