//! Documents that clients send: <https://jsonapi.org/format/1.1/#crud>. Values stay the text they came as, so that
//! numbers keep their digits.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::ErrorObject;
use super::errors::pointer_part;

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
}

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
        #[serde(deny_unknown_fields)]
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

/// The primary data of a request.
#[derive(Debug)]
pub enum Inputs<'a> {
    One(ResourceInput<'a>),
    Many(Vec<ResourceInput<'a>>),
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

/// Reads a document whose primary data is one resource object.
pub fn parse_document(body: &[u8]) -> Result<ResourceInput<'_>, Vec<ErrorObject>> {
    parse_resource(primary_data(body)?, "/data")
}

/// Reads a document whose primary data is one resource object, or a list of them.
pub fn parse_documents(body: &[u8]) -> Result<Inputs<'_>, Vec<ErrorObject>> {
    one_or_many(primary_data(body)?, parse_resource)
}

/// Reads one thing, or each of a list, with its place; all problems of all of them.
pub(super) fn one_or_many<'a>(
    data: &'a RawValue,
    read: impl Fn(&'a RawValue, &str) -> Result<ResourceInput<'a>, Vec<ErrorObject>>,
) -> Result<Inputs<'a>, Vec<ErrorObject>> {
    if !data.get().starts_with('[') {
        return read(data, "/data").map(Inputs::One);
    }
    let mut inputs = Vec::new();
    let mut errors = Vec::new();
    for (index, raw) in elements(data, "/data")?.into_iter().enumerate() {
        match read(raw, &format!("/data/{index}")) {
            Ok(input) => inputs.push(input),
            Err(problems) => errors.extend(problems),
        }
    }
    if errors.is_empty() {
        Ok(Inputs::Many(inputs))
    } else {
        Err(errors)
    }
}

/// The elements of a list at a place in the document.
pub(crate) fn elements<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Vec<&'a RawValue>, Vec<ErrorObject>> {
    serde_json::from_str(raw.get()).map_err(|error| {
        structure(
            "the document has not the structure of JSON:API",
            &error.to_string(),
            pointer,
        )
    })
}

/// Reads a resource object at a place in the document.
pub(crate) fn parse_resource<'a>(
    raw: &'a RawValue,
    place: &str,
) -> Result<ResourceInput<'a>, Vec<ErrorObject>> {
    let object = members(raw, place)?;
    let mut input = ResourceInput {
        kind: Cow::Borrowed(""),
        id: None,
        lid: None,
        attributes: Vec::new(),
        relationships: Vec::new(),
    };
    let mut errors = Vec::new();
    for (name, value) in object {
        let done = match &*name {
            "type" => string(value, &format!("{place}/type")).map(|kind| input.kind = kind),
            // Clients send null for a resource that is to be numbered by the server.
            "id" if value.get() == "null" => Ok(()),
            "id" => string(value, &format!("{place}/id")).map(|id| input.id = Some(id)),
            "lid" => string(value, &format!("{place}/lid")).map(|lid| input.lid = Some(lid)),
            "attributes" => {
                members(value, &format!("{place}/attributes")).map(|found| input.attributes = found)
            }
            "relationships" => relationships(value, &format!("{place}/relationships"))
                .map(|found| input.relationships = found),
            "links" | "meta" => members(value, &format!("{place}/{name}")).map(drop),
            _ => Err(structure(
                "the resource object has a member that JSON:API does not know",
                &format!(
                    "`{name}` is not one of `type`, `id`, `lid`, `attributes`, `relationships`, `links`, `meta`"
                ),
                &format!("{place}/{}", pointer_part(&name)),
            )),
        };
        if let Err(problems) = done {
            errors.extend(problems);
        }
    }
    if input.kind.is_empty() && errors.is_empty() {
        errors.extend(structure(
            "the resource object has no type",
            "member `type` is missing",
            place,
        ));
    }
    if errors.is_empty() {
        Ok(input)
    } else {
        Err(errors)
    }
}

/// Reads a document whose primary data is resource linkage.
pub fn parse_linkage(body: &[u8]) -> Result<Linkage<'_>, Vec<ErrorObject>> {
    linkage(primary_data(body)?, "/data")
}

/// The members of the document.
pub(crate) fn top_level(body: &[u8]) -> Result<Object<'_>, Vec<ErrorObject>> {
    members(json(body)?, "")
}

/// A body, if it is JSON.
pub(super) fn json(body: &[u8]) -> Result<&RawValue, Vec<ErrorObject>> {
    let text = std::str::from_utf8(body).map_err(|_| malformed("it is not UTF-8"))?;
    serde_json::from_str(text).map_err(|error| malformed(&error.to_string()))
}

fn primary_data(body: &[u8]) -> Result<&RawValue, Vec<ErrorObject>> {
    let document = top_level(body)?;
    find(&document, "data").ok_or_else(|| {
        structure(
            "the document has no primary data",
            "member `data` is missing",
            "",
        )
    })
}

fn relationships<'a>(
    raw: &'a RawValue,
    place: &str,
) -> Result<Vec<(Cow<'a, str>, Linkage<'a>)>, Vec<ErrorObject>> {
    let mut found = Vec::new();
    for (name, value) in members(raw, place)? {
        let pointer = format!("{place}/{}", pointer_part(&name));
        let object = members(value, &pointer)?;
        for part in ["links", "meta"] {
            if let Some(value) = find(&object, part) {
                members(value, &format!("{pointer}/{part}"))?;
            }
        }
        // Links and meta alone say nothing about what it points to.
        if let Some(data) = find(&object, "data") {
            found.push((name, linkage(data, &format!("{pointer}/data"))?));
        }
    }
    Ok(found)
}

pub(crate) fn linkage<'a>(
    raw: &'a RawValue,
    pointer: &str,
) -> Result<Linkage<'a>, Vec<ErrorObject>> {
    let refuse = |error: serde_json::Error| {
        structure(
            "a relationship is no resource linkage",
            &error.to_string(),
            pointer,
        )
    };
    match raw.get().as_bytes()[0] {
        b'n' => Ok(Linkage::None),
        b'[' => serde_json::from_str(raw.get())
            .map(Linkage::Many)
            .map_err(refuse),
        _ => serde_json::from_str(raw.get())
            .map(Linkage::One)
            .map_err(refuse),
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
                &error.to_string(),
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

    #[test]
    fn numbers_keep_their_digits() {
        let body =
            br#"{"data":{"type":"T","attributes":{"a":1.100000000000000000000000001,"b":null}}}"#;
        let input = parse_document(body).unwrap();
        assert_eq!(input.attributes[0].1.get(), "1.100000000000000000000000001");
        assert_eq!(input.attributes[1].0, "b");
    }

    #[test]
    fn linkage_is_read() {
        let body = br#"{"data":{"type":"T","id":"1","relationships":{"A":{"data":null},"B":{"data":{"type":"B","id":"2"}},"C":{"data":[]},"D":{"meta":{}}}}}"#;
        let input = parse_document(body).unwrap();
        assert!(matches!(input.relationships[0].1, Linkage::None));
        assert!(matches!(&input.relationships[1].1, Linkage::One(one) if one.id == "2"));
        assert!(matches!(&input.relationships[2].1, Linkage::Many(many) if many.is_empty()));
        assert_eq!(input.relationships.len(), 3);
    }

    #[test]
    fn no_id_may_be_said_by_null_and_an_id_goes_before_a_name() {
        let body = br#"{"data":{"type":"T","id":null,"lid":"a","relationships":{"B":{"data":{"type":"B","id":"2","lid":"b"}}}}}"#;
        let input = parse_document(body).unwrap();
        assert!(input.id.is_none() && input.lid.as_deref() == Some("a"));
        assert!(
            matches!(&input.relationships[0].1, Linkage::One(one) if one.id == "2" && one.lid.is_none())
        );
    }

    #[test]
    fn a_wrong_structure_is_pointed_at() {
        let pointers = |body: &str| -> Vec<String> {
            let errors = parse_document(body.as_bytes()).unwrap_err();
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
            [r#"Pointer("/data/relationships/A/data")"#]
        );
        assert_eq!(
            pointers(r#"{"data":{"type":"T","attributes":{"a":1,"a":2}}}"#),
            [r#"Pointer("/data/attributes")"#]
        );
    }
}
