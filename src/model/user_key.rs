//! The attribute a person recognizes a row by.

use formwork_runtime::model::{Attribute, ColumnType};

use super::note::Notes;
use super::resource::Draft;
use super::types::is_comparable;
use super::words;

/// Chooses the user key: what `formwork.yaml` says, an attribute called as a favorite or as the resource and a favorite
/// (`CategoryName` of a `Category`), one whose name contains a favorite, the first text, the first attribute.
pub(super) fn choose(draft: &Draft<'_>, favorites: &[String], notes: &mut Notes) -> String {
    let attributes = &draft.resource.attributes;
    if let Some(column) = &draft.chosen.changes.user_key {
        let path = format!("{}.user_key", draft.chosen.path);
        if let Some(position) = draft.chosen.named_position(column, path, notes) {
            return attributes[position].name.clone();
        }
    }
    let text = || shown(draft).find(|one| is_text(one) && !refers(draft, one));
    let first = || shown(draft).next().or(attributes.first());
    let chosen = named(draft, favorites, &|_| true)
        .or_else(text)
        .or_else(first);
    chosen
        .expect("a resource has at least one attribute")
        .name
        .clone()
}

/// The attributes of the two references by which a person knows a row that links two others: those that make its key or are unique
/// together, or the only two of a row that nothing refers to and that has no text of its own but how it stands. None where
/// the row has a name.
pub(super) fn links(draft: &Draft<'_>, favorites: &[String]) -> Vec<String> {
    let resource = &draft.resource;
    let is_own = |attribute: &Attribute| !refers(draft, attribute);
    let is_named =
        draft.chosen.changes.user_key.is_some() || named(draft, favorites, &is_own).is_some();
    let is_leaf = resource.relationships.iter().all(|one| one.holds_key);
    if is_named || !is_leaf {
        return Vec::new();
    }
    let references: Vec<&str> = resource
        .relationships
        .iter()
        .filter_map(|one| match &one.attributes[..] {
            [attribute] if !attribute.contains(['{', '}']) => Some(attribute.as_str()),
            _ => None,
        })
        .collect();
    let key = draft.has_key.then_some(&resource.key);
    let linked = key.into_iter().chain(&resource.unique).find(|together| {
        together.len() == 2
            && together
                .iter()
                .all(|one| references.contains(&one.as_str()))
    });
    if let Some(linked) = linked {
        return linked.clone();
    }
    let mut others = shown(draft).filter(|one| is_text(one) && is_own(one));
    let is_numbered =
        draft.has_key && matches!(&resource.key[..], [key] if !references.contains(&key.as_str()));
    let is_all = is_numbered
        && references.len() == 2
        && resource.relationships.len() == 2
        && references[0] != references[1]
        && others.all(is_state);
    if is_all {
        references.into_iter().map(str::to_owned).collect()
    } else {
        Vec::new()
    }
}

/// Whether the attribute says how a row stands rather than which one it is.
fn is_state(attribute: &Attribute) -> bool {
    const STATES: [&str; 5] = ["kind", "role", "state", "status", "type"];
    let last = words::of(&attribute.name).pop().unwrap_or_default();
    STATES.contains(&last.to_lowercase().as_str())
}

/// The attribute that is called as a favorite, as far as it is wanted.
fn named<'d>(
    draft: &'d Draft<'_>,
    favorites: &[String],
    is_wanted: &dyn Fn(&Attribute) -> bool,
) -> Option<&'d Attribute> {
    let shown = || shown(draft).filter(|one| is_wanted(one));
    let favorites = || favorites.iter().map(|favorite| favorite.to_lowercase());
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let kind = plain(&draft.resource.kind);
    let called = favorites().find_map(|favorite| {
        let whole = format!("{kind}{}", plain(&favorite));
        shown()
            .find(|one| one.name.to_lowercase() == favorite)
            .or_else(|| shown().find(|one| plain(&one.name) == whole))
    });
    called.or_else(|| {
        favorites()
            .find_map(|favorite| shown().find(|one| one.name.to_lowercase().contains(&favorite)))
    })
}

fn shown<'d>(draft: &'d Draft<'_>) -> impl Iterator<Item = &'d Attribute> {
    let attributes = draft.resource.attributes.iter();
    attributes.filter(|attribute| is_comparable(&attribute.column_type))
}

fn is_text(attribute: &Attribute) -> bool {
    matches!(attribute.column_type, ColumnType::Text { .. })
}

/// Whether a reference has the attribute.
fn refers(draft: &Draft<'_>, attribute: &Attribute) -> bool {
    let relationships = draft.resource.relationships.iter();
    let mut held = relationships.filter(|relationship| relationship.holds_key);
    held.any(|relationship| relationship.attributes.contains(&attribute.name))
}
