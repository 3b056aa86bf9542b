//! Comparisons in a rule: numbers of different types, texts however they are kept, null on either side.

use std::cmp::Ordering;

use super::numeric::{Number as _, nearest};
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

/// One side of a comparison. A type of one's own may be compared in rules if it implements this, with a [`Kind`] from here, such as
/// [`text`], or one of its own.
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
    B: Operand<Kind = A::Kind> + ?Sized,
{
    A::Kind::compare(left.operand()?, right.operand()?)
}

macro_rules! comparisons {
    ($($name:ident $operator:literal $is:ident;)*) => {
        $(#[doc = concat!("`", $operator, "`: unknown if one side is null.")]
        pub fn $name<A, B>(left: &A, right: &B) -> Truth
        where
            A: Operand + ?Sized,
            B: Operand<Kind = A::Kind> + ?Sized,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::notation::val;

    #[test]
    fn numbers_are_compared_by_value_whatever_their_types() {
        let decimal = Decimal::new(1, 1);
        assert_eq!(eq(&0.1, &decimal), Truth::True);
        assert_eq!(lt(&-1_i64, &u64::MAX), Truth::True);
        assert_eq!(gt(&1e300, &Decimal::MAX), Truth::True);
        assert_eq!(lt(&i64::MIN, &-1e300), Truth::False);
        assert_eq!(eq(&Decimal::new(100, 2), &1_i32), Truth::True);
        assert_eq!(eq(&f64::NAN, &1), Truth::Unknown);
        // Beyond 2^53 a float is what its digits say.
        assert_eq!(
            eq(&9_007_199_254_740_993_i64, &9_007_199_254_740_992.0),
            Truth::False
        );
    }

    #[test]
    fn null_on_either_side_is_unknown() {
        let none = Option::<i64>::None;
        for comparison in [eq, ne, lt, le, gt, ge] {
            assert_eq!(comparison(&val(&none), &val(&none)), Truth::Unknown);
        }
        assert_eq!(ne(&val(&none), &1), Truth::Unknown);
        assert_eq!(ge(&1, &none), Truth::Unknown);
        assert_eq!(eq(&Truth::Unknown, &true), Truth::Unknown);
        assert_eq!(eq(&Truth::False, &val(&false)), Truth::True);
    }

    #[test]
    fn texts_are_compared_however_they_are_kept() {
        let owned = "a".to_owned();
        assert_eq!(eq(&val(&owned), &"a"), Truth::True);
        assert_eq!(lt("a", &Some("b".to_owned())), Truth::True);
        assert_eq!(ne(&owned, &val(&Some(owned.clone()))), Truth::False);
    }
}
