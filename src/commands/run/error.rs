//! Why a project is not served.

use std::{borrow::Cow, io, path::PathBuf, process::ExitStatus};

use formwork_runtime::StartError;

/// Why a project is not served, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    #[error("`{}` is not a project of formwork: it has no `{missing}`", path.display())]
    NotAProject {
        path: PathBuf,
        missing: &'static str,
    },
    #[error(transparent)]
    Start(#[from] StartError),
    /// The compiled server ended, and nobody asked for it.
    #[error("the server ended: {status}")]
    Ended { status: ExitStatus },
    #[error("could not watch the server")]
    System(#[source] io::Error),
}

impl RunError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::NotAProject { .. } => Some(
                "give the folder of a project, such as `formwork run shop`, or make one with `formwork create`".into(),
            ),
            Self::Start(error) => error.hint(),
            Self::Ended { .. } | Self::System(_) => None,
        }
    }

    /// What the process ends with.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Ended { status } => status
                .code()
                .and_then(|code| u8::try_from(code).ok())
                .filter(|code| *code != 0)
                .unwrap_or(1),
            _ => 1,
        }
    }
}
