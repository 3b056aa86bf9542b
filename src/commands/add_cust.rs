//! `formwork add-cust`: a sample's customizations, laid over a project of it.

use std::path::PathBuf;

use clap::Args;

use crate::{
    cli::ProjectArgs,
    error::Error,
    output::Output,
    project::Project,
    samples::{self, Sample},
};

/// Add the customizations of a sample to a project made from it
///
/// The rules that one would write for this database, to see them at work without typing them. Files that you
/// changed are not overwritten: the command names them, and then nothing is written at all.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork create shop --db-url nw- && formwork add-cust shop
  formwork add-cust --dry-run")]
pub struct AddCustArgs {
    #[command(flatten)]
    project: ProjectArgs,
    /// Show what would be added, and do nothing
    #[arg(long, alias = "dry_run")]
    dry_run: bool,
}

/// Why there is nothing to add.
#[derive(Debug, thiserror::Error)]
pub enum AddCustError {
    #[error("the project in `{}` was not made from a sample", path.display())]
    NoSample { path: PathBuf },
    #[error("there are no customizations of the sample `{sample}`")]
    NoCustomizations { sample: String },
}

impl AddCustError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        format!(
            "make one from a sample that has some ({}): `formwork create shop --db-url northwind`",
            samples::list_of_customized()
        )
    }
}

pub(super) fn add_cust(args: &AddCustArgs, output: &mut Output) -> Result<(), Error> {
    let path = args.project.path();
    super::recover(path, output)?;
    let mut project = Project::open(path)?;
    let sample = sample(&project)?;
    let plan = project.plan_overlay(sample.customizations())?;
    output.planned(&plan.report());
    if plan.report().steps.is_empty() {
        output.hint(format!(
            "`{}` has the customizations of `{}`: nothing to do",
            path.display(),
            sample.name
        ));
    }
    if !args.dry_run {
        project.apply(plan)?;
    }
    Ok(())
}

/// The sample that a project was made from.
fn sample(project: &Project) -> Result<&'static Sample, AddCustError> {
    let name = project.record().options.sample.as_deref();
    let name = name.ok_or_else(|| AddCustError::NoSample {
        path: project.root().to_owned(),
    })?;
    samples::find(name)
        .filter(|sample| sample.is_customized())
        .ok_or_else(|| AddCustError::NoCustomizations {
            sample: name.to_owned(),
        })
}
