//! The related rows below a row.

use super::label::{cleaned, has_no_role, role, words};
use super::{Builder, Shown, flag, more, text, texts};
use crate::admin::config::Tab;
use crate::admin::tree::{Entry, Node};
use crate::admin::{Diagnostic, Severity};
use crate::model::{self, Cardinality};
use crate::similar::did_you_mean;

/// The keys that are understood here; the app is given the others as they stand.
const UNDERSTOOD: &[&str] = &[
    "name",
    "label",
    "direction",
    "resource",
    "fks",
    "hidden",
    "tab",
];

/// What a reference is listed with; anything else is of a tab.
const OF_REFERENCE: &[&str] = &[
    "name",
    "direction",
    "resource",
    "fks",
    "hidden",
    "tab",
    "component",
];

impl Builder<'_> {
    /// The tabs of lists. The row that a foreign key refers to is seen at the key, unless a tab is asked for.
    pub(super) fn tabs(&mut self, shown: &Shown<'_, '_>, path: &str) -> Vec<Tab> {
        let model = shown.model;
        let Some(listed) = shown.node.and_then(|node| node.get("tab_groups")) else {
            let many = model.relationships.iter();
            return many
                .filter(|relationship| relationship.to == Cardinality::Many)
                .filter_map(|relationship| self.tab(None, relationship, model))
                .collect();
        };
        let mut tabs: Vec<Tab> = Vec::new();
        for (place, name, node) in groups(listed) {
            let path = format!("{path}.tab_groups{place}");
            if flag(Some(node), "hidden") == Some(true) {
                continue;
            }
            let Some(relationship) = self.relationship(name, node, model, &path) else {
                continue;
            };
            if tabs.iter().any(|tab| tab.name == relationship.name) {
                let message = format!("there are two tabs of `{}`", relationship.name);
                self.found
                    .push(Diagnostic::warning(node.place, &path, message));
                continue;
            }
            if let Some(when) = node.get("show_when") {
                self.condition(when, &format!("{path}.show_when"), model);
            }
            let target = self
                .names
                .iter()
                .find(|(_, model)| model.kind == relationship.target);
            if let Some((_, target)) = target.cloned() {
                self.named(node, &path, target);
            }
            if relationship.to == Cardinality::Many || flag(Some(node), "tab") == Some(true) {
                tabs.extend(self.tab(Some(node), relationship, model));
            } else {
                self.seen_at_key(node, &path);
            }
        }
        tabs
    }

    /// Says that what a reference is listed with is of a tab, which it is not.
    fn seen_at_key(&mut self, node: &Node, path: &str) {
        let mut entries = node.entries().iter();
        let is_of_tab = |name: &str| !OF_REFERENCE.contains(&name) && !name.starts_with("x-");
        if let Some(entry) = entries.find(|entry| is_of_tab(&entry.name)) {
            let message = format!(
                "`{}` is of a tab, and this row is shown where it is referred to",
                entry.name
            );
            let path = format!("{path}.{}", entry.name);
            let info = Diagnostic::new(Severity::Info, entry.place, &path, message);
            let hint = "`tab: true` makes it a tab";
            self.found.push(info.hint(Some(hint.to_owned())));
        }
    }

    fn tab(
        &self,
        node: Option<&Node>,
        relationship: &model::Relationship,
        model: &model::Resource,
    ) -> Option<Tab> {
        let resource = self.name_of(&relationship.target)?.to_owned();
        let alike = model
            .relationships
            .iter()
            .filter(|each| each.to == Cardinality::Many && each.target == relationship.target)
            .count();
        // Where there is one list of orders, it is called as orders are; where there are two, each has a name of its own.
        let own = || {
            let name = relationship
                .name
                .strip_suffix("List")
                .unwrap_or(&relationship.name);
            let called = match relationship.target_attributes.as_slice() {
                [key] if has_no_role(&relationship.name, &relationship.target) => {
                    let rows = self.plural(&words(&relationship.target));
                    format!("{rows} ({})", role(key))
                }
                _ => words(name),
            };
            (alike > 1).then_some(called)
        };
        Some(Tab {
            name: relationship.name.clone(),
            label: text(node, "label")
                .map(|label| cleaned(&label))
                .or_else(own)
                .unwrap_or_default(),
            resource,
            is_one: relationship.to == Cardinality::One,
            more: more(node, UNDERSTOOD),
        })
    }

    /// The relationship that a tab means: by its name, or else by its resource and foreign key.
    fn relationship<'m>(
        &mut self,
        name: Option<String>,
        node: &Node,
        model: &'m model::Resource,
        path: &str,
    ) -> Option<&'m model::Relationship> {
        let name = name?;
        let by_name = model.relationships.iter().find(|each| each.name == name);
        let by_key = || {
            let resource = text(Some(node), "resource")?;
            let keys = texts(Some(node), "fks");
            model.relationships.iter().find(|each| {
                let key = if each.holds_key {
                    &each.attributes
                } else {
                    &each.target_attributes
                };
                each.target == resource && *key == keys
            })
        };
        let found = by_name.or_else(by_key);
        if found.is_none() {
            let known = model.relationships.iter().map(|each| each.name.as_str());
            let hint = did_you_mean(&name, known);
            let place = node.get("name").map_or(node.place, |name| name.place);
            let message = format!("`{}` has no relationship `{name}`", model.kind);
            self.found
                .push(Diagnostic::warning(place, path, message).hint(hint));
        }
        found
    }
}

/// Each group with where it stands and the name of its relationship: in a list it says the name, in a map it stands below it.
fn groups(listed: &Node) -> Vec<(String, Option<String>, &Node)> {
    let items = listed.items().iter().enumerate();
    let named = listed.entries().iter();
    items
        .map(|(index, node)| (format!("[{index}]"), text(Some(node), "name"), node))
        .chain(named.map(|Entry { name, value, .. }| {
            let said = text(Some(value), "name").unwrap_or_else(|| name.clone());
            (format!(".{name}"), Some(said), value)
        }))
        .collect()
}
