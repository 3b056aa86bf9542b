//! What is called otherwise than when the file was last generated, though it is the same table, column or foreign key.

use std::collections::{BTreeMap, BTreeSet};

use formwork_runtime::model::{Model, Relationship, Resource};

/// The names that the file was last generated with, and what is called otherwise since.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    /// By the type it had. One whose table is no resource any more is not in here.
    resources: BTreeMap<String, ResourceNames>,
    /// What the database still has, and no resource, attribute or tab is made from: `Order`, `Order.Freight`.
    left_out: BTreeSet<String>,
}

/// What a resource and its parts are called now.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResourceNames {
    /// Its type.
    pub kind: String,
    /// What attributes are called now that were called otherwise.
    pub attributes: BTreeMap<String, String>,
    /// What relationships are called now that were called otherwise.
    pub relationships: BTreeMap<String, String>,
    /// Every relationship it had, by the name it had.
    pub(super) ends: BTreeMap<String, End>,
}

/// Where a relationship leads, by the names that were.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct End {
    pub(super) target: String,
    /// The attributes of the foreign key, if this resource holds it.
    pub(super) key: Option<Vec<String>>,
}

impl Names {
    /// Compares what a project was last generated from with what it is generated from now.
    #[must_use]
    pub fn of(before: &Model, after: &Model) -> Self {
        let now = |old: &Resource| after.resources.iter().find(|new| is_same(old, new));
        let resources = before.resources.iter().filter_map(|old| {
            let names = resource(old, now(old)?, before, after);
            Some((old.kind.clone(), names))
        });
        Self {
            resources: resources.collect(),
            left_out: BTreeSet::new(),
        }
    }

    /// Notes that something is left out and not gone: `Order`, `Order.Freight`, `Order.tab_groups.ItemList`.
    pub fn leave_out(&mut self, label: String) {
        self.left_out.insert(label);
    }

    pub(crate) fn is_left_out(&self, label: &str) -> bool {
        self.left_out.contains(label)
    }

    /// Whether all is called as it was.
    pub(super) fn are_as_before(&self) -> bool {
        self.resources.iter().all(|(kind, names)| {
            *kind == names.kind && names.attributes.is_empty() && names.relationships.is_empty()
        })
    }

    /// What the resource of a type and its parts are called now.
    #[must_use]
    pub fn resource(&self, kind: &str) -> Option<&ResourceNames> {
        self.resources.get(kind)
    }

    /// The same, with the type as long as the names are there.
    pub(super) fn entry(&self, kind: &str) -> Option<(&str, &ResourceNames)> {
        let (kind, names) = self.resources.get_key_value(kind)?;
        Some((kind, names))
    }
}

/// Whether two resources are made from one table.
#[must_use]
pub fn is_same(one: &Resource, other: &Resource) -> bool {
    let table = |resource: &Resource| {
        let Resource {
            database,
            schema,
            table,
            ..
        } = resource;
        (database.clone(), schema.clone(), table.clone())
    };
    table(one) == table(other)
}

fn resource(old: &Resource, new: &Resource, before: &Model, after: &Model) -> ResourceNames {
    let attributes = old.attributes.iter().filter_map(|one| {
        let now = new
            .attributes
            .iter()
            .find(|now| now.column() == one.column())?;
        (now.name != one.name).then(|| (one.name.clone(), now.name.clone()))
    });
    let relationships = old.relationships.iter().filter_map(|one| {
        let key = foreign_key(old, one, before)?;
        let is_it = |now: &&Relationship| foreign_key(new, now, after).as_ref() == Some(&key);
        let now = new.relationships.iter().find(is_it)?;
        (now.name != one.name).then(|| (one.name.clone(), now.name.clone()))
    });
    let ends = old.relationships.iter().map(|one| {
        let end = End {
            target: one.target.clone(),
            key: one.holds_key.then(|| one.attributes.clone()),
        };
        (one.name.clone(), end)
    });
    ResourceNames {
        kind: new.kind.clone(),
        attributes: attributes.collect(),
        relationships: relationships.collect(),
        ends: ends.collect(),
    }
}

/// The columns on both sides, the table referred to, and which side holds the key: what tells a relationship from others,
/// whatever it is called.
#[derive(PartialEq)]
struct ForeignKey<'a> {
    columns: Vec<&'a str>,
    target: (Option<&'a str>, &'a str),
    target_columns: Vec<&'a str>,
    is_held: bool,
}

fn foreign_key<'a>(
    resource: &'a Resource,
    relationship: &Relationship,
    model: &'a Model,
) -> Option<ForeignKey<'a>> {
    let target = model
        .resources
        .iter()
        .find(|one| one.kind == relationship.target)?;
    Some(ForeignKey {
        columns: columns(resource, &relationship.attributes)?,
        target: (target.schema.as_deref(), &target.table),
        target_columns: columns(target, &relationship.target_attributes)?,
        is_held: relationship.holds_key,
    })
}

fn columns<'a>(resource: &'a Resource, attributes: &[String]) -> Option<Vec<&'a str>> {
    let column = |name: &String| {
        let found = resource.attributes.iter().find(|one| one.name == *name)?;
        Some(found.column())
    };
    attributes.iter().map(column).collect()
}
