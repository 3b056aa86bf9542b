//! What went wrong in a database, in terms that the three share.

use crate::model::Dialect;

/// Why a statement or a transaction did not succeed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A constraint of the database refused the change.
    #[error("a constraint of the database was violated")]
    Violated {
        /// Which kind of constraint.
        violation: Violation,
        /// The constraint's or column's name, where the database tells.
        constraint: Option<String>,
        /// What the driver said; for the log.
        source: BoxError,
    },
    /// A value did not fit its column: too long, out of range, not in the enum.
    #[error("a value did not fit its column")]
    Unfit {
        /// The column's name, where the database tells.
        column: Option<String>,
        /// What the driver said; for the log.
        source: BoxError,
    },
    /// What the statement is about refers to something that the database does not have: a foreign key to half of a key, a
    /// view or a trigger to a table that is gone.
    #[error("a definition of the database refers to something that is not there")]
    Dangling(#[source] BoxError),
    /// The transaction lost a deadlock or a serialization race; it can be run again.
    #[error("the transaction lost a race")]
    LostRace(#[source] BoxError),
    /// The database did not answer in time, or has no connection or lock to give.
    #[error("the database is busy")]
    Busy(#[source] BoxError),
    /// The database cannot be reached.
    #[error("the database is away")]
    Unavailable(#[source] BoxError),
    /// The statement exceeded what the caller allowed it.
    #[error("the statement was interrupted")]
    Interrupted,
    /// The caller took as many rows as it may.
    #[error("there are more rows than allowed")]
    TooManyRows,
    /// The crate was built without the driver.
    #[error("this program was built without the driver for {0:?}")]
    NoDriver(Dialect),
    /// Anything else: our bug, or a schema that changed under us.
    #[error("the database refused a statement")]
    Other(#[source] BoxError),
}

/// Any error, as drivers give it.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// A kind of constraint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Violation {
    Unique,
    ForeignKey,
    NotNull,
    Check,
}
