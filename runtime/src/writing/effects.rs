//! The rows that a write has changed, in the `meta` of its answer.

use crate::catalog::Catalog;
use crate::rules::{Effect, EffectKind};
use crate::value::{Value, write_string};

/// A document of nothing but effects.
pub(super) fn document(catalog: &Catalog, effects: &[Effect]) -> Vec<u8> {
    let mut out = b"{".to_vec();
    write(catalog, effects, &mut out);
    out.extend_from_slice(br#","jsonapi":{"version":"1.1"}}"#);
    out
}

/// Adds effects to a document of one resource, which has no `meta` of its own.
pub(super) fn add(catalog: &Catalog, effects: &[Effect], document: &mut Vec<u8>) {
    let end = document.pop();
    debug_assert_eq!(end, Some(b'}'), "a document is an object");
    document.push(b',');
    write(catalog, effects, document);
    document.push(b'}');
}

fn write(catalog: &Catalog, effects: &[Effect], out: &mut Vec<u8>) {
    out.extend_from_slice(br#""meta":{"effects":["#);
    for (index, effect) in effects.iter().enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_effect(catalog, effect, out);
    }
    out.extend_from_slice(b"]}");
}

fn write_effect(catalog: &Catalog, effect: &Effect, out: &mut Vec<u8>) {
    let change: &[u8] = match effect.change {
        EffectKind::Inserted => b"inserted",
        EffectKind::Updated => b"updated",
        EffectKind::Deleted => b"deleted",
    };
    out.extend_from_slice(br#"{"type":"#);
    write_string(&effect.kind, out);
    out.extend_from_slice(br#","id":"#);
    write_string(&effect.id, out);
    out.extend_from_slice(br#","change":""#);
    out.extend_from_slice(change);
    out.extend_from_slice(br#"","before":"#);
    let before = effect
        .attributes
        .iter()
        .map(|(name, before, _)| (name, before));
    write_side(catalog, effect, EffectKind::Inserted, before, out);
    out.extend_from_slice(br#","after":"#);
    let after = effect
        .attributes
        .iter()
        .map(|(name, _, after)| (name, after));
    write_side(catalog, effect, EffectKind::Deleted, after, out);
    out.push(b'}');
}

/// The values on one side of the change; null on the side where there was no row.
fn write_side<'v>(
    catalog: &Catalog,
    effect: &Effect,
    missing_when: EffectKind,
    values: impl Iterator<Item = (&'v String, &'v Value)>,
    out: &mut Vec<u8>,
) {
    if effect.change == missing_when {
        out.extend_from_slice(b"null");
        return;
    }
    let table = catalog
        .find(&effect.kind)
        .expect("an effect names a table of the catalog");
    out.push(b'{');
    for (index, (name, value)) in values.enumerate() {
        if index > 0 {
            out.push(b',');
        }
        write_string(name, out);
        out.push(b':');
        let column = table.attribute(name).expect("an effect names a column");
        table.attributes[column].write_json(&value.as_cell(), out);
    }
    out.push(b'}');
}
