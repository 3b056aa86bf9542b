//! One loan of a connection as a [`Connection`], and what happened on it.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::time::timeout;

use super::super::counter::Counter;
use super::super::{
    BoxError, BoxFuture, Connection, Executed, RowSink, Statement, StoreError, log_statement,
};
use super::attend::flagged;
use super::pool::Pooled;
use super::{Access, Link, LinkError, Verdict};
use crate::model::Dialect;
use crate::value::Value;

/// A connection while work has it.
pub(super) struct Session<L: Link> {
    pooled: Pooled<L>,
    access: Access,
    /// Raised while an answer of the database is waited for.
    waits: Arc<AtomicBool>,
    /// Raised when nobody wants the result any more.
    stop: Option<Arc<AtomicBool>>,
    failure: Option<Failure>,
    /// Whether the connection may be used again.
    is_good: bool,
    /// Whether a COMMIT was sent: from then on we cannot know that nothing was kept.
    was_committing: bool,
    /// Counts the store's statements.
    counter: Counter,
}

/// The first thing that went wrong in the database.
struct Failure {
    verdict: Verdict,
    message: String,
}

impl<L: Link> Session<L> {
    pub(super) fn new(
        pooled: Pooled<L>,
        access: Access,
        stop: Option<Arc<AtomicBool>>,
        counter: Counter,
    ) -> Self {
        Self {
            pooled,
            access,
            waits: Arc::default(),
            stop,
            failure: None,
            is_good: true,
            was_committing: false,
            counter,
        }
    }

    pub(super) fn waits(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.waits)
    }

    /// The failure of a statement, if the work went on after it as if nothing had happened: PostgreSQL answers a COMMIT
    /// with a silent rollback then, and MySQL has undone the whole transaction after a deadlock.
    pub(super) fn swallowed(&self) -> Option<BoxError> {
        let failure = self.failure.as_ref()?;
        Some(
            format!(
                "a transaction went on after a statement had failed: {}",
                failure.message
            )
            .into(),
        )
    }

    /// Runs SQL of our own.
    pub(super) async fn command(&mut self, sql: &'static str) -> Result<(), StoreError> {
        let limit = self.pooled.limits().answer();
        self.is_good = false;
        let answer = timeout(limit, self.pooled.link.command(sql)).await;
        self.settle(answer.map(|result| result.map_err(Into::into)))
    }

    pub(super) async fn commit(&mut self) -> Result<(), StoreError> {
        self.was_committing = true;
        let committed = self.command("COMMIT").await;
        if committed.is_err() && self.is_good {
            // A refused COMMIT has ended the transaction in PostgreSQL, but need not have in MySQL.
            self.roll_back().await;
        }
        committed
    }

    /// Ends the transaction without keeping anything.
    pub(super) async fn roll_back(&mut self) {
        if self.is_good
            && let Err(error) = self.command("ROLLBACK").await
        {
            // The connection is closed then, which rolls back as well.
            tracing::warn!(?error, "a transaction could not be rolled back");
        }
    }

    /// Gives the connection back, if it is good, and says what became of the work.
    pub(super) fn finish(self) -> Verdict {
        if self.is_good {
            self.pooled.give_back();
        }
        self.failure
            .map_or(Verdict::Settled, |failure| failure.verdict)
    }

    fn count<'s>(&self, statement: &'s Statement) -> &'s Statement {
        self.counter.pass(statement)
    }

    /// Why no further statement may run, if so.
    fn refusal(&self) -> Option<StoreError> {
        if let Some(failure) = &self.failure {
            let message = format!(
                "an earlier statement of the transaction has failed: {}",
                failure.message
            );
            return Some(StoreError::Other(message.into()));
        }
        if !self.is_good {
            return Some(StoreError::Other(
                "an earlier statement was left before its end".into(),
            ));
        }
        if self
            .stop
            .as_ref()
            .is_some_and(|stop| stop.load(Ordering::Relaxed))
        {
            return Some(StoreError::Interrupted);
        }
        None
    }

    /// Takes note of how a statement ended.
    fn settle<T>(
        &mut self,
        answer: Result<Result<T, LinkError>, tokio::time::error::Elapsed>,
    ) -> Result<T, StoreError> {
        let error = match answer {
            Ok(Ok(value)) => {
                self.is_good = true;
                return Ok(value);
            }
            Ok(Err(LinkError::Ours(error))) => {
                // What is left of the answer is read over by the next statement.
                self.is_good = true;
                return Err(error);
            }
            Ok(Err(LinkError::Database(error))) => error,
            Err(_) => {
                let message = format!(
                    "no answer within {} seconds",
                    self.pooled.limits().answer().as_secs()
                );
                let error = StoreError::Unavailable(message.into());
                self.fail(&error, Verdict::Settled);
                return Err(error);
            }
        };
        let is_answer = matches!(error, sqlx::Error::Database(_));
        let is_outdated = L::is_outdated(&error);
        let error = if is_outdated {
            StoreError::LostRace(error.into())
        } else {
            L::store_error(error)
        };
        let is_away = matches!(error, StoreError::Unavailable(_));
        self.is_good = is_answer && !is_away && !is_outdated;
        if is_away || is_outdated {
            self.pooled.renew_pool();
        }
        let verdict = match &error {
            StoreError::LostRace(_) => Verdict::LostRace,
            StoreError::Unavailable(_) if self.pooled.was_kept && !self.was_committing => {
                Verdict::DeadConnection
            }
            _ => Verdict::Settled,
        };
        self.fail(&error, verdict);
        Err(error)
    }

    fn fail(&mut self, error: &StoreError, verdict: Verdict) {
        let cause =
            std::error::Error::source(error).map_or_else(String::new, |cause| format!(": {cause}"));
        self.failure.get_or_insert_with(|| Failure {
            verdict,
            message: format!("{error}{cause}"),
        });
    }
}

impl<L: Link> Connection for Session<L> {
    fn dialect(&self) -> Dialect {
        L::DIALECT
    }

    fn returns_inserted(&self) -> bool {
        self.pooled.link.returns_inserted()
    }

    fn select<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
        sink: &'a mut dyn RowSink,
    ) -> BoxFuture<'a, Result<(), StoreError>> {
        if let Some(error) = self.refusal() {
            return Box::pin(std::future::ready(Err(error)));
        }
        let statement = self.count(statement);
        log_statement(statement, parameters);
        Box::pin(async move {
            let limit = self.pooled.limits().answer();
            // Until the answer is complete: the future may be dropped in the middle.
            self.is_good = false;
            let answer = within(
                limit,
                &self.waits,
                self.pooled.link.select(statement, parameters, sink),
            )
            .await;
            self.settle(answer)
        })
    }

    fn execute<'a>(
        &'a mut self,
        statement: &'a Statement,
        parameters: &'a [Value],
    ) -> BoxFuture<'a, Result<Executed, StoreError>> {
        let refusal = match self.access {
            Access::Read => Some(StoreError::Other("a read tried to change rows".into())),
            Access::Write => self.refusal(),
        };
        if let Some(error) = refusal {
            return Box::pin(std::future::ready(Err(error)));
        }
        let statement = self.count(statement);
        log_statement(statement, parameters);
        Box::pin(async move {
            let limit = self.pooled.limits().answer();
            self.is_good = false;
            let answer = within(
                limit,
                &self.waits,
                self.pooled.link.execute(statement, parameters),
            )
            .await;
            self.settle(answer)
        })
    }
}

/// Awaits a future of the connection for so long.
async fn within<T>(
    limit: std::time::Duration,
    waits: &AtomicBool,
    future: impl Future<Output = T>,
) -> Result<T, tokio::time::error::Elapsed> {
    flagged(waits, timeout(limit, future)).await
}
