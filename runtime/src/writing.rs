//! A write and the document that answers it, in one transaction: the answer is what was written, whatever others do meanwhile.

use std::sync::Arc;

use crate::Result;
use crate::app::State;
use crate::jsonapi::{Query, id_of_values, path_part};
use crate::reading::{Read, Target};
use crate::rules::{Caller, Engine};
use crate::session::{ChangeSet, check, explain};
use crate::store::{BoxFuture, Connection, Work};

/// A resource after a write.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) document: Vec<u8>,
}

/// Writes a change set, and shows the row of its first change at the path, or at its own.
pub(crate) async fn write_and_show(
    state: &Arc<State>,
    changes: ChangeSet,
    query: Query,
    path: Option<&str>,
) -> Result<Shown> {
    check(&state.catalog, &changes)?;
    let database = changes
        .database(&state.catalog)?
        .expect("a write changes something");
    let changes = Arc::new(changes);
    let work = WriteAndShow {
        state: Arc::clone(state),
        changes: Arc::clone(&changes),
        query,
        path: path.map(str::to_owned),
    };
    match state.stores[database].write(work).await {
        Err(error) => Err(explain(state, &changes, error).await),
        done => done,
    }
}

struct WriteAndShow {
    state: Arc<State>,
    changes: Arc<ChangeSet>,
    query: Query,
    path: Option<String>,
}

impl Work for WriteAndShow {
    type Output = Shown;

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<Shown>> {
        Box::pin(self.write(connection))
    }
}

impl WriteAndShow {
    async fn write(&self, connection: &mut dyn Connection) -> Result<Shown> {
        let applied = {
            let caller = Arc::new(Caller::default());
            let mut engine = Engine::new(&self.state, connection, caller);
            engine.run(&self.changes).await?
        };
        let first = self
            .changes
            .iter()
            .next()
            .expect("a write changes something");
        let table = self.state.catalog.table(first.table());
        let key = applied[0].key.clone();
        let id = id_of_values(table, &key);
        let path = self.path.clone().unwrap_or_else(|| {
            format!(
                "{}/{}/{}",
                self.state.prefix,
                path_part(&table.kind),
                path_part(&id)
            )
        });
        let read = Read {
            state: Arc::clone(&self.state),
            target: Target::One {
                table: table.id,
                key,
            },
            query: self.query.clone(),
            path,
            repeated: String::new(),
        };
        let document = read.document(connection).await?;
        Ok(Shown { id, document })
    }
}
