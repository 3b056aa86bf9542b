//! What each resource is called: on the wire, as a struct, as a module.

use std::collections::HashMap;

use super::naming::{self, Taken};
use super::note::{NoteKind, Notes};
use super::overrides::Mistake;
use super::selection::Chosen;

/// The names of a resource.
#[derive(Debug, Default)]
pub(super) struct ResourceNames {
    pub(super) kind: String,
    pub(super) rust_type: String,
    pub(super) module: String,
}

/// Names the tables, each differently.
pub(super) fn choose(
    tables: &[Chosen<'_>],
    default_schema: Option<&str>,
    notes: &mut Notes,
) -> Vec<ResourceNames> {
    let kinds = kinds(tables, default_schema, notes);
    let rust_types = rust_types(tables, &kinds, notes);
    let mut modules = Taken::exact();
    kinds
        .into_iter()
        .zip(rust_types)
        .map(|(kind, rust_type)| {
            let module = modules.claim(naming::module(&rust_type), "_");
            ResourceNames {
                kind,
                rust_type,
                module,
            }
        })
        .collect()
}

fn kinds(tables: &[Chosen<'_>], default_schema: Option<&str>, notes: &mut Notes) -> Vec<String> {
    let mut taken = Taken::exact();
    let mut kinds: Vec<String> = tables
        .iter()
        .map(|table| naming::kind(&table.table.name.name))
        .collect();
    for (table, kind) in tables.iter().zip(&mut kinds) {
        let Some(name) = &table.changes.name else {
            continue;
        };
        let taken = (!taken.take(name)).then_some("another table has the name");
        if let Some(problem) = naming::kind_problem(name).or(taken) {
            let path = format!("{}.name", table.path);
            notes.mistake(Mistake::bad_name(path, name, problem));
        }
        kind.clone_from(name);
    }
    let mut claims: HashMap<String, usize> = HashMap::new();
    for kind in &kinds {
        *claims.entry(kind.clone()).or_default() += 1;
    }
    // The default schema comes first, and there a table that is called exactly as its resource.
    let is_foreign = |table: &Chosen<'_>| table.table.name.schema.as_deref() != default_schema;
    let mut order: Vec<usize> = (0..tables.len())
        .filter(|&index| tables[index].changes.name.is_none())
        .collect();
    order.sort_by_key(|&index| {
        (
            is_foreign(&tables[index]),
            tables[index].table.name.name != kinds[index],
            index,
        )
    });
    for index in order {
        let table = &tables[index];
        let name = &table.table.name;
        let plain = kinds[index].clone();
        let qualifier = name
            .schema
            .as_deref()
            .filter(|_| is_foreign(table) && claims[&plain] > 1);
        let wanted = match qualifier {
            Some(schema) => naming::schema_prefix(schema) + &plain,
            None => plain.clone(),
        };
        let kind = taken.claim(wanted, "");
        let subject = &table.label;
        if kind != plain {
            let reason = format!("another table would be `{plain}`");
            notes.add(
                NoteKind::Renamed,
                subject,
                format!("is `{kind}` in the API: {reason}"),
            );
        } else if naming::has_odd_letters(&name.name) {
            let reason = "a type consists of letters and digits";
            notes.add(
                NoteKind::Renamed,
                subject,
                format!("is `{kind}` in the API: {reason}"),
            );
        }
        kinds[index] = kind;
    }
    kinds
}

fn rust_types(tables: &[Chosen<'_>], kinds: &[String], notes: &mut Notes) -> Vec<String> {
    let mut taken = Taken::exact();
    let mut rust_types: Vec<String> = kinds.iter().map(|kind| naming::rust_type(kind)).collect();
    let (same, different): (Vec<usize>, Vec<usize>) =
        (0..kinds.len()).partition(|&index| rust_types[index] == kinds[index]);
    for index in same {
        rust_types[index] = taken.claim(rust_types[index].clone(), "");
    }
    for index in different {
        rust_types[index] = taken.claim(rust_types[index].clone(), "");
        let (kind, rust_type) = (&kinds[index], &rust_types[index]);
        let reason = if naming::is_in_prelude(kind) {
            format!("`{kind}` means something else there")
        } else {
            "a type begins with a letter".to_owned()
        };
        let text = format!("is `{rust_type}` in Rust: {reason}");
        notes.add(NoteKind::Renamed, &tables[index].label, text);
    }
    rust_types
}
