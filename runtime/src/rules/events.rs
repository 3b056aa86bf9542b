//! Events: what code of a project gets when a row changes.

use std::future::Future;
use std::sync::Arc;

use super::caller::Caller;
use super::declaration::{EarlyCode, EventCode};
use crate::Result;
use crate::resource::{Column, Resource, RowData};
use crate::session::Session;
use crate::store::BoxFuture;
use crate::value::Value;

/// What happens to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventKind {
    Insert,
    Update,
    Delete,
}

/// A row's change, whatever type the row has.
#[derive(Debug)]
pub(crate) struct Happened {
    pub(crate) kind: EventKind,
    pub(crate) row: Vec<Value>,
    pub(crate) old: Option<Vec<Value>>,
    pub(crate) caller: Arc<Caller>,
}

/// A row that changes in a transaction: as it is, and as it was at the transaction's start.
#[derive(Debug, Clone)]
pub struct Event<R> {
    kind: EventKind,
    row: R,
    old: Option<R>,
    /// The values that tell whether a column has changed.
    values: (Vec<Value>, Option<Vec<Value>>),
    caller: Arc<Caller>,
}

impl<R: Resource> Event<R> {
    fn new(happened: Happened) -> Result<Self> {
        let read = |values: &Vec<Value>| RowData::unfinished::<R>(values.clone()).read();
        Ok(Self {
            kind: happened.kind,
            row: read(&happened.row)?,
            old: happened.old.as_ref().map(read).transpose()?,
            values: (happened.row, happened.old),
            caller: happened.caller,
        })
    }

    /// What happens to the row.
    #[must_use]
    pub fn kind(&self) -> EventKind {
        self.kind
    }

    /// The row as it is now; a deleted one as it was last.
    #[must_use]
    pub fn row(&self) -> &R {
        &self.row
    }

    /// The row as it was at the transaction's start; none if it is new.
    #[must_use]
    pub fn old(&self) -> Option<&R> {
        self.old.as_ref()
    }

    /// Whether the column has another value than at the transaction's start; of a new row, whether it has one.
    #[must_use]
    pub fn changed<V>(&self, column: Column<R, V>) -> bool {
        let (now, old) = &self.values;
        match old {
            Some(old) => old[column.index()] != now[column.index()],
            None => !now[column.index()].is_null(),
        }
    }

    /// Who caused it.
    #[must_use]
    pub fn caller(&self) -> &Caller {
        &self.caller
    }
}

/// An `async fn(&Event<R>, &mut Session) -> Result<()>`.
pub trait Handler<R>: Send + Sync + 'static {
    /// Calls it.
    fn handle<'a>(
        &'a self,
        event: &'a Event<R>,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<()>>;
}

/// A function of two borrowed parameters with a future that can be sent; says what `AsyncFn` cannot.
pub trait AsyncPair<A, B>: Fn(A, B) -> Self::Future {
    /// What it returns.
    type Future: Future<Output = Result<()>> + Send;
}

impl<F, A, B, O> AsyncPair<A, B> for F
where
    F: Fn(A, B) -> O,
    O: Future<Output = Result<()>> + Send,
{
    type Future = O;
}

impl<R, F> Handler<R> for F
where
    R: Resource,
    F: for<'a> AsyncPair<&'a Event<R>, &'a mut Session> + Send + Sync + 'static,
{
    fn handle<'a>(
        &'a self,
        event: &'a Event<R>,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(self(event, session))
    }
}

/// An `async fn(&mut R, &Event<R>) -> Result<()>`.
pub trait EarlyHandler<R>: Send + Sync + 'static {
    /// Calls it.
    fn handle<'a>(&'a self, row: &'a mut R, event: &'a Event<R>) -> BoxFuture<'a, Result<()>>;
}

impl<R, F> EarlyHandler<R> for F
where
    R: Resource,
    F: for<'a> AsyncPair<&'a mut R, &'a Event<R>> + Send + Sync + 'static,
{
    fn handle<'a>(&'a self, row: &'a mut R, event: &'a Event<R>) -> BoxFuture<'a, Result<()>> {
        Box::pin(self(row, event))
    }
}

pub(crate) fn event_code<R: Resource>(handler: impl Handler<R>) -> EventCode {
    let handler = Arc::new(handler);
    Box::new(move |happened, session| {
        let handler = Arc::clone(&handler);
        Box::pin(async move {
            let event = Event::<R>::new(happened)?;
            handler.handle(&event, session).await
        })
    })
}

pub(crate) fn early_code<R: Resource>(handler: impl EarlyHandler<R>) -> EarlyCode {
    let handler = Arc::new(handler);
    Box::new(move |values, happened| {
        let handler = Arc::clone(&handler);
        Box::pin(async move {
            let event = Event::<R>::new(happened)?;
            let mut row = event.row.clone();
            let before = written(&row);
            handler.handle(&mut row, &event).await?;
            for (index, (before, after)) in before.into_iter().zip(written(&row)).enumerate() {
                // What nobody has touched stays as it is, also where the struct has a blank for it.
                if before != after {
                    values[index] = after;
                }
            }
            Ok(())
        })
    })
}

fn written<R: Resource>(row: &R) -> Vec<Value> {
    let mut data = RowData::empty::<R>();
    row.write(&mut data);
    data.into_values()
}
