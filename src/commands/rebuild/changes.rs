//! What a rebuild tells of the resources that were added, changed and removed.

use std::collections::BTreeMap;

use formwork_runtime::model::{Attribute, Model, ReadOnly, Resource};

use crate::{
    project::{
        Action, Plan, Step,
        merge::{Names, is_same},
    },
    schema::{Schema, TableName},
};

/// The Model that the project was last generated from, and the one it has now.
pub(super) struct Changes<'a> {
    /// None if it is gone or no longer one.
    before: Option<&'a Model>,
    after: &'a Model,
    schema: &'a Schema,
    names: Names,
}

impl<'a> Changes<'a> {
    pub(super) fn new(before: Option<&'a Model>, after: &'a Model, schema: &'a Schema) -> Self {
        let mut changes = Self {
            before,
            after,
            schema,
            names: before.map_or_else(Names::default, |before| Names::of(before, after)),
        };
        for label in changes.left_out() {
            changes.names.leave_out(label);
        }
        changes
    }

    /// What is called otherwise now, and what is left out.
    pub(super) fn names(&self) -> &Names {
        &self.names
    }

    /// Says of each generated file what of its table has changed.
    pub(super) fn explain(&self, plan: &mut Plan) {
        let Some(model) = self.before else { return };
        let (before, after) = (by_path(model), by_path(self.after));
        let former = |resource: &Resource| {
            let mut all = model.resources.iter();
            all.find(|one| is_same(one, resource))
        };
        plan.explain(|step: &Step| {
            match (step.action, before.get(&step.path), after.get(&step.path)) {
                (Action::Remove, Some(before), None) => Some(match self.fate(before) {
                    Fate::Gone => "its table is gone".to_owned(),
                    Fate::LeftOut => "its table is left out".to_owned(),
                    Fate::Renamed(after) => format!("renamed to `{}`", after.kind),
                }),
                (Action::Add, None, Some(after)) => {
                    former(after).map(|before| format!("renamed from `{}`", before.kind))
                }
                (Action::Update, Some(before), Some(after)) if is_same(before, after) => {
                    self.changes(before, after)
                }
                (Action::Update, Some(_), Some(after)) => {
                    Some(format!("of the table `{}` now", after.table))
                }
                _ => None,
            }
        });
    }

    /// Each resource whose type there is no more, and what has become of its table.
    pub(super) fn gone(&self) -> impl Iterator<Item = (&'a Resource, Fate<'a>)> {
        let is_left = |kind: &str| self.after.resources.iter().any(|one| one.kind == kind);
        let before = self.before.into_iter().flat_map(|model| &model.resources);
        before
            .filter(move |resource| !is_left(&resource.kind))
            .map(|resource| (resource, self.fate(resource)))
    }

    /// Each attribute that is called otherwise now, with the resource it is of; first as it was.
    pub(super) fn renamed(&self) -> Vec<[(&'a Resource, &'a Attribute); 2]> {
        let pairs = self.resources().into_iter().flat_map(|(before, after)| {
            let pairs = attributes(before, after).into_iter();
            pairs.map(move |(old, new)| [(before, old), (after, new)])
        });
        let is_renamed = |pair: &[(&Resource, &Attribute); 2]| {
            let [old, new] = pair.map(|(_, attribute)| (&attribute.name, &attribute.field));
            old != new
        };
        pairs.filter(is_renamed).collect()
    }

    /// Resources as they were and as they are.
    fn resources(&self) -> Vec<(&'a Resource, &'a Resource)> {
        let before = self.before.into_iter().flat_map(|model| &model.resources);
        let pair = |old: &'a Resource| {
            let new = self.after.resources.iter().find(|new| is_same(old, new))?;
            Some((old, new))
        };
        before.filter_map(pair).collect()
    }

    /// What has become of the table of a resource that there is no more.
    fn fate(&self, before: &Resource) -> Fate<'a> {
        if let Some(after) = self.after.resources.iter().find(|one| is_same(one, before)) {
            return Fate::Renamed(after);
        }
        let read = self.schema.tables.iter().map(|table| &table.name);
        let left_out = self.schema.left_out.iter().map(|left_out| &left_out.table);
        if read.chain(left_out).any(|table| is_table_of(table, before)) {
            Fate::LeftOut
        } else {
            Fate::Gone
        }
    }

    /// What of the resources there were is not made any more, though the database has it: as the merge calls it.
    fn left_out(&self) -> Vec<String> {
        let before = || self.before.into_iter().flat_map(|model| &model.resources);
        let whole: Vec<&Resource> = before()
            .filter(|resource| matches!(self.fate(resource), Fate::LeftOut))
            .collect();
        let mut labels: Vec<String> = whole.iter().map(|one| one.kind.clone()).collect();
        for (before, after) in self.resources() {
            let table = self.schema.tables.iter();
            let mut table = table.filter(|table| is_table_of(&table.name, before));
            let columns = table.next().map_or(&[][..], |table| &table.columns);
            let is_made = |old: &&Attribute| {
                let mut new = after.attributes.iter();
                new.any(|new| new.column() == old.column())
            };
            let is_there = |old: &&Attribute| columns.iter().any(|one| one.name == old.column());
            let attributes: Vec<&str> = before
                .attributes
                .iter()
                .filter(|old| !is_made(old) && is_there(old))
                .map(|old| old.name.as_str())
                .collect();
            let kind = &after.kind;
            labels.extend(attributes.iter().map(|name| format!("{kind}.{name}")));
            for relationship in &before.relationships {
                let held = relationship.attributes.iter();
                if whole.iter().any(|one| one.kind == relationship.target)
                    || held
                        .into_iter()
                        .any(|one| attributes.contains(&one.as_str()))
                {
                    labels.push(format!("{kind}.tab_groups.{}", relationship.name));
                }
            }
        }
        labels
    }

    /// `loyalty_points added, fax removed`.
    fn changes(&self, before: &Resource, after: &Resource) -> Option<String> {
        let names = self.names.resource(&before.kind)?;
        let pairs = attributes(before, after);
        let is_old = |name: &str| pairs.iter().any(|(old, _)| old.name == name);
        let is_new = |name: &str| pairs.iter().any(|(_, new)| new.name == name);
        let relationships = |resource: &Resource| {
            resource
                .relationships
                .iter()
                .map(|one| one.name.clone())
                .collect::<Vec<_>>()
        };
        let (old, new) = (relationships(before), relationships(after));
        let now = |name: &String| names.relationships.get(name).unwrap_or(name).clone();

        let renamed = names.attributes.iter().chain(&names.relationships);
        let renamed = renamed.map(|(old, new)| format!("{old} renamed to {new}"));
        let added = after.attributes.iter().map(|one| &one.name);
        let added = added.filter(|name| !is_new(name)).cloned();
        let more = new
            .iter()
            .filter(|name| !old.iter().any(|old| now(old) == **name));
        let added = added
            .chain(more.cloned())
            .map(|name| format!("{name} added"));
        let removed = before.attributes.iter().map(|one| &one.name);
        let removed = removed.filter(|name| !is_old(name)).cloned();
        let more = old.iter().filter(|name| !new.contains(&now(name)));
        let removed = removed.chain(more.cloned()).map(|name| {
            let labels = [
                format!("{}.{name}", after.kind),
                format!("{}.tab_groups.{name}", after.kind),
            ];
            if labels.iter().any(|label| self.names.is_left_out(label)) {
                format!("{name} left out")
            } else {
                format!("{name} removed")
            }
        });
        let changed = pairs
            .iter()
            .filter(|(old, new)| is_changed(old, new))
            .map(|(_, new)| format!("{} changed", new.name));
        let whole = [
            (before.kind != after.kind).then(|| format!("renamed to {}", after.kind)),
            writable(before, after).map(str::to_owned),
            (key(before) != key(after) && before.read_only == after.read_only)
                .then(|| "its key changed".to_owned()),
        ];
        let all: Vec<String> = renamed
            .chain(added)
            .chain(removed)
            .chain(changed)
            .chain(whole.into_iter().flatten())
            .collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

/// What has become of a table.
pub(super) enum Fate<'a> {
    Gone,
    /// By `formwork.yaml`, or because it cannot be read any more.
    LeftOut,
    Renamed(&'a Resource),
}

fn is_table_of(table: &TableName, resource: &Resource) -> bool {
    // A Model names the schemas only that are not the default one.
    table.name == resource.table && (resource.schema.is_none() || table.schema == resource.schema)
}

/// Attributes of one column, as they were and as they are.
fn attributes<'a>(
    before: &'a Resource,
    after: &'a Resource,
) -> Vec<(&'a Attribute, &'a Attribute)> {
    let pair = |old: &'a Attribute| {
        let mut all = after.attributes.iter();
        Some((old, all.find(|new| new.column() == old.column())?))
    };
    before.attributes.iter().filter_map(pair).collect()
}

/// The columns that make the key.
fn key(resource: &Resource) -> Vec<Option<&str>> {
    let column = |name: &String| {
        let mut all = resource.attributes.iter();
        all.find(|one| one.name == *name).map(Attribute::column)
    };
    resource.key.iter().map(column).collect()
}

/// Whether an attribute is another in more than its name.
fn is_changed(old: &Attribute, new: &Attribute) -> bool {
    let mut old = old.clone();
    if old.name != new.name {
        old.name.clone_from(&new.name);
        old.column.clone_from(&new.column);
        old.field.clone_from(&new.field);
    }
    old != *new
}

fn by_path(model: &Model) -> BTreeMap<String, &Resource> {
    model
        .resources
        .iter()
        .map(|resource| (format!("src/generated/{}.rs", resource.module), resource))
        .collect()
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
