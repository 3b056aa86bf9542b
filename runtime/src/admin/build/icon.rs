//! The icons that the app can draw.

use std::sync::LazyLock;

use serde_json::Value as Json;

use super::{Builder, text};
use crate::admin::tree::Node;
use crate::admin::{Diagnostic, SCHEMA};
use crate::similar::did_you_mean;

/// Their names, as the schema has them for editors to complete.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let schema: Json = serde_json::from_str(SCHEMA).expect("our schema is JSON");
    let names = schema
        .pointer("/definitions/icon/anyOf/0/enum")
        .and_then(Json::as_array)
        .expect("our schema has the names of icons");
    names
        .iter()
        .filter_map(|name| name.as_str().map(str::to_owned))
        .collect()
});

impl Builder<'_> {
    /// The icon that a part of the file names, if it is one of ours.
    pub(super) fn icon(&mut self, node: Option<&Node>, path: &str) -> Option<String> {
        let given = text(node, "icon")?;
        let name = plain(&given);
        if NAMES.contains(&name) {
            return Some(name);
        }
        let place = node?.get("icon")?.place;
        let hint = did_you_mean(&name, NAMES.iter().map(String::as_str));
        let message = format!("there is no icon `{given}`");
        let warning = Diagnostic::warning(place, &format!("{path}.icon"), message);
        self.found.push(warning.hint(hint));
        None
    }
}

/// `ShoppingCartOutlined`, `shopping-cart` and `shopping_cart` are one.
fn plain(given: &str) -> String {
    let mut name = String::new();
    for letter in given.trim().chars() {
        match letter {
            '-' | ' ' => name.push('_'),
            _ if letter.is_ascii_uppercase() => {
                if !name.is_empty() && !name.ends_with('_') {
                    name.push('_');
                }
                name.push(letter.to_ascii_lowercase());
            }
            _ => name.push(letter),
        }
    }
    let without = |name: &str, ending: &str| name.strip_suffix(ending).map(str::to_owned);
    for ending in ["_icon", "_outlined", "_rounded"] {
        name = without(&name, ending).unwrap_or(name);
    }
    name
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn names_are_read_as_others_write_them() {
        for given in [
            "shopping_cart",
            "shopping-cart",
            "ShoppingCart",
            "ShoppingCartOutlined",
            "ShoppingCartIcon",
        ] {
            assert_eq!(plain(given), "shopping_cart", "{given}");
        }
    }
}
