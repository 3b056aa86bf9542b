//! What a project has declared, before it is held against the tables.

use std::fmt;

use super::notation::{Facts, RowExpression, RowMessage, Truth, take_fault};
use super::reads::Read;
use super::workspace::View;
use crate::resource::{Field, Resource, RowData};
use crate::session::Session;
use crate::store::BoxFuture;
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// Where something was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) file: &'static str,
    pub(crate) line: u32,
}

impl Origin {
    pub(crate) fn of(location: &'static std::panic::Location<'static>) -> Self {
        Self {
            file: location.file(),
            line: location.line(),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// Something that is read, as it was declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum DeclaredRead {
    /// By the names of the struct's fields; what `#[rules]` has found.
    Fields {
        from_old: bool,
        fields: &'static [&'static str],
    },
    /// By positions; what `.reads` says.
    Positions(Read),
}

/// A closure over a row, whatever type the row has.
pub(crate) struct Code<C> {
    pub(crate) reads: Vec<DeclaredRead>,
    pub(crate) text: &'static str,
    pub(crate) origin: Origin,
    /// Whether `#[rules]` could not see what it reads.
    pub(crate) is_opaque: bool,
    pub(crate) takes_old: bool,
    pub(crate) call: C,
}

impl<C> fmt::Debug for Code<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.text, self.origin)
    }
}

/// Gives the value of a column; none if it needs the row as it was before, and there is none.
pub(crate) type ValueOf =
    Box<dyn Fn(View<'_>, Option<View<'_>>) -> Result<Option<Value>> + Send + Sync>;
/// Judges a row; none if it needs the row as it was before, and there is none.
pub(crate) type TruthOf =
    Box<dyn Fn(View<'_>, Option<View<'_>>) -> Result<Option<Truth>> + Send + Sync>;
/// Says something about a row.
pub(crate) type TextOf = Box<dyn Fn(View<'_>) -> Result<String> + Send + Sync>;

impl<C> Code<C> {
    fn new(facts: &Facts, takes_old: bool, call: C) -> Self {
        Self {
            reads: reads(facts),
            text: facts.source,
            origin: Origin {
                file: facts.file,
                line: facts.line,
            },
            is_opaque: facts.is_opaque,
            takes_old,
            call,
        }
    }
}

fn reads(facts: &Facts) -> Vec<DeclaredRead> {
    let fields = facts.reads.iter().map(|read| DeclaredRead::Fields {
        from_old: read.from_old,
        fields: read.fields,
    });
    fields.collect()
}

/// The struct of a row, and of the same row as it was before.
fn structs<R: Resource>(row: View<'_>, old: Option<View<'_>>) -> Result<(R, Option<R>)> {
    let read = |view| RowData::viewed::<R>(view).read();
    Ok((read(row)?, old.map(read).transpose()?))
}

fn checked<T>(value: T) -> Result<T> {
    match take_fault() {
        None => Ok(value),
        Some(fault) => Err(Error::refused(Problem::new(
            ProblemCode::Value,
            fault.to_string(),
        ))),
    }
}

/// A closure that gives a value for a column of the type.
pub(crate) fn value_code<R, V, E>(expression: E) -> Code<ValueOf>
where
    R: Resource,
    V: Field,
    E: RowExpression<R>,
    E::Output: super::notation::Derives<V>,
{
    use super::notation::Derives;
    let facts = *expression.facts();
    let call: ValueOf = Box::new(move |row, old| {
        let (row, old) = structs::<R>(row, old)?;
        let result = expression.call(&row, old.as_ref());
        let value = result.map(|result| {
            result
                .derive()
                .map_or(Value::Null, |value| value.to_value())
        });
        checked(value)
    });
    Code::new(&facts, E::TAKES_OLD, call)
}

/// A closure that judges a row.
pub(crate) fn truth_code<R, E>(expression: E) -> Code<TruthOf>
where
    R: Resource,
    E: RowExpression<R>,
    E::Output: super::notation::IntoTruth,
{
    use super::notation::IntoTruth;
    let facts = *expression.facts();
    let call: TruthOf = Box::new(move |row, old| {
        let (row, old) = structs::<R>(row, old)?;
        checked(
            expression
                .call(&row, old.as_ref())
                .map(IntoTruth::into_truth),
        )
    });
    Code::new(&facts, E::TAKES_OLD, call)
}

/// A message about a row, and what it reads.
pub(crate) struct Message {
    pub(crate) reads: Vec<DeclaredRead>,
    pub(crate) call: TextOf,
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("reads", &self.reads)
            .finish_non_exhaustive()
    }
}

impl Message {
    pub(crate) fn new<R: Resource>(message: impl RowMessage<R>) -> Self {
        let reads = message.facts().map(reads).unwrap_or_default();
        let call: TextOf = Box::new(move |row| {
            let (row, _) = structs::<R>(row, None)?;
            checked(message.text(&row))
        });
        Self { reads, call }
    }
}

/// The kinds of aggregates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fold {
    Sum,
    Count,
    Min,
    Max,
    Average,
}

/// A value that an event's code gives back: the row with its own changes.
pub(crate) type EarlyCode = Box<
    dyn for<'a> Fn(&'a mut Vec<Value>, super::events::Happened) -> BoxFuture<'a, Result<()>>
        + Send
        + Sync,
>;
/// The code of any other event.
pub(crate) type EventCode = Box<
    dyn for<'a> Fn(super::events::Happened, &'a mut Session) -> BoxFuture<'a, Result<()>>
        + Send
        + Sync,
>;

/// When the code of an event runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Moment {
    /// After the derivations of the rows so far.
    Row,
    /// After those of all rows, before anything is written.
    Commit,
    /// After the rows are written, before the commit.
    AfterFlush,
}

impl Moment {
    /// The word for an event of it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Row => "row event",
            Self::Commit => "commit event",
            Self::AfterFlush => "after-flush event",
        }
    }
}

/// One declared rule.
#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) origin: Origin,
    pub(crate) rule: DeclaredRule,
}

/// A rule by kind; tables by their JSON:API types, columns by position.
pub(crate) enum DeclaredRule {
    Formula {
        table: &'static str,
        attribute: usize,
        value: Code<ValueOf>,
    },
    Copy {
        table: &'static str,
        attribute: usize,
        value: Code<ValueOf>,
    },
    Default {
        table: &'static str,
        attribute: usize,
        value: Code<ValueOf>,
    },
    Aggregate {
        fold: Fold,
        parent: &'static str,
        attribute: usize,
        child: &'static str,
        via: Option<usize>,
        value: Option<Code<ValueOf>>,
        condition: Option<Code<TruthOf>>,
        inserts_parent: bool,
    },
    Constraint {
        table: &'static str,
        condition: Code<TruthOf>,
        message: Option<Message>,
        shown_at: Option<usize>,
        /// Whether every changed row is judged, not only those whose inputs changed.
        judges_every_change: bool,
    },
    ParentCheckOff {
        table: &'static str,
    },
    Stamp,
    Early {
        table: &'static str,
        code: EarlyCode,
    },
    Event {
        table: &'static str,
        moment: Moment,
        condition: Option<Code<TruthOf>>,
        code: EventCode,
    },
}

impl fmt::Debug for DeclaredRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Formula { .. } => "Formula",
            Self::Copy { .. } => "Copy",
            Self::Default { .. } => "Default",
            Self::Aggregate { .. } => "Aggregate",
            Self::Constraint { .. } => "Constraint",
            Self::ParentCheckOff { .. } => "ParentCheckOff",
            Self::Stamp => "Stamp",
            Self::Early { .. } => "Early",
            Self::Event { .. } => "Event",
        })
    }
}
