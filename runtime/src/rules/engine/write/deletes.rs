//! In which order rows are deleted.

use std::collections::HashMap;

use super::super::Engine;
use crate::model::OnDelete;
use crate::rules::graph::components::components;
use crate::rules::workspace::RowId;

/// Rows that are deleted, by their places in the list, and those that each refers to.
struct Doomed {
    refers_to: Vec<Vec<Reference>>,
}

#[derive(Debug, Clone, Copy)]
struct Reference {
    to: usize,
    /// Whether the row that is referred to cannot end before.
    restricts: bool,
}

impl Engine<'_> {
    /// Deleted rows, each after those that refer to it. Where they do so in a circle, one goes first that the database can end:
    /// with the rows that it ends along with it.
    pub(super) fn children_first(&self, deletes: &[RowId]) -> Vec<RowId> {
        let places: HashMap<RowId, usize> = deletes.iter().copied().zip(0..).collect();
        let refers_to = deletes
            .iter()
            .map(|&id| {
                let links = self.links(id, self.as_stored(id));
                let others = links.filter(|(other, _)| *other != id);
                let inside = others.filter_map(|(other, on_delete)| {
                    Some(Reference {
                        to: *places.get(&other)?,
                        restricts: on_delete == OnDelete::Restrict,
                    })
                });
                inside.collect()
            })
            .collect();
        let doomed = Doomed { refers_to };
        let all = (0..deletes.len()).collect();
        let order = doomed.order(all).into_iter();
        order.map(|place| deletes[place]).collect()
    }
}

impl Doomed {
    fn order(&self, rows: Vec<usize>) -> Vec<usize> {
        let mut ordered = Vec::with_capacity(rows.len());
        // The groups that are still to be put in order, the next one last.
        let mut pending = vec![rows];
        while let Some(mut group) = pending.pop() {
            if group.len() > 1 {
                let mut parts = self.parts(&group);
                if parts.len() > 1 {
                    parts.reverse();
                    pending.append(&mut parts);
                    continue;
                }
                let mut next = self.first_to_end(&group);
                if next.is_none() {
                    // Only with a row that they refer to can they end, all at once.
                    group.extend(std::mem::take(&mut pending).into_iter().rev().flatten());
                    next = self.first_to_end(&group);
                }
                ordered.push(group.remove(next.unwrap_or(0)));
                pending.push(group);
                continue;
            }
            ordered.append(&mut group);
        }
        ordered
    }

    /// Groups of rows that refer to each other in circles, children first.
    fn parts(&self, group: &[usize]) -> Vec<Vec<usize>> {
        let places: HashMap<usize, usize> = group.iter().copied().zip(0..).collect();
        let followers: Vec<Vec<usize>> = group
            .iter()
            .map(|&row| {
                let references = self.refers_to[row].iter();
                references
                    .filter_map(|reference| places.get(&reference.to).copied())
                    .collect()
            })
            .collect();
        components(&followers)
            .into_iter()
            .map(|part| part.into_iter().map(|place| group[place]).collect())
            .collect()
    }

    /// The place of a row that can end, with those that the database ends along with it: at best one whom none of the group
    /// restricts, since databases may look before all have ended.
    fn first_to_end(&self, group: &[usize]) -> Option<usize> {
        let can_end = |row: usize, is_strict: bool| {
            let ending = self.ending_with(row, group);
            let mut looking = group
                .iter()
                .filter(|other| **other != row && (is_strict || !ending.contains(other)));
            looking.all(|&other| {
                let mut references = self.refers_to[other].iter();
                references.all(|reference| !reference.restricts || !ending.contains(&reference.to))
            })
        };
        let find = |is_strict| group.iter().position(|&row| can_end(row, is_strict));
        find(true).or_else(|| find(false))
    }

    /// The row, and those of the group that the database ends along with it.
    fn ending_with(&self, row: usize, group: &[usize]) -> Vec<usize> {
        let mut ending = vec![row];
        let mut at = 0;
        while at < ending.len() {
            let referrers = group.iter().copied().filter(|other| {
                let mut references = self.refers_to[*other].iter();
                references.any(|reference| reference.to == ending[at] && !reference.restricts)
            });
            let new: Vec<usize> = referrers.filter(|other| !ending.contains(other)).collect();
            ending.extend(new);
            at += 1;
        }
        ending
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `3>1` refers and is ended with it, `3!1` refers and restricts it.
    fn order(references: &[&str], rows: usize) -> Vec<usize> {
        let mut refers_to = vec![Vec::new(); rows];
        for text in references {
            let restricts = text.contains('!');
            let (from, to) = text.split_once(['>', '!']).unwrap();
            let to = to.parse().unwrap();
            refers_to[from.parse::<usize>().unwrap()].push(Reference { to, restricts });
        }
        Doomed { refers_to }.order((0..rows).collect())
    }

    #[test]
    fn children_go_before_their_parents() {
        assert_eq!(order(&["1!0", "2!1", "3>2"], 4), [3, 2, 1, 0]);
        assert_eq!(order(&[], 3), [0, 1, 2]);
    }

    #[test]
    fn in_a_circle_goes_first_what_nobody_restricts() {
        assert_eq!(order(&["0>1", "1!0"], 2), [1, 0]);
        assert_eq!(order(&["1>0", "0!1"], 2), [0, 1]);
    }

    #[test]
    fn what_the_database_ends_along_is_not_restricted_either() {
        // 0 ends 1 along, whom 2 restricts; 2 ends all.
        assert_eq!(order(&["1>0", "2!1", "0>2"], 3)[0], 2);
    }

    #[test]
    fn at_best_nobody_restricts_what_ends_along() {
        assert_eq!(order(&["0>1", "1>0", "1!0"], 2), [1, 0]);
        assert_eq!(order(&["0>1", "1>0", "0!1"], 2), [0, 1]);
    }

    #[test]
    fn rows_that_restrict_each_other_end_with_one_that_they_refer_to() {
        assert_eq!(order(&["0!1", "1!0", "0>2", "1>2"], 3)[0], 2);
    }

    #[test]
    fn rows_that_restrict_each_other_come_out_all_the_same() {
        assert_eq!(order(&["0!1", "1!0"], 2), [0, 1]);
    }
}
