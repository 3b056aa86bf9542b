//! `formwork admin`: what is right and wrong with a project's `admin.yaml`.

use std::path::Path;

use clap::{Args, Subcommand};
use formwork_runtime::{
    admin::{Diagnostic, Severity, check},
    model::Model,
};

use super::project_database::read;
use crate::{
    cli::{Format, FormatArgs, ProjectArgs},
    error::Error,
    output::Output,
    preview::MODEL,
};

/// Where a project's file is.
pub(super) const FILE: &str = "admin/admin.yaml";

/// Where it is, and what it names beside it.
const FOLDER: &str = "admin";

/// Look after the admin app of a project
#[derive(Debug, Clone, Args)]
pub struct AdminArgs {
    #[command(subcommand)]
    command: AdminCommand,
}

#[derive(Debug, Clone, Subcommand)]
enum AdminCommand {
    Check(CheckArgs),
}

/// Check `admin/admin.yaml` against its schema and the resources
///
/// Shows each problem with its line. The same checks run when the server reads the file.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork admin check
  formwork admin check shop --format json")]
struct CheckArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Count warnings as errors
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    format: FormatArgs,
}

pub(super) fn admin(args: &AdminArgs, output: &mut Output) -> Result<(), Error> {
    match &args.command {
        AdminCommand::Check(args) => check_file(args, output),
    }
}

/// What of the file's text cannot be used as it is, with the resources there are.
pub(super) fn errors(text: &str, model: &Model, root: &Path) -> Vec<Diagnostic> {
    let mut found = check(text, model, &root.join(FOLDER));
    found.retain(|each| each.severity == Severity::Error);
    found
}

fn check_file(args: &CheckArgs, output: &mut Output) -> Result<(), Error> {
    let root = args.project.path();
    let text = read_existing(&root.join(FILE))?;
    let model = read_existing(&root.join(MODEL))?;
    let model: Model = serde_json::from_str(&model).map_err(|source| Error::ModelFile {
        path: root.join(MODEL),
        source,
    })?;
    let found = check(&text, &model, &root.join(FOLDER));
    match args.format.format {
        Format::Json => output.json(&found)?,
        Format::Text => {
            let shown: Vec<_> = found.iter().map(|each| each.show(FILE, &text)).collect();
            output.answer(&shown.join("\n"))?;
            if found.is_empty() {
                output.hint(format_args!("nothing is wrong with `{FILE}`"));
            }
        }
    }
    let of = |severity| {
        found
            .iter()
            .filter(|each: &&Diagnostic| each.severity == severity)
            .count()
    };
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    if errors > 0 || (args.strict && warnings > 0) {
        return Err(Error::AdminYaml { errors, warnings });
    }
    Ok(())
}

fn read_existing(path: &Path) -> Result<String, Error> {
    read(path)?.ok_or_else(|| Error::NoProjectFile {
        path: path.to_owned(),
    })
}
