//! From an application to a running server, and to its end.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use tokio::net::TcpListener;

use super::options::{HELP, Options};
use super::question::{self, Question};
use super::{App, StartError, State, drift, log, views};
use crate::config::{CONFIG_FILE, Configuration, Sources};
use crate::generated::Generated;
use crate::model::Model;
use crate::server::{Addresses, HandOver, Server, Signal, Signals, bind};

/// How long a connection may be without a request before it is closed at the end: a client may be about to ask.
const IDLE: Duration = Duration::from_secs(2);

/// Serves until the process is asked to end.
pub(super) fn run(app: App) -> ExitCode {
    match try_run(app) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            error.print();
            ExitCode::from(if matches!(error, StartError::Usage(_)) {
                2
            } else {
                1
            })
        }
    }
}

fn try_run(app: App) -> Result<(), StartError> {
    let options = Options::parse(
        std::env::args_os()
            .skip(1)
            .map(|text| text.to_string_lossy().into_owned()),
    )?;
    if options.help {
        return io::stdout()
            .write_all(HELP.as_bytes())
            .map_err(StartError::System);
    }
    let model = model(&app.generated)?;
    let question = options.question;
    if question == Some(Question::Describe) {
        return question::describe(app, &model);
    }
    let configuration = Configuration::load(&sources(options))?;
    log::start_log(&configuration);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(StartError::System)?;
    let served = runtime.block_on(async {
        match question {
            None => serve(app, &model, &configuration).await,
            Some(question) => {
                let repair = question == Question::Repair;
                question::reconcile(app, &model, &configuration, repair).await
            }
        }
    });
    // Nothing that still runs has anybody who waits for it.
    runtime.shutdown_background();
    served
}

async fn serve(app: App, model: &Model, configuration: &Configuration) -> Result<(), StartError> {
    let mut signals = Signals::new().map_err(StartError::System)?;
    let config = &configuration.config;
    let state = State::open(model, configuration, app.logic).await?;
    let hand_over = HandOver::accept().map_err(StartError::HandOver)?;
    let listener = match &hand_over {
        Some(hand_over) => hand_over.listener().map_err(StartError::HandOver)?,
        None => listen(configuration).await?,
    };
    let address = listener.local_addr().map_err(StartError::System)?;
    let mut serving = Server::new(state.router(app.routes), config).serve(listener);
    match &hand_over {
        Some(hand_over) => hand_over.say_ready().map_err(StartError::HandOver)?,
        None => announce(&Addresses::new(address, &config.server.api_name)),
    }
    tokio::spawn(drift::warn(state.clone()));

    let giver_is_gone = async {
        match &hand_over {
            Some(hand_over) => hand_over.giver_is_gone().await,
            None => std::future::pending().await,
        }
    };
    let signal = tokio::select! {
        signal = signals.next() => signal,
        () = giver_is_gone => Signal::Terminate,
    };
    let idle = match signal {
        // The person at the terminal does not want to wait for a browser that keeps its connection.
        Signal::Interrupt => Duration::ZERO,
        Signal::Terminate => IDLE,
    };
    let end = async {
        serving.close().await;
        if let Some(hand_over) = &hand_over
            && let Err(error) = hand_over.say_closed()
        {
            tracing::debug!(%error, "nobody is told that the server is closed");
        }
        serving.finish(idle).await;
        state.close().await;
    };
    tokio::select! {
        () = end => {}
        _ = signals.next() => tracing::warn!("ended at once, on the second signal"),
    }
    Ok(())
}

async fn listen(configuration: &Configuration) -> Result<TcpListener, StartError> {
    let server = &configuration.config.server;
    bind(server).await.map_err(|source| StartError::Listen {
        host: server.host.clone(),
        port: server.port,
        source,
    })
}

fn announce(addresses: &Addresses) {
    // A server serves, whether anybody reads this or not.
    let _ = writeln!(io::stderr(), "{addresses}");
}

/// The Model of the generated code, which its structs show.
pub(super) fn model(generated: &Generated) -> Result<Model, StartError> {
    let model: Model = serde_json::from_str(generated.model).map_err(StartError::Model)?;
    match views::difference(generated.views, &model) {
        None => Ok(model),
        Some(difference) => Err(StartError::Views { difference }),
    }
}

fn sources(options: Options) -> Sources {
    let directory = match &options.config {
        Some(file) => file.parent().unwrap_or(Path::new("")).to_owned(),
        None => project_folder(),
    };
    let mut sources = Sources::of(directory);
    sources.file = options.config;
    if let Some(host) = &options.host {
        sources = sources.with("--host", "server.host", host);
    }
    if let Some(port) = &options.port {
        sources = sources.with("--port", "server.port", port);
    }
    sources
}

/// The folder with `config.yaml`: the current one, the crate's that cargo runs, or one above the executable.
pub(super) fn project_folder() -> PathBuf {
    let of_cargo = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    let executable = std::env::current_exe().unwrap_or_default();
    let above = executable.ancestors().skip(1).map(Path::to_owned);
    std::iter::once(PathBuf::new())
        .chain(of_cargo)
        .chain(above)
        .find(|folder| folder.join(CONFIG_FILE).is_file())
        .unwrap_or_default()
}
