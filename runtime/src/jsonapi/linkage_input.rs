//! What clients send of relationships: <https://jsonapi.org/format/1.1/#document-resource-object-linkage>.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::ErrorObject;
use super::errors::pointer_part;
use super::input::{defined, elements, kept, members, primary_data, string, structure};

/// What a relationship in a request points to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Linkage<'a> {
    None,
    One(Identifier<'a>),
    Many(Vec<Identifier<'a>>),
}

/// A resource identifier object: with an id, or with the `lid` of a resource that the same request creates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier<'a> {
    pub kind: Cow<'a, str>,
    /// Empty if there is a `lid` instead.
    pub id: Cow<'a, str>,
    /// None where there is an id: clients that name everything for themselves send both.
    pub lid: Option<Cow<'a, str>>,
}

/// Reads a document whose primary data is resource linkage.
pub fn parse_linkage<'a>(body: &'a [u8], errors: &mut Vec<ErrorObject>) -> Option<Linkage<'a>> {
    let data = primary_data(body, errors)?;
    linkage(data, "/data", errors)
}

/// Reads linkage at a place in the document; none if a part of it cannot be read.
pub(crate) fn linkage<'a>(
    raw: &'a RawValue,
    place: &str,
    errors: &mut Vec<ErrorObject>,
) -> Option<Linkage<'a>> {
    match raw.get().as_bytes()[0] {
        b'n' => Some(Linkage::None),
        b'[' => {
            let elements = kept(elements(raw, place), errors)?;
            let read: Vec<_> = elements
                .into_iter()
                .enumerate()
                .map(|(index, raw)| identifier(raw, &format!("{place}/{index}"), errors))
                .collect();
            read.into_iter().collect::<Option<_>>().map(Linkage::Many)
        }
        _ => identifier(raw, place, errors).map(Linkage::One),
    }
}

fn identifier<'a>(
    raw: &'a RawValue,
    place: &str,
    errors: &mut Vec<ErrorObject>,
) -> Option<Identifier<'a>> {
    let object = kept(defined(raw, place), errors)?;
    let before = errors.len();
    let (mut kind, mut id, mut lid) = (None, None, None);
    for (name, value) in object {
        let pointer = format!("{place}/{}", pointer_part(&name));
        let done = match &*name {
            "type" => string(value, &pointer).map(|text| kind = Some(text)),
            "id" | "lid" if value.get() == "null" => Ok(()),
            "id" => string(value, &pointer).map(|text| id = Some(text)),
            "lid" => string(value, &pointer).map(|text| lid = Some(text)),
            "meta" => members(value, &pointer).map(drop),
            _ => Err(structure(
                "the resource identifier has a member that JSON:API does not know",
                &format!("`{name}` is not one of `type`, `id`, `lid`, `meta`"),
                &pointer,
            )),
        };
        kept(done, errors);
    }
    if errors.len() > before {
        return None;
    }
    let title = "a relationship is no resource linkage";
    let Some(kind) = kind else {
        errors.extend(structure(title, "member `type` is missing", place));
        return None;
    };
    if id.is_none() && lid.is_none() {
        errors.extend(structure(title, "member `id` is missing", place));
        return None;
    }
    Some(Identifier {
        kind,
        lid: lid.filter(|_| id.is_none()),
        id: id.unwrap_or_default(),
    })
}
