//! What a transaction has changed, row by row: asked for with `Prefer: return=effects`.

use super::workspace::Workspace;
use crate::catalog::Catalog;
use crate::jsonapi::id_of_values;
use crate::value::Value;

/// A row that a transaction has changed, and how.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The JSON:API type.
    pub kind: String,
    pub id: String,
    pub change: EffectKind,
    /// The columns that differ: name, before, after.
    pub attributes: Vec<(String, Value, Value)>,
}

/// What became of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EffectKind {
    Inserted,
    Updated,
    Deleted,
}

/// Every row that is other than at the start.
pub(crate) fn gather(catalog: &Catalog, workspace: &Workspace) -> Vec<Effect> {
    let mut effects = Vec::new();
    for id in workspace.ids() {
        let row = workspace.row(id);
        if !row.is_touched() || row.is_new() && row.is_deleted {
            continue;
        }
        let change = match (row.is_new(), row.is_deleted) {
            (true, _) => EffectKind::Inserted,
            (false, true) => EffectKind::Deleted,
            (false, false) => EffectKind::Updated,
        };
        let table = catalog.table(row.table);
        let attributes = table.attributes.iter().enumerate();
        let attributes = attributes
            .filter(|(index, _)| row.is_deleted || row.has_changed(*index))
            .map(|(index, attribute)| {
                let before = row.start.as_ref().map(|start| start[index].clone());
                let after = if row.is_deleted {
                    Value::Null
                } else {
                    row.now[index].clone()
                };
                (
                    attribute.name.to_string(),
                    before.unwrap_or_default(),
                    after,
                )
            })
            .collect();
        effects.push(Effect {
            kind: table.kind.to_string(),
            id: id_of_values(table, &row.key(table)),
            change,
            attributes,
        });
    }
    effects
}
