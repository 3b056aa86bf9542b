//! Word for open pages that `admin.yaml` has changed: `/admin/{app}/events`.
//!
//! The file is looked at as long as somebody listens. A server's end ends the streams too, so that nobody waits for them.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use axum::response::Response;
use tokio::sync::mpsc;
use tokio::time::{MissedTickBehavior, interval};

use crate::app::State;
use crate::server::{Closing, event_stream};

/// How often the file is looked at. What is told has been the same in two looks: editors write in several steps.
const EVERY: Duration = Duration::from_millis(120);

/// After so long without news a sign of life is sent, which also finds clients that are gone.
const QUIET: Duration = Duration::from_secs(15);

/// Answers with a stream of events; none if there is no such app.
pub(super) fn events(state: &Arc<State>, app: &str, closing: Option<Closing>) -> Option<Response> {
    state.admin.load(app)?;
    // Who does not read is told the rest when it does.
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(tell(Arc::clone(state), app.to_owned(), closing, sender));
    Some(event_stream(receiver))
}

/// Tells which configuration there is, at once and whenever it is another.
async fn tell(
    state: Arc<State>,
    app: String,
    mut closing: Option<Closing>,
    sender: mpsc::Sender<Bytes>,
) {
    let mut looks = interval(EVERY);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let (mut told, mut seen) = (None, None);
    let mut said = Instant::now();
    loop {
        let closes = async {
            match &mut closing {
                Some(closing) => closing.begins().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = looks.tick() => {}
            () = closes => return,
            () = sender.closed() => return,
        }
        // A file that is gone for a moment is being replaced.
        let now = state.admin.load(&app).map(|loaded| loaded.etag.clone());
        let news = if now.is_some() && now == seen && now != told {
            told.clone_from(&now);
            let etag = serde_json::to_string(&now).expect("a text is JSON");
            format!("event: config-changed\ndata: {{\"etag\":{etag}}}\n\n")
        } else if said.elapsed() > QUIET {
            ":\n\n".to_owned()
        } else {
            seen = now;
            continue;
        };
        seen = now;
        said = Instant::now();
        if sender.send(news.into()).await.is_err() {
            return;
        }
    }
}
