//! Literals beside a branch that gives a value: `if order.is_gift { 0 } else { order.freight }`.

use super::{Truth, Val};
use crate::value::Decimal;

/// What a literal of the type `L` may stand for beside other branches.
#[diagnostic::on_unimplemented(
    message = "the other branches give `{Self}`, which this literal is not",
    label = "not of the type of the other branches"
)]
pub trait FromLiteral<L> {
    /// The value.
    fn from_literal(literal: L) -> Self;
}

/// A literal as the type that the other branches have.
pub fn literal<L, T: FromLiteral<L>>(literal: L) -> T {
    T::from_literal(literal)
}

macro_rules! stands_for {
    ($($literal:ty => $type:ty: |$value:pat_param| $result:expr;)*) => {
        $(impl FromLiteral<$literal> for $type {
            fn from_literal($value: $literal) -> Self {
                $result
            }
        })*
    };
}

macro_rules! whole {
    ($($type:ty),*) => {
        $(impl FromLiteral<i64> for $type {
            fn from_literal(literal: i64) -> Self {
                literal.try_into().expect("the literal is one of the type")
            }
        })*
    };
}

whole!(i8, i16, i32, u8, u16, u32, u64, i128, u128, isize, usize);

stands_for! {
    i64 => i64: |value| value;
    i64 => f64: |value| float(value);
    i64 => Decimal: |value| value.into();
    i64 => Val<i64>: |value| value.into();
    i64 => Val<u64>: |value| u64::from_literal(value).into();
    i64 => Val<f64>: |value| float(value).into();
    i64 => Val<Decimal>: |value| Decimal::from(value).into();
    Decimal => Decimal: |value| value;
    Decimal => f64: |value| decimal(value);
    Decimal => Val<Decimal>: |value| value.into();
    Decimal => Val<f64>: |value| decimal(value).into();
    bool => bool: |value| value;
    bool => Truth: |value| value.into();
    bool => Val<bool>: |value| value.into();
    &'static str => &'static str: |value| value;
    &'static str => String: |value| value.to_owned();
    &'static str => Val<&'static str>: |value| value.into();
    &'static str => Val<String>: |value| value.to_owned().into();
}

impl<T> FromLiteral<()> for Val<T> {
    fn from_literal((): ()) -> Self {
        Self::NULL
    }
}

impl<T> FromLiteral<()> for Option<T> {
    fn from_literal((): ()) -> Self {
        None
    }
}

fn float(value: i64) -> f64 {
    super::numeric::Number::float(value)
}

fn decimal(value: Decimal) -> f64 {
    super::numeric::Number::float(value)
}
