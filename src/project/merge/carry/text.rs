//! Names within a text: in quotes, in braces, in a condition.

use std::collections::BTreeMap;

use crate::yaml::{quoted, scalar};

/// A name as YAML, in quotes if that which it replaces was.
pub(super) fn like(written: &str, now: &str) -> String {
    let plain = scalar(now);
    if plain != now {
        return quoted(now);
    }
    match written.chars().next() {
        Some(quote @ ('"' | '\'')) => format!("{quote}{now}{quote}"),
        _ => plain,
    }
}

/// `{Name} of {City}`.
pub(super) fn braced(written: &str, names: &BTreeMap<String, String>) -> String {
    let mut parts = written.split('{');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push('{');
        match part.split_once('}') {
            Some((name, rest)) => {
                text.push_str(names.get(name).map_or(name, String::as_str));
                text.push('}');
                text.push_str(rest);
            }
            None => text.push_str(part),
        }
    }
    text
}

/// `record.Name == 'record.Name'`, of which the second is a text, or `record["Name"]`.
pub(super) fn condition(written: &str, names: &BTreeMap<String, String>) -> String {
    const RECORD: &str = "record";
    let mut text = String::with_capacity(written.len());
    let mut rest = written;
    // Those of YAML around the whole are not to be used within.
    let mark = if written.starts_with('\'') { '"' } else { '\'' };
    let mut quote = None;
    while let Some(letter) = rest.chars().next() {
        let is_outside = quote.is_none() && !text.ends_with(is_of_word);
        if let Some(after) = rest.strip_prefix(RECORD).filter(|_| is_outside)
            && let Some((now, length)) = attribute(after, names, mark)
        {
            text.push_str(RECORD);
            text.push_str(&now);
            rest = &after[length..];
            continue;
        }
        let is_within = !text.is_empty();
        match (quote, letter) {
            (None, '"' | '\'') if is_within => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
        text.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    text
}

/// What follows `record`, if it is an attribute that is called otherwise: what to write instead, and of how many bytes.
fn attribute(after: &str, names: &BTreeMap<String, String>, mark: char) -> Option<(String, usize)> {
    if let Some(word) = after.strip_prefix('.') {
        let end = word
            .find(|letter| !is_of_word(letter))
            .unwrap_or(word.len());
        let now = names.get(&word[..end])?;
        let written = if now.chars().all(is_of_word) {
            format!(".{now}")
        } else {
            format!("[{mark}{now}{mark}]")
        };
        return Some((written, 1 + end));
    }
    let inside = after.strip_prefix('[')?;
    // Within double quotes of YAML they are escaped.
    let start = inside.find(|letter: char| !matches!(letter, ' ' | '\\' | '"' | '\''))?;
    let (open, name) = inside.split_at(start);
    let close = open.trim_start();
    let end = name.find(close).filter(|_| !close.is_empty())?;
    let now = names.get(&name[..end])?;
    let length = 1 + start + end + close.len();
    Some((format!("[{open}{now}{close}"), length))
}

fn is_of_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> BTreeMap<String, String> {
        [("Name", "Title"), ("City", "Home town")]
            .map(|(old, new)| (old.to_owned(), new.to_owned()))
            .into()
    }

    #[test]
    fn names_in_braces_are_written_anew() {
        assert_eq!(
            braced("{Name} of {City}, {Names} {", &names()),
            "{Title} of {Home town}, {Names} {"
        );
    }

    #[test]
    fn attributes_of_a_condition_are_written_anew_and_texts_stay() {
        for (old, new) in [
            (
                "record.Name == 'record.Name' && record.Names",
                "record.Title == 'record.Name' && record.Names",
            ),
            ("record[\"Name\"] == 'x'", "record[\"Title\"] == 'x'"),
            ("\"record.Name == 'x'\"", "\"record.Title == 'x'\""),
            (
                "\"record[\\\"Name\\\"] == record.City\"",
                "\"record[\\\"Title\\\"] == record['Home town']\"",
            ),
            ("'record.Name == \"x\"'", "'record.Title == \"x\"'"),
            ("'!record.City'", "'!record[\"Home town\"]'"),
            ("myrecord.Name", "myrecord.Name"),
            ("isInserting == false", "isInserting == false"),
        ] {
            assert_eq!(condition(old, &names()), new);
        }
    }

    #[test]
    fn quotes_stay() {
        assert_eq!(like("Name", "Title"), "Title");
        assert_eq!(like("'Name'", "Title"), "'Title'");
        assert_eq!(like("\"Name\"", "Title"), "\"Title\"");
        assert_eq!(like("'Name'", "no"), "\"no\"");
        assert_eq!(like("Name", "-Title"), "\"-Title\"");
    }
}
