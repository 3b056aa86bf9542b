//! A change set: what handlers, messages and jobs insert, update and delete; `commit` sends it to the database in one piece.
//!
//! Reading gives committed rows overlaid with the session's own changes. Changing does no I/O. A commit that loses a race is
//! run again without the handler being in the middle; rows that were read *and* changed are compared with what was
//! read, so that no read-modify-write is lost.

mod changes;
mod check;
mod condition;
mod copy;
mod diagnosis;
mod inside;
mod new;
mod query;
mod rows;
mod select;
mod transaction;

use std::collections::HashMap;
use std::sync::Arc;

pub(crate) use changes::{Change, ChangeSet, Input, Seen};
pub(crate) use check::{accepts, check};
pub use condition::Condition;
pub use copy::CopyTarget;
pub(crate) use diagnosis::explain;
pub(crate) use inside::{Answer, Inside, Question};
pub use new::{IntoInput, New};
pub use query::Query;
pub(crate) use rows::{Applied, Rows, RowsOf};
pub use select::{Parameter, SqlRow};
pub use transaction::{Decision, Transaction};

use crate::app::State;
use crate::catalog::TableId;
use crate::feed::Notice;
use crate::jsonapi::write_row_object;
use crate::reading::key_of;
use crate::resource::{Resource, RowData};
use crate::routes::{Reply, Shows};
use crate::rules::{Caller, Engine};
use crate::store::{BoxFuture, Connection, Work};
use crate::value::{Decimal, Value};
use crate::{Error, Result};

/// A change set in the making, on the main database.
#[derive(Debug)]
pub struct Session {
    state: Arc<State>,
    changes: ChangeSet,
    /// Rows as they were read, and as this session has changed them.
    rows: HashMap<(TableId, String), SeenRow>,
    /// The way to the transaction that the session belongs to, if it is an event's.
    inside: Option<Inside>,
    caller: Arc<Caller>,
}

#[derive(Debug)]
struct SeenRow {
    read: Vec<Value>,
    /// None if the session deletes it.
    now: Option<Vec<Value>>,
    /// The change that updates it, if the session does.
    update: Option<usize>,
}

/// A row that the session inserts; its key may be used for rows inserted later.
#[derive(Debug)]
pub struct Handle<R> {
    change: usize,
    resource: std::marker::PhantomData<fn() -> R>,
}

impl<R> Clone for Handle<R> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<R> Copy for Handle<R> {}

/// What a commit has written.
#[derive(Debug)]
pub struct Saved {
    state: Arc<State>,
    rows: Vec<Applied>,
}

impl Saved {
    /// The row that a handle stands for, as it was written, with the key that the database gave it.
    pub fn get<R: Resource>(&self, handle: Handle<R>) -> Result<R> {
        let row = self.rows[handle.change]
            .row
            .clone()
            .ok_or_else(|| Error::Internal("the row was deleted".into()))?;
        RowData::of::<R>(row).read()
    }

    /// The answer of a service: the type, the id and the attributes of the row that a handle stands for.
    #[must_use]
    pub fn reply<R: Resource, A: Shows<R>>(&self, handle: Handle<R>) -> Reply<A> {
        let table = self.state.table::<R>();
        let saved = &self.rows[handle.change];
        let row = saved.row.as_deref();
        let checksum = row
            .filter(|_| self.state.limits.query.has_checksums)
            .map(|row| self.state.checksums.of_row(table, row));
        let mut out = Vec::new();
        write_row_object(table, &saved.key, row, checksum, &mut out);
        Reply::of_json(&out)
    }
}

impl Session {
    pub(crate) fn new(state: Arc<State>) -> Self {
        Self {
            state,
            changes: ChangeSet::default(),
            rows: HashMap::new(),
            inside: None,
            caller: Arc::default(),
        }
    }

    /// The session of an event: it sees the transaction, which takes its changes over.
    pub(crate) fn inside(state: Arc<State>, inside: Inside, caller: Arc<Caller>) -> Self {
        Self {
            inside: Some(inside),
            caller,
            ..Self::new(state)
        }
    }

    /// What is to be changed, for the transaction that takes it over.
    pub(crate) fn take_changes(&mut self) -> ChangeSet {
        self.rows.clear();
        std::mem::take(&mut self.changes)
    }

    /// On whose behalf it works.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }

    /// Inserts a row of columns by position; what the database numbers is left to it.
    pub(crate) fn insert_values<R: Resource>(&mut self, values: Vec<(usize, Value)>) {
        let table = self.state.table::<R>();
        let values = values
            .into_iter()
            .filter(|(index, _)| table.attributes[*index].source.is_none())
            .map(|(index, value)| (index, Input::Value(value)))
            .collect();
        let table = table.id;
        self.changes.push(Change::Insert { table, values });
    }

    /// The foreign key by which an `R` refers to a row.
    pub(crate) fn references<R: Resource>(
        &self,
        relationship: usize,
        row: &[Value],
    ) -> Vec<(usize, Value)> {
        let own = &self.state.table::<R>().relationships[relationship];
        let pairs = own.attributes.iter().zip(&own.target_attributes);
        pairs
            .map(|(&ours, &theirs)| (ours, row[theirs].clone()))
            .collect()
    }

    /// A number as a column keeps it.
    pub(crate) fn as_column<R: Resource>(&self, attribute: usize, number: Decimal) -> Value {
        let column_type = &self.state.table::<R>().attributes[attribute].column_type;
        let text = number.normalize().to_string();
        crate::value::value_from_text(&text, column_type).unwrap_or(Value::Decimal(number))
    }

    /// The row of the id, with this session's changes; none if there is none, or the session deletes it.
    pub async fn get<R: Resource>(&mut self, id: impl ToString) -> Result<Option<R>> {
        let state = Arc::clone(&self.state);
        let table = state.table::<R>();
        let id = id.to_string();
        let Some(key) = key_of(table, &id) else {
            return Ok(None);
        };
        if let Some(seen) = self
            .rows
            .get(&(table.id, crate::jsonapi::id_of_values(table, &key)))
        {
            return seen
                .now
                .clone()
                .map(|row| RowData::of::<R>(row).read())
                .transpose();
        }
        if let Some(inside) = &self.inside {
            let question = Question::Row {
                table: table.id,
                key,
            };
            let rows = inside.ask(question).await?;
            let rows = self.remember(table, rows);
            return read_first(rows);
        }
        let (condition, values) = crate::reading::key_condition(table, &key);
        let rows = self.load(table, condition, values, &[], Some(1)).await?;
        read_first(rows)
    }

    /// Begins a query for rows.
    #[must_use]
    pub fn query<R: Resource>(&mut self) -> Query<'_, R> {
        Query::new(self)
    }

    /// Inserts a row at the commit. Columns that are not set get their default.
    pub fn insert<R: Resource>(&mut self, new: New<R>) -> Handle<R> {
        let table = self.state.table::<R>().id;
        self.changes.push(Change::Insert {
            table,
            values: new.into_values(),
        });
        Handle {
            change: self.changes.len() - 1,
            resource: std::marker::PhantomData,
        }
    }

    /// Updates a row at the commit: the columns that differ from what was read.
    pub fn update<R: Resource>(&mut self, row: &R) -> Result<()> {
        let table = self.state.table::<R>().id;
        let mut data = RowData::empty::<R>();
        row.write(&mut data);
        let values = data.into_values();
        let (id, key) = self.key_of_row(table, &values);
        let seen = self
            .rows
            .get_mut(&(table, id))
            .ok_or_else(|| not_read::<R>())?;
        let now = seen.now.as_mut().ok_or_else(|| not_read::<R>())?;
        let changed: Vec<_> = values
            .iter()
            .enumerate()
            .filter(|(index, value)| now[*index] != **value)
            .map(|(index, value)| (index, Input::Value(value.clone())))
            .collect();
        now.clone_from(&values);
        match seen.update {
            _ if changed.is_empty() => {}
            // What was read is compared once, so that a row is one change however often it is updated.
            Some(change) => self.changes.add_values(change, changed),
            None => {
                seen.update = Some(self.changes.len());
                self.changes.push(Change::Update {
                    table,
                    key,
                    values: changed,
                    // Inside a transaction nobody else changes the row.
                    read: self.inside.is_none().then(|| Seen::Row(seen.read.clone())),
                });
            }
        }
        Ok(())
    }

    /// Deletes a row at the commit.
    pub fn delete<R: Resource>(&mut self, row: &R) -> Result<()> {
        let table = self.state.table::<R>().id;
        let mut data = RowData::empty::<R>();
        row.write(&mut data);
        let (id, key) = self.key_of_row(table, &data.into_values());
        let seen = self
            .rows
            .get_mut(&(table, id))
            .ok_or_else(|| not_read::<R>())?;
        seen.now = None;
        // An update of the same row has compared already.
        let is_compared = seen.update.is_none() && self.inside.is_none();
        let read = is_compared.then(|| Seen::Row(seen.read.clone()));
        self.changes.push(Change::Delete { table, key, read });
        Ok(())
    }

    /// Writes everything, in one transaction, or nothing.
    pub async fn commit(&mut self) -> Result<Saved> {
        if self.inside.is_some() {
            return Err(Error::Internal(
                "an event's changes are committed with the transaction that it happens in".into(),
            ));
        }
        let changes = self.take_changes();
        let rows = commit(&self.state, changes, Arc::clone(&self.caller)).await?;
        Ok(Saved {
            state: Arc::clone(&self.state),
            rows,
        })
    }

    fn key_of_row(&self, table: TableId, values: &[Value]) -> (String, Vec<Value>) {
        let table = self.state.catalog.table(table);
        let key: Vec<Value> = table
            .key
            .iter()
            .map(|&attribute| values[attribute].clone())
            .collect();
        (crate::jsonapi::id_of_values(table, &key), key)
    }
}

fn not_read<R: Resource>() -> Error {
    Error::Internal(
        format!(
            "this session has not read the `{}` that it changes, or has deleted it",
            R::KIND
        )
        .into(),
    )
}

fn read_first<R: Resource>(rows: Vec<Vec<Value>>) -> Result<Option<R>> {
    rows.into_iter()
        .next()
        .map(|row| RowData::unfinished::<R>(row).read())
        .transpose()
}

/// Writes a change set; says what was wrong if the database refuses it.
pub(crate) async fn commit(
    state: &Arc<State>,
    changes: ChangeSet,
    caller: Arc<Caller>,
) -> Result<Vec<Applied>> {
    let Some(database) = changes.database(&state.catalog)? else {
        return Ok(Vec::new());
    };
    check(&state.catalog, &changes)?;
    let changes = Arc::new(changes);
    let work = Commit {
        state: Arc::clone(state),
        changes: Arc::clone(&changes),
        caller,
        notice: Notice::new(state),
    };
    match state.stores[database].write(work).await {
        Err(error) => Err(explain(state, &changes, error).await),
        done => done,
    }
}

struct Commit {
    state: Arc<State>,
    changes: Arc<ChangeSet>,
    caller: Arc<Caller>,
    notice: Notice,
}

impl Work for Commit {
    type Output = Vec<Applied>;

    fn committed(&self) {
        self.notice.committed();
    }

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Self::Output>> {
        Box::pin(async move {
            let mut engine = Engine::new(&self.state, connection, Arc::clone(&self.caller));
            let applied = engine.run(&self.changes).await?;
            self.notice.take(|| engine.rows_now());
            Ok(applied)
        })
    }
}
