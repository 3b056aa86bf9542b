//! A write and the document that answers it, in one transaction: the answer is what was written, whatever others do meanwhile.

mod effects;

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::app::State;
use crate::catalog::{Table, TableId};
use crate::feed::Notice;
use crate::jsonapi::ATOMIC;
use crate::jsonapi::{Parameters, Query, id_of_values, path_part};
use crate::reading::{Read, RowKey, Target};
use crate::rules::{Caller, Engine};
use crate::session::{Applied, Change, ChangeSet, Input, check, explain};
use crate::store::{BoxFuture, Connection, StoreError, Violation, Work};
use crate::value::Value;
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
    /// Whether a row that is there already is updated where one with its key is inserted.
    pub(crate) updates_existing: bool,
}

/// What is shown of a write.
#[derive(Debug)]
pub(crate) enum View {
    /// At most its effects.
    Nothing,
    /// The row of the first change, at the path, or at its own.
    One { query: Query, path: Option<String> },
    /// The rows of all changes, which are of one table.
    All { query: Query, path: String },
    /// The result of each operation: the row of the change, if it has one.
    Results(Vec<Option<usize>>),
}

/// What a write has left.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Of the row, if it is a single one.
    pub(crate) id: String,
    /// Whether a row is there that was not before.
    pub(crate) is_new: bool,
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
    let shown = write(state, changes, View::One { query, path }, manner).await?;
    Ok(shown.expect("a document was asked for"))
}

/// Writes a change set that leaves nothing to show; a document of its effects, if they are to be told.
pub(crate) async fn write_only(
    state: &Arc<State>,
    changes: ChangeSet,
    manner: Manner,
) -> Result<Option<Vec<u8>>> {
    let shown = write(state, changes, View::Nothing, manner).await?;
    Ok(shown.map(|shown| shown.document))
}

/// Writes a change set, and shows what was asked for; nothing if that is nothing.
pub(crate) async fn write(
    state: &Arc<State>,
    changes: ChangeSet,
    view: View,
    manner: Manner,
) -> Result<Option<Shown>> {
    check(&state.catalog, &changes)?;
    let database = changes
        .database(&state.catalog)?
        .expect("a write changes something");
    let changes = Arc::new(changes);
    let view = Arc::new(view);
    let updates_existing = manner.updates_existing;
    let mut tries = 0;
    loop {
        let work = Writing {
            state: Arc::clone(state),
            changes: Arc::clone(&changes),
            view: Arc::clone(&view),
            manner: manner.clone(),
            notice: Notice::new(state),
        };
        let error = match state.stores[database].write(work).await {
            Err(error) => error,
            done => return done,
        };
        tries += 1;
        // A row that was not there when it was looked for may be there by now.
        if updates_existing && tries < TRIES && is_taken(&error) {
            continue;
        }
        return Err(seen_from(explain(state, &changes, error).await));
    }
}

/// How often rows are looked for that others create at the same time.
const TRIES: usize = 4;

fn is_taken(error: &Error) -> bool {
    let error = error.as_store_error();
    matches!(
        error,
        Some(StoreError::Violated {
            violation: Violation::Unique,
            ..
        })
    )
}

/// A broken rule as the sender of the change set sees it: only what is said of the sender's own row is at a place in the
/// document. The problem names the other rows.
fn seen_from(error: Error) -> Error {
    let Error::Refused(mut problems) = error else {
        return error;
    };
    for problem in &mut problems {
        if problem.rule.is_some() && problem.change.is_none() {
            problem.place = Place::Row;
        }
    }
    Error::Refused(problems)
}

struct Writing {
    state: Arc<State>,
    changes: Arc<ChangeSet>,
    view: Arc<View>,
    manner: Manner,
    notice: Notice,
}

impl Work for Writing {
    type Output = Option<Shown>;

    fn keeps_changes(&self) -> bool {
        !self.manner.is_trial
    }

    fn committed(&self) {
        self.notice.committed();
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
        let updating;
        let changes = if self.manner.updates_existing {
            updating = self.updating(connection).await?;
            &updating
        } else {
            &*self.changes
        };
        let (applied, effects) = {
            let mut engine = Engine::new(&self.state, connection, caller)
                .telling_effects(self.manner.tells_effects);
            let applied = engine.run(changes).await?;
            if !self.manner.is_trial {
                self.notice.take(|| engine.rows_now());
            }
            (applied, self.manner.tells_effects.then(|| engine.effects()))
        };
        let is_insert = |change: &Change| matches!(change, Change::Insert { .. });
        let is_new = changes.iter().any(is_insert);
        let mut shown = match &*self.view {
            View::Nothing => {
                return Ok(effects.map(|effects| Shown {
                    id: String::new(),
                    is_new,
                    document: effects::document(&self.state.catalog, &effects),
                    tag: None,
                }));
            }
            View::One { query, path } => {
                self.show(connection, &applied[0], query, path.as_deref())
                    .await?
            }
            View::All { query, path } => {
                let keys: Vec<_> = applied.into_iter().map(|applied| applied.key).collect();
                let read = self.read(self.first_table(), query.clone(), path.clone());
                Shown {
                    id: String::new(),
                    is_new,
                    document: read.document_of(connection, &keys).await?,
                    tag: None,
                }
            }
            View::Results(results) => Shown {
                id: String::new(),
                is_new,
                document: self.results(connection, results, &applied).await?,
                tag: None,
            },
        };
        shown.is_new = is_new;
        if let Some(effects) = effects {
            effects::add(&self.state.catalog, &effects, &mut shown.document);
        }
        Ok(Some(shown))
    }

    fn first_table(&self) -> TableId {
        let first = self.changes.iter().next();
        first.expect("a write changes something").table()
    }

    /// A reading of rows of the table by their keys.
    fn read(&self, table: TableId, query: Query, path: String) -> Read {
        Read {
            state: Arc::clone(&self.state),
            target: Target::Collection(table),
            query,
            path,
            repeated: String::new(),
        }
    }

    /// The change set with updates in place of inserts whose key is there already.
    async fn updating(&self, connection: &mut dyn Connection) -> Result<ChangeSet> {
        let catalog = &self.state.catalog;
        let table = catalog.table(self.first_table());
        let keys: Vec<_> = self
            .changes
            .iter()
            .map(|change| match change {
                Change::Insert { values, .. } => given_key(table, values),
                Change::Update { .. } | Change::Delete { .. } => None,
            })
            .collect();
        let wanted: Vec<RowKey> = keys
            .iter()
            .flatten()
            .map(|key| RowKey {
                values: key.clone(),
                number: None,
            })
            .collect();
        let there = if wanted.is_empty() {
            Vec::new()
        } else {
            let query = self.plain_query(table)?;
            let read = self.read(table.id, query, String::new());
            read.keys_there(connection, wanted).await?
        };
        let mut changes = ChangeSet::default();
        for (change, key) in self.changes.iter().zip(keys) {
            changes.push(match (change, key) {
                (Change::Insert { table: id, values }, Some(key)) if there.contains(&key) => {
                    Change::Update {
                        table: *id,
                        values: values
                            .iter()
                            .filter(|(attribute, _)| !table.key.contains(attribute))
                            .cloned()
                            .collect(),
                        key,
                        read: None,
                    }
                }
                _ => change.clone(),
            });
        }
        Ok(changes)
    }

    fn plain_query(&self, table: &Table) -> Result<Query> {
        let limits = &self.state.limits.query;
        Query::parse(&Parameters::default(), &self.state.catalog, table, limits)
            .map_err(|_| Error::Internal("no parameters are no query".into()))
    }

    /// The document with the results of operations: <https://jsonapi.org/ext/atomic/#document-structure>.
    async fn results(
        &self,
        connection: &mut dyn Connection,
        results: &[Option<usize>],
        applied: &[Applied],
    ) -> Result<Vec<u8>> {
        let catalog = &self.state.catalog;
        let of = |change: usize| {
            let change = self.changes.iter().nth(change);
            change.expect("a result is of a change").table()
        };
        let mut keys: BTreeMap<TableId, Vec<Vec<Value>>> = BTreeMap::new();
        for &change in results.iter().flatten() {
            if applied[change].row.is_some() {
                let keys = keys.entry(of(change)).or_default();
                keys.push(applied[change].key.clone());
            }
        }
        let mut objects = HashMap::new();
        for (table, keys) in keys {
            let table = catalog.table(table);
            let read = self.read(table.id, self.plain_query(table)?, String::new());
            let found = read.objects(connection, &keys).await?;
            objects.extend(found.into_iter().map(|(id, text)| ((table.id, id), text)));
        }
        let mut out = br#"{"atomic:results":["#.to_vec();
        for (position, change) in results.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            out.push(b'{');
            let object = change.and_then(|change| {
                let table = catalog.table(of(change));
                objects.get(&(table.id, id_of_values(table, &applied[change].key)))
            });
            if let Some(object) = object {
                out.extend_from_slice(br#""data":"#);
                out.extend_from_slice(object);
            }
            out.push(b'}');
        }
        let jsonapi = format!(r#"],"jsonapi":{{"version":"1.1","ext":["{ATOMIC}"]}}}}"#);
        out.extend_from_slice(jsonapi.as_bytes());
        Ok(out)
    }

    async fn show(
        &self,
        connection: &mut dyn Connection,
        applied: &Applied,
        query: &Query,
        path: Option<&str>,
    ) -> Result<Shown> {
        let table = self.state.catalog.table(self.first_table());
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
        Ok(Shown {
            id,
            is_new: false,
            tag: document.tag(),
            document: document.bytes,
        })
    }
}

/// The key that an insert gives, if it gives all of it.
fn given_key(table: &Table, values: &[(usize, Input)]) -> Option<Vec<Value>> {
    let parts = table.key.iter().map(|part| {
        let given = values.iter().find(|(attribute, _)| attribute == part);
        match given {
            Some((_, Input::Value(value))) if !value.is_null() => Some(value.clone()),
            _ => None,
        }
    });
    parts.collect()
}
