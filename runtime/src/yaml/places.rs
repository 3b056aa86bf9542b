//! Where a YAML text has its keys and values, as far as it can be read.

use serde_saphyr::granit_parser::{Event, Marker, Parser, ScanError, Span};

/// A line and a column, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
}

/// The keys and values of a text, in its order.
#[derive(Debug)]
pub struct Places {
    nodes: Vec<Node>,
    /// Why the rest could not be read.
    broken: Option<ScanError>,
}

/// A key or a value.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) place: Place,
    /// Such as `server.port` or `relationships[0].columns`; empty for the whole.
    pub(super) path: String,
    pub(super) kind: Kind,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Key,
    /// A value that is one text, as it was written; empty where nothing was.
    Scalar(String),
    List,
    Map,
}

/// A list or mapping that has begun.
struct Open {
    path: String,
    is_key: bool,
    inside: Inside,
}

enum Inside {
    /// How many items there were.
    List(usize),
    /// The key whose value is next.
    Map(Option<String>),
}

impl Places {
    /// Reads a text, up to its end or to where it is no YAML.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut reader = Reader::default();
        let mut broken = None;
        for read in Parser::new_from_str(text) {
            match read {
                Ok((event, span)) => reader.read(event, &span),
                Err(error) => {
                    broken = Some(error);
                    break;
                }
            }
        }
        Self {
            nodes: reader.nodes,
            broken,
        }
    }

    /// The line of the key with a path such as `server.port`; the last of them, if there are several.
    #[must_use]
    pub fn line(&self, path: &str) -> Option<u64> {
        let key = self
            .nodes
            .iter()
            .rfind(|node| node.kind == Kind::Key && node.path == path)?;
        Some(key.place.line)
    }

    /// Line and column, from 1, of the key or the item of a list with a path such as `relationships[0].columns[1]`.
    #[must_use]
    pub fn place(&self, path: &str) -> Option<(u64, u64)> {
        let node = self.nodes.iter().find(|node| node.path == path)?;
        Some((node.place.line, node.place.column))
    }

    /// Why the rest is no YAML, if it is none.
    pub(super) fn broken(&self) -> Option<&ScanError> {
        self.broken.as_ref()
    }

    /// What stands at a place, or last before it.
    pub(super) fn at(&self, place: Place) -> Option<&Node> {
        let after = self.nodes.partition_point(|node| node.place <= place);
        self.nodes.get(after.checked_sub(1)?)
    }

    /// The value that begins at a place, or that of the key there.
    pub(super) fn value_at(&self, place: Place) -> Option<&Node> {
        // A mapping begins where its first key does.
        let is_value = |node: &&Node| node.kind != Kind::Key;
        let begins = |node: &&Node| node.place == place && is_value(node);
        self.nodes.iter().find(begins).or_else(|| {
            let before = self.at(place)?;
            let of_it = |node: &&Node| node.path == before.path && is_value(node);
            self.nodes.iter().find(of_it)
        })
    }

    /// The first key with this path.
    pub(super) fn first_key(&self, path: &str) -> Option<&Node> {
        self.nodes
            .iter()
            .find(|node| node.kind == Kind::Key && node.path == path)
    }
}

#[derive(Default)]
struct Reader {
    nodes: Vec<Node>,
    open: Vec<Open>,
}

impl Reader {
    fn read(&mut self, event: Event<'_>, span: &Span) {
        let place = Place::from(&span.start);
        match event {
            Event::Scalar(text, ..) => self.scalar(place, &text),
            Event::Alias(..) => self.scalar(place, "*"),
            Event::MappingStart(..) => self.begin(place, Kind::Map, Inside::Map(None)),
            Event::SequenceStart(..) => self.begin(place, Kind::List, Inside::List(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                if let Some(Open { is_key, .. }) = self.open.pop() {
                    self.end(is_key.then_some("?"));
                }
            }
            _ => {}
        }
    }

    fn scalar(&mut self, place: Place, text: &str) {
        let is_key = self.is_key_next();
        let path = self.path(is_key.then_some(text));
        let kind = if is_key {
            Kind::Key
        } else {
            Kind::Scalar(text.to_owned())
        };
        self.nodes.push(Node { place, path, kind });
        self.end(is_key.then_some(text));
    }

    fn begin(&mut self, place: Place, kind: Kind, inside: Inside) {
        let is_key = self.is_key_next();
        let path = self.path(is_key.then_some("?"));
        self.nodes.push(Node {
            place,
            path: path.clone(),
            kind: if is_key { Kind::Key } else { kind },
        });
        self.open.push(Open {
            path,
            is_key,
            inside,
        });
    }

    /// Notes that a key, or a value, is complete.
    fn end(&mut self, key: Option<&str>) {
        match self.open.last_mut().map(|open| &mut open.inside) {
            Some(Inside::Map(next)) => *next = key.map(str::to_owned),
            Some(Inside::List(count)) => *count += 1,
            None => {}
        }
    }

    fn is_key_next(&self) -> bool {
        matches!(
            self.open.last(),
            Some(Open {
                inside: Inside::Map(None),
                ..
            })
        )
    }

    /// The path of what comes next: a key, or the value of one, or an item.
    fn path(&self, key: Option<&str>) -> String {
        let Some(open) = self.open.last() else {
            return String::new();
        };
        let key = match &open.inside {
            Inside::List(count) => return format!("{}[{count}]", open.path),
            Inside::Map(next) => key.or(next.as_deref()).unwrap_or_default(),
        };
        if open.path.is_empty() {
            key.to_owned()
        } else {
            format!("{}.{key}", open.path)
        }
    }
}

impl From<&Marker> for Place {
    fn from(marker: &Marker) -> Self {
        Self {
            line: marker.line().max(1) as u64,
            column: marker.col() as u64 + 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Place, Places};

    fn path_at(text: &str, line: u64, column: u64) -> String {
        let places = Places::of(text);
        places
            .at(Place { line, column })
            .map_or_else(String::new, |node| node.path.clone())
    }

    #[test]
    fn every_key_and_value_has_a_path() {
        let text = "a:\n  b: 1\n  c:\n    - x\n    - d: 2\n      e: [3, 4]\nf:\n";
        for (line, column, path) in [
            (1, 1, "a"),
            (2, 3, "a.b"),
            (2, 6, "a.b"),
            (4, 7, "a.c[0]"),
            (5, 7, "a.c[1].d"),
            (6, 14, "a.c[1].e[1]"),
            (7, 1, "f"),
            (9, 9, "f"),
        ] {
            assert_eq!(path_at(text, line, column), path, "{line}:{column}");
        }
        assert_eq!(Places::of(text).line("a.c"), Some(3));
        assert_eq!(Places::of(text).line("a.x"), None);
        assert_eq!(Places::of(text).place("a.c[1].e[1]"), Some((6, 14)));
        assert_eq!(Places::of(text).place("a.c[1].d"), Some((5, 7)));
        assert_eq!(Places::of(text).place("a.c[2]"), None);
    }

    #[test]
    fn what_stands_before_a_mistake_is_known() {
        let places = Places::of("a:\n  b: 1\n c: 2\n");
        assert_eq!(places.line("a.b"), Some(2));
        assert_eq!(places.broken().unwrap().marker().line(), 3);
    }

    #[test]
    fn keys_that_are_no_names_do_no_harm() {
        let text = "? [a, b]\n: c\n? {x: &z 1}\n: *z\nd: e\n";
        assert_eq!(Places::of(text).line("d"), Some(5));
        assert_eq!(path_at(text, 5, 4), "d");
    }
}
