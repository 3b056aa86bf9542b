//! Aggregates: what children contribute is adjusted by the difference; sibling parents are read in one query.

mod fold;

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

/// What a child contributed at the start, and contributes now.
#[derive(Debug)]
struct Change {
    child: RowId,
    before: Option<Contribution>,
    /// The value, before it is known where it goes.
    after: Option<Value>,
}

impl Engine<'_> {
    pub(super) async fn aggregate(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        children: &[RowId],
    ) -> Result<()> {
        let stored: Vec<RowId> = children
            .iter()
            .copied()
            .filter(|&child| {
                !self.workspace.row(child).is_new()
                    && !self.contributions.contains_key(&(index, child))
            })
            .collect();
        let living: Vec<RowId> = children
            .iter()
            .copied()
            .filter(|&child| !self.workspace.row(child).is_deleted)
            .collect();
        self.load_parents(&living, &rule.reads, When::Now, Lock::Share)
            .await?;
        self.load_parents(&stored, &rule.reads, When::Start, Lock::Share)
            .await?;

        let mut changes = Vec::new();
        let (mut leave, mut arrive) = (Vec::new(), Vec::new());
        for &child in children {
            let after = self.contribution(rule, aggregate, child, When::Now)?;
            let is_stored = stored.contains(&child);
            let was = if is_stored {
                self.contribution(rule, aggregate, child, When::Start)?
            } else {
                self.contributions
                    .get(&(index, child))
                    .map(|contribution| contribution.value.clone())
            };
            let has_moved = self.has_moved(child, aggregate.via, is_stored, index);
            if was == after && !has_moved {
                continue;
            }
            if is_stored && was.is_some() {
                leave.push(child);
            }
            if after.is_some() {
                arrive.push(child);
            }
            changes.push((child, was, after, is_stored));
        }
        // Parents are read only now that it is known that there is something to adjust.
        let left = leave.iter().map(|&child| (child, When::Start));
        let ends: Vec<(RowId, When)> = left
            .chain(arrive.iter().map(|&child| (child, When::Now)))
            .collect();
        self.follow_all(&ends, aggregate.via, Lock::Update).await?;
        if aggregate.inserts_parent {
            self.insert_parents(rule, aggregate, &arrive);
        }
        let changes: Vec<Change> = changes
            .into_iter()
            .map(|(child, was, after, is_stored)| {
                let before = if is_stored {
                    was.and_then(|value| {
                        self.contribution_to(child, aggregate.via, When::Start, value)
                    })
                } else {
                    self.contributions.get(&(index, child)).cloned()
                };
                Change {
                    child,
                    before,
                    after,
                }
            })
            .collect();
        self.adjust(index, rule, aggregate, changes).await
    }

    /// Whether a child refers to another row than the one it last contributed to.
    fn has_moved(&self, child: RowId, via: usize, is_stored: bool, index: usize) -> bool {
        let row = self.workspace.row(child);
        if !is_stored {
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
        let mut parents: Vec<RowId> = Vec::new();
        let mut differences: Vec<(RowId, Vec<Value>, Vec<Value>)> = Vec::new();
        let mut at = |parent: RowId| -> usize {
            if let Some(at) = parents.iter().position(|known| *known == parent) {
                return at;
            }
            parents.push(parent);
            differences.push((parent, Vec::new(), Vec::new()));
            parents.len() - 1
        };
        let mut moves = Vec::new();
        for change in changes {
            let after = change.after.and_then(|value| {
                self.contribution_to(change.child, aggregate.via, When::Now, value)
            });
            moves.push((
                at_all(&mut at, change.before.as_ref()),
                change.before,
                at_all(&mut at, after.as_ref()),
                after,
                change.child,
            ));
        }
        for (from, before, to, after, child) in moves {
            if let (Some(at), Some(before)) = (from, before) {
                differences[at].1.push(before.value);
            }
            if let (Some(at), Some(after)) = (to, &after) {
                differences[at].2.push(after.value.clone());
            }
            match after {
                Some(after) => self.contributions.insert((index, child), after),
                // Remembered as contributing nothing, so that the start is not asked again.
                None => self.contributions.insert(
                    (index, child),
                    Contribution {
                        parent: child,
                        value: Value::Null,
                    },
                ),
            };
        }
        for (parent, gone, come) in differences {
            if self.workspace.row(parent).is_deleted {
                continue;
            }
            self.trace.fired(rule, &self.state.catalog);
            self.adjust_parent(index, rule, aggregate, parent, &gone, &come)
                .await?;
        }
        Ok(())
    }

    async fn adjust_parent(
        &mut self,
        index: usize,
        rule: &Rule,
        aggregate: &AggregateRule,
        parent: RowId,
        gone: &[Value],
        come: &[Value],
    ) -> Result<()> {
        let now = self.workspace.row(parent).now[rule.attribute].clone();
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
    fn insert_parents(&mut self, rule: &Rule, aggregate: &AggregateRule, children: &[RowId]) {
        for &child in children {
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
                .map(|(&theirs, &ours)| (theirs, self.workspace.row(child).now[ours].clone()))
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

fn at_all(
    at: &mut impl FnMut(RowId) -> usize,
    contribution: Option<&Contribution>,
) -> Option<usize> {
    contribution
        .filter(|contribution| !contribution.value.is_null())
        .map(|contribution| at(contribution.parent))
}

fn too_large(table: &Table, attribute: usize) -> Error {
    let name = &table.attributes[attribute].name;
    let title = format!(
        "`{}.{name}` would become larger than it can be exactly",
        table.kind
    );
    Error::refused(Problem::new(ProblemCode::Value, title).at_attribute(&**name))
}
