//! What a rule sees of a row.

use super::{Link, RowId, When, Workspace};
use crate::rules::reads::ReadSet;
use crate::value::Value;

/// A row in one of its states, as far as a rule reads it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View<'w> {
    pub(super) workspace: &'w Workspace,
    pub(super) id: RowId,
    pub(super) when: When,
    pub(super) reads: &'w ReadSet,
}

impl<'w> View<'w> {
    /// Whether the rule reads the column.
    pub(crate) fn reads(&self, attribute: usize) -> bool {
        self.reads.reads(attribute)
    }

    pub(crate) fn value(&self, attribute: usize) -> &'w Value {
        &self.values()[attribute]
    }

    pub(crate) fn values(&self) -> &'w [Value] {
        let row = self.workspace.row(self.id);
        match self.when {
            When::Start => row.start().unwrap_or_else(|| row.now()),
            When::Now => row.now(),
        }
    }

    /// The row that a relationship leads to, if the rule reads it and it is there.
    pub(crate) fn parent(&self, relationship: usize) -> Option<View<'w>> {
        let reads = self.reads.parent(relationship)?;
        match self.workspace.link(self.id, relationship, self.when) {
            Link::To(id) => Some(View {
                workspace: self.workspace,
                id,
                when: self.when,
                reads: &reads.reads,
            }),
            Link::Unknown | Link::Null | Link::Missing => None,
        }
    }
}
