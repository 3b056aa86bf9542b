//! Whoever watches a table.

use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use tokio::sync::watch;

use super::order::Next;
use super::{Feed, RowChange};
use crate::app::State;
use crate::catalog::TableId;

/// A watcher of a table's rows.
#[derive(Debug)]
pub(crate) struct Watcher {
    state: Arc<State>,
    table: TableId,
    /// The number of the last change that was looked at.
    seen: u64,
    newest: watch::Receiver<u64>,
    /// Whether changes before the first one are not known any more.
    has_missed: bool,
}

/// What a watcher is told, with the mark from which one may go on.
#[derive(Debug)]
pub(crate) struct News {
    pub(crate) mark: String,
    /// None if changes were missed.
    pub(crate) change: Option<RowChange>,
}

impl Watcher {
    /// Watches a table, from a mark on if there is one; none if there are too many watchers.
    pub(crate) fn new(state: &Arc<State>, table: TableId, from: Option<&str>) -> Option<Self> {
        let feed = &state.feed;
        let most = feed.most_watchers;
        let more = |watchers| (watchers < most).then_some(watchers + 1);
        feed.watchers
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, more)
            .ok()?;
        let order = feed.order();
        // Under the lock, so that it is not forgotten at the same time.
        feed.records.store(true, Ordering::Release);
        let newest = order.newest();
        drop(order);
        let seen = from.and_then(|mark| feed.number(mark));
        Some(Self {
            state: Arc::clone(state),
            table,
            seen: seen.unwrap_or(newest),
            newest: feed.newest.subscribe(),
            has_missed: from.is_some() && seen.is_none(),
        })
    }

    /// Where it has got to.
    pub(crate) fn mark(&self) -> String {
        self.state.feed.mark(self.seen)
    }

    /// Waits for a change of the table.
    pub(crate) async fn next(&mut self) -> News {
        loop {
            self.newest.mark_unchanged();
            if let Some(change) = self.look() {
                let mark = self.mark();
                return News { mark, change };
            }
            // The feed lives as long as the state, which this has.
            let _ = self.newest.changed().await;
        }
    }

    /// The next change of the table that is known; the inner none if there were some that are not.
    #[expect(
        clippy::option_option,
        reason = "nothing yet, and nothing known any more"
    )]
    fn look(&mut self) -> Option<Option<RowChange>> {
        if std::mem::take(&mut self.has_missed) {
            return Some(None);
        }
        let order = self.state.feed.order();
        loop {
            match order.after(self.seen) {
                Next::Change(change) => {
                    self.seen += 1;
                    if change.table == self.table {
                        return Some(Some(change));
                    }
                }
                Next::NotYet => return None,
                Next::Gone(newest) => {
                    self.seen = newest;
                    return Some(None);
                }
            }
        }
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let feed = &self.state.feed;
        *feed.left.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        feed.watchers.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Feed {
    /// How a client is told of a number: other processes have other marks.
    fn mark(&self, number: u64) -> String {
        format!("{:08x}-{number}", self.process)
    }

    /// The number of a mark, if it is of this process.
    fn number(&self, mark: &str) -> Option<u64> {
        let (process, number) = mark.split_once('-')?;
        let is_ours = process == format!("{:08x}", self.process);
        is_ours.then(|| number.parse().ok())?
    }
}
