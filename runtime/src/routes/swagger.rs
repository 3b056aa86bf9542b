//! The user interface of the API's description: Swagger UI, whose files come with a crate as a ZIP archive.
//!
//! They are sent as they are in the archive: what it calls deflate is what gzip has between its head and its sum.

use std::io::Read;
use std::sync::OnceLock;

use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use utoipa_swagger_ui_vendored::SWAGGER_UI_VENDORED as ARCHIVE;

use super::conditional;
use super::document::Errors;
use super::html::escape;
use crate::app::State;
use crate::entity_tag;
use crate::jsonapi::ErrorObject;

/// Our own script, which shows the description.
const START: &str = "start.js";

/// A file of the archive.
#[derive(Debug, Clone, Copy)]
struct Packed {
    deflated: &'static [u8],
    checksum: u32,
    length: u32,
}

/// The page that shows the description.
pub(super) fn page(state: &State) -> Response {
    let prefix = escape(&state.prefix);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>API</title>\n\
         <link rel=\"stylesheet\" href=\"{prefix}/swagger-ui/swagger-ui.css\">\n\
         </head>\n<body>\n<div id=\"swagger-ui\"></div>\n\
         <noscript>The description is at <a href=\"{prefix}/openapi.json\">{prefix}/openapi.json</a>, the rows are at \
         <a href=\"{prefix}/list\">{prefix}/list</a>.</noscript>\n\
         <script src=\"{prefix}/swagger-ui/swagger-ui-bundle.js\"></script>\n\
         <script src=\"{prefix}/swagger-ui/{START}\"></script>\n</body>\n</html>\n"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        // It sets styles from its script, and draws small images that are in its style sheet.
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; base-uri 'none'; frame-ancestors 'none'",
        ),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::VARY, "Accept"),
    ];
    (headers, page).into_response()
}

/// One of the files.
pub(super) fn file(state: &State, name: &str, request: &HeaderMap) -> Result<Response, Errors> {
    if name == START {
        return Ok(start(state, request));
    }
    let kind = match name {
        "swagger-ui-bundle.js" => "text/javascript; charset=utf-8",
        "swagger-ui.css" => "text/css; charset=utf-8",
        _ => return Err(no_such_file(name)),
    };
    let packed = find(name).ok_or_else(|| no_such_file(name))?;
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::VARY, "Accept-Encoding"),
    ];
    let takes_gzip = super::compression::takes_gzip(request);
    let response = if takes_gzip {
        let coding = [(header::CONTENT_ENCODING, "gzip")];
        (headers, coding, packed.gzipped()).into_response()
    } else {
        (headers, packed.unpacked()?).into_response()
    };
    let coding = if takes_gzip { "-gzip" } else { "" };
    let tag = format!("\"{:08x}{coding}\"", packed.checksum);
    Ok(conditional::tagged(response, &tag, request))
}

fn no_such_file(name: &str) -> Errors {
    ErrorObject::new(404, "there is nothing at this address")
        .detail(format!("there is no file `{name}`"))
        .into()
}

fn start(state: &State, request: &HeaderMap) -> Response {
    let address = serde_json::Value::from(format!("{}/openapi.json", state.prefix));
    let script = format!(
        "SwaggerUIBundle({{ url: {address}, dom_id: '#swagger-ui', deepLinking: true, docExpansion: 'none', filter: true,\n\
         \x20 tagsSorter: 'alpha', defaultModelsExpandDepth: -1, tryItOutEnabled: true }})\n"
    );
    let tag = entity_tag::of(script.as_bytes());
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    conditional::tagged((headers, script).into_response(), &tag, request)
}

impl Packed {
    fn gzipped(self) -> Vec<u8> {
        // https://www.rfc-editor.org/rfc/rfc1952#page-5: no name, no time, no system.
        let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
        out.extend_from_slice(self.deflated);
        out.extend_from_slice(&self.checksum.to_le_bytes());
        out.extend_from_slice(&self.length.to_le_bytes());
        out
    }

    fn unpacked(self) -> Result<Vec<u8>, Errors> {
        let mut out = Vec::with_capacity(self.length as usize);
        flate2::read::DeflateDecoder::new(self.deflated)
            .read_to_end(&mut out)
            .map_err(crate::Error::from)?;
        Ok(out)
    }
}

/// The file of the name in the archive's `dist` folder.
fn find(name: &str) -> Option<Packed> {
    static FILES: OnceLock<Vec<(&'static str, Packed)>> = OnceLock::new();
    let files = FILES.get_or_init(|| read_archive(ARCHIVE).unwrap_or_default());
    files
        .iter()
        .find(|(each, _)| *each == name)
        .map(|(_, packed)| *packed)
}

/// The deflated files directly below the archive's `dist`; none if it is no ZIP archive:
/// <https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>, sections 4.3.7, 4.3.12 and 4.3.16.
fn read_archive(archive: &'static [u8]) -> Option<Vec<(&'static str, Packed)>> {
    let end = archive
        .windows(4)
        .rposition(|bytes| bytes == b"PK\x05\x06")?;
    let count = u16_at(archive, end + 10)?;
    let mut at = u32_at(archive, end + 16)? as usize;
    let mut files = Vec::new();
    for _ in 0..count {
        if archive.get(at..at + 4)? != b"PK\x01\x02" {
            return None;
        }
        let method = u16_at(archive, at + 10)?;
        let (packed, length) = (
            u32_at(archive, at + 20)? as usize,
            u32_at(archive, at + 24)?,
        );
        let name_length = usize::from(u16_at(archive, at + 28)?);
        let more = usize::from(u16_at(archive, at + 30)?) + usize::from(u16_at(archive, at + 32)?);
        let local = u32_at(archive, at + 42)? as usize;
        let name = std::str::from_utf8(archive.get(at + 46..at + 46 + name_length)?).ok()?;
        let mut folders = name.rsplit('/');
        let (file, folder, above) = (folders.next()?, folders.next(), folders.count());
        if method == 8 && folder == Some("dist") && above == 1 {
            let begin = local
                + 30
                + usize::from(u16_at(archive, local + 26)?)
                + usize::from(u16_at(archive, local + 28)?);
            let packed = Packed {
                deflated: archive.get(begin..begin + packed)?,
                checksum: u32_at(archive, at + 16)?,
                length,
            };
            files.push((file, packed));
        }
        at += 46 + name_length + more;
    }
    Some(files)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_files_are_in_the_archive() {
        for name in ["swagger-ui-bundle.js", "swagger-ui.css"] {
            let packed = find(name).unwrap_or_else(|| panic!("{name}"));
            let unpacked = packed.unpacked().unwrap();
            assert_eq!(unpacked.len(), packed.length as usize);
            let mut again = Vec::new();
            flate2::read::GzDecoder::new(&packed.gzipped()[..])
                .read_to_end(&mut again)
                .unwrap();
            assert_eq!(again, unpacked, "{name}");
        }
    }
}
