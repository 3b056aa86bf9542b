//! `formwork rules`: what a project's rules are, what follows from what, and whether the stored values are theirs.

mod project;
mod reconcile;

use std::path::Path;

use clap::{Args, Subcommand, ValueEnum};
use formwork_runtime::model::Model;

pub use self::project::AskError;
use self::{project::ask, reconcile::ReconcileArgs};
use super::project_database::read;
use crate::{
    cli::{Format, FormatArgs, ProjectArgs},
    error::Error,
    output::{Output, Verb},
    preview::MODEL,
    project::ProjectError,
    rules::{Explanation, Impact, UnknownAttribute, find_attribute, list, mermaid},
};

/// Show a project's rules, and compare stored values with them
///
/// The rules are part of the project's code, so the project is compiled and asked for them.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork rules list
  formwork rules explain Customer.Balance
  formwork rules reconcile --repair")]
pub struct RulesArgs {
    #[command(subcommand)]
    command: RulesCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum RulesCommand {
    List(ListArgs),
    Check(CheckArgs),
    Explain(ExplainArgs),
    Impact(ImpactArgs),
    Reconcile(ReconcileArgs),
}

/// List all rules, with the lines they stand on
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  formwork rules list --format mermaid > rules.mmd")]
struct ListArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Format of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: ListFormat,
}

/// How the rules are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ListFormat {
    /// For people.
    Text,
    /// For scripts.
    Json,
    /// A flowchart of Mermaid: which attribute comes from which.
    Mermaid,
}

/// Check that the rules fit the tables and each other
///
/// Compiles the project, and looks for attributes that two rules derive, and for rules that go round in a circle.
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  formwork rules check")]
struct CheckArgs {
    #[command(flatten)]
    project: ProjectArgs,
}

/// Explain where an attribute's value comes from, and what uses it
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  formwork rules explain Customer.Balance")]
struct ExplainArgs {
    /// The attribute, such as `Customer.Balance`
    #[arg(value_name = "ATTRIBUTE")]
    attribute: String,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    format: FormatArgs,
}

/// Show everything that follows from a change of an attribute
#[derive(Debug, Clone, Args)]
#[command(after_help = "Example:\n  formwork rules impact OrderDetail.Quantity")]
struct ImpactArgs {
    /// The attribute, such as `OrderDetail.Quantity`
    #[arg(value_name = "ATTRIBUTE")]
    attribute: String,
    #[command(flatten)]
    project: ProjectArgs,
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) async fn rules(args: &RulesArgs, output: &mut Output) -> Result<(), Error> {
    match &args.command {
        RulesCommand::List(args) => {
            let rules = ask(args.project.path(), output).await?;
            if rules.is_empty() {
                output.hint("no rule is declared yet: `src/rules.rs` shows how");
            }
            match args.format {
                ListFormat::Text => output.answer(&list(&rules)),
                ListFormat::Json => output.json(&rules),
                ListFormat::Mermaid => output.answer(&mermaid(&rules)),
            }
        }
        RulesCommand::Check(args) => {
            let rules = ask(args.project.path(), output).await?;
            let count = rules.len();
            let plural = if count == 1 { "" } else { "s" };
            output.status(
                Verb::Read,
                format_args!("{count} rule{plural}, which fit the tables and each other"),
            );
            Ok(())
        }
        RulesCommand::Explain(args) => {
            let attribute = find_attribute(&model(args.project.path())?, &args.attribute)?;
            let rules = ask(args.project.path(), output).await?;
            let explanation = Explanation::new(&rules, attribute);
            match args.format.format {
                Format::Text => output.answer(&explanation.to_string()),
                Format::Json => output.json(&explanation),
            }
        }
        RulesCommand::Impact(args) => {
            let attribute = find_attribute(&model(args.project.path())?, &args.attribute)?;
            let rules = ask(args.project.path(), output).await?;
            let impact = Impact::new(&rules, attribute);
            match args.format.format {
                Format::Text => output.answer(&impact.to_string()),
                Format::Json => output.json(&impact),
            }
        }
        RulesCommand::Reconcile(args) => reconcile::reconcile(args, output).await,
    }
}

/// The Model of the project in a directory.
fn model(root: &Path) -> Result<Model, Error> {
    let path = root.to_owned();
    let text = read(&root.join(MODEL))?.ok_or(ProjectError::NoProject { path })?;
    let model = serde_json::from_str(&text).map_err(AskError::Model)?;
    Ok(model)
}

impl From<UnknownAttribute> for Error {
    fn from(error: UnknownAttribute) -> Self {
        Self::Rules(error.into())
    }
}
