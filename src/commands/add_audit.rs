//! `formwork add-audit`: the table of the audit log, and the switch that has the server write it.

use std::{fs, io, path::PathBuf};

use clap::Args;
use formwork_runtime::audit;

use super::project_database::{ProjectDatabase, read};
use crate::{
    cli::ProjectArgs,
    error::Error,
    output::{Output, Verb},
    project::Project,
};

/// The migration that makes the table, whatever other migrations the project has.
const MIGRATION: &str = "database/migrations/20260101000000_formwork_audit.sql";

const CONFIG: &str = "config.yaml";

/// What is added to the configuration.
const SWITCH: &str = "\n# Every change of a row is kept in the table `formwork_audit`, before and after.\naudit:\n  enabled: true\n";

/// Keep every change of a row, before and after, in an audit log
///
/// Makes the table `formwork_audit` in the project's database, writes the statements to `database/migrations`, and sets
/// `audit.enabled` in `config.yaml`. From the next start on, each transaction writes what it changes, when, in which request, and
/// by which rule; the admin app shows it. What is done already is left as it is.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  formwork add-audit
  formwork add-audit shop")]
pub struct AddAuditArgs {
    #[command(flatten)]
    project: ProjectArgs,
}

/// Why there is no audit log.
#[derive(Debug, thiserror::Error)]
pub enum AddAuditError {
    #[error("`config.yaml` says that there is no audit log")]
    SwitchedOff,
    #[error("could not write `{}`", path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("could not make the table `formwork_audit`")]
    Table(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl AddAuditError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::SwitchedOff => Some("set `audit.enabled: true` there".to_owned()),
            Self::Unwritable { .. } | Self::Table(_) => None,
        }
    }
}

pub(super) async fn add_audit(args: &AddAuditArgs, output: &mut Output) -> Result<(), Error> {
    let root = args.project.path();
    super::recover(root, output)?;
    Project::open(root)?;
    let project = ProjectDatabase::of(root)?;
    let config = &project.configuration.config;
    let text = read(&root.join(CONFIG))?.unwrap_or_default();
    let is_named = text.lines().any(|line| line.starts_with("audit:"));
    if is_named && !config.audit.enabled {
        return Err(AddAuditError::SwitchedOff.into());
    }
    let dialect = project.address.dialect();
    let is_new = audit::create(dialect, &config.database)
        .await
        .map_err(|error| match error {
            formwork_runtime::Error::Internal(source)
            | formwork_runtime::Error::Busy { source, .. } => AddAuditError::Table(source),
            other => AddAuditError::Table(format!("{other:?}").into()),
        })?;
    if is_new {
        output.status(
            Verb::Add,
            format_args!("`formwork_audit` in `{}`", project.title),
        );
    }
    let statements: Vec<String> = std::iter::once(audit::table(dialect))
        .chain(audit::index(dialect))
        .map(|statement| format!("{statement};\n"))
        .collect();
    let is_written = read(&root.join(MIGRATION))?.is_some();
    if !is_written {
        write(root.join(MIGRATION), &statements.concat())?;
        output.status(Verb::Add, MIGRATION);
    }
    if !is_named {
        write(root.join(CONFIG), &(text + SWITCH))?;
        output.status(Verb::Update, CONFIG);
    }
    if is_new || !is_written || !is_named {
        output.hint("start the server anew: from then on the log is written");
    } else {
        output.hint(format_args!(
            "`{}` has its audit log: nothing to do",
            root.display()
        ));
    }
    Ok(())
}

fn write(path: PathBuf, text: &str) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(&path, text))
        .map_err(|source| AddAuditError::Unwritable { path, source }.into())
}
