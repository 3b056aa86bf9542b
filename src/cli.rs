//! The command line: its commands, and the options they share.
//!
//! Options are kebab-case. The forerunner's `snake_case` spelling is accepted too, and hidden.

use std::path::{Path, PathBuf};

use clap::{Args, Parser, ValueEnum};

use crate::{
    commands::Command, error::Error, output::OutputArgs, schema::TablePattern, source::Source,
};

/// Turn a database into a running, customizable Axum application
///
/// One command reads the schema and writes a standalone project: a JSON:API for every table, and a place for
/// what is yours. The database is only read.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    subcommand_required = true,
    disable_help_subcommand = true,
    max_term_width = 100
)]
pub struct Cli {
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// How a command answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For scripts.
    Json,
}

/// The format of an answer that a script may read.
#[derive(Debug, Clone, Copy, Args)]
pub struct FormatArgs {
    /// Format of the answer
    #[arg(long, default_value = "text")]
    pub format: Format,
}

/// The project that a command is about.
#[derive(Debug, Clone, Args)]
pub struct ProjectArgs {
    /// Directory of the project
    #[arg(value_name = "DIR", default_value = ".")]
    path: PathBuf,
    /// The same as DIR
    #[arg(
        long,
        alias = "project_name",
        value_name = "DIR",
        conflicts_with = "path",
        hide = true
    )]
    project_name: Option<PathBuf>,
}

impl ProjectArgs {
    /// The project's directory, as it was given.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.project_name.as_deref().unwrap_or(&self.path)
    }
}

/// A database that is read.
#[derive(Debug, Clone, Args)]
pub struct DatabaseArgs {
    /// Address of the database, or the name of a sample (see `formwork examples`) [default: the database of the
    /// project in this directory]
    #[arg(long, alias = "db_url", value_name = "URL")]
    pub db_url: Option<String>,
    #[command(flatten)]
    pub tables: TablesArgs,
}

impl DatabaseArgs {
    /// What the address names; none if it is the project's.
    pub fn source(&self) -> Result<Option<Source>, Error> {
        Ok(self.db_url.as_deref().map(str::parse).transpose()?)
    }
}

/// Which of a database's tables are read.
#[derive(Debug, Clone, Args)]
pub struct TablesArgs {
    /// Schema of PostgreSQL to read (can be repeated) [default: the first of the search path]
    #[arg(long = "schema", value_name = "SCHEMA")]
    pub schemas: Vec<String>,
    /// Only tables whose whole name matches (can be repeated)
    #[arg(long = "include", value_name = "REGEX")]
    include: Vec<String>,
    /// No tables whose whole name matches (can be repeated)
    #[arg(
        long = "exclude",
        alias = "not-exposed",
        alias = "not_exposed",
        value_name = "REGEX"
    )]
    exclude: Vec<String>,
}

impl TablesArgs {
    /// The tables to take; all if there are none.
    pub fn included(&self) -> Result<Vec<TablePattern>, Error> {
        patterns(&self.include)
    }

    /// The tables to leave out.
    pub fn excluded(&self) -> Result<Vec<TablePattern>, Error> {
        patterns(&self.exclude)
    }
}

fn patterns(texts: &[String]) -> Result<Vec<TablePattern>, Error> {
    texts
        .iter()
        .map(|text| {
            text.parse().map_err(|source| Error::Pattern {
                text: text.clone(),
                source,
            })
        })
        .collect()
}
