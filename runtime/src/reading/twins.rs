//! Rows with one key, counted as they come.

use std::collections::HashMap;

use crate::catalog::{self, Table};
use crate::value::distinguish;

/// Tells equal rows of a table without a key apart: the second has a 2 in its id, and so on.
///
/// It counts within one list. Equal rows are neighbours in a list, so that their numbers are the same each time, but a
/// page that begins among them begins to count there.
#[derive(Debug, Default)]
pub(crate) struct Twins {
    /// How many there were of each id; none where all ids are different.
    seen: Option<HashMap<Box<str>, i64>>,
    /// How many rows with the id were passed over before.
    before: i64,
}

impl Twins {
    pub(super) fn new(table: &Table, before: i64) -> Self {
        Self {
            seen: (table.twins == catalog::Twins::Counted).then(HashMap::new),
            before,
        }
    }

    /// Makes the id of a row different from those of the rows before it; says whether that was needed.
    pub(super) fn distinguish(&mut self, id: &mut String) -> bool {
        let Some(seen) = &mut self.seen else {
            return false;
        };
        let number = seen.entry(id.as_str().into()).or_insert(self.before);
        *number += 1;
        let number = *number;
        if number > 1 {
            distinguish(number, id);
        }
        number > 1
    }
}
