//! Word that the server closes, for answers that would never end by themselves.

use axum::http::{HeaderMap, header};
use tokio::sync::watch;

/// The media type of a stream of events.
pub(crate) const EVENTS: &str = "text/event-stream";

/// Tells when the server takes no more requests; comes with every request for a stream of events.
#[derive(Debug, Clone)]
pub(crate) struct Closing(pub(super) watch::Receiver<bool>);

impl Closing {
    /// Waits until the server closes.
    pub(crate) async fn begins(&mut self) {
        // Without a sender there is no server any more.
        let _ = self.0.wait_for(|is_closing| *is_closing).await;
    }
}

/// Whether a client asks for a stream of events, as browsers do it.
pub(super) fn wants_events(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .is_some_and(|accept| accept == EVENTS)
}
