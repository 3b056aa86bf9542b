//! Places in the order of commits, and the last changes in it.

use std::collections::{BTreeMap, VecDeque};

use super::RowChange;

/// The order of commits.
#[derive(Debug)]
pub(super) struct Order {
    next_place: u64,
    /// Places that are taken and not told yet: with their changes, once these are committed.
    places: BTreeMap<u64, Option<Vec<RowChange>>>,
    kept: VecDeque<RowChange>,
    /// The number of the first change that is kept.
    first: u64,
    most_kept: usize,
}

/// What a watcher asked for.
#[derive(Debug)]
pub(super) enum Next {
    /// The change of the number.
    Change(RowChange),
    /// It has not happened yet.
    NotYet,
    /// It is not kept any more; the newest number is this.
    Gone(u64),
}

impl Order {
    pub(super) fn keeping(most_kept: usize) -> Self {
        Self {
            next_place: 0,
            places: BTreeMap::new(),
            kept: VecDeque::new(),
            first: 1,
            most_kept: most_kept.max(1),
        }
    }

    /// Takes the next place.
    pub(super) fn take(&mut self) -> u64 {
        self.next_place += 1;
        self.places.insert(self.next_place, None);
        self.next_place
    }

    /// Says what became of a place: its changes if they are committed, none if it was given up.
    pub(super) fn decide(&mut self, place: u64, changes: Vec<RowChange>) {
        self.places.insert(place, Some(changes));
    }

    /// Takes over what is decided and waits for nothing earlier; the number of the newest change if there are more.
    pub(super) fn settle(&mut self) -> Option<u64> {
        let before = self.newest();
        while let Some(first) = self.places.first_entry() {
            if first.get().is_none() {
                break;
            }
            self.kept.extend(first.remove().into_iter().flatten());
        }
        while self.kept.len() > self.most_kept {
            self.kept.pop_front();
            self.first += 1;
        }
        (self.newest() > before).then(|| self.newest())
    }

    /// The number of the newest change.
    pub(super) fn newest(&self) -> u64 {
        self.first + self.kept.len() as u64 - 1
    }

    /// The change that comes after a number.
    pub(super) fn after(&self, number: u64) -> Next {
        let newest = self.newest();
        if number == newest {
            return Next::NotYet;
        }
        let index = (number + 1).checked_sub(self.first);
        let change = index.and_then(|index| self.kept.get(usize::try_from(index).ok()?));
        change.map_or(Next::Gone(newest), |change| Next::Change(change.clone()))
    }

    /// Forgets what is kept; whoever knows a number of it cannot go on from there.
    pub(super) fn forget(&mut self) {
        self.first = self.newest() + 2;
        self.kept.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::TableId;
    use crate::rules::EffectKind;

    fn changes(names: &[&'static str]) -> Vec<RowChange> {
        let change = |name: &&'static str| RowChange {
            table: TableId::default(),
            kind: EffectKind::Updated,
            data: name.as_bytes().into(),
        };
        names.iter().map(change).collect()
    }

    fn told(order: &Order, mut number: u64) -> Vec<String> {
        let mut told = Vec::new();
        loop {
            match order.after(number) {
                Next::Change(change) => told.push(String::from_utf8_lossy(&change.data).into()),
                Next::NotYet => return told,
                Next::Gone(newest) => {
                    told.push("gone".to_owned());
                    number = newest;
                    continue;
                }
            }
            number += 1;
        }
    }

    #[test]
    fn a_commit_is_told_after_those_with_earlier_places() {
        let mut order = Order::keeping(10);
        let (first, second, third) = (order.take(), order.take(), order.take());
        order.decide(third, changes(&["c"]));
        assert_eq!(order.settle(), None);
        order.decide(first, changes(&["a1", "a2"]));
        assert_eq!(order.settle(), Some(2));
        assert_eq!(told(&order, 0), ["a1", "a2"]);
        // One that was rolled back is waited for no longer.
        order.decide(second, Vec::new());
        assert_eq!(order.settle(), Some(3));
        assert_eq!(told(&order, 1), ["a2", "c"]);
    }

    #[test]
    fn who_falls_behind_what_is_kept_is_told_so() {
        let mut order = Order::keeping(2);
        let place = order.take();
        order.decide(place, changes(&["a", "b", "c"]));
        order.settle();
        assert_eq!(told(&order, 0), ["gone"]);
        assert_eq!(told(&order, 1), ["b", "c"]);
        order.forget();
        assert_eq!(told(&order, 3), ["gone"]);
        assert_eq!(told(&order, 99), ["gone"]);
        let place = order.take();
        order.decide(place, changes(&["d"]));
        assert_eq!(order.settle(), Some(5));
        assert_eq!(told(&order, 4), ["d"]);
    }
}
