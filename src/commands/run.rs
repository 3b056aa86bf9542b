//! `formwork run`: serve at once, build behind, hand over.

mod build;
mod compiled;
mod error;
mod progress;
mod watch;

use std::{
    io,
    net::TcpListener,
    path::{Path, PathBuf},
    process::ExitStatus,
    time::{Duration, Instant},
};

use clap::Args;
use formwork_runtime::{
    StartError,
    config::{Configuration, Sources},
    server::{Addresses, Server, Serving, Signal, Signals, bind},
    start_log,
};
use tokio::task::JoinSet;

pub(super) use self::build::cargo;
pub use self::error::RunError;
use self::{
    build::{Build, Event},
    compiled::Compiled,
    progress::Progress,
    watch::Watch,
};
use crate::{
    output::{Output, Verb},
    preview::{MODEL, Preview},
};

/// How long a connection may be without a request before it is closed: a client may be about to ask on it.
const IDLE: Duration = Duration::from_secs(2);

/// Serve a project at once, and compile it behind
///
/// A preview serves the project's data within a second, straight from its model. When the project is compiled,
/// the compiled server takes over the port; no request is lost. Where you have changed the project's code, the
/// preview only reads.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork run
  formwork run shop --watch
  formwork run shop --port 8080 --open")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of its own"
)]
pub struct RunArgs {
    /// Directory of the project
    #[arg(value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// Compile again and take over again when a file changes
    #[arg(long)]
    watch: bool,
    /// Serve only what needs no compiling
    #[arg(long, alias = "no_build", conflicts_with_all = ["watch", "release"])]
    no_build: bool,
    /// Compile with optimizations
    #[arg(long)]
    release: bool,
    /// Address to listen on, instead of the one in `config.yaml`
    #[arg(long)]
    host: Option<String>,
    /// Port to listen on, instead of the one in `config.yaml`; 0 for any that is free
    #[arg(long)]
    port: Option<u16>,
    /// Open the first page in the browser
    #[arg(long)]
    open: bool,
}

impl RunArgs {
    /// The directory of the project.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// `formwork run DIR`, as `create --run` does it.
    #[must_use]
    pub fn of(path: PathBuf) -> Self {
        Self {
            path,
            watch: false,
            no_build: false,
            release: false,
            host: None,
            port: None,
            open: false,
        }
    }
}

pub(super) async fn run(args: &RunArgs, output: &mut Output) -> Result<(), RunError> {
    let signals = Signals::new().map_err(RunError::System)?;
    let directory = project(&args.path)?;
    let configuration = configuration(args, &directory)?;
    start_log(&configuration);
    let cargo = if args.no_build { None } else { build::cargo() };
    let refusal = match cargo {
        Some(_) => "the project is being compiled",
        None => "this needs the compiled project",
    };
    let preview = Preview::open(&directory, &configuration, refusal).await?;
    let listener = listen(&configuration).await?;
    let address = listener.local_addr().map_err(RunError::System)?;
    let addresses = Addresses::new(address, &configuration.config.server.api_name);
    let serving = Server::new(preview.router(), &configuration.config).serve(
        listener
            .try_clone()
            .and_then(tokio::net::TcpListener::from_std)
            .map_err(RunError::System)?,
    );

    output.relay(&addresses.to_string());
    say_what_serves(&preview, args, cargo.is_some(), output);
    if args.open {
        open(addresses.root(), output);
    }
    let mut runner = Runner {
        watch: Watch::new(&directory),
        directory,
        listener,
        signals,
        serves: Serves::Preview { preview, serving },
        retiring: JoinSet::new(),
        output,
    };
    match cargo {
        Some(cargo) => runner.build_and_hand_over(&cargo, args).await,
        None => runner.only_preview().await,
    }
}

fn say_what_serves(preview: &Preview, args: &RunArgs, builds: bool, output: &mut Output) {
    let until = if builds {
        " until the project is compiled"
    } else {
        ""
    };
    match preview.edited() {
        None => output.status(Verb::Note, format_args!("a preview serves{until}")),
        Some(file) => {
            output.status(
                Verb::Note,
                format_args!("a preview serves{until}; it only reads, because `{file}` is yours"),
            );
        }
    }
    if !builds && !args.no_build {
        output.warning("there is no cargo on the `PATH`, so the project is not compiled");
        output.hint("install Rust from https://rustup.rs, then run this again");
    }
}

/// The folder, if it is a project's.
fn project(path: &Path) -> Result<PathBuf, RunError> {
    match ["Cargo.toml", MODEL]
        .into_iter()
        .find(|file| !path.join(file).is_file())
    {
        None => Ok(path.to_owned()),
        Some(missing) => Err(RunError::NotAProject {
            path: path.to_owned(),
            missing,
        }),
    }
}

fn configuration(args: &RunArgs, directory: &Path) -> Result<Configuration, StartError> {
    let mut sources = Sources::of(directory);
    if let Some(host) = &args.host {
        sources = sources.with("--host", "server.host", host);
    }
    if let Some(port) = args.port {
        sources = sources.with("--port", "server.port", &port.to_string());
    }
    let mut configuration = Configuration::load(&sources)?;
    // Its lines would tear the progress bar apart; the compiled server logs them.
    configuration.config.log.requests = false;
    Ok(configuration)
}

async fn listen(configuration: &Configuration) -> Result<TcpListener, StartError> {
    let server = &configuration.config.server;
    let failed = |source| StartError::Listen {
        host: server.host.clone(),
        port: server.port,
        source,
    };
    bind(server)
        .await
        .and_then(tokio::net::TcpListener::into_std)
        .map_err(failed)
}

/// Shows an address in the browser.
fn open(address: &str, output: &mut Output) {
    let mut command = if cfg!(windows) {
        let mut command = std::process::Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else {
        std::process::Command::new(if cfg!(target_os = "macos") {
            "open"
        } else {
            "xdg-open"
        })
    };
    let quiet = std::process::Stdio::null;
    if let Err(error) = command
        .arg(address)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn()
    {
        output.warning(format_args!("no browser could be opened: {error}"));
    }
}

/// A project that is served.
struct Runner<'a> {
    directory: PathBuf,
    /// Ours from the beginning to the end, so that the port is never closed in between.
    listener: TcpListener,
    signals: Signals,
    serves: Serves,
    /// Servers that finish what they were asked.
    retiring: JoinSet<()>,
    watch: Watch,
    output: &'a mut Output,
}

/// Which server takes new connections.
enum Serves {
    Preview {
        preview: Preview,
        serving: Serving,
    },
    Compiled(Compiled),
    /// The compiled server ended by itself; the next one is waited for.
    Nothing,
}

/// What ends a wait.
enum Next {
    Signal(Signal),
    /// Files of the project changed.
    Changed,
    /// The compiled server ended by itself.
    Ended(io::Result<ExitStatus>),
    Built(Option<PathBuf>),
}

impl Runner<'_> {
    async fn build_and_hand_over(&mut self, cargo: &Path, args: &RunArgs) -> Result<(), RunError> {
        loop {
            let build =
                Build::start(cargo, &self.directory, args.release).map_err(RunError::System)?;
            let mut next = self.wait_for(build, args).await;
            if let Next::Built(executable) = next {
                match executable {
                    Some(executable) => self.hand_over(&executable).await,
                    None => self.say_that_it_does_not_compile(args),
                }
                next = self.wait(args).await;
            }
            match next {
                Next::Signal(signal) => return self.stop(signal).await,
                Next::Changed | Next::Built(_) => {}
                Next::Ended(status) => {
                    let status = status.map_err(RunError::System)?;
                    if !args.watch {
                        return if status.success() {
                            Ok(())
                        } else {
                            Err(RunError::Ended { status })
                        };
                    }
                    self.serves = Serves::Nothing;
                    self.output
                        .warning(format_args!("the server ended: {status}"));
                    self.output
                        .hint("it starts again when a file of the project changes");
                    if let Next::Signal(signal) = self.wait(args).await {
                        return self.stop(signal).await;
                    }
                }
            }
        }
    }

    /// Serves the preview to the end.
    async fn only_preview(&mut self) -> Result<(), RunError> {
        loop {
            tokio::select! {
                signal = self.signals.next() => return self.stop(signal).await,
                () = self.watch.change() => look_again(&self.serves),
            }
        }
    }

    /// Waits for the end of a build, or for what makes it pointless.
    async fn wait_for(&mut self, mut build: Build, args: &RunArgs) -> Next {
        let began = Instant::now();
        let progress = Progress::start(self.output);
        let next = loop {
            tokio::select! {
                event = build.next() => match event {
                    Event::Packages(count) => progress.packages(count),
                    Event::Compiled(count) => progress.compiled(count),
                    Event::Message(text) => progress.aside(|| self.output.relay(&text)),
                    Event::End(executable) => break Next::Built(executable),
                },
                signal = self.signals.next() => break Next::Signal(signal),
                () = self.watch.change() => {
                    look_again(&self.serves);
                    if args.watch {
                        break Next::Changed;
                    }
                }
            }
        };
        progress.end();
        match &next {
            Next::Built(Some(_)) => {
                self.output.status(
                    Verb::Build,
                    format_args!("done in {:.1} s", began.elapsed().as_secs_f32()),
                );
            }
            Next::Built(None) => {}
            _ => build.stop().await,
        }
        next
    }

    /// Waits for anything that asks for something to be done.
    async fn wait(&mut self, args: &RunArgs) -> Next {
        loop {
            let ended = async {
                match &mut self.serves {
                    Serves::Compiled(server) => server.ended().await,
                    Serves::Preview { .. } | Serves::Nothing => std::future::pending().await,
                }
            };
            tokio::select! {
                signal = self.signals.next() => return Next::Signal(signal),
                status = ended => return Next::Ended(status),
                () = self.watch.change() => {
                    look_again(&self.serves);
                    if args.watch {
                        return Next::Changed;
                    }
                }
            }
        }
    }

    /// Lets the compiled server serve; whoever served before finishes what it was asked.
    async fn hand_over(&mut self, executable: &Path) {
        if !cfg!(unix) {
            // Two processes cannot have the port here: stop, then start.
            self.retire(Serves::Nothing, Duration::ZERO).await;
            while self.retiring.join_next().await.is_some() {}
        }
        match Compiled::start(executable, &self.directory, &self.listener).await {
            Ok(server) => {
                self.retire(Serves::Compiled(server), IDLE).await;
                self.output
                    .status(Verb::Serve, "the compiled server has taken over");
            }
            Err(error) => {
                self.output
                    .warning(format_args!("the compiled server does not serve: {error}"));
            }
        }
    }

    /// Has the next one serve; returns when the one before takes no new connections.
    async fn retire(&mut self, next: Serves, idle: Duration) {
        match std::mem::replace(&mut self.serves, next) {
            Serves::Preview {
                preview,
                mut serving,
            } => {
                serving.close().await;
                self.retiring.spawn(async move {
                    serving.finish(idle).await;
                    preview.close().await;
                });
            }
            Serves::Compiled(mut server) => {
                server.close().await;
                self.retiring.spawn(async move {
                    // Whatever it ends with: nobody asks it any more.
                    let _ = server.ended().await;
                });
            }
            Serves::Nothing => {}
        }
    }

    fn say_that_it_does_not_compile(&mut self, args: &RunArgs) {
        match self.serves {
            Serves::Preview { .. } => self
                .output
                .warning("the project does not compile; the preview goes on"),
            Serves::Compiled(_) => self
                .output
                .warning("the project does not compile; the server from before goes on"),
            Serves::Nothing => self.output.warning("the project does not compile"),
        }
        if !args.watch {
            self.output
                .hint("correct it, then run this again; `--watch` does so by itself");
        }
    }

    /// Ends what serves, after what it was asked; a second signal ends it at once.
    async fn stop(&mut self, signal: Signal) -> Result<(), RunError> {
        let idle = match signal {
            Signal::Interrupt => Duration::ZERO,
            Signal::Terminate => IDLE,
        };
        if let Serves::Compiled(server) = &mut self.serves {
            server.signal(signal);
            let status = loop {
                tokio::select! {
                    status = server.ended() => break status.map_err(RunError::System)?,
                    again = self.signals.next() => server.signal(again),
                }
            };
            return if status.success() {
                Ok(())
            } else {
                Err(RunError::Ended { status })
            };
        }
        self.retire(Serves::Nothing, idle).await;
        let all = async { while self.retiring.join_next().await.is_some() {} };
        tokio::select! {
            () = all => {}
            _ = self.signals.next() => {}
        }
        Ok(())
    }
}

/// The preview may do less when the project's code has changed.
fn look_again(serves: &Serves) {
    if let Serves::Preview { preview, .. } = serves {
        preview.look_again();
    }
}
