//! What can go wrong for a caller of the session. It knows no HTTP: `routes` maps it to statuses in one place.

use crate::store::{BoxError, StoreError};

/// The result of what a session does.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something was not done. `?` on any error gives [`Error::Internal`].
#[derive(Debug)]
pub enum Error {
    /// The change is not acceptable; nothing of it was kept.
    Refused(Vec<Problem>),
    /// A row was changed by somebody else since it was read.
    Stale(Box<Problem>),
    /// The database is away or too busy; trying again later may help.
    Busy {
        /// After so many seconds.
        retry_after: u32,
        /// For the log.
        source: BoxError,
    },
    /// Anything else. It is logged, and clients are not told.
    Internal(BoxError),
}

/// One reason for a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What kind of problem it is.
    pub code: ProblemCode,
    /// One sentence for the person who caused it.
    pub title: String,
    /// More about this occurrence.
    pub detail: Option<String>,
    /// Where in the change it is.
    pub place: Place,
    /// The kind of the resource it is about, and the id if there is one.
    pub row: Option<(String, Option<String>)>,
    /// The rule that was broken, if it was one.
    pub rule: Option<Box<BrokenRule>>,
    /// The number of the change that it is about, in the change set of the request; none if that is about other rows.
    pub(crate) change: Option<usize>,
}

/// A rule that a change would break.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRule {
    /// What kind of rule it is, such as `constraint`.
    pub kind: &'static str,
    /// Its condition, as it is written.
    pub text: String,
    /// The attributes of the row that it reads.
    pub attributes: Vec<String>,
    pub file: &'static str,
    pub line: u32,
}

/// The kinds of problems that clients can tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProblemCode {
    /// A rule of the application was violated.
    Rule,
    /// A row that a relationship refers to does not exist.
    MissingParent,
    /// The row does not exist, or not for this caller.
    NotFound,
    /// A value is not acceptable: wrong type, too long, null, not in the enum, violates a CHECK.
    Value,
    /// An attribute of that name does not exist, or cannot be written.
    Attribute,
    /// Another row has the same key.
    Duplicate,
    /// Other rows refer to the row.
    Referenced,
    /// The resource cannot be written.
    ReadOnly,
    /// A parameter of the request cannot be followed.
    Parameter,
    /// The row was changed by somebody else.
    Stale,
    /// The application's own code refused it.
    Refused,
}

/// Where in a change a problem is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Place {
    #[default]
    Row,
    /// The attribute of the name.
    Attribute(String),
    /// The relationship of the name.
    Relationship(String),
    /// The query parameter of the name.
    Parameter(String),
}

impl Problem {
    /// A problem of the row as a whole.
    pub fn new(code: ProblemCode, title: impl Into<String>) -> Self {
        Self {
            code,
            title: title.into(),
            detail: None,
            place: Place::Row,
            row: None,
            rule: None,
            change: None,
        }
    }

    /// The same, at an attribute.
    #[must_use]
    pub fn at_attribute(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Attribute(name.into());
        self
    }

    /// The same, at a relationship.
    #[must_use]
    pub fn at_relationship(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Relationship(name.into());
        self
    }

    /// The same, at a query parameter.
    #[must_use]
    pub fn at_parameter(mut self, name: impl Into<String>) -> Self {
        self.place = Place::Parameter(name.into());
        self
    }

    /// The same, with more about this occurrence.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// The same, with the rule that was broken.
    #[must_use]
    pub fn broken(mut self, rule: BrokenRule) -> Self {
        self.rule = Some(Box::new(rule));
        self
    }

    /// The same, about a row.
    #[must_use]
    pub fn about(mut self, kind: impl Into<String>, id: Option<String>) -> Self {
        self.row = Some((kind.into(), id));
        self
    }
}

impl Error {
    /// A refusal for one reason.
    #[must_use]
    pub fn refused(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }

    /// The same, about a change of the request, or about none.
    #[must_use]
    pub(crate) fn of_change(mut self, change: Option<usize>) -> Self {
        match &mut self {
            Self::Refused(problems) => problems
                .iter_mut()
                .for_each(|problem| problem.change = change),
            Self::Stale(problem) => problem.change = change,
            Self::Busy { .. } | Self::Internal(_) => {}
        }
        self
    }
}

impl Error {
    /// Whether the database could not take a value for one of the column that it is about.
    #[must_use]
    pub(crate) fn is_unfit(&self) -> bool {
        matches!(self.as_store_error(), Some(StoreError::Unfit { .. }))
    }

    /// The error of the database below, if there is one.
    #[must_use]
    pub fn as_store_error(&self) -> Option<&StoreError> {
        match self {
            Self::Busy { source, .. } | Self::Internal(source) => source.downcast_ref(),
            Self::Refused(_) | Self::Stale(_) => None,
        }
    }
}

/// Any error can be passed on with `?`; therefore [`Error`] itself is no `std::error::Error`.
impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let source: BoxError = error.into();
        match source.downcast_ref() {
            Some(
                StoreError::LostRace(_)
                | StoreError::Busy(_)
                | StoreError::Unavailable(_)
                | StoreError::Interrupted,
            ) => Self::Busy {
                retry_after: 1,
                source,
            },
            _ => Self::Internal(source),
        }
    }
}

/// Refuses what the function was asked for, with a sentence for the person who asked: `refuse!("there is no clerk `{name}`")`.
#[macro_export]
macro_rules! refuse {
    ($($sentence:tt)*) => {
        return ::std::result::Result::Err($crate::Error::refused($crate::Problem::new(
            $crate::ProblemCode::Refused,
            ::std::format!($($sentence)*),
        )))
    };
}
