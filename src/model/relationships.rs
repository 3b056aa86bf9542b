//! Foreign keys -> pairs of relationships, one in each direction.
//!
//! The names are the forerunner's. The row that is referred to is called as the one column without
//! its `_id`, or else as its type; the rows that refer are `<Child>List`. Where several foreign keys
//! lead to one table, what the column says beyond the type goes before the list:
//! `WorksForDepartment` and `WorksForEmployeeList`. A name that is still taken gets a number.
//!
//! Where the foreign key is unique, at most one row refers, so the other direction is a to-one
//! too, and called as the child's type without `List`.

mod link;

use std::collections::HashMap;

use formwork_runtime::model::{Cardinality, Relationship};

use super::naming;
use super::note::{NoteKind, Notes};
use super::overrides::{Mistake, Overrides};
use super::resource::Draft;
use crate::schema::Schema;
use link::Link;

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
) {
    let mut links = link::from_foreign_keys(drafts, notes);
    for (index, relationship) in overrides.relationships.iter().enumerate() {
        let path = format!("relationships[{index}]");
        link::declare(&mut links, drafts, schema, relationship, path, notes);
    }
    links.sort_by(|one, other| one.order().cmp(&other.order()));
    claim_given_names(&links, drafts, notes);

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
}

/// Names of `formwork.yaml` are as they are said, so they come before all others.
fn claim_given_names(links: &[Link], drafts: &mut [Draft<'_>], notes: &mut Notes) {
    for link in links {
        let given = [
            (link.child, "name", &link.name),
            (link.parent, "inverse", &link.inverse),
        ];
        for (owner, key, name) in given {
            let Some(name) = name else { continue };
            let taken =
                (!drafts[owner].members.take(name)).then_some("another member has the name");
            if let Some(problem) = naming::member_problem(name).or(taken) {
                let path = format!("{}.{key}", link.path);
                notes.mistake(Mistake::bad_name(path, name, problem));
            }
        }
    }
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
    let key = draft.has_key.then_some(&draft.resource.key);
    let mut unique = key.into_iter().chain(&draft.resource.unique);
    unique.any(|unique| unique.iter().all(|part| names.contains(part)))
}
