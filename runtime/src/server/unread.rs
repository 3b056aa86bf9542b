//! Bodies that nobody has read to their end: the next request of the connection comes after them.
//!
//! A request may be refused for its head alone, while its body is still on the way. A short one is taken off the connection then, and
//! after a long one the connection is closed, which the answer says: <https://www.rfc-editor.org/rfc/rfc9112#name-tear-down>.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{Request, header};
use http_body_util::BodyExt;
use hyper::body::{Frame, SizeHint};
use tokio::sync::oneshot;

/// Bytes that are read in order to keep a connection.
const MOST: u64 = 64 * 1024;
/// How long they are waited for.
const PATIENCE: Duration = Duration::from_secs(1);

/// What is left of a request's body, once who was to read it is done.
pub(super) struct Rest {
    body: oneshot::Receiver<Body>,
    /// Whether the client waits to be told to send it.
    is_awaited: bool,
}

/// A body that is lent to who answers a request.
struct Lent {
    body: Body,
    back: Option<oneshot::Sender<Body>>,
}

/// Lends the body of a request; none if there is nothing in it.
pub(super) fn lend(request: &mut Request<Body>) -> Option<Rest> {
    if request.body().is_end_stream() {
        return None;
    }
    let (back, rest) = oneshot::channel();
    let lent = Lent {
        body: std::mem::take(request.body_mut()),
        back: Some(back),
    };
    *request.body_mut() = Body::new(lent);
    Some(Rest {
        body: rest,
        is_awaited: request.headers().contains_key(header::EXPECT),
    })
}

impl Rest {
    /// Takes it off the connection; gives whether another request can follow there.
    pub(super) async fn take_away(mut self) -> bool {
        // Who has read it to its end does not give it back, and who still holds it reads it yet.
        let Ok(mut body) = self.body.try_recv() else {
            return true;
        };
        if self.is_awaited || body.size_hint().lower() > MOST {
            return false;
        }
        let read = async {
            let mut left = MOST;
            while let Some(frame) = body.frame().await {
                let length = frame.ok()?.data_ref().map_or(0, Bytes::len);
                left = left.checked_sub(u64::try_from(length).ok()?)?;
            }
            Some(())
        };
        matches!(tokio::time::timeout(PATIENCE, read).await, Ok(Some(())))
    }
}

impl HttpBody for Lent {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(back) = self.back.take()
            && !self.body.is_end_stream()
        {
            // When the request itself is gone, nobody needs it.
            drop(back.send(std::mem::take(&mut self.body)));
        }
    }
}
