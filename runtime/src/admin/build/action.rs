//! The endpoints of the project that the app has buttons for, and what they are told.

use serde_json::Value as Json;

use super::attribute::{UNDERSTOOD, options};
use super::label::{cleaned, words};
use super::{Builder, Shown, flag, more, text};
use crate::admin::Diagnostic;
use crate::admin::config::{Attribute, JsonType, Readonly, ShownAs};
use crate::admin::tree::Node;
use crate::model::ColumnType;

impl Builder<'_> {
    /// The actions, each as the file has it, but for its arguments: a form asks for them as it does for attributes.
    pub(super) fn actions(&mut self, shown: &Shown<'_, '_>, path: &str) -> Vec<Json> {
        let listed = shown
            .node
            .and_then(|node| node.get("actions"))
            .map_or(&[][..], Node::items);
        let mut actions = Vec::new();
        for (index, node) in listed.iter().enumerate() {
            let path = format!("{path}.actions[{index}]");
            if let Some(when) = node.get("show_when") {
                self.condition(when, &format!("{path}.show_when"), shown.model);
            }
            if let Some(endpoint) = node.get("endpoint").filter(|endpoint| !is_ours(endpoint)) {
                let message = "the endpoint is no path of this server; there is no button for it";
                let path = format!("{path}.endpoint");
                let warning = Diagnostic::warning(endpoint.place, &path, message);
                let hint = Some("give a path, such as `/api/remind/{id}`".to_owned());
                self.found.push(warning.hint(hint));
            }
            let mut action = node.to_json();
            if node.get("icon").is_some() {
                action["icon"] = self.icon(Some(node), &path).into();
            }
            if let Some(given) = node.get("args") {
                let told: Vec<Attribute> = given
                    .items()
                    .iter()
                    .filter_map(|each| self.argument(each, &format!("{path}.args")))
                    .collect();
                action["args"] = serde_json::to_value(told).expect("attributes are JSON");
            }
            actions.push(action);
        }
        actions
    }

    fn argument(&mut self, node: &Node, path: &str) -> Option<Attribute> {
        let name = text(Some(node), "name")?;
        let options = options(Some(node), &ColumnType::Other);
        let plain = if options.is_empty() {
            ShownAs::String
        } else {
            ShownAs::Option
        };
        let shown_as = self.shown_as(Some(node), path).unwrap_or(plain);
        let required = flag(Some(node), "required").unwrap_or(false);
        let label = text(Some(node), "label");
        Some(Attribute {
            label: label.map_or_else(|| words(&name), |label| cleaned(&label)),
            name,
            shown_as,
            json: match shown_as {
                ShownAs::Boolean => JsonType::Boolean,
                ShownAs::Integer => JsonType::Integer,
                ShownAs::Decimal | ShownAs::Money | ShownAs::Percent => JsonType::Number,
                ShownAs::Json => JsonType::Any,
                _ => JsonType::String,
            },
            nullable: !required,
            required,
            search: false,
            key: false,
            hidden: Vec::new(),
            readonly: Readonly::Always(false),
            automatic: false,
            derived: false,
            copied: false,
            zoned: false,
            max_length: None,
            scale: None,
            options,
            items: None,
            relationship: None,
            more: more(Some(node), UNDERSTOOD),
        })
    }
}

/// Whether the address is a path of this server: nothing leaves the origin.
fn is_ours(endpoint: &Node) -> bool {
    let text = endpoint.text().unwrap_or_default();
    text.starts_with('/') && !text.starts_with("//") && !text.starts_with("/\\")
}
