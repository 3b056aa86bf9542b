//! What identifies a row, and whether it can be written.

use formwork_runtime::model::ReadOnly;

use super::note::{NoteKind, Notes};
use super::overrides::Mistake;
use super::resource::Draft;
use super::types::is_comparable;
use crate::schema::TableKind;

/// Fills in the key of a resource, and why it is only read, if it is.
pub(super) fn choose(draft: &mut Draft<'_>, infer: bool, notes: &mut Notes) {
    let label = draft.chosen.label.clone();
    let is_view = matches!(
        draft.chosen.table.kind,
        TableKind::View | TableKind::MaterializedView
    );
    let mut key = declared(draft, notes);
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
}

/// The key that `formwork.yaml` names, or the primary key.
fn declared(draft: &Draft<'_>, notes: &mut Notes) -> Option<Vec<usize>> {
    let chosen = draft.chosen;
    let mut key = Vec::new();
    let mut add = |position: Option<usize>| {
        if let Some(position) = position.filter(|position| !key.contains(position)) {
            key.push(position);
        }
    };
    if let Some(columns) = &chosen.changes.key {
        for (index, column) in columns.iter().enumerate() {
            let path = format!("{}.key[{index}]", chosen.path);
            add(chosen.named_position(column, path, notes));
        }
    } else {
        for column in &chosen.table.primary_key.as_ref()?.columns {
            let position = chosen.position(column);
            if position.is_none() {
                let path = format!("{}.columns.{column}", chosen.path);
                let problem = format!(
                    "`{path}` is left out, and the key of the table `{}` has it",
                    chosen.label
                );
                let hint = format!("keep `{column}`, or name another key");
                notes.mistake(Mistake::new(path, problem, hint));
            }
            add(position);
        }
    }
    Some(key)
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
