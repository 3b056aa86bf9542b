//! Which resources refer to which: the foreign keys, and what `formwork.yaml` declares.

use std::collections::HashMap;

use formwork_runtime::model::OnDelete;

use super::is_unique;
use crate::model::note::{NoteKind, Notes};
use crate::model::overrides::{Mistake, RelationshipOverride, Wanted};
use crate::model::resource::Draft;
use crate::model::selection::{find, label};
use crate::schema::{Action, ForeignKey, Schema, TableName};

/// A foreign key between two resources.
#[derive(Debug)]
pub(super) struct Link {
    /// The resource that holds the key.
    pub(super) child: usize,
    pub(super) parent: usize,
    /// Places of the attributes in the child, and of those in the parent that they are equal to.
    pub(super) attributes: Vec<usize>,
    pub(super) target_attributes: Vec<usize>,
    pub(super) on_delete: OnDelete,
    pub(super) is_virtual: bool,
    /// Where `formwork.yaml` speaks of it: `relationships[0]`; empty if it does not.
    pub(super) path: String,
    /// The names that it gives.
    pub(super) name: Option<String>,
    pub(super) inverse: Option<String>,
}

impl Link {
    /// The links of one child in the order of its columns, whatever the order of the catalog.
    pub(super) fn order(&self) -> (usize, &[usize], usize, &[usize]) {
        (
            self.child,
            &self.attributes,
            self.parent,
            &self.target_attributes,
        )
    }
}

/// The foreign keys between resources, each once; a note for those that lead nowhere.
pub(super) fn from_foreign_keys(drafts: &[Draft<'_>], notes: &mut Notes) -> Vec<Link> {
    let by_name: HashMap<&TableName, usize> = drafts
        .iter()
        .enumerate()
        .map(|(index, draft)| (&draft.chosen.table.name, index))
        .collect();
    let mut links: Vec<Link> = Vec::new();
    for (child, draft) in drafts.iter().enumerate() {
        // By columns and name, so that of equal ones the same stays.
        let mut foreign_keys: Vec<&ForeignKey> = draft.chosen.table.foreign_keys.iter().collect();
        foreign_keys
            .sort_by(|one, other| (&one.columns, &one.name).cmp(&(&other.columns, &other.name)));
        for foreign_key in foreign_keys {
            let subject = || format!("{}.{}", draft.chosen.label, foreign_key.columns.join("+"));
            let target = &foreign_key.target;
            let Some(parent) = by_name
                .get(target)
                .copied()
                .or_else(|| in_other_case(drafts, target))
            else {
                let text = format!("is no relationship: {}", missing(drafts, draft, target));
                notes.add(NoteKind::NoRelationship, subject(), text);
                continue;
            };
            let ends = (
                draft.positions(foreign_key.columns.iter().map(String::as_str)),
                drafts[parent].positions(foreign_key.target_columns.iter().map(String::as_str)),
            );
            let (Some(attributes), Some(target_attributes)) = ends else {
                let text = format!(
                    "is no relationship: a column is missing here or in `{}`",
                    target.name
                );
                notes.add(NoteKind::NoRelationship, subject(), text);
                continue;
            };
            if attributes.is_empty() || attributes.len() != target_attributes.len() {
                let text = format!(
                    "is no relationship: `{}` has another number of columns",
                    target.name
                );
                notes.add(NoteKind::NoRelationship, subject(), text);
                continue;
            }
            // MySQL takes any index for the other end, SQLite any column.
            if !is_unique(&drafts[parent], &target_attributes) {
                let text = format!(
                    "is no relationship: several rows of `{}` may have the same `{}`",
                    target.name,
                    foreign_key.target_columns.join("`, `")
                );
                notes.add(NoteKind::NoRelationship, subject(), text);
                continue;
            }
            let (attributes, target_attributes) =
                in_order(&drafts[parent], attributes, target_attributes);
            let link = Link {
                child,
                parent,
                attributes,
                target_attributes,
                on_delete: on_delete(foreign_key.on_delete),
                is_virtual: false,
                path: String::new(),
                name: None,
                inverse: None,
            };
            if links
                .iter()
                .rev()
                .take_while(|other| other.child == child)
                .all(|other| other.order() != link.order())
            {
                links.push(link);
            }
        }
    }
    links
}

/// Why a table that a key leads to is no resource.
fn missing(drafts: &[Draft<'_>], child: &Draft<'_>, target: &TableName) -> String {
    let name = &target.name;
    let is_read = |schema: &str| {
        let read = |draft: &Draft<'_>| draft.chosen.table.name.schema.as_deref() == Some(schema);
        drafts.iter().any(read)
    };
    match &target.schema {
        Some(schema) if !is_read(schema) => {
            format!("the schema of `{schema}.{name}` was not read, see `--schema`")
        }
        Some(schema) if child.chosen.table.name.schema.as_ref() != Some(schema) => {
            format!("`{schema}.{name}` is no resource")
        }
        _ => format!("`{name}` is no resource"),
    }
}

/// Adds a relationship of `formwork.yaml`, or names the foreign key it describes.
pub(super) fn declare(
    links: &mut Vec<Link>,
    drafts: &[Draft<'_>],
    schema: &Schema,
    relationship: &RelationshipOverride,
    path: String,
    notes: &mut Notes,
) {
    let mut ends = [("from", &relationship.from), ("to", &relationship.to)]
        .map(|(key, table)| named_table(drafts, schema, table, format!("{path}.{key}"), notes))
        .into_iter();
    let (child, parent) = (ends.next().flatten(), ends.next().flatten());
    let mut positions = |draft: usize, key: &str, columns: &[String]| {
        let chosen = drafts[draft].chosen;
        let named = columns.iter().enumerate().map(|(index, column)| {
            chosen.named_position(column, format!("{path}.{key}[{index}]"), notes)
        });
        // All of them are looked at, also behind a wrong one.
        let named: Vec<Option<usize>> = named.collect();
        named.into_iter().collect::<Option<Vec<_>>>()
    };
    let attributes = child.and_then(|child| positions(child, "columns", &relationship.columns));
    let target_attributes = parent.and_then(|parent| match &relationship.to_columns {
        Some(columns) => positions(parent, "to_columns", columns),
        None => Some(drafts[parent].key()),
    });
    let (Some(child), Some(parent), Some(attributes), Some(target_attributes)) =
        (child, parent, attributes, target_attributes)
    else {
        return;
    };
    if attributes.len() != target_attributes.len() {
        let path = format!("{path}.columns");
        let problem = format!(
            "`{path}` has {} columns, and the key of `{}` has {}",
            attributes.len(),
            relationship.to,
            target_attributes.len()
        );
        let hint = "name the columns referred to in `to_columns`";
        notes.mistake(Mistake::new(path, problem, hint));
        return;
    }
    let (attributes, target_attributes) = in_order(&drafts[parent], attributes, target_attributes);
    let wanted = Link {
        child,
        parent,
        attributes,
        target_attributes,
        on_delete: OnDelete::Restrict,
        is_virtual: true,
        path,
        name: relationship.name.clone(),
        inverse: relationship.inverse.clone(),
    };
    match links.iter_mut().find(|link| link.order() == wanted.order()) {
        Some(link) => {
            link.path = wanted.path;
            link.name = wanted.name;
            link.inverse = wanted.inverse;
        }
        None => links.push(wanted),
    }
}

/// The resource of a table that `formwork.yaml` names at a path.
fn named_table(
    drafts: &[Draft<'_>],
    schema: &Schema,
    table: &str,
    path: String,
    notes: &mut Notes,
) -> Option<usize> {
    let chosen = drafts.iter().map(|draft| draft.chosen.label.as_str());
    let index = find(chosen, table);
    if index.is_none() {
        let labels = schema.tables.iter().map(|one| label(&one.name, schema));
        let labels: Vec<String> = labels.collect();
        let all = labels.iter().map(String::as_str);
        notes.mistake(if find(all.clone(), table).is_some() {
            let problem = format!("`{path}` is `{table}`, which is left out");
            let hint = format!("take `{table}` in, or remove the relationship");
            Mistake::new(path, problem, hint)
        } else {
            Mistake::unknown_value(path, table, Wanted::Table, all)
        });
    }
    index
}

/// SQLite and MySQL compare names of tables without case.
fn in_other_case(drafts: &[Draft<'_>], wanted: &TableName) -> Option<usize> {
    let lower = wanted.name.to_lowercase();
    drafts.iter().position(|draft| {
        let name = &draft.chosen.table.name;
        name.schema == wanted.schema && name.schema.is_none() && name.name.to_lowercase() == lower
    })
}

/// Puts the pairs of columns in the order of the parent's key, if it is the key that they refer to;
/// otherwise in that of the child's columns.
fn in_order(
    parent: &Draft<'_>,
    attributes: Vec<usize>,
    target_attributes: Vec<usize>,
) -> (Vec<usize>, Vec<usize>) {
    let names = parent.names(&target_attributes);
    let key = &parent.resource.key;
    let is_key = names.len() == key.len() && names.iter().all(|name| key.contains(name));
    let mut pairs: Vec<(usize, usize)> = attributes.into_iter().zip(target_attributes).collect();
    pairs.sort_by_key(|&(attribute, target)| {
        let name = &parent.resource.attributes[target].name;
        let place = key.iter().position(|part| part == name).filter(|_| is_key);
        (place, attribute)
    });
    pairs.into_iter().unzip()
}

fn on_delete(action: Action) -> OnDelete {
    match action {
        Action::NoAction | Action::Restrict => OnDelete::Restrict,
        Action::Cascade => OnDelete::Cascade,
        Action::SetNull => OnDelete::SetNull,
        Action::SetDefault => OnDelete::SetDefault,
    }
}
