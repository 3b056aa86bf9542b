//! What a rule reads: columns of its row, and of the rows that it refers to.

use crate::catalog::{Catalog, TableId};

/// One thing that is read: a column at the end of a way through to-one relationships.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Read {
    /// Positions of relationships, the first of them in the rule's own table.
    pub(crate) steps: Vec<usize>,
    /// The column's position in the last table.
    pub(crate) attribute: usize,
}

/// Everything that is read of a row and, through it, of the rows that it refers to.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadSet {
    /// Whether the column at the position is read.
    attributes: Vec<bool>,
    parents: Vec<ParentReads>,
}

/// What is read of the row that a relationship leads to.
#[derive(Debug, Clone)]
pub(crate) struct ParentReads {
    pub(crate) relationship: usize,
    pub(crate) target: TableId,
    pub(crate) reads: ReadSet,
}

impl ReadSet {
    /// Gathers what is read, starting from a row of the table.
    pub(crate) fn new(catalog: &Catalog, table: TableId, reads: &[Read]) -> Self {
        let mut set = Self::nothing(catalog, table);
        for read in reads {
            set.add(catalog, table, &read.steps, read.attribute);
        }
        set
    }

    fn nothing(catalog: &Catalog, table: TableId) -> Self {
        Self {
            attributes: vec![false; catalog.table(table).attributes.len()],
            parents: Vec::new(),
        }
    }

    /// Adds every column of the row itself; for closures that `#[rules]` does not see into.
    pub(crate) fn add_whole_row(&mut self) {
        self.attributes.fill(true);
    }

    fn add(&mut self, catalog: &Catalog, table: TableId, steps: &[usize], attribute: usize) {
        let Some((&step, rest)) = steps.split_first() else {
            self.attributes[attribute] = true;
            return;
        };
        let target = catalog.table(table).relationships[step].target;
        let at = self
            .parents
            .iter()
            .position(|parent| parent.relationship == step)
            .unwrap_or_else(|| {
                self.parents.push(ParentReads {
                    relationship: step,
                    target,
                    reads: Self::nothing(catalog, target),
                });
                self.parents.len() - 1
            });
        self.parents[at].reads.add(catalog, target, rest, attribute);
    }

    pub(crate) fn reads(&self, attribute: usize) -> bool {
        self.attributes[attribute]
    }

    pub(crate) fn parents(&self) -> &[ParentReads] {
        &self.parents
    }

    pub(crate) fn parent(&self, relationship: usize) -> Option<&ParentReads> {
        self.parents
            .iter()
            .find(|parent| parent.relationship == relationship)
    }
}
