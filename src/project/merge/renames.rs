//! Tables and columns that went and came at once, and so were probably renamed.

use std::collections::BTreeSet;

use super::{
    members::members,
    source::{Kind, Node},
};

/// Two resources with this share of attributes in common are likely one.
const ALIKE: f64 = 0.75;

/// Pairs of what the base has and the new one has instead: `OldLog` and `Log`,
/// `Customer.phone` and `Customer.phone_number`.
pub(super) fn renames(base: Option<&Node>, new: Option<&Node>) -> Vec<(String, String)> {
    let (Some(base), Some(new)) = (
        base.and_then(|root| root.get("resources")),
        new.and_then(|root| root.get("resources")),
    ) else {
        return Vec::new();
    };
    let mut found = pairs(base, new, |one, other| {
        let (one, other) = (names(one), names(other));
        let (common, all) = (one.intersection(&other).count(), one.union(&other).count());
        #[expect(clippy::cast_precision_loss, reason = "a table has few columns")]
        let share = common as f64 / all.max(1) as f64;
        share >= ALIKE
    });
    let (Some(base_members), Some(new_members)) = (members(base), members(new)) else {
        return found;
    };
    for resource in &base_members {
        let Some(other) = new_members.iter().find(|other| other.id == resource.id) else {
            continue;
        };
        let attributes = |node: &'_ Node| node.get("attributes").cloned();
        if let (Some(one), Some(other)) = (attributes(resource.value), attributes(other.value)) {
            let label = |name: String| format!("{}.{name}", resource.id);
            let columns = pairs(&one, &other, same_but_for_the_name);
            found.extend(
                columns
                    .into_iter()
                    .map(|(old, new)| (label(old), label(new))),
            );
        }
    }
    found
}

/// Pairs each member that went with the one that came, where just one is alike either way.
fn pairs(base: &Node, new: &Node, alike: impl Fn(&Node, &Node) -> bool) -> Vec<(String, String)> {
    let (Some(base), Some(new)) = (members(base), members(new)) else {
        return Vec::new();
    };
    let ids = |members: &[super::members::Member<'_>]| -> BTreeSet<String> {
        members.iter().map(|member| member.id.clone()).collect()
    };
    let (old_ids, new_ids) = (ids(&base), ids(&new));
    let gone: Vec<_> = base
        .iter()
        .filter(|member| !new_ids.contains(&member.id))
        .collect();
    let come: Vec<_> = new
        .iter()
        .filter(|member| !old_ids.contains(&member.id))
        .collect();
    let mut found = Vec::new();
    for old in &gone {
        let candidates: Vec<_> = come
            .iter()
            .filter(|new| alike(old.value, new.value))
            .collect();
        if let [new] = candidates[..]
            && gone
                .iter()
                .filter(|other| alike(other.value, new.value))
                .count()
                == 1
        {
            found.push((old.id.clone(), new.id.clone()));
        }
    }
    found
}

fn names(resource: &Node) -> BTreeSet<String> {
    let attributes = resource
        .get("attributes")
        .and_then(members)
        .unwrap_or_default();
    attributes
        .into_iter()
        .map(|attribute| attribute.id)
        .collect()
}

fn same_but_for_the_name(one: &Node, other: &Node) -> bool {
    let rest = |node: &Node| match &node.kind {
        Kind::Mapping(entries) => {
            let is_rest = |name: &str| !matches!(name, "name" | "label");
            let entries = entries
                .iter()
                .filter(|entry| is_rest(&entry.name))
                .cloned()
                .collect();
            Node {
                kind: Kind::Mapping(entries),
                ..node.clone()
            }
        }
        _ => node.clone(),
    };
    rest(one).says_the_same(&rest(other))
}
