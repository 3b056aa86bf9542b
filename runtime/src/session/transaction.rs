//! Decisions under the lock: code that runs inside the transaction.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use super::changes::{Change, ChangeSet, Input};
use super::{New, Session, check, explain};
use crate::app::State;
use crate::feed::Notice;
use crate::reading::key_of;
use crate::resource::{Resource, RowData};
use crate::rules::{Caller, ChangedRow, Engine};
use crate::store::{BoxFuture, Connection, Work};
use crate::value::Value;
use crate::{Error, Result};

/// The inside of a transaction on the main database: what it reads stays as it is until the end.
pub struct Transaction<'c> {
    state: &'c Arc<State>,
    engine: Engine<'c>,
    /// What was tried, for saying why the database refused it.
    tried: &'c Mutex<ChangeSet>,
}

/// What [`Session::transaction`] runs: a closure that gives a boxed future.
pub type Decision<T> = dyn for<'t> Fn(&'t mut Transaction<'_>) -> Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>
    + Send
    + Sync;

impl Session {
    /// Runs code inside a transaction, for what must be decided under the lock. It may run again if the transaction loses
    /// a race, so it changes nothing but the database; an error rolls everything back. Each change runs through the rules at
    /// once; constraints are judged at the end.
    ///
    /// ```no_run
    /// # use formwork_runtime::{Result, Session, resource::Resource};
    /// # async fn example<Account: Resource>(session: &Session, id: i64) -> Result<bool> {
    /// session
    ///     .transaction(move |transaction| {
    ///         Box::pin(async move {
    ///             let Some(account) = transaction.get::<Account>(id).await? else { return Ok(false) };
    ///             transaction.delete(&account).await?;
    ///             Ok(true)
    ///         })
    ///     })
    ///     .await
    /// # }
    /// ```
    pub async fn transaction<T, F>(&self, decide: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'t> Fn(
                &'t mut Transaction<'_>,
            ) -> Pin<Box<dyn Future<Output = Result<T>> + Send + 't>>
            + Send
            + Sync
            + 'static,
    {
        if self.inside.is_some() {
            return Err(Error::Internal(
                "an event is inside a transaction already: use its session".into(),
            ));
        }
        let (_, store) = self.state.main_database();
        let tried = Arc::new(Mutex::new(ChangeSet::default()));
        let decide: Box<Decision<T>> = Box::new(decide);
        let work = Deciding {
            state: Arc::clone(&self.state),
            caller: Arc::clone(&self.caller),
            decide,
            tried: Arc::clone(&tried),
            notice: Notice::new(&self.state),
        };
        match store.write(work).await {
            Err(error) => {
                let tried = tried.lock().unwrap_or_else(PoisonError::into_inner).clone();
                Err(explain(&self.state, &Arc::new(tried), error).await)
            }
            done => done,
        }
    }
}

struct Deciding<T> {
    state: Arc<State>,
    caller: Arc<Caller>,
    decide: Box<Decision<T>>,
    tried: Arc<Mutex<ChangeSet>>,
    notice: Notice,
}

impl<T: Send + 'static> Work for Deciding<T> {
    type Output = T;

    fn committed(&self) {
        self.notice.committed();
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<T>> {
        Box::pin(async move {
            // A run that lost a race has left its changes here.
            *self.tried.lock().unwrap_or_else(PoisonError::into_inner) = ChangeSet::default();
            let mut transaction = Transaction {
                state: &self.state,
                engine: Engine::new(&self.state, connection, Arc::clone(&self.caller)),
                tried: &self.tried,
            };
            let decided = (self.decide)(&mut transaction).await?;
            transaction.engine.finish().await?;
            self.notice.take(|| transaction.engine.rows_now());
            Ok(decided)
        })
    }
}

impl Transaction<'_> {
    /// The row of the id, kept from others until the transaction ends; none if there is none.
    pub async fn get<R: Resource>(&mut self, id: impl ToString + Send) -> Result<Option<R>> {
        let table = self.state.table::<R>();
        let Some(key) = key_of(table, &id.to_string()) else {
            return Ok(None);
        };
        let row = self.engine.get(table, &key).await?;
        row.map(|row| RowData::of::<R>(row).read()).transpose()
    }

    /// Inserts a row, and gives it as it was written.
    pub async fn insert<R: Resource>(&mut self, new: New<R>) -> Result<R> {
        let table = self.state.table::<R>().id;
        let row = self
            .apply(Change::Insert {
                table,
                values: new.into_values(),
            })
            .await?;
        RowData::of::<R>(row.expect("an inserted row is there")).read()
    }

    /// Updates the row of the same key: the columns that differ from what it has. Gives it as it was written.
    pub async fn update<R: Resource>(&mut self, row: &R) -> Result<R> {
        let (key, values) = self.parts(row);
        let table = self.state.table::<R>();
        let values = values
            .into_iter()
            .enumerate()
            // What the database computes is not given back to it.
            .filter(|(index, _)| table.attributes[*index].source.is_none())
            .map(|(index, value)| (index, Input::Value(value)))
            .collect();
        let row = self
            .apply(Change::Update {
                table: table.id,
                key,
                values,
                read: None,
            })
            .await?;
        RowData::of::<R>(row.expect("an updated row is there")).read()
    }

    /// Deletes the row of the same key.
    pub async fn delete<R: Resource>(&mut self, row: &R) -> Result<()> {
        let (key, _) = self.parts(row);
        let table = self.state.table::<R>().id;
        self.apply(Change::Delete {
            table,
            key,
            read: None,
        })
        .await
        .map(drop)
    }

    fn parts<R: Resource>(&self, row: &R) -> (Vec<Value>, Vec<Value>) {
        let mut data = RowData::empty::<R>();
        row.write(&mut data);
        let values = data.into_values();
        let key = self
            .state
            .table::<R>()
            .key
            .iter()
            .map(|&attribute| values[attribute].clone())
            .collect();
        (key, values)
    }

    async fn apply(&mut self, change: Change) -> Result<Option<Vec<Value>>> {
        let mut changes = ChangeSet::default();
        changes.push(change.clone());
        if changes.database(&self.state.catalog)? != Some(self.state.main_database().0) {
            return Err(Error::Internal(
                "a transaction writes to the main database".into(),
            ));
        }
        check(&self.state.catalog, &changes)?;
        self.tried
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(change);
        let rows: Vec<ChangedRow> = self.engine.apply_and_write(&changes).await?;
        Ok(self.engine.applied(&rows[0]).row)
    }
}
