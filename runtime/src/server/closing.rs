//! Word that the server closes, for answers that would never end by themselves.

use axum::http::{HeaderMap, header};
use tokio::sync::watch;

use super::events::EVENTS;

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

/// Whether a client may be asking for a stream of events: browsers name the type, other clients may take anything.
pub(super) fn takes_events(headers: &HeaderMap) -> bool {
    let Some(accept) = headers.get(header::ACCEPT) else {
        return true;
    };
    let accept = accept.to_str().unwrap_or_default();
    accept.contains(EVENTS) || accept.contains("*/*")
}
