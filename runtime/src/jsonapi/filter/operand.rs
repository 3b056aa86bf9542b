//! What an operator is given.

use std::borrow::Cow;

use serde_json::value::RawValue;

/// What an operator is given: a parameter's text, which may be a list, or JSON.
#[derive(Debug, Clone)]
pub(super) enum Operand<'a> {
    Text(&'a str),
    /// None is null.
    One(Option<Cow<'a, str>>),
    Many(Vec<Option<Cow<'a, str>>>),
}

impl<'a> Operand<'a> {
    /// Reads JSON: a string, a number, `true`, `false`, `null`, or a list of these.
    pub(super) fn from_json(json: &'a RawValue) -> Result<Self, &'static str> {
        if !json.get().starts_with('[') {
            return scalar(json).map(Self::One);
        }
        let items: Vec<&RawValue> =
            serde_json::from_str(json.get()).map_err(|_| "has a list that is no JSON")?;
        items
            .into_iter()
            .map(scalar)
            .collect::<Result<_, _>>()
            .map(Self::Many)
    }

    /// The only value; none for null.
    pub(super) fn one(self) -> Result<Option<Cow<'a, str>>, &'static str> {
        match self {
            Self::Text(text) => Ok(Some(text.into())),
            Self::One(value) => Ok(value),
            Self::Many(_) => Err("has a list where one value is needed"),
        }
    }

    /// The only value, which is not null.
    pub(super) fn text(self) -> Result<Cow<'a, str>, &'static str> {
        self.one()?
            .ok_or("has null where a value is needed; there is the operator `isnull`")
    }

    /// All values; a parameter's text has commas between them.
    pub(super) fn many(self) -> Vec<Option<Cow<'a, str>>> {
        match self {
            Self::Text(text) => text.split(',').map(|text| Some(text.into())).collect(),
            Self::One(value) => vec![value],
            Self::Many(values) => values,
        }
    }
}

fn scalar(json: &RawValue) -> Result<Option<Cow<'_, str>>, &'static str> {
    let text = json.get();
    match text.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'"') => serde_json::from_str::<String>(text)
            .map(|text| Some(text.into()))
            .map_err(|_| "has a string that is not unicode text"),
        Some(b'{' | b'[') | None => Err("has a list or an object where a value is needed"),
        Some(_) => Ok(Some(text.into())),
    }
}
