//! A row to insert, column by column.

use std::marker::PhantomData;

use super::Handle;
use super::changes::Input;
use crate::resource::{Column, Field, Resource};
use crate::value::Value;

/// A row to insert: `New::<Order>::default().set(Order::CUSTOMER_ID, "ALFKI")`.
#[derive(Debug)]
pub struct New<R> {
    values: Vec<(usize, Input)>,
    resource: PhantomData<fn() -> R>,
}

impl<R> Default for New<R> {
    fn default() -> Self {
        Self {
            values: Vec::new(),
            resource: PhantomData,
        }
    }
}

impl<R: Resource> New<R> {
    /// Sets a column.
    #[must_use]
    pub fn set<V: Field>(self, column: Column<R, V>, value: impl IntoInput<V>) -> Self {
        self.put(column.index(), Input::Value(value.into_value()))
    }

    /// Sets a column to what a column of a row inserted before has, such as its key.
    #[must_use]
    pub fn set_from<P: Resource, V: Field>(
        self,
        column: Column<R, V>,
        row: Handle<P>,
        from: Column<P, V>,
    ) -> Self {
        self.put(
            column.index(),
            Input::Of {
                change: row.change,
                attribute: from.index(),
            },
        )
    }

    fn put(mut self, attribute: usize, input: Input) -> Self {
        self.values.retain(|(index, _)| *index != attribute);
        self.values.push((attribute, input));
        self
    }

    pub(super) fn into_values(self) -> Vec<(usize, Input)> {
        self.values
    }
}

/// What a column of the type may be set to.
pub trait IntoInput<V> {
    /// The value to store.
    fn into_value(self) -> Value;
}

impl<V: Field> IntoInput<V> for V {
    fn into_value(self) -> Value {
        self.to_value()
    }
}

impl<V: Field> IntoInput<V> for Option<V> {
    fn into_value(self) -> Value {
        self.to_value()
    }
}

impl IntoInput<String> for &str {
    fn into_value(self) -> Value {
        self.into()
    }
}
