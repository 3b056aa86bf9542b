//! Where the log goes: to the standard error output.

use std::io::{self, IsTerminal};

use tracing::Level;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::config::{Configuration, LogFormat};
use crate::rules::LOGIC_LOG;
use crate::store::SQL_LOG;

/// Begins to log as configured; `RUST_LOG` says otherwise, if it is set.
pub fn start_log(configuration: &Configuration) {
    let config = &configuration.config.log;
    let sql = if config.sql {
        Level::DEBUG
    } else {
        Level::INFO
    };
    let logic = if config.logic {
        Level::INFO
    } else {
        Level::WARN
    };
    let usual = || {
        Targets::new()
            .with_default(Level::INFO)
            .with_target(SQL_LOG, sql)
            .with_target(LOGIC_LOG, logic)
    };
    let filter = configuration
        .variable("RUST_LOG")
        .and_then(|text| text.parse().ok())
        .unwrap_or_else(usual);
    let lines = fmt::layer().with_writer(io::stderr);
    let lines = match config.format {
        LogFormat::Text => {
            let in_colour = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none();
            lines.with_target(false).with_ansi(in_colour).boxed()
        }
        LogFormat::Json => lines
            .json()
            .flatten_event(true)
            .with_span_list(false)
            .boxed(),
    };
    // A program that has a log of its own keeps it.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .try_init();
}
