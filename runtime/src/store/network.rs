//! What PostgreSQL and MySQL share: they are servers behind a network.
//!
//! Work runs in a task of its own, so that a client that hangs up cannot leave a transaction open. Transactions that
//! lost a race are run again. A connection whose state is not known for certain is closed, never used again.

mod attend;
pub(super) mod numbers;
mod pool;
mod session;

use std::fmt;
use std::future::Future;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tracing::Instrument;

use attend::attend;
use pool::Pool;
use session::Session;

use super::counter::Counter;
use super::{Executed, RowSink, Statement, StoreError, Work, panic_message};
use crate::config::DatabaseConfig;
use crate::model::Dialect;
use crate::value::Value;

/// How often work that lost a race is run again.
const RUNS_AGAIN: u32 = 10;

/// One connection of a driver: what differs between the databases behind a network.
pub(super) trait Link: Send + Sized + 'static {
    /// Where the database is, and how to log in.
    type Address: Send + Sync + 'static;

    const DIALECT: Dialect;
    /// Begins a transaction that writes.
    const BEGIN: &'static str;
    /// Begins a transaction that only reads, and sees one state of the database.
    const BEGIN_SNAPSHOT: &'static str;

    /// Reads the address; the message must not repeat it, since it may hold a password.
    fn address(url: &str) -> Result<Self::Address, sqlx::Error>;

    /// Connects, and sets the session up.
    fn open(
        address: &Self::Address,
        limits: Limits,
    ) -> impl Future<Output = Result<Self, sqlx::Error>> + Send;

    /// Whether `INSERT … RETURNING` is understood.
    fn returns_inserted(&self) -> bool;

    /// Runs SQL of our own, such as `COMMIT`.
    fn command(
        &mut self,
        sql: &'static str,
    ) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    fn select(
        &mut self,
        statement: &Statement,
        parameters: &[Value],
        sink: &mut dyn RowSink,
    ) -> impl Future<Output = Result<(), LinkError>> + Send;

    fn execute(
        &mut self,
        statement: &Statement,
        parameters: &[Value],
    ) -> impl Future<Output = Result<Executed, LinkError>> + Send;

    /// Asks for a sign of life.
    fn ping(&mut self) -> impl Future<Output = Result<(), sqlx::Error>> + Send;

    /// Says goodbye.
    fn close(self) -> impl Future<Output = ()> + Send;

    /// Sorts an error.
    fn store_error(error: sqlx::Error) -> StoreError;

    /// Whether the error says that what the connection has prepared no longer fits the schema.
    fn is_outdated(error: &sqlx::Error) -> bool;
}

/// Why a statement of a [`Link`] did not succeed.
#[derive(Debug)]
pub(super) enum LinkError {
    /// The database or the way to it.
    Database(sqlx::Error),
    /// We did not send a parameter, or could not read a cell, or the sink wanted no more rows: the database has not failed.
    Ours(StoreError),
}

impl From<sqlx::Error> for LinkError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error)
    }
}

impl From<StoreError> for LinkError {
    fn from(error: StoreError) -> Self {
        Self::Ours(error)
    }
}

/// How long things may take.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) connections: u32,
    pub(super) acquire: Duration,
    pub(super) statement: Duration,
    pub(super) lock: Duration,
}

impl Limits {
    fn new(config: &DatabaseConfig) -> Self {
        let seconds = |number: u32| Duration::from_secs(number.max(1).into());
        Self {
            connections: config.max_connections.max(1),
            acquire: seconds(config.acquire_timeout_seconds),
            statement: seconds(config.statement_timeout_seconds),
            lock: seconds(config.lock_timeout_seconds),
        }
    }

    /// How long we wait for an answer: the server gives up first, unless it is gone without a word.
    fn answer(&self) -> Duration {
        self.statement + Duration::from_secs(5)
    }
}

/// A database behind a network.
pub(super) struct NetworkStore<L: Link> {
    pool: Arc<Pool<L>>,
    counter: Counter,
}

impl<L: Link> Clone for NetworkStore<L> {
    fn clone(&self) -> Self {
        Self {
            pool: Arc::clone(&self.pool),
            counter: self.counter.clone(),
        }
    }
}

impl<L: Link> fmt::Debug for NetworkStore<L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("NetworkStore")
            .field("dialect", &L::DIALECT)
            .field("pool", &self.pool)
            .field("counter", &self.counter)
            .finish()
    }
}

/// What work may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Read,
    Write,
}

/// What became of one run of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    /// It is settled, well or not.
    Settled,
    /// It lost a race, and nothing of it was kept.
    LostRace,
    /// A connection that had been kept turned out dead, and nothing was kept.
    DeadConnection,
}

impl<L: Link> NetworkStore<L> {
    pub(super) async fn open(config: &DatabaseConfig) -> Result<Self, StoreError> {
        let address = L::address(&config.url).map_err(L::store_error)?;
        let pool = Pool::new(address, Limits::new(config));
        let connection = pool.take(Access::Read).await?;
        connection.give_back();
        Ok(Self {
            pool,
            counter: Counter::default(),
        })
    }

    pub(super) async fn read<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        self.in_task(work, Access::Read).await
    }

    pub(super) async fn write<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        self.in_task(work, Access::Write).await
    }

    /// Counts its statements.
    pub(super) fn counter(&self) -> &Counter {
        &self.counter
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }

    async fn in_task<W: Work>(&self, work: W, access: Access) -> Result<W::Output, crate::Error> {
        let caller = Caller::default();
        let store = self.clone();
        let is_gone = Arc::clone(&caller.is_gone);
        let task = async move { store.run_until_settled(&work, access, &is_gone).await };
        match tokio::spawn(task.in_current_span()).await {
            Ok(result) => result,
            Err(error) => Err(crate::Error::Internal(match error.try_into_panic() {
                Ok(panic) => panic_message(&*panic).into(),
                Err(error) => error.into(),
            })),
        }
    }

    async fn run_until_settled<W: Work>(
        &self,
        work: &W,
        access: Access,
        caller_is_gone: &Arc<AtomicBool>,
    ) -> Result<W::Output, crate::Error> {
        let mut races = 0;
        let mut dead = 0;
        loop {
            let (result, verdict) = self.run_once(work, access, caller_is_gone).await;
            match verdict {
                Verdict::LostRace if races < RUNS_AGAIN => {
                    races += 1;
                    tracing::info!(
                        runs = races + 1,
                        "a transaction lost a race and is run again"
                    );
                    tokio::time::sleep(pause(races)).await;
                }
                // After a restart of the database every kept connection is dead, but not a new one.
                Verdict::DeadConnection if dead == 0 => dead += 1,
                _ => return result,
            }
        }
    }

    async fn run_once<W: Work>(
        &self,
        work: &W,
        access: Access,
        caller_is_gone: &Arc<AtomicBool>,
    ) -> (Result<W::Output, crate::Error>, Verdict) {
        let pooled = match self.pool.take(access).await {
            Ok(pooled) => pooled,
            Err(error) => return (Err(error.into()), Verdict::Settled),
        };
        let begin = match access {
            Access::Write => Some(L::BEGIN),
            Access::Read => work.wants_snapshot().then_some(L::BEGIN_SNAPSHOT),
        };
        let stop = (access == Access::Read).then(|| Arc::clone(caller_is_gone));
        let counter = match access {
            Access::Write => self.counter.clone(),
            Access::Read => self.counter.for_reads(),
        };
        let mut session = Session::new(pooled, access, stop, counter);
        if let Some(begin) = begin
            && let Err(error) = session.command(begin).await
        {
            let verdict = session.finish();
            return (Err(error.into()), verdict);
        }
        let waits = session.waits();
        let mut result = attend(&waits, work.run(&mut session)).await;
        if result.is_ok()
            && let Some(error) = session.swallowed()
        {
            result = Err(crate::Error::Internal(error));
        }
        // Work that sees by its own reads that it has lost a race says so.
        let has_lost = matches!(&result, Err(error) if matches!(error.as_store_error(), Some(StoreError::LostRace(_))));
        if begin.is_some() {
            result = match result {
                Ok(output) if !work.keeps_changes() => {
                    session.roll_back().await;
                    Ok(output)
                }
                Ok(output) => session.commit().await.map_err(Into::into).map(|()| {
                    work.committed();
                    output
                }),
                Err(error) => {
                    session.roll_back().await;
                    Err(error)
                }
            };
        }
        let verdict = match session.finish() {
            Verdict::Settled if has_lost => Verdict::LostRace,
            verdict => verdict,
        };
        (result, verdict)
    }
}

/// The caller of work that runs in a task; the task can see that it has gone.
#[derive(Debug, Default)]
struct Caller {
    is_gone: Arc<AtomicBool>,
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.is_gone.store(true, Ordering::Relaxed);
    }
}

/// How long to wait before the next run: longer each time, and never the same for two that met.
fn pause(races: u32) -> Duration {
    // Each `RandomState` has keys of its own, which is all the chance that is needed here.
    let chance = RandomState::new().build_hasher().finish() % 1_000;
    let most = Duration::from_millis(4 << races.min(6));
    most / 4 + most.mul_f64(f64::from(u32::try_from(chance).expect("below a thousand")) / 1_000.0)
}
