//! What relationships lead to, among the resource objects of a document.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::RandomState;

use super::level::{FoundBy, Lead, LevelRows};
use super::numbered::fold;

/// For each resource object, as far as its relationships were followed: the numbers of the others.
#[derive(Debug, Default)]
pub(super) struct Linkage {
    /// Places in `linked`, for the number of a resource object and a relationship of it.
    places: HashMap<(usize, usize), Range<usize>, RandomState>,
    linked: Vec<usize>,
}

impl Linkage {
    /// What a relationship of a resource object leads to; none if it was not followed.
    pub(super) fn of(&self, text: usize, relationship: usize) -> Option<&[usize]> {
        let place = self.places.get(&(text, relationship))?;
        Some(&self.linked[place.clone()])
    }

    /// Remembers which resource objects a relationship of some rows leads to.
    pub(super) fn link(
        &mut self,
        relationship: usize,
        texts: &[usize],
        lead: &Lead,
        found: &LevelRows,
    ) {
        let by_key = self.sort(lead, found);
        // Some are found by another spelling of a key, maybe besides others by the key itself.
        let are_alike = found
            .found
            .iter()
            .any(|each| matches!(each, FoundBy::Like(_)));
        let mut alike = None;
        for (&text, key) in texts.iter().zip(&lead.of_rows) {
            let mut place = key.map_or(0..0, |key| by_key[key]..by_key[key + 1]);
            if let Some(key) = key
                && (are_alike || place.is_empty())
            {
                let alike = alike.get_or_insert_with(|| Alike::new(lead, found));
                let begin = self.linked.len();
                self.linked.extend_from_slice(alike.linked(*key));
                place = begin..self.linked.len();
            }
            // One that is met again leads to the same.
            self.places.entry((text, relationship)).or_insert(place);
        }
    }

    /// Puts the found resource objects in the order of their keys; gives where those of each key begin, and the end.
    fn sort(&mut self, lead: &Lead, found: &LevelRows) -> Vec<usize> {
        let mut begins = vec![0; lead.keys.len() + 1];
        for found_by in &found.found {
            if let FoundBy::Key(key) = found_by {
                begins[key + 1] += 1;
            }
        }
        let mut begin = self.linked.len();
        for each in &mut begins {
            begin += *each;
            *each = begin;
        }
        self.linked.resize(begin, 0);
        let mut next = begins.clone();
        for (found_by, &text) in found.found.iter().zip(&found.texts) {
            if let FoundBy::Key(key) = found_by {
                self.linked[next[*key]] = text;
                next[*key] += 1;
            }
        }
        begins
    }
}

/// What was found, by keys without their case: a database that compares so finds `alfki` by `ALFKI`.
struct Alike {
    /// For the number of a key, if it is a text.
    folded: Vec<Option<String>>,
    linked: HashMap<String, Vec<usize>>,
}

impl Alike {
    fn new(lead: &Lead, found: &LevelRows) -> Self {
        let mut folded = vec![None; lead.keys.len()];
        for (key, number) in lead.keys.texts() {
            folded[number] = Some(fold(key));
        }
        let mut linked: HashMap<String, Vec<usize>> = HashMap::new();
        for (found_by, &text) in found.found.iter().zip(&found.texts) {
            let key = match found_by {
                FoundBy::Key(number) => folded[*number].clone(),
                FoundBy::Like(key) => Some(fold(key)),
            };
            if let Some(key) = key {
                linked.entry(key).or_default().push(text);
            }
        }
        for texts in linked.values_mut() {
            texts.sort_unstable();
        }
        Self { folded, linked }
    }

    fn linked(&self, key: usize) -> &[usize] {
        let folded = self.folded[key].as_ref();
        folded
            .and_then(|key| self.linked.get(key))
            .map_or(&[], Vec::as_slice)
    }
}
