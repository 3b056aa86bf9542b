//! Entity tags (<https://www.rfc-editor.org/rfc/rfc9110#name-etag>): another one for other bytes.
//!
//! That of a resource begins with the checksum of its row, so that a change can be made to depend on it, whatever part of the row and
//! of what is related to it the document shows.

use std::hash::BuildHasher;

use foldhash::quality::FixedState;

use crate::jsonapi::{Checksum, hex_digits};

/// The tag of some bytes.
pub(crate) fn of(bytes: &[u8]) -> String {
    tag("\"", &[hash(bytes)])
}

/// The tag of a document that shows several rows: it is good for reading the document again, and says of no row in which state a change
/// has seen it, for which `If-Match` wants a strong one.
pub(crate) fn weak(document: &[u8]) -> String {
    tag("W/\"", &[hash(document)])
}

/// The same of what its rows come to, and of the bytes after them.
pub(crate) fn weak_of_rows(rows: u64, end: &[u8]) -> String {
    tag("W/\"", &[rows, hash(end)])
}

/// The bytes are known to whoever is shown the tag, so nothing is kept from them. All copies of a server have the same tags.
fn hash(bytes: &[u8]) -> u64 {
    FixedState::default().hash_one(bytes)
}

/// The tag of a document that shows a row.
pub(crate) fn of_row(document: &[u8], checksum: Checksum) -> String {
    tag("\"", &[checksum.number(), hash(document)])
}

fn tag(start: &str, numbers: &[u64]) -> String {
    let mut tag = String::with_capacity(start.len() + 17 * numbers.len());
    tag.push_str(start);
    for (position, &number) in numbers.iter().enumerate() {
        if position > 0 {
            tag.push('.');
        }
        tag.push_str(std::str::from_utf8(&hex_digits(number)).expect("digits are ASCII"));
    }
    tag.push('"');
    tag
}

/// The checksum in a tag, or the checksum that is one; none if the tag is weak, or not ours.
pub(crate) fn checksum(tag: &str) -> Option<Checksum> {
    let inside = without_coding(tag)?;
    Checksum::parse(inside.split_once('.').map_or(inside, |(first, _)| first))
}

/// What is inside of the quotes of a tag, be it weak or not.
pub(crate) fn inside(tag: &str) -> &str {
    tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"')
}

/// What is inside of the quotes of a tag, without the name of the coding in which it was sent.
pub(crate) fn without_coding(tag: &str) -> Option<&str> {
    let inside = tag.strip_prefix('"')?.strip_suffix('"')?;
    Some(
        inside
            .rsplit_once('-')
            .filter(|(_, coding)| matches!(*coding, "br" | "gzip"))
            .map_or(inside, |(inside, _)| inside),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tag_of_a_row_begins_with_its_checksum() {
        let sum = Checksum::parse("00ab000000000001").unwrap();
        let tag = of_row(b"x", sum);
        assert_eq!(tag.len(), 35);
        assert_eq!(checksum(&tag), Some(sum));
        assert_eq!(checksum(&tag.replace('.', "-")), None);
        assert_eq!(checksum("\"00ab000000000001-gzip\""), Some(sum));
        assert_eq!(checksum("W/\"00ab000000000001\""), None);
        assert_ne!(of_row(b"y", sum), tag);
        assert_ne!(of(b"x"), of(b"y"));
        assert_eq!(of(b"x").len(), 18);
        assert_eq!(weak(b"x"), format!("W/{}", of(b"x")));
        let rows = weak_of_rows(255, b"x");
        assert!(rows.starts_with("W/\"00000000000000ff."), "{rows}");
    }
}
