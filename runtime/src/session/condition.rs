//! Typed conditions: `Order::FREIGHT.gt(dec!(10)).and(!Order::SHIPPED_DATE.is_null())`.

use std::marker::PhantomData;
use std::ops::Not;

use super::new::IntoInput;
use crate::condition::{Case, Condition as OfRows, Pattern};
use crate::resource::{Column, Field};
use crate::store::Comparison;
use crate::value::Value;

/// A condition on the rows of a resource. It holds or it does not: its negation holds for all other rows, also for those without a
/// value.
#[derive(Debug)]
pub struct Condition<R> {
    condition: OfRows,
    resource: PhantomData<fn() -> R>,
}

impl<R> Clone for Condition<R> {
    fn clone(&self) -> Self {
        self.condition.clone().into()
    }
}

impl<R> From<OfRows> for Condition<R> {
    fn from(condition: OfRows) -> Self {
        Self {
            condition,
            resource: PhantomData,
        }
    }
}

macro_rules! comparisons {
    ($($(#[doc = $doc:literal])+ $name:ident $comparison:ident)*) => {
        $($(#[doc = $doc])+
        #[must_use]
        pub fn $name(self, value: impl IntoInput<V>) -> Condition<R> {
            let value = value.into_value();
            if value.is_null() {
                // Nothing is more or less than null.
                return OfRows::Any(Vec::new()).into();
            }
            let comparison = Comparison::$comparison;
            OfRows::Compare { attribute: self.index(), comparison, value }.into()
        })*
    };
}

impl<R, V: Field> Column<R, V> {
    /// Rows where the column has the value. No row has null for a value: that is [`is_null`](Self::is_null).
    #[must_use]
    pub fn eq(self, value: impl IntoInput<V>) -> Condition<R> {
        self.one_of(vec![value.into_value()])
    }

    /// Rows where the column has another value, or none.
    #[must_use]
    pub fn ne(self, value: impl IntoInput<V>) -> Condition<R> {
        !self.eq(value)
    }

    /// Rows where the column has one of the values; none if there are no values.
    #[must_use]
    pub fn is_in<I: IntoInput<V>>(self, values: impl IntoIterator<Item = I>) -> Condition<R> {
        self.one_of(values.into_iter().map(IntoInput::into_value).collect())
    }

    fn one_of(self, mut values: Vec<Value>) -> Condition<R> {
        values.retain(|value| !value.is_null());
        if values.is_empty() {
            return OfRows::Any(Vec::new()).into();
        }
        let attribute = self.index();
        OfRows::In { attribute, values }.into()
    }

    /// Rows where the column is null.
    #[must_use]
    pub fn is_null(self) -> Condition<R> {
        OfRows::IsNull(self.index()).into()
    }

    comparisons! {
        /// Rows where the column's value is less.
        lt Less
        /// Rows where the column's value is less, or the same.
        le LessOrEqual
        /// Rows where the column's value is greater.
        gt Greater
        /// Rows where the column's value is greater, or the same.
        ge GreaterOrEqual
    }
}

impl<R> Column<R, String> {
    /// Rows whose text has this in it, letter by letter.
    #[must_use]
    pub fn contains(self, text: &str) -> Condition<R> {
        self.like(Pattern::contains(text), Case::Matters)
    }

    /// The same without regard to case.
    #[must_use]
    pub fn contains_folded(self, text: &str) -> Condition<R> {
        self.like(Pattern::contains(text), Case::Ignored)
    }

    /// Rows whose text begins with this.
    #[must_use]
    pub fn starts_with(self, text: &str) -> Condition<R> {
        self.like(Pattern::starts_with(text), Case::Matters)
    }

    fn like(self, pattern: Pattern, case: Case) -> Condition<R> {
        let attribute = self.index();
        OfRows::Like {
            attribute,
            pattern,
            case,
        }
        .into()
    }
}

impl<R> Condition<R> {
    /// Rows for which both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        OfRows::All(vec![self.condition, other.condition]).into()
    }

    /// Rows for which one of them holds, or both.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        OfRows::Any(vec![self.condition, other.condition]).into()
    }

    pub(super) fn as_rows(&self) -> &OfRows {
        &self.condition
    }
}

/// All other rows.
impl<R> Not for Condition<R> {
    type Output = Self;

    fn not(self) -> Self {
        OfRows::Not(Box::new(self.condition)).into()
    }
}
