//! `formwork inspect`: what a database is, as `create` sees it.

use std::path::Path;

use clap::Args;
use formwork_runtime::config::CONFIG_FILE;

use super::project_database::ProjectDatabase;
use crate::{
    cli::DatabaseArgs,
    error::Error,
    inspect::{Format, print, print_model},
    introspect::{ReadOptions, introspect},
    model::{ModelReport, Overrides, from_schema},
    output::{Output, Verb},
};

/// Print the schema of a database, or the resources made of it
///
/// Shows tables and views with their columns, keys, indexes and checks, and what could not be read and why.
/// The database is only read.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork inspect --model                                # of the project in this directory
  formwork inspect --db-url sqlite:northwind.sqlite
  formwork inspect --db-url postgres://ann:secret@localhost/shop --format mermaid")]
pub struct InspectArgs {
    #[command(flatten)]
    database: DatabaseArgs,
    /// Show what would be made of it: resources, attributes and relationships, by their names in the API
    #[arg(long)]
    model: bool,
    /// Format of the answer
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(super) async fn inspect(args: &InspectArgs, output: &mut Output) -> Result<(), Error> {
    let tables = &args.database.tables;
    let mut options = ReadOptions {
        include: tables.included()?,
        exclude: tables.excluded()?,
        schemas: tables.schemas.clone(),
    };
    let (schema, project) = if let Some(source) = args.database.source()? {
        let source = source.open().await?;
        let schema = introspect(&source.address, &options).await?;
        (schema, None)
    } else {
        let database = project(Path::new("."), output)?;
        if options.schemas.is_empty() {
            options.schemas.clone_from(&database.overrides.schemas);
        }
        let schema = introspect(&database.address, &options).await?;
        (schema, Some(database))
    };
    if !args.model {
        return output.answer(&print(&schema, args.format));
    }
    let ModelReport { model, notes } = match &project {
        Some(database) => database.model(&schema)?,
        None => from_schema(&schema, &Overrides::default())?,
    };
    for note in notes {
        output.status(Verb::Note, note);
    }
    output.answer(&print_model(&model, args.format))
}

fn project(directory: &Path, output: &mut Output) -> Result<ProjectDatabase, Error> {
    super::recover(directory, output)?;
    if directory.join(CONFIG_FILE).exists() {
        ProjectDatabase::of(directory)
    } else {
        Err(Error::NoDatabase)
    }
}
