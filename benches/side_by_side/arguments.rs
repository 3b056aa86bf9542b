//! What the program is asked to do.

use std::path::PathBuf;
use std::str::FromStr;

use crate::Result;
use crate::database::Database;
use crate::server::Who;
use crate::workload::{Workload, workloads};

/// What `--help` says.
pub(crate) const HELP: &str = "\
Measures the runtime against hand-written servers of the same answers

  --part NAME        Only one part: `workloads`, `depth`, `export` or `start`
  --database NAME    Only one database: `sqlite` or `postgres` (default: both, PostgreSQL where `FORMWORK_POSTGRES_URL` is set)
  --rounds N         How often each workload is measured on each server (default: 7)
  --orders N         Add orders up to so many, to see what grows with the rows (default: those of Northwind)
  --rows N           How many orders are paged through in depth and exported (default: 1000000)
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

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Requests on both servers.
    Workloads,
    /// Pages by cursor, at the beginning and far away from it.
    Depth,
    /// All rows as CSV.
    Export,
    /// The first answer.
    Start,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "workloads" => Ok(Self::Workloads),
            "depth" => Ok(Self::Depth),
            "export" => Ok(Self::Export),
            "start" => Ok(Self::Start),
            _ => Err(format!("`{text}` is no part; `--help` lists them")),
        }
    }
}

/// How to measure.
pub(crate) struct Arguments {
    part: Option<Part>,
    database: Option<Database>,
    pub(crate) rounds: usize,
    pub(crate) orders: Option<u32>,
    pub(crate) rows: u32,
    pub(crate) only: Option<String>,
    pub(crate) instructions: bool,
}

impl Arguments {
    pub(crate) fn wants(&self, part: Part) -> bool {
        self.part.is_none_or(|only| only == part)
    }

    pub(crate) fn wants_database(&self, database: Database) -> bool {
        self.database.is_none_or(|only| only == database)
    }

    /// The workloads of a database that are wanted.
    pub(crate) fn workloads(&self, database: Database) -> Vec<Workload> {
        let mut workloads = workloads(database);
        if let Some(text) = &self.only {
            workloads.retain(|each| each.name.contains(text));
        }
        workloads
    }
}

/// Reads the command line.
pub(crate) fn parse(mut words: impl Iterator<Item = String>) -> Result<Task> {
    let mut arguments = Arguments {
        part: None,
        database: None,
        rounds: 7,
        orders: None,
        rows: 1_000_000,
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
            "--part" => arguments.part = Some(value()?.parse()?),
            "--database" => arguments.database = Some(value()?.parse()?),
            "--rows" => arguments.rows = value()?.parse()?,
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
