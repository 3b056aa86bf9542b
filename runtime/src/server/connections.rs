//! Connections: accepted up to a limit, and ended so that no request is lost.

use std::io::{self, ErrorKind};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::front::Front;
use crate::config::Config;

/// How long to wait after an error of the listener: most often the process has no file descriptor left.
const AFTER_AN_ERROR: Duration = Duration::from_millis(50);

/// A server that does not listen yet.
#[derive(Debug)]
pub struct Server {
    front: Arc<Front>,
    http: http1::Builder,
    connections: u32,
    request_time: Duration,
}

/// A server that listens.
#[derive(Debug)]
pub struct Serving {
    shared: Arc<Shared>,
    /// Until the server is closed.
    accepting: Option<JoinHandle<()>>,
    request_time: Duration,
}

#[derive(Debug)]
struct Shared {
    front: Arc<Front>,
    http: http1::Builder,
    /// One permit for each connection that may be open.
    free: Arc<Semaphore>,
    connections: u32,
    phase: watch::Sender<Phase>,
}

/// Where a server is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Accepting,
    /// No new connections; each answer says that it is its connection's last.
    Closing,
    /// Connections without a request are closed.
    EndingIdle,
}

impl Server {
    /// A server of the router.
    #[must_use]
    pub fn new(router: Router, config: &Config) -> Self {
        let mut http = http1::Builder::new();
        http.timer(TokioTimer::new())
            .header_read_timeout(Duration::from_secs(config.limits.header_seconds.into()));
        Self {
            front: Arc::new(Front::new(router, config)),
            http,
            connections: config.limits.connections,
            request_time: Duration::from_secs(config.limits.request_seconds.into()),
        }
    }

    /// Begins to serve; inside a tokio runtime.
    #[must_use]
    pub fn serve(self, listener: TcpListener) -> Serving {
        let connections = usize::try_from(self.connections)
            .unwrap_or(usize::MAX)
            .min(Semaphore::MAX_PERMITS);
        let shared = Arc::new(Shared {
            front: self.front,
            http: self.http,
            free: Arc::new(Semaphore::new(connections)),
            connections: self.connections,
            phase: watch::Sender::new(Phase::Accepting),
        });
        let accepting = Some(tokio::spawn(accept(listener, Arc::clone(&shared))));
        Serving {
            shared,
            accepting,
            request_time: self.request_time,
        }
    }
}

impl Serving {
    /// Takes no new connections from here on; each answer says that it is the last of its connection.
    pub async fn close(&mut self) {
        self.shared.front.close();
        self.shared.phase.send_replace(Phase::Closing);
        if let Some(accepting) = self.accepting.take()
            && let Err(error) = accepting.await
        {
            tracing::error!(%error, "the server stopped accepting connections before its end");
        }
    }

    /// Takes no new connections, answers what was asked, and returns when all connections are closed.
    ///
    /// Connections that stay without a request are closed after `idle`: not before, because a client may be about to
    /// ask on one of them.
    pub async fn finish(mut self, idle: Duration) {
        self.close().await;
        if timeout(idle, self.shared.all_closed()).await.is_ok() {
            return;
        }
        self.shared.phase.send_replace(Phase::EndingIdle);
        // A request takes no longer than this, but its client may be slow to read the answer.
        let longest = self.request_time + Duration::from_secs(5);
        if timeout(longest, self.shared.all_closed()).await.is_err() {
            tracing::warn!("connections were cut whose clients did not read their answers");
        }
    }
}

impl Shared {
    async fn all_closed(&self) {
        let _all = self.free.acquire_many(self.connections).await;
    }

    fn open(self: &Arc<Self>, stream: TcpStream, permit: OwnedSemaphorePermit) {
        tokio::spawn(connection(Arc::clone(self), stream, permit));
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let mut phase = shared.phase.subscribe();
    loop {
        let free = Arc::clone(&shared.free);
        let permit = tokio::select! {
            permit = free.acquire_owned() => permit.expect("the semaphore is never closed"),
            _ = phase.changed() => break,
        };
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => shared.open(stream, permit),
                Err(error) => after_error(&error).await,
            },
            _ = phase.changed() => break,
        }
    }
    if let Err(error) = accept_the_rest(listener, &shared) {
        tracing::warn!(%error, "connections may have been refused that came before the end");
    }
}

/// Takes the connections that the system has established already: to their clients they are accepted.
fn accept_the_rest(listener: TcpListener, shared: &Arc<Shared>) -> io::Result<()> {
    let listener = listener.into_std()?;
    while let Ok(permit) = Arc::clone(&shared.free).try_acquire_owned() {
        match listener.accept() {
            Ok((stream, _)) => {
                stream.set_nonblocking(true)?;
                shared.open(TcpStream::from_std(stream)?, permit);
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => break,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

async fn after_error(error: &io::Error) {
    // A client that gave up before we took its connection is no trouble of ours.
    if !matches!(
        error.kind(),
        ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset
    ) {
        tracing::warn!(%error, "a connection could not be accepted");
        sleep(AFTER_AN_ERROR).await;
    }
}

async fn ending(mut phase: watch::Receiver<Phase>) {
    // The sender lives as long as any connection.
    let _ = phase.wait_for(|phase| *phase == Phase::EndingIdle).await;
}

async fn connection(shared: Arc<Shared>, stream: TcpStream, _permit: OwnedSemaphorePermit) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection answers with delay");
    }
    // Who has hung up already has none, and no answer.
    let client = stream.peer_addr().ok().map(|address| address.ip());
    let phase = shared.phase.subscribe();
    let service = service_fn(|request: hyper::Request<hyper::body::Incoming>| {
        let front = Arc::clone(&shared.front);
        async move {
            Ok::<_, std::convert::Infallible>(
                front
                    .answer(request.map(axum::body::Body::new), client)
                    .await,
            )
        }
    });
    let mut connection =
        std::pin::pin!(shared.http.serve_connection(TokioIo::new(stream), service));
    let result = tokio::select! {
        result = connection.as_mut() => result,
        () = ending(phase) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = result {
        tracing::debug!(%error, "a connection ended");
    }
}
