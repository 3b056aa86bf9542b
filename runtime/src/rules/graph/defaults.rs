//! What the database gives a column by default, where that can be read off the default's text.

use crate::catalog::Attribute;
use crate::model::Dialect;
use crate::value::{Value, value_from_text};

/// The constant that a new row has in the column when nothing is given; none if there is no default or it is computed.
pub(super) fn constant_default(dialect: Dialect, attribute: &Attribute) -> Option<Value> {
    if attribute.source.is_some() {
        return None;
    }
    let Some(text) = &attribute.default else {
        return attribute.nullable.then_some(Value::Null);
    };
    let text = without_parentheses(text.trim());
    let text = if dialect == Dialect::Postgres {
        without_cast(text)
    } else {
        text
    };
    if text.eq_ignore_ascii_case("null") {
        return Some(Value::Null);
    }
    if let Some(inside) = text
        .strip_prefix('\'')
        .and_then(|rest| rest.strip_suffix('\''))
    {
        let quotes_are_doubled = inside
            .replace("''", "")
            .chars()
            .all(|character| character != '\'');
        if !quotes_are_doubled || inside.contains('\\') {
            return None;
        }
        return value_from_text(&inside.replace("''", "'"), &attribute.column_type).ok();
    }
    let is_number = !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let is_truth = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    if is_number || is_truth {
        return value_from_text(&text.to_ascii_lowercase(), &attribute.column_type).ok();
    }
    None
}

fn without_parentheses(mut text: &str) -> &str {
    while let Some(inside) = text
        .strip_prefix('(')
        .and_then(|rest| rest.strip_suffix(')'))
    {
        text = inside.trim();
    }
    text
}

/// `'x'::character varying` is `'x'`.
fn without_cast(text: &str) -> &str {
    match text.rfind("::") {
        Some(at) if !text[at..].contains('\'') => without_parentheses(text[..at].trim()),
        _ => text,
    }
}
