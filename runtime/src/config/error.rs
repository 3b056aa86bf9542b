//! Why a configuration cannot be used.

use std::borrow::Cow;
use std::io::ErrorKind;
use std::path::PathBuf;

use super::DotEnvError;
use super::load::Origin;

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file is there and cannot be read, or was named and is not there.
    #[error("could not read `{}`", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    /// `config.yaml` is no YAML, or says something that is no setting.
    #[error("line {line} of `{}`: {problem}", path.display())]
    File {
        path: PathBuf,
        line: u64,
        problem: String,
        hint: String,
    },
    /// `.env` is not what it should be.
    #[error("line {} of `{}`", source.line, path.display())]
    DotEnv { path: PathBuf, source: DotEnvError },
    /// A variable begins as ours do and names no setting.
    #[error("{origin} is no setting")]
    UnknownVariable { origin: Origin, hint: String },
    /// A value is not of its setting's type.
    #[error("the value of `{name}` cannot be used ({origin}): {problem}")]
    Value {
        name: String,
        origin: Origin,
        problem: String,
    },
    /// No layer gives the address of the database.
    #[error("the address of the database is not set")]
    NoDatabase,
}

impl ConfigError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<Cow<'static, str>> {
        match self {
            Self::Unreadable { source, .. } if source.kind() == ErrorKind::PermissionDenied => {
                Some("make it readable for you".into())
            }
            Self::Unreadable { source, .. } if source.kind() == ErrorKind::InvalidData => {
                Some("save it as UTF-8".into())
            }
            Self::Unreadable { .. } => None,
            Self::Value { origin, .. } => Some(match origin {
                Origin::Default => return None,
                origin => format!("correct {origin}, then run the command again").into(),
            }),
            Self::DotEnv { .. } => Some("write one `NAME=value` in a line; quote values that have spaces".into()),
            Self::File { hint, .. } | Self::UnknownVariable { hint, .. } => {
                Some(hint.clone().into())
            }
            Self::NoDatabase => {
                Some("write it as `database.url` in the project's `config.yaml`, or set `DATABASE_URL` in the environment".into())
            }
        }
    }
}
