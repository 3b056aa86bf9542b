//! The servers as processes of their own.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::Duration;

use axum::Router;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;

use crate::{Result, by_hand, of_formwork};

/// Whose server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Formwork,
    ByHand,
}

impl Who {
    pub(crate) const ALL: [Self; 2] = [Self::ByHand, Self::Formwork];
}

impl fmt::Display for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Formwork => "formwork",
            Self::ByHand => "by-hand",
        })
    }
}

impl FromStr for Who {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let who = Self::ALL.into_iter().find(|who| who.to_string() == text);
        who.ok_or_else(|| format!("`{text}` is no server of this benchmark"))
    }
}

/// Serves on a free port, says which, and ends when its standard input does: no server outlives the measuring process.
pub(crate) fn serve(who: Who, folder: &Path) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let router: Router = match who {
            Who::Formwork => of_formwork::router(folder).await?,
            Who::ByHand => by_hand::router(&folder.join(crate::database::FILE))?,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        anstream::println!("{}", listener.local_addr()?);
        let listener = listener.tap_io(|stream| drop(stream.set_nodelay(true)));
        tokio::spawn(async { axum::serve(listener, router).await });
        tokio::task::spawn_blocking(|| std::io::stdin().read_to_end(&mut Vec::new())).await??;
        Ok(())
    })
}

/// A server that runs.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts one on a folder of a database; it is ready when this returns.
    pub(crate) fn start(who: Who, folder: &Path) -> Result<Self> {
        Self::start_by(Command::new(std::env::current_exe()?), who, folder)
    }

    /// The same by a program that takes ours as an argument.
    pub(crate) fn start_under(mut program: Command, who: Who, folder: &Path) -> Result<Self> {
        program.arg(std::env::current_exe()?);
        Self::start_by(program, who, folder)
    }

    fn start_by(mut program: Command, who: Who, folder: &Path) -> Result<Self> {
        let process = program.arg("serve").arg(who.to_string()).arg(folder);
        let mut process = process
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
        let mut nanoseconds = 0;
        for task in std::fs::read_dir(format!("/proc/{}/task", self.process.id()))? {
            let text = std::fs::read_to_string(task?.path().join("schedstat"))?;
            nanoseconds += text.split(' ').next().unwrap_or("").parse::<u64>()?;
        }
        Ok(Duration::from_nanos(nanoseconds))
    }

    /// Bytes of memory that it holds.
    pub(crate) fn resident(&self) -> Result<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:"))
            .ok_or("a process has memory")?;
        Ok(line.trim().trim_end_matches(" kB").parse::<u64>()? * 1024)
    }

    /// Ends it, and waits for the end.
    pub(crate) fn stop(mut self) -> Result<()> {
        drop(self.process.stdin.take());
        self.process.wait()?;
        Ok(())
    }
}
