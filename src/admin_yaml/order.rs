//! The order in which the admin app shows the attributes of a row.

use formwork_runtime::model::{Attribute, Resource};

use crate::model::types::is_foreign_key;
use crate::model::{Overrides, words};

/// Where an attribute stands; within a place the order is that of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    UserKey,
    Favorite,
    ForeignKey,
    Other,
    NonFavorite,
}

/// The attributes in the order shown.
pub(super) fn shown<'a>(resource: &'a Resource, overrides: &Overrides) -> Vec<&'a Attribute> {
    let mut attributes: Vec<&Attribute> = resource.attributes.iter().collect();
    attributes.sort_by_key(|attribute| place(attribute, resource, overrides));
    attributes
}

fn place(attribute: &Attribute, resource: &Resource, overrides: &Overrides) -> Place {
    let name = attribute.name.to_lowercase();
    let words = words::of(&attribute.name);
    let is_edge = |word: &String| {
        let word = word.to_lowercase();
        words.first() == Some(&word) || words.last() == Some(&word)
    };
    let is_favorite = |word: &String| name.contains(&word.to_lowercase());
    let is_user_key = if resource.links.is_empty() {
        attribute.name == resource.user_key
    } else {
        resource.links.contains(&attribute.name)
    };
    if is_user_key {
        Place::UserKey
    } else if is_foreign_key(attribute, resource) {
        Place::ForeignKey
    } else if overrides.favorites.iter().any(is_favorite) {
        Place::Favorite
    } else if overrides.non_favorites.iter().any(is_edge) {
        Place::NonFavorite
    } else {
        Place::Other
    }
}
