//! Places in a text: lines, dashes, and the edits made at them.

use std::ops::Range;

/// One change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// What is replaced; empty to insert.
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// Where the first line starts: after the mark of the byte order that Windows likes to put there.
pub(super) fn start_of_lines(text: &str) -> usize {
    if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    }
}

/// Where the line of a place starts.
pub(super) fn line_start(text: &str, place: usize) -> usize {
    text[..place]
        .rfind('\n')
        .map_or_else(|| start_of_lines(text).min(place), |end| end + 1)
}

/// Where the line before one that starts here ends, before its line end.
pub(super) fn end_before(text: &str, start: usize) -> usize {
    let end = start - 1;
    if text[..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}

/// How many characters stand before a place on its line.
pub(super) fn column_of(text: &str, place: usize) -> usize {
    text[line_start(text, place)..place].chars().count()
}

/// Where the line of a place ends, before its line end.
pub(super) fn line_end(text: &str, place: usize) -> usize {
    let end = text[place..]
        .find('\n')
        .map_or(text.len(), |length| place + length);
    if text[place..end].ends_with('\r') {
        end - 1
    } else {
        end
    }
}

/// Where the line after that of a place starts.
pub(super) fn next_line(text: &str, place: usize) -> usize {
    text[place..]
        .find('\n')
        .map_or(text.len(), |length| place + length + 1)
}

/// The dash of the item of a block sequence that starts at a place.
pub(super) fn dash(text: &str, item: usize) -> Option<usize> {
    let mut start = line_start(text, item);
    let mut line = &text[start..item];
    loop {
        let content = line.trim_start_matches(' ');
        if content.starts_with('-') {
            return Some(start + line.len() - content.len());
        }
        let is_between = content.trim_end().is_empty() || content.starts_with('#');
        // An anchor may stand on a line of its own.
        if start <= start_of_lines(text) || !(is_between || content.starts_with(['&', '!'])) {
            return None;
        }
        let end = start - 1;
        start = line_start(text, end);
        line = &text[start..end];
    }
}

/// Whether only blanks stand before a place on its line.
pub(super) fn is_first_on_line(text: &str, place: usize) -> bool {
    text[line_start(text, place)..place]
        .chars()
        .all(|letter| letter == ' ')
}

/// Makes the edits. None if two of them touch the same text.
pub(super) fn apply(text: &str, edits: &[Edit]) -> Option<String> {
    let mut ordered: Vec<&Edit> = edits.iter().collect();
    // Stable: what is inserted at one place stays in the order it was decided in, before a removal.
    ordered.sort_by_key(|edit| (edit.range.start, !edit.range.is_empty()));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in ordered {
        out.push_str(text.get(done..edit.range.start)?);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(text.get(done..)?);
    Some(out)
}

/// Where a place of the old text is in the new one; a place at which something was inserted is
/// before it.
pub(super) fn moved(edits: &[Edit], place: usize) -> usize {
    let before = edits
        .iter()
        .filter(|edit| edit.range.end <= place && edit.range.start < place);
    before.fold(place, |place, edit| {
        place + edit.text.len() - edit.range.len()
    })
}
