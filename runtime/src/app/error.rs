//! Why a server does not start, and how that is said.

use std::borrow::Cow;
use std::error::Error;
use std::io::{self, Write};

use crate::catalog::CatalogError;
use crate::config::{ConfigError, Origin};
use crate::model::Dialect;
use crate::rules::RuleErrors;
use crate::store::{BoxError, StoreError};

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// An option that the server does not have, or a value it cannot use.
    #[error("{0}")]
    Usage(String),
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// `model.json` is not there, or may not be read.
    #[error("could not read `src/generated/model.json`")]
    ModelFile(#[source] io::Error),
    /// `model.json` is not one.
    #[error("could not read `src/generated/model.json`")]
    Model(#[source] serde_json::Error),
    #[error("`src/generated/model.json` cannot be served")]
    Catalog(#[source] CatalogError),
    /// The project's rules do not fit its tables, or each other.
    #[error("the rules cannot be followed")]
    Rules(#[source] RuleErrors),
    /// The structs and `model.json` are of different rebuilds.
    #[error("`src/generated` does not fit `src/generated/model.json`: {difference}")]
    Views { difference: String },
    #[error("the database `{database}` is not configured")]
    NotConfigured { database: String },
    #[error("the project was made from {}, and the address of its database ({origin}) is of another kind", name(*made_from))]
    OtherDialect { made_from: Dialect, origin: Origin },
    #[error("could not open the database `{address}`")]
    Database {
        address: String,
        origin: Origin,
        source: StoreError,
    },
    #[error("could not listen on `{host}:{port}`")]
    Listen {
        host: String,
        port: u16,
        source: io::Error,
    },
    #[error("could not take over the listener")]
    HandOver(#[source] io::Error),
    #[error("could not compare the stored values with the rules")]
    Reconcile(#[source] BoxError),
    #[error("could not read the table of the audit log, `formwork_audit`")]
    Audit(#[source] BoxError),
    #[error("could not start the server")]
    System(#[source] io::Error),
}

impl From<CatalogError> for StartError {
    fn from(error: CatalogError) -> Self {
        match error {
            CatalogError::Rules(errors) => Self::Rules(errors),
            error => Self::Catalog(error),
        }
    }
}

impl StartError {
    /// Why the audit log cannot be written.
    pub(super) fn audit(error: crate::Error) -> Self {
        match Self::reconcile(error) {
            Self::Reconcile(source) => Self::Audit(source),
            other => other,
        }
    }

    /// Why the stored values could not be compared with the rules.
    pub(super) fn reconcile(error: crate::Error) -> Self {
        use crate::Error as Of;
        Self::Reconcile(match error {
            Of::Internal(source) | Of::Busy { source, .. } => source,
            Of::Stale(problem) => problem.title.into(),
            Of::Refused(problems) => {
                let titles: Vec<_> = problems.into_iter().map(|problem| problem.title).collect();
                titles.join("; ").into()
            }
        })
    }

    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<Cow<'static, str>> {
        const REBUILD: &str = "run `formwork rebuild-from-database`";
        const ANEW: &str = "run `formwork rebuild-from-database --overwrite`, which writes it anew";
        Some(match self {
            Self::Usage(_) => "`--help` shows the options".into(),
            Self::Config(error) => return error.hint(),
            Self::ModelFile(source) if source.kind() == io::ErrorKind::PermissionDenied => {
                "make it readable for you".into()
            }
            Self::ModelFile(_) | Self::Model(_) | Self::Catalog(_) => ANEW.into(),
            Self::Views { .. } => REBUILD.into(),
            Self::Rules(_) => "the files and lines are those of `src/rules`".into(),
            Self::OtherDialect { origin, .. } => format!("change the address, which is given by {origin}").into(),
            Self::Database {
                source: StoreError::NoDriver(dialect),
                ..
            } => {
                let feature = format!("{dialect:?}").to_lowercase();
                format!("add the feature `{feature}` of `formwork-runtime` in `Cargo.toml`").into()
            }
            Self::Database {
                address, origin, ..
            } if address.starts_with("sqlite:") => format!(
                "check that the file is there, and that you may write to it and to its directory; its address is given by {origin}"
            )
            .into(),
            Self::Database { origin, .. } => {
                format!("check that the database is there; its address is given by {origin}").into()
            }
            Self::Listen { port, source, .. } => match source.kind() {
                io::ErrorKind::AddrInUse => format!(
                    "stop what listens there, or choose another port: `--port {}`",
                    other_port(*port)
                )
                .into(),
                io::ErrorKind::PermissionDenied => "choose a port above 1023 with `--port`".into(),
                io::ErrorKind::AddrNotAvailable => {
                    "choose an address of this machine with `--host`".into()
                }
                _ => return None,
            },
            Self::Audit(_) => {
                "`formwork add-audit` makes it; `audit.enabled: false` goes without".into()
            }
            Self::NotConfigured { .. }
            | Self::Reconcile(_)
            | Self::HandOver(_)
            | Self::System(_) => return None,
        })
    }

    /// Prints the error, its causes and the hint to the standard error output.
    pub(super) fn print(&self) {
        // Nobody is left to tell when this fails.
        let _ = io::stderr().write_all(self.report().as_bytes());
    }

    fn report(&self) -> String {
        let mut lines = vec![format!("error: {self}")];
        let mut cause = self.source();
        while let Some(error) = cause {
            lines.push(format!("caused by: {error}"));
            cause = error.source();
        }
        if let Some(hint) = self.hint() {
            lines.push(format!("hint: {hint}"));
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

fn other_port(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(5656)
}

fn name(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Sqlite => "SQLite",
        Dialect::Postgres => "PostgreSQL",
        Dialect::Mysql => "MySQL",
    }
}
