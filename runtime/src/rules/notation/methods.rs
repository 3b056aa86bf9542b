//! What can be asked of a value in a rule, besides its operators.

use std::cmp::Ordering;

use super::compare::{Operand, order};
use super::rounding::Rounds;
use super::{Common, IntoVal, Truth, Val};
use crate::value::Date;

impl<T> Val<T> {
    /// The number without its sign.
    #[must_use]
    pub fn abs(self) -> Self
    where
        T: Rounds,
    {
        Self::new(self.into_option().and_then(T::abs))
    }

    /// The number with so many digits after the point, half away from zero; one with fewer stays as it is.
    #[must_use]
    pub fn round(self, digits: u32) -> Self
    where
        T: Rounds,
    {
        self.map_value(|value| value.round(digits))
    }

    /// The greatest whole number that is not greater.
    #[must_use]
    pub fn floor(self) -> Self
    where
        T: Rounds,
    {
        self.map_value(T::floor)
    }

    /// The least whole number that is not less.
    #[must_use]
    pub fn ceil(self) -> Self
    where
        T: Rounds,
    {
        self.map_value(T::ceil)
    }

    /// The lesser of two values; null if one is null.
    #[must_use]
    pub fn min<D>(self, other: D) -> Val<T::Type>
    where
        D: IntoVal,
        T: Common<D::Of, Type: Operand>,
    {
        choose(self, other, Ordering::Less)
    }

    /// The greater of two values; null if one is null.
    #[must_use]
    pub fn max<D>(self, other: D) -> Val<T::Type>
    where
        D: IntoVal,
        T: Common<D::Of, Type: Operand>,
    {
        choose(self, other, Ordering::Greater)
    }

    /// Whether the values differ, where null is a value like any other: what changed from null to 1 differs. Never unknown.
    pub fn differs<D>(self, other: D) -> bool
    where
        T: Operand,
        D: Operand<Kind = T::Kind>,
    {
        match (self.operand().is_some(), other.operand().is_some()) {
            (true, true) => order(&self, &other) != Some(Ordering::Equal),
            (left, right) => left != right,
        }
    }

    fn map_value<U>(self, function: impl FnOnce(T) -> U) -> Val<U> {
        Val::new(self.into_option().map(function))
    }
}

fn choose<T, D>(left: Val<T>, right: D, wanted: Ordering) -> Val<T::Type>
where
    D: IntoVal,
    T: Common<D::Of, Type: Operand>,
{
    let right = right.into_val().into_option().and_then(T::widen_other);
    let left = left.into_option().and_then(T::widen);
    Val::new(match (left, right) {
        (Some(left), Some(right)) if order(&right, &left) == Some(wanted) => Some(right),
        (Some(left), Some(_)) => Some(left),
        _ => None,
    })
}

/// Texts.
impl<T: AsRef<str>> Val<T> {
    /// Whether the text starts so; unknown if it is null.
    pub fn starts_with(&self, start: &str) -> Truth {
        self.text().map(|text| text.starts_with(start)).into()
    }

    /// Whether the text ends so; unknown if it is null.
    pub fn ends_with(&self, end: &str) -> Truth {
        self.text().map(|text| text.ends_with(end)).into()
    }

    /// Whether the text has this part; unknown if it is null.
    pub fn contains(&self, part: &str) -> Truth {
        self.text().map(|text| text.contains(part)).into()
    }

    /// Whether the text has no characters; unknown if it is null.
    pub fn is_empty(&self) -> Truth {
        self.text().map(str::is_empty).into()
    }

    /// How many characters the text has.
    #[doc(alias = "len")]
    pub fn length(&self) -> Val<i64> {
        let count = |text: &str| text.chars().count().try_into().unwrap_or(i64::MAX);
        Val::new(self.text().map(count))
    }

    /// The text in lower case.
    #[must_use]
    pub fn to_lowercase(&self) -> Val<String> {
        Val::new(self.text().map(str::to_lowercase))
    }

    /// The text in upper case.
    #[must_use]
    pub fn to_uppercase(&self) -> Val<String> {
        Val::new(self.text().map(str::to_uppercase))
    }

    fn text(&self) -> Option<&str> {
        self.as_ref().map(T::as_ref)
    }
}

impl Val<&str> {
    /// The text without white space at its start and end.
    #[must_use]
    pub fn trim(self) -> Self {
        self.map_value(str::trim)
    }
}

impl Val<Date> {
    /// The year of the date.
    #[must_use]
    pub fn year(self) -> Val<i64> {
        self.map_value(|date| date.year().into())
    }

    /// The month of the date, from 1.
    #[must_use]
    pub fn month(self) -> Val<i64> {
        self.map_value(|date| u8::from(date.month()).into())
    }

    /// The day of the month, from 1.
    #[must_use]
    pub fn day(self) -> Val<i64> {
        self.map_value(|date| date.day().into())
    }
}
