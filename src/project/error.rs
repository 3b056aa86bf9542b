//! Why a project could not be written, read or changed.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{
    crate_name::CrateNameError,
    plan::PlanError,
    record::{RECORD, RecordError},
};
use crate::shell::word;

/// Why a project could not be written, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum ProjectError {
    #[error(transparent)]
    CrateName(#[from] CrateNameError),
    #[error(transparent)]
    Record(#[from] RecordError),
    #[error(transparent)]
    Plan(#[from] PlanError),
    #[error("`{}` exists and is not empty", path.display())]
    NotEmpty { path: PathBuf },
    #[error("`{}` is a {kind}, not a directory to create", path.display())]
    InTheWay { path: PathBuf, kind: &'static str },
    #[error("`{}` is not from formwork, which needs that name for a moment", path.display())]
    StagingInTheWay { path: PathBuf },
    #[error("another formwork is at work in `{}`", path.display())]
    Busy { path: PathBuf },
    #[error("`{path}` is no path inside a project")]
    OutsideProject { path: String },
    #[error("two files of the project are called `{path}`")]
    Twice { path: String },
    #[error("`{}` is not a project of formwork: it has no `formwork/record.yaml`", path.display())]
    NoProject { path: PathBuf },
    #[error("could not {action} `{}`", path.display())]
    Io {
        action: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    #[error("could not undo the change that was begun in `{}`", path.display())]
    Undo { path: PathBuf, source: io::Error },
    #[error("the journal `{}` of an interrupted change is broken", path.display())]
    BrokenJournal {
        path: PathBuf,
        source: serde_json::Error,
    },
    #[error("`{}` changed while the project was being changed", path.display())]
    ChangedMeanwhile { path: PathBuf },
}

impl ProjectError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::CrateName(error) => return Some(error.hint()),
            Self::Record(error) => return Some(error.hint()),
            Self::Plan(error) => return error.hint(),
            Self::NotEmpty { path } if path.join(RECORD).is_file() => {
                return Some(format!(
                    "it is a project: `formwork rebuild-from-database {}` brings it up to date; or choose another directory",
                    word(&path.to_string_lossy())
                ));
            }
            Self::NotEmpty { .. } => "choose another directory, or empty this one yourself",
            Self::InTheWay { .. } => "choose another name, or move it away",
            Self::StagingInTheWay { .. } => "rename it, then run the command again",
            Self::Busy { .. } => "wait until it is done, then run the command again",
            Self::NoProject { path } if path.join("src/generated/model.json").is_file() => {
                "restore it from version control: `git checkout HEAD -- formwork/record.yaml`"
            }
            Self::NoProject { .. } => {
                "run the command in a project's directory, or give its path; `formwork create` makes one"
            }
            Self::ChangedMeanwhile { .. } => "run the command again",
            Self::Undo { .. } => {
                "remove the cause and run the command again: it first finishes undoing"
            }
            Self::BrokenJournal { .. } => {
                "restore the project from version control, then remove the journal's directory"
            }
            Self::Io { action, source, .. } => match source.kind() {
                io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                    "free some space, then run the command again: nothing was changed"
                }
                io::ErrorKind::PermissionDenied if *action == CREATE => {
                    "make the directory that it belongs into writable for you, or choose another one"
                }
                io::ErrorKind::PermissionDenied if *action == READ => "make it readable for you",
                io::ErrorKind::PermissionDenied => {
                    "make it writable for you, or choose another directory"
                }
                io::ErrorKind::ReadOnlyFilesystem => "choose a directory on another file system",
                _ => return None,
            },
            Self::OutsideProject { .. } | Self::Twice { .. } => return None,
        };
        Some(hint.to_owned())
    }
}

/// What could not be done where something new does not come into being.
pub(super) const CREATE: &str = "create";

/// What could not be done where something is that we may not look at.
const READ: &str = "read";

/// Names what was being done, and where, beside the system's error.
pub(super) fn at(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> ProjectError {
    let path = path.to_owned();
    move |source| ProjectError::Io {
        action,
        path,
        source,
    }
}
