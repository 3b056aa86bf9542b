//! The attribute a person recognizes a row by.

use formwork_runtime::model::{Attribute, ColumnType};

use super::error::ModelError;
use super::resource::Draft;
use super::types::is_comparable;

/// Chooses the user key: what `formwork.yaml` says, an attribute called as a favorite or as the resource and a favorite
/// (`CategoryName` of a `Category`), one whose name contains a favorite, the first text, the first attribute.
pub(super) fn choose(draft: &Draft<'_>, favorites: &[String]) -> Result<String, ModelError> {
    let attributes = &draft.resource.attributes;
    if let Some(column) = &draft.chosen.changes.user_key {
        let position = draft.chosen.named_position(column)?;
        return Ok(attributes[position].name.clone());
    }
    let refers = |attribute: &&Attribute| {
        let mut held = draft
            .resource
            .relationships
            .iter()
            .filter(|relationship| relationship.holds_key);
        held.any(|relationship| relationship.attributes.contains(&attribute.name))
    };
    let shown = || {
        attributes
            .iter()
            .filter(|attribute| is_comparable(&attribute.column_type))
    };
    let favorites = || favorites.iter().map(|favorite| favorite.to_lowercase());
    let plain = |name: &str| name.replace('_', "").to_lowercase();
    let kind = plain(&draft.resource.kind);
    let called = favorites().find_map(|favorite| {
        let whole = format!("{kind}{}", plain(&favorite));
        shown()
            .find(|one| one.name.to_lowercase() == favorite)
            .or_else(|| shown().find(|one| plain(&one.name) == whole))
    });
    let containing = || {
        favorites()
            .find_map(|favorite| shown().find(|one| one.name.to_lowercase().contains(&favorite)))
    };
    let text =
        || shown().find(|one| matches!(one.column_type, ColumnType::Text { .. }) && !refers(one));
    let first = || shown().next().or(attributes.first());
    let chosen = called.or_else(containing).or_else(text).or_else(first);
    Ok(chosen
        .expect("a resource has at least one attribute")
        .name
        .clone())
}
