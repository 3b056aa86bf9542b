//! Documents that clients send: <https://jsonapi.org/format/1.1/#crud>. Values stay the text they came as, so that
//! numbers keep their digits.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ErrorObject;
use super::errors::pointer_part;
use super::linkage_input::{Linkage, linkage};

/// The primary data of a request that creates or changes a resource.
#[derive(Debug, Default)]
pub struct ResourceInput<'a> {
    pub kind: Cow<'a, str>,
    pub id: Option<Cow<'a, str>>,
    /// The name by which the same request refers to it.
    pub lid: Option<Cow<'a, str>>,
    /// In the order they came.
    pub attributes: Vec<(Cow<'a, str>, &'a RawValue)>,
    pub relationships: Vec<(Cow<'a, str>, Linkage<'a>)>,
    /// Whether a part of it could not be read: what seems to be missing may be there.
    pub is_partial: bool,
}

/// The primary data of a request.
#[derive(Debug)]
pub enum Inputs<'a> {
    One(ResourceInput<'a>),
    /// Those that could be read, with their places in the list.
    Many(Vec<(usize, ResourceInput<'a>)>),
}

/// The members of a JSON object in the order they came; a name that comes twice is an error.
#[derive(Debug, Default)]
pub(crate) struct Members<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Members<'a> {
    /// Name and value of each.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (Cow<'a, str>, &'a RawValue)> {
        self.0.iter()
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Vec<(Cow<'de, str>, &'de RawValue)>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Self::Value = Vec::new();
                while let Some((Name(name), value)) = map.next_entry::<Name<'de>, &RawValue>()? {
                    if members.iter().any(|(earlier, _)| *earlier == name) {
                        return Err(A::Error::custom(format!("the member `{name}` comes twice")));
                    }
                    members.push((name, value));
                }
                Ok(members)
            }
        }

        deserializer.deserialize_map(MembersVisitor).map(Members)
    }
}

/// A name, borrowed where it has no escapes.
#[derive(Deserialize)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The members of a JSON object, in the order they came.
pub(crate) type Object<'a> = Vec<(Cow<'a, str>, &'a RawValue)>;

/// Reads a document whose primary data is one resource object, as far as it can be read.
pub fn parse_document<'a>(
    body: &'a [u8],
    errors: &mut Vec<ErrorObject>,
) -> Option<ResourceInput<'a>> {
    let data = primary_data(body, errors)?;
    parse_resource(data, "/data", errors)
}

/// Reads a document whose primary data is one resource object, or a list of them, as far as it can be read.
pub fn parse_documents<'a>(body: &'a [u8], errors: &mut Vec<ErrorObject>) -> Option<Inputs<'a>> {
    let data = primary_data(body, errors)?;
    one_or_many(data, errors, parse_resource)
}

/// What was read; else the problems are kept with those that there are.
pub(crate) fn kept<T>(
    read: Result<T, Vec<ErrorObject>>,
    errors: &mut Vec<ErrorObject>,
) -> Option<T> {
    read.map_err(|problems| errors.extend(problems)).ok()
}

/// Reads one thing, or each of a list, with its place; all problems of all of them.
pub(super) fn one_or_many<'a>(
    data: &'a RawValue,
    errors: &mut Vec<ErrorObject>,
    read: impl Fn(&'a RawValue, &str, &mut Vec<ErrorObject>) -> Option<ResourceInput<'a>>,
) -> Option<Inputs<'a>> {
    if !data.get().starts_with('[') {
        return read(data, "/data", errors).map(Inputs::One);
    }
    let elements = kept(elements(data, "/data"), errors)?;
    let inputs = elements
        .into_iter()
        .enumerate()
        .filter_map(|(index, raw)| Some((index, read(raw, &format!("/data/{index}"), errors)?)));
    Some(Inputs::Many(inputs.collect()))
}

/// The elements of a list at a place in the document.
pub(crate) fn elements<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Vec<&'a RawValue>, Vec<ErrorObject>> {
    serde_json::from_str(raw.get()).map_err(|error| {
        structure(
            "the document has not the structure of JSON:API",
            &said(&error),
            pointer,
        )
    })
}

/// Reads a resource object at a place in the document, as far as it can be read.
pub(crate) fn parse_resource<'a>(
    raw: &'a RawValue,
    place: &str,
    errors: &mut Vec<ErrorObject>,
) -> Option<ResourceInput<'a>> {
    let object = kept(defined(raw, place), errors)?;
    let mut input = ResourceInput::default();
    let mut has_type = false;
    let before = errors.len();
    for (name, value) in object {
        let pointer = format!("{place}/{}", pointer_part(&name));
        let done = match &*name {
            "type" => {
                has_type = true;
                string(value, &pointer).map(|kind| input.kind = kind)
            }
            // Clients send null for a resource that is to be numbered by the server.
            "id" if value.get() == "null" => Ok(()),
            "id" => string(value, &pointer).map(|id| input.id = Some(id)),
            "lid" => string(value, &pointer).map(|lid| input.lid = Some(lid)),
            "attributes" => defined(value, &pointer).map(|found| input.attributes = found),
            "relationships" => defined(value, &pointer).map(|found| {
                input.relationships = relationships(found, &pointer, errors);
            }),
            "links" | "meta" => members(value, &pointer).map(drop),
            _ => Err(structure(
                "the resource object has a member that JSON:API does not know",
                &format!(
                    "`{name}` is not one of `type`, `id`, `lid`, `attributes`, `relationships`, `links`, `meta`"
                ),
                &pointer,
            )),
        };
        kept(done, errors);
    }
    if !has_type {
        errors.extend(structure(
            "the resource object has no type",
            "member `type` is missing",
            place,
        ));
    }
    input.is_partial = errors.len() > before;
    Some(input)
}

/// The members of the document.
pub(crate) fn top_level(body: &[u8]) -> Result<Object<'_>, Vec<ErrorObject>> {
    defined(json(body)?, "")
}

/// A body, if it is JSON.
pub(super) fn json(body: &[u8]) -> Result<&RawValue, Vec<ErrorObject>> {
    let text = std::str::from_utf8(body).map_err(|_| malformed("it is not UTF-8"))?;
    serde_json::from_str(text).map_err(|error| malformed(&error.to_string()))
}

pub(super) fn primary_data<'a>(
    body: &'a [u8],
    errors: &mut Vec<ErrorObject>,
) -> Option<&'a RawValue> {
    let document = kept(top_level(body), errors)?;
    check_document(&document, "data", errors);
    let data = find(&document, "data").ok_or_else(|| {
        structure(
            "the document has no primary data",
            "member `data` is missing",
            "",
        )
    });
    kept(data, errors)
}

/// Looks at the members that a document has besides the one that says what to do.
pub(crate) fn check_document(document: &Object<'_>, own: &str, errors: &mut Vec<ErrorObject>) {
    for (name, value) in document {
        let pointer = format!("/{}", pointer_part(name));
        let done = match &**name {
            name if name == own => Ok(()),
            "meta" | "links" | "jsonapi" => members(value, &pointer).map(drop),
            // Some clients send the member always.
            "included" if value.get().len() < 3 => Ok(()),
            "included" => Err(structure(
                "included resources are not written",
                "several are created by a list in `data`, or by operations",
                &pointer,
            )),
            name => Err(structure(
                "the document has a member that JSON:API does not know",
                &format!("`{name}` is not one of `{own}`, `meta`, `links`, `jsonapi`"),
                &pointer,
            )),
        };
        kept(done, errors);
    }
}

fn relationships<'a>(
    members_of_it: Object<'a>,
    place: &str,
    errors: &mut Vec<ErrorObject>,
) -> Vec<(Cow<'a, str>, Linkage<'a>)> {
    let mut found = Vec::new();
    for (name, value) in members_of_it {
        let pointer = format!("{place}/{}", pointer_part(&name));
        let Some(object) = kept(defined(value, &pointer), errors) else {
            continue;
        };
        for part in ["links", "meta"] {
            if let Some(value) = find(&object, part) {
                kept(members(value, &format!("{pointer}/{part}")), errors);
            }
        }
        // Links and meta alone say nothing about what it points to.
        if let Some(data) = find(&object, "data")
            && let Some(linkage) = linkage(data, &format!("{pointer}/data"), errors)
        {
            found.push((name, linkage));
        }
    }
    found
}

/// The members of an object that JSON:API defines, without those that are for others
/// (<https://jsonapi.org/format/1.1/#document-member-names-at-members>).
pub(crate) fn defined<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Object<'a>, Vec<ErrorObject>> {
    let mut found = members(raw, pointer)?;
    found.retain(|(name, _)| !name.starts_with('@'));
    Ok(found)
}

/// What is wrong with a part of a body, whose lines are not those of the body.
fn said(error: &serde_json::Error) -> String {
    let text = error.to_string();
    match text.rsplit_once(" at line ") {
        Some((said, _)) => said.to_owned(),
        None => text,
    }
}

/// Names and values of an object at a place in the document.
pub(crate) fn members<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Object<'a>, Vec<ErrorObject>> {
    serde_json::from_str::<Members<'a>>(raw.get())
        .map(|members| members.0)
        .map_err(|error| {
            structure(
                "the document has not the structure of JSON:API",
                &said(&error),
                pointer,
            )
        })
}

pub(crate) fn find<'a>(
    members: &[(Cow<'a, str>, &'a RawValue)],
    name: &str,
) -> Option<&'a RawValue> {
    members
        .iter()
        .find(|(each, _)| each == name)
        .map(|(_, value)| *value)
}

pub(crate) fn string<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Cow<'a, str>, Vec<ErrorObject>> {
    serde_json::from_str::<Name<'a>>(raw.get())
        .map(|name| name.0)
        .map_err(|_| {
            structure(
                "the document has not the structure of JSON:API",
                "it is not a string",
                pointer,
            )
        })
}

fn malformed(detail: &str) -> Vec<ErrorObject> {
    vec![
        ErrorObject::new(400, "the body is not JSON")
            .detail(detail)
            .pointer(""),
    ]
}

pub(crate) fn structure(title: &str, detail: &str, pointer: &str) -> Vec<ErrorObject> {
    vec![ErrorObject::new(400, title).detail(detail).pointer(pointer)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &[u8]) -> ResourceInput<'_> {
        let mut errors = Vec::new();
        let input = parse_document(body, &mut errors).unwrap();
        assert_eq!(errors, []);
        input
    }

    #[test]
    fn numbers_keep_their_digits() {
        let body =
            br#"{"data":{"type":"T","attributes":{"a":1.100000000000000000000000001,"b":null}}}"#;
        let input = read(body);
        assert_eq!(input.attributes[0].1.get(), "1.100000000000000000000000001");
        assert_eq!(input.attributes[1].0, "b");
    }

    #[test]
    fn linkage_is_read() {
        let body = br#"{"data":{"type":"T","id":"1","relationships":{"A":{"data":null},"B":{"data":{"type":"B","id":"2"}},"C":{"data":[]},"D":{"meta":{}}}}}"#;
        let input = read(body);
        assert!(matches!(input.relationships[0].1, Linkage::None));
        assert!(matches!(&input.relationships[1].1, Linkage::One(one) if one.id == "2"));
        assert!(matches!(&input.relationships[2].1, Linkage::Many(many) if many.is_empty()));
        assert_eq!(input.relationships.len(), 3);
    }

    #[test]
    fn no_id_may_be_said_by_null_and_an_id_goes_before_a_name() {
        let body = br#"{"data":{"type":"T","id":null,"lid":"a","relationships":{"B":{"data":{"type":"B","id":"2","lid":"b"}}}}}"#;
        let input = read(body);
        assert!(input.id.is_none() && input.lid.as_deref() == Some("a"));
        assert!(
            matches!(&input.relationships[0].1, Linkage::One(one) if one.id == "2" && one.lid.is_none())
        );
    }

    #[test]
    fn a_wrong_structure_is_pointed_at() {
        let pointers = |body: &str| -> Vec<String> {
            let mut errors = Vec::new();
            let input = parse_document(body.as_bytes(), &mut errors);
            assert!(input.is_none_or(|input| input.is_partial), "{body}");
            errors
                .into_iter()
                .map(|error| format!("{:?}", error.source.unwrap()))
                .collect()
        };
        assert_eq!(pointers("{"), [r#"Pointer("")"#]);
        assert_eq!(pointers("[]"), [r#"Pointer("")"#]);
        assert_eq!(
            pointers(r#"{"data":{"id":7,"type":1}}"#),
            [r#"Pointer("/data/id")"#, r#"Pointer("/data/type")"#]
        );
        assert_eq!(
            pointers(r#"{"data":{"type":"T","a":1}}"#),
            [r#"Pointer("/data/a")"#]
        );
        assert_eq!(
            pointers(r#"{"data":{"type":"T","meta":[],"relationships":{"A":{"meta":1}}}}"#),
            [
                r#"Pointer("/data/meta")"#,
                r#"Pointer("/data/relationships/A/meta")"#
            ]
        );
        assert_eq!(
            pointers(
                r#"{"data":{"type":"T","relationships":{"A":{"data":{"type":"A","id":"1","name":"x"}}}}}"#
            ),
            [r#"Pointer("/data/relationships/A/data/name")"#]
        );
        assert_eq!(
            pointers(r#"{"data":{"type":"T","attributes":{"a":1,"a":2}}}"#),
            [r#"Pointer("/data/attributes")"#]
        );
        assert_eq!(
            pointers(
                r#"{"data":{"relationships":{"A":1,"B":{"data":[{"type":"B","id":"1"},{"id":"2"},7]}}}}"#
            ),
            [
                r#"Pointer("/data/relationships/A")"#,
                r#"Pointer("/data/relationships/B/data/1")"#,
                r#"Pointer("/data/relationships/B/data/2")"#,
                r#"Pointer("/data")"#
            ]
        );
    }
}
