//! Rows that clients send without what JSON:API puts around them: objects of attributes.
//!
//! Places of problems are those of a document whose primary data the rows are; [`in_flat_rows`](super::ErrorObject::in_flat_rows)
//! tells them as the client knows them.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::input::{json, kept, members, one_or_many};
use super::{ErrorObject, Inputs, ResourceInput, Source};

/// Reads one flat row of a type.
pub(crate) fn parse_flat_row<'a>(
    body: &'a [u8],
    kind: &'a str,
    id: &'a str,
    errors: &mut Vec<ErrorObject>,
) -> Option<ResourceInput<'a>> {
    let raw = kept(json(body), errors)?;
    kept(row(raw, kind, Some(id), "/data"), errors)
}

/// Reads one flat row of a type that is to be created, or a list of them.
pub(crate) fn parse_flat_rows<'a>(
    body: &'a [u8],
    kind: &'a str,
    errors: &mut Vec<ErrorObject>,
) -> Option<Inputs<'a>> {
    let raw = kept(json(body), errors)?;
    one_or_many(raw, errors, |raw, place, errors| {
        kept(row(raw, kind, None, place), errors)
    })
}

fn row<'a>(
    raw: &'a RawValue,
    kind: &'a str,
    id: Option<&'a str>,
    place: &str,
) -> Result<ResourceInput<'a>, Vec<ErrorObject>> {
    Ok(ResourceInput {
        kind: Cow::Borrowed(kind),
        id: id.map(Cow::Borrowed),
        attributes: members(raw, place)?,
        ..ResourceInput::default()
    })
}

impl ErrorObject {
    /// The same with its place in the flat rows that were sent: `/data/0/attributes/City` is `/0/City`. A relationship has no
    /// place there but the row.
    pub(crate) fn in_flat_rows(mut self) -> Self {
        if let Some(Source::Pointer(pointer)) = &mut self.source
            && let Some(place) = pointer.strip_prefix("/data")
        {
            *pointer = match place.split_once("/attributes") {
                Some((row, attribute)) => format!("{row}{attribute}"),
                None => match place.split_once("/relationships") {
                    Some((row, _)) => row.to_owned(),
                    None => place.to_owned(),
                },
            };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_rows() {
        for (in_document, in_rows) in [
            ("/data/attributes/City", "/City"),
            ("/data/3/attributes/a~1b", "/3/a~1b"),
            ("/data/attributes", ""),
            ("/data/3/relationships/Customer", "/3"),
            ("/data", ""),
            ("", ""),
        ] {
            let error = ErrorObject::new(422, "x").pointer(in_document);
            let found = error.in_flat_rows().source;
            assert_eq!(found, Some(Source::Pointer(in_rows.to_owned())));
        }
    }
}
