//! The commands: a file for each, which reads as what it does.

mod add_audit;
mod add_cust;
mod admin;
mod create;
mod examples;
mod inspect;
mod project_database;
mod rebuild;
mod rules;
mod run;

use std::path::Path;

use clap::Subcommand;

pub use self::{
    add_audit::{AddAuditArgs, AddAuditError},
    add_cust::{AddCustArgs, AddCustError},
    admin::AdminArgs,
    create::CreateArgs,
    examples::ExamplesArgs,
    inspect::InspectArgs,
    rebuild::RebuildArgs,
    rules::{AskError, RulesArgs},
    run::{RunArgs, RunError},
};
use crate::{
    error::Error,
    output::Output,
    project::{Project, Recovered},
};

/// A command and its options.
#[derive(Debug, Subcommand)]
pub enum Command {
    Create(Box<CreateArgs>),
    /// Create a project from a database, and serve it
    ///
    /// The same as `create --run`.
    CreateAndRun(Box<CreateArgs>),
    Run(RunArgs),
    Examples(ExamplesArgs),
    Inspect(InspectArgs),
    RebuildFromDatabase(RebuildArgs),
    AddCust(AddCustArgs),
    AddAudit(AddAuditArgs),
    Admin(AdminArgs),
    Rules(RulesArgs),
}

/// Runs a command to its end.
pub fn run(command: Command, output: &mut Output) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(Error::Start)?;
    runtime.block_on(async {
        match command {
            Command::Create(args) => create_and_run(&args, output).await,
            Command::CreateAndRun(mut args) => {
                args.run = true;
                create_and_run(&args, output).await
            }
            Command::Run(args) => {
                recover(args.path(), output)?;
                Ok(run::run(&args, output).await?)
            }
            Command::Examples(args) => examples::examples(args, output),
            Command::Inspect(args) => inspect::inspect(&args, output).await,
            Command::RebuildFromDatabase(args) => rebuild::rebuild(&args, output).await,
            Command::AddCust(args) => add_cust::add_cust(&args, output),
            Command::AddAudit(args) => add_audit::add_audit(&args, output).await,
            Command::Admin(args) => admin::admin(&args, output),
            Command::Rules(args) => rules::rules(&args, output).await,
        }
    })
}

async fn create_and_run(args: &CreateArgs, output: &mut Output) -> Result<(), Error> {
    create::create(args, output).await?;
    if args.run {
        run::run(&RunArgs::of(args.path().to_owned()), output).await?;
    }
    Ok(())
}

/// Undoes what a command that was killed had begun in a project; every command that uses one starts with it.
fn recover(path: &Path, output: &mut Output) -> Result<(), Error> {
    let shown = path.display();
    match Project::recover(path)? {
        Some(Recovered::Undone) => output.warning(format_args!(
            "a formwork that was interrupted had begun to change `{shown}`, which is now as it was before"
        )),
        Some(Recovered::Removed) => output.warning(format_args!(
            "a formwork that was interrupted had left its preparations for `{shown}`, which were removed"
        )),
        None => {}
    }
    Ok(())
}
