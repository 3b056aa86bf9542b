//! Filters as JSON: ours, such as `{"or":[{"City":"Bonn"},{"Balance":{"gt":7}}]}`, and the forerunner's,
//! `[{"name":"City","op":"eq","val":"Bonn"}]`. A list means that all hold.

use std::borrow::Cow;

use serde_json::value::RawValue;

use super::all;
use super::operand::Operand;
use super::resolve::{End, Place, Resolver, inside};
use crate::condition::Condition;
use crate::jsonapi::input::Members;

impl Resolver<'_> {
    /// The condition of the parameter's text.
    pub(super) fn json(&mut self, place: Place<'_>, text: &str) -> Option<Condition> {
        match serde_json::from_str::<&RawValue>(text) {
            Ok(json) => self.group(place, json),
            Err(_) => self.refused_json(
                place,
                "is no JSON; a filter of one attribute is `filter[City]=Bonn`",
            ),
        }
    }

    fn refused_json<T>(&mut self, place: Place<'_>, what: &str) -> Option<T> {
        self.refuse(place.parameter, what);
        None
    }

    /// An object, or a list of objects that all hold.
    fn group(&mut self, place: Place<'_>, json: &RawValue) -> Option<Condition> {
        if json.get().starts_with('[') {
            return self.objects(place, json).map(all);
        }
        self.object(place, json)
    }

    fn objects(&mut self, place: Place<'_>, json: &RawValue) -> Option<Vec<Condition>> {
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(json.get()) else {
            return self.refused_json(
                place,
                "has something else where a list of objects is needed",
            );
        };
        // All problems are found, not only the first.
        let conditions: Vec<_> = items
            .into_iter()
            .map(|item| self.object(place, item))
            .collect();
        conditions.into_iter().collect()
    }

    fn object(&mut self, place: Place<'_>, json: &RawValue) -> Option<Condition> {
        // Also what is empty is counted, and how deep it is.
        self.count(place)?;
        let members = match serde_json::from_str::<Members<'_>>(json.get()) {
            Ok(members) => members.0,
            Err(error) if error.is_data() && json.get().starts_with('{') => {
                return self.refused_json(place, "has an object with a name that comes twice");
            }
            Err(_) => {
                return self.refused_json(place, "has something else where an object is needed");
            }
        };
        if let Some((name, operator, value)) = forerunners(&members) {
            let (Some(name), Some(operator)) = (string(name), string(operator)) else {
                return self.refused_json(place, "has a `name` or an `op` that is not a string");
            };
            return self.member(place, &name, &operator, value);
        }
        let conditions: Vec<_> = members
            .iter()
            .map(|(name, value)| self.named(place, name, value))
            .collect();
        conditions.into_iter().collect::<Option<_>>().map(all)
    }

    fn named(&mut self, place: Place<'_>, name: &str, value: &RawValue) -> Option<Condition> {
        let deeper = Place {
            depth: place.depth + 1,
            ..place
        };
        match name {
            "or" => self.objects(deeper, value).map(Condition::Any),
            "and" => self.objects(deeper, value).map(Condition::All),
            "not" => {
                let condition = self.group(deeper, value)?;
                Some(Condition::Not(Box::new(condition)))
            }
            "search" => match string(Some(value)) {
                Some(words) => self.search(place, Operand::Text(&words)),
                None => self.refused_json(place, "has a `search` that is not a string"),
            },
            _ if value.get().starts_with('{') => self.operators(place, name, value),
            _ => self.member(place, name, "", Some(value)),
        }
    }

    /// Operators of an attribute, or conditions on the row that a relationship leads to: on one row all of them.
    fn operators(&mut self, place: Place<'_>, path: &str, json: &RawValue) -> Option<Condition> {
        let (mut relationships, mut inner, end) = self.path(place, path)?;
        let Ok(Members(members)) = serde_json::from_str::<Members<'_>>(json.get()) else {
            return self.refused_json(place, "has an object with a name that comes twice");
        };
        if let End::Relationship(relationship, index) = end
            && !matches!(members.as_slice(), [(only, _)] if only == "exists")
        {
            relationships.push(index);
            inner.table = self.catalog.table(relationship.target);
            inner.depth += 1;
            let condition = self.object(inner, json)?;
            return Some(inside(condition, &relationships));
        }
        let conditions: Vec<_> = members
            .iter()
            .map(|(operator, value)| match operator.as_ref() {
                "" => self.refused_json(place, "has an operator without a name"),
                operator => self.member(place, path, operator, Some(value)),
            })
            .collect();
        conditions.into_iter().collect::<Option<_>>().map(all)
    }

    fn member(
        &mut self,
        place: Place<'_>,
        path: &str,
        operator: &str,
        value: Option<&RawValue>,
    ) -> Option<Condition> {
        match value.map_or(Ok(Operand::One(None)), Operand::from_json) {
            Ok(operand) => self.test(place, path, operator, operand),
            Err(what) => self.refused_json(place, what),
        }
    }
}

type Member<'a> = (Cow<'a, str>, &'a RawValue);
type Part<'a> = Option<&'a RawValue>;

/// The name, the operator and the value of an object in the forerunner's form.
fn forerunners<'a>(members: &[Member<'a>]) -> Option<(Part<'a>, Part<'a>, Part<'a>)> {
    let find = |name: &str| {
        let mut members = members.iter();
        members
            .find(|(each, _)| each == name)
            .map(|(_, json)| *json)
    };
    let (name, operator, value) = (find("name"), find("op"), find("val"));
    let known = [name, operator, value].into_iter().flatten().count();
    (known == members.len() && name.is_some() && operator.is_some())
        .then_some((name, operator, value))
}

fn string(json: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(json?.get()).ok()
}
