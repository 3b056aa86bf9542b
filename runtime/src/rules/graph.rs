//! The rules held against the tables: what each reads and writes, and the order in which they run.

pub(in crate::rules) mod components;
mod cycles;
mod defaults;
mod resolve;

use std::fmt;
use std::sync::Arc;

use super::declaration::{
    Code, EarlyCode, EventCode, Fold, Message, Moment, Origin, TruthOf, ValueOf,
};
use super::logic::Logic;
use super::reads::{Read, ReadSet};
use crate::catalog::{Catalog, TableId};
use crate::value::Value;

/// All rules of an application, in the order in which they run.
#[derive(Debug, Default)]
pub(crate) struct RuleGraph {
    /// The derivations; each comes after those whose results it reads.
    pub(crate) rules: Vec<Rule>,
    pub(crate) constraints: Vec<ConstraintRule>,
    pub(crate) early: Vec<EarlyRule>,
    pub(crate) events: Vec<EventRule>,
    /// Whether rows are stamped with when and by whom they were changed.
    pub(crate) stamps: bool,
    tables: Vec<TableRules>,
}

/// A derivation.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) origin: Origin,
    /// The table whose rows the closures are asked about.
    pub(crate) subject: TableId,
    /// The table and column that it writes.
    pub(crate) target: TableId,
    pub(crate) attribute: usize,
    pub(crate) kind: RuleKind,
    /// What the closures see.
    pub(crate) reads: ReadSet,
    /// What they see of the row as it was.
    pub(crate) old_reads: ReadSet,
    /// The same as a list, for those who want to know.
    pub(crate) inputs: Vec<Read>,
    /// Whether its results lead back to it, in other rows.
    pub(crate) is_recursive: bool,
}

/// What a derivation does.
#[derive(Debug)]
pub(crate) enum RuleKind {
    Formula(Code<ValueOf>),
    Copy(Code<ValueOf>),
    Default(Code<ValueOf>),
    Aggregate(AggregateRule),
}

/// An aggregate over the children that refer to a row.
#[derive(Debug)]
pub(crate) struct AggregateRule {
    pub(crate) fold: Fold,
    /// The relationship from the child to the parent.
    pub(crate) via: usize,
    pub(crate) value: Option<Code<ValueOf>>,
    pub(crate) condition: Option<Code<TruthOf>>,
    pub(crate) inserts_parent: bool,
}

/// A constraint.
#[derive(Debug)]
pub(crate) struct ConstraintRule {
    pub(crate) origin: Origin,
    pub(crate) table: TableId,
    pub(crate) condition: Code<TruthOf>,
    pub(crate) message: Option<Message>,
    pub(crate) shown_at: Option<usize>,
    pub(crate) judges_every_change: bool,
    pub(crate) reads: ReadSet,
    pub(crate) old_reads: ReadSet,
    pub(crate) inputs: Vec<Read>,
    /// Whether it, or its message, reads what only the database knows before the row is written.
    pub(crate) waits_for_database: bool,
}

/// Code that runs before a row is derived.
pub(crate) struct EarlyRule {
    pub(crate) origin: Origin,
    pub(crate) code: EarlyCode,
}

/// Code that runs after a row has changed.
pub(crate) struct EventRule {
    pub(crate) origin: Origin,
    pub(crate) table: TableId,
    pub(crate) moment: Moment,
    pub(crate) condition: Option<Code<TruthOf>>,
    pub(crate) reads: ReadSet,
    pub(crate) old_reads: ReadSet,
    /// What the condition reads of the row as it is, as a list.
    pub(crate) inputs: Vec<Read>,
    pub(crate) code: EventCode,
}

/// Who is told when a column changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Watcher {
    Rule(usize),
    Constraint(usize),
    /// A rule that takes a value once, about the rows that take it in this transaction.
    Taking(usize),
}

/// A watcher, and the way from its rows to the row that changed.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    pub(crate) watcher: Watcher,
    /// The way from the watcher's row to the changed one; none if it is the same row.
    pub(crate) path: Arc<[Step]>,
}

/// A relationship of a table, as a step on a way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) table: TableId,
    pub(crate) relationship: usize,
}

/// The rules that concern one table.
#[derive(Debug, Default)]
pub(crate) struct TableRules {
    /// For each column, the derivation that nobody else may write for.
    pub(crate) derived: Vec<Option<usize>>,
    /// The derivations whose closures are asked about rows of this table.
    pub(crate) subjects: Vec<usize>,
    /// The aggregates that are kept in rows of this table.
    pub(crate) aggregates: Vec<usize>,
    pub(crate) constraints: Vec<usize>,
    pub(crate) early: Vec<usize>,
    pub(crate) events: Vec<usize>,
    /// For each column, who is told when it changes.
    pub(crate) watches: Vec<Vec<Watch>>,
    /// For each column, what the database gives it by default, where that is a constant.
    pub(crate) defaults: Vec<Option<Value>>,
    /// Relationships without a foreign key of the database, whose rows must exist all the same.
    pub(crate) checked_parents: Vec<usize>,
    /// Relationships by which a rule that may lead back to its own table follows rows.
    pub(crate) recursive: Vec<usize>,
    /// Whether a rule must know of deleted rows.
    pub(crate) observes_delete: bool,
    /// Tables whose rows the database ends or changes with a row of this one; itself among them.
    pub(crate) ends_with: Vec<TableId>,
    /// Whether rows of this table are adjusted when rows of another change.
    pub(crate) is_adjusted: bool,
    /// Columns that rules read, and that only the database can fill in a new row.
    pub(crate) made_by_database: Vec<usize>,
}

impl TableRules {
    /// Whether a change of the column could concern a rule.
    pub(crate) fn is_watched(&self, attribute: usize) -> bool {
        self.watches
            .get(attribute)
            .is_some_and(|watches| !watches.is_empty())
    }
}

impl RuleGraph {
    /// Holds the declared rules against the tables.
    pub(crate) fn new(catalog: &Catalog, logic: Logic) -> Result<Self, RuleErrors> {
        resolve::resolve(catalog, logic)
    }

    pub(crate) fn table(&self, table: TableId) -> &TableRules {
        &self.tables[table.index()]
    }

    /// The text of a rule's code, for people.
    pub(crate) fn text(rule: &Rule) -> String {
        match &rule.kind {
            RuleKind::Formula(code) | RuleKind::Copy(code) | RuleKind::Default(code) => {
                code.text.to_owned()
            }
            RuleKind::Aggregate(aggregate) => {
                let value = aggregate.value.as_ref().map_or("", |value| value.text);
                match &aggregate.condition {
                    None => value.to_owned(),
                    Some(condition) if value.is_empty() => format!("when {}", condition.text),
                    Some(condition) => format!("{value} when {}", condition.text),
                }
            }
        }
    }
}

impl Rule {
    /// The word for what it does.
    pub(crate) fn kind_name(&self) -> &'static str {
        match &self.kind {
            RuleKind::Formula(_) => "formula",
            RuleKind::Copy(_) => "copy",
            RuleKind::Default(_) => "default",
            RuleKind::Aggregate(aggregate) => aggregate.fold.name(),
        }
    }

    /// `Customer.Balance`.
    pub(crate) fn name(&self, catalog: &Catalog) -> String {
        column_name(catalog, self.target, self.attribute)
    }
}

impl Fold {
    /// The word for it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sum => "sum",
            Self::Count => "count",
            Self::Min => "min",
            Self::Max => "max",
            Self::Average => "average",
        }
    }
}

/// `Customer.Balance`.
pub(crate) fn column_name(catalog: &Catalog, table: TableId, attribute: usize) -> String {
    let table = catalog.table(table);
    format!("{}.{}", table.kind, table.attributes[attribute].name)
}

impl fmt::Debug for EarlyRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "early event ({})", self.origin)
    }
}

impl fmt::Debug for EventRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "event ({})", self.origin)
    }
}

/// Why the rules of an application do not fit its tables, or each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleErrors(Vec<String>);

impl RuleErrors {
    /// One sentence each, with file and line in front.
    #[must_use]
    pub fn messages(&self) -> &[String] {
        &self.0
    }
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for RuleErrors {}
