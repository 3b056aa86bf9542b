//! `formwork add-cust`: a sample's customizations, laid over a project of it.

use std::path::PathBuf;

use clap::Args;

use crate::{
    error::Error,
    output::Output,
    project::Project,
    samples::{self, SAMPLES, Sample},
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
        let names: Vec<String> = customized()
            .map(|sample| format!("`{}`", sample.name))
            .collect();
        format!(
            "make one from a sample that has some ({}): `formwork create shop --db-url northwind`",
            names.join(", ")
        )
    }
}

pub(super) fn add_cust(args: &AddCustArgs, output: &mut Output) -> Result<(), Error> {
    let path = args.project_name.as_deref().unwrap_or(&args.path);
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
        .filter(|sample| !sample.customizations().is_empty())
        .ok_or_else(|| AddCustError::NoCustomizations {
            sample: name.to_owned(),
        })
}

/// The samples that have customizations.
fn customized() -> impl Iterator<Item = Sample> {
    SAMPLES
        .into_iter()
        .filter(|sample| !sample.customizations().is_empty())
}
