//! Writes of SQLite: one thread, and transactions that several requests share.
//!
//! A group is what has arrived while the one before was written. Each request has a savepoint, so a refused one takes
//! nothing along; nobody is answered before the COMMIT. If COMMIT itself fails, because of a deferred foreign key or a
//! full disk, the group is rolled back and each request is run again alone.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread::{Builder, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::super::{StoreError, Work, panic_message};
use super::connection::SqliteConnection;
use super::run_now;

/// How many requests share a transaction at most.
const GROUP: usize = 64;
/// For how long a group takes further requests.
const GROUP_TIME: Duration = Duration::from_millis(5);
/// How long one request may hold the writer.
const LONGEST: Duration = Duration::from_secs(20);

/// The thread that writes.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Mutex<Option<mpsc::Sender<Box<dyn Job>>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(super) fn start(connection: SqliteConnection) -> Result<Self, StoreError> {
        let (jobs, received) = mpsc::channel();
        // So that an event which starts to wait for a timer or a socket is refused with that reason, and not for
        // the lack of a reactor.
        let runtime = tokio::runtime::Handle::try_current().ok();
        let thread = Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || {
                let _entered = runtime.as_ref().map(tokio::runtime::Handle::enter);
                write(connection, &received);
            })
            .map_err(|error| StoreError::Other(error.into()))?;
        Ok(Self {
            jobs: Mutex::new(Some(jobs)),
            thread: Mutex::new(Some(thread)),
        })
    }

    pub(super) async fn run<W: Work>(&self, work: W) -> Result<W::Output, crate::Error> {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Task {
            work,
            result: None,
            reply,
        });
        let closed = || StoreError::Unavailable("the server is stopping".into());
        {
            let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner);
            jobs.as_ref()
                .ok_or_else(closed)?
                .send(job)
                .map_err(|_| closed())?;
        }
        answer.await.map_err(|_| closed())?
    }

    /// Writes what was asked for so far, and ends the thread.
    pub(super) async fn close(&self) {
        self.jobs
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        let thread = self
            .thread
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(thread) = thread {
            let joined = tokio::task::spawn_blocking(move || thread.join()).await;
            if !matches!(joined, Ok(Ok(()))) {
                tracing::error!("the thread that writes to SQLite ended with a panic");
            }
        }
    }
}

/// A request to write, whatever it gives.
trait Job: Send {
    /// Does it; whether the result is to be kept.
    fn run(&mut self, connection: &mut SqliteConnection) -> bool;
    /// Whether nobody waits for it any more.
    fn is_abandoned(&self) -> bool;
    /// Hands over the result of the last run.
    fn answer(self: Box<Self>);
    /// Tells why there is none: because it was refused itself, or because the transaction could not go on.
    fn give_up(self: Box<Self>, error: StoreError);
}

struct Task<W: Work> {
    work: W,
    result: Option<Result<W::Output, crate::Error>>,
    reply: oneshot::Sender<Result<W::Output, crate::Error>>,
}

impl<W: Work> Job for Task<W> {
    fn run(&mut self, connection: &mut SqliteConnection) -> bool {
        connection.limit_time(LONGEST);
        let result = catch_unwind(AssertUnwindSafe(|| run_now(&self.work, connection)))
            .unwrap_or_else(|panic| Err(crate::Error::Internal(panic_message(&*panic).into())));
        let keep = result.is_ok() && self.work.keeps_changes();
        self.result = Some(result);
        keep
    }

    fn is_abandoned(&self) -> bool {
        self.reply.is_closed()
    }

    fn answer(self: Box<Self>) {
        let result = self.result.expect("a job is answered after it ran");
        if result.is_ok() && self.work.keeps_changes() {
            self.work.committed();
        }
        // The client may have hung up meanwhile; its change is kept all the same.
        drop(self.reply.send(result));
    }

    fn give_up(self: Box<Self>, error: StoreError) {
        match self.result {
            Some(Err(_)) => self.answer(),
            _ => drop(self.reply.send(Err(error.into()))),
        }
    }
}

fn write(mut connection: SqliteConnection, jobs: &mpsc::Receiver<Box<dyn Job>>) {
    while let Ok(first) = jobs.recv() {
        write_group(&mut connection, first, jobs);
    }
}

fn write_group(
    connection: &mut SqliteConnection,
    first: Box<dyn Job>,
    jobs: &mpsc::Receiver<Box<dyn Job>>,
) {
    if let Err(error) = begin(connection) {
        return first.give_up(error);
    }
    let started = Instant::now();
    let mut group = Vec::new();
    let mut next = Some(first);
    while let Some(mut job) = next {
        if !job.is_abandoned() {
            match in_savepoint(connection, &mut *job) {
                Ok(()) => group.push(job),
                Err(error) => {
                    // The transaction itself is broken: nothing of the group is kept.
                    job.give_up(error);
                    return alone(connection, group);
                }
            }
        }
        let is_full = group.len() >= GROUP || started.elapsed() >= GROUP_TIME;
        next = if is_full { None } else { jobs.try_recv().ok() };
    }
    connection.limit_time(LONGEST);
    match connection.run("COMMIT") {
        Ok(()) => group.into_iter().for_each(Job::answer),
        Err(error) if group.len() == 1 => {
            roll_back(connection);
            group
                .pop()
                .expect("the group has one request")
                .give_up(error);
        }
        Err(_) => alone(connection, group),
    }
}

/// Runs each job of a group that failed in a transaction of its own.
fn alone(connection: &mut SqliteConnection, group: Vec<Box<dyn Job>>) {
    roll_back(connection);
    for mut job in group {
        let done = begin(connection).and_then(|()| {
            if job.run(connection) {
                connection.limit_time(LONGEST);
                connection.run("COMMIT")
            } else {
                roll_back(connection);
                Ok(())
            }
        });
        match done {
            Ok(()) => job.answer(),
            Err(error) => {
                roll_back(connection);
                job.give_up(error);
            }
        }
    }
}

fn begin(connection: &mut SqliteConnection) -> Result<(), StoreError> {
    connection.limit_time(LONGEST);
    connection.run("BEGIN IMMEDIATE")
}

fn in_savepoint(connection: &mut SqliteConnection, job: &mut dyn Job) -> Result<(), StoreError> {
    connection.run("SAVEPOINT request")?;
    if !job.run(connection) {
        connection.limit_time(LONGEST);
        connection.run("ROLLBACK TO request")?;
    }
    connection.run("RELEASE request")
}

fn roll_back(connection: &mut SqliteConnection) {
    // SQLite has rolled back by itself after some errors; then there is nothing left to do.
    if !connection.connection.is_autocommit()
        && let Err(error) = connection.run("ROLLBACK")
    {
        tracing::error!(?error, "a transaction of SQLite could not be rolled back");
    }
}
