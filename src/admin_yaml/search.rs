//! Which attributes the search box looks into.

use formwork_runtime::model::{Attribute, ColumnType, Resource};

use super::order::is_foreign_key;
use crate::model::types::{admin_type, is_comparable};

/// A search reads each of them in every row, so they are few.
const MOST: usize = 3;

/// The user key, and the first lines of text.
pub(super) fn attributes(resource: &Resource) -> Vec<&str> {
    let is_user_key = |attribute: &&Attribute| attribute.name == resource.user_key;
    let is_line = |attribute: &&Attribute| {
        matches!(attribute.column_type, ColumnType::Text { .. })
            && admin_type(attribute).is_none()
            && !is_foreign_key(attribute, resource)
    };
    let user_key = resource
        .attributes
        .iter()
        .filter(is_user_key)
        .filter(|one| is_comparable(&one.column_type));
    let lines = resource
        .attributes
        .iter()
        .filter(|attribute| is_line(attribute) && !is_user_key(attribute));
    user_key
        .chain(lines)
        .take(MOST)
        .map(|attribute| attribute.name.as_str())
        .collect()
}
