//! `formwork inspect`: what a database is, as `create` sees it.

use clap::Args;

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
  formwork inspect --db-url sqlite:northwind.sqlite
  formwork inspect --db-url postgres://ann:secret@localhost/shop --format mermaid
  formwork inspect --db-url nw- --model")]
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
    let source = args.database.source()?.open().await?;
    let tables = &args.database.tables;
    let options = ReadOptions {
        include: tables.included()?,
        exclude: tables.excluded()?,
        schemas: tables.schemas.clone(),
    };
    let schema = introspect(&source.address, &options).await?;
    if !args.model {
        return output.answer(&print(&schema, args.format));
    }
    let ModelReport { model, notes } = from_schema(&schema, &Overrides::default())?;
    for note in notes {
        output.status(Verb::Note, format!("`{}` {}", note.subject, note.text));
    }
    output.answer(&print_model(&model, args.format))
}
