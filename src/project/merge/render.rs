//! Writes values as YAML, in the style of the text they go into.

use super::{
    place::{column_of, dash},
    source::{Entry, Kind, Node, Scalar},
};
use crate::yaml::quoted;

/// How a text indents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Style {
    /// From a key to the keys of its value.
    pub(super) step: usize,
    /// From a key to the dashes of its value.
    pub(super) dash: usize,
}

/// How the generator indents.
const OURS: Style = Style { step: 2, dash: 2 };

impl Style {
    /// The style of a text, seen at the first places that show it.
    pub(super) fn of(text: &str, root: Option<&Node>) -> Self {
        let mut found = (None, None);
        if let Some(root) = root {
            look(text, root, &mut found);
        }
        Self {
            step: found.0.unwrap_or(OURS.step),
            dash: found.1.unwrap_or(OURS.dash),
        }
    }

    /// The lines of an entry whose key is at `column`; the first without its indentation.
    pub(super) fn entry(self, entry: &Entry, column: usize) -> Vec<String> {
        self.value(&entry.raw_key, &entry.value, column)
    }

    fn value(self, key: &str, value: &Node, column: usize) -> Vec<String> {
        if !value.is_collection() || value.is_flow || value.is_empty() {
            let inline = inline(value);
            let space = if inline.is_empty() { "" } else { " " };
            return vec![format!("{key}:{space}{inline}")];
        }
        let mut lines = vec![format!("{key}:")];
        lines.extend(self.block(value, column));
        lines
    }

    /// The lines of a block collection below a key at `column`, each with its indentation.
    pub(super) fn block(self, value: &Node, column: usize) -> Vec<String> {
        let mut lines = Vec::new();
        match &value.kind {
            Kind::Mapping(entries) => {
                for entry in entries {
                    let column = column + self.step;
                    lines.extend(indented(self.entry(entry, column), column));
                }
            }
            Kind::Sequence(items) => {
                for item in items {
                    let column = column + self.dash;
                    lines.extend(indented(self.item(item, column), column));
                }
            }
            Kind::Scalar(_) | Kind::Alias(_) => {}
        }
        lines
    }

    /// The lines of an item whose dash is at `column`; the first without its indentation.
    pub(super) fn item(self, item: &Node, column: usize) -> Vec<String> {
        match &item.kind {
            Kind::Mapping(entries) if !item.is_flow && !entries.is_empty() => {
                let mut lines = Vec::new();
                for entry in entries {
                    lines.extend(indented(self.entry(entry, column + 2), column + 2));
                }
                let first = format!("- {}", lines[0].trim_start_matches(' '));
                lines[0] = first;
                lines
            }
            _ => vec![format!("- {}", in_flow(item))],
        }
    }
}

fn indented(mut lines: Vec<String>, column: usize) -> Vec<String> {
    if let Some(first) = lines.first_mut() {
        *first = format!("{}{first}", " ".repeat(column));
    }
    lines
}

/// A value on one line, where a block would stand.
pub(super) fn inline(value: &Node) -> String {
    match &value.kind {
        Kind::Scalar(scalar) => scalar.raw.clone(),
        _ => in_flow(value),
    }
}

/// A value on one line, within `{}` or `[]`.
pub(super) fn in_flow(value: &Node) -> String {
    match &value.kind {
        Kind::Scalar(scalar) => scalar_in_flow(scalar),
        Kind::Alias(raw) => raw.clone(),
        Kind::Sequence(items) => {
            format!(
                "[{}]",
                items.iter().map(in_flow).collect::<Vec<_>>().join(", ")
            )
        }
        Kind::Mapping(entries) => {
            let entry = |entry: &Entry| format!("{}: {}", entry.raw_key, in_flow(&entry.value));
            format!(
                "{{{}}}",
                entries.iter().map(entry).collect::<Vec<_>>().join(", ")
            )
        }
    }
}

fn scalar_in_flow(scalar: &Scalar) -> String {
    if scalar.is_null() {
        "null".to_owned()
    } else if scalar.is_plain
        && scalar
            .text
            .contains(['[', ']', '{', '}', ',', ':', '#', '?'])
    {
        quoted(&scalar.text)
    } else {
        scalar.raw.clone()
    }
}

/// Looks for the first mapping and the first sequence that are the value of a key.
fn look(text: &str, node: &Node, found: &mut (Option<usize>, Option<usize>)) {
    match &node.kind {
        Kind::Mapping(entries) if !node.is_flow => {
            for entry in entries {
                let column = column_of(text, entry.key.start);
                if !entry.value.is_flow {
                    match &entry.value.kind {
                        Kind::Mapping(inner) if found.0.is_none() => {
                            found.0 = inner.first().and_then(|inner| {
                                column_of(text, inner.key.start).checked_sub(column)
                            });
                        }
                        Kind::Sequence(items) if found.1.is_none() => {
                            found.1 = items
                                .first()
                                .and_then(|item| dash(text, item.span.start))
                                .and_then(|dash| column_of(text, dash).checked_sub(column));
                        }
                        _ => {}
                    }
                }
                if found.0.is_some() && found.1.is_some() {
                    return;
                }
                look(text, &entry.value, found);
            }
        }
        Kind::Sequence(items) => items.iter().for_each(|item| look(text, item, found)),
        _ => {}
    }
}
