//! One transaction through the rules: changes are applied, derived to a fixed point, judged, written.

mod agenda;
mod aggregate;
mod apply;
mod audit;
mod derive;
#[cfg(feature = "admin")]
mod explain;
mod happen;
mod judge;
mod load;
mod prefetch;
mod reconcile;
mod recursion;
mod write;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use agenda::{Agenda, Pending};
pub(crate) use audit::Cause;
use foldhash::fast::RandomState;

use super::caller::Caller;
use super::effects::{ChangedRowNow, Effect, EffectKind};
use super::graph::{RuleGraph, Step, Watcher};
use super::trace::Trace;
use super::workspace::{RowId, Workspace};
use crate::Result;
use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::session::{Applied, ChangeSet};
use crate::store::{Connection, Lock};
use crate::value::Value;

/// How often code of events may change rows anew before it is taken for endless.
const ROUNDS: usize = 100;

/// A transaction on its way through the rules.
pub(crate) struct Engine<'e> {
    state: &'e Arc<State>,
    connection: &'e mut dyn Connection,
    caller: Arc<Caller>,
    /// Whether it changes nothing, so that nobody need be kept from what it reads.
    only_looks: bool,
    /// Whether it will be asked for every row that has changed.
    tells_effects: bool,
    workspace: Workspace,
    /// What is still to be derived, by the number of the rule.
    agenda: Agenda,
    /// What is still to be judged, by the number of the constraint.
    judgements: Agenda,
    /// What each child contributes to its aggregates, where that is no longer what it was at the start.
    contributions: HashMap<(usize, RowId), Contribution, RandomState>,
    /// Parents whose children were all read, by the children's table and relationship.
    complete: HashSet<(TableId, usize, RowId), RandomState>,
    /// Rows that take a value once, by the rule that gives it.
    taking: HashMap<usize, HashSet<RowId, RandomState>, RandomState>,
    /// How often a rule was asked about a row, where its results may lead back to it.
    turns: HashMap<(usize, RowId), usize, RandomState>,
    /// Rows that clients or code have changed and whose early events have not run.
    changed_by_code: Vec<RowId>,
    /// Events that have happened, so that each happens once to a row.
    happened: HashSet<(usize, RowId), RandomState>,
    /// Values that clients gave new rows for columns that rules derive.
    claims: Vec<Claim>,
    /// The rows of the changes that the request has sent, with the number of the first change of each.
    sent: HashMap<RowId, usize, RandomState>,
    /// Rows to delete that no rule needs to know.
    unseen_deletes: Vec<(TableId, Vec<Value>)>,
    /// The same, for those who watch.
    gone_unseen: Vec<(TableId, Vec<Value>)>,
    /// Rows whose foreign keys without a constraint of the database are to be checked.
    unchecked_parents: Vec<(RowId, usize)>,
    /// Rows that were inserted because others refer to them.
    made_parents: Vec<RowId>,
    /// The event whose changes are being made.
    event: Option<Cause>,
    /// Columns that events have set, for those who want to know.
    causes: HashMap<(RowId, usize), Cause, RandomState>,
    /// Rows and relationships that might close a circle in the data.
    unchecked_circles: Vec<(RowId, usize)>,
    trace: Trace,
}

/// What a child adds to an aggregate.
#[derive(Debug, Clone, PartialEq)]
struct Contribution {
    parent: RowId,
    value: Value,
}

/// A client's value for a column that a rule derives.
#[derive(Debug)]
struct Claim {
    row: RowId,
    attribute: usize,
    value: Value,
}

/// Where the row of a change is.
#[derive(Debug, Clone)]
pub(crate) enum ChangedRow {
    Row(RowId),
    /// It was deleted without being read.
    Unseen(Vec<Value>),
}

impl<'e> Engine<'e> {
    pub(crate) fn new(
        state: &'e Arc<State>,
        connection: &'e mut dyn Connection,
        caller: Arc<Caller>,
    ) -> Self {
        Self {
            state,
            connection,
            caller,
            only_looks: false,
            tells_effects: false,
            workspace: Workspace::default(),
            agenda: Agenda::default(),
            judgements: Agenda::default(),
            contributions: HashMap::default(),
            complete: HashSet::default(),
            taking: HashMap::default(),
            turns: HashMap::default(),
            changed_by_code: Vec::new(),
            happened: HashSet::default(),
            claims: Vec::new(),
            sent: HashMap::default(),
            unseen_deletes: Vec::new(),
            gone_unseen: Vec::new(),
            unchecked_parents: Vec::new(),
            made_parents: Vec::new(),
            event: None,
            causes: HashMap::default(),
            unchecked_circles: Vec::new(),
            trace: Trace::start(),
        }
    }

    /// The same, to be asked for every row that has changed, or not.
    pub(crate) fn telling_effects(self, tells_effects: bool) -> Self {
        Self {
            tells_effects,
            ..self
        }
    }

    /// For reads: it locks nothing.
    #[cfg(feature = "admin")]
    pub(crate) fn looking(state: &'e Arc<State>, connection: &'e mut dyn Connection) -> Self {
        Self {
            only_looks: true,
            ..Self::new(state, connection, Arc::default())
        }
    }

    /// Applies a change set, and everything that follows from it.
    pub(crate) async fn run(&mut self, changes: &ChangeSet) -> Result<Vec<Applied>> {
        let rows = self.apply(changes).await?;
        for (number, row) in rows.iter().enumerate() {
            if let ChangedRow::Row(row) = row {
                self.sent.entry(*row).or_insert(number);
            }
        }
        self.finish().await?;
        Ok(rows.iter().map(|row| self.applied(row)).collect())
    }

    /// Applies a change set inside a transaction that goes on: its rows are written, and judged at the end.
    pub(crate) async fn apply_and_write(&mut self, changes: &ChangeSet) -> Result<Vec<ChangedRow>> {
        let rows = self.apply(changes).await?;
        self.settle().await?;
        self.write().await?;
        Ok(rows)
    }

    /// The row of the key as the transaction has it, kept from others until its end.
    pub(crate) async fn get(&mut self, table: &Table, key: &[Value]) -> Result<Option<Vec<Value>>> {
        if self.workspace.living(table, key).is_none() {
            self.by_keys(table, &[key.to_vec()], Lock::Update).await?;
        }
        let Some(row) = self.workspace.living(table, key) else {
            return Ok(None);
        };
        self.lock(&[row], Lock::Update).await?;
        Ok(Some(self.workspace.row(row).now().to_vec()))
    }

    /// Derives, judges and writes what was applied, until nothing is left to be done.
    pub(crate) async fn finish(&mut self) -> Result<()> {
        for _ in 0..ROUNDS {
            self.settle().await?;
            // What follows the writing may still change what is judged.
            if !self.awaits_flush() {
                self.judge(false).await?;
            }
            self.write().await?;
            if !self.happen_after_flush().await? {
                self.judge(true).await?;
                self.trace.end(self.caller.as_ref());
                return self.write_audit().await;
            }
        }
        Err(endless())
    }

    /// Derives to a fixed point, with the events that happen before anything is written.
    async fn settle(&mut self) -> Result<()> {
        for _ in 0..ROUNDS {
            self.happen_early().await?;
            self.insert_early().await?;
            self.derive().await?;
            if !self.happen_before_write().await? {
                return Ok(());
            }
        }
        Err(endless())
    }

    /// What a change has come to.
    pub(crate) fn applied(&self, row: &ChangedRow) -> Applied {
        match row {
            ChangedRow::Unseen(key) => Applied {
                key: key.clone(),
                row: None,
            },
            ChangedRow::Row(id) => {
                let row = self.workspace.row(*id);
                let table = self.state.catalog.table(row.table);
                Applied {
                    key: row.key(table),
                    row: (!row.is_deleted).then(|| row.now().to_vec()),
                }
            }
        }
    }

    /// Every row that is other than at the start.
    pub(crate) fn effects(&self) -> Vec<Effect> {
        super::effects::gather(&self.state.catalog, &self.workspace)
    }

    /// Every row that is other than at the start, as it is now.
    pub(crate) fn rows_now(&self) -> Vec<ChangedRowNow> {
        let mut rows = super::effects::rows_now(&self.state.catalog, &self.workspace);
        rows.extend(self.gone_unseen.iter().map(|(table, key)| ChangedRowNow {
            table: *table,
            key: key.clone(),
            kind: EffectKind::Deleted,
            now: None,
        }));
        rows
    }

    fn graph(&self) -> &'e RuleGraph {
        &self.state.rules
    }

    fn table(&self, id: TableId) -> &'e Table {
        self.state.catalog.table(id)
    }

    fn table_of(&self, row: RowId) -> &'e Table {
        self.table(self.workspace.row(row).table)
    }

    /// Sets a column, and tells the rules that read it.
    fn set(&mut self, row: RowId, attribute: usize, value: Value, reason: &dyn Fn() -> String) {
        let table = self.table_of(row);
        let before = &self.workspace.row(row).now()[attribute];
        if *before == value {
            self.workspace.row_mut(row).assign(attribute);
            return;
        }
        self.trace
            .set(table, &self.workspace, row, attribute, &value, reason);
        self.workspace.set(table, row, attribute, value);
        self.workspace.row_mut(row).assign(attribute);
        self.note_cause(row, attribute);
        self.has_changed(row, attribute);
    }

    /// Tells the rules that read the column.
    fn has_changed(&mut self, row: RowId, attribute: usize) {
        let table = self.table_of(row);
        let rules = self.graph().table(table.id);
        for watch in &rules.watches[attribute] {
            let pending = match watch.watcher {
                Watcher::Taking(rule) => {
                    if let Some(rows) = self.taking.get(&rule) {
                        self.agenda.of(rule).rows.extend(rows);
                    }
                    continue;
                }
                Watcher::Rule(rule) => self.agenda.of(rule),
                Watcher::Constraint(constraint) => self.judgements.of(constraint),
            };
            if watch.path.is_empty() {
                pending.rows.push(row);
            } else {
                pending.behind.push((Arc::clone(&watch.path), row));
            }
        }
        for &constraint in &rules.constraints {
            if self.graph().constraints[constraint].judges_every_change {
                self.judgements.add(constraint, row);
            }
        }
        for &relationship in rules.checked_parents.iter().chain(&rules.recursive) {
            if !table.relationships[relationship]
                .attributes
                .contains(&attribute)
            {
                continue;
            }
            if rules.checked_parents.contains(&relationship) {
                self.unchecked_parents.push((row, relationship));
            }
            if rules.recursive.contains(&relationship) {
                self.unchecked_circles.push((row, relationship));
            }
        }
    }

    /// The living rows that a rule is to be asked about, each once, in the order of their numbers.
    async fn subjects(&mut self, pending: Pending, with_deleted: bool) -> Result<Vec<RowId>> {
        let mut rows = pending.rows;
        let mut by_path: Vec<(Arc<[Step]>, Vec<RowId>)> = Vec::new();
        for (path, row) in pending.behind {
            match by_path.iter_mut().find(|(known, _)| *known == path) {
                Some((_, list)) => list.push(row),
                None => by_path.push((path, vec![row])),
            }
        }
        for (path, behind) in by_path {
            rows.extend(self.rows_before(&path, behind).await?);
        }
        rows.sort_unstable();
        rows.dedup();
        if !with_deleted {
            rows.retain(|&row| !self.workspace.row(row).is_deleted);
        }
        Ok(rows)
    }

    /// Follows a way of relationships backwards, from the rows it leads to.
    async fn rows_before(&mut self, path: &[Step], mut rows: Vec<RowId>) -> Result<Vec<RowId>> {
        for step in path.iter().rev() {
            rows.sort_unstable();
            rows.dedup();
            rows = self.children(step.table, step.relationship, &rows).await?;
        }
        Ok(rows)
    }
}

fn endless() -> crate::Error {
    crate::Error::Internal(
        format!("events have changed rows in {ROUNDS} rounds without coming to an end").into(),
    )
}
