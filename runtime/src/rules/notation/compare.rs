//! Comparisons in a rule: numbers of different types, texts however they are kept, null on either side.

use std::cmp::Ordering;

use super::number::{Number as _, nearest};
use super::{Truth, Val};
use crate::resource::Json;
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// Values that may be compared with each other.
pub trait Kind {
    /// A value of the kind, borrowed.
    type Of<'a>;

    /// Their order; none where there is none.
    fn compare(left: Self::Of<'_>, right: Self::Of<'_>) -> Option<Ordering>;
}

/// Kinds that are the same; the compiler's message if they are not.
#[diagnostic::on_unimplemented(
    message = "a {Self} cannot be compared with a {K}",
    label = "not to be compared with each other"
)]
pub trait SameKind<K: Kind>: Kind {
    /// Their order.
    fn compare_with(left: Self::Of<'_>, right: K::Of<'_>) -> Option<Ordering>;
}

impl<K: Kind> SameKind<K> for K {
    fn compare_with(left: Self::Of<'_>, right: Self::Of<'_>) -> Option<Ordering> {
        K::compare(left, right)
    }
}

/// One side of a comparison. Implemented for a type of one's own, it may be compared in rules.
#[diagnostic::on_unimplemented(
    message = "a rule cannot compare values of type `{Self}`",
    label = "not a value to compare",
    note = "`match`, or a function that gives true or false, can say what is meant"
)]
pub trait Operand {
    /// What it may be compared with.
    type Kind: Kind;

    /// The value; none if it is null.
    fn operand(&self) -> Option<<Self::Kind as Kind>::Of<'_>>;
}

/// The order of two values; none if one is null.
pub(super) fn order<A, B>(left: &A, right: &B) -> Option<Ordering>
where
    A: Operand + ?Sized,
    B: Operand + ?Sized,
    A::Kind: SameKind<B::Kind>,
{
    A::Kind::compare_with(left.operand()?, right.operand()?)
}

macro_rules! comparisons {
    ($($name:ident $operator:literal $is:ident;)*) => {
        $(#[doc = concat!("`", $operator, "`: unknown if one side is null.")]
        pub fn $name<A, B>(left: &A, right: &B) -> Truth
        where
            A: Operand + ?Sized,
            B: Operand + ?Sized,
            A::Kind: SameKind<B::Kind>,
        {
            order(left, right).map(Ordering::$is).into()
        })*
    };
}

comparisons! {
    eq "==" is_eq;
    ne "!=" is_ne;
    lt "<" is_lt;
    le "<=" is_le;
    gt ">" is_gt;
    ge ">=" is_ge;
}

/// A number, for a comparison.
#[derive(Debug, Clone, Copy)]
pub enum AnyNumber {
    Whole(i128),
    Decimal(Decimal),
    Float(f64),
}

impl AnyNumber {
    fn float(self) -> f64 {
        match self {
            // The other side is a float that no decimal is equal to.
            Self::Whole(value) => nearest(value),
            Self::Decimal(value) => value.float(),
            Self::Float(value) => value,
        }
    }

    fn decimal(self) -> Option<Decimal> {
        match self {
            Self::Whole(value) => Decimal::try_from_i128_with_scale(value, 0).ok(),
            Self::Decimal(value) => Some(value),
            Self::Float(value) => value.decimal().ok(),
        }
    }
}

/// The kind of numbers, whatever their type.
#[derive(Debug)]
#[expect(
    non_camel_case_types,
    reason = "the compiler's message is a sentence with this name"
)]
pub struct number;

impl Kind for number {
    type Of<'a> = AnyNumber;

    fn compare(left: AnyNumber, right: AnyNumber) -> Option<Ordering> {
        match (left, right) {
            (AnyNumber::Whole(left), AnyNumber::Whole(right)) => Some(left.cmp(&right)),
            (AnyNumber::Float(left), AnyNumber::Float(right)) => left.partial_cmp(&right),
            // A float is what its shortest digits say: 0.1 is a tenth.
            _ => match (left.decimal(), right.decimal()) {
                (Some(left), Some(right)) => Some(left.cmp(&right)),
                _ => left.float().partial_cmp(&right.float()),
            },
        }
    }
}

macro_rules! numbers {
    ($($variant:ident: $($type:ty),*;)*) => {
        $($(impl Operand for $type {
            type Kind = number;

            fn operand(&self) -> Option<AnyNumber> {
                Some(AnyNumber::$variant((*self).into()))
            }
        })*)*
    };
}

numbers! {
    Whole: i8, i16, i32, i64, u8, u16, u32, u64;
    Decimal: Decimal;
    Float: f32, f64;
}

macro_rules! sizes {
    ($($type:ty),*) => {
        $(impl Operand for $type {
            type Kind = number;

            fn operand(&self) -> Option<AnyNumber> {
                i128::try_from(*self).ok().map(AnyNumber::Whole)
            }
        })*
    };
}

sizes!(isize, usize);

macro_rules! kinds {
    ($($kind:ident $what:literal, $seen:ty: $($type:ty),*;)*) => {
        $(#[doc = concat!("The kind of ", $what, ".")]
        #[derive(Debug)]
        #[expect(non_camel_case_types, reason = "the compiler's message is a sentence with this name")]
        pub struct $kind;

        impl Kind for $kind {
            type Of<'a> = $seen;

            fn compare(left: Self::Of<'_>, right: Self::Of<'_>) -> Option<Ordering> {
                Some(left.cmp(&right))
            }
        }

        $(impl Operand for $type {
            type Kind = $kind;

            fn operand(&self) -> Option<<$kind as Kind>::Of<'_>> {
                Some(self)
            }
        })*)*
    };
}

kinds! {
    text "texts", &'a str: str, String;
    truth_value "what is true or false", &'a bool: bool;
    date "dates", &'a Date: Date;
    time_of_day "times of day", &'a Time: Time;
    timestamp "dates with a time", &'a Timestamp: Timestamp;
    moment "moments", &'a TimestampTz: TimestampTz;
    uuid "UUIDs", &'a Uuid: Uuid;
    character "characters", &'a char: char;
    bytes "bytes", &'a [u8]: [u8], Vec<u8>;
}

impl Operand for Truth {
    type Kind = truth_value;

    fn operand(&self) -> Option<&bool> {
        match self {
            Self::True => Some(&true),
            Self::False => Some(&false),
            Self::Unknown => None,
        }
    }
}

impl Operand for Json {
    type Kind = text;

    fn operand(&self) -> Option<&str> {
        Some(self.as_str())
    }
}

impl<O: Operand + ?Sized> Operand for &O {
    type Kind = O::Kind;

    fn operand(&self) -> Option<<O::Kind as Kind>::Of<'_>> {
        (**self).operand()
    }
}

impl<O: Operand> Operand for Option<O> {
    type Kind = O::Kind;

    fn operand(&self) -> Option<<O::Kind as Kind>::Of<'_>> {
        self.as_ref()?.operand()
    }
}

impl<O: Operand> Operand for Val<O> {
    type Kind = O::Kind;

    fn operand(&self) -> Option<<O::Kind as Kind>::Of<'_>> {
        (**self).operand()
    }
}
