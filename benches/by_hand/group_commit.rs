//! Writes by hand, for both benchmarks: one thread with the one connection that writes, and transactions that several
//! requests share, one savepoint each. Nobody is answered before the COMMIT.

use std::path::Path;
use std::sync::mpsc;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Result};
use tokio::sync::oneshot;

/// How many requests share a transaction at most: the runtime's figure.
const GROUP: usize = 64;
/// For how long a group takes further requests: the runtime's figure.
const GROUP_TIME: Duration = Duration::from_millis(5);

/// What a request does.
type Work<T> = Box<dyn FnOnce(&Connection) -> Result<T> + Send>;

struct Job<T> {
    work: Work<T>,
    reply: oneshot::Sender<Result<T>>,
}

/// The thread that writes.
pub(crate) struct Writer<T>(mpsc::Sender<Job<T>>);

impl<T: Send + 'static> Writer<T> {
    pub(crate) fn start(database: &Path) -> crate::Result<Self> {
        let connection = Connection::open(database)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
        )?;
        connection.set_prepared_statement_cache_capacity(100);
        let (jobs, received) = mpsc::channel();
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || {
                while let Ok(first) = received.recv() {
                    write_group(&connection, first, &received);
                }
            })?;
        Ok(Self(jobs))
    }

    pub(crate) async fn run(
        &self,
        work: impl FnOnce(&Connection) -> Result<T> + Send + 'static,
    ) -> crate::Result<T> {
        let (reply, answer) = oneshot::channel();
        let work = Box::new(work);
        let job = Job { work, reply };
        self.0.send(job).map_err(|_| "the writer is gone")?;
        Ok(answer.await??)
    }
}

fn write_group<T>(connection: &Connection, first: Job<T>, jobs: &mpsc::Receiver<Job<T>>) {
    if let Err(error) = run(connection, "BEGIN IMMEDIATE") {
        return drop(first.reply.send(Err(error)));
    }
    let started = Instant::now();
    let mut group = Vec::new();
    let mut next = Some(first);
    while let Some(Job { work, reply }) = next {
        match in_savepoint(connection, work) {
            Ok(done) => group.push((reply, done)),
            Err(error) => drop(reply.send(Err(error))),
        }
        let is_full = group.len() >= GROUP || started.elapsed() >= GROUP_TIME;
        next = if is_full { None } else { jobs.try_recv().ok() };
    }
    // Without a commit the replies are dropped, which the requests see as an error.
    if run(connection, "COMMIT").is_ok() {
        for (reply, done) in group {
            drop(reply.send(Ok(done)));
        }
    }
}

fn in_savepoint<T>(connection: &Connection, work: Work<T>) -> Result<T> {
    run(connection, "SAVEPOINT request")?;
    let done = work(connection);
    if done.is_err() {
        run(connection, "ROLLBACK TO request")?;
    }
    run(connection, "RELEASE request")?;
    done
}

fn run(connection: &Connection, sql: &str) -> Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}
