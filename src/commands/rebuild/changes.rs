//! What a rebuild tells of the resources that were added, changed and removed.

use std::collections::BTreeMap;

use formwork_runtime::model::{Model, ReadOnly, Resource};

use crate::{
    project::{Action, Plan, Step},
    schema::TableName,
};

/// The Model that the project was last generated from, and the one it has now.
pub(super) struct Changes<'a> {
    /// None if it is gone or no longer one.
    pub(super) before: Option<&'a Model>,
    pub(super) after: &'a Model,
    /// Every table that the database has.
    pub(super) tables: &'a [TableName],
}

impl Changes<'_> {
    /// Says of each generated file what of its table has changed.
    pub(super) fn explain(&self, plan: &mut Plan) {
        let Some(before) = self.before else { return };
        let (before, after) = (by_path(before), by_path(self.after));
        plan.explain(|step: &Step| {
            match (step.action, before.get(&step.path), after.get(&step.path)) {
                (Action::Remove, Some(before), None) => Some(match self.fate(before) {
                    Fate::Gone => "its table is gone".to_owned(),
                    Fate::LeftOut => "its table is left out".to_owned(),
                    Fate::Renamed(after) => format!("its table is `{}` now", after.kind),
                }),
                (Action::Update, Some(before), Some(after)) => changes(before, after),
                _ => None,
            }
        });
    }

    /// A sentence for each kind that there is no more.
    pub(super) fn gone(&self) -> Vec<String> {
        let is_left = |kind: &str| self.after.resources.iter().any(|one| one.kind == kind);
        let before = self.before.into_iter().flat_map(|model| &model.resources);
        before
            .filter(|resource| !is_left(&resource.kind))
            .map(|resource| match self.fate(resource) {
                Fate::Gone => format!("`{}` is gone", resource.kind),
                Fate::LeftOut => format!("`{}` is left out", resource.kind),
                Fate::Renamed(after) => format!("`{}` is `{}` now", resource.kind, after.kind),
            })
            .collect()
    }

    /// What has become of the table of a resource that there is no more.
    fn fate(&self, before: &Resource) -> Fate<'_> {
        let of_table = |one: &&Resource| one.table == before.table && one.schema == before.schema;
        if let Some(after) = self.after.resources.iter().find(of_table) {
            return Fate::Renamed(after);
        }
        let is_there = self.tables.iter().any(|table| {
            // A Model names the schemas only that are not the default one.
            table.name == before.table && (before.schema.is_none() || table.schema == before.schema)
        });
        if is_there { Fate::LeftOut } else { Fate::Gone }
    }
}

/// What has become of a table.
enum Fate<'a> {
    Gone,
    /// By `formwork.yaml`, or because it cannot be read any more.
    LeftOut,
    Renamed(&'a Resource),
}

fn by_path(model: &Model) -> BTreeMap<String, &Resource> {
    model
        .resources
        .iter()
        .map(|resource| (format!("src/generated/{}.rs", resource.module), resource))
        .collect()
}

/// `loyalty_points added, fax removed`.
fn changes(before: &Resource, after: &Resource) -> Option<String> {
    let names = |resource: &Resource| -> Vec<String> {
        let attributes = resource
            .attributes
            .iter()
            .map(|attribute| attribute.name.clone());
        attributes
            .chain(
                resource
                    .relationships
                    .iter()
                    .map(|relationship| relationship.name.clone()),
            )
            .collect()
    };
    let (old, new) = (names(before), names(after));
    let added = new
        .iter()
        .filter(|name| !old.contains(name))
        .map(|name| format!("{name} added"));
    let removed = old
        .iter()
        .filter(|name| !new.contains(name))
        .map(|name| format!("{name} removed"));
    let changed = after.attributes.iter().filter_map(|attribute| {
        let earlier = before
            .attributes
            .iter()
            .find(|earlier| earlier.name == attribute.name)?;
        (earlier != attribute).then(|| format!("{} changed", attribute.name))
    });
    let more = [
        writable(before, after).map(str::to_owned),
        (before.key != after.key && before.read_only == after.read_only)
            .then(|| "its key changed".to_owned()),
    ];
    let all: Vec<String> = added
        .chain(removed)
        .chain(changed)
        .chain(more.into_iter().flatten())
        .collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// Whether rows can be written that could not, or the other way round.
fn writable(before: &Resource, after: &Resource) -> Option<&'static str> {
    match (before.read_only, after.read_only) {
        (Some(_), None) => Some("can be written now"),
        (None, Some(ReadOnly::View)) => Some("only read now, as a view"),
        (None, Some(ReadOnly::NoKey)) => Some("only read now, without a key"),
        (None, Some(ReadOnly::Declared)) => Some("only read now"),
        _ => None,
    }
}
