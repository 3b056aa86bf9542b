//! Keys that are read and do nothing: said, so that nobody waits for what they ask.

use serde_json::Value as Json;

use super::Builder;
use crate::admin::tree::{Entry, Kind, Node};
use crate::admin::{Diagnostic, Severity};

/// Why a key does nothing.
#[derive(Debug, Clone, Copy)]
enum Reason {
    /// Nobody is asked who they are.
    Logins,
    /// What it names is code of somebody else's app.
    Component,
    /// The forerunner's only.
    Past(Option<&'static str>),
    /// The forerunner's only, but for these.
    Unless(&'static [&'static str]),
    /// Not yet.
    Later(&'static str),
}

use Reason::{Component, Later, Logins, Past, Unless};

/// What the app takes from the forerunner's guide.
const GUIDE: &[&str] = &[
    "applicationLocales",
    "currency",
    "currency_symbol",
    "currency_symbol_position",
    "date_format",
    "decimal_separator",
    "locale",
    "style",
    "thousand_separator",
];

/// The keys, by where they are: `*` is any name, `[]` any place of a list.
const SILENT: &[(&str, Reason)] = &[
    ("authentication", Logins),
    ("ext_comp_url", Component),
    ("settings.Home", Past(Some("say it with `home`"))),
    ("settings.HomeJS", Past(Some("say it with `home`"))),
    ("settings.style_guide.*", Unless(GUIDE)),
    ("settings.pages.*", Logins),
    ("resources.*.roles.*", Logins),
    ("resources.*.views.[].roles", Logins),
    ("resources.*.attributes.[].read_roles", Logins),
    ("resources.*.attributes.[].write_roles", Logins),
    ("resources.*.label_component", Component),
    ("resources.*.user_component", Component),
    ("resources.*.list", Component),
    ("resources.*.show", Component),
    ("resources.*.edit", Component),
    ("resources.*.create", Component),
    (
        "resources.*.buttons",
        Past(Some("a button of yours is one of the `actions`")),
    ),
    ("resources.*.pk_delimiter", Past(None)),
    (
        "resources.*.relationships",
        Past(Some(
            "the database says them; `formwork.yaml` adds what it lacks",
        )),
    ),
    (
        "resources.*.sx",
        Past(Some(
            "say it in the style sheet `settings.theme.css`, below `[data-resource=…]`",
        )),
    ),
    ("resources.*.attributes.[].component", Component),
    (
        "resources.*.attributes.[].inline",
        Later("values are changed in the form of the row"),
    ),
    (
        "resources.*.attributes.[].op",
        Past(Some("a filter under a name is one of the `views`")),
    ),
    (
        "resources.*.attributes.[].val",
        Past(Some("a filter under a name is one of the `views`")),
    ),
    ("resources.*.tab_groups.[].component", Component),
];

impl Builder<'_> {
    /// Says which keys of the file do nothing.
    pub(super) fn silent(&mut self, root: &Node) {
        for (pattern, reason) in SILENT {
            let parts: Vec<&str> = pattern.split('.').collect();
            self.look(root, &parts, "", *reason);
        }
    }

    fn look(&mut self, node: &Node, parts: &[&str], path: &str, reason: Reason) {
        let Some((part, rest)) = parts.split_first() else {
            return;
        };
        if *part == "[]" {
            for (index, item) in node.items().iter().enumerate() {
                self.look(item, rest, &format!("{path}[{index}]"), reason);
            }
            return;
        }
        for entry in node.entries() {
            if *part != "*" && entry.name != *part {
                continue;
            }
            let dot = if path.is_empty() { "" } else { "." };
            let path = format!("{path}{dot}{}", entry.name);
            if rest.is_empty() {
                self.say(entry, &path, reason);
            } else {
                self.look(&entry.value, rest, &path, reason);
            }
        }
    }

    fn say(&mut self, Entry { name, place, value }: &Entry, path: &str, reason: Reason) {
        let (message, hint) = match reason {
            Logins if is_of_roles(value) => (
                format!(
                    "`{name}` waits for logins: as long as the server asks nobody who they are, everybody may"
                ),
                None,
            ),
            Component if names_code(value) => (
                format!(
                    "`{name}` names code of your own, which this app does not load; it shows what it has itself"
                ),
                None,
            ),
            Unless(used) if !used.contains(&name.as_str()) => {
                (format!("`{name}` is read and does nothing"), None)
            }
            Past(hint) if !is_empty(value) => (format!("`{name}` is read and does nothing"), hint),
            Later(instead) if value.kind != Kind::Scalar(Json::Bool(false)) => {
                (format!("`{name}` does nothing yet: {instead}"), None)
            }
            _ => return,
        };
        let found = Diagnostic::new(Severity::Info, *place, path, message);
        self.found.push(found.hint(hint.map(str::to_owned)));
    }
}

/// Whether somebody in particular is meant; everybody and nobody need no login.
fn is_of_roles(value: &Node) -> bool {
    !matches!(value.kind, Kind::Scalar(_))
}

/// Whether it is the name of something; `true` and `false` are not.
fn names_code(value: &Node) -> bool {
    value.text().is_some_and(|text| {
        !text.eq_ignore_ascii_case("true") && !text.eq_ignore_ascii_case("false")
    })
}

fn is_empty(value: &Node) -> bool {
    match &value.kind {
        Kind::Scalar(value) => value.is_null(),
        Kind::List(items) => items.is_empty(),
        Kind::Map(entries) => entries.is_empty(),
    }
}
