//! Choices: what we make of a [`Schema`].
//!
//! [`from_schema`] gives the [`Model`] that `model.json` holds, and notes on everything that was
//! treated specially. The steps are [`selection`] (which tables and columns), [`naming`] (every
//! name), [`resource`] (one table), [`key`] (what identifies a row) and [`relationships`] (foreign
//! keys, both ways). `formwork.yaml` has its say in each of them, see [`overrides`]. What a type is
//! in Rust, JSON and the admin app is in [`types`].
//!
//! Nothing depends on the order of the catalog, so the same schema gives the same bytes everywhere.

mod error;
mod key;
mod naming;
mod note;
pub mod overrides;
mod relationships;
mod reserved;
mod resource;
mod resource_names;
mod search;
mod selection;
mod similar;
mod singular;
#[cfg(test)]
pub(crate) mod tests;
pub mod types;
mod user_key;
pub(crate) mod words;

pub use error::ModelError;
pub use naming::constant;
pub use note::{Note, NoteKind};
pub use overrides::{Mistake, Overrides, OverridesError};
pub(crate) use similar::{nearest, similar};

use formwork_runtime::model::{Database, FORMAT, MAIN_DATABASE, Model};

use crate::schema::Schema;
use note::Notes;
use resource::Draft;

/// The Model, and what was special about making it.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelReport {
    pub model: Model,
    /// Ordered by kind, then subject.
    pub notes: Vec<Note>,
}

/// Makes the choices: names, keys and relationships for all tables.
pub fn from_schema(schema: &Schema, overrides: &Overrides) -> Result<ModelReport, ModelError> {
    let mut notes = Notes::default();
    let tables = selection::choose(schema, overrides, &mut notes);
    let names = resource_names::choose(&tables, schema.default_schema.as_deref(), &mut notes);
    let mut drafts: Vec<_> = tables
        .iter()
        .zip(names)
        .map(|(table, names)| Draft::new(table, names, overrides, &mut notes))
        .collect();
    relationships::connect(&mut drafts, schema, overrides, &mut notes);
    for draft in &mut drafts {
        draft.resource.user_key = user_key::choose(draft, &overrides.favorites, &mut notes);
        draft.resource.links = user_key::links(draft, &overrides.favorites);
        draft.resource.search = search::choose(&draft.resource);
    }
    let mut resources: Vec<_> = drafts.into_iter().map(|draft| draft.resource).collect();
    resources.sort_by(|one, other| one.kind.cmp(&other.kind));
    let database = Database {
        name: MAIN_DATABASE.to_owned(),
        dialect: schema.dialect,
    };
    let model = Model {
        format: FORMAT,
        databases: vec![database],
        resources,
    };
    let notes = notes.into_sorted().map_err(ModelError::Overrides)?;
    if model.resources.is_empty() {
        let restricted = !overrides.include.is_empty() || !overrides.exclude.is_empty();
        return Err(ModelError::NoTables { restricted });
    }
    Ok(ModelReport { model, notes })
}
