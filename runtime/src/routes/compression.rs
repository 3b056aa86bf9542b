//! Content codings: answers that are long enough are compressed for clients that say how.

use std::io::Write;

use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::media::quality;

/// Shorter answers fit a packet anyway.
const LEAST_BYTES: u64 = 1024;

/// Longer answers are compressed on a thread of their own.
const MOST_BYTES_AT_ONCE: u64 = 128 * 1024;

/// A way to compress.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Coding {
    #[cfg(feature = "brotli")]
    Brotli,
    Gzip,
}

impl Coding {
    /// The best first.
    const ALL: &[Self] = &[
        #[cfg(feature = "brotli")]
        Self::Brotli,
        Self::Gzip,
    ];

    fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "brotli")]
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The one that the client likes best, if it is better than none.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let weights = Weights::of(headers);
        let weight = |coding: &Self| weights.weight(coding.name());
        // Of equals the last is taken.
        let best = Self::ALL.iter().copied().rev().max_by_key(weight)?;
        (weight(&best) > 0 && weight(&best) >= weights.named("identity").unwrap_or(0))
            .then_some(best)
    }

    fn compress(self, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
        match self {
            #[cfg(feature = "brotli")]
            Self::Brotli => {
                let mut out = Vec::with_capacity(bytes.len() / 6);
                // Quality 3 is as fast as gzip at its fastest, and half as long.
                let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 3, 20);
                writer.write_all(bytes)?;
                drop(writer);
                Ok(out)
            }
            Self::Gzip => {
                let out = Vec::with_capacity(bytes.len() / 4);
                let mut writer = flate2::write::GzEncoder::new(out, flate2::Compression::new(2));
                writer.write_all(bytes)?;
                writer.finish()
            }
        }
    }
}

/// What `Accept-Encoding` says of each coding, in thousandths.
struct Weights(Vec<(String, u16)>);

impl Weights {
    fn of(headers: &HeaderMap) -> Self {
        let values = headers.get_all(header::ACCEPT_ENCODING).into_iter();
        let parts = values.flat_map(|value| value.to_str().unwrap_or("").split(','));
        Self(
            parts
                .filter_map(|part| {
                    let (name, rest) = part.split_once(';').unwrap_or((part, ""));
                    let weight = match rest.trim().strip_prefix("q=") {
                        Some(weight) => quality(weight)?,
                        None => 1000,
                    };
                    Some((name.trim().to_ascii_lowercase(), weight))
                })
                .collect(),
        )
    }

    fn named(&self, name: &str) -> Option<u16> {
        let found = self.0.iter().find(|(each, _)| each == name);
        found.map(|(_, weight)| *weight)
    }

    fn weight(&self, name: &str) -> u16 {
        self.named(name).or_else(|| self.named("*")).unwrap_or(0)
    }
}

/// Whether the client takes what is compressed by gzip already.
#[cfg(feature = "swagger")]
pub(super) fn takes_gzip(request: &HeaderMap) -> bool {
    Weights::of(request).weight(Coding::Gzip.name()) > 0
}

/// Compresses a response whose bytes are all there, if the client takes that.
pub(super) async fn compressed(response: Response, request: &HeaderMap) -> Response {
    let Some(length) = response.body().size_hint().exact() else {
        return response;
    };
    let headers = response.headers();
    let is_image = headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"image/"));
    // What is not sent again varies as what was sent: https://www.rfc-editor.org/rfc/rfc9110#name-304-not-modified
    let is_known = response.status() == StatusCode::NOT_MODIFIED;
    let is_fixed = is_image || headers.contains_key(header::CONTENT_ENCODING);
    if is_fixed || (length == 0 && !is_known) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    parts
        .headers
        .append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if length < LEAST_BYTES {
        return Response::from_parts(parts, body);
    }
    let Some(coding) = Coding::accepted(request) else {
        return Response::from_parts(parts, body);
    };
    let bytes = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        // Bytes that are there cannot fail to come.
        Err(error) => return crate::Error::from(error).into_response(),
    };
    let compressed = if length > MOST_BYTES_AT_ONCE {
        let bytes = bytes.clone();
        let task = tokio::task::spawn_blocking(move || coding.compress(&bytes)).await;
        task.map_err(std::io::Error::other).flatten()
    } else {
        coding.compress(&bytes)
    };
    let compressed = match compressed {
        Ok(compressed) => compressed,
        Err(error) => {
            tracing::warn!(%error, "an answer could not be compressed");
            return Response::from_parts(parts, Body::from(bytes));
        }
    };
    let headers = &mut parts.headers;
    headers.insert(
        header::CONTENT_ENCODING,
        HeaderValue::from_static(coding.name()),
    );
    headers.remove(header::CONTENT_LENGTH);
    // The compressed bytes are others, so their strong tag is another: RFC 9110, section 8.8.3.3.
    let tag = headers
        .get(header::ETAG)
        .and_then(|tag| tag.to_str().ok())
        .and_then(|tag| tag.strip_suffix('"'))
        .map(|tag| format!("{tag}-{}\"", coding.name()));
    if let Some(tag) = tag.and_then(|tag| HeaderValue::from_str(&tag).ok()) {
        headers.insert(header::ETAG, tag);
    }
    Response::from_parts(parts, Body::from(compressed))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(text: &'static str) -> Option<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(text));
        Coding::accepted(&headers).map(Coding::name)
    }

    #[test]
    fn clients_choose() {
        assert_eq!(Coding::accepted(&HeaderMap::new()), None);
        assert_eq!(accepted("gzip"), Some("gzip"));
        assert_eq!(accepted("gzip;q=0"), None);
        assert_eq!(accepted("identity, gzip;q=0.5"), None);
        assert_eq!(accepted("deflate"), None);
        let best = Coding::ALL[0].name();
        assert_eq!(accepted("gzip, deflate, br"), Some(best));
        assert_eq!(accepted("*"), Some(best));
        assert_eq!(accepted("br;q=0.1, gzip;q=0.8"), Some("gzip"));
    }
}
