//! The server's side of the hand-over: it is given the port by the tool that served before it.
//!
//! `formwork run` binds the port, gives the listener to the server as its standard input, and goes on serving until
//! the server says that it does. So no request meets a closed port.

use std::io::{self, Write};

use tokio::net::TcpListener;

/// The variable that tells a server how it is given its listener: `stdin`.
pub const LISTENER_VARIABLE: &str = "FORMWORK_LISTENER";

/// The line on the standard output by which a server says that it serves.
pub const READY: &str = "ready";

/// The line by which it says that it takes no new connections: another server does.
pub const CLOSED: &str = "closed";

/// A listener that was handed over.
#[derive(Debug)]
pub struct HandOver {
    listener: std::net::TcpListener,
}

impl HandOver {
    /// The listener that this process was given, if it was.
    pub fn accept() -> io::Result<Option<Self>> {
        match std::env::var(LISTENER_VARIABLE) {
            Ok(way) if way == "stdin" => Ok(Some(Self {
                listener: listener_from_stdin()?,
            })),
            Ok(way) => Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!("`{LISTENER_VARIABLE}` is `{way}`; `stdin` is the only way"),
            )),
            Err(_) => Ok(None),
        }
    }

    /// The listener; inside a tokio runtime.
    pub fn listener(&self) -> io::Result<TcpListener> {
        let listener = self.listener.try_clone()?;
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener)
    }

    /// Says that the server serves. From here on the other one takes no new connections.
    pub fn say_ready(&self) -> io::Result<()> {
        say(READY)
    }

    /// Says that the server takes no new connections.
    pub fn say_closed(&self) -> io::Result<()> {
        say(CLOSED)
    }

    /// Waits until the tool that gave the listener is gone, however it ended: nobody could stop this server then.
    pub async fn giver_is_gone(&self) {
        if let Err(error) = stdout_closed().await {
            tracing::debug!(%error, "the end of the tool cannot be seen");
            std::future::pending::<()>().await;
        }
    }
}

fn say(line: &str) -> io::Result<()> {
    let mut output = io::stdout().lock();
    writeln!(output, "{line}")?;
    output.flush()
}

#[cfg(unix)]
fn listener_from_stdin() -> io::Result<std::net::TcpListener> {
    use std::os::fd::AsFd;

    let listener = std::net::TcpListener::from(io::stdin().as_fd().try_clone_to_owned()?);
    // Anything can be a standard input; this fails unless it is a socket.
    listener.local_addr()?;
    Ok(listener)
}

#[cfg(not(unix))]
fn listener_from_stdin() -> io::Result<std::net::TcpListener> {
    Err(io::Error::new(
        io::ErrorKind::Unsupported,
        "a listener cannot be handed over on this system",
    ))
}

/// Waits until the reader of our standard output is gone.
#[cfg(target_os = "linux")]
async fn stdout_closed() -> io::Result<()> {
    use std::os::fd::AsFd;

    use tokio::io::Interest;
    use tokio::net::unix::pipe::Sender;

    // Unchecked, which leaves it blocking: otherwise what the project prints could be lost. We only watch it.
    let output = Sender::from_owned_fd_unchecked(io::stdout().as_fd().try_clone_to_owned()?)?;
    while !output.ready(Interest::ERROR).await?.is_error() {}
    Ok(())
}

#[cfg(not(target_os = "linux"))]
async fn stdout_closed() -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
