//! Copies of rows into another table: what an audit needs.

use std::marker::PhantomData;

use super::events::{Event, EventKind, Handler};
use crate::Result;
use crate::resource::Resource;
use crate::session::Session;
use crate::store::BoxFuture;

/// Inserts a `T` with the columns that it has in common with an `R`, and referring to it if there is one way to do so.
struct CopyRow<R, T>(PhantomData<fn() -> (R, T)>);

pub(super) fn handler<R: Resource, T: Resource>() -> impl Handler<R> {
    CopyRow::<R, T>(PhantomData)
}

impl<R: Resource, T: Resource> Handler<R> for CopyRow<R, T> {
    fn handle<'a>(
        &'a self,
        event: &'a Event<R>,
        session: &'a mut Session,
    ) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move {
            // What is deleted cannot be referred to any more.
            let refers = event.kind() != EventKind::Delete;
            session.insert_copy::<R, T>(event.row(), refers);
            Ok(())
        })
    }
}
