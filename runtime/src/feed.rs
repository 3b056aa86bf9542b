//! What was committed, for those who watch: row by row, in the order of the commits.
//!
//! A transaction takes its place in the order while it still holds the locks of the rows it has written, so changes of a row are
//! told in the order they were made. Nothing is told before its commit, nor before what has an earlier place is decided. Nobody is
//! waited for: some of the last changes are kept, and a watcher that falls behind them is told to read anew. Where nobody
//! watches, nothing is done.

mod order;
mod watcher;

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use tokio::sync::watch;

use crate::app::State;
use crate::catalog::TableId;
use crate::jsonapi::write_row_object;
use crate::rules::{ChangedRowNow, EffectKind};
use order::Order;
pub(crate) use watcher::{News, Watcher};

/// For how long changes are kept after the last watcher has left: it may come back.
const GRACE: Duration = Duration::from_mins(1);

/// A change of a row that was committed.
#[derive(Debug, Clone)]
pub(crate) struct RowChange {
    pub(crate) table: TableId,
    pub(crate) kind: EffectKind,
    /// The row as JSON: a resource object, of a deleted one its identifier.
    pub(crate) data: Bytes,
}

/// The changes of a server's databases.
#[derive(Debug)]
pub(crate) struct Feed {
    order: Mutex<Order>,
    /// The number of the newest change.
    newest: watch::Sender<u64>,
    watchers: AtomicUsize,
    most_watchers: usize,
    /// When the last watcher has left.
    left: Mutex<Option<Instant>>,
    records: AtomicBool,
    /// Tells the changes of this process from those of others.
    process: u32,
}

impl Feed {
    /// A feed that keeps so many of the last changes, for at most so many watchers.
    pub(crate) fn new(kept: usize, most_watchers: usize) -> Self {
        Self {
            order: Mutex::new(Order::keeping(kept)),
            newest: watch::Sender::new(0),
            watchers: AtomicUsize::new(0),
            most_watchers,
            left: Mutex::new(None),
            records: AtomicBool::new(false),
            process: uuid::Uuid::new_v4().as_fields().0,
        }
    }

    /// Whether changes are to be told.
    pub(crate) fn is_watched(&self) -> bool {
        if !self.records.load(Ordering::Acquire) {
            return false;
        }
        if self.watchers.load(Ordering::Acquire) > 0 {
            return true;
        }
        let left = *self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.is_some_and(|left| left.elapsed() < GRACE) {
            return true;
        }
        // What happens from here on is not kept, so nobody can go on from what is.
        let mut order = self.order();
        if self.watchers.load(Ordering::Acquire) > 0 {
            return true;
        }
        self.records.store(false, Ordering::Release);
        order.forget();
        false
    }

    fn order(&self) -> MutexGuard<'_, Order> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells watchers what may be told by now.
    fn tell(&self, mut order: MutexGuard<'_, Order>) {
        if let Some(newest) = order.settle() {
            self.newest.send_replace(newest);
        }
    }
}

/// What a piece of work will have changed once it is committed.
#[derive(Debug)]
pub(crate) struct Notice {
    state: Arc<State>,
    place: Mutex<Option<u64>>,
    rows: Mutex<Vec<RowChange>>,
}

impl Notice {
    pub(crate) fn new(state: &Arc<State>) -> Self {
        Self {
            state: Arc::clone(state),
            place: Mutex::new(None),
            rows: Mutex::new(Vec::new()),
        }
    }

    /// Takes the place in the order for rows that are written and still locked. One that was taken by an earlier run is given up.
    pub(crate) fn take(&self, rows: impl FnOnce() -> Vec<ChangedRowNow>) {
        self.give_up();
        let feed = &self.state.feed;
        if !feed.is_watched() {
            return;
        }
        let rows: Vec<_> = rows().iter().map(|row| self.shown(row)).collect();
        if rows.is_empty() {
            return;
        }
        *self.rows.lock().unwrap_or_else(PoisonError::into_inner) = rows;
        *self.place() = Some(feed.order().take());
    }

    /// Tells the changes: they are committed.
    pub(crate) fn committed(&self) {
        if let Some(place) = self.place().take() {
            let rows =
                std::mem::take(&mut *self.rows.lock().unwrap_or_else(PoisonError::into_inner));
            self.decide(place, rows);
        }
    }

    fn give_up(&self) {
        if let Some(place) = self.place().take() {
            self.decide(place, Vec::new());
        }
    }

    fn decide(&self, place: u64, rows: Vec<RowChange>) {
        let feed = &self.state.feed;
        let mut order = feed.order();
        order.decide(place, rows);
        feed.tell(order);
    }

    fn place(&self) -> MutexGuard<'_, Option<u64>> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn shown(&self, row: &ChangedRowNow) -> RowChange {
        let table = self.state.catalog.table(row.table);
        let mut data = Vec::with_capacity(256);
        let values = row.now.as_deref();
        let checksum = values
            .filter(|_| self.state.limits.query.has_checksums)
            .map(|values| self.state.checksums.of_row(table, values));
        write_row_object(table, &row.key, values, checksum, &mut data);
        RowChange {
            table: row.table,
            kind: row.kind,
            data: data.into(),
        }
    }
}

impl Drop for Notice {
    fn drop(&mut self) {
        self.give_up();
    }
}
