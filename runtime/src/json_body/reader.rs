//! Reading of JSON at a place in a document, with everything that is wrong with it.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::JsonBody;
use crate::jsonapi::{ErrorObject, find, members, pointer_part};
use crate::similar::did_you_mean;

/// Where in a document is read, and what was wrong until now.
#[derive(Debug)]
pub struct JsonReader {
    place: String,
    problems: Vec<ErrorObject>,
}

/// The members of an object.
#[derive(Debug)]
pub struct JsonMembers<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl JsonReader {
    /// Reads what is at a place of a document.
    pub(crate) fn read<T: JsonBody>(json: &RawValue, place: &str) -> Result<T, Vec<ErrorObject>> {
        let mut reader = Self {
            place: place.to_owned(),
            problems: Vec::new(),
        };
        let read = T::read(json, &mut reader);
        match read {
            Some(read) if reader.problems.is_empty() => Ok(read),
            _ => Err(reader.problems),
        }
    }

    /// Refuses what is at the place, by a sentence about it: `is not a whole number`.
    pub fn refuse<T>(&mut self, sentence: &str) -> Option<T> {
        let name = self.place.rsplit('/').next().unwrap_or_default();
        let name = match name.parse::<usize>() {
            Ok(index) => format!("item {index}"),
            Err(_) => format!("`{}`", name.replace("~1", "/").replace("~0", "~")),
        };
        self.problem(422, format!("{name} {sentence}"));
        None
    }

    fn problem(&mut self, status: u16, title: String) {
        let problem = ErrorObject::new(status, title).pointer(&*self.place);
        self.problems.push(problem);
    }

    /// Does something at a place below.
    pub(super) fn below<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.place.len();
        self.place.push('/');
        self.place.push_str(&pointer_part(name));
        let done = read(self);
        self.place.truncate(length);
        done
    }

    /// The members of the object at the place; those of other names are refused.
    pub fn members<'a>(&mut self, json: &'a RawValue, names: &[&str]) -> Option<JsonMembers<'a>> {
        let found = self.any_members(json)?;
        for (name, _) in &found.0 {
            if !names.contains(&&**name) {
                let hint = did_you_mean(name, names.iter().copied());
                let hint = hint.map_or(String::new(), |hint| format!(": {hint}"));
                self.below(name, |reader| {
                    reader.problem(422, format!("there is no `{name}` here{hint}"));
                });
            }
        }
        Some(found)
    }

    /// The members of the object at the place, whatever their names are.
    pub(super) fn any_members<'a>(&mut self, json: &'a RawValue) -> Option<JsonMembers<'a>> {
        if !json.get().starts_with('{') {
            return self.refuse("is not an object");
        }
        match members(json, &self.place) {
            Ok(found) => Some(JsonMembers(found)),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    /// Reads a member.
    pub fn member<T: JsonBody>(&mut self, members: &JsonMembers<'_>, name: &str) -> Option<T> {
        match find(&members.0, name) {
            Some(json) => self.below(name, |reader| T::read(json, reader)),
            None => T::absent().or_else(|| self.below(name, |reader| reader.refuse("is missing"))),
        }
    }

    /// The position of the text at the place among names.
    pub fn one_of(&mut self, json: &RawValue, names: &[&str]) -> Option<usize> {
        let text = serde_json::from_str::<String>(json.get()).ok();
        let found = text.and_then(|text| names.iter().position(|name| *name == text));
        found.or_else(|| {
            let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
            self.refuse(&format!("is not one of {}", names.join(", ")))
        })
    }
}

impl<'a> JsonMembers<'a> {
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(name, json)| (&**name, *json))
    }
}
