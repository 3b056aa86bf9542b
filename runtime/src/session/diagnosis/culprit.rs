//! Which of several changes the database has refused, where it does not say so: found by trying the first of them again, in
//! transactions that keep nothing.

use std::sync::Arc;

use super::super::changes::ChangeSet;
use crate::Result;
use crate::app::State;
use crate::rules::Engine;
use crate::store::{BoxFuture, Connection, StoreError, Violation, Work};

/// The number of the change from which on the database refuses the change set so; none if that cannot be told any more.
pub(super) async fn find(
    state: &Arc<State>,
    changes: &ChangeSet,
    violation: Option<Violation>,
) -> Option<usize> {
    // The first `fine` are not refused, the first `refused` are.
    let (mut fine, mut refused) = (0, changes.len());
    while refused - fine > 1 {
        let middle = fine + (refused - fine) / 2;
        if is_refused(state, changes, middle, violation).await {
            refused = middle;
        } else {
            fine = middle;
        }
    }
    // Others may have changed what is there meanwhile.
    let is_it = is_refused(state, changes, refused, violation).await;
    is_it.then(|| refused - 1)
}

async fn is_refused(
    state: &Arc<State>,
    changes: &ChangeSet,
    first: usize,
    violation: Option<Violation>,
) -> bool {
    let mut some = ChangeSet::default();
    for change in changes.iter().take(first) {
        some.push(change.clone());
    }
    let Ok(Some(database)) = some.database(&state.catalog) else {
        return false;
    };
    let trial = Trial {
        state: Arc::clone(state),
        changes: some,
    };
    let Err(error) = state.stores[database].write(trial).await else {
        return false;
    };
    match error.as_store_error() {
        Some(StoreError::Violated { violation: it, .. }) => Some(*it) == violation,
        Some(StoreError::Unfit { .. } | StoreError::Dangling(_)) => violation.is_none(),
        _ => false,
    }
}

struct Trial {
    state: Arc<State>,
    changes: ChangeSet,
}

impl Work for Trial {
    type Output = ();

    fn keeps_changes(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            let mut engine = Engine::new(&self.state, connection, Arc::default());
            engine.run(&self.changes).await.map(drop)
        })
    }
}
