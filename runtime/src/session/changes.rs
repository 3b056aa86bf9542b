//! What a change set holds, before anything is asked of the database.

use crate::catalog::{Catalog, TableId};
use crate::jsonapi::Checksum;
use crate::value::Value;
use crate::{Error, Result};

/// Changes in the order they were made.
#[derive(Debug, Clone, Default)]
pub(crate) struct ChangeSet(Vec<Change>);

/// One change of one row.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    Insert {
        table: TableId,
        values: Vec<(usize, Input)>,
    },
    Update {
        table: TableId,
        key: Vec<Value>,
        values: Vec<(usize, Input)>,
        /// What was seen of the row, if it must still be so.
        read: Option<Seen>,
    },
    Delete {
        table: TableId,
        key: Vec<Value>,
        read: Option<Seen>,
    },
}

/// The state of a row that a change was made from.
#[derive(Debug, Clone)]
pub(crate) enum Seen {
    Row(Vec<Value>),
    /// A row with one of these checksums.
    Checksum(Vec<Checksum>),
}

/// What a column is set to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Input {
    Value(Value),
    /// Something that could not be read: the change set is not to be written, only looked through for its other problems.
    Unread,
    /// The value of an attribute of the row that an earlier change inserts.
    Of {
        change: usize,
        attribute: usize,
    },
    /// The value of an attribute of the row of a key, for foreign keys that refer to other columns than the key.
    From {
        table: TableId,
        key: Vec<Value>,
        attribute: usize,
    },
}

impl ChangeSet {
    pub(crate) fn push(&mut self, change: Change) {
        self.0.push(change);
    }

    /// Sets further columns in a change that is made already.
    pub(crate) fn add_values(&mut self, change: usize, more: Vec<(usize, Input)>) {
        let (Change::Insert { values, .. } | Change::Update { values, .. }) = &mut self.0[change]
        else {
            unreachable!("a deleted row is not updated")
        };
        values.retain(|(given, _)| more.iter().all(|(attribute, _)| attribute != given));
        values.extend(more);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, Change> {
        self.0.iter()
    }

    /// The number of the database it changes; none if it changes nothing.
    pub(crate) fn database(&self, catalog: &Catalog) -> Result<Option<usize>> {
        let mut databases = self
            .0
            .iter()
            .map(|change| catalog.table(change.table()).database);
        let Some(first) = databases.next() else {
            return Ok(None);
        };
        match databases.find(|other| *other != first) {
            None => Ok(Some(first)),
            Some(other) => {
                let name = |number: usize| &catalog.databases()[number].name;
                let message = format!(
                    "a session writes to one database, not to `{}` and `{}`",
                    name(first),
                    name(other)
                );
                Err(Error::Internal(message.into()))
            }
        }
    }
}

impl Change {
    pub(crate) fn table(&self) -> TableId {
        match self {
            Self::Insert { table, .. }
            | Self::Update { table, .. }
            | Self::Delete { table, .. } => *table,
        }
    }
}
