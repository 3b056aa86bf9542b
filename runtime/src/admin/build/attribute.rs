//! One attribute.

use serde_json::Value as Json;

use super::label::{cleaned, has_no_role, role, words};
use super::{Builder, flag, more, text};
use crate::admin::Diagnostic;
use crate::admin::config::{Attribute, JsonType, Readonly, ShownAs, ValueOption};
use crate::admin::tree::{Kind, Node};
use crate::model::{self, Cardinality, ColumnType, ValueSource};
use crate::similar::did_you_mean;

const MODES: [&str; 4] = ["list", "show", "edit", "create"];

/// The keys that are understood here; the app is given the others as they stand.
pub(super) const UNDERSTOOD: &[&str] = &[
    "name",
    "label",
    "type",
    "required",
    "search",
    "sort",
    "hidden",
    "hide_list",
    "hide_edit",
    "readonly",
    "options",
    "multiline",
    "icon",
    "read_roles",
    "write_roles",
];

/// The words for types, in lower case; the first of each is ours, the others are those of the forerunner and of SQL.
const TYPES: &[(&str, ShownAs)] = &[
    ("string", ShownAs::String),
    ("varchar", ShownAs::String),
    ("text", ShownAs::Text),
    ("textarea", ShownAs::Text),
    ("integer", ShownAs::Integer),
    ("int", ShownAs::Integer),
    ("decimal", ShownAs::Decimal),
    ("number", ShownAs::Decimal),
    ("numeric", ShownAs::Decimal),
    ("float", ShownAs::Decimal),
    ("money", ShownAs::Money),
    ("currency", ShownAs::Money),
    ("percent", ShownAs::Percent),
    ("boolean", ShownAs::Boolean),
    ("bool", ShownAs::Boolean),
    ("date", ShownAs::Date),
    ("datetime", ShownAs::DateTime),
    ("timestamp", ShownAs::DateTime),
    ("time", ShownAs::Time),
    ("json", ShownAs::Json),
    ("code", ShownAs::Code),
    ("markdown", ShownAs::Markdown),
    ("html", ShownAs::Html),
    ("email", ShownAs::Email),
    ("url", ShownAs::Url),
    ("link", ShownAs::Url),
    ("phone", ShownAs::Phone),
    ("color", ShownAs::Color),
    ("image", ShownAs::Image),
    ("file", ShownAs::File),
    ("password", ShownAs::Password),
    ("option", ShownAs::Option),
    ("status", ShownAs::Option),
    ("uuid", ShownAs::Uuid),
];

impl Builder<'_> {
    pub(super) fn attribute(
        &mut self,
        node: Option<&Node>,
        attribute: &model::Attribute,
        resource: &model::Resource,
        path: &str,
    ) -> Attribute {
        let relationship = relationship(attribute, resource)
            .filter(|relationship| self.name_of(&relationship.target).is_some());
        let label = text(node, "label").map_or_else(
            || match relationship {
                // The superior of an employee is no better called an employee.
                Some(relationship) if relationship.target != resource.kind => {
                    own_role(relationship, resource).unwrap_or_else(|| words(&relationship.name))
                }
                Some(_) => role(&attribute.name),
                None => words(&attribute.name),
            },
            |label| cleaned(&label),
        );
        if let Some(when) = node.and_then(|node| node.get("show_when")) {
            self.condition(when, &format!("{path}.show_when"), resource);
        }
        let readonly = if flag(node, "write_roles") == Some(false) {
            Readonly::Always(true)
        } else {
            self.readonly(node, attribute, resource, path)
        };
        let options = options(node, &attribute.column_type);
        let mut shown_as = self
            .shown_as(node, path)
            .unwrap_or_else(|| by_column(&attribute.column_type));
        if shown_as == ShownAs::String && !options.is_empty() {
            shown_as = ShownAs::Option;
        }
        if shown_as == ShownAs::String && flag(node, "multiline") == Some(true) {
            shown_as = ShownAs::Text;
        }
        self.format(node, shown_as, path);
        self.pattern(node, path);
        let mut more = more(node, UNDERSTOOD);
        if !more.get("format").is_some_and(Json::is_string) {
            more.remove("format");
        }
        if let Some(icon) = self.icon(node, path) {
            more.insert("icon".to_owned(), icon.into());
        }
        if let (Some(lookup), Some(relationship)) =
            (node.and_then(|node| node.get("lookup")), relationship)
        {
            let target = self
                .names
                .iter()
                .find(|(_, model)| model.kind == relationship.target);
            if let Some((_, target)) = target.cloned() {
                self.named(lookup, &format!("{path}.lookup"), target);
            }
        }
        let (max_length, scale) = match attribute.column_type {
            ColumnType::Text { max_length } => (max_length, None),
            ColumnType::Decimal { scale, .. } => (None, scale),
            _ => (None, None),
        };
        Attribute {
            name: attribute.name.clone(),
            label,
            shown_as,
            json: json_type(&attribute.column_type),
            nullable: attribute.nullable,
            required: flag(node, "required").unwrap_or(false) || attribute.is_required(),
            search: flag(node, "search")
                .unwrap_or(node.is_none() && attribute.name == resource.user_key),
            key: resource.key.contains(&attribute.name),
            hidden: hidden(node, &attribute.column_type),
            readonly,
            automatic: attribute.source.is_some(),
            derived: self.has_rule(resource, attribute, |kind| {
                !matches!(kind, "default" | "copy")
            }),
            copied: self.has_rule(resource, attribute, |kind| kind == "copy"),
            zoned: attribute.column_type == ColumnType::TimestampTz,
            max_length,
            scale,
            options,
            items: items(&attribute.column_type),
            relationship: relationship.map(|relationship| relationship.name.clone()),
            more,
        }
    }

    /// Says whether values are of a type that has no patterns.
    fn format(&mut self, node: Option<&Node>, shown_as: ShownAs, path: &str) {
        let Some(given) = node.and_then(|node| node.get("format")) else {
            return;
        };
        let letters = match shown_as {
            ShownAs::Integer | ShownAs::Decimal | ShownAs::Money | ShownAs::Percent => "0",
            ShownAs::Date | ShownAs::DateTime => "ydMH",
            _ => "",
        };
        let Some(text) = given.text() else {
            // The app would be told 0 of `0.00`.
            let path = format!("{path}.format");
            let warning = Diagnostic::warning(
                given.place,
                &path,
                "a pattern of digits is a number to YAML",
            );
            let hint = "put it in quotes, as in `'0.00'`";
            self.found.push(warning.hint(Some(hint.to_owned())));
            return;
        };
        if !text.contains(|letter| letters.contains(letter)) {
            let message =
                format!("`{text}` is no pattern of such values, which are shown as without it");
            let path = format!("{path}.format");
            let hint = "`0.00` is one of numbers, `yyyy-MM-dd` one of dates";
            let warning = Diagnostic::warning(given.place, &path, message);
            self.found.push(warning.hint(Some(hint.to_owned())));
        }
    }

    /// Whether a rule of such a kind gives it its value.
    fn has_rule(
        &self,
        resource: &model::Resource,
        attribute: &model::Attribute,
        is_such: impl Fn(&str) -> bool,
    ) -> bool {
        self.rules.iter().any(|rule| {
            let derives = rule
                .derives
                .as_deref()
                .and_then(|text| text.split_once('.'));
            is_such(&rule.kind) && derives == Some((&resource.kind, &attribute.name))
        })
    }

    pub(super) fn shown_as(&mut self, node: Option<&Node>, path: &str) -> Option<ShownAs> {
        let given = node?.get("type")?;
        let word = given.text()?.to_lowercase();
        // `VARCHAR(20)` and the like.
        let word = word.split('(').next().unwrap_or_default().trim();
        let found = TYPES.iter().find(|(known, _)| *known == word);
        if found.is_none() {
            let message = format!("there is no type `{}`; the column's is used", given.text()?);
            let hint = did_you_mean(word, TYPES.iter().map(|(known, _)| *known));
            let warning = Diagnostic::warning(given.place, &format!("{path}.type"), message);
            self.found.push(warning.hint(hint));
        }
        found.map(|(_, shown_as)| *shown_as)
    }

    fn readonly(
        &mut self,
        node: Option<&Node>,
        attribute: &model::Attribute,
        resource: &model::Resource,
        path: &str,
    ) -> Readonly {
        let is_never_written = matches!(
            attribute.source,
            Some(ValueSource::Generated | ValueSource::IdentityAlways)
        );
        let given = node.and_then(|node| node.get("readonly"));
        match given.map(|node| (node, &node.kind)) {
            _ if is_never_written => Readonly::Always(true),
            Some((_, Kind::Scalar(Json::Bool(value)))) => Readonly::Always(*value),
            Some((node, Kind::Scalar(Json::String(condition)))) => {
                self.condition(node, &format!("{path}.readonly"), resource);
                Readonly::When(condition.clone())
            }
            Some((node, Kind::List(_))) => Readonly::Modes(modes(&node.to_json())),
            _ => Readonly::Always(false),
        }
    }
}

/// The relationship that leads to the row the attribute refers to.
fn relationship<'m>(
    attribute: &model::Attribute,
    resource: &'m model::Resource,
) -> Option<&'m model::Relationship> {
    resource.relationships.iter().find(|relationship| {
        relationship.holds_key
            && relationship.to == Cardinality::One
            && relationship.attributes == [attribute.name.as_str()]
    })
}

/// What a row is called where the resource refers to several of its kind, and their relationships are only numbered.
fn own_role(relationship: &model::Relationship, resource: &model::Resource) -> Option<String> {
    let alike = resource.relationships.iter().filter(|each| {
        each.holds_key && each.to == Cardinality::One && each.target == relationship.target
    });
    let is_one_of_several = alike.count() > 1;
    (is_one_of_several && has_no_role(&relationship.name, &relationship.target))
        .then(|| role(&relationship.attributes[0]))
}

fn hidden(node: Option<&Node>, column_type: &ColumnType) -> Vec<&'static str> {
    let given = node.and_then(|node| node.get("hidden")).map(Node::to_json);
    if flag(node, "read_roles") == Some(false) {
        return MODES.to_vec();
    }
    let named: Vec<String> = match given {
        Some(Json::Bool(true)) => return MODES.to_vec(),
        Some(Json::String(mode)) if mode == "true" => return MODES.to_vec(),
        Some(given) => modes(&given),
        // Bytes say nothing in a column.
        None if matches!(column_type, ColumnType::Bytes { .. }) => vec!["list".to_owned()],
        None => Vec::new(),
    };
    let hide = |name: &str| flag(node, name) == Some(true);
    MODES
        .into_iter()
        .filter(|mode| {
            named.iter().any(|name| name == mode)
                || (*mode == "list" && hide("hide_list"))
                || (matches!(*mode, "edit" | "create") && hide("hide_edit"))
        })
        .collect()
}

fn modes(given: &Json) -> Vec<String> {
    match given {
        Json::String(mode) => vec![mode.clone()],
        Json::Array(modes) => modes
            .iter()
            .filter_map(|mode| mode.as_str().map(str::to_owned))
            .collect(),
        _ => Vec::new(),
    }
}

pub(super) fn options(node: Option<&Node>, column_type: &ColumnType) -> Vec<ValueOption> {
    let plain = |value: Json| ValueOption {
        label: value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned),
        value,
        color: None,
    };
    if let Some(given) = node.and_then(|node| node.get("options")) {
        let item = |item: &Node| match item.get("value") {
            None => plain(item.to_json()),
            Some(value) => {
                let option = plain(value.to_json());
                ValueOption {
                    label: text(Some(item), "label").unwrap_or(option.label),
                    value: option.value,
                    color: text(Some(item), "color"),
                }
            }
        };
        return given.items().iter().map(item).collect();
    }
    match column_type {
        ColumnType::Enum { values } => values
            .iter()
            .map(|value| plain(Json::String(value.clone())))
            .collect(),
        _ => Vec::new(),
    }
}

/// What the values of a list are; none of what is no list.
fn items(column_type: &ColumnType) -> Option<JsonType> {
    match column_type {
        ColumnType::Set { .. } => Some(JsonType::String),
        ColumnType::Array { element } => Some(json_type(element)),
        _ => None,
    }
}

fn by_column(column_type: &ColumnType) -> ShownAs {
    match column_type {
        ColumnType::Boolean => ShownAs::Boolean,
        ColumnType::Integer { .. } => ShownAs::Integer,
        ColumnType::Float { .. } | ColumnType::Decimal { .. } => ShownAs::Decimal,
        ColumnType::Text {
            max_length: Some(256..),
        } => ShownAs::Text,
        ColumnType::Text { .. } | ColumnType::Other => ShownAs::String,
        ColumnType::Bytes { .. } => ShownAs::File,
        ColumnType::Date => ShownAs::Date,
        ColumnType::Time => ShownAs::Time,
        ColumnType::Timestamp | ColumnType::TimestampTz => ShownAs::DateTime,
        ColumnType::Uuid => ShownAs::Uuid,
        ColumnType::Json | ColumnType::Set { .. } | ColumnType::Array { .. } => ShownAs::Json,
        ColumnType::Enum { .. } => ShownAs::Option,
    }
}

fn json_type(column_type: &ColumnType) -> JsonType {
    match column_type {
        ColumnType::Boolean => JsonType::Boolean,
        ColumnType::Integer { .. } => JsonType::Integer,
        ColumnType::Float { .. } | ColumnType::Decimal { .. } => JsonType::Number,
        ColumnType::Json => JsonType::Any,
        ColumnType::Set { .. } | ColumnType::Array { .. } => JsonType::Array,
        _ => JsonType::String,
    }
}
