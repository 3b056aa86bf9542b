//! The `filter` parameters: in brackets, and as JSON. All of them hold.
//!
//! Names are looked up and values checked here; what comes out can be asked of the database as it is.

mod json;
mod operand;
mod operator;
mod resolve;

use resolve::{Place, Resolver};

use super::ErrorObject;
use crate::catalog::{Catalog, Table};
use crate::condition::Condition;
use operand::Operand;

/// What filters may ask for at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FilterLimits {
    /// Relationships and groups inside each other.
    pub depth: usize,
    /// Conditions of a request.
    pub conditions: usize,
    /// Values in a list.
    pub values: usize,
}

/// The filters of a request, as far as they were read.
pub(super) struct Filters<'a> {
    table: &'a Table,
    resolver: Resolver<'a>,
    all: Group,
    lists: Vec<List>,
}

/// A list whose values come one by one: `filter[id][]=1&filter[id][]=2`.
struct List {
    parameter: String,
    /// Without the empty one at the end.
    names: Vec<String>,
    values: Vec<String>,
}

/// Conditions that hold together: `filter[or][0][City]` and `filter[or][0][Country]` are of one group.
#[derive(Default)]
struct Group {
    conditions: Vec<Condition>,
    /// By what stands in the brackets after `or`.
    alternatives: Vec<(String, Group)>,
    /// By what stands in the brackets after `and`.
    parts: Vec<(String, Group)>,
    not: Option<Box<Group>>,
}

impl<'a> Filters<'a> {
    pub(super) fn new(catalog: &'a Catalog, table: &'a Table, limits: &'a FilterLimits) -> Self {
        Self {
            table,
            resolver: Resolver::new(catalog, limits),
            all: Group::default(),
            lists: Vec::new(),
        }
    }

    /// Reads a parameter of the family `filter`, with the names in its brackets.
    pub(super) fn parameter(&mut self, parameter: &str, names: &[&str], value: &str) {
        match names {
            [] => self.json(parameter, value),
            names => self.bracketed(parameter, names, value),
        }
    }

    /// Reads `filter=…`.
    fn json(&mut self, parameter: &str, text: &str) {
        let place = Place::outermost(self.table, parameter);
        let condition = self.resolver.json(place, text);
        self.all.conditions.extend(condition);
    }

    /// Reads `filter[…]=…`.
    fn bracketed(&mut self, parameter: &str, names: &[&str], value: &str) {
        match names {
            [names @ .., ""] if !names.is_empty() => self.listed(parameter, names, value),
            _ => self.test(parameter, names, Operand::Text(value)),
        }
    }

    /// Keeps one value of a list until all are there.
    fn listed(&mut self, parameter: &str, names: &[&str], value: &str) {
        let known = self.lists.iter_mut().find(|list| list.names == names);
        if let Some(list) = known {
            list.values.push(value.to_owned());
        } else {
            self.lists.push(List {
                parameter: parameter.to_owned(),
                names: names.iter().map(|&name| name.to_owned()).collect(),
                values: vec![value.to_owned()],
            });
        }
    }

    fn test(&mut self, parameter: &str, names: &[&str], operand: Operand<'_>) {
        let mut place = Place::outermost(self.table, parameter);
        let mut group = &mut self.all;
        let mut names = names;
        loop {
            names = match names {
                ["or", number, rest @ ..] if !rest.is_empty() => {
                    group = find_or_add(&mut group.alternatives, number);
                    rest
                }
                ["and", number, rest @ ..] if !rest.is_empty() => {
                    group = find_or_add(&mut group.parts, number);
                    rest
                }
                ["not", rest @ ..] if !rest.is_empty() => {
                    group = group.not.get_or_insert_default();
                    rest
                }
                _ => break,
            };
            place.depth += 1;
        }
        let condition = match names {
            ["search"] => self.resolver.search(place, operand),
            [path] => self.resolver.test(place, path, "", operand),
            [path, operator] => self.resolver.test(place, path, operator, operand),
            _ => {
                self.resolver
                    .refuse(parameter, "has brackets that are no filter");
                None
            }
        };
        group.conditions.extend(condition);
    }

    /// The conditions, or all problems.
    pub(super) fn finish(mut self) -> Result<Vec<Condition>, Vec<ErrorObject>> {
        for list in std::mem::take(&mut self.lists) {
            let names: Vec<&str> = list.names.iter().map(String::as_str).collect();
            let values = list.values.into_iter().map(|value| Some(value.into()));
            self.test(&list.parameter, &names, Operand::Many(values.collect()));
        }
        if self.resolver.errors.is_empty() {
            Ok(self.all.into_conditions())
        } else {
            Err(self.resolver.errors)
        }
    }
}

fn find_or_add<'g>(groups: &'g mut Vec<(String, Group)>, number: &str) -> &'g mut Group {
    let known = groups.iter().position(|(each, _)| each == number);
    let index = known.unwrap_or_else(|| {
        groups.push((number.to_owned(), Group::default()));
        groups.len() - 1
    });
    &mut groups[index].1
}

impl Group {
    fn into_conditions(self) -> Vec<Condition> {
        let each = |groups: Vec<(String, Self)>| {
            groups
                .into_iter()
                .map(|(_, group)| group.into_condition())
                .collect::<Vec<_>>()
        };
        let mut conditions = self.conditions;
        conditions.extend(each(self.parts));
        if !self.alternatives.is_empty() {
            conditions.push(Condition::Any(each(self.alternatives)));
        }
        if let Some(group) = self.not {
            conditions.push(Condition::Not(Box::new(group.into_condition())));
        }
        conditions
    }

    fn into_condition(self) -> Condition {
        all(self.into_conditions())
    }
}

/// The condition that all hold; a single one is itself.
fn all(mut conditions: Vec<Condition>) -> Condition {
    match conditions.len() {
        1 => conditions.remove(0),
        _ => Condition::All(conditions),
    }
}
