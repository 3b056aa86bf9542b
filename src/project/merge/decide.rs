//! Decides what the merged tree is, and with which edits the user's text becomes it.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use super::{
    Conflict, MergeError, MergeReport, Names, Side,
    edit::mark_place,
    members::{Member, are_alike, by_id, members},
    place::{Edit, line_end, line_start},
    render::{Style, in_flow, inline},
    source::{Entry, Kind, Node, Source, line_of},
};

/// Begins every comment of ours in the user's text.
pub(super) const MARK: &str = "# formwork: ";

/// What is said of a part that the database has no more, and the user had changed.
const GONE: &str = "no longer in the database";

/// What is said instead of what `formwork.yaml` leaves out, or what can be read no more.
const LEFT_OUT: &str = "left out, see `formwork/notes.txt`";

/// The decided tree, and the edits that make it.
#[derive(Debug)]
pub(super) struct Decision {
    pub(super) tree: Option<Node>,
    pub(super) edits: Vec<Edit>,
    pub(super) report: MergeReport,
    /// For each conflict of the report, where it is in the user's text.
    pub(super) places: Vec<usize>,
}

pub(super) fn decide(
    base: &Source<'_>,
    yours: &Source<'_>,
    new: &Source<'_>,
    names: &Names,
) -> Result<Decision, MergeError> {
    let mut merger = Merger {
        names,
        base,
        yours,
        style: Style::of(yours.text, yours.root.as_ref()),
        line_break: if yours.text.contains("\r\n") {
            "\r\n"
        } else {
            "\n"
        },
        flow_end: None,
        edits: Vec::new(),
        marks: BTreeMap::new(),
        report: MergeReport::default(),
        places: Vec::new(),
    };
    let empty = Node {
        kind: Kind::Mapping(Vec::new()),
        is_flow: false,
        properties: None,
        span: 0..0,
    };
    let base_root = base.root.as_ref().filter(|root| !root.is_empty());
    let new_root = new
        .root
        .as_ref()
        .filter(|root| !root.is_empty())
        .unwrap_or(&empty);
    if !matches!(new_root.kind, Kind::Mapping(_)) {
        return Err(unsupported(
            Side::New,
            new,
            new_root.span.start,
            "something else than keys and values",
        ));
    }
    let tree = match yours.root.as_ref().filter(|root| !root.is_empty()) {
        None => merger.add_to_nothing(base_root, new_root),
        Some(root) if !matches!(root.kind, Kind::Mapping(_)) => {
            let what = "something else than keys and values";
            return Err(unsupported(Side::Yours, yours, root.span.start, what));
        }
        Some(root) => Some(merger.value(&Path::default(), base_root, root, new_root, None)?),
    };
    merger.write_marks();
    let Merger {
        edits,
        report,
        places,
        ..
    } = merger;
    Ok(Decision {
        tree,
        edits,
        report,
        places,
    })
}

pub(super) fn unsupported(
    side: Side,
    source: &Source<'_>,
    place: usize,
    what: &'static str,
) -> MergeError {
    MergeError::Unsupported {
        side,
        line: line_of(source.text, place),
        what,
    }
}

/// Where we are in the tree, for people.
#[derive(Debug, Clone, Default)]
struct Path(Vec<String>);

impl Path {
    fn join(&self, step: &str) -> Self {
        Self(self.0.iter().cloned().chain([step.to_owned()]).collect())
    }

    /// `Customer.loyalty_points.type`: without the words that every path has.
    fn label(&self) -> String {
        let is_said = |(depth, step): (usize, &String)| {
            !matches!((depth, step.as_str()), (0, "resources") | (2, "attributes"))
        };
        let steps = self.0.iter().enumerate().filter(|step| is_said(*step));
        steps
            .map(|(_, step)| step.as_str())
            .collect::<Vec<_>>()
            .join(".")
    }
}

/// A member of the decided collection.
pub(super) struct Slot<'n> {
    pub(super) id: String,
    /// Its position in the user's collection; none if it is new.
    pub(super) yours: Option<usize>,
    pub(super) value: Node,
    pub(super) entry: Option<&'n Entry>,
}

pub(super) struct Merger<'a> {
    names: &'a Names,
    base: &'a Source<'a>,
    pub(super) yours: &'a Source<'a>,
    pub(super) style: Style,
    pub(super) line_break: &'static str,
    /// Within `{}` or `[]` of the user: where the outermost ends. It is written as a whole.
    pub(super) flow_end: Option<usize>,
    pub(super) edits: Vec<Edit>,
    /// Comments to put at the ends of lines.
    pub(super) marks: BTreeMap<usize, Vec<String>>,
    report: MergeReport,
    places: Vec<usize>,
}

impl Merger<'_> {
    /// Decides a value that all have, or that the user and we both added.
    fn value(
        &mut self,
        path: &Path,
        base: Option<&Node>,
        yours: &Node,
        new: &Node,
        entry: Option<&Entry>,
    ) -> Result<Node, MergeError> {
        let we_changed_nothing = base.is_some_and(|base| base.says_the_same(new));
        if we_changed_nothing || yours.says_the_same(new) {
            return Ok(yours.clone());
        }
        if yours.properties.is_some() || matches!(yours.kind, Kind::Alias(_)) {
            let now = "changed in the database; not merged into an anchor, alias or tag";
            self.conflict(
                path,
                mark_place(self.yours.text, yours, entry),
                now.to_owned(),
            );
            return Ok(yours.clone());
        }
        let has_members = |node: &Node| members(node).is_some();
        let mergeable = are_alike(yours, new) && has_members(yours) && has_members(new);
        if !mergeable && has_members(new) && !new.is_empty() && !yours.is_empty() {
            return Err(MergeError::OtherKind {
                side: Side::Yours,
                line: line_of(self.yours.text, yours.span.start),
                path: path.0.join("."),
                found: kind_of(yours),
                expected: kind_of(new),
            });
        }
        if mergeable && !(yours.is_empty() && self.is_unchanged(base, yours, entry)) {
            return self.collection(path, base, yours, new, entry);
        }
        if let Some(entry) = entry
            && self.is_unchanged(base, yours, Some(entry))
        {
            self.report.changed.push(path.label());
            self.replace(entry, new);
            return Ok(new.clone());
        }
        let now = format!("now {} in the database", in_comment(new));
        self.conflict(path, mark_place(self.yours.text, yours, entry), now);
        Ok(yours.clone())
    }

    fn collection(
        &mut self,
        path: &Path,
        base: Option<&Node>,
        yours: &Node,
        new: &Node,
        entry: Option<&Entry>,
    ) -> Result<Node, MergeError> {
        let is_outermost_flow = yours.is_flow && self.flow_end.is_none();
        if is_outermost_flow {
            if Self::comments(self.yours, &yours.span).next().is_some() {
                let now = "changed in the database; not merged into braces with comments";
                self.conflict(path, yours.span.end, now.to_owned());
                return Ok(yours.clone());
            }
            self.flow_end = Some(yours.span.end);
        }
        let decided = self.merge_members(path, base, yours, new, entry);
        if is_outermost_flow {
            self.flow_end = None;
            let decided = decided?;
            if yours.difference(&decided).is_none() {
                return Ok(decided);
            }
            if yours.is_empty()
                && let Some(entry) = entry
            {
                let decided = Node {
                    is_flow: false,
                    ..decided
                };
                self.replace(entry, &decided);
                return Ok(decided);
            }
            self.edits.push(Edit {
                range: yours.span.clone(),
                text: in_flow(&decided),
            });
            return Ok(decided);
        }
        decided
    }

    fn merge_members(
        &mut self,
        path: &Path,
        base: Option<&Node>,
        yours: &Node,
        new: &Node,
        entry: Option<&Entry>,
    ) -> Result<Node, MergeError> {
        let base_members = base
            .filter(|base| are_alike(base, yours))
            .and_then(members)
            .unwrap_or_default();
        let your_members = members(yours).unwrap_or_default();
        let new_members = members(new).unwrap_or_default();
        let (in_base, in_yours, in_new) = (
            by_id(&base_members),
            by_id(&your_members),
            by_id(&new_members),
        );

        let mut slots: Vec<Slot<'_>> = Vec::new();
        let mut removed = vec![false; your_members.len()];
        for (position, member) in your_members.iter().enumerate() {
            let id = member.id.as_str();
            let path = path.join(id);
            let value = match (in_base.get(id), in_new.get(id)) {
                (_, None) if !in_base.contains_key(id) => member.value.clone(),
                (Some(base), None) => {
                    if self.may_go(base, &your_members, position) {
                        removed[position] = true;
                        self.report.removed.push(path.label());
                        continue;
                    }
                    let place = mark_place(self.yours.text, member.value, member.entry);
                    let is_left_out = self.names.is_left_out(&path.label());
                    let why = if is_left_out { LEFT_OUT } else { GONE };
                    self.conflict(&path, place, why.to_owned());
                    member.value.clone()
                }
                (base, Some(new)) => {
                    let base = base.map(|base| base.value);
                    self.value(&path, base, member.value, new.value, member.entry)?
                }
                (None, None) => member.value.clone(),
            };
            let slot = Slot {
                id: member.id.clone(),
                yours: Some(position),
                value,
                entry: member.entry,
            };
            slots.push(slot);
        }
        for (position, member) in new_members.iter().enumerate() {
            let id = member.id.as_str();
            // What the base had and the user has no more, the user deleted.
            if in_yours.contains_key(id) || in_base.contains_key(id) {
                continue;
            }
            self.report.added.push(path.join(id).label());
            let at = place_among(&slots, &new_members, position);
            let slot = Slot {
                id: member.id.clone(),
                yours: None,
                value: member.value.clone(),
                entry: member.entry,
            };
            slots.insert(at, slot);
        }
        if self.flow_end.is_none() && !yours.is_flow {
            self.edit_members(yours, &your_members, &removed, &slots, entry)?;
        }
        Ok(rebuilt(yours, slots))
    }

    /// Whether a member that we have no more can be taken out of the user's text: it is as we wrote
    /// it, and nobody wrote a comment into it.
    fn may_go(&self, base: &Member<'_>, yours: &[Member<'_>], position: usize) -> bool {
        let member = &yours[position];
        if !member.value.says_the_same(base.value) || member.value.has_properties_inside() {
            return false;
        }
        if self.flow_end.is_some() {
            return true;
        }
        let lines = |text: &str, member: &Member<'_>| {
            let start = member
                .entry
                .map_or(member.value.span.start, |entry| entry.key.start);
            line_start(text, start)..line_end(text, member.end())
        };
        self.has_only_our_comments(
            &lines(self.yours.text, member),
            &lines(self.base.text, base),
        )
    }

    /// Whether the user left a value as it was.
    fn is_unchanged(&self, base: Option<&Node>, yours: &Node, entry: Option<&Entry>) -> bool {
        let Some(base) = base else { return false };
        if !base.says_the_same(yours) || yours.has_properties_inside() {
            return false;
        }
        let Some(entry) = entry else { return true };
        self.flow_end.is_some()
            || self.has_only_our_comments(&(entry.colon..entry.end()), &base.span)
    }

    fn has_only_our_comments(&self, yours: &Range<usize>, base: &Range<usize>) -> bool {
        let ours: Vec<&str> = Self::comments(self.base, base).collect();
        Self::comments(self.yours, yours).all(|comment| ours.contains(&comment))
    }

    fn comments<'s>(
        source: &'s Source<'_>,
        range: &Range<usize>,
    ) -> impl Iterator<Item = &'s str> + use<'s> {
        let range = range.clone();
        let first = source
            .comments
            .partition_point(|comment| comment.start < range.start);
        source.comments[first..]
            .iter()
            .take_while(move |comment| comment.start < range.end)
            .map(|comment| source.text[comment.clone()].trim_end())
    }

    fn conflict(&mut self, path: &Path, place: usize, now: String) {
        let place = self.flow_end.unwrap_or(place);
        let marks = self
            .marks
            .entry(line_end(self.yours.text, place))
            .or_default();
        if !marks.contains(&now) {
            marks.push(now.clone());
        }
        self.report.conflicts.push(Conflict {
            line: 0,
            subject: path.label(),
            message: now,
        });
        self.places.push(place);
    }

    /// The user's file has no keys: what is new goes to its end.
    fn add_to_nothing(&mut self, base: Option<&Node>, new: &Node) -> Option<Node> {
        let Kind::Mapping(entries) = &new.kind else {
            return self.yours.root.clone();
        };
        let is_new = |entry: &&Entry| base.is_none_or(|base| base.get(&entry.name).is_none());
        let added: Vec<Entry> = entries.iter().filter(is_new).cloned().collect();
        if added.is_empty() {
            return self.yours.root.clone();
        }
        let text = self.yours.text;
        let mut lines = String::new();
        if !text.is_empty() && !text.ends_with('\n') {
            lines.push_str(self.line_break);
        }
        for entry in &added {
            self.report.added.push(entry.name.clone());
            for line in self.style.entry(entry, 0) {
                lines.push_str(&line);
                lines.push_str(self.line_break);
            }
        }
        // A null that is written out would stand in the way.
        let written = self.yours.root.as_ref().map(|root| root.span.clone());
        if let Some(range) = written.filter(|range| !range.is_empty()) {
            self.edits.push(Edit {
                range,
                text: String::new(),
            });
        }
        self.edits.push(Edit {
            range: text.len()..text.len(),
            text: lines,
        });
        Some(Node {
            kind: Kind::Mapping(added),
            ..new.clone()
        })
    }
}

/// Where a new member goes: after its nearest neighbour before it, else before the one after it.
fn place_among(slots: &[Slot<'_>], new: &[Member<'_>], position: usize) -> usize {
    let positions: HashMap<&str, usize> = slots
        .iter()
        .enumerate()
        .map(|(at, slot)| (slot.id.as_str(), at))
        .collect();
    let at = |member: &Member<'_>| positions.get(member.id.as_str()).copied();
    new[..position]
        .iter()
        .rev()
        .find_map(at)
        .map(|before| before + 1)
        .or_else(|| new[position..].iter().find_map(at))
        .unwrap_or(slots.len())
}

/// What a value is, for people.
fn kind_of(node: &Node) -> &'static str {
    match &node.kind {
        Kind::Mapping(_) => "keys and values",
        Kind::Sequence(_) if members(node).is_some() => "a list whose items have a `name`",
        Kind::Sequence(_) => "a list of something else",
        Kind::Scalar(_) | Kind::Alias(_) => "a single value",
    }
}

/// The collection with other members.
fn rebuilt(yours: &Node, slots: Vec<Slot<'_>>) -> Node {
    let kind = match &yours.kind {
        Kind::Mapping(_) => Kind::Mapping(
            slots
                .into_iter()
                .filter_map(|slot| {
                    slot.entry.map(|entry| Entry {
                        value: slot.value,
                        ..entry.clone()
                    })
                })
                .collect(),
        ),
        _ => Kind::Sequence(slots.into_iter().map(|slot| slot.value).collect()),
    };
    Node {
        kind,
        ..yours.clone()
    }
}

/// A value as a comment shows it: on one line, and not too long.
fn in_comment(value: &Node) -> String {
    const LONGEST: usize = 80;
    let text = inline(value);
    let text = if text.is_empty() { "null" } else { &text };
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}
