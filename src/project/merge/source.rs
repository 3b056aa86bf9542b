//! A YAML text and what it says, with the place of every part.

use std::ops::Range;

use formwork_runtime::yaml::YamlProblem;
use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

use super::{MergeError, Side};
use crate::yaml::quoted;

/// A parsed text.
#[derive(Debug)]
pub(super) struct Source<'a> {
    pub(super) text: &'a str,
    /// None if the text has nothing but comments.
    pub(super) root: Option<Node>,
    /// Where the comments are, in order.
    pub(super) comments: Vec<Range<usize>>,
}

/// A value, and where it is written.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Written as `{}` or `[]`, on one line or several.
    pub(super) is_flow: bool,
    /// The anchor and the tag, if there are any. Such a node says more than its value.
    pub(super) properties: Option<String>,
    /// From its first to after its last character, without line ends and comments after it. Empty
    /// for a null that is not written.
    pub(super) span: Range<usize>,
}

#[derive(Debug, Clone)]
pub(super) enum Kind {
    Scalar(Scalar),
    Sequence(Vec<Node>),
    Mapping(Vec<Entry>),
    /// `*name`, as it is written.
    Alias(String),
}

#[derive(Debug, Clone)]
pub(super) struct Scalar {
    pub(super) text: String,
    /// Without quotes, so it may be a number, a boolean or null.
    pub(super) is_plain: bool,
    /// As it can be written on one line.
    pub(super) raw: String,
}

/// A key and its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// The key as it is written.
    pub(super) raw_key: String,
    pub(super) key: Range<usize>,
    /// Where the colon ends.
    pub(super) colon: usize,
    pub(super) value: Node,
}

impl Entry {
    /// Where the last character of the entry ends.
    pub(super) fn end(&self) -> usize {
        self.value.span.end.max(self.colon)
    }
}

/// The levels that we read; deeper ones are no configuration.
const DEEPEST: usize = 64;

impl<'a> Source<'a> {
    pub(super) fn parse(text: &'a str, side: Side) -> Result<Self, MergeError> {
        let mut events = Vec::new();
        let mut comments = Vec::new();
        for event in Parser::new_from_str(text) {
            let (event, span) = event.map_err(|error| MergeError::Invalid {
                side,
                problem: YamlProblem::no_yaml(text, &error),
            })?;
            match event {
                Event::Comment(..) => comments.push(bytes(&span)),
                Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
                event => events.push((event, span)),
            }
        }
        let mut reader = Reader {
            text,
            side,
            events: events.into_iter().peekable(),
            depth: 0,
        };
        let root = reader.document()?;
        Ok(Self {
            text,
            root,
            comments,
        })
    }
}

fn bytes(span: &Span) -> Range<usize> {
    let offset = |offset: Option<usize>| offset.expect("a parser of a text knows its bytes");
    offset(span.start.byte_offset())..offset(span.end.byte_offset())
}

struct Reader<'a, I: Iterator<Item = (Event<'a>, Span)>> {
    text: &'a str,
    side: Side,
    events: std::iter::Peekable<I>,
    depth: usize,
}

impl<'a, I: Iterator<Item = (Event<'a>, Span)>> Reader<'a, I> {
    fn document(&mut self) -> Result<Option<Node>, MergeError> {
        if self.events.next().is_none() {
            return Ok(None);
        }
        let root = self.node()?;
        match self.events.next() {
            None => Ok(Some(root)),
            Some((_, span)) => Err(self.unsupported(span.start.line(), "a second document")),
        }
    }

    fn unsupported(&self, line: usize, what: &'static str) -> MergeError {
        MergeError::Unsupported {
            side: self.side,
            line,
            what,
        }
    }

    fn next(&mut self) -> (Event<'a>, Span) {
        self.events.next().expect("the parser closes what it opens")
    }

    fn node(&mut self) -> Result<Node, MergeError> {
        let (event, span) = self.next();
        let line = span.start.line();
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.unsupported(line, "a nesting so deep"));
        }
        let range = bytes(&span);
        let node = match event {
            Event::Scalar(text, style, anchor, tag) => {
                let span = self.written(&range, style);
                Node {
                    kind: Kind::Scalar(self.scalar(text.into_owned(), style, &span)),
                    is_flow: false,
                    properties: properties(anchor, tag.map(|tag| format!("{tag:?}"))),
                    span,
                }
            }
            Event::Alias(_) => Node {
                kind: Kind::Alias(self.text[range.clone()].to_owned()),
                is_flow: false,
                properties: None,
                span: range,
            },
            Event::SequenceStart(style, anchor, tag) => {
                let mut items = Vec::new();
                let end = loop {
                    if matches!(self.events.peek(), Some((Event::SequenceEnd, _))) {
                        break bytes(&self.next().1).end;
                    }
                    items.push(self.node()?);
                };
                let is_flow = style == StructureStyle::Flow;
                let last = items.last().map_or(range.end, |item| item.span.end);
                Node {
                    kind: Kind::Sequence(items),
                    is_flow,
                    properties: properties(anchor, tag.map(|tag| format!("{tag:?}"))),
                    span: range.start..if is_flow { end } else { last },
                }
            }
            Event::MappingStart(style, anchor, tag) => {
                let mut entries: Vec<Entry> = Vec::new();
                let end = loop {
                    if matches!(self.events.peek(), Some((Event::MappingEnd, _))) {
                        break bytes(&self.next().1).end;
                    }
                    entries.push(self.entry()?);
                };
                self.unique(&entries)?;
                let is_flow = style == StructureStyle::Flow;
                let last = entries.last().map_or(range.end, Entry::end);
                Node {
                    kind: Kind::Mapping(entries),
                    is_flow,
                    properties: properties(anchor, tag.map(|tag| format!("{tag:?}"))),
                    span: range.start..if is_flow { end } else { last },
                }
            }
            _ => return Err(self.unsupported(line, "a part that is no value")),
        };
        self.depth -= 1;
        Ok(node)
    }

    fn entry(&mut self) -> Result<Entry, MergeError> {
        let line = self.events.peek().map_or(0, |(_, span)| span.start.line());
        let key = self.node()?;
        let raw_key = self.text[key.span.clone()].to_owned();
        let Node {
            kind: Kind::Scalar(Scalar { text: name, .. }),
            properties: None,
            ..
        } = key
        else {
            return Err(self.unsupported(line, "a key that is no plain name"));
        };
        let after = &self.text[key.span.end..];
        let gap = after.len() - after.trim_start_matches([' ', '\t']).len();
        if key.span.is_empty() || !after[gap..].starts_with(':') {
            return Err(self.unsupported(line, "a key without a colon beside it"));
        }
        let colon = key.span.end + gap + 1;
        let value = self.node()?;
        Ok(Entry {
            name,
            raw_key,
            key: key.span,
            colon,
            value,
        })
    }

    fn unique(&self, entries: &[Entry]) -> Result<(), MergeError> {
        let mut seen = std::collections::HashSet::new();
        match entries.iter().find(|entry| !seen.insert(&entry.name)) {
            None => Ok(()),
            Some(entry) => Err(MergeError::Duplicate {
                side: self.side,
                line: line_of(self.text, entry.key.start),
                key: entry.name.clone(),
            }),
        }
    }

    /// A scalar's place, from its `|` or `>` on, without the line ends that follow it.
    fn written(&self, range: &Range<usize>, style: ScalarStyle) -> Range<usize> {
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return range.clone();
        }
        let before = &self.text[..range.start];
        let header = before.rfind(['|', '>']).unwrap_or(range.start);
        let header_line = self.text[header..].lines().next().unwrap_or_default();
        let keeps_line_ends = header_line
            .split('#')
            .next()
            .is_some_and(|head| head.contains('+'));
        let content = &self.text[header..range.end];
        let content = content.trim_end_matches([' ', '\t']);
        let content = if keeps_line_ends {
            content.strip_suffix('\n').unwrap_or(content)
        } else {
            content.trim_end()
        };
        header..header + content.len()
    }

    fn scalar(&self, text: String, style: ScalarStyle, span: &Range<usize>) -> Scalar {
        let written = &self.text[span.clone()];
        let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
        let raw = if is_block || written.contains(['\n', '\r']) {
            quoted(&text)
        } else {
            written.to_owned()
        };
        Scalar {
            text,
            is_plain: style == ScalarStyle::Plain,
            raw,
        }
    }
}

fn properties(anchor: usize, tag: Option<String>) -> Option<String> {
    (anchor != 0 || tag.is_some()).then(|| format!("{anchor} {}", tag.unwrap_or_default()))
}

/// The number of the line at a place, counted from one.
pub(super) fn line_of(text: &str, place: usize) -> usize {
    text[..place].matches('\n').count() + 1
}

impl Scalar {
    /// What it is to a reader of YAML: null, a boolean or a number in one spelling, or a string.
    fn meaning(&self) -> Meaning<'_> {
        if !self.is_plain {
            return Meaning::String(&self.text);
        }
        match self.text.as_str() {
            "" | "~" | "null" | "Null" | "NULL" => Meaning::Null,
            "true" | "True" | "TRUE" => Meaning::Boolean(true),
            "false" | "False" | "FALSE" => Meaning::Boolean(false),
            text if looks_like_a_number(text) => Meaning::Number(text),
            text => Meaning::String(text),
        }
    }

    pub(super) fn is_null(&self) -> bool {
        self.meaning() == Meaning::Null
    }
}

#[derive(PartialEq)]
enum Meaning<'a> {
    Null,
    Boolean(bool),
    Number(&'a str),
    String(&'a str),
}

fn looks_like_a_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['-', '+']);
    let digits = digits.strip_prefix('.').unwrap_or(digits);
    digits.starts_with(|first: char| first.is_ascii_digit())
        || matches!(digits.to_ascii_lowercase().as_str(), "inf" | "nan")
}

impl Node {
    /// Whether both say the same; the order of keys says nothing. What has an anchor or a tag is
    /// never the same.
    pub(super) fn says_the_same(&self, other: &Self) -> bool {
        if self.properties.is_some() || other.properties.is_some() {
            return false;
        }
        match (&self.kind, &other.kind) {
            (Kind::Scalar(one), Kind::Scalar(other)) => one.meaning() == other.meaning(),
            (Kind::Sequence(one), Kind::Sequence(other)) => {
                one.len() == other.len()
                    && one
                        .iter()
                        .zip(other)
                        .all(|(one, other)| one.says_the_same(other))
            }
            (Kind::Mapping(one), Kind::Mapping(other)) => {
                one.len() == other.len()
                    && one.iter().zip(0..).all(|(entry, position)| {
                        find(other, &entry.name, position)
                            .is_some_and(|other| entry.value.says_the_same(&other.value))
                    })
            }
            _ => false,
        }
    }

    /// Where two trees first differ in anything but their places, as a path; None if nowhere.
    pub(super) fn difference(&self, other: &Self) -> Option<Vec<String>> {
        if self.properties != other.properties {
            return Some(Vec::new());
        }
        match (&self.kind, &other.kind) {
            (Kind::Scalar(one), Kind::Scalar(other)) if one.meaning() == other.meaning() => None,
            (Kind::Alias(one), Kind::Alias(other)) if one == other => None,
            (Kind::Sequence(one), Kind::Sequence(other)) if one.len() == other.len() => one
                .iter()
                .zip(other)
                .enumerate()
                .find_map(|(position, (one, other))| below(&position, one.difference(other))),
            (Kind::Mapping(one), Kind::Mapping(other)) if one.len() == other.len() => {
                one.iter().zip(other).find_map(|(one, other)| {
                    if one.name != other.name {
                        return Some(vec![one.name.clone()]);
                    }
                    below(&one.name, one.value.difference(&other.value))
                })
            }
            _ => Some(Vec::new()),
        }
    }

    pub(super) fn is_collection(&self) -> bool {
        matches!(self.kind, Kind::Sequence(_) | Kind::Mapping(_))
    }

    pub(super) fn is_empty(&self) -> bool {
        match &self.kind {
            Kind::Sequence(items) => items.is_empty(),
            Kind::Mapping(entries) => entries.is_empty(),
            Kind::Scalar(scalar) => scalar.is_null(),
            Kind::Alias(_) => false,
        }
    }

    /// The value of a key, if this is a mapping that has it.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.kind {
            Kind::Mapping(entries) => find(entries, name, 0).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The text, if this is a scalar without anchor and tag.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(scalar) if self.properties.is_none() => Some(&scalar.text),
            _ => None,
        }
    }

    pub(super) fn has_properties_inside(&self) -> bool {
        self.properties.is_some()
            || match &self.kind {
                Kind::Scalar(_) => false,
                Kind::Alias(_) => true,
                Kind::Sequence(items) => items.iter().any(Self::has_properties_inside),
                Kind::Mapping(entries) => entries
                    .iter()
                    .any(|entry| entry.value.has_properties_inside()),
            }
    }
}

fn below(step: &impl ToString, path: Option<Vec<String>>) -> Option<Vec<String>> {
    path.map(|mut path| {
        path.insert(0, step.to_string());
        path
    })
}

/// The entry of a name; looked for at a position first, where it usually is.
pub(super) fn find<'a>(entries: &'a [Entry], name: &str, position: usize) -> Option<&'a Entry> {
    entries
        .get(position)
        .filter(|entry| entry.name == name)
        .or_else(|| entries.iter().find(|entry| entry.name == name))
}
