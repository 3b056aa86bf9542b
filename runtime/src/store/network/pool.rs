//! The connections to a server: opened as needed, kept while they are good.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::super::StoreError;
use super::{Access, Limits, Link};

/// After how long without use a connection is asked for a sign of life before it is used again.
const UNPROVEN: Duration = Duration::from_secs(5);
/// How long that sign may take.
const PROOF: Duration = Duration::from_secs(1);
/// After how long without use a connection is closed: firewalls forget such ones without telling.
const UNUSED: Duration = Duration::from_mins(10);
/// After how long a connection is replaced, so that servers behind one name share the load again.
const OLDEST: Duration = Duration::from_mins(30);
/// How long a stop waits for work that still runs.
const LAST_WORK: Duration = Duration::from_secs(30);

/// The connections to a server.
pub(super) struct Pool<L: Link> {
    address: L::Address,
    pub(super) limits: Limits,
    /// The one used last is used next, so that those that are not needed grow old.
    idle: Mutex<Vec<Kept<L>>>,
    permits: Arc<Semaphore>,
    /// What writes take before a connection: half of them, see [`writers`].
    turns: Arc<Semaphore>,
    /// Connections of an earlier generation are not used again.
    generation: AtomicU64,
}

struct Kept<L> {
    link: L,
    generation: u64,
    opened: Instant,
    used: Instant,
}

/// A connection on loan. Dropped, it is closed; [`Pooled::give_back`] keeps it.
pub(super) struct Pooled<L: Link> {
    pub(super) link: L,
    pool: Arc<Pool<L>>,
    generation: u64,
    opened: Instant,
    /// Whether it was used before.
    pub(super) was_kept: bool,
    _permit: OwnedSemaphorePermit,
    _turn: Option<OwnedSemaphorePermit>,
}

impl<L: Link> fmt::Debug for Pool<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Without the address, which may hold a password.
        f.debug_struct("Pool")
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}

impl<L: Link> Pool<L> {
    pub(super) fn new(address: L::Address, limits: Limits) -> Arc<Self> {
        Arc::new(Self {
            address,
            limits,
            idle: Mutex::new(Vec::new()),
            permits: Arc::new(Semaphore::new(limits.connections as usize)),
            turns: Arc::new(Semaphore::new(writers(limits) as usize)),
            generation: AtomicU64::new(0),
        })
    }

    /// A connection that is kept, or a new one.
    pub(super) async fn take(self: &Arc<Self>, access: Access) -> Result<Pooled<L>, StoreError> {
        let turn = match access {
            Access::Read => None,
            Access::Write => Some(self.wait_for(&self.turns).await?),
        };
        let permit = self.wait_for(&self.permits).await?;
        if let Some(mut kept) = self.pop() {
            let is_proven = kept.used.elapsed() <= UNPROVEN
                || matches!(timeout(PROOF, kept.link.ping()).await, Ok(Ok(())));
            if is_proven {
                return Ok(Pooled {
                    link: kept.link,
                    pool: Arc::clone(self),
                    generation: kept.generation,
                    opened: kept.opened,
                    was_kept: true,
                    _permit: permit,
                    _turn: turn,
                });
            }
            // The others are hardly better, and to ask each of them takes too long.
            self.renew();
        }
        let generation = self.generation.load(Ordering::Relaxed);
        let Ok(opened) = timeout(self.limits.acquire, L::open(&self.address, self.limits)).await
        else {
            let message = format!(
                "no connection within {} seconds",
                self.limits.acquire.as_secs()
            );
            return Err(StoreError::Unavailable(message.into()));
        };
        let link = opened.map_err(|error| match error {
            // Whoever is there does not speak the language, or hangs up in the middle of it.
            sqlx::Error::Protocol(_) => StoreError::Unavailable(error.into()),
            error => L::store_error(error),
        })?;
        Ok(Pooled {
            link,
            pool: Arc::clone(self),
            generation,
            opened: Instant::now(),
            was_kept: false,
            _permit: permit,
            _turn: turn,
        })
    }

    async fn wait_for(&self, permits: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, StoreError> {
        let free = Arc::clone(permits).acquire_owned();
        match timeout(self.limits.acquire, free).await {
            Ok(Ok(permit)) => Ok(permit),
            Ok(Err(_)) => Err(StoreError::Unavailable("the server is stopping".into())),
            Err(_) => {
                let seconds = self.limits.acquire.as_secs();
                let message = format!("no connection became free within {seconds} seconds");
                Err(StoreError::Busy(message.into()))
            }
        }
    }

    /// Uses none of the connections again that are open now.
    pub(super) fn renew(&self) {
        self.generation.fetch_add(1, Ordering::Relaxed);
        self.idle
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clear();
    }

    /// Lends no more, waits for those on loan, and says goodbye to all.
    pub(super) async fn close(&self) {
        if timeout(
            LAST_WORK,
            self.permits.acquire_many(self.limits.connections),
        )
        .await
        .is_err()
        {
            tracing::warn!("work on the database still ran when the server stopped");
        }
        self.turns.close();
        self.permits.close();
        while let Some(kept) = self.pop() {
            if timeout(PROOF, kept.link.close()).await.is_err() {
                return;
            }
        }
    }

    fn pop(&self) -> Option<Kept<L>> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|kept| kept.used.elapsed() < UNUSED && kept.opened.elapsed() < OLDEST);
        idle.pop()
    }
}

/// How many connections may write at a time. The others are left to reads, which need not wait for rows that are locked. And
/// PostgreSQL wakes all who wait for a row whenever one of them has changed it, so that many waiters make each change dear.
fn writers(limits: Limits) -> u32 {
    limits.connections.div_ceil(2)
}

impl<L: Link> Pooled<L> {
    pub(super) fn limits(&self) -> Limits {
        self.pool.limits
    }

    /// Uses none of the connections again that are open now.
    pub(super) fn renew_pool(&self) {
        self.pool.renew();
    }

    /// Keeps the connection for others: it must be outside a transaction, with no answer outstanding.
    pub(super) fn give_back(self) {
        let Self {
            link,
            pool,
            generation,
            opened,
            ..
        } = self;
        let mut idle = pool.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if generation == pool.generation.load(Ordering::Relaxed) {
            idle.push(Kept {
                link,
                generation,
                opened,
                used: Instant::now(),
            });
        }
    }
}
