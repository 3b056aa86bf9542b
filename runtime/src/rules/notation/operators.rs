//! `+ - * / %` of values, with numbers of different types.
//!
//! | one side | other side | result |
//! | --- | --- | --- |
//! | whole | whole | whole, `u64` if both are and nothing is subtracted, else `i64`; a quotient is a decimal |
//! | decimal | whole, decimal | decimal |
//! | float | any number | float |
//! | date | date (subtracted), days (added, subtracted) | days, date |
//! | text | text (added) | text |

use std::ops::{Add, Div, Mul, Neg, Rem, Sub};

use super::fault::checked;
use super::numeric::{Number, Whole, finite, narrow};
use super::{Fault, IntoVal, Val, exact};
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid};

/// Two types that have values in common, for `or`, `min` and `max`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` and `{B}` have no type in common",
    label = "of another type"
)]
pub trait Common<B> {
    /// The type that holds the values of both.
    type Type;

    /// A value of this type.
    fn widen(self) -> Option<Self::Type>;

    /// A value of the other type.
    fn widen_other(other: B) -> Option<Self::Type>;
}

macro_rules! operators {
    ($($name:ident $method:ident $std:ident $std_method:ident $message:literal;)*) => {$(
        #[doc = concat!("What [`", stringify!($std), "`] does between two values that are not null.")]
        #[diagnostic::on_unimplemented(message = $message, label = "not of types that fit")]
        pub trait $name<B> {
            /// The type of the result.
            type Output;

            /// The result, or null and a fault.
            fn $method(self, other: B) -> Option<Self::Output>;
        }

        impl<A, R> $std<R> for Val<A>
        where
            R: IntoVal,
            A: $name<R::Of>,
        {
            type Output = Val<A::Output>;

            fn $std_method(self, other: R) -> Self::Output {
                Val::new(match (self.into_option(), other.into_val().into_option()) {
                    (Some(left), Some(right)) => left.$method(right),
                    _ => None,
                })
            }
        }

        // Not for `String`: it has one `Add` of its own, and a second would end the coercion in everybody's `text + &other`.
        operators!(@plain $name $std $std_method: i32, i64, u64, f64, Decimal, Date, &str);
    )*};
    (@plain $name:ident $std:ident $std_method:ident: $($plain:ty),*) => {$(
        impl<B> $std<Val<B>> for $plain
        where
            Self: $name<B>,
        {
            type Output = Val<<Self as $name<B>>::Output>;

            fn $std_method(self, other: Val<B>) -> Self::Output {
                Val::from(self) .$std_method(other)
            }
        }
    )*};
}

operators! {
    Plus plus Add add "cannot add `{B}` to `{Self}` in a rule";
    Minus minus Sub sub "cannot subtract `{B}` from `{Self}` in a rule";
    Times times Mul mul "cannot multiply `{Self}` by `{B}` in a rule";
    Over over Div div "cannot divide `{Self}` by `{B}` in a rule";
    Remains remains Rem rem "cannot calculate the remainder of `{Self}` divided by `{B}` in a rule";
}

/// The operators of two types; an expression gives a `Result` from `left` and `right`.
macro_rules! implement {
    ($($trait:ident $method:ident ($left_type:ty, $right_type:ty) -> $output:ty: |$left:ident, $right:ident| $result:expr;)*) => {
        $(impl $trait<$right_type> for $left_type {
            type Output = $output;

            fn $method(self, other: $right_type) -> Option<$output> {
                let ($left, $right) = (self, other);
                checked($result)
            }
        })*
    };
}

macro_rules! common {
    ($left:ty, $right:ty => $type:ty: $left_value:ident -> $left_result:expr, $right_value:ident -> $right_result:expr) => {
        impl Common<$right> for $left {
            type Type = $type;

            fn widen(self) -> Option<$type> {
                let $left_value = self;
                checked($left_result)
            }

            fn widen_other($right_value: $right) -> Option<$type> {
                checked($right_result)
            }
        }
    };
}

macro_rules! whole_and_whole {
    ($($left:ty, $right:ty => $output:ty;)*) => {$(
        implement! {
            Plus plus ($left, $right) -> $output: |left, right| narrow(left.whole().checked_add(right.whole()));
            Minus minus ($left, $right) -> i64: |left, right| narrow(left.whole().checked_sub(right.whole()));
            Times times ($left, $right) -> $output: |left, right| narrow(left.whole().checked_mul(right.whole()));
            Remains remains ($left, $right) -> $output: |left, right| {
                if right == 0 {
                    Err(Fault::DivisionByZero)
                } else {
                    narrow(left.whole().checked_rem(right.whole()))
                }
            };
            Over over ($left, $right) -> Decimal: |left, right| exact::divide(left.into(), right.into());
        }
        common!($left, $right => $output: left -> narrow(Some(left.whole())), right -> narrow(Some(right.whole())));
    )*};
}

whole_and_whole! {
    i32, i32 => i64;
    i32, i64 => i64;
    i32, u64 => i64;
    i64, i32 => i64;
    i64, i64 => i64;
    i64, u64 => i64;
    u64, i32 => i64;
    u64, i64 => i64;
    u64, u64 => u64;
}

macro_rules! decimals {
    ($($left:ty, $right:ty;)*) => {$(
        implement! {
            Plus plus ($left, $right) -> Decimal: |left, right| exact::add(left.into(), right.into());
            Minus minus ($left, $right) -> Decimal: |left, right| exact::subtract(left.into(), right.into());
            Times times ($left, $right) -> Decimal: |left, right| exact::multiply(left.into(), right.into());
            Over over ($left, $right) -> Decimal: |left, right| exact::divide(left.into(), right.into());
            Remains remains ($left, $right) -> Decimal: |left, right| exact::remainder(left.into(), right.into());
        }
        common!($left, $right => Decimal: left -> left.decimal(), right -> right.decimal());
    )*};
}

decimals! {
    Decimal, Decimal;
    Decimal, i32;
    Decimal, i64;
    Decimal, u64;
    i32, Decimal;
    i64, Decimal;
    u64, Decimal;
}

macro_rules! floats {
    ($($left:ty, $right:ty;)*) => {$(
        implement! {
            Plus plus ($left, $right) -> f64: |left, right| finite(left.float() + right.float());
            Minus minus ($left, $right) -> f64: |left, right| finite(left.float() - right.float());
            Times times ($left, $right) -> f64: |left, right| finite(left.float() * right.float());
            Over over ($left, $right) -> f64: |left, right| {
                if right.float() == 0.0 {
                    Err(Fault::DivisionByZero)
                } else {
                    finite(left.float() / right.float())
                }
            };
            Remains remains ($left, $right) -> f64: |left, right| {
                if right.float() == 0.0 {
                    Err(Fault::DivisionByZero)
                } else {
                    finite(left.float() % right.float())
                }
            };
        }
        common!($left, $right => f64: left -> Ok(left.float()), right -> Ok(right.float()));
    )*};
}

floats! {
    f64, f64;
    f64, i32;
    f64, i64;
    f64, u64;
    f64, Decimal;
    i32, f64;
    i64, f64;
    u64, f64;
    Decimal, f64;
}

macro_rules! same {
    ($($type:ty),*) => {
        $(common!($type, $type => $type: left -> Ok(left), right -> Ok(right));)*
    };
}

same!(bool, Date, Time, Timestamp, TimestampTz, Uuid, String);

impl<'a> Common<&'a str> for &'a str {
    type Type = &'a str;

    fn widen(self) -> Option<&'a str> {
        Some(self)
    }

    fn widen_other(other: &'a str) -> Option<&'a str> {
        Some(other)
    }
}

macro_rules! text {
    ($($left:ty, $right:ty;)*) => {
        $(implement! {
            Plus plus ($left, $right) -> String: |left, right| Ok(format!("{left}{right}"));
        })*
    };
}

text! {
    &str, &str;
    &str, String;
    String, &str;
    String, String;
}

macro_rules! days {
    ($($days:ty),*) => {
        $(implement! {
            Plus plus (Date, $days) -> Date: |date, days| later(date, days.into());
            Minus minus (Date, $days) -> Date: |date, days| later(date, -i128::from(days));
        })*
    };
}

days!(i32, i64);

implement! {
    Minus minus (Date, Date) -> i64: |later, earlier| Ok(i64::from(later.to_julian_day()) - i64::from(earlier.to_julian_day()));
}

fn later(date: Date, days: i128) -> Result<Date, Fault> {
    let day = i128::from(date.to_julian_day()) + days;
    Date::from_julian_day(narrow(Some(day))?).map_err(|_| Fault::Overflow)
}

impl<A, N> Neg for Val<A>
where
    i32: Minus<A, Output = N>,
{
    type Output = Val<N>;

    fn neg(self) -> Val<N> {
        Val::new(self.into_option().and_then(|value| 0.minus(value)))
    }
}
