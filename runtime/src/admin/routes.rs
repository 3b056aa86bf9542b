//! The addresses of the admin app: its files at `/`, its configuration below `/admin`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::files::{self, AppFile};
use super::source::MAIN_APP;
use super::{SCHEMA, audit, er, events, explain, stats};
use crate::app::State;
use crate::server::Closing;

/// What stands for the number of the answer in the app's first page.
const NONCE: &str = "__NONCE__";

/// Whether the path is the admin app's. It may be one where there is nothing.
pub(crate) fn is_admin(path: &str) -> bool {
    ["/assets/", "/admin/", "/admin-app/", "/ui/admin/"]
        .iter()
        .any(|folder| path.starts_with(folder))
        || path == "/favicon.svg"
}

/// Answers a request for something of the admin app; none if there is nothing.
pub(crate) async fn answer(state: &Arc<State>, request: &Parts) -> Option<Response> {
    let (uri, headers) = (&request.uri, &request.headers);
    let path = uri.path();
    match path {
        "/admin/er.json" => return Some(json(er::diagram(state.admin.model()))),
        "/admin/rules.json" => {
            let rules = serde_json::to_string(state.admin.rules());
            return Some(json(rules.expect("rules are described in text")));
        }
        "/admin/audit" => return audit::audit(state, uri.query().unwrap_or_default()).await,
        "/ui/admin/admin.schema.json" => return Some(json(SCHEMA)),
        "/admin/admin/" | "/admin/admin" | "/admin-app/index.html" => {
            return Some(Redirect::temporary("/").into_response());
        }
        _ => {}
    }
    if let Some(name) = path.strip_prefix("/ui/admin/") {
        if let Some(bytes) = state.admin.file(name) {
            return Some(own_file(name, bytes));
        }
        let text = state.admin.text(name.strip_suffix(".yaml")?)?;
        let headers = [
            (header::CONTENT_TYPE, "application/yaml"),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        return Some((headers, text).into_response());
    }
    let Some(below) = path.strip_prefix("/admin/") else {
        return file(path.strip_prefix('/')?, headers);
    };
    if let Some(value) = below.strip_prefix("explain/") {
        return explain::explain(state, value, uri.query().unwrap_or_default()).await;
    }
    let (app, below) = below.split_once('/')?;
    match below {
        "" => page_of(state, app),
        "config.json" => config(state, app, headers),
        "events" => {
            let closing = request.extensions.get::<Closing>().cloned();
            events::events(state, app, closing)
        }
        "stats" => {
            let config = Arc::clone(&state.admin.load(app)?.config);
            Some(json(stats::stats(state, &config).await))
        }
        _ => None,
    }
}

fn config(state: &State, app: &str, headers: &HeaderMap) -> Option<Response> {
    let loaded = state.admin.load(app)?;
    let fixed = [
        (header::ETAG, loaded.etag.as_str()),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_TYPE, "application/json"),
    ];
    let known = headers.get(header::IF_NONE_MATCH);
    if known.is_some_and(|known| known == loaded.etag.as_str()) {
        return Some((StatusCode::NOT_MODIFIED, fixed).into_response());
    }
    Some((fixed, loaded.body.clone()).into_response())
}

pub(super) fn json(body: impl Into<Bytes>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, body.into()).into_response()
}

/// The app's first page; none if the app is not built.
///
/// Scripts come from files of ours only. Styles are also made by the app while it runs, which a browser takes from the
/// holder of the number that is new in each answer.
pub(crate) fn page(state: &State) -> Option<Response> {
    page_of(state, MAIN_APP)
}

fn page_of(state: &State, app: &str) -> Option<Response> {
    let config = Arc::clone(&state.admin.load(app)?.config);
    let hosts: Vec<String> = config
        .settings
        .image_hosts
        .iter()
        .map(|host| format!(" {host}"))
        .collect();
    let page = files::find("index.html")?;
    let nonce = uuid::Uuid::new_v4().simple().to_string();
    let page = String::from_utf8_lossy(page.bytes).replace(NONCE, &nonce);
    let policy = format!(
        "default-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:{}; object-src 'none'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'self'",
        hosts.concat()
    );
    let headers = [
        (header::CONTENT_TYPE, files::media_type("index.html")),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, &policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
    ];
    Some((headers, page).into_response())
}

/// A file of the project's own. A picture that is opened by itself runs nothing.
fn own_file(name: &str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, files::media_type(name)),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
    ];
    (headers, bytes).into_response()
}

/// A file of the app, compressed as the browser likes it best. The name of a file changes with its contents.
fn file(path: &str, headers: &HeaderMap) -> Option<Response> {
    if path == "index.html" {
        return None;
    }
    let accepted = headers
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let accepts = |coding: &str| {
        accepted.split(',').any(|part| {
            let (name, quality) = part.split_once(';').unwrap_or((part, ""));
            name.trim() == coding && quality.trim() != "q=0"
        })
    };
    let codings = [("br", ".br"), ("gzip", ".gz")];
    let compressed = codings
        .iter()
        .map(|(coding, ending)| (*coding, files::find(&format!("{path}{ending}"))));
    let mut is_there = false;
    for (coding, found) in compressed {
        is_there |= found.is_some();
        if let Some(found) = found.filter(|_| accepts(coding)) {
            let mut response = plain(found, path);
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
            return Some(response);
        }
    }
    match files::find(path) {
        Some(found) => Some(plain(found, path)),
        // Every browser takes one of the two; carrying a third copy of everything would serve nobody.
        None if is_there => {
            let message = "this file is sent with gzip or brotli only: try `curl --compressed`\n";
            Some((StatusCode::NOT_ACCEPTABLE, message).into_response())
        }
        None => None,
    }
}

fn plain(file: &'static AppFile, path: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, files::media_type(path)),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::VARY, "accept-encoding"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, file.bytes).into_response()
}
