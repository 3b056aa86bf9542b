//! Copies of rows into another table: what an audit needs.

use std::marker::PhantomData;

use super::events::{Event, Handler};
use crate::Result;
use crate::resource::{Resource, RowData};
use crate::session::Session;
use crate::store::BoxFuture;

/// Inserts a `T` with the columns that it has in common with an `R`.
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
            let mut data = RowData::empty::<R>();
            event.row().write(&mut data);
            let values = data.into_values();
            let common = R::ATTRIBUTES
                .iter()
                .zip(values)
                .filter_map(|(name, value)| {
                    let index = T::ATTRIBUTES.iter().position(|other| other == name)?;
                    Some((index, value))
                });
            session.insert_values::<T>(common.collect());
            Ok(())
        })
    }
}
