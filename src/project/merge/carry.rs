//! Carries an `admin.yaml` over to the names that things have now, wherever it names them, before it is merged.
//!
//! Only the names are written anew, each where it stands: order, comments and quotes stay, and so does what the user said
//! about what is called otherwise. The base is carried over alike, so that both speak of the same things as the new file.

mod text;

use std::collections::{BTreeMap, BTreeSet};

use super::{
    names::{Names, ResourceNames},
    place::{Edit, apply},
    source::{Entry, Kind, Node, Source},
};

/// A text with the names of now, and what was renamed in it: `Shipper` and `Carrier`, `Order.Freight` and `Order.Cost`.
pub(super) struct Carried {
    pub(super) text: String,
    pub(super) renamed: Vec<(String, String)>,
}

/// None if nothing in the text is called otherwise now.
pub(super) fn carry(source: &Source<'_>, names: &Names) -> Option<Carried> {
    let root = source.root.as_ref().filter(|_| !names.are_as_before())?;
    let mut carrier = Carrier {
        text: source.text,
        names,
        edits: Vec::new(),
        renamed: BTreeSet::new(),
    };
    carrier.root(root);
    if carrier.edits.is_empty() {
        return None;
    }
    Some(Carried {
        text: apply(source.text, &carrier.edits)?,
        renamed: carrier.renamed.into_iter().collect(),
    })
}

struct Carrier<'a> {
    text: &'a str,
    names: &'a Names,
    edits: Vec<Edit>,
    renamed: BTreeSet<(String, String)>,
}

/// A resource by the type it had, with what it is called now.
#[derive(Clone, Copy)]
struct Of<'a> {
    kind: &'a str,
    names: &'a ResourceNames,
}

impl<'a> Carrier<'a> {
    fn root(&mut self, root: &'a Node) {
        let resources = root.get("resources").map_or(&[][..], entries);
        let kind_of = |entry: &'a Entry| {
            let said = entry.value.get("type").and_then(Node::as_text);
            said.unwrap_or(&entry.name)
        };
        // The app calls a resource by its key, which need not be its type.
        let kinds: BTreeMap<&str, &str> = resources
            .iter()
            .map(|entry| (entry.name.as_str(), kind_of(entry)))
            .collect();
        let mut keys: BTreeMap<&str, &str> = BTreeMap::new();
        for (&key, &kind) in &kinds {
            let now = self.of(kind).map(|of| of.names.kind.as_str());
            let is_free = |now: &str| {
                let other = kinds.get(now).and_then(|kind| self.of(kind));
                !kinds.contains_key(now) || other.is_some_and(|other| other.names.kind != now)
            };
            if let Some(now) = now.filter(|now| key == kind && *now != key && is_free(now)) {
                keys.insert(key, now);
            }
        }
        for entry in resources {
            if let Some(now) = keys.get(entry.name.as_str()) {
                self.key(entry, now);
            }
            if let Some(of) = self.of(kinds[entry.name.as_str()]) {
                self.resource(of, &entry.value);
            }
        }
        for item in items(root.get("menu")) {
            for name in [item].into_iter().chain(items(item.get("items"))) {
                if let Some(now) = name.as_text().and_then(|name| keys.get(name)) {
                    self.scalar(name, now);
                }
            }
        }
        for card in items(root.get("home").and_then(|home| home.get("cards"))) {
            let Some(resource) = card.get("resource") else {
                continue;
            };
            let Some(name) = resource.as_text() else {
                continue;
            };
            if let Some(now) = keys.get(name) {
                self.scalar(resource, now);
            }
            if let Some(of) = kinds.get(name).and_then(|kind| self.of(kind)) {
                self.attributes_at(of, card, &["attribute", "group_by"]);
                self.view(of, card);
            }
        }
    }

    fn resource(&mut self, of: Of<'a>, node: &Node) {
        if of.kind != of.names.kind {
            self.note(of.kind.to_owned(), of.names.kind.clone());
            if let Some(kind) = node.get("type") {
                self.scalar(kind, &of.names.kind);
            }
        }
        for key in node.get("user_key").into_iter().flat_map(self_or_items) {
            self.attribute(of, key);
            self.braced(of, key);
        }
        if let Some(sort) = node.get("sort") {
            self.sort(of, sort);
        }
        for view in items(node.get("views")) {
            self.view(of, view);
        }
        for color in items(node.get("row_color")) {
            self.conditions(of, color, &["when"]);
        }
        for action in items(node.get("actions")) {
            self.conditions(of, action, &["show_when"]);
        }
        for attribute in items(node.get("attributes")) {
            self.listed_attribute(of, attribute);
        }
        let tabs = node.get("tab_groups");
        for tab in items(tabs) {
            let name = tab.get("name");
            if let Some(name) = name {
                self.relationship(of, name);
            }
            self.tab(of, name.and_then(Node::as_text), tab);
        }
        for entry in tabs.map_or(&[][..], entries) {
            if let Some(now) = of.names.relationships.get(&entry.name) {
                self.key(entry, now);
                self.note_part(of, &entry.name, now);
            }
            self.tab(of, Some(&entry.name), &entry.value);
        }
    }

    fn listed_attribute(&mut self, of: Of<'a>, node: &Node) {
        let Some(name) = node.get("name") else { return };
        self.attribute(of, name);
        self.conditions(of, node, &["show_when", "readonly"]);
        let refers = |key: &&super::names::End| matches!(key.key.as_deref(), Some([one]) if Some(one.as_str()) == name.as_text());
        let end = of.names.ends.values().find(refers);
        if let (Some(lookup), Some(target)) =
            (node.get("lookup"), end.and_then(|end| self.of(&end.target)))
        {
            self.view(target, lookup);
        }
    }

    /// A tab by the name it had.
    fn tab(&mut self, of: Of<'a>, name: Option<&str>, node: &Node) {
        self.conditions(of, node, &["show_when"]);
        let resource = node.get("resource");
        let end = name.and_then(|name| of.names.ends.get(name));
        let said = resource.and_then(Node::as_text);
        let Some(target) = end.map(|end| end.target.as_str()).or(said) else {
            return;
        };
        let Some(target) = self.of(target) else {
            return;
        };
        if let Some(resource) = resource.filter(|_| said == Some(target.kind)) {
            self.scalar(resource, &target.names.kind);
        }
        self.view(target, node);
        let is_held = match end {
            Some(end) => end.key.is_some(),
            None => node.get("direction").and_then(Node::as_text) == Some("toone"),
        };
        let holder = if is_held { of } else { target };
        for key in items(node.get("fks")) {
            self.attribute(holder, key);
        }
    }

    /// Which rows, in which order, and what of them.
    fn view(&mut self, of: Of<'a>, node: &Node) {
        for entry in node.get("filter").map_or(&[][..], entries) {
            if let Some(now) = of.names.attributes.get(&entry.name) {
                self.key(entry, now);
            }
        }
        if let Some(sort) = node.get("sort") {
            self.sort(of, sort);
        }
        for key in ["columns", "attributes"] {
            for item in items(node.get(key)) {
                self.attribute(of, item.get("name").unwrap_or(item));
            }
        }
    }

    fn of(&self, kind: &str) -> Option<Of<'a>> {
        let (kind, names) = self.names.entry(kind)?;
        Some(Of { kind, names })
    }

    fn attributes_at(&mut self, of: Of<'a>, node: &Node, keys: &[&str]) {
        for attribute in keys.iter().filter_map(|key| node.get(key)) {
            self.attribute(of, attribute);
        }
    }

    fn attribute(&mut self, of: Of<'a>, name: &Node) {
        self.part(of, &of.names.attributes, name);
    }

    fn relationship(&mut self, of: Of<'a>, name: &Node) {
        self.part(of, &of.names.relationships, name);
    }

    fn part(&mut self, of: Of<'a>, names: &BTreeMap<String, String>, name: &Node) {
        let Some(written) = name.as_text() else {
            return;
        };
        if let Some(now) = names.get(written) {
            self.scalar(name, now);
            self.note_part(of, written, now);
        }
    }

    /// An order such as `-Name`.
    fn sort(&mut self, of: Of<'a>, node: &Node) {
        let Some(written) = node.as_text() else {
            return;
        };
        let name = written.trim_start_matches('-');
        if let Some(now) = of.names.attributes.get(name) {
            let sign = &written[..written.len() - name.len()];
            let (old, new) = (format!("{sign}{name}"), format!("{sign}{now}"));
            self.within(node, |written| written.replacen(&old, &new, 1));
        }
    }

    /// A text with names in braces.
    fn braced(&mut self, of: Of<'a>, node: &Node) {
        self.within(node, |written| text::braced(written, &of.names.attributes));
    }

    fn conditions(&mut self, of: Of<'a>, node: &Node, keys: &[&str]) {
        for condition in keys.iter().filter_map(|key| node.get(key)) {
            self.within(condition, |written| {
                text::condition(written, &of.names.attributes)
            });
        }
    }

    /// Writes a text anew where it stands, in the quotes it has.
    fn within(&mut self, node: &Node, change: impl Fn(&str) -> String) {
        if !matches!(node.kind, Kind::Scalar(_)) {
            return;
        }
        let written = &self.text[node.span.clone()];
        let text = change(written);
        if text != written {
            self.edits.push(Edit {
                range: node.span.clone(),
                text,
            });
        }
    }

    fn scalar(&mut self, node: &Node, now: &str) {
        self.write(node.span.clone(), now);
    }

    fn key(&mut self, entry: &Entry, now: &str) {
        self.write(entry.key.clone(), now);
    }

    fn write(&mut self, range: std::ops::Range<usize>, now: &str) {
        let text = text::like(&self.text[range.clone()], now);
        if text != self.text[range.clone()] {
            self.edits.push(Edit { range, text });
        }
    }

    fn note_part(&mut self, of: Of<'a>, old: &str, now: &str) {
        let label = |kind: &str, name: &str| format!("{kind}.{name}");
        self.note(label(of.kind, old), label(&of.names.kind, now));
    }

    fn note(&mut self, old: String, now: String) {
        self.renamed.insert((old, now));
    }
}

fn entries(node: &Node) -> &[Entry] {
    match &node.kind {
        Kind::Mapping(entries) => entries,
        _ => &[],
    }
}

fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.kind) {
        Some(Kind::Sequence(items)) => items,
        _ => &[],
    }
}

/// The items of a list, or else the node alone.
fn self_or_items(node: &Node) -> &[Node] {
    match &node.kind {
        Kind::Sequence(items) => items,
        _ => std::slice::from_ref(node),
    }
}
