//! The compiled server, as a process of ours that is given our port.

use std::{
    io::{self, Write},
    net::TcpListener,
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use formwork_runtime::server::{CLOSED, LISTENER_VARIABLE, READY, Signal};
use tokio::{
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    sync::oneshot,
};

/// How long a server may take from its start until it serves.
const READY_WITHIN: Duration = Duration::from_mins(1);

/// How long it may take until it no longer accepts connections.
const CLOSED_WITHIN: Duration = Duration::from_secs(2);

/// A compiled server that serves.
#[derive(Debug)]
pub(super) struct Compiled {
    child: Child,
    /// Ends when the server takes no new connections.
    closed: oneshot::Receiver<()>,
}

/// Why a compiled server does not serve. It has said more itself.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotServing {
    #[error("it could not be started: {0}")]
    Start(#[from] io::Error),
    #[error("it ended: {0}")]
    Ended(ExitStatus),
    #[error("it was not ready within {} s", READY_WITHIN.as_secs())]
    Slow,
}

impl Compiled {
    /// Starts the server with the listener as its standard input, and waits until it says that it serves.
    pub(super) async fn start(
        executable: &Path,
        directory: &Path,
        listener: &TcpListener,
    ) -> Result<Self, NotServing> {
        let mut command = Command::new(executable);
        command
            .current_dir(directory)
            .stdout(Stdio::piped())
            // Nobody would be left to stop it.
            .kill_on_drop(true);
        give(listener, &mut command)?;
        let mut child = command.spawn()?;
        let output = child.stdout.take().expect("the output is a pipe");
        let mut lines = BufReader::new(output).lines();
        match tokio::time::timeout(READY_WITHIN, is_ready(&mut lines)).await {
            Ok(true) => {}
            Ok(false) => return Err(NotServing::Ended(child.wait().await?)),
            Err(_) => return Err(NotServing::Slow),
        }
        let (says_closed, closed) = oneshot::channel();
        tokio::spawn(pass_on(lines, says_closed));
        Ok(Self { child, closed })
    }

    /// Waits for the end of the process.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        self.child.wait().await
    }

    /// Passes a signal on, if the process still runs.
    #[cfg(unix)]
    pub(super) fn signal(&mut self, signal: Signal) {
        use rustix::process::{Pid, Signal as System, kill_process};

        let signal = match signal {
            Signal::Interrupt => System::INT,
            Signal::Terminate => System::TERM,
        };
        let id = self
            .child
            .id()
            .and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
        if let Some(id) = id {
            // It may have ended by itself meanwhile.
            let _ = kill_process(id, signal);
        }
    }

    /// Ends the process, if it still runs: this system knows no gentler way.
    #[cfg(not(unix))]
    pub(super) fn signal(&mut self, _signal: Signal) {
        let _ = self.child.start_kill();
    }

    /// Asks the server to end because another one serves, and waits until it takes no new connections.
    pub(super) async fn close(&mut self) {
        self.signal(Signal::Terminate);
        // It has ended, or is too busy to say so: the other one serves either way.
        let _ = tokio::time::timeout(CLOSED_WITHIN, &mut self.closed).await;
    }
}

#[cfg(unix)]
fn give(listener: &TcpListener, command: &mut Command) -> io::Result<()> {
    let listener: std::os::fd::OwnedFd = listener.try_clone()?.into();
    // In a group of its own, so that it gets each signal once: from us.
    command
        .env(LISTENER_VARIABLE, "stdin")
        .stdin(listener)
        .process_group(0);
    Ok(())
}

/// On other systems the port is free when the server starts.
#[cfg(not(unix))]
fn give(listener: &TcpListener, command: &mut Command) -> io::Result<()> {
    let address = listener.local_addr()?;
    let _ = (LISTENER_VARIABLE, READY);
    command
        .arg("--host")
        .arg(address.ip().to_string())
        .arg("--port")
        .arg(address.port().to_string());
    Ok(())
}

#[cfg(unix)]
async fn is_ready(lines: &mut Lines<BufReader<ChildStdout>>) -> bool {
    while let Ok(Some(line)) = lines.next_line().await {
        if line == READY {
            return true;
        }
        print(&line);
    }
    false
}

#[cfg(not(unix))]
async fn is_ready(_lines: &mut Lines<BufReader<ChildStdout>>) -> bool {
    true
}

/// What the project prints is printed.
async fn pass_on(mut lines: Lines<BufReader<ChildStdout>>, says_closed: oneshot::Sender<()>) {
    let mut says_closed = Some(says_closed);
    while let Ok(Some(line)) = lines.next_line().await {
        match says_closed.take_if(|_| line == CLOSED) {
            // Nobody may be waiting for it.
            Some(says_closed) => _ = says_closed.send(()),
            None => print(&line),
        }
    }
}

fn print(line: &str) {
    // Nobody reads our output any more; the server serves all the same.
    let _ = writeln!(io::stdout(), "{line}");
}
