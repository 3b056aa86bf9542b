//! The watch over work while it holds a transaction.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use super::super::{WAITED, panic_message};
use crate::Error;

/// Runs work to its end; refuses it as soon as it waits for something other than its connection, or panics.
///
/// The connection raises the flag whenever a future of its own is pending. Work that is pending without the flag waits
/// for something else, and would hold its locks for as long as that takes.
pub(super) async fn attend<T>(
    connection_waits: &AtomicBool,
    work: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    let mut work = pin!(work);
    poll_fn(|context| {
        connection_waits.store(false, Ordering::Relaxed);
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(Poll::Pending) if connection_waits.load(Ordering::Relaxed) => Poll::Pending,
            Ok(Poll::Pending) => Poll::Ready(Err(Error::Internal(WAITED.into()))),
            Ok(Poll::Ready(result)) => Poll::Ready(result),
            Err(panic) => Poll::Ready(Err(Error::Internal(panic_message(&*panic).into()))),
        }
    })
    .await
}

/// Raises the flag while the future, which is the connection's, is pending.
pub(super) async fn flagged<T>(
    connection_waits: &AtomicBool,
    future: impl Future<Output = T>,
) -> T {
    let mut future = pin!(future);
    poll_fn(|context| {
        let poll = future.as_mut().poll(context);
        if poll.is_pending() {
            connection_waits.store(true, Ordering::Relaxed);
        }
        poll
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn waiting_for_the_connection_is_fine_and_for_anything_else_is_not() {
        let waits = AtomicBool::new(false);
        let own = async {
            flagged(&waits, tokio::task::yield_now()).await;
            Ok(1)
        };
        assert!(matches!(attend(&waits, own).await, Ok(1)));
        let other = async {
            flagged(&waits, tokio::task::yield_now()).await;
            tokio::task::yield_now().await;
            Ok(1)
        };
        let Err(Error::Internal(error)) = attend(&waits, other).await else {
            panic!("it was not refused")
        };
        assert!(
            error.to_string().contains("waited for something other"),
            "{error}"
        );
    }
}
