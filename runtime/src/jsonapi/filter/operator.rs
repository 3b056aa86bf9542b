//! The names of operators: ours, those of other JSON:API servers, and the forerunner's.

use crate::store::Comparison;

/// What is asked of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    /// One value, or none for null.
    Equal,
    /// One of several values.
    In,
    Compare(Comparison),
    /// Two values, both included.
    Between,
    /// A pattern of SQL.
    Like,
    /// The same without regard to case.
    LikeFolded,
    Contains,
    /// The same without regard to case.
    ContainsFolded,
    StartsWith,
    EndsWith,
    IsNull,
    /// Whether a relationship leads anywhere.
    Exists,
}

/// An operator, and whether it is asked that it does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) operator: Operator,
    pub(super) negated: bool,
}

/// The operator of the name.
pub(super) fn find(name: &str) -> Option<Asked> {
    use Comparison::{Greater, GreaterOrEqual, Less, LessOrEqual};
    let asked = |operator| Asked {
        operator,
        negated: false,
    };
    let not = |operator| Asked {
        operator,
        negated: true,
    };
    Some(match name {
        "eq" | "is" | "is_" => asked(Operator::Equal),
        "ne" | "neq" | "is_not" | "isnot" => not(Operator::Equal),
        "in" | "in_" => asked(Operator::In),
        "nin" | "notin" | "notin_" | "not_in" => not(Operator::In),
        "gt" => asked(Operator::Compare(Greater)),
        "ge" | "gte" => asked(Operator::Compare(GreaterOrEqual)),
        "lt" => asked(Operator::Compare(Less)),
        "le" | "lte" => asked(Operator::Compare(LessOrEqual)),
        "between" => asked(Operator::Between),
        "like" => asked(Operator::Like),
        "notlike" | "not_like" => not(Operator::Like),
        "ilike" => asked(Operator::LikeFolded),
        "notilike" | "not_ilike" => not(Operator::LikeFolded),
        "contains" => asked(Operator::Contains),
        "match" => asked(Operator::ContainsFolded),
        "startswith" => asked(Operator::StartsWith),
        "endswith" => asked(Operator::EndsWith),
        "isnull" => asked(Operator::IsNull),
        "exists" => asked(Operator::Exists),
        _ => return None,
    })
}
