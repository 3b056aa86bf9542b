//! An `admin.yaml` against its schema: the part of JSON Schema that [`super::SCHEMA`] uses.
//!
//! A wrong key is a warning, since files of others have more than we know; a wrong type is an error, and the rest of the
//! file is used all the same.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::tree::{Entry, Kind, Node};
use super::{Diagnostic, SCHEMA};
use crate::similar::did_you_mean;

static PARSED: LazyLock<Json> =
    LazyLock::new(|| serde_json::from_str(SCHEMA).expect("our schema is JSON"));

/// What does not fit the schema.
pub(super) fn check(root: &Node) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    visit(root, &PARSED, "", &mut found);
    found
}

/// The schema that a reference leads to.
fn resolve(schema: &'static Json) -> &'static Json {
    if let Some(reference) = schema["$ref"].as_str() {
        let pointer = reference.trim_start_matches('#');
        return PARSED
            .pointer(pointer)
            .expect("our schema has what it refers to");
    }
    match schema["allOf"].as_array() {
        Some(all) => resolve(&all[0]),
        None => schema,
    }
}

fn visit(node: &Node, schema: &'static Json, path: &str, found: &mut Vec<Diagnostic>) {
    let schema = resolve(schema);
    if let Some(choices) = schema["oneOf"].as_array() {
        return one_of(node, choices, path, found);
    }
    if let Some(values) = schema["enum"].as_array() {
        return one_value(node, values, path, found);
    }
    if !has_type(node, &schema["type"]) {
        let expected = expected(&schema["type"]);
        let message = format!("expected {expected}, found {}", kind_of(node));
        found.push(Diagnostic::error(node.place, path, message));
        return;
    }
    match &node.kind {
        Kind::Map(entries) => {
            for entry in entries {
                visit_entry(entry, schema, path, found);
            }
            missing(node, schema, path, found);
        }
        Kind::List(items) if schema["items"].is_object() => {
            for (index, item) in items.iter().enumerate() {
                visit(item, &schema["items"], &format!("{path}[{index}]"), found);
            }
        }
        Kind::Scalar(value) => limits(node, value, schema, path, found),
        Kind::List(_) => {}
    }
}

fn visit_entry(entry: &Entry, schema: &'static Json, path: &str, found: &mut Vec<Diagnostic>) {
    let below = if path.is_empty() {
        entry.name.clone()
    } else {
        format!("{path}.{}", entry.name)
    };
    let properties = schema["properties"].as_object();
    if let Some(known) = properties.and_then(|properties| properties.get(&entry.name)) {
        // A key without a value is a key that is not there.
        if entry.value.kind != Kind::Scalar(Json::Null) {
            visit(&entry.value, known, &below, found);
        }
        return;
    }
    match &schema["additionalProperties"] {
        Json::Bool(false) if !entry.name.starts_with("x-") => {
            let names = properties
                .into_iter()
                .flat_map(|map| map.keys().map(String::as_str));
            let message = format!("there is no key `{}` here", entry.name);
            let hint = did_you_mean(&entry.name, names);
            found.push(Diagnostic::warning(entry.place, &below, message).hint(hint));
        }
        other if other.is_object() => visit(&entry.value, other, &below, found),
        _ => {}
    }
}

fn missing(node: &Node, schema: &Json, path: &str, found: &mut Vec<Diagnostic>) {
    for name in schema["required"].as_array().into_iter().flatten() {
        let name = name.as_str().expect("required keys are names");
        if node.get(name).is_none() {
            let message = format!("the key `{name}` is missing");
            found.push(Diagnostic::error(node.place, path, message));
        }
    }
}

/// The problems of the choice that fits best.
fn one_of(node: &Node, choices: &'static [Json], path: &str, found: &mut Vec<Diagnostic>) {
    let mut fewest: Option<Vec<Diagnostic>> = None;
    for choice in choices {
        let mut problems = Vec::new();
        visit(node, choice, path, &mut problems);
        if problems.is_empty() {
            return;
        }
        let is_better = |others: &Vec<Diagnostic>| rank(&problems, node) < rank(others, node);
        if fewest.as_ref().is_none_or(is_better) {
            fewest = Some(problems);
        }
    }
    found.extend(fewest.unwrap_or_default());
}

/// A choice whose type fits at all is better than one with fewer problems.
fn rank(problems: &[Diagnostic], node: &Node) -> (bool, usize) {
    let is_other_type = problems
        .iter()
        .any(|problem| problem.line == node.place.line && problem.message.starts_with("expected"));
    (is_other_type, problems.len())
}

fn one_value(node: &Node, values: &[Json], path: &str, found: &mut Vec<Diagnostic>) {
    let given = match &node.kind {
        Kind::Scalar(value) if values.contains(value) => return,
        Kind::Scalar(value) => text_of(value),
        _ => kind_of(node).to_owned(),
    };
    let names: Vec<String> = values.iter().map(text_of).collect();
    let message = format!("expected one of {}, found `{given}`", listed(&names));
    let hint = did_you_mean(&given, names.iter().map(String::as_str));
    found.push(Diagnostic::error(node.place, path, message).hint(hint));
}

fn limits(node: &Node, value: &Json, schema: &Json, path: &str, found: &mut Vec<Diagnostic>) {
    let message = match (value.as_f64(), value.as_str()) {
        (Some(number), _) => match (schema["minimum"].as_f64(), schema["maximum"].as_f64()) {
            (Some(least), _) if number < least => format!("{number} is less than {least}"),
            (_, Some(most)) if number > most => format!("{number} is more than {most}"),
            _ => return,
        },
        (None, Some(text)) if !fits(text, &schema["pattern"]) => {
            format!(
                "`{text}` is not of the form `{}`",
                text_of(&schema["pattern"])
            )
        }
        _ => return,
    };
    found.push(Diagnostic::error(node.place, path, message));
}

/// The two patterns that our schema has, without an engine for more.
fn fits(text: &str, pattern: &Json) -> bool {
    match pattern.as_str() {
        Some("^#[0-9a-fA-F]{6}$") => text.strip_prefix('#').is_some_and(|digits| {
            digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_hexdigit())
        }),
        Some("^[A-Z]{3}$") => {
            text.len() == 3 && text.bytes().all(|letter| letter.is_ascii_uppercase())
        }
        _ => true,
    }
}

fn has_type(node: &Node, expected: &Json) -> bool {
    match expected {
        Json::String(name) => is_a(node, name),
        Json::Array(names) => names.iter().any(|name| has_type(node, name)),
        _ => true,
    }
}

fn is_a(node: &Node, name: &str) -> bool {
    match (&node.kind, name) {
        (Kind::Map(_), "object")
        | (Kind::List(_), "array")
        | (Kind::Scalar(Json::Null), "null" | "object")
        | (Kind::Scalar(Json::Bool(_)), "boolean")
        // A text that looks like a number or a boolean is written without quotes more often than not.
        | (Kind::Scalar(Json::String(_) | Json::Number(_) | Json::Bool(_)), "string")
        | (Kind::Scalar(Json::Number(_)), "number") => true,
        (Kind::Scalar(Json::Number(number)), "integer") => number.is_i64(),
        _ => false,
    }
}

fn kind_of(node: &Node) -> &'static str {
    match &node.kind {
        Kind::Map(_) => "a map",
        Kind::List(_) => "a list",
        Kind::Scalar(Json::Null) => "nothing",
        Kind::Scalar(Json::Bool(_)) => "a boolean",
        Kind::Scalar(Json::Number(number)) if number.is_i64() => "a whole number",
        Kind::Scalar(Json::Number(_)) => "a number",
        Kind::Scalar(_) => "a text",
    }
}

fn expected(types: &Json) -> String {
    let word = |name: &str| match name {
        "object" => "a map",
        "array" => "a list",
        "boolean" => "`true` or `false`",
        "integer" => "a whole number",
        "number" => "a number",
        "null" => "nothing",
        _ => "a text",
    };
    match types {
        Json::Array(names) => names
            .iter()
            .filter_map(Json::as_str)
            .map(word)
            .collect::<Vec<_>>()
            .join(" or "),
        other => word(other.as_str().unwrap_or("string")).to_owned(),
    }
}

fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

fn text_of(value: &Json) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::super::tree::Node;
    use super::check;

    fn problems(text: &str) -> Vec<String> {
        check(&Node::parse(text).unwrap())
            .into_iter()
            .map(|found| {
                let hint = found
                    .hint
                    .map(|hint| format!(" ({hint})"))
                    .unwrap_or_default();
                format!("{}:{} {}{hint}", found.line, found.column, found.message)
            })
            .collect()
    }

    #[test]
    fn a_file_of_the_forerunner_fits() {
        let text = "about: {date: 'x'}\napi_root: '{http_type}://{swagger_host}:{port}/{api}'\nauthentication: '{system-default}'\n\
            info_toggle_checked: true\nresources:\n  Order:\n    attributes:\n    - {label: ' Id*', name: Id, search: true, sort: true}\n\
            \x20   - {name: Note, show_when: 'isInserting == false', type: DECIMAL}\n    tab_groups:\n    - {direction: tomany, fks: [OrderId], name: A, resource: B}\n\
            \x20   type: Order\n    user_key: Id\nsettings: {HomeJS: /x.js, max_list_columns: 8, style_guide: {}}\n";
        assert_eq!(problems(text), [""; 0]);
    }

    #[test]
    fn wrong_keys_are_named_with_what_was_meant() {
        let text = "api_root: /api\nresources:\n  Order:\n    atributes: []\n    x-mine: 1\n";
        assert_eq!(
            problems(text),
            ["4:5 there is no key `atributes` here (did you mean `attributes`?)"]
        );
    }

    #[test]
    fn wrong_types_and_values_are_errors() {
        let text = "api_root: /api\nresources:\n  Order:\n    attributes: Id\n    tab_groups:\n    - {name: A, direction: many}\n\
            settings: {max_list_columns: 0, theme: {primary: blue}, currency: euro}\n";
        assert_eq!(
            problems(text),
            [
                "4:17 expected a list, found a text",
                "6:28 expected one of `toone`, `tomany`, found `many` (did you mean `tomany`?)",
                "7:30 0 is less than 1",
                "7:50 `blue` is not of the form `^#[0-9a-fA-F]{6}$`",
                "7:67 `euro` is not of the form `^[A-Z]{3}$`",
            ]
        );
    }

    #[test]
    fn of_several_choices_the_nearest_explains() {
        let text = "api_root: /api\nresources: {}\nmenu:\n- group: Sales\n  itms: [A]\n";
        assert_eq!(
            problems(text),
            [
                "5:3 there is no key `itms` here (did you mean `items`?)",
                "4:3 the key `items` is missing",
            ]
        );
    }
}
