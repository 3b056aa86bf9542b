//! The one error of the command line, gathering those of the stages.

use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use formwork_runtime::{
    config::{ConfigError, Origin},
    yaml::YamlProblem,
};

use crate::{
    commands::{AddAuditError, AddCustError, AskError, RunError},
    introspect::{AddressError, IntrospectError},
    model::{Mistake, ModelError, OverridesError},
    project::{CrateNameError, PlanError, ProjectError},
    render::RenderError,
    samples,
    source::SourceError,
    sqlite_file::SqlError,
};

/// Why a command did not do what it was asked.
///
/// A stage joins with a variant here and a line in [`Error::hint`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    AddAudit(#[from] AddAuditError),
    #[error(transparent)]
    AddCust(#[from] AddCustError),
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error("the address of the database cannot be used ({origin})")]
    ProjectAddress {
        origin: Origin,
        source: AddressError,
    },
    #[error(transparent)]
    Config(ConfigError),
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Overrides(#[from] OverridesError),
    #[error(transparent)]
    Project(#[from] ProjectError),
    #[error(transparent)]
    Render(#[from] RenderError),
    #[error(transparent)]
    Rules(#[from] AskError),
    #[error(transparent)]
    Run(#[from] RunError),
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Sql(#[from] SqlError),
    #[error("`{text}` is no regular expression")]
    Pattern { text: String, source: regex::Error },
    /// An option whose value is one that `formwork.yaml` cannot have.
    #[error("{problem}")]
    Option { problem: String, hint: String },
    #[error("`{name}` cannot be the name of the API")]
    ApiName { name: String },
    #[error("could not read `{}`", path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("`{}` does not list tables: line {}: {}", path.display(), problem.line, problem.problem)]
    TableList { path: PathBuf, problem: YamlProblem },
    #[error("the project's database `{}` does not exist", path.display())]
    NoProjectDatabase { path: PathBuf },
    #[error("there is no `{}`", path.display())]
    NoProjectFile { path: PathBuf },
    #[error("could not understand `{}`", path.display())]
    ModelFile {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error("`admin/admin.yaml` has {} and {}", counted(*errors, "error"), counted(*warnings, "warning"))]
    AdminYaml { errors: usize, warnings: usize },
    #[error("there is no project in this directory, and no database was named")]
    NoDatabase,
    #[error("could not run `{command}`")]
    OpenWith { command: String, source: io::Error },
    #[error("could not make a temporary file")]
    Temporary(#[source] io::Error),
    #[error("could not start")]
    Start(#[source] io::Error),
    /// Standard output does not take what we print.
    #[error("could not print the answer")]
    Print(#[source] io::Error),
}

impl Error {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::AddAudit(error) => error.hint(),
            Self::AddCust(error) => Some(error.hint()),
            Self::Address(error) | Self::ProjectAddress { source: error, .. } => Some(error.hint()),
            Self::Config(error) => error.hint().map(Cow::into_owned),
            Self::Introspect(IntrospectError::MissingFile { path })
                if let Some(sample) = sample_of_that_name(path) =>
            {
                Some(format!(
                    "for the sample of that name write `{sample}`, for a file of yours its full path"
                ))
            }
            Self::Introspect(error) => error.hint(),
            Self::Model(error) => error.hint().map(str::to_owned),
            Self::Overrides(error) => Some(error.hint.clone()),
            Self::Project(error) => error.hint(),
            Self::Render(error) => error.hint().map(str::to_owned),
            Self::Rules(error) => error.hint(),
            Self::Run(error) => error.hint().map(std::borrow::Cow::into_owned),
            Self::Source(error) => Some(error.hint()),
            Self::Sql(error) => error.hint().map(str::to_owned),
            Self::Pattern { .. } => {
                Some("write it as in https://docs.rs/regex/latest/regex/#syntax".to_owned())
            }
            Self::TableList { .. } => Some(
                "write lists of regular expressions: `include: ['customers?']`, `exclude: ['.*_log']`"
                    .to_owned(),
            ),
            Self::NoProjectDatabase { .. } => Some(
                "put it there, or correct `database.url` in the project's `config.yaml`".to_owned(),
            ),
            Self::NoProjectFile { .. } => {
                Some("give the directory of a project, such as `formwork admin check shop`".to_owned())
            }
            Self::ModelFile { .. } => Some(
                "run `formwork rebuild-from-database --overwrite`, which writes it anew".to_owned(),
            ),
            Self::ApiName { .. } => Some(
                "write a path of letters, digits, `-`, `_`, `.` and `~`, such as `api` or `shop/api`"
                    .to_owned(),
            ),
            Self::NoDatabase => Some("name one with `--db-url`, or go to a project".to_owned()),
            Self::OpenWith { .. } => {
                Some("name a program, such as `--open-with code`".to_owned())
            }
            Self::Temporary(_) => {
                Some("set `TMPDIR` to a directory that you may write to".to_owned())
            }
            Self::Unreadable { source, .. } if source.kind() == io::ErrorKind::PermissionDenied => {
                Some("make it readable for you".to_owned())
            }
            Self::Unreadable { source, .. } if source.kind() == io::ErrorKind::InvalidData => {
                Some("save it as UTF-8".to_owned())
            }
            Self::Option { hint, .. } => Some(hint.clone()),
            Self::AdminYaml { .. }
            | Self::Unreadable { .. }
            | Self::Start(_)
            | Self::Print(_) => None,
        }
    }

    /// What is wrong in several places, each with what can be done about it.
    #[must_use]
    pub fn mistakes(&self) -> &[Mistake] {
        match self {
            Self::Model(ModelError::Overrides(mistakes)) => mistakes,
            _ => &[],
        }
    }

    /// What the shell is told: the user can fix it. (Wrong usage is 2, by clap; a bug of ours is
    /// 101, by the panic.)
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        match self {
            Self::Run(error) => ExitCode::from(error.exit_code()),
            _ => ExitCode::from(1),
        }
    }
}

/// The sample that `sqlite:northwind.sqlite` may have meant.
fn sample_of_that_name(path: &Path) -> Option<&'static str> {
    let is_alone = path.file_name() == Some(path.as_os_str());
    let name = path.file_stem()?.to_str().filter(|_| is_alone)?;
    samples::find(name).map(|sample| sample.name)
}

/// "1 error", "2 errors".
fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

impl From<CrateNameError> for Error {
    fn from(error: CrateNameError) -> Self {
        Self::Project(error.into())
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        Self::Project(error.into())
    }
}
