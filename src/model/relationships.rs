//! Foreign keys -> pairs of relationships, one in each direction.
//!
//! The names are the forerunner's. The row that is referred to is called as the one column without
//! its `_id`, or else as its type; the rows that refer are `<Child>List`. Where several foreign keys
//! lead to one table, what the column says beyond the type goes before the list:
//! `WorksForDepartment` and `WorksForEmployeeList`. A name that is still taken gets a number.
//!
//! Where the foreign key is unique, at most one row refers, so the other direction is a to-one
//! too, and called as the child's type without `List`.

use std::collections::HashMap;

use formwork_runtime::model::{Cardinality, OnDelete, Relationship};

use super::error::ModelError;
use super::naming;
use super::note::{NoteKind, Notes};
use super::overrides::{Overrides, RelationshipOverride};
use super::resource::Draft;
use super::selection::{find, label, unknown_table};
use crate::schema::{Action, ForeignKey, Schema, TableName};

/// A foreign key between two resources.
#[derive(Debug)]
struct Link {
    /// The resource that holds the key.
    child: usize,
    parent: usize,
    /// Places of the attributes in the child, and of those in the parent that they are equal to.
    attributes: Vec<usize>,
    target_attributes: Vec<usize>,
    on_delete: OnDelete,
    is_virtual: bool,
    /// The names that `formwork.yaml` gives.
    name: Option<String>,
    inverse: Option<String>,
}

impl Link {
    /// The links of one child in the order of its columns, whatever the order of the catalog.
    fn order(&self) -> (usize, &[usize], usize, &[usize]) {
        (
            self.child,
            &self.attributes,
            self.parent,
            &self.target_attributes,
        )
    }
}

/// A relationship that has a name in one direction.
struct Named {
    link: Link,
    name: String,
    field: String,
    /// What tells it from other links to the same parent, if its column does.
    role: Option<String>,
}

/// Adds both directions of each foreign key to its resources.
pub(super) fn connect(
    drafts: &mut [Draft<'_>],
    schema: &Schema,
    overrides: &Overrides,
    notes: &mut Notes,
) -> Result<(), ModelError> {
    let mut links = from_foreign_keys(drafts, notes);
    for relationship in &overrides.relationships {
        declare(&mut links, drafts, schema, relationship)?;
    }
    links.sort_by(|one, other| one.order().cmp(&other.order()));
    claim_given_names(&links, drafts)?;

    let mut siblings: HashMap<(usize, usize), usize> = HashMap::new();
    for link in &links {
        *siblings.entry((link.child, link.parent)).or_default() += 1;
    }
    // All to-ones are named before any list, so that a list never takes their names.
    let mut named = Vec::with_capacity(links.len());
    for link in links {
        named.push(name_to_one(link, drafts, notes));
    }
    let mut inverses: Vec<Vec<Relationship>> = drafts.iter().map(|_| Vec::new()).collect();
    for to_one in named {
        let has_siblings = siblings[&(to_one.link.child, to_one.link.parent)] > 1;
        let parent = to_one.link.parent;
        let inverse = pair(to_one, has_siblings, drafts, notes);
        inverses[parent].push(inverse);
    }
    for (draft, mut inverses) in drafts.iter_mut().zip(inverses) {
        inverses.sort_by(|one, other| one.name.cmp(&other.name));
        draft.resource.relationships.append(&mut inverses);
    }
    Ok(())
}

fn from_foreign_keys(drafts: &[Draft<'_>], notes: &mut Notes) -> Vec<Link> {
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
                let text = format!("is no relationship: `{}` is no resource", target.name);
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
            let (attributes, target_attributes) =
                in_order(&drafts[parent], attributes, target_attributes);
            let link = Link {
                child,
                parent,
                attributes,
                target_attributes,
                on_delete: on_delete(foreign_key.on_delete),
                is_virtual: false,
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

/// Adds a relationship of `formwork.yaml`, or names the foreign key it describes.
fn declare(
    links: &mut Vec<Link>,
    drafts: &[Draft<'_>],
    schema: &Schema,
    relationship: &RelationshipOverride,
) -> Result<(), ModelError> {
    let child = named_table(drafts, schema, &relationship.from)?;
    let parent = named_table(drafts, schema, &relationship.to)?;
    let positions = |draft: &Draft<'_>, columns: &[String]| {
        columns
            .iter()
            .map(|column| draft.chosen.named_position(column))
            .collect::<Result<Vec<_>, _>>()
    };
    let attributes = positions(&drafts[child], &relationship.columns)?;
    let target_attributes = if let Some(columns) = &relationship.to_columns {
        positions(&drafts[parent], columns)?
    } else {
        drafts[parent].key()
    };
    if attributes.len() != target_attributes.len() {
        return Err(ModelError::KeyLength {
            from: relationship.from.clone(),
            to: relationship.to.clone(),
            columns: attributes.len(),
            key_columns: target_attributes.len(),
        });
    }
    let (attributes, target_attributes) = in_order(&drafts[parent], attributes, target_attributes);
    let wanted = Link {
        child,
        parent,
        attributes,
        target_attributes,
        on_delete: OnDelete::Restrict,
        is_virtual: true,
        name: relationship.name.clone(),
        inverse: relationship.inverse.clone(),
    };
    match links.iter_mut().find(|link| link.order() == wanted.order()) {
        Some(link) => {
            link.name = wanted.name;
            link.inverse = wanted.inverse;
        }
        None => links.push(wanted),
    }
    Ok(())
}

fn named_table(drafts: &[Draft<'_>], schema: &Schema, table: &str) -> Result<usize, ModelError> {
    let chosen = drafts.iter().map(|draft| draft.chosen.label.as_str());
    if let Some(index) = find(chosen, table) {
        return Ok(index);
    }
    let all: Vec<String> = schema
        .tables
        .iter()
        .map(|one| label(&one.name, schema))
        .collect();
    let all = || all.iter().map(String::as_str);
    Err(match find(all(), table) {
        Some(_) => ModelError::TableLeftOut {
            table: table.to_owned(),
        },
        None => unknown_table(table, all()),
    })
}

/// Names of `formwork.yaml` are as they are said, so they come before all others.
fn claim_given_names(links: &[Link], drafts: &mut [Draft<'_>]) -> Result<(), ModelError> {
    for link in links {
        let given = [
            (link.child, link.parent, &link.name),
            (link.parent, link.child, &link.inverse),
        ];
        for (owner, other, name) in given {
            let Some(name) = name else { continue };
            let taken =
                (!drafts[owner].members.take(name)).then_some("another member has the name");
            if let Some(problem) = naming::member_problem(name).or(taken) {
                let subject = format!(
                    "{} to {}",
                    drafts[owner].chosen.label, drafts[other].chosen.label
                );
                return Err(ModelError::BadName {
                    subject,
                    name: name.clone(),
                    problem,
                });
            }
        }
    }
    Ok(())
}

fn name_to_one(link: Link, drafts: &mut [Draft<'_>], notes: &mut Notes) -> Named {
    let parent_kind = drafts[link.parent].resource.kind.clone();
    let draft = &mut drafts[link.child];
    let stem = match link.attributes.as_slice() {
        [attribute] => naming::stem(&draft.chosen.columns[*attribute].name),
        _ => None,
    };
    let accessor = link.name.clone().or(stem);
    let role = accessor
        .as_ref()
        .map(|accessor| naming::role(accessor, &parent_kind));
    let name = match &link.name {
        Some(name) => name.clone(),
        None => claim(draft, &accessor.unwrap_or(parent_kind), notes),
    };
    let field = draft.fields.claim(naming::field(&name), "_");
    Named {
        link,
        name,
        field,
        role,
    }
}

/// Takes a name in a resource for a relationship.
fn claim(draft: &mut Draft<'_>, wanted: &str, notes: &mut Notes) -> String {
    // A column `id_id` would be a relationship `id`.
    let unreserved = naming::unreserved(wanted.to_owned(), "Id");
    let name = draft.members.claim(unreserved, "");
    if name != wanted {
        let subject = format!("{}.{wanted}", draft.chosen.label);
        let reason = naming::member_problem(wanted).unwrap_or("another member has the name");
        notes.add(
            NoteKind::Renamed,
            subject,
            format!("is the relationship `{name}` in the API: {reason}"),
        );
    }
    name
}

/// Adds the to-one to its resource, and gives the other direction.
fn pair(
    to_one: Named,
    has_siblings: bool,
    drafts: &mut [Draft<'_>],
    notes: &mut Notes,
) -> Relationship {
    let Named {
        link,
        name,
        field,
        role,
    } = to_one;
    let (to, list) = if is_unique(&drafts[link.child], &link.attributes) {
        (Cardinality::One, "")
    } else {
        (Cardinality::Many, "List")
    };
    let child_kind = drafts[link.child].resource.kind.clone();
    let role = role.filter(|_| has_siblings).unwrap_or_default();
    let inverse = match link.inverse {
        Some(inverse) => inverse,
        None => claim(
            &mut drafts[link.parent],
            &format!("{role}{child_kind}{list}"),
            notes,
        ),
    };
    let inverse_field = drafts[link.parent]
        .fields
        .claim(naming::field(&inverse), "_");
    let attributes = drafts[link.child].names(&link.attributes);
    let target_attributes = drafts[link.parent].names(&link.target_attributes);
    let back = Relationship {
        name: inverse.clone(),
        field: inverse_field,
        to,
        target: child_kind,
        attributes: target_attributes.clone(),
        target_attributes: attributes.clone(),
        inverse: Some(name.clone()),
        holds_key: false,
        on_delete: link.on_delete,
        is_virtual: link.is_virtual,
    };
    let target = drafts[link.parent].resource.kind.clone();
    drafts[link.child]
        .resource
        .relationships
        .push(Relationship {
            name,
            field,
            to: Cardinality::One,
            target,
            attributes,
            target_attributes,
            inverse: Some(inverse),
            holds_key: true,
            on_delete: link.on_delete,
            is_virtual: link.is_virtual,
        });
    back
}

/// Whether at most one row has the same values there.
fn is_unique(draft: &Draft<'_>, positions: &[usize]) -> bool {
    let names = draft.names(positions);
    let table = draft.chosen.table;
    // A table without a key names all attributes instead, which says nothing about other rows.
    let has_key = table.primary_key.is_some() || draft.chosen.changes.key.is_some();
    let key = has_key.then_some(&draft.resource.key);
    key.into_iter()
        .chain(&draft.resource.unique)
        .any(|unique| unique.iter().all(|part| names.contains(part)))
}
