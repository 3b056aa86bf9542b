//! Conditions on rows that are not in the database as they are: those that a session or its transaction has changed.

use std::cmp::Ordering;

use super::pattern::Piece;
use super::{Case, Condition, Pattern, folded};
use crate::store::Comparison;
use crate::value::{Value, order};

impl Condition {
    /// Whether it holds for a complete row. Texts are compared by their characters, whatever the database's collation is; what leads
    /// to other rows, and the keys of ids, are the database's to find.
    pub(crate) fn holds(&self, row: &[Value]) -> bool {
        match self {
            Self::All(conditions) => conditions.iter().all(|each| each.holds(row)),
            Self::Any(conditions) => conditions.iter().any(|each| each.holds(row)),
            Self::Not(condition) => !condition.holds(row),
            Self::IsNull(attribute) => row[*attribute].is_null(),
            Self::In { attribute, values } => {
                let value = &row[*attribute];
                let is_same =
                    |other: &Value| value == other || order(value, other) == Some(Ordering::Equal);
                !value.is_null() && values.iter().any(is_same)
            }
            Self::Compare {
                attribute,
                comparison,
                value,
            } => order(&row[*attribute], value).is_some_and(|order| match comparison {
                Comparison::Less => order.is_lt(),
                Comparison::LessOrEqual => order.is_le(),
                Comparison::Greater => order.is_gt(),
                Comparison::GreaterOrEqual => order.is_ge(),
            }),
            Self::Like {
                attribute,
                pattern,
                case,
            } => match (&row[*attribute], case) {
                (Value::Text(text), Case::Matters) => pattern.fits(text),
                (Value::Text(text), Case::Ignored) => pattern.folded().fits(&folded(text)),
                _ => false,
            },
            Self::Related { .. } | Self::Keys(_) => true,
        }
    }
}

impl Pattern {
    /// Whether a text is like it.
    fn fits(&self, text: &str) -> bool {
        fits(&self.0, text)
    }
}

fn fits(pieces: &[Piece], text: &str) -> bool {
    let Some((first, rest)) = pieces.split_first() else {
        return text.is_empty();
    };
    match first {
        Piece::Text(start) => text
            .strip_prefix(start.as_str())
            .is_some_and(|text| fits(rest, text)),
        Piece::One => {
            let mut letters = text.chars();
            letters.next().is_some() && fits(rest, letters.as_str())
        }
        Piece::Any => {
            fits(rest, text)
                || text
                    .char_indices()
                    .skip(1)
                    .any(|(at, _)| fits(rest, &text[at..]))
                || (!text.is_empty() && fits(rest, ""))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_like_a_pattern() {
        for (pattern, text, is_like) in [
            (Pattern::contains("b"), "abc", true),
            (Pattern::contains("c"), "abc", true),
            (Pattern::contains("d"), "abc", false),
            (Pattern::contains(""), "", true),
            (Pattern::starts_with("ab"), "abc", true),
            (Pattern::starts_with("b"), "abc", false),
            (Pattern::ends_with("ü"), "Menü", true),
            (Pattern::from_sql("a_c"), "aüc", true),
            (Pattern::from_sql("a_c"), "ac", false),
            (Pattern::from_sql("%a%b%"), "xxaxxbxx", true),
            (Pattern::from_sql("%a%b"), "xxaxxbx", false),
        ] {
            assert_eq!(pattern.fits(text), is_like, "{pattern:?} {text}");
        }
    }
}
