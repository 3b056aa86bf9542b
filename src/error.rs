//! The one error of the command line, gathering those of the stages.

use std::process::ExitCode;

use crate::{
    introspect::{AddressError, IntrospectError},
    model::{ModelError, OverridesError},
    project::{CrateNameError, PlanError, ProjectError},
};

/// Why a command did not do what it was asked.
///
/// A stage joins with a variant here and a line in [`Error::hint`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Address(#[from] AddressError),
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    #[error(transparent)]
    Model(#[from] ModelError),
    #[error(transparent)]
    Overrides(#[from] OverridesError),
    #[error(transparent)]
    Project(#[from] ProjectError),
    /// Standard output does not take what we print.
    #[error("could not print the answer")]
    Print(#[source] std::io::Error),
}

impl Error {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Address(error) => Some(error.hint()),
            Self::Introspect(error) => error.hint(),
            Self::Model(error) => error.hint(),
            Self::Overrides(error) => error.hint(),
            Self::Project(error) => error.hint(),
            Self::Print(_) => None,
        }
    }

    /// What the shell is told: the user can fix it. (Wrong usage is 2, by clap; a bug of ours is
    /// 101, by the panic.)
    #[must_use]
    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(1)
    }
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
