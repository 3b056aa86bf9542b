//! What clients send of relationships: <https://jsonapi.org/format/1.1/#document-resource-object-linkage>.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _};
use serde_json::value::RawValue;

use super::ErrorObject;
use super::input::{Members, elements, kept, primary_data, structure};

/// What a relationship in a request points to.
#[derive(Debug, Clone)]
pub enum Linkage<'a> {
    None,
    One(Identifier<'a>),
    Many(Vec<Identifier<'a>>),
}

/// A resource identifier object: with an id, or with the `lid` of a resource that the same request creates.
#[derive(Debug, Clone)]
pub struct Identifier<'a> {
    pub kind: Cow<'a, str>,
    /// Empty if there is a `lid` instead.
    pub id: Cow<'a, str>,
    /// None where there is an id: clients that name everything for themselves send both.
    pub lid: Option<Cow<'a, str>>,
}

impl<'de: 'a, 'a> Deserialize<'de> for Identifier<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(
            deny_unknown_fields,
            expecting = "an object with `type` and `id`, or with `type` and `lid`"
        )]
        struct Identifier<'a> {
            #[serde(rename = "type", borrow)]
            kind: Cow<'a, str>,
            #[serde(borrow, default)]
            id: Option<Cow<'a, str>>,
            #[serde(borrow, default)]
            lid: Option<Cow<'a, str>>,
            /// Looked at only to see that it is an object.
            #[serde(borrow, default, rename = "meta")]
            _meta: Members<'a>,
        }
        let Identifier { kind, id, lid, .. } = Identifier::deserialize(deserializer)?;
        if id.is_none() && lid.is_none() {
            return Err(D::Error::custom("missing field `id`"));
        }
        Ok(Self {
            kind,
            lid: lid.filter(|_| id.is_none()),
            id: id.unwrap_or_default(),
        })
    }
}

/// Reads a document whose primary data is resource linkage.
pub fn parse_linkage<'a>(body: &'a [u8], errors: &mut Vec<ErrorObject>) -> Option<Linkage<'a>> {
    let data = kept(primary_data(body), errors)?;
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
                .map(|(index, raw)| kept(identifier(raw, &format!("{place}/{index}")), errors))
                .collect();
            read.into_iter().collect::<Option<_>>().map(Linkage::Many)
        }
        _ => kept(identifier(raw, place), errors).map(Linkage::One),
    }
}

fn identifier<'a>(raw: &'a RawValue, pointer: &str) -> Result<Identifier<'a>, Vec<ErrorObject>> {
    serde_json::from_str(raw.get()).map_err(|error| {
        structure(
            "a relationship is no resource linkage",
            &error.to_string(),
            pointer,
        )
    })
}
