//! Rules whose results lead back to themselves follow trees; a circle in the data would never come to an end.

use std::collections::HashSet;

use super::Engine;
use crate::rules::graph::RuleKind;
use crate::rules::workspace::{Link, RowId, When};
use crate::store::Lock;
use crate::{Error, Problem, ProblemCode, Result};

impl Engine<'_> {
    /// Refuses rows that were made their own ancestors, along relationships that rules follow again and again.
    pub(super) async fn refuse_circles(&mut self) -> Result<()> {
        while let Some((row, relationship)) = self.unchecked_circles.pop() {
            if !self.workspace.row(row).is_deleted {
                self.refuse_circle(row, relationship).await?;
            }
        }
        Ok(())
    }

    async fn refuse_circle(&mut self, row: RowId, relationship: usize) -> Result<()> {
        let mut seen = HashSet::new();
        let mut pending = vec![(row, relationship)];
        while let Some((at, relationship)) = pending.pop() {
            // Ancestors are locked: two who hang each other's rows below their own must meet.
            self.follow(&[at], relationship, When::Now, Lock::Update)
                .await?;
            let Link::To(above) = self.workspace.link(at, relationship, When::Now) else {
                continue;
            };
            if above == row {
                return Err(self.circle(row, relationship));
            }
            if seen.insert(above) {
                let table = self.workspace.row(above).table;
                let further = &self.graph().table(table).recursive;
                pending.extend(further.iter().map(|&next| (above, next)));
            }
        }
        Ok(())
    }

    fn circle(&self, row: RowId, relationship: usize) -> Error {
        let table = self.table_of(row);
        let name = &table.relationships[relationship].name;
        let title = format!(
            "a `{}` cannot be its own `{name}`, directly or through others",
            table.kind
        );
        Error::refused(
            Problem::new(ProblemCode::Rule, title)
                .at_relationship(&**name)
                .about(&*table.kind, self.id_of(row)),
        )
    }

    /// Counts how often a rule is asked about a row; more often than there are rows means that it goes in a circle.
    pub(super) fn count_turns(&mut self, rule: usize, rows: &[RowId]) -> Result<()> {
        let most = self.workspace.ids().count() + 16;
        for &row in rows {
            let turns = self.turns.entry((rule, row)).or_default();
            *turns += 1;
            if *turns > most {
                let rule = &self.graph().rules[rule];
                let name = rule.name(&self.state.catalog);
                let what = match rule.kind {
                    RuleKind::Aggregate(_) => "the rows that it adds up",
                    _ => "the rows that it reads",
                };
                return Err(Error::Internal(
                    format!(
                        "`{name}` ({}) does not settle: {what} lead back to it",
                        rule.origin
                    )
                    .into(),
                ));
            }
        }
        Ok(())
    }
}
