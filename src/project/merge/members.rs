//! The members of a collection by their identity: entries by key, items by their `name`.

use std::collections::HashMap;

use super::source::{Entry, Kind, Node};

/// Keys that tell one item of a sequence from another, the first that all items have.
const IDENTIFYING: [&str; 2] = ["name", "value"];

/// An entry of a mapping or an item of a sequence.
#[derive(Debug, Clone)]
pub(super) struct Member<'n> {
    /// Unique in its collection.
    pub(super) id: String,
    pub(super) value: &'n Node,
    /// None for an item.
    pub(super) entry: Option<&'n Entry>,
}

impl Member<'_> {
    pub(super) fn end(&self) -> usize {
        self.entry.map_or(self.value.span.end, Entry::end)
    }
}

/// The members, if they can be told apart: always in a mapping, by a name in a sequence.
pub(super) fn members(node: &Node) -> Option<Vec<Member<'_>>> {
    match &node.kind {
        Kind::Mapping(entries) => Some(
            entries
                .iter()
                .map(|entry| Member {
                    id: entry.name.clone(),
                    value: &entry.value,
                    entry: Some(entry),
                })
                .collect(),
        ),
        Kind::Sequence(items) => {
            let key = IDENTIFYING
                .into_iter()
                .find(|key| items.iter().all(|item| name_of(item, key).is_some()))?;
            let mut seen: HashMap<&str, usize> = HashMap::new();
            let member = |item| {
                let name = name_of(item, key)?;
                let count = seen
                    .entry(name)
                    .and_modify(|count| *count += 1)
                    .or_insert(1);
                // The second of a name is matched with the second, and so on.
                let id = if *count == 1 {
                    name.to_owned()
                } else {
                    format!("{name} ({count})")
                };
                Some(Member {
                    id,
                    value: item,
                    entry: None,
                })
            };
            items.iter().map(member).collect()
        }
        Kind::Scalar(_) | Kind::Alias(_) => None,
    }
}

fn name_of<'n>(item: &'n Node, key: &str) -> Option<&'n str> {
    item.get(key)?.as_text()
}

/// Whether two collections are of one kind, so that their members can be merged.
pub(super) fn are_alike(one: &Node, other: &Node) -> bool {
    matches!(
        (&one.kind, &other.kind),
        (Kind::Mapping(_), Kind::Mapping(_)) | (Kind::Sequence(_), Kind::Sequence(_))
    )
}

/// Members by their identity.
pub(super) fn by_id<'m, 'n>(members: &'m [Member<'n>]) -> HashMap<&'m str, &'m Member<'n>> {
    members
        .iter()
        .map(|member| (member.id.as_str(), member))
        .collect()
}
