//! Handles `GET /api/changes/{type}`: a stream of what is committed, as server-sent events
//! (<https://html.spec.whatwg.org/multipage/server-sent-events.html>).

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::document::Errors;
use super::request::ApiRequest;
use crate::app::State;
use crate::catalog::TableId;
use crate::feed::{News, Watcher};
use crate::jsonapi::ErrorObject;
use crate::rules::EffectKind;
use crate::server::{Closing, EVENTS, event_stream};

/// The header by which a client that was cut off says what it has seen.
const LAST_EVENT_ID: &str = "last-event-id";

/// Events on their way to a client; more wait in the feed.
const ON_THE_WAY: usize = 16;

/// Answers with the changes of a table.
pub(super) fn changes(
    state: &Arc<State>,
    request: &ApiRequest<'_>,
    table: TableId,
    headers: &HeaderMap,
    closing: Option<Closing>,
) -> Result<Response, Errors> {
    request.refuse_all_parameters()?;
    if request.method == Method::HEAD {
        return Ok([(header::CONTENT_TYPE, EVENTS)].into_response());
    }
    let from = headers.get(LAST_EVENT_ID).map(|value| {
        // What is no text is no mark of ours.
        value.to_str().unwrap_or("?")
    });
    let from = from.filter(|mark| !mark.is_empty());
    let Some(watcher) = Watcher::new(state, table, from) else {
        let error = ErrorObject::new(
            503,
            "there are too many streams of changes, try again later",
        );
        return Err(Errors::from(error).retry_after(5));
    };
    let (sender, receiver) = mpsc::channel(ON_THE_WAY);
    tokio::spawn(tell(watcher, state.heartbeat, closing, sender));
    Ok(event_stream(receiver))
}

/// Tells a client what is committed, until it or the server ends.
async fn tell(
    mut watcher: Watcher,
    heartbeat: Duration,
    mut closing: Option<Closing>,
    sender: mpsc::Sender<Bytes>,
) {
    // From here on the client can go on, also if it is cut off before the first change.
    let mut next = Some(format!("id: {}\n\n", watcher.mark()));
    let closes = async {
        match &mut closing {
            Some(closing) => closing.begins().await,
            None => std::future::pending().await,
        }
    };
    let tells = async {
        loop {
            let text = match next.take() {
                Some(text) => text,
                None => match timeout(heartbeat, watcher.next()).await {
                    Ok(news) => event(&news),
                    Err(_) => ":\n\n".to_owned(),
                },
            };
            if sender.send(text.into()).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = closes => {}
        () = tells => {}
        () = sender.closed() => {}
    }
}

fn event(News { mark, change }: &News) -> String {
    let Some(change) = change else {
        return format!("id: {mark}\nevent: reset\ndata: {{}}\n\n");
    };
    let name = match change.kind {
        EffectKind::Inserted => "inserted",
        EffectKind::Updated => "updated",
        EffectKind::Deleted => "deleted",
    };
    // JSON that we write is one line.
    let data = String::from_utf8_lossy(&change.data);
    format!("id: {mark}\nevent: {name}\ndata: {data}\n\n")
}
