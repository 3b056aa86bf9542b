//! The value of a field in a rule.

use std::ops::Deref;

use super::operators::Common;
use crate::resource::{Json, Parent};
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// A value, or null. It is an `Option` where one is asked for; texts and lists are borrowed from their row.
///
/// Two of them are compared by the operators of a rule only, where a comparison with null is unknown.
#[derive(Debug, Clone, Copy, Default)]
pub struct Val<T>(Option<T>);

impl<T> Deref for Val<T> {
    type Target = Option<T>;

    fn deref(&self) -> &Option<T> {
        &self.0
    }
}

impl<T> Val<T> {
    /// Null.
    pub const NULL: Self = Self(None);

    /// A value; null if there is none.
    #[must_use]
    pub const fn new(value: Option<T>) -> Self {
        Self(value)
    }

    /// The value; none if it is null.
    #[must_use]
    pub fn into_option(self) -> Option<T> {
        self.0
    }

    /// This value, or the other one if this is null.
    pub fn or<D>(self, other: D) -> Val<T::Type>
    where
        D: IntoVal,
        T: Common<D::Of>,
    {
        Val(match self.0 {
            Some(value) => value.widen(),
            None => other.into_val().0.and_then(T::widen_other),
        })
    }
}

impl<T> From<T> for Val<T> {
    fn from(value: T) -> Self {
        Self(Some(value))
    }
}

/// A type of a field, whose values a rule may read.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a value that a rule can read",
    label = "not a value",
    note = "read a field of it, or say with `.reads([…])` what the rule reads"
)]
pub trait Readable {
    /// What a rule sees of it.
    type Seen<'a>
    where
        Self: 'a;

    /// The value.
    fn see(&self) -> Val<Self::Seen<'_>>;
}

/// The value of a field.
pub fn val<F: Readable>(field: &F) -> Val<F::Seen<'_>> {
    field.see()
}

/// What the field of a relationship leads to, if there is such a row.
#[must_use]
pub fn through<T>(parent: &Parent<T>) -> Option<&T> {
    parent.get()
}

macro_rules! readable {
    ($($type:ty),* $(,)?) => {
        $(impl Readable for $type {
            type Seen<'a> = $type;

            fn see(&self) -> Val<$type> {
                Val(Some(*self))
            }
        })*
    };
}

readable!(
    bool,
    i64,
    u64,
    f64,
    Decimal,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Uuid,
);

impl Readable for String {
    type Seen<'a> = &'a str;

    fn see(&self) -> Val<&str> {
        Val(Some(self))
    }
}

impl Readable for Json {
    type Seen<'a> = &'a Json;

    fn see(&self) -> Val<&Self> {
        Val(Some(self))
    }
}

impl<T> Readable for Vec<T> {
    type Seen<'a>
        = &'a [T]
    where
        T: 'a;

    fn see(&self) -> Val<&[T]> {
        Val(Some(self))
    }
}

impl<F: Readable> Readable for Option<F> {
    type Seen<'a>
        = F::Seen<'a>
    where
        F: 'a;

    fn see(&self) -> Val<F::Seen<'_>> {
        self.as_ref().map_or(Val::NULL, F::see)
    }
}

/// What may stand beside a value in an operation: a value, an `Option`, or something that is never null.
#[diagnostic::on_unimplemented(message = "`{Self}` is not a value that a rule can calculate with")]
pub trait IntoVal {
    /// Its type without null.
    type Of;

    /// The value.
    fn into_val(self) -> Val<Self::Of>;
}

impl<T> IntoVal for Val<T> {
    type Of = T;

    fn into_val(self) -> Self {
        self
    }
}

impl<T> IntoVal for Option<T> {
    type Of = T;

    fn into_val(self) -> Val<T> {
        Val(self)
    }
}

macro_rules! into_val {
    ($($type:ty),* $(,)?) => {
        $(impl IntoVal for $type {
            type Of = Self;

            fn into_val(self) -> Val<Self> {
                Val(Some(self))
            }
        })*
    };
}

into_val!(
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
);

impl<'a> IntoVal for &'a str {
    type Of = &'a str;

    fn into_val(self) -> Val<Self> {
        Val(Some(self))
    }
}

/// What `match` and `if let` see as an `Option`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is never null, so that `Some` and `None` do not fit"
)]
pub trait IntoOption {
    /// The `Option`.
    type Option;

    /// The value; none if it is null.
    fn into_option(self) -> Self::Option;
}

impl<T> IntoOption for Val<T> {
    type Option = Option<T>;

    fn into_option(self) -> Option<T> {
        self.0
    }
}

impl<T> IntoOption for Option<T> {
    type Option = Self;

    fn into_option(self) -> Self {
        self
    }
}

impl<'a, T> IntoOption for &'a Option<T> {
    type Option = &'a Option<T>;

    fn into_option(self) -> Self {
        self
    }
}

/// A value as the `Option` that patterns ask for.
pub fn option<T: IntoOption>(value: T) -> T::Option {
    value.into_option()
}
