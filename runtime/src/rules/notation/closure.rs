//! Closures over rows, and what is known of them.

use std::fmt;

use super::{Facts, Truth, Val};
use crate::resource::Json;
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// An expression over a row, made by `#[rules]` of a closure.
#[diagnostic::on_unimplemented(
    message = "this is not an expression over a row of `{R}`",
    label = "not an expression over a row",
    note = "write a closure such as `|row: &{R}| …` in a chain that starts with the parameter of a function that has the attribute `#[rules]`"
)]
pub trait RowExpression<R>: Send + Sync + 'static {
    /// What it gives.
    type Output;

    /// Whether it compares the row with what it was.
    const TAKES_OLD: bool;

    /// What is known of it from its text.
    fn facts(&self) -> &Facts;

    /// Its result; none when it takes the row as it was, and there was none.
    fn call(&self, row: &R, old: Option<&R>) -> Option<Self::Output>;
}

/// A closure over a row: `|row: &R| …`.
#[derive(Clone, Copy)]
pub struct Closure<F> {
    facts: &'static Facts,
    function: F,
}

/// A closure over a row and the same row as it was: `|row: &R, old: &R| …`.
#[derive(Clone, Copy)]
pub struct ClosureWithOld<F> {
    facts: &'static Facts,
    function: F,
}

impl<F> Closure<F> {
    /// The closure and what is known of it.
    pub const fn new<R, T>(facts: &'static Facts, function: F) -> Self
    where
        F: Fn(&R) -> T,
    {
        Self { facts, function }
    }
}

impl<F> ClosureWithOld<F> {
    /// The closure and what is known of it.
    pub const fn new<R, T>(facts: &'static Facts, function: F) -> Self
    where
        F: Fn(&R, &R) -> T,
    {
        Self { facts, function }
    }
}

impl<R, T, F> RowExpression<R> for Closure<F>
where
    F: Fn(&R) -> T + Send + Sync + 'static,
{
    type Output = T;

    const TAKES_OLD: bool = false;

    fn facts(&self) -> &Facts {
        self.facts
    }

    fn call(&self, row: &R, _old: Option<&R>) -> Option<T> {
        Some((self.function)(row))
    }
}

impl<R, T, F> RowExpression<R> for ClosureWithOld<F>
where
    F: Fn(&R, &R) -> T + Send + Sync + 'static,
{
    type Output = T;

    const TAKES_OLD: bool = true;

    fn facts(&self) -> &Facts {
        self.facts
    }

    fn call(&self, row: &R, old: Option<&R>) -> Option<T> {
        old.map(|old| (self.function)(row, old))
    }
}

impl<F> fmt::Debug for Closure<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Closure").field(self.facts).finish()
    }
}

impl<F> fmt::Debug for ClosureWithOld<F> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("ClosureWithOld")
            .field(self.facts)
            .finish()
    }
}

/// What a rule's closure may give; what it borrowed from its row is made its own.
#[diagnostic::on_unimplemented(
    message = "a rule cannot give a value of type `{Self}`",
    label = "not a value of a column, nor true or false"
)]
pub trait Answer {
    /// The type that borrows nothing.
    type Own: 'static;

    /// The same value, which borrows nothing.
    fn own(self) -> Self::Own;
}

/// The result of a rule's closure.
pub fn answer<T: Answer>(value: T) -> T::Own {
    value.own()
}

macro_rules! answers {
    ($($type:ty),* $(,)?) => {
        $(impl Answer for $type {
            type Own = Self;

            fn own(self) -> Self {
                self
            }
        })*
    };
}

answers!(
    (),
    Truth,
    bool,
    i32,
    i64,
    u64,
    f64,
    Decimal,
    String,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Uuid,
    Json,
);

impl Answer for &str {
    type Own = String;

    fn own(self) -> String {
        self.to_owned()
    }
}

impl Answer for &Json {
    type Own = Json;

    fn own(self) -> Json {
        self.clone()
    }
}

impl<T: Clone + 'static> Answer for &[T] {
    type Own = Vec<T>;

    fn own(self) -> Vec<T> {
        self.to_vec()
    }
}

impl<T: 'static> Answer for Vec<T> {
    type Own = Self;

    fn own(self) -> Self {
        self
    }
}

impl<T: Answer> Answer for Option<T> {
    type Own = Option<T::Own>;

    fn own(self) -> Self::Own {
        self.map(T::own)
    }
}

impl<T: Answer> Answer for Val<T> {
    type Own = Val<T::Own>;

    fn own(self) -> Self::Own {
        Val::new(self.into_option().map(T::own))
    }
}
