//! Judgement of the final state: every broken constraint at once.

use super::Engine;
use crate::rules::graph::ConstraintRule;
use crate::rules::notation::Truth;
use crate::rules::workspace::{Link, RowId, When};
use crate::store::Lock;
use crate::value::Value;
use crate::{BrokenRule, Error, Problem, ProblemCode, Result};

impl Engine<'_> {
    /// Judges what has changed since the last judgement. Constraints that need what the database makes wait until it is written.
    pub(super) async fn judge(&mut self, is_written: bool) -> Result<()> {
        let mut problems = Vec::new();
        self.missing_parents(&mut problems).await?;
        self.false_claims(&mut problems);
        let mut all = std::mem::take(&mut self.judgements);
        while let Some((index, pending)) = all.pop_first() {
            let constraint = &self.graph().constraints[index];
            if constraint.waits_for_database && !is_written {
                *self.judgements.of(index) = pending;
                continue;
            }
            let mut rows = self.subjects(pending, false).await?;
            rows.retain(|&row| {
                self.workspace.row(row).is_new() || self.has_other_inputs(constraint, row)
            });
            self.load_parents(&rows, &constraint.reads, When::Now, Lock::Share)
                .await?;
            for &row in &rows {
                if let Some(problem) = self.broken(constraint, row)? {
                    problems.push(problem);
                }
            }
            all.give_back(rows);
        }
        if problems.is_empty() {
            Ok(())
        } else {
            Err(Error::Refused(problems))
        }
    }

    /// Whether something that the constraint reads of the row is other than at the start. What it reads of other rows has
    /// changed if that brought it here.
    fn has_other_inputs(&self, constraint: &ConstraintRule, row: RowId) -> bool {
        let row = self.workspace.row(row);
        constraint.judges_every_change
            || constraint
                .inputs
                .iter()
                .any(|read| !read.steps.is_empty() || row.has_changed(read.attribute))
            || constraint.inputs.is_empty()
            || !row.awaited.is_empty()
    }

    fn broken(&self, constraint: &ConstraintRule, row: RowId) -> Result<Option<Problem>> {
        let now = self.workspace.view(row, When::Now, &constraint.reads);
        let has_old = constraint.condition.takes_old && !self.workspace.row(row).is_new();
        let old = has_old.then(|| self.workspace.view(row, When::Start, &constraint.old_reads));
        if (constraint.condition.call)(now, old)? != Some(Truth::False) {
            return Ok(None);
        }
        let table = self.table(constraint.table);
        let title = match &constraint.message {
            Some(message) => (message.call)(now)?,
            None => format!("`{}` must hold", constraint.condition.text),
        };
        let own: Vec<usize> = constraint
            .inputs
            .iter()
            .filter(|read| read.steps.is_empty())
            .map(|read| read.attribute)
            .collect();
        let names = own
            .iter()
            .map(|&index| table.attributes[index].name.to_string());
        let broken = BrokenRule {
            kind: "constraint",
            text: constraint.condition.text.to_owned(),
            attributes: names.collect(),
            file: constraint.origin.file,
            line: constraint.origin.line,
        };
        self.trace.broken(&title);
        let problem = Problem::new(ProblemCode::Rule, title).broken(broken);
        let mut problem = self.about(problem, row);
        let shown_at = constraint.shown_at.or(match own.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
        if let Some(index) = shown_at {
            problem = problem.at_attribute(&*table.attributes[index].name);
        }
        Ok(Some(problem))
    }

    /// Foreign keys that no constraint of the database guards.
    async fn missing_parents(&mut self, problems: &mut Vec<Problem>) -> Result<()> {
        let mut unchecked = std::mem::take(&mut self.unchecked_parents);
        unchecked.sort_unstable();
        unchecked.dedup();
        for (row, relationship) in unchecked {
            if self.workspace.row(row).is_deleted {
                continue;
            }
            self.follow(&[row], relationship, When::Now, Lock::Share)
                .await?;
            if self.workspace.link(row, relationship, When::Now) != Link::Missing {
                continue;
            }
            let table = self.table_of(row);
            let own = &table.relationships[relationship];
            let values: Vec<String> = own
                .attributes
                .iter()
                .map(|&part| {
                    let value = self.workspace.row(row).now()[part].as_cell();
                    value.text(&table.attributes[part].column_type)
                })
                .collect();
            let target = &self.table(own.target).kind;
            let problem = Problem::new(
                ProblemCode::MissingParent,
                format!("Missing Parent: {}", own.name),
            )
            .detail(format!(
                "there is no `{target}` with `{}`",
                values.join("_")
            ))
            .at_relationship(&*own.name);
            problems.push(self.about(problem, row));
        }
        Ok(())
    }

    /// What clients said of derived columns of new rows must be what was derived, or what a new row begins with.
    fn false_claims(&mut self, problems: &mut Vec<Problem>) {
        if self.state.ignores_derived {
            self.claims.clear();
        }
        for claim in std::mem::take(&mut self.claims) {
            let row = self.workspace.row(claim.row);
            let is_first = matches!(&claim.value, Value::Int(0))
                || matches!(&claim.value, Value::Decimal(value) if value.is_zero())
                || matches!(&claim.value, Value::Float(value) if *value == 0.0);
            if is_first || row.is_deleted || row.now()[claim.attribute] == claim.value {
                continue;
            }
            let rules = self.graph().table(row.table);
            if let Some(rule) = rules.derived[claim.attribute] {
                problems.push(self.belongs_to_rule(claim.row, claim.attribute, rule));
            }
        }
    }
}
