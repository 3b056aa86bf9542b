//! What an operation says: <https://jsonapi.org/ext/atomic/#operation-objects>.

use std::borrow::Cow;

use axum::http::{HeaderMap, HeaderValue, header};
use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;

use super::super::request::{Place, find_place};
use crate::app::State;
use crate::catalog::TableId;
use crate::jsonapi::{
    ErrorObject, Object, defined, find, kept, members, pointer_part, string, structure,
};

/// The member of an operation's `meta` that says which state of the row it was made from.
pub(super) const IF_MATCH: &str = "ifMatch";

/// What an operation is about.
pub(super) enum Subject<'a> {
    Collection(TableId),
    Row {
        table: TableId,
        id: Name<'a>,
    },
    Relationship {
        table: TableId,
        id: Name<'a>,
        relationship: usize,
    },
}

/// What a row is known by.
#[derive(Clone)]
pub(super) enum Name<'a> {
    Id(Cow<'a, str>),
    Lid(Cow<'a, str>),
}

/// What an operation is made of.
pub(super) struct Operation<'a> {
    pub(super) op: Cow<'a, str>,
    pub(super) subject: Subject<'a>,
    pub(super) data: Option<&'a RawValue>,
    /// What it demands of the row it is about: `If-Match`, as a header would say it.
    pub(super) demanded: HeaderMap,
    /// Where in the document it is.
    pub(super) place: String,
}

/// Reads operations of a server's resources.
pub(super) struct Reader<'s> {
    pub(super) state: &'s State,
}

impl Reader<'_> {
    /// Reads the operation at a place of the document; none if that cannot be told from what it says.
    pub(super) fn read<'a>(
        &self,
        raw: &'a RawValue,
        place: &str,
        errors: &mut Vec<ErrorObject>,
    ) -> Option<Operation<'a>> {
        let object = kept(defined(raw, place), errors)?;
        for (name, _) in &object {
            if !matches!(&**name, "op" | "ref" | "href" | "data" | "meta") {
                errors.extend(structure(
                    "the operation has a member that is not known",
                    &format!("`{name}` is not one of `op`, `ref`, `href`, `data`, `meta`"),
                    &format!("{place}/{}", pointer_part(name)),
                ));
            }
        }
        let data = find(&object, "data");
        let meta = find(&object, "meta").map_or(Ok(Object::default()), |meta| {
            members(meta, &format!("{place}/meta"))
        });
        let demanded = kept(meta.and_then(|meta| demanded(meta, place)), errors);
        let op = kept(op(&object, place), errors)?;
        Some(Operation {
            subject: kept(self.subject(&op, &object, data, place), errors)?,
            demanded: demanded.unwrap_or_default(),
            op,
            data,
            place: place.to_owned(),
        })
    }

    fn subject<'a>(
        &self,
        op: &str,
        object: &Object<'a>,
        data: Option<&'a RawValue>,
        place: &str,
    ) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let both = "the operation has both `ref` and `href`";
        match (find(object, "ref"), find(object, "href")) {
            (Some(_), Some(_)) => Err(structure(both, "one of them says it all", place)),
            (Some(reference), None) => {
                let place = format!("{place}/ref");
                self.by_members(&defined(reference, &place)?, &place)
            }
            (None, Some(href)) => {
                let place = format!("{place}/href");
                self.by_href(&string(href, &place)?, &place)
            }
            (None, None) => {
                let Some(data) = data.filter(|_| op != "remove") else {
                    let title = "the operation does not say what it is about";
                    let detail = "member `ref` or `href` is missing";
                    return Err(structure(title, detail, place));
                };
                let place = format!("{place}/data");
                let object = defined(data, &place)?;
                if op == "add" {
                    return self.table(&object, &place).map(Subject::Collection);
                }
                self.by_members(&object, &place)
            }
        }
    }

    fn table(&self, object: &Object<'_>, place: &str) -> Result<TableId, Vec<ErrorObject>> {
        let title = "there is no type";
        let kind = find(object, "type")
            .ok_or_else(|| structure(title, "member `type` is missing", place))?;
        let place = format!("{place}/type");
        let kind = string(kind, &place)?;
        let table = self.state.catalog.find(&kind).ok_or_else(|| {
            let title = format!("there is no type `{kind}`");
            vec![ErrorObject::new(404, title).pointer(&*place)]
        })?;
        Ok(table.id)
    }

    fn by_members<'a>(
        &self,
        object: &Object<'a>,
        place: &str,
    ) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let table = self.table(object, place)?;
        let id = match (find(object, "id"), find(object, "lid")) {
            (Some(id), None) => Name::Id(string(id, &format!("{place}/id"))?),
            (None, Some(lid)) => Name::Lid(string(lid, &format!("{place}/lid"))?),
            (None, None) => {
                let detail = "member `id` or `lid` is missing";
                return Err(structure("the operation names no row", detail, place));
            }
            (Some(_), Some(_)) => {
                let detail = "it has both `id` and `lid`";
                return Err(structure("the operation names a row twice", detail, place));
            }
        };
        let Some(name) = find(object, "relationship") else {
            return Ok(Subject::Row { table, id });
        };
        let place = format!("{place}/relationship");
        let name = string(name, &place)?;
        let known = self.state.catalog.table(table);
        let relationship = known.relationship(&name).ok_or_else(|| {
            let title = format!("`{name}` is no relationship of `{}`", known.kind);
            vec![ErrorObject::new(404, title).pointer(place)]
        })?;
        Ok(Subject::Relationship {
            table,
            id,
            relationship,
        })
    }

    fn by_href<'a>(&self, href: &str, place: &str) -> Result<Subject<'a>, Vec<ErrorObject>> {
        let refuse = |title: String| vec![ErrorObject::new(404, title).pointer(place)];
        let nothing = || refuse(format!("there is nothing to change at `{href}`"));
        // Only the path counts: we are the host that it could name.
        let path = href.split_once("://").map_or(href, |(_, rest)| {
            rest.find('/').map_or("", |at| &rest[at..])
        });
        let is_ours = path.starts_with(&format!("{}/", self.state.prefix));
        let is_plain = percent_decode_str(path).decode_utf8().is_ok() && !path.contains(['?', '#']);
        if !is_ours || !is_plain {
            return Err(nothing());
        }
        match find_place(self.state, path) {
            Ok(Place::Collection(table)) => Ok(Subject::Collection(table)),
            Ok(Place::One { table, id }) => Ok(Subject::Row {
                table,
                id: Name::Id(id.into()),
            }),
            Ok(
                Place::Linkage {
                    table,
                    id,
                    relationship,
                }
                | Place::Related {
                    table,
                    id,
                    relationship,
                },
            ) => Ok(Subject::Relationship {
                table,
                id: Name::Id(id.into()),
                relationship,
            }),
            _ => Err(nothing()),
        }
    }
}

/// What is to be done.
fn op<'a>(object: &Object<'a>, place: &str) -> Result<Cow<'a, str>, Vec<ErrorObject>> {
    let op = find(object, "op")
        .ok_or_else(|| structure("the operation has no `op`", "member `op` is missing", place))?;
    let place = format!("{place}/op");
    let op = string(op, &place)?;
    if matches!(&*op, "add" | "update" | "remove") {
        return Ok(op);
    }
    let detail = format!("`{op}` is not one of `add`, `update`, `remove`");
    Err(structure("the operation is not known", &detail, &place))
}

/// What the `meta` of an operation demands.
fn demanded(meta: Object<'_>, place: &str) -> Result<HeaderMap, Vec<ErrorObject>> {
    let mut headers = HeaderMap::new();
    for (name, value) in meta {
        // Anything else there is the client's own.
        if name == IF_MATCH {
            let place = format!("{place}/meta/{IF_MATCH}");
            let text = string(value, &place)?;
            // A checksum is a tag without its quotes.
            let is_tag = text == "*" || text.contains('"');
            let tag = if is_tag {
                text.into_owned()
            } else {
                format!("\"{text}\"")
            };
            let value = HeaderValue::from_str(&tag)
                .map_err(|_| structure("the operation demands what is no tag", &tag, &place))?;
            headers.insert(header::IF_MATCH, value);
        }
    }
    Ok(headers)
}
