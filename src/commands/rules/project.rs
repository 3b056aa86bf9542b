//! Asking a project: its rules are code, which only its own program knows.

use std::{
    io,
    path::{Path, PathBuf},
    process::{ExitStatus, Stdio},
};

use formwork_runtime::rules::RuleDescription;
use tokio::{
    io::AsyncReadExt as _,
    process::{Child, Command},
};

use crate::{
    commands::run::cargo,
    error::Error,
    output::{Output, Verb},
    project::ProjectError,
    rules::UnknownAttribute,
};

/// Why a project did not answer.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(transparent)]
    Attribute(#[from] UnknownAttribute),
    #[error("could not read `src/generated/model.json`")]
    Model(#[source] serde_json::Error),
    #[error("there is no `cargo`, which is needed to compile the project")]
    NoCargo,
    #[error("could not run `cargo`")]
    Start(#[source] io::Error),
    /// It has said more itself.
    #[error("the project in `{}` could not be asked: {status}", path.display())]
    Ended { path: PathBuf, status: ExitStatus },
    #[error("the project in `{}` did not answer as this version of formwork expects", path.display())]
    Answer {
        path: PathBuf,
        source: serde_json::Error,
    },
    /// What `reconcile` found; the values are printed before.
    #[error("{count} {}", if *count == 1 { "value is not what its rule says" } else { "values are not what their rules say" })]
    Drift { count: u64 },
}

impl AskError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Attribute(error) => error.hint(),
            Self::Model(_) => {
                "run `formwork rebuild-from-database --overwrite`, which writes it anew".to_owned()
            }
            Self::NoCargo => "install Rust: https://rustup.rs".to_owned(),
            Self::Drift { .. } => "`formwork rules reconcile --repair` mends them".to_owned(),
            Self::Answer { .. } => {
                "use the version of formwork that is named in `formwork/record.yaml`".to_owned()
            }
            Self::Start(_) | Self::Ended { .. } => return None,
        })
    }
}

/// The rules of the project in a directory.
pub(super) async fn ask(root: &Path, output: &mut Output) -> Result<Vec<RuleDescription>, Error> {
    let mut child = start(root, "--rules=describe", output)?;
    let mut answer = Vec::new();
    let mut stdout = child.stdout.take().expect("the output is a pipe");
    stdout
        .read_to_end(&mut answer)
        .await
        .map_err(AskError::Start)?;
    end(root, child).await?;
    let rules = serde_json::from_slice(&answer).map_err(|source| AskError::Answer {
        path: root.to_owned(),
        source,
    })?;
    Ok(rules)
}

/// Starts the project's program with an option, compiled before if need be. What it prints besides its answer is seen.
pub(super) fn start(root: &Path, option: &str, output: &mut Output) -> Result<Child, Error> {
    if !root.join("Cargo.toml").is_file() {
        let path = root.to_owned();
        return Err(ProjectError::NoProject { path }.into());
    }
    let cargo = cargo().ok_or(AskError::NoCargo)?;
    output.status(Verb::Build, "the project, to ask it");
    Command::new(cargo)
        .args(["run", "--quiet", "--", option])
        .current_dir(root)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| AskError::Start(error).into())
}

/// Waits for the end of the project's program, which must be a good one.
pub(super) async fn end(root: &Path, mut child: Child) -> Result<(), Error> {
    let status = child.wait().await.map_err(AskError::Start)?;
    if status.success() {
        Ok(())
    } else {
        let path = root.to_owned();
        Err(AskError::Ended { path, status }.into())
    }
}
