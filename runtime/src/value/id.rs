//! The id of a resource: the parts of its key as one opaque text.
//!
//! Several parts are joined with `_`; a `_` or `%` inside a part becomes `%5F` or `%25`, and a null part (possible in resources
//! without a key) is `%0`. A single part is its text, so that the usual id is the usual key; only texts that no address can
//! hold (none at all, `.` and `..`) or that look like ours (a `%` first) get a `%` before them. So no two keys have one id.
//! Where several rows have one key, `%` and a number and `_` before the id tell them apart.

use std::borrow::Cow;

/// What stands for a null part; no other part is written so.
const NULL: &str = "%0";

/// Joins the texts of a key's parts to an id.
#[must_use]
pub fn join_id(parts: &[Option<Cow<'_, str>>]) -> String {
    let mut id = String::new();
    match parts {
        [Some(only)] => push_only_part(only, &mut id),
        _ => parts
            .iter()
            .enumerate()
            .for_each(|(index, part)| push_part(index, part.as_deref(), &mut id)),
    }
    id
}

/// Adds the text of a key of one part.
pub(crate) fn push_only_part(text: &str, id: &mut String) {
    if !is_plain(text) {
        id.push('%');
    }
    id.push_str(text);
}

/// Adds a part of a key of several parts, or of a null one.
pub(crate) fn push_part(index: usize, part: Option<&str>, id: &mut String) {
    if index > 0 {
        id.push('_');
    }
    match part {
        None => id.push_str(NULL),
        Some(text) if text.contains(['_', '%']) => escape(text, id),
        Some(text) => id.push_str(text),
    }
}

/// Whether a text can stand for itself as the whole id.
fn is_plain(text: &str) -> bool {
    !matches!(text, "" | "." | "..") && !text.starts_with('%')
}

fn escape(text: &str, id: &mut String) {
    for character in text.chars() {
        match character {
            '_' => id.push_str("%5F"),
            '%' => id.push_str("%25"),
            _ => id.push(character),
        }
    }
}

/// Puts the number before an id that tells its row from others with the same key.
pub(crate) fn distinguish(number: i64, id: &mut String) {
    id.insert_str(0, &format!("%{number}_"));
}

/// The number before an id, if there is one, and the rest of it.
pub(crate) fn split_number(id: &str, parts: usize) -> (Option<i64>, &str) {
    let split = || {
        let (digits, rest) = id.strip_prefix('%')?.split_once('_')?;
        let number: i64 = digits.parse().ok()?;
        // Of several parts, the first may be a text that begins with an escaped `_` or `%`.
        let is_whole = parts == 1 || rest.split('_').count() == parts;
        (is_whole && number.to_string() == digits).then_some((number, rest))
    };
    split().map_or((None, id), |(number, rest)| (Some(number), rest))
}

/// Splits an id into the texts of so many parts; none if it is no id of such a key.
#[must_use]
pub fn split_id(id: &str, parts: usize) -> Option<Vec<Option<Cow<'_, str>>>> {
    if parts == 1 {
        let text = match id.strip_prefix('%') {
            _ if id == NULL => None,
            None => Some(id),
            Some(text) if !is_plain(text) => Some(text),
            Some(_) => return None,
        };
        return text
            .is_none_or(|text| is_plain(text) || id != text)
            .then(|| vec![text.map(Cow::Borrowed)]);
    }
    let texts = id
        .split('_')
        .map(|part| {
            if part == NULL {
                Some(None)
            } else {
                unescape(part).map(Some)
            }
        })
        .collect::<Option<Vec<_>>>()?;
    (texts.len() == parts).then_some(texts)
}

/// The text of a part; none if it has a `%` that escapes nothing.
fn unescape(part: &str) -> Option<Cow<'_, str>> {
    if !part.contains('%') {
        return Some(Cow::Borrowed(part));
    }
    let mut text = String::with_capacity(part.len());
    let mut pieces = part.split('%');
    text.push_str(pieces.next().expect("a split has a first piece"));
    for piece in pieces {
        let (character, rest) = match (piece.strip_prefix("5F"), piece.strip_prefix("25")) {
            (Some(rest), _) => ('_', rest),
            (_, Some(rest)) => ('%', rest),
            _ => return None,
        };
        text.push(character);
        text.push_str(rest);
    }
    Some(Cow::Owned(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_gives_back_the_parts_of_the_key() {
        for parts in [
            vec![Some("a_b%")],
            vec![Some("")],
            vec![Some(".")],
            vec![Some("%")],
            vec![Some("%.")],
            vec![Some("%0")],
            vec![None],
            vec![Some("a"), Some("b")],
            vec![Some("a_"), Some("_b")],
            vec![Some(""), Some("")],
            vec![Some("%5F"), None, Some("größe/%")],
        ] {
            let parts: Vec<_> = parts
                .into_iter()
                .map(|part| part.map(Cow::Borrowed))
                .collect();
            let id = join_id(&parts);
            assert_eq!(split_id(&id, parts.len()), Some(parts), "{id}");
        }
    }

    #[test]
    fn rows_with_the_same_key_have_a_number() {
        let keys: [&[Option<&str>]; 6] = [
            &[None],
            &[Some("a_b")],
            &[Some("%2_a")],
            &[Some("%"), Some("a")],
            &[Some("_"), Some("a")],
            &[None, Some("")],
        ];
        for parts in keys {
            let parts: Vec<_> = parts.iter().map(|part| part.map(Cow::Borrowed)).collect();
            let id = join_id(&parts);
            assert_eq!(split_number(&id, parts.len()), (None, id.as_str()));
            for number in [2, 25, 0, -7, i64::MIN] {
                let mut other = id.clone();
                distinguish(number, &mut other);
                assert_eq!(
                    split_number(&other, parts.len()),
                    (Some(number), id.as_str())
                );
            }
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        assert_eq!(split_id("", 1), None);
        assert_eq!(split_id("..", 1), None);
        assert_eq!(split_id("%2F", 1), None);
        assert_eq!(split_id("a", 2), None);
        assert_eq!(split_id("a_b_c", 2), None);
        assert_eq!(split_id("a%_b", 2), None);
        assert_eq!(split_id("a%zz_b", 2), None);
    }
}
