//! One resource.

use serde_json::{Value as Json, json};

use super::label::{cleaned, plural, words};
use super::{Builder, Shown, flag, list, number, text, texts};
use crate::admin::config::{Attribute, Can, Relationship, Resource, ShownAs};
use crate::admin::tree::Node;
use crate::admin::{Diagnostic, Severity};
use crate::model::{self, Cardinality};

impl Builder<'_> {
    pub(super) fn resource(&mut self, shown: &Shown<'_, '_>) -> Resource {
        let (node, model) = (shown.node, shown.model);
        let path = format!("resources.{}", shown.name);
        let given = text(node, "label").map(|label| cleaned(&label));
        let label = given.clone().unwrap_or_else(|| words(&shown.name));
        let label_plural = text(node, "label_plural")
            .or(given)
            .unwrap_or_else(|| self.plural(&label));
        let mut attributes = self.attributes(shown, &path);
        let sort = text(node, "sort").or_else(|| first_sort(node));
        for color in node
            .and_then(|node| node.get("row_color"))
            .map_or(&[][..], Node::items)
        {
            if let Some(when) = color.get("when") {
                self.condition(when, &format!("{path}.row_color"), model);
            }
        }
        self.views_named(node, &path, model);
        let user_key = self.user_key(shown, &path);
        shorten_names(&mut attributes, &user_key, node);
        Resource {
            user_key,
            kind: model.kind.clone(),
            label,
            label_plural,
            description: text(node, "description").or_else(|| model.comment.clone()),
            info_list: text(node, "info_list"),
            info_show: text(node, "info_show"),
            icon: self.icon(node, &path),
            hidden: flag(node, "hidden").unwrap_or(false),
            hide_actions: flag(node, "hide_actions").unwrap_or(false),
            is_unlocked: flag(node, "optimistic_lock") == Some(false),
            hide_history: self.hides_history(node, &path),
            realtime: flag(node, "realtime").unwrap_or(self.is_realtime),
            can: can(node, model),
            key: model.key.clone(),
            sort,
            per_page: number(node, "per_page").or_else(|| number(node, "perPage")),
            max_list_columns: number(node, "max_list_columns").unwrap_or(self.max_list_columns),
            relationships: self.relationships(model, &attributes),
            groups: groups(node, &attributes),
            attributes,
            tabs: self.tabs(shown, &path),
            views: views(node),
            row_color: list(node, "row_color"),
            actions: self.actions(shown, &path),
            name: shown.name.clone(),
        }
    }

    fn attributes(&mut self, shown: &Shown<'_, '_>, path: &str) -> Vec<Attribute> {
        let model = shown.model;
        let Some(listed) = shown.node.and_then(|node| node.get("attributes")) else {
            let all = model.attributes.iter();
            return all
                .map(|attribute| self.attribute(None, attribute, model, path))
                .collect();
        };
        let mut attributes: Vec<Attribute> = Vec::new();
        for (index, node) in listed.items().iter().enumerate() {
            let path = format!("{path}.attributes[{index}]");
            let Some(name) = text(Some(node), "name") else {
                continue;
            };
            let place = node.get("name").map_or(node.place, |name| name.place);
            let Some(known) = model.attributes.iter().find(|each| each.name == name) else {
                self.unknown_attribute(place, &path, model, &name);
                continue;
            };
            if attributes.iter().any(|each| each.name == name) {
                let message = format!("`{name}` is listed twice; the first is shown");
                self.found.push(Diagnostic::warning(place, &path, message));
                continue;
            }
            attributes.push(self.attribute(Some(node), known, model, &path));
        }
        for left_out in &model.attributes {
            if !attributes.iter().any(|each| each.name == left_out.name) {
                let message = format!(
                    "`{}.{}` is in the database, not in this file",
                    model.kind, left_out.name
                );
                let info = Diagnostic::new(Severity::Info, listed.place, path, message);
                self.found.push(info);
            }
        }
        attributes
    }

    /// What several of them are called, in English; other languages have plurals of their own.
    pub(super) fn plural(&self, noun: &str) -> String {
        if self.is_english {
            plural(noun)
        } else {
            noun.to_owned()
        }
    }

    /// Whether its rows do not show what was changed.
    fn hides_history(&mut self, node: Option<&Node>, path: &str) -> bool {
        let wanted = flag(node, "audit");
        let place = node
            .and_then(|node| node.get("audit"))
            .map(|node| node.place);
        if let (Some(true), Some(place), Some(false)) = (wanted, place, self.ground.has_audit) {
            let message = "there is no audit log whose entries could be shown";
            let info = Diagnostic::new(Severity::Info, place, &format!("{path}.audit"), message);
            let hint = "`formwork add-audit` keeps one";
            self.found.push(info.hint(Some(hint.to_owned())));
        }
        wanted == Some(false)
    }

    /// Says which attributes are not there that the order, the views and the lookups name.
    fn views_named(&mut self, node: Option<&Node>, path: &str, model: &model::Resource) {
        let Some(node) = node else { return };
        if let Some(sort) = node.get("sort") {
            self.sorted(sort, &format!("{path}.sort"), model);
        }
        for (index, view) in node
            .get("views")
            .map_or(&[][..], Node::items)
            .iter()
            .enumerate()
        {
            self.named(view, &format!("{path}.views[{index}]"), model);
        }
    }

    /// The text of a row, with the names of attributes in braces.
    fn user_key(&mut self, shown: &Shown<'_, '_>, path: &str) -> String {
        let model = shown.model;
        let default = || {
            let links = model.name_of_links();
            links.unwrap_or_else(|| named_by(model, &model.user_key))
        };
        let Some(node) = shown.node.and_then(|node| node.get("user_key")) else {
            return default();
        };
        let template = match node.text() {
            Some(text) if text.contains('{') => text.to_owned(),
            Some(name) => named_by(model, name),
            None => {
                let names: Vec<String> = texts(shown.node, "user_key")
                    .iter()
                    .map(|name| format!("{{{name}}}"))
                    .collect();
                names.join(" ")
            }
        };
        let mut is_known = !template.is_empty();
        for name in braced(&template) {
            if !model.attributes.iter().any(|each| each.name == name) {
                self.unknown_attribute(node.place, &format!("{path}.user_key"), model, name);
                is_known = false;
            }
        }
        if is_known { template } else { default() }
    }

    /// The relationships to resources that are shown.
    fn relationships(
        &self,
        model: &model::Resource,
        attributes: &[Attribute],
    ) -> Vec<Relationship> {
        let used = |relationship: &&model::Relationship| {
            relationship.to == Cardinality::Many
                || !relationship.holds_key
                || attributes
                    .iter()
                    .any(|each| relationship.attributes.contains(&each.name))
        };
        model
            .relationships
            .iter()
            .filter(used)
            .filter_map(|relationship| {
                Some(Relationship {
                    name: relationship.name.clone(),
                    to: match relationship.to {
                        Cardinality::One => "one",
                        Cardinality::Many => "many",
                    },
                    resource: self.name_of(&relationship.target)?.to_owned(),
                    attributes: relationship.attributes.clone(),
                    target_attributes: relationship.target_attributes.clone(),
                    holds_key: relationship.holds_key,
                })
            })
            .collect()
    }

    /// What the app calls the resource of the type; none if it is not shown.
    pub(super) fn name_of(&self, kind: &str) -> Option<&str> {
        let found = self.names.iter().find(|(_, model)| model.kind == kind)?;
        Some(&found.0)
    }
}

/// A row by the attribute of the name; one of several parts of a key alone would call different rows the same.
fn named_by(model: &model::Resource, name: &str) -> String {
    let is_part = model.read_only.is_none() && model.key.iter().any(|part| part == name);
    let parts: Vec<String> = if is_part {
        model.key.iter().map(|part| format!("{{{part}}}")).collect()
    } else {
        vec![format!("{{{name}}}")]
    };
    parts.join(" · ")
}

fn can(node: Option<&Node>, model: &model::Resource) -> Can {
    let is_writable = model.read_only.is_none();
    // `false` takes the button away; the name of a component leaves it.
    // A role is nobody's yet, but nobody is nobody.
    let roles = node.and_then(|node| node.get("roles"));
    let may = |name| flag(node, name).unwrap_or(true) && flag(roles, name).unwrap_or(true);
    Can {
        list: may("list"),
        show: may("show"),
        create: is_writable && may("create"),
        edit: is_writable && may("edit"),
        delete: is_writable && may("delete"),
    }
}

/// The views that somebody may see.
fn views(node: Option<&Node>) -> Vec<Json> {
    let mut views = list(node, "views");
    views.retain(|view| view["roles"] != Json::Bool(false));
    views
}

/// The groups of the form: those that are described, and those that attributes only name.
fn groups(node: Option<&Node>, attributes: &[Attribute]) -> Vec<Json> {
    let mut groups = list(node, "groups");
    for attribute in attributes {
        let Some(name) = attribute.more.get("group").filter(|name| name.is_string()) else {
            continue;
        };
        if !groups.iter().any(|group| group["name"] == *name) {
            groups.push(json!({ "name": name }));
        }
    }
    groups
}

/// What rows are known by is a name, however long its column may be, unless the file says what it is.
fn shorten_names(attributes: &mut [Attribute], user_key: &str, node: Option<&Node>) {
    let listed = node
        .and_then(|node| node.get("attributes"))
        .map_or(&[][..], Node::items);
    let is_said = |name: &str| {
        listed.iter().any(|each| {
            text(Some(each), "name").as_deref() == Some(name)
                && ["type", "multiline"]
                    .iter()
                    .any(|key| each.get(key).is_some())
        })
    };
    for name in braced(user_key) {
        let mut attributes = attributes.iter_mut();
        let found = attributes.find(|each| each.name == name && each.shown_as == ShownAs::Text);
        if let Some(attribute) = found
            && !is_said(name)
        {
            attribute.shown_as = ShownAs::String;
        }
    }
}

/// The order that an attribute asks for; the forerunner's way.
fn first_sort(node: Option<&Node>) -> Option<String> {
    let attributes = node?.get("attributes")?;
    attributes.items().iter().find_map(|attribute| {
        let name = text(Some(attribute), "name")?;
        match attribute.get("sort")?.to_json() {
            serde_json::Value::Bool(true) => Some(name),
            serde_json::Value::String(order) if order == "ASC" => Some(name),
            serde_json::Value::String(order) if order == "DESC" => Some(format!("-{name}")),
            _ => None,
        }
    })
}

/// The names in braces.
pub(super) fn braced(template: &str) -> impl Iterator<Item = &str> {
    template
        .split('{')
        .skip(1)
        .filter_map(|part| part.split_once('}').map(|(name, _)| name))
}
