//! A write and the document that answers it, in one transaction: the answer is what was written, whatever others do meanwhile.

mod effects;

use std::sync::Arc;

use crate::app::State;
use crate::jsonapi::{Query, id_of_values, path_part};
use crate::reading::{Read, RowKey, Target};
use crate::rules::{Caller, Effect, Engine};
use crate::session::{Applied, Change, ChangeSet, check, explain};
use crate::store::{BoxFuture, Connection, Work};
use crate::{Error, Place, Result};

/// How something is written.
#[derive(Debug, Clone, Default)]
pub(crate) struct Manner {
    /// Whether nothing is kept, so that one can see what would come of it.
    pub(crate) is_trial: bool,
    /// Whether every row that changed is told.
    pub(crate) tells_effects: bool,
    /// The number of the request, for the audit log.
    pub(crate) request: Option<String>,
}

/// A resource after a write.
#[derive(Debug)]
pub(crate) struct Shown {
    pub(crate) id: String,
    pub(crate) document: Vec<u8>,
    /// The entity tag of the document without its effects, as whoever reads the resource gets it.
    pub(crate) tag: Option<String>,
}

/// Writes a change set, and shows the row of its first change at the path, or at its own.
pub(crate) async fn write_and_show(
    state: &Arc<State>,
    changes: ChangeSet,
    query: Query,
    path: Option<&str>,
    manner: Manner,
) -> Result<Shown> {
    let path = path.map(str::to_owned);
    let shown = write(state, changes, Some((query, path)), manner).await?;
    Ok(shown.expect("a document was asked for"))
}

/// Writes a change set that leaves nothing to show; a document of its effects, if they are to be told.
pub(crate) async fn write_only(
    state: &Arc<State>,
    changes: ChangeSet,
    manner: Manner,
) -> Result<Option<Vec<u8>>> {
    let shown = write(state, changes, None, manner).await?;
    Ok(shown.map(|shown| shown.document))
}

async fn write(
    state: &Arc<State>,
    changes: ChangeSet,
    show: Option<(Query, Option<String>)>,
    manner: Manner,
) -> Result<Option<Shown>> {
    check(&state.catalog, &changes)?;
    let database = changes
        .database(&state.catalog)?
        .expect("a write changes something");
    let changes = Arc::new(changes);
    let work = Writing {
        state: Arc::clone(state),
        changes: Arc::clone(&changes),
        show,
        manner,
    };
    match state.stores[database].write(work).await {
        Err(error) => {
            let error = explain(state, &changes, error).await;
            Err(seen_from(state, &changes, error))
        }
        done => done,
    }
}

/// A broken rule as the sender of the change set sees it: only what is said of the sender's own row is at a place in the
/// document. The problem names the other rows.
fn seen_from(state: &State, changes: &ChangeSet, error: Error) -> Error {
    let Error::Refused(mut problems) = error else {
        return error;
    };
    for problem in problems.iter_mut().filter(|problem| problem.rule.is_some()) {
        let is_own = changes.iter().next().is_some_and(|change| {
            let table = state.catalog.table(change.table());
            let id = match change {
                Change::Insert { .. } => None,
                Change::Update { key, .. } | Change::Delete { key, .. } => {
                    Some(id_of_values(table, key))
                }
            };
            problem
                .row
                .as_ref()
                .is_some_and(|(kind, row)| *kind == *table.kind && (id.is_none() || *row == id))
        });
        if !is_own {
            problem.place = Place::Row;
        }
    }
    Error::Refused(problems)
}

struct Writing {
    state: Arc<State>,
    changes: Arc<ChangeSet>,
    /// What is shown of the first row, and at which path.
    show: Option<(Query, Option<String>)>,
    manner: Manner,
}

impl Work for Writing {
    type Output = Option<Shown>;

    fn keeps_changes(&self) -> bool {
        !self.manner.is_trial
    }

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Option<Shown>>> {
        Box::pin(self.write(connection))
    }
}

impl Writing {
    async fn write(&self, connection: &mut dyn Connection) -> Result<Option<Shown>> {
        let caller = Caller::default().in_request(self.manner.request.clone());
        let caller = Arc::new(caller);
        let (applied, effects) = {
            let mut engine = Engine::new(&self.state, connection, caller);
            let applied = engine.run(&self.changes).await?;
            (applied, self.manner.tells_effects.then(|| engine.effects()))
        };
        let Some((query, path)) = &self.show else {
            return Ok(effects.map(|effects| Shown {
                id: String::new(),
                document: effects::document(&self.state.catalog, &effects),
                tag: None,
            }));
        };
        self.show(connection, &applied[0], query, path.as_deref(), effects)
            .await
            .map(Some)
    }

    async fn show(
        &self,
        connection: &mut dyn Connection,
        applied: &Applied,
        query: &Query,
        path: Option<&str>,
        effects: Option<Vec<Effect>>,
    ) -> Result<Shown> {
        let first = self.changes.iter().next();
        let table = first.expect("a write changes something").table();
        let table = self.state.catalog.table(table);
        let key = applied.key.clone();
        let id = id_of_values(table, &key);
        let path = path.map_or_else(
            || {
                let (kind, id) = (path_part(&table.kind), path_part(&id));
                format!("{}/{kind}/{id}", self.state.prefix)
            },
            str::to_owned,
        );
        let read = Read {
            state: Arc::clone(&self.state),
            target: Target::One {
                table: table.id,
                key: RowKey {
                    values: key,
                    number: None,
                },
            },
            query: query.clone(),
            path,
            repeated: String::new(),
        };
        let document = read.document(connection).await?;
        let tag = document.tag();
        let mut document = document.bytes;
        if let Some(effects) = effects {
            effects::add(&self.state.catalog, &effects, &mut document);
        }
        Ok(Shown { id, document, tag })
    }
}
