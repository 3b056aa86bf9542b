//! What a transaction has changed goes into the audit log, if there is one, in the same transaction.

use super::Engine;
use crate::Result;
use crate::audit;
use crate::catalog::TableId;
use crate::rules::declaration::Origin;
use crate::rules::workspace::RowId;

/// An event of the project whose code has made a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cause {
    /// Such as `row event`.
    pub(crate) kind: &'static str,
    /// The table of the row that it happened to.
    pub(crate) table: TableId,
    pub(crate) origin: Origin,
}

impl Engine<'_> {
    /// Remembers whether it is an event that sets a column, where that is told.
    pub(super) fn note_cause(&mut self, row: RowId, attribute: usize) {
        if !self.state.audits {
            return;
        }
        match self.event {
            Some(event) => self.causes.insert((row, attribute), event),
            None => self.causes.remove(&(row, attribute)),
        };
    }

    pub(super) async fn write_audit(&mut self) -> Result<()> {
        if !self.state.audits {
            return Ok(());
        }
        let state = self.state;
        let causes = self.causes.iter().filter_map(|(&(row, column), &cause)| {
            let kind = self.table_of(row).kind.to_string();
            Some(((kind, self.id_of(row)?, column), cause))
        });
        let entries = audit::entries(
            &state.catalog,
            &state.rules,
            self.effects(),
            &causes.collect(),
        );
        let dialect = self.connection.dialect();
        for (statement, values) in audit::insert(dialect, &self.caller, entries) {
            self.connection.execute(&statement, &values).await?;
        }
        Ok(())
    }
}
