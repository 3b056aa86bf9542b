//! The edits that make the decided tree of the user's text.

use super::{
    MergeError, Side,
    decide::{MARK, Merger, Slot, unsupported},
    members::Member,
    place::{
        Edit, column_of, dash, end_before, is_first_on_line, line_end, line_start, next_line,
        start_of_lines,
    },
    render::inline,
    source::{Entry, Kind, Node},
};

impl Merger<'_> {
    /// Puts the comments at the ends of their lines, in the place of an earlier one of ours.
    pub(super) fn write_marks(&mut self) {
        let text = self.yours.text;
        let mut edits = Vec::new();
        for (end, marks) in &self.marks {
            let comment = format!("{MARK}{}", marks.join("; "));
            let there = self.yours.comments.iter().find(|there| {
                there.start < *end && there.end >= *end && there.start >= line_start(text, *end)
            });
            let ours = there.and_then(|there| {
                text[there.start..*end]
                    .find(MARK)
                    .map(|at| there.start + at)
            });
            let edit = match ours {
                Some(start) => Edit {
                    range: start..*end,
                    text: comment,
                },
                None => Edit {
                    range: *end..*end,
                    text: format!("  {comment}"),
                },
            };
            if text[edit.range.clone()] != edit.text {
                edits.push(edit);
            }
        }
        // Before what is inserted at the end of the same line.
        edits.append(&mut self.edits);
        self.edits = edits;
    }

    /// Writes another value behind a key.
    pub(super) fn replace(&mut self, entry: &Entry, new: &Node) {
        if self.flow_end.is_some() {
            return;
        }
        let text = self.yours.text;
        let old = &entry.value;
        let is_on_one_line = |node: &Node| !node.is_collection() || node.is_flow || node.is_empty();
        let in_place = is_on_one_line(new)
            && !old.is_collection()
            && !old.span.is_empty()
            && !text[old.span.clone()].contains('\n');
        let edit = if in_place {
            Edit {
                range: old.span.clone(),
                text: inline(new),
            }
        } else if is_on_one_line(new) {
            Edit {
                range: entry.colon..entry.end(),
                text: format!(" {}", inline(new)),
            }
        } else {
            let lines = self.style.block(new, column_of(text, entry.key.start));
            let lines = lines
                .iter()
                .map(|line| format!("{}{line}", self.line_break));
            Edit {
                range: entry.colon..entry.end(),
                text: lines.collect(),
            }
        };
        self.edits.push(edit);
    }

    /// Takes out the lines of what goes and puts in those of what comes.
    pub(super) fn edit_members(
        &mut self,
        yours: &Node,
        members: &[Member<'_>],
        removed: &[bool],
        slots: &[Slot<'_>],
        entry: Option<&Entry>,
    ) -> Result<(), MergeError> {
        let is_all_old = slots.iter().all(|slot| slot.yours.is_some());
        if is_all_old && !removed.contains(&true) {
            return Ok(());
        }
        let text = self.yours.text;
        let starts = members
            .iter()
            .map(|member| match member.entry {
                Some(entry) => Ok(entry.key.start),
                None => dash(text, member.value.span.start)
                    .filter(|dash| is_first_on_line(text, *dash))
                    .ok_or_else(|| {
                        let what = "a list item that does not start on its own line";
                        unsupported(Side::Yours, self.yours, member.value.span.start, what)
                    }),
            })
            .collect::<Result<Vec<_>, _>>()?;
        let Some(first) = starts.first().copied() else {
            return Ok(());
        };
        let column = column_of(text, first);
        self.remove(members, removed, &starts);
        if slots.is_empty() {
            if let Some(entry) = entry {
                let nothing = if matches!(yours.kind, Kind::Mapping(_)) {
                    " {}"
                } else {
                    " []"
                };
                let range = entry.colon..entry.colon;
                self.edits.push(Edit {
                    range,
                    text: nothing.to_owned(),
                });
            }
            return Ok(());
        }
        for (position, slot) in slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.yours.is_none())
        {
            let lines = match slot.entry {
                Some(entry) => self.style.entry(entry, column),
                None => self.style.item(&slot.value, column),
            };
            let before = slots[..position].iter().rev().find_map(|slot| slot.yours);
            let after = slots[position..].iter().find_map(|slot| slot.yours);
            // Where all go, the new ones come after the last.
            let before = before.or((after.is_none()).then(|| members.len() - 1));
            self.insert(&lines, members, &starts, before, after);
        }
        Ok(())
    }

    fn remove(&mut self, members: &[Member<'_>], removed: &[bool], starts: &[usize]) {
        let text = self.yours.text;
        // The first key of an item stands behind its dash: the next key that stays moves up there.
        let behind_dash = if is_first_on_line(text, starts[0]) {
            0
        } else {
            removed.iter().take_while(|removed| **removed).count()
        };
        if let Some(next) = starts.get(behind_dash).filter(|_| behind_dash > 0) {
            self.edits.push(Edit {
                range: starts[0]..*next,
                text: String::new(),
            });
        }
        for position in behind_dash..members.len() {
            if removed[position] {
                let end = line_end(text, members[position].end());
                let above = position
                    .checked_sub(1)
                    .map_or(0, |above| members[above].end());
                let range = removal_start(text, starts[position], end, above)..end;
                self.edits.push(Edit {
                    range,
                    text: String::new(),
                });
            }
        }
    }

    /// Inserts lines after a member of the user's, or before one.
    fn insert(
        &mut self,
        lines: &[String],
        members: &[Member<'_>],
        starts: &[usize],
        before: Option<usize>,
        after: Option<usize>,
    ) {
        let (text, end) = (self.yours.text, self.line_break);
        let indentation = " ".repeat(column_of(text, starts[0]));
        let lines = lines.join(end);
        let has_gap = |one: usize, other: usize| {
            let between =
                &text[line_end(text, members[one].end())..line_start(text, starts[other])];
            between.lines().skip(1).any(|line| line.trim().is_empty())
        };
        let edit = if let Some(before) = before {
            let place = self.end_with_comments(members[before].end(), column_of(text, starts[0]));
            let gap = if before + 1 < starts.len() {
                has_gap(before, before + 1)
            } else {
                before > 0 && has_gap(before - 1, before)
            };
            let gap = if gap { end } else { "" };
            Edit {
                range: place..place,
                text: format!("{gap}{end}{indentation}{lines}"),
            }
        } else {
            let place = starts[after.unwrap_or(0)];
            if is_first_on_line(text, place) {
                let place = line_start(text, place);
                let gap = if starts.len() > 1 && has_gap(0, 1) {
                    end
                } else {
                    ""
                };
                Edit {
                    range: place..place,
                    text: format!("{indentation}{lines}{end}{gap}"),
                }
            } else {
                Edit {
                    range: place..place,
                    text: format!("{lines}{end}{indentation}"),
                }
            }
        };
        self.edits.push(edit);
    }

    /// The end of the line of a place, or of the comments below it that are indented deeper than
    /// its collection and so belong to it.
    fn end_with_comments(&self, place: usize, column: usize) -> usize {
        let text = self.yours.text;
        let mut end = line_end(text, place);
        loop {
            let start = next_line(text, end);
            let line = &text[start..line_end(text, start)];
            let content = line.trim_start_matches(' ');
            if start >= text.len()
                || !content.starts_with('#')
                || line.len() - content.len() <= column
            {
                return end;
            }
            end = start + line.len();
        }
    }
}

/// Where the removal of lines begins: at the end of the line before, so that what is inserted at
/// the end of the removed ones stays. Of empty lines on both sides, those before go along, back to
/// the member above.
fn removal_start(text: &str, first: usize, end: usize, above: usize) -> usize {
    let is_empty = |place: usize| {
        text[line_start(text, place)..line_end(text, place)]
            .trim()
            .is_empty()
    };
    let first = line_start(text, first);
    if first <= start_of_lines(text) {
        return first;
    }
    let below = next_line(text, end);
    let mut start = end_before(text, first);
    while is_empty(below) && is_empty(start) && above < line_start(text, start) {
        start = end_before(text, line_start(text, start));
    }
    start
}

/// The place at the end of whose line a comment about a value can stand.
pub(super) fn mark_place(text: &str, value: &Node, entry: Option<&Entry>) -> usize {
    let is_block_scalar =
        matches!(value.kind, Kind::Scalar(_)) && text[value.span.clone()].starts_with(['|', '>']);
    match (&value.kind, entry) {
        (Kind::Mapping(entries), None) if !value.is_flow => {
            entries.first().map_or(value.span.end, |first| {
                mark_place(text, &first.value, Some(first))
            })
        }
        (Kind::Mapping(_) | Kind::Sequence(_), Some(entry)) if !value.is_flow => entry.colon,
        _ if is_block_scalar => value.span.start,
        (_, Some(entry)) => entry.end(),
        (_, None) => value.span.end,
    }
}
