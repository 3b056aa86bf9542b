//! What is still to be done, by the number of the rule or constraint; the smallest number comes first.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::rules::graph::Step;
use crate::rules::workspace::RowId;

/// Rows that rules are to be asked about.
#[derive(Debug, Default)]
pub(super) struct Agenda {
    /// In the order of the numbers; there are few at a time.
    entries: VecDeque<(usize, Pending)>,
    /// Lists that are used again.
    spare: Vec<Vec<RowId>>,
}

/// Rows that a rule is to be asked about.
#[derive(Debug, Default)]
pub(super) struct Pending {
    pub(super) rows: Vec<RowId>,
    /// Changed rows, and the way to them from the rows that the rule is about.
    pub(super) behind: Vec<(Arc<[Step]>, RowId)>,
}

impl Agenda {
    /// What is pending for a rule.
    pub(super) fn of(&mut self, rule: usize) -> &mut Pending {
        let is_last = self.entries.back().is_none_or(|(last, _)| *last < rule);
        let at = if is_last {
            Err(self.entries.len())
        } else {
            self.entries
                .binary_search_by_key(&rule, |(known, _)| *known)
        };
        let at = at.unwrap_or_else(|at| {
            let rows = self.spare.pop().unwrap_or_default();
            let pending = Pending {
                rows,
                behind: Vec::new(),
            };
            self.entries.insert(at, (rule, pending));
            at
        });
        &mut self.entries[at].1
    }

    /// Adds a row to what is pending for a rule.
    pub(super) fn add(&mut self, rule: usize, row: RowId) {
        self.of(rule).rows.push(row);
    }

    /// Takes out what comes first.
    pub(super) fn pop_first(&mut self) -> Option<(usize, Pending)> {
        self.entries.pop_front()
    }

    /// Takes a list back that is not needed any more.
    pub(super) fn give_back(&mut self, mut rows: Vec<RowId>) {
        rows.clear();
        self.spare.push(rows);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_number_comes_first_whatever_the_order() {
        let mut agenda = Agenda::default();
        for rule in [5, 1, 9, 5, 3] {
            agenda.of(rule);
        }
        let order: Vec<usize> =
            std::iter::from_fn(|| agenda.pop_first().map(|(rule, _)| rule)).collect();
        assert_eq!(order, [1, 3, 5, 9]);
    }
}
