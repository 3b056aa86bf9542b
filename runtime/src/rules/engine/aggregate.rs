//! Aggregates: what children contribute is adjusted by the difference; sibling parents are read in one query.

mod fold;

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::load::zero;
use super::{Contribution, Engine};
use crate::catalog::Table;
use crate::rules::declaration::Fold;
use crate::rules::graph::{AggregateRule, Rule};
use crate::rules::notation::Truth;
use crate::rules::workspace::{Link, RowId, When};
use crate::store::Lock;
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};
use fold::{add, average, is_beyond, subtract};

/// What a child contributed so far, and contributes now, before it is known where the values go.
#[derive(Debug)]
struct Change {
    child: RowId,
    was: Option<Value>,
    /// Whether that was at the start, and not earlier in this transaction.
    is_first: bool,
    now: Option<Value>,
}

/// What comes and goes, parent by parent, in the order in which they are met.
#[derive(Debug, Default)]
struct Differences {
    parents: Vec<Difference>,
    places: HashMap<RowId, usize, RandomState>,
}

#[derive(Debug)]
struct Difference {
    parent: RowId,
    gone: Vec<Value>,
    come: Vec<Value>,
}

impl Differences {
    fn of(&mut self, parent: RowId) -> &mut Difference {
        let is_last = self
            .parents
            .last()
            .is_some_and(|difference| difference.parent == parent);
        let at = if is_last {
            self.parents.len() - 1
        } else {
            *self.places.entry(parent).or_insert_with(|| {
                self.parents.push(Difference {
                    parent,
                    gone: Vec::new(),
                    come: Vec::new(),
                });
                self.parents.len() - 1
            })
        };
        &mut self.parents[at]
    }
}

impl Engine<'_> {
    pub(super) async fn aggregate(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        children: &[RowId],
    ) -> Result<()> {
        if !rule.reads.parents().is_empty() {
            let living = |child: &RowId| !self.workspace.row(*child).is_deleted;
            let living: Vec<RowId> = children.iter().copied().filter(living).collect();
            let first = |child: &RowId| self.is_first(index, *child);
            let first: Vec<RowId> = children.iter().copied().filter(first).collect();
            self.load_parents(&living, &rule.reads, When::Now, Lock::Share)
                .await?;
            self.load_parents(&first, &rule.reads, When::Start, Lock::Share)
                .await?;
        }
        let mut changes = Vec::with_capacity(children.len());
        let mut left = Vec::new();
        let mut arriving = Vec::with_capacity(children.len());
        for &child in children {
            let now = self.contribution(rule, aggregate, child, When::Now)?;
            let is_first = self.is_first(index, child);
            let was = if is_first {
                self.contribution(rule, aggregate, child, When::Start)?
            } else {
                self.contributions
                    .get(&(index, child))
                    .map(|contribution| contribution.value.clone())
            };
            if was == now && !self.has_moved(child, aggregate.via, is_first, index) {
                continue;
            }
            if is_first && was.is_some() {
                left.push((child, When::Start));
            }
            if now.is_some() {
                arriving.push((child, When::Now));
            }
            changes.push(Change {
                child,
                was,
                is_first,
                now,
            });
        }
        // Parents are read only now that it is known that there is something to adjust.
        let mut ends = left;
        ends.extend_from_slice(&arriving);
        self.follow_all(&ends, aggregate.via, Lock::Update).await?;
        if aggregate.inserts_parent {
            self.insert_parents(rule, aggregate, &arriving);
        }
        self.adjust(index, rule, aggregate, changes).await
    }

    /// Whether the database has the row, and this transaction has not asked before what it contributes.
    fn is_first(&self, index: usize, child: RowId) -> bool {
        !self.workspace.row(child).is_new() && !self.contributions.contains_key(&(index, child))
    }

    /// Whether a child refers to another row than the one it last contributed to.
    fn has_moved(&self, child: RowId, via: usize, is_first: bool, index: usize) -> bool {
        let row = self.workspace.row(child);
        if !is_first {
            let Some(before) = self.contributions.get(&(index, child)) else {
                return false;
            };
            return self.workspace.link(child, via, When::Now) != Link::To(before.parent);
        }
        let parts = &self.table(row.table).relationships[via].attributes;
        row.is_deleted
            || parts.iter().any(|&part| row.has_changed(part))
            || row
                .awaited
                .iter()
                .any(|awaited| parts.contains(&awaited.attribute))
    }

    /// What a child's value is for the aggregate; none if it does not count.
    fn contribution(
        &self,
        rule: &Rule,
        aggregate: &AggregateRule,
        child: RowId,
        when: When,
    ) -> Result<Option<Value>> {
        let row = self.workspace.row(child);
        if when == When::Now && row.is_deleted {
            return Ok(None);
        }
        let view = self.workspace.view(child, when, &rule.reads);
        if let Some(condition) = &aggregate.condition {
            let truth =
                (condition.call)(view, None).map_err(|error| self.in_rule(error, rule, child))?;
            if truth != Some(Truth::True) {
                return Ok(None);
            }
        }
        let Some(value) = &aggregate.value else {
            return Ok(Some(Value::Int(1)));
        };
        let value = (value.call)(view, None).map_err(|error| self.in_rule(error, rule, child))?;
        let value = value.unwrap_or_default();
        match aggregate.fold {
            // Null counts as 0, and 0 changes nothing.
            Fold::Sum | Fold::Count => {
                let value = self.fitted(rule.target, rule.attribute, value, child)?;
                Ok(Some(value).filter(|value| !value.is_null() && !fold::is_zero(value)))
            }
            Fold::Min | Fold::Max => {
                let value = self.fitted(rule.target, rule.attribute, value, child)?;
                Ok(Some(value).filter(|value| !value.is_null()))
            }
            Fold::Average => Ok(Some(value).filter(|value| !value.is_null())),
        }
    }

    fn contribution_to(
        &self,
        child: RowId,
        via: usize,
        when: When,
        value: Value,
    ) -> Option<Contribution> {
        match self.workspace.link(child, via, when) {
            Link::To(parent) => Some(Contribution { parent, value }),
            Link::Unknown | Link::Null | Link::Missing => None,
        }
    }

    async fn adjust(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        changes: Vec<Change>,
    ) -> Result<()> {
        let mut differences = Differences::default();
        for change in changes {
            let child = change.child;
            let to = |when, value| self.contribution_to(child, aggregate.via, when, value);
            let now = change.now.and_then(|value| to(When::Now, value));
            let was = if change.is_first {
                change.was.and_then(|value| to(When::Start, value))
            } else {
                self.contributions.remove(&(index, child))
            };
            if let Some(was) = was.filter(|was| !was.value.is_null()) {
                differences.of(was.parent).gone.push(was.value);
            }
            if let Some(now) = now.as_ref().filter(|now| !now.value.is_null()) {
                differences.of(now.parent).come.push(now.value.clone());
            }
            // Remembered also if it contributes nothing, so that the start is not asked again.
            let now = now.unwrap_or(Contribution {
                parent: child,
                value: Value::Null,
            });
            self.contributions.insert((index, child), now);
        }
        for difference in differences.parents {
            if self.workspace.row(difference.parent).is_deleted {
                continue;
            }
            self.trace.fired(rule, &self.state.catalog);
            self.adjust_parent(index, rule, aggregate, difference)
                .await?;
        }
        Ok(())
    }

    async fn adjust_parent(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        difference: Difference,
    ) -> Result<()> {
        let Difference { parent, gone, come } = difference;
        let now = self.workspace.row(parent).now()[rule.attribute].clone();
        let is_new = self.workspace.row(parent).is_new();
        let value = match aggregate.fold {
            Fold::Sum | Fold::Count if !now.is_null() => {
                let column_type = &self.table(rule.target).attributes[rule.attribute].column_type;
                let sum = come
                    .iter()
                    .try_fold(now, |sum, value| add(&sum, value))
                    .and_then(|sum| {
                        gone.iter()
                            .try_fold(sum, |sum, value| subtract(&sum, value))
                    });
                let sum = sum.ok_or_else(|| too_large(self.table(rule.target), rule.attribute))?;
                debug_assert!(!matches!(sum, Value::Null), "{column_type:?}");
                sum
            }
            Fold::Min | Fold::Max
                if gone.iter().all(|value| *value != now) && (is_new || !now.is_null()) =>
            {
                come.iter().fold(now, |best, value| {
                    let is_better = best.is_null() || is_beyond(value, &best, aggregate.fold);
                    if is_better { value.clone() } else { best }
                })
            }
            _ => self.recompute(index, rule, aggregate, parent).await?,
        };
        let value = self.fitted(rule.target, rule.attribute, value, parent)?;
        let child = &self.table(rule.subject).kind;
        let reason = || format!("{} of {child}", aggregate.fold.name());
        self.set(parent, rule.attribute, value, &reason);
        Ok(())
    }

    /// The aggregate from all children: those of the database as this transaction has them, and the new ones.
    pub(super) async fn recompute(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        parent: RowId,
    ) -> Result<Value> {
        let children = self
            .children(rule.subject, aggregate.via, &[parent])
            .await?;
        self.load_parents(&children, &rule.reads, When::Now, Lock::Share)
            .await?;
        let mut values = Vec::with_capacity(children.len());
        for child in children {
            let value = self.contribution(rule, aggregate, child, When::Now)?;
            let contribution = Contribution {
                parent: if value.is_some() { parent } else { child },
                value: value.clone().unwrap_or_default(),
            };
            self.contributions.insert((index, child), contribution);
            values.extend(value);
        }
        let column_type = &self.table(rule.target).attributes[rule.attribute].column_type;
        let result = match aggregate.fold {
            Fold::Sum | Fold::Count => values
                .iter()
                .try_fold(zero(column_type), |sum, value| add(&sum, value)),
            Fold::Min | Fold::Max => Some(values.into_iter().fold(Value::Null, |best, value| {
                if best.is_null() || is_beyond(&value, &best, aggregate.fold) {
                    value
                } else {
                    best
                }
            })),
            Fold::Average => average(&values, column_type),
        };
        result.ok_or_else(|| too_large(self.table(rule.target), rule.attribute))
    }

    /// Inserts the parents that children refer to and that do not exist.
    fn insert_parents(
        &mut self,
        rule: &Rule,
        aggregate: &AggregateRule,
        children: &[(RowId, When)],
    ) {
        for &(child, _) in children {
            self.follow_known(&[child], aggregate.via);
            if self.workspace.link(child, aggregate.via, When::Now) != Link::Missing {
                continue;
            }
            let own = &self.table(rule.subject).relationships[aggregate.via];
            let target = self.table(rule.target);
            let keys: Vec<(usize, Value)> = own
                .target_attributes
                .iter()
                .zip(&own.attributes)
                .map(|(&theirs, &ours)| (theirs, self.workspace.row(child).now()[ours].clone()))
                .collect();
            let row = self.new_row(target);
            for (attribute, value) in keys {
                self.set(row, attribute, value, &|| "insert_parent".to_owned());
            }
            self.trace
                .row(target, &self.workspace, row, "Insert (parent)");
            self.changed_by_code.push(row);
            self.made_parents.push(row);
            self.workspace
                .set_link(child, aggregate.via, When::Now, Link::To(row));
            self.forget_missing(rule.subject, aggregate.via);
        }
    }

    /// Rows that referred to nothing are looked up again.
    fn forget_missing(&mut self, table: crate::catalog::TableId, relationship: usize) {
        for id in self.workspace.of_table(table).to_vec() {
            if self.workspace.link(id, relationship, When::Now) == Link::Missing {
                self.workspace
                    .set_link(id, relationship, When::Now, Link::Unknown);
            }
        }
    }
}

fn too_large(table: &Table, attribute: usize) -> Error {
    let name = &table.attributes[attribute].name;
    let title = format!(
        "`{}.{name}` would become larger than it can be exactly",
        table.kind
    );
    Error::refused(Problem::new(ProblemCode::Value, title).at_attribute(&**name))
}
