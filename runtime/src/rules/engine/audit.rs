//! What a transaction has changed goes into the audit log, if there is one, in the same transaction.

use super::Engine;
use crate::Result;
use crate::audit;

impl Engine<'_> {
    pub(super) async fn write_audit(&mut self) -> Result<()> {
        if !self.state.audits {
            return Ok(());
        }
        let state = self.state;
        let entries = audit::entries(&state.catalog, &state.rules, self.effects());
        let dialect = self.connection.dialect();
        for (statement, values) in audit::insert(dialect, &self.caller, entries) {
            self.connection.execute(&statement, &values).await?;
        }
        Ok(())
    }
}
