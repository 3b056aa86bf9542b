//! What a transaction has changed, row by row: asked for with `Prefer: return=effects`.

use super::workspace::{Row, Workspace};
use crate::catalog::{Catalog, TableId};
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
        let Some(change) = kind_of(row) else {
            continue;
        };
        let table = catalog.table(row.table);
        let attributes = table.attributes.iter().enumerate();
        let attributes = attributes
            .filter(|(index, _)| row.is_deleted || row.has_changed(*index))
            .map(|(index, attribute)| {
                let before = row.start().map(|start| start[index].clone());
                let after = if row.is_deleted {
                    Value::Null
                } else {
                    row.now()[index].clone()
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

/// A row as it is after a transaction that has changed it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ChangedRowNow {
    pub(crate) table: TableId,
    pub(crate) key: Vec<Value>,
    pub(crate) kind: EffectKind,
    /// None if it is gone.
    pub(crate) now: Option<Vec<Value>>,
}

/// Every row that is other than at the start, as it is now.
pub(crate) fn rows_now(catalog: &Catalog, workspace: &Workspace) -> Vec<ChangedRowNow> {
    let ids = workspace.ids().filter_map(|id| {
        let row = workspace.row(id);
        let kind = kind_of(row)?;
        Some(ChangedRowNow {
            table: row.table,
            key: row.key(catalog.table(row.table)),
            kind,
            now: (kind != EffectKind::Deleted).then(|| row.now().to_vec()),
        })
    });
    ids.collect()
}

/// What became of a row, if anything did.
fn kind_of(row: &Row) -> Option<EffectKind> {
    if !row.is_touched() {
        return None;
    }
    match (row.is_new(), row.is_deleted) {
        (true, true) => None,
        (true, false) => Some(EffectKind::Inserted),
        (false, true) => Some(EffectKind::Deleted),
        (false, false) => Some(EffectKind::Updated),
    }
}
