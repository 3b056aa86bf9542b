//! Reconciliation: every derived value is computed anew from what is stored, differences are reported, and repaired if asked for.
//!
//! For a rule that is added to a live database, and for data that other programs have changed. It goes through each table in the
//! order of its key, in batches; the values come from the rules' own code, so that they are exactly those that the rules give.
//! Copies and defaults are taken once and are not recomputed.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::engine::Engine;
use super::graph::RuleKind;
use crate::Result;
use crate::app::State;
use crate::catalog::TableId;
use crate::store::{BoxFuture, Connection, Work};
use crate::value::Value;

/// How many rows are looked at in one transaction.
const BATCH: u64 = 500;

/// A stored value that is not what the rules give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// The JSON:API type.
    pub kind: String,
    pub id: String,
    pub attribute: String,
    /// As texts; none for null.
    pub stored: Option<String>,
    pub computed: Option<String>,
}

impl State {
    /// Computes every derived value anew and reports what differs. With `repair`, what differs is written, in
    /// transactions of some hundred rows.
    ///
    /// Columns are looked at in the order in which rules read them; without repair, each is computed from what is stored.
    pub async fn reconcile(
        self: &Arc<Self>,
        repair: bool,
        report: &mut (dyn FnMut(Drift) + Send),
    ) -> Result<()> {
        for index in 0..self.rules.rules.len() {
            let rule = &self.rules.rules[index];
            if matches!(rule.kind, RuleKind::Copy(_) | RuleKind::Default(_)) {
                continue;
            }
            let mut after = None;
            loop {
                let batch = Batch {
                    state: Arc::clone(self),
                    rule: index,
                    table: rule.target,
                    after: after.take(),
                    repair,
                };
                let store = &self.stores[self.catalog.table(rule.target).database];
                let (drifts, last) = store.write(batch).await?;
                drifts.into_iter().for_each(&mut *report);
                match last {
                    Some(key) => after = Some(key),
                    None => break,
                }
            }
        }
        Ok(())
    }
}

struct Batch {
    state: Arc<State>,
    rule: usize,
    table: TableId,
    after: Option<Vec<Value>>,
    repair: bool,
}

impl Work for Batch {
    /// What differs, and the last key if there may be more rows.
    type Output = (Vec<Drift>, Option<Vec<Value>>);

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Self::Output>> {
        Box::pin(async move {
            let mut engine = Engine::new(&self.state, connection, Arc::default());
            engine
                .reconcile(
                    self.rule,
                    self.table,
                    self.after.as_deref(),
                    BATCH,
                    self.repair,
                )
                .await
        })
    }
}
