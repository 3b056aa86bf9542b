//! Which attributes the search box looks into.

use formwork_runtime::model::{Attribute, ColumnType, Resource};

use super::types::{admin_type, is_foreign_key};

/// A search reads each of them in every row, so they are few.
const MOST: usize = 3;

/// Chooses the user key, as far as it can be read as text, and the first lines of text.
pub(super) fn choose(resource: &Resource) -> Vec<String> {
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
        .filter(|one| reads_as_text(&one.column_type));
    let lines = resource
        .attributes
        .iter()
        .filter(|attribute| is_line(attribute) && !is_user_key(attribute));
    user_key
        .chain(lines)
        .take(MOST)
        .map(|attribute| attribute.name.clone())
        .collect()
}

/// Whether all databases show the values as the same text.
fn reads_as_text(column_type: &ColumnType) -> bool {
    matches!(
        column_type,
        ColumnType::Text { .. }
            | ColumnType::Enum { .. }
            | ColumnType::Uuid
            | ColumnType::Integer { .. }
            | ColumnType::Date
    )
}
