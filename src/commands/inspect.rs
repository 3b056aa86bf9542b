//! `formwork inspect`: what a database is, as `create` sees it.

use clap::Args;

use crate::{
    cli::DatabaseArgs,
    error::Error,
    inspect::{Format, print},
    introspect::{ReadOptions, introspect},
    output::Output,
};

/// Print the schema of a database
///
/// Shows tables and views with their columns, keys, indexes and checks, and what could not be read and why.
/// The database is only read.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork inspect --db-url sqlite:northwind.sqlite
  formwork inspect --db-url postgres://ann:secret@localhost/shop --format mermaid")]
pub struct InspectArgs {
    #[command(flatten)]
    database: DatabaseArgs,
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
    output.answer(&print(&schema, args.format))
}
