//! SQL's three truth values.

/// True, false, or unknown, as a comparison with null is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    True,
    False,
    Unknown,
}

impl Truth {
    /// Whether it is true, and not unknown.
    #[must_use]
    pub fn is_true(self) -> bool {
        self == Self::True
    }

    /// Whether it is false, and not unknown.
    #[must_use]
    pub fn is_false(self) -> bool {
        self == Self::False
    }

    /// Whether it is neither true nor false.
    #[must_use]
    pub fn is_unknown(self) -> bool {
        self == Self::Unknown
    }

    /// True or false; none if unknown.
    #[must_use]
    pub fn known(self) -> Option<bool> {
        match self {
            Self::True => Some(true),
            Self::False => Some(false),
            Self::Unknown => None,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    fn from(value: Option<bool>) -> Self {
        value.map_or(Self::Unknown, Self::from)
    }
}

/// What may be a condition.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither true nor false",
    label = "not a condition",
    note = "a condition is a comparison, or a field that is true or false"
)]
pub trait IntoTruth {
    /// What it says.
    fn into_truth(self) -> Truth;
}

impl IntoTruth for Truth {
    fn into_truth(self) -> Truth {
        self
    }
}

impl IntoTruth for bool {
    fn into_truth(self) -> Truth {
        self.into()
    }
}

impl IntoTruth for Option<bool> {
    fn into_truth(self) -> Truth {
        self.into()
    }
}

impl IntoTruth for super::Val<bool> {
    fn into_truth(self) -> Truth {
        (*self).into()
    }
}

/// Whether a condition is true: what `if` asks.
pub fn holds(condition: impl IntoTruth) -> bool {
    condition.into_truth().is_true()
}

/// `!`: unknown stays unknown.
pub fn not(condition: impl IntoTruth) -> Truth {
    match condition.into_truth() {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
    }
}

/// `&&` of a left side that is not false, which is not asked for the right one.
pub fn and(left: Truth, right: impl IntoTruth) -> Truth {
    match (left, right.into_truth()) {
        (Truth::False, _) | (_, Truth::False) => Truth::False,
        (Truth::True, Truth::True) => Truth::True,
        _ => Truth::Unknown,
    }
}

/// `||` of a left side that is not true, which is not asked for the right one.
pub fn or(left: Truth, right: impl IntoTruth) -> Truth {
    match (left, right.into_truth()) {
        (Truth::True, _) | (_, Truth::True) => Truth::True,
        (Truth::False, Truth::False) => Truth::False,
        _ => Truth::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::Truth::{False, True, Unknown};
    use super::*;

    #[test]
    fn truth_follows_sql() {
        for (left, right, conjunction, disjunction) in [
            (True, True, True, True),
            (True, False, False, True),
            (True, Unknown, Unknown, True),
            (False, False, False, False),
            (False, Unknown, False, Unknown),
            (Unknown, Unknown, Unknown, Unknown),
        ] {
            assert_eq!(and(left, right), conjunction, "{left:?} && {right:?}");
            assert_eq!(and(right, left), conjunction, "{right:?} && {left:?}");
            assert_eq!(or(left, right), disjunction, "{left:?} || {right:?}");
            assert_eq!(or(right, left), disjunction, "{right:?} || {left:?}");
        }
        assert_eq!([True, False, Unknown].map(not), [False, True, Unknown]);
        assert_eq!([True, False, Unknown].map(holds), [true, false, false]);
    }
}
