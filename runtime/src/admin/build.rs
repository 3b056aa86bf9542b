//! From the tree of an `admin.yaml` and the Model to what the app loads; what does not fit is said.
//!
//! A file may be incomplete or absent: what it does not say, the Model says.

mod action;
mod attribute;
mod colors;
mod home;
mod icon;
mod label;
mod menu;
mod named;
mod pattern;
mod resource;
mod silent;
mod tab;
#[cfg(test)]
mod tests;
mod theme;

use std::path::Path;

use serde_json::Value as Json;

use super::condition::Condition;
use super::config::{Config, Settings};
use super::tree::{Entry, Kind, Node, Place};
use super::{Diagnostic, Severity};
use crate::model::{self, Model};
use crate::rules::RuleDescription;
use crate::similar::did_you_mean;

/// The columns of a list until somebody chooses others.
const LIST_COLUMNS: u64 = 8;

/// What a file is held against.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) model: &'a Model,
    pub(super) rules: &'a [RuleDescription],
    /// The path of the API.
    pub(super) prefix: &'a str,
    /// Where the file is, and others that it names.
    pub(super) folder: Option<&'a Path>,
    /// Whether there is an audit log, as far as it is known.
    pub(super) has_audit: Option<bool>,
}

/// The languages of the app's own words (`admin/src/i18n`).
const LANGUAGES: [&str; 2] = ["en", "fr"];

/// Builds the configuration, and says what does not fit the Model.
pub(super) fn build(root: &Node, ground: Ground<'_>) -> (Config, Vec<Diagnostic>) {
    let mut builder = Builder {
        model: ground.model,
        rules: ground.rules,
        ground,
        names: Vec::new(),
        max_list_columns: LIST_COLUMNS,
        is_realtime: false,
        is_english: true,
        found: Vec::new(),
    };
    let config = builder.config(root);
    (config, builder.found)
}

struct Builder<'a> {
    model: &'a Model,
    rules: &'a [RuleDescription],
    ground: Ground<'a>,
    /// The resources that are shown: their names in the app, and in the Model.
    names: Vec<(String, &'a model::Resource)>,
    max_list_columns: u64,
    /// Whether lists follow changes, unless a resource says otherwise.
    is_realtime: bool,
    /// Whether names are likely to be English words, which have plurals as we know them.
    is_english: bool,
    found: Vec<Diagnostic>,
}

/// A resource of the file, or one of the Model that the file is silent of.
struct Shown<'a, 'n> {
    name: String,
    node: Option<&'n Node>,
    model: &'a model::Resource,
}

impl<'a> Builder<'a> {
    fn config(&mut self, root: &Node) -> Config {
        let settings = root.get("settings");
        self.max_list_columns = number(settings, "max_list_columns").unwrap_or(LIST_COLUMNS);
        self.is_realtime = flag(settings, "realtime").unwrap_or(false);
        self.is_english = text(settings, "locale").is_none_or(|locale| locale.starts_with("en"));
        let shown = self.shown(root);
        self.names = shown
            .iter()
            .map(|each| (each.name.clone(), each.model))
            .collect();
        let resources: Vec<_> = shown.iter().map(|each| self.resource(each)).collect();
        let theme = self.theme(settings);
        self.colors(settings);
        self.silent(root);
        Config {
            title: theme["title"].as_str().unwrap_or("Admin").to_owned(),
            // Only an address of this server is followed: nothing leaves the origin.
            api_root: text(Some(root), "api_root")
                .filter(|root| root.starts_with('/') && !root.starts_with("//"))
                .unwrap_or_else(|| self.ground.prefix.to_owned()),
            settings: Settings {
                max_list_columns: self.max_list_columns,
                info_shown: flag(Some(root), "info_toggle_checked").unwrap_or(true),
                locale: text(settings, "locale"),
                locales: self.locales(settings),
                currency: text(settings, "currency"),
                timezone: text(settings, "timezone"),
                style_guide: json(settings, "style_guide"),
                theme,
                pages: json(settings, "pages"),
                menu_counts: flag(settings, "menu_counts").unwrap_or(false),
                image_hosts: self.image_hosts(settings),
            },
            menu: self.menu(root, &resources),
            home: self.home(root),
            has_rules: !self.rules.is_empty(),
            resources,
        }
    }

    /// The resources in the order of the menu: those with a higher `order` first.
    fn shown<'n>(&mut self, root: &'n Node) -> Vec<Shown<'a, 'n>> {
        let Some(node) = root.get("resources") else {
            return self.all_of_the_model();
        };
        let mut shown: Vec<Shown<'a, 'n>> = Vec::new();
        for Entry { name, place, value } in node.entries() {
            let kind = text(Some(value), "type").unwrap_or_else(|| name.clone());
            match self.find(&kind) {
                Some(model) => shown.push(Shown {
                    name: name.clone(),
                    node: Some(value),
                    model,
                }),
                None => self.unknown_resource(*place, &format!("resources.{name}"), &kind),
            }
        }
        for resource in &self.model.resources {
            if !shown.iter().any(|each| each.model.kind == resource.kind) {
                let message = format!("`{}` is in the database, not in this file", resource.kind);
                let diagnostic = Diagnostic::new(Severity::Info, node.place, "resources", message);
                self.found.push(diagnostic);
            }
        }
        let order = |each: &Shown| {
            let order = each.node.and_then(|node| node.get("order"));
            order
                .and_then(|node| node.to_json().as_f64())
                .unwrap_or(0.0)
        };
        shown.sort_by(|one, other| order(other).total_cmp(&order(one)));
        shown
    }

    fn all_of_the_model<'n>(&self) -> Vec<Shown<'a, 'n>> {
        let all = self.model.resources.iter().map(|model| Shown {
            name: model.kind.clone(),
            node: None,
            model,
        });
        all.collect()
    }

    fn find(&self, kind: &str) -> Option<&'a model::Resource> {
        self.model
            .resources
            .iter()
            .find(|resource| resource.kind == kind)
    }

    fn unknown_resource(&mut self, place: Place, path: &str, kind: &str) {
        let known = self.model.resources.iter().map(|each| each.kind.as_str());
        let hint = did_you_mean(kind, known);
        let message = format!("the API has no resource `{kind}`");
        self.found
            .push(Diagnostic::warning(place, path, message).hint(hint));
    }

    fn unknown_attribute(
        &mut self,
        place: Place,
        path: &str,
        resource: &model::Resource,
        name: &str,
    ) {
        let known = resource.attributes.iter().map(|each| each.name.as_str());
        let hint = did_you_mean(name, known);
        let message = format!("`{}` has no attribute `{name}`", resource.kind);
        self.found
            .push(Diagnostic::warning(place, path, message).hint(hint));
    }

    /// The languages to choose from; the forerunner has them in its guide.
    fn locales(&mut self, settings: Option<&Node>) -> Vec<String> {
        let given = settings.and_then(|settings| settings.get("locales"));
        let Some(given) = given else {
            let guide = settings.and_then(|settings| settings.get("style_guide"));
            return texts(guide, "applicationLocales");
        };
        for (index, item) in given.items().iter().enumerate() {
            let text = item.text().unwrap_or_default();
            if !LANGUAGES.contains(&text.split('-').next().unwrap_or_default()) {
                let message = format!("the words of the app are not there in `{text}`");
                let path = format!("settings.locales[{index}]");
                let warning = Diagnostic::warning(item.place, &path, message);
                let hint = "`locale` is what dates and numbers follow";
                self.found.push(warning.hint(Some(hint.to_owned())));
            }
        }
        texts(settings, "locales")
    }

    /// Checks a condition of the resource's rows.
    fn condition(&mut self, node: &Node, path: &str, resource: &model::Resource) {
        let Some(text) = node.text() else { return };
        match Condition::parse(text) {
            Ok(condition) => {
                let mut unknown = Vec::new();
                condition.attributes(&mut |name| {
                    if !resource.attributes.iter().any(|each| each.name == name) {
                        unknown.push(name.to_owned());
                    }
                });
                for name in unknown {
                    self.unknown_attribute(node.place, path, resource, &name);
                }
            }
            Err(error) => {
                let message = format!(
                    "the condition is not understood, at its character {}: {}",
                    error.position + 1,
                    error.message
                );
                self.found
                    .push(Diagnostic::error(node.place, path, message));
            }
        }
    }
}

fn text(node: Option<&Node>, name: &str) -> Option<String> {
    match &node?.get(name)?.kind {
        Kind::Scalar(Json::String(text)) => Some(text.clone()),
        Kind::Scalar(Json::Number(number)) => Some(number.to_string()),
        _ => None,
    }
}

fn texts(node: Option<&Node>, name: &str) -> Vec<String> {
    let items = node
        .and_then(|node| node.get(name))
        .map_or(&[][..], Node::items);
    items
        .iter()
        .filter_map(|item| item.text().map(str::to_owned))
        .collect()
}

fn number(node: Option<&Node>, name: &str) -> Option<u64> {
    node?.get(name)?.to_json().as_u64()
}

/// A boolean, also written as a text.
fn flag(node: Option<&Node>, name: &str) -> Option<bool> {
    match node?.get(name)?.to_json() {
        Json::Bool(value) => Some(value),
        Json::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        Json::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        _ => None,
    }
}

fn json(node: Option<&Node>, name: &str) -> Json {
    match node.and_then(|node| node.get(name)) {
        Some(node) => node.to_json(),
        None => Json::Object(serde_json::Map::new()),
    }
}

fn list(node: Option<&Node>, name: &str) -> Vec<Json> {
    let items = node
        .and_then(|node| node.get(name))
        .map_or(&[][..], Node::items);
    items.iter().map(Node::to_json).collect()
}

/// What the file says besides the keys that are understood here.
fn more(node: Option<&Node>, understood: &[&str]) -> serde_json::Map<String, Json> {
    let entries = node.map_or(&[][..], Node::entries);
    entries
        .iter()
        .filter(|entry| !understood.contains(&entry.name.as_str()))
        .map(|entry| (entry.name.clone(), entry.value.to_json()))
        .collect()
}
