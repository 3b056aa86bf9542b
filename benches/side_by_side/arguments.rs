//! What the program is asked to do.

use std::path::PathBuf;

use crate::Result;
use crate::server::Who;

/// What `--help` says.
pub(crate) const HELP: &str = "\
Measures the runtime against a hand-written server of the same answers

  --rounds N         How often each workload is measured on each server (default: 7)
  --orders N         Add orders up to so many, to see what grows with the rows (default: those of Northwind)
  --only TEXT        Only the workloads whose name has the text
  --instructions     Count instructions instead of time (needs valgrind): slow, but the same on a busy machine";

/// What is to be done.
pub(crate) enum Task {
    Help,
    /// Be one of the servers; what the measuring process calls.
    Serve {
        who: Who,
        folder: PathBuf,
    },
    Measure(Arguments),
}

/// How to measure.
pub(crate) struct Arguments {
    pub(crate) rounds: usize,
    pub(crate) orders: Option<u32>,
    pub(crate) only: Option<String>,
    pub(crate) instructions: bool,
}

/// Reads the command line.
pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Task> {
    let mut arguments = Arguments {
        rounds: 7,
        orders: None,
        only: None,
        instructions: false,
    };
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("`{word}` needs a value"));
        match word.as_str() {
            "--help" => return Ok(Task::Help),
            "serve" => {
                return Ok(Task::Serve {
                    who: value()?.parse()?,
                    folder: value()?.into(),
                });
            }
            "--rounds" => arguments.rounds = value()?.parse()?,
            "--orders" => arguments.orders = Some(value()?.parse()?),
            "--only" => arguments.only = Some(value()?),
            "--instructions" => arguments.instructions = true,
            // Cargo says this to every benchmark.
            "--bench" => {}
            _ => return Err(format!("`{word}` is no option; `--help` lists them").into()),
        }
    }
    Ok(Task::Measure(arguments))
}
