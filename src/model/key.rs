//! What identifies a row, and whether it can be written.

use formwork_runtime::model::ReadOnly;

use super::error::ModelError;
use super::note::{NoteKind, Notes};
use super::resource::Draft;
use super::types::is_comparable;
use crate::schema::TableKind;

/// Fills in the key of a resource, and why it is only read, if it is.
pub(super) fn choose(
    draft: &mut Draft<'_>,
    infer: bool,
    notes: &mut Notes,
) -> Result<(), ModelError> {
    let label = draft.chosen.label.clone();
    let is_view = matches!(
        draft.chosen.table.kind,
        TableKind::View | TableKind::MaterializedView
    );
    let mut key = declared(draft)?;
    if key.is_none() && infer {
        key = inferred(draft);
        if let Some(key) = &key {
            let names = draft.names(key).join("`, `");
            notes.add(
                NoteKind::InferredKey,
                &label,
                format!("is identified by `{names}`: its values are unique"),
            );
        }
    }
    let read_only = if is_view {
        Some(ReadOnly::View)
    } else if key.is_none() {
        Some(ReadOnly::NoKey)
    } else if draft.chosen.changes.read_only {
        Some(ReadOnly::Declared)
    } else {
        None
    };
    match read_only {
        Some(ReadOnly::View) => notes.add(NoteKind::View, label, "is only read: it is a view"),
        Some(ReadOnly::NoKey) => notes.add(
            NoteKind::NoKey,
            label,
            "is only read: it has no primary key",
        ),
        Some(ReadOnly::Declared) | None => {}
    }
    draft.has_key = key.is_some();
    let key = key.unwrap_or_else(|| whole_row(draft));
    draft.resource.key = draft.names(&key);
    draft.resource.read_only = read_only;
    Ok(())
}

/// The key that `formwork.yaml` names, or the primary key.
fn declared(draft: &Draft<'_>) -> Result<Option<Vec<usize>>, ModelError> {
    let primary = draft
        .chosen
        .table
        .primary_key
        .as_ref()
        .map(|key| &key.columns);
    let Some(columns) = draft.chosen.changes.key.as_ref().or(primary) else {
        return Ok(None);
    };
    let mut key = Vec::with_capacity(columns.len());
    for column in columns {
        let position = draft.chosen.named_position(column)?;
        if !key.contains(&position) {
            key.push(position);
        }
    }
    Ok(Some(key))
}

/// The shortest of the unique sets of columns that are never null, and of those the first.
fn inferred(draft: &Draft<'_>) -> Option<Vec<usize>> {
    let never_null = |&position: &usize| {
        let attribute = &draft.resource.attributes[position];
        !attribute.nullable && is_comparable(&attribute.column_type)
    };
    draft
        .chosen
        .table
        .indexes
        .iter()
        .filter_map(|index| draft.positions(index.unique_columns()?))
        .filter(|key| !key.is_empty() && key.iter().all(never_null))
        .min_by_key(|key| (key.len(), key.clone()))
}

/// All attributes whose values can be compared; all there are, if none can.
fn whole_row(draft: &Draft<'_>) -> Vec<usize> {
    let attributes = &draft.resource.attributes;
    let comparable: Vec<usize> = (0..attributes.len())
        .filter(|&position| is_comparable(&attributes[position].column_type))
        .collect();
    if comparable.is_empty() {
        (0..attributes.len()).collect()
    } else {
        comparable
    }
}
