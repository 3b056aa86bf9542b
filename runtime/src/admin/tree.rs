//! A YAML text as a tree that knows where its parts are.

use serde_json::{Map, Number, Value as Json};
use serde_saphyr::granit_parser::{Event, Parser, ScalarStyle, ScanError, Span};

use super::Diagnostic;
use crate::yaml::YamlProblem;

/// The levels that are read; deeper ones are no configuration.
const DEEPEST: usize = 64;

/// A line and a column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

/// A value, and where it begins.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Null, a boolean, a number or a text.
    Scalar(Json),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) place: Place,
    pub(super) value: Node,
}

impl Node {
    /// The text as a tree; an empty one is an empty map.
    pub(super) fn parse(text: &str) -> Result<Self, Box<Diagnostic>> {
        let mut reader = Reader {
            text,
            parser: Parser::new_from_str(text),
            anchors: Vec::new(),
            depth: 0,
        };
        reader.document()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        match &self.kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Node] {
        match &self.kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        let entry = self.entries().iter().find(|entry| entry.name == name)?;
        Some(&entry.value)
    }

    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Scalar(value) => value.as_str(),
            _ => None,
        }
    }

    /// The same without places.
    pub(super) fn to_json(&self) -> Json {
        match &self.kind {
            Kind::Scalar(value) => value.clone(),
            Kind::List(items) => items.iter().map(Node::to_json).collect(),
            Kind::Map(entries) => Json::Object(
                entries
                    .iter()
                    .map(|entry| (entry.name.clone(), entry.value.to_json()))
                    .collect::<Map<_, _>>(),
            ),
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    parser: Parser<'a, serde_saphyr::granit_parser::StrInput<'a>>,
    /// By the numbers that the parser gives them.
    anchors: Vec<(usize, Node)>,
    depth: usize,
}

impl<'a> Reader<'a> {
    fn document(&mut self) -> Result<Node, Box<Diagnostic>> {
        loop {
            match self.next()? {
                (Event::DocumentStart(..), _) => return self.node(),
                (Event::StreamEnd, _) => {
                    return Ok(Node {
                        place: Place { line: 1, column: 1 },
                        kind: Kind::Map(Vec::new()),
                    });
                }
                _ => {}
            }
        }
    }

    /// The next event that is no comment.
    fn next(&mut self) -> Result<(Event<'a>, Span), Box<Diagnostic>> {
        loop {
            match self.parser.next() {
                Some(Ok((Event::Comment(..), _))) => {}
                Some(Ok(event)) => return Ok(event),
                Some(Err(error)) => return Err(Box::new(not_yaml(self.text, &error))),
                None => return Ok((Event::StreamEnd, Span::default())),
            }
        }
    }

    fn node(&mut self) -> Result<Node, Box<Diagnostic>> {
        let (event, span) = self.next()?;
        self.node_of(event, &span)
    }

    fn node_of(&mut self, event: Event<'a>, span: &Span) -> Result<Node, Box<Diagnostic>> {
        let place = place(span);
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(Box::new(fatal(place, "the file is nested too deep")));
        }
        let (kind, anchor) = match event {
            Event::Scalar(text, style, anchor, _) => (
                Kind::Scalar(scalar(&text, style == ScalarStyle::Plain)),
                anchor,
            ),
            Event::SequenceStart(_, anchor, _) => {
                let mut items = Vec::new();
                loop {
                    match self.next()? {
                        (Event::SequenceEnd, _) => break,
                        (event, span) => items.push(self.node_of(event, &span)?),
                    }
                }
                (Kind::List(items), anchor)
            }
            Event::MappingStart(_, anchor, _) => (self.map()?, anchor),
            Event::Alias(number) => {
                let known = self.anchors.iter().find(|(known, _)| *known == number);
                let Some((_, node)) = known else {
                    return Err(Box::new(fatal(
                        place,
                        "an alias refers to nothing before it",
                    )));
                };
                (node.kind.clone(), 0)
            }
            _ => return Err(Box::new(fatal(place, "there is no value here"))),
        };
        self.depth -= 1;
        let node = Node { place, kind };
        if anchor != 0 {
            self.anchors.push((anchor, node.clone()));
        }
        Ok(node)
    }

    fn map(&mut self) -> Result<Kind, Box<Diagnostic>> {
        let mut entries: Vec<Entry> = Vec::new();
        loop {
            let (event, span) = self.next()?;
            let name = match event {
                Event::MappingEnd => return Ok(Kind::Map(entries)),
                Event::Scalar(text, ..) => text.into_owned(),
                _ => return Err(Box::new(fatal(place(&span), "a key that is no plain name"))),
            };
            let place = place(&span);
            if entries.iter().any(|entry| entry.name == name) {
                return Err(Box::new(fatal(place, &format!("`{name}` is there twice"))));
            }
            let value = self.node()?;
            entries.push(Entry { name, place, value });
        }
    }
}

fn fatal(place: Place, message: &str) -> Diagnostic {
    Diagnostic::error(place, "", message)
}

fn not_yaml(text: &str, error: &ScanError) -> Diagnostic {
    let YamlProblem {
        line,
        column,
        problem,
        hint,
    } = YamlProblem::no_yaml(text, error);
    let counted = |number| usize::try_from(number).unwrap_or(usize::MAX);
    let place = Place {
        line: counted(line),
        column: counted(column),
    };
    Diagnostic::error(place, "", problem).hint(Some(hint))
}

fn place(span: &Span) -> Place {
    Place {
        line: span.start.line().max(1),
        column: span.start.col() + 1,
    }
}

/// What a scalar means. YAML 1.2 has `true` and `false` only; the forerunner's reader took `yes` and `no` too.
fn scalar(text: &str, is_plain: bool) -> Json {
    if !is_plain {
        return Json::String(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Json::Null,
        "true" | "True" | "TRUE" | "yes" | "Yes" | "on" => Json::Bool(true),
        "false" | "False" | "FALSE" | "no" | "No" | "off" => Json::Bool(false),
        _ => {
            let is_number = text.starts_with(|letter: char| {
                letter.is_ascii_digit() || matches!(letter, '-' | '+' | '.')
            });
            number(text)
                .filter(|_| is_number)
                .map_or_else(|| Json::String(text.to_owned()), Json::Number)
        }
    }
}

fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    text.parse::<f64>().ok().and_then(Number::from_f64)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Node, Place};

    #[test]
    fn every_part_knows_its_place() {
        let node = Node::parse("# first\na:\n  - b: 'x'\n    c: [1, 2.5, yes]\n").unwrap();
        assert_eq!(
            node.to_json(),
            json!({"a": [{"b": "x", "c": [1, 2.5, true]}]})
        );
        let entry = &node.entries()[0].value.items()[0].entries()[1];
        assert_eq!(entry.place, Place { line: 4, column: 5 });
    }

    #[test]
    fn an_alias_is_what_it_refers_to() {
        let node = Node::parse("a: &x {n: 1}\nb: *x\n").unwrap();
        assert_eq!(node.to_json(), json!({"a": {"n": 1}, "b": {"n": 1}}));
    }

    #[test]
    fn what_is_no_yaml_is_said_with_its_line() {
        let error = Node::parse("a: 1\nb: [1, 2\nc: }\n").unwrap_err();
        assert!(error.line >= 2, "{error:?}");
        assert!(
            Node::parse("a: 1\na: 2\n")
                .unwrap_err()
                .message
                .contains("twice")
        );
    }
}
