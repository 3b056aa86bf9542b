//! `formwork run`: serve at once, build behind, hand over.

mod browser;
mod build;
mod compiled;
mod error;
mod progress;
mod runner;
mod watch;

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
};

use clap::Args;
use formwork_runtime::{
    StartError,
    config::{Configuration, Sources},
    server::{Addresses, Server, Signals, bind},
    start_log,
};
use tokio::task::JoinSet;

pub(super) use self::build::cargo;
pub use self::error::RunError;
use self::{
    runner::{Runner, Serves},
    watch::Watch,
};
use crate::{
    output::{Output, Verb},
    preview::{Compiled, MODEL, Preview},
    project::record::RECORD,
};

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
    let compiled = match cargo {
        Some(_) => Compiled::Soon,
        None => Compiled::Never,
    };
    let preview = Preview::open(&directory, &configuration, compiled).await?;
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
        browser::open(addresses.root(), output);
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
            let why = if file == RECORD {
                "cannot be read"
            } else {
                "is yours"
            };
            output.status(
                Verb::Note,
                format_args!("a preview serves{until}; it only reads, because `{file}` {why}"),
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
