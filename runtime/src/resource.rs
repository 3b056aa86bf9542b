//! The typed view of a table: what a generated struct tells about it, and how its rows are read and written.

mod field;

use std::marker::PhantomData;

pub use field::{Field, Json};

use crate::value::Value;
use crate::{Error, Result};

/// A struct that shows the rows of one table; written by the tool, one file per table.
pub trait Resource: Sized + Clone + Send + Sync + 'static {
    /// The JSON:API type.
    const KIND: &'static str;
    /// The names of its attributes, in the order of [`Column`]s; compared with `model.json` at start.
    const ATTRIBUTES: &'static [&'static str];
    /// The names of its relationships, in the order of [`ToOne`] and [`ToMany`]; compared likewise.
    const RELATIONSHIPS: &'static [&'static str];

    /// Makes the struct from a complete row.
    fn read(row: &mut RowData) -> Result<Self>;

    /// Puts the struct's columns into a row. Parents are not written: their keys are.
    fn write(&self, row: &mut RowData);
}

/// A column of a resource, and the type of its values without null.
#[derive(Debug)]
pub struct Column<R, V> {
    index: usize,
    types: PhantomData<fn() -> (R, V)>,
}

/// A relationship to at most one row.
#[derive(Debug)]
pub struct ToOne<R, T> {
    index: usize,
    types: PhantomData<fn() -> (R, T)>,
}

/// A relationship to any number of rows.
#[derive(Debug)]
pub struct ToMany<R, T> {
    index: usize,
    types: PhantomData<fn() -> (R, T)>,
}

macro_rules! handle {
    ($name:ident, $what:literal) => {
        impl<R, T> $name<R, T> {
            #[doc = concat!("The ", $what, " at the position in the Model.")]
            #[must_use]
            pub const fn new(index: usize) -> Self {
                Self {
                    index,
                    types: PhantomData,
                }
            }

            /// The position in the Model.
            #[must_use]
            pub const fn index(self) -> usize {
                self.index
            }
        }

        impl<R, T> Clone for $name<R, T> {
            fn clone(&self) -> Self {
                *self
            }
        }

        impl<R, T> Copy for $name<R, T> {}
    };
}

handle!(Column, "column");
handle!(ToOne, "relationship");
handle!(ToMany, "relationship");

/// A column of a row or of one of its parents, which a rule reads: `Order::FREIGHT.any()`, or
/// `OrderDetail::PRODUCT.then(Product::UNIT_PRICE)`.
#[derive(Debug, Clone)]
pub struct Reading<R> {
    steps: Vec<usize>,
    attribute: usize,
    row: PhantomData<fn() -> R>,
}

impl<R> Reading<R> {
    /// The positions of the relationships on the way to the column.
    #[must_use]
    pub fn steps(&self) -> &[usize] {
        &self.steps
    }

    /// The column's position in the resource that the last step leads to.
    #[must_use]
    pub fn attribute(&self) -> usize {
        self.attribute
    }
}

impl<R, V> From<Column<R, V>> for Reading<R> {
    fn from(column: Column<R, V>) -> Self {
        column.any()
    }
}

impl<R, V> Column<R, V> {
    /// The column, whatever the type of its values.
    #[must_use]
    pub const fn any(self) -> Reading<R> {
        Reading {
            steps: Vec::new(),
            attribute: self.index,
            row: PhantomData,
        }
    }
}

impl<R, T> ToOne<R, T> {
    /// A column of the row that the relationship leads to, or of a parent of that.
    #[must_use]
    pub fn then(self, reading: impl Into<Reading<T>>) -> Reading<R> {
        let Reading {
            mut steps,
            attribute,
            ..
        } = reading.into();
        steps.insert(0, self.index);
        Reading {
            steps,
            attribute,
            row: PhantomData,
        }
    }
}

/// The row that a foreign key points to, if it was loaded and exists.
#[derive(Debug, Clone, PartialEq)]
pub struct Parent<T>(Option<Box<T>>);

impl<T> Parent<T> {
    /// The row.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        self.0.as_deref()
    }

    /// A parent that was loaded.
    #[must_use]
    pub fn loaded(row: T) -> Self {
        Self(Some(Box::new(row)))
    }
}

impl<T> Default for Parent<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// A row on its way between a table and a struct.
#[derive(Debug, Clone, PartialEq)]
pub struct RowData {
    kind: &'static str,
    attributes: &'static [&'static str],
    values: Vec<Value>,
}

impl RowData {
    /// A complete row of a resource: a value for each attribute.
    #[must_use]
    pub fn of<R: Resource>(values: Vec<Value>) -> Self {
        debug_assert_eq!(values.len(), R::ATTRIBUTES.len(), "a row is complete");
        Self {
            kind: R::KIND,
            attributes: R::ATTRIBUTES,
            values,
        }
    }

    /// An empty row, to be written into.
    #[must_use]
    pub fn empty<R: Resource>() -> Self {
        Self::of::<R>(vec![Value::Null; R::ATTRIBUTES.len()])
    }

    /// Takes the value of the column at the position, as the type of its field.
    pub fn take<F: Field>(&mut self, index: usize) -> Result<F> {
        let value = std::mem::take(&mut self.values[index]);
        F::from_value(value).map_err(|value| {
            let (kind, attribute) = (self.kind, self.attributes[index]);
            Error::Internal(
                format!("`{kind}.{attribute}` holds {value:?}, which is not of the column's type; `formwork doctor` lists such values").into(),
            )
        })
    }

    /// Puts a field's value into the column at the position.
    pub fn put<F: Field>(&mut self, index: usize, field: &F) {
        self.values[index] = field.to_value();
    }

    /// The values, in the order of the attributes.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        self.values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reading_has_the_steps_in_their_order() {
        struct Detail;
        struct Order;
        struct Customer;
        let name = Column::<Customer, String>::new(3);
        let customer = ToOne::<Order, Customer>::new(1);
        let order = ToOne::<Detail, Order>::new(2);
        assert_eq!((name.any().steps(), name.any().attribute()), (&[][..], 3));
        let reading = order.then(customer.then(name));
        assert_eq!((reading.steps(), reading.attribute()), (&[2, 1][..], 3));
    }
}
