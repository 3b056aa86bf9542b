//! What is not the API: the first page, and what tells others how the server is.
//!
//! It comes after all other routes, so a project may have routes of its own at these addresses.

use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use axum::extract;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Errors, no_such_path, not_allowed};
use crate::app::State;
use crate::jsonapi::{ErrorObject, path_part};

/// How long a database may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);

const STYLE: &str = include_str!("site/style.css");

/// Whether one of these pages is at the path.
pub(super) fn is_page(path: &str) -> bool {
    matches!(path, "/" | "/health" | "/ready") || is_admin(path)
}

#[cfg(feature = "admin")]
use crate::admin::is_admin;

#[cfg(not(feature = "admin"))]
fn is_admin(_path: &str) -> bool {
    false
}

/// Answers every request that nothing else answers.
pub(super) async fn entry(
    extract::State(state): extract::State<Arc<State>>,
    request: extract::Request,
) -> Response {
    if !is_page(request.uri().path()) {
        return no_such_path(request.uri());
    }
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => {
            return (StatusCode::NO_CONTENT, [(header::ALLOW, METHODS)]).into_response();
        }
        _ => return not_allowed(request.method(), METHODS),
    }
    match request.uri().path() {
        "/health" => status("ok"),
        "/ready" => ready(&state).await,
        #[cfg(feature = "admin")]
        path if is_admin(path) => crate::admin::answer(&state, path, request.headers())
            .await
            .unwrap_or_else(|| no_such_path(request.uri())),
        #[cfg(feature = "admin")]
        _ => crate::admin::page().unwrap_or_else(|| first_page(&state)),
        #[cfg(not(feature = "admin"))]
        _ => first_page(&state),
    }
}

const METHODS: &str = "GET, HEAD, OPTIONS";

/// The server runs: this asks nobody else.
fn status(text: &str) -> Response {
    let body = format!(r#"{{"status":"{text}"}}"#);
    (
        [
            (header::CONTENT_TYPE, "application/json"),
            (header::CACHE_CONTROL, "no-store"),
        ],
        body,
    )
        .into_response()
}

/// Whether the databases answer.
async fn ready(state: &State) -> Response {
    let error = match tokio::time::timeout(READY_WITHIN, state.ask_databases()).await {
        Ok(Ok(())) => return status("ready"),
        Ok(Err(error)) => format!("{error:?}"),
        Err(_) => "no answer in time".to_owned(),
    };
    tracing::warn!(%error, "a database is away");
    Errors::from(ErrorObject::new(503, "a database is away, try again later"))
        .retry_after(1)
        .into_response()
}

/// A page for people: the resources, with links.
fn first_page(state: &State) -> Response {
    // The only style that a browser takes is the one with this number, and no script at all.
    let nonce = uuid::Uuid::new_v4().simple();
    let policy = format!(
        "default-src 'none'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let mut rows = String::new();
    for table in state.catalog.tables() {
        let link = escape(&format!("{}/{}", state.prefix, path_part(&table.kind)));
        let kind = escape(&table.kind);
        let note = match table.read_only {
            Some(_) => "<small>read only</small>",
            None => "",
        };
        let comment = table.comment.as_deref().map(escape).unwrap_or_default();
        writeln!(
            rows,
            "<li><a href=\"{link}\">{kind}</a>{note}<p>{comment}</p></li>"
        )
        .expect("a String takes what is written");
    }
    let api = escape(&state.prefix);
    let count = state.catalog.tables().len();
    let resources = if count == 1 {
        "1 resource".to_owned()
    } else {
        format!("{count} resources")
    };
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>Resources</title>\n<style nonce=\"{nonce}\">\n{STYLE}</style>\n</head>\n<body>\n\
         <header><h1>{resources}</h1><p>served as <a href=\"https://jsonapi.org\">JSON:API</a> below <a href=\"{api}\">{api}</a></p></header>\n\
         <ul>\n{rows}</ul>\n</body>\n</html>\n"
    );
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, policy.as_str()),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
    ];
    (headers, page).into_response()
}

/// Text in HTML, also inside of quotes.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn names_of_tables_stay_text() {
        assert_eq!(
            escape("<script>\"a\" & 'b'"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;"
        );
    }
}
