//! The typed view of a table: what a generated struct tells about it, and how its rows are read and written.

mod field;

use std::marker::PhantomData;

pub use field::{Field, Json};

use crate::rules::View;
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

    /// Makes the struct from a row. What goes wrong is noted in the row: a way out after each column would be code that
    /// grows with the square of their number.
    fn read(row: &mut RowData) -> Self;

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
#[derive(Debug, Clone)]
pub struct RowData<'a> {
    kind: &'static str,
    attributes: &'static [&'static str],
    values: Values<'a>,
    /// What went wrong first.
    failure: Option<String>,
}

#[derive(Debug, Clone)]
enum Values<'a> {
    /// All of them.
    Complete(Vec<Value>),
    /// All of them, of a row that may lack values which its columns must have.
    Unfinished(Vec<Value>),
    /// What a rule reads of a row, and of the rows that it refers to.
    Viewed(View<'a>),
}

impl<'a> RowData<'a> {
    /// A complete row of a resource: a value for each attribute.
    #[must_use]
    pub fn of<R: Resource>(values: Vec<Value>) -> Self {
        debug_assert_eq!(values.len(), R::ATTRIBUTES.len(), "a row is complete");
        Self::with::<R>(Values::Complete(values))
    }

    /// An empty row, to be written into.
    #[must_use]
    pub fn empty<R: Resource>() -> Self {
        Self::of::<R>(vec![Value::Null; R::ATTRIBUTES.len()])
    }

    /// A row that a transaction is still working on: what it lacks is blank.
    pub(crate) fn unfinished<R: Resource>(values: Vec<Value>) -> Self {
        Self::with::<R>(Values::Unfinished(values))
    }

    /// What a rule reads of a row; the other columns are blank, so that nothing is copied that nobody reads.
    pub(crate) fn viewed<R: Resource>(view: View<'a>) -> Self {
        Self::with::<R>(Values::Viewed(view))
    }

    fn with<R: Resource>(values: Values<'a>) -> Self {
        Self {
            kind: R::KIND,
            attributes: R::ATTRIBUTES,
            values,
            failure: None,
        }
    }

    /// The row as its struct.
    pub fn read<R: Resource>(mut self) -> Result<R> {
        let row = R::read(&mut self);
        match self.failure {
            None => Ok(row),
            Some(failure) => Err(Error::Internal(failure.into())),
        }
    }

    /// Takes the value of the column at the position, as the type of its field; what stands for one, if it is of another.
    pub fn take<F: Field>(&mut self, index: usize) -> F {
        let value = match &mut self.values {
            Values::Complete(values) => std::mem::take(&mut values[index]),
            Values::Unfinished(values) => match std::mem::take(&mut values[index]) {
                Value::Null => return null_or_blank(),
                value => value,
            },
            Values::Viewed(view) if !view.reads(index) => return F::blank(),
            Values::Viewed(view) => match view.value(index) {
                Value::Null => return null_or_blank(),
                value => value.clone(),
            },
        };
        F::from_value(value).unwrap_or_else(|value| {
            let (kind, attribute) = (self.kind, self.attributes[index]);
            self.failure.get_or_insert_with(|| {
                format!("`{kind}.{attribute}` holds {value:?}, which is not of the column's type; `formwork doctor` lists such values")
            });
            F::blank()
        })
    }

    /// The row that the relationship at the position leads to, as far as it was asked for.
    pub fn parent<T: Resource>(&mut self, relationship: usize) -> Parent<T> {
        let Values::Viewed(view) = &self.values else {
            return Parent::default();
        };
        let Some(parent) = view.parent(relationship) else {
            return Parent::default();
        };
        let mut parent = RowData::viewed::<T>(parent);
        let row = T::read(&mut parent);
        self.failure = self.failure.take().or(parent.failure);
        Parent::loaded(row)
    }

    /// Puts a field's value into the column at the position.
    pub fn put<F: Field>(&mut self, index: usize, field: &F) {
        let Values::Complete(values) = &mut self.values else {
            unreachable!("a struct is written into an empty row")
        };
        values[index] = field.to_value();
    }

    /// The values, in the order of the attributes.
    #[must_use]
    pub fn into_values(self) -> Vec<Value> {
        match self.values {
            Values::Complete(values) | Values::Unfinished(values) => values,
            Values::Viewed(_) => unreachable!("what a rule reads is only read"),
        }
    }
}

/// Null, where the field can be null; otherwise what stands for a value that is not there yet.
fn null_or_blank<F: Field>() -> F {
    F::from_value(Value::Null).unwrap_or_else(|_| F::blank())
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
