//! Servers as processes of their own, for both benchmarks, so that a server's CPU time can be told from that of the clients.

use std::fmt::Display;
use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::Result;

/// Serves on a free port, says which, and ends when the standard input does: no server outlives the measuring process.
pub(crate) async fn serve(router: Router) -> Result<()> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    anstream::println!("{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
    tokio::spawn(async { axum::serve(listener, router).await });
    tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
    Ok(())
}

/// A server that runs; it ends when this is dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts one by a command that calls [`serve`] in the end; it is ready when this returns.
    pub(crate) fn start(command: &mut Command, who: impl Display) -> Result<Self> {
        let mut process = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let output = process.stdout.take().ok_or("the server has an output")?;
        BufReader::new(output).read_line(&mut line)?;
        let address = line
            .trim()
            .parse()
            .map_err(|_| format!("the server `{who}` did not start"))?;
        Ok(Self { process, address })
    }

    /// The time that all its threads have spent on a CPU so far.
    pub(crate) fn cpu_time(&self) -> Result<Duration> {
        cpu_time(self.process.id())
    }

    /// Bytes of memory that it holds.
    #[allow(dead_code, reason = "one of the benchmarks asks for it")]
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("a process has memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.process.stdin.take());
        drop(self.process.wait());
    }
}

/// The time that all threads of a process have spent on a CPU so far, system calls included.
pub(crate) fn cpu_time(process: u32) -> Result<Duration> {
    let mut nanoseconds = 0;
    for task in std::fs::read_dir(format!("/proc/{process}/task"))? {
        let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
        nanoseconds += text.split(' ').next().unwrap_or("").parse::<u64>()?;
    }
    Ok(Duration::from_nanos(nanoseconds))
}
