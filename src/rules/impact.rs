//! What a change of an attribute reaches.

use std::{
    collections::HashSet,
    fmt::{self, Display},
};

use formwork_runtime::rules::RuleDescription;
use serde::Serialize;

use super::{parts, place, sentence};

/// Everything that follows from a change of an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact<'a> {
    pub attribute: String,
    /// In the order in which one leads to the next.
    pub reaches: Vec<Reached<'a>>,
}

/// A rule that a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reached<'a> {
    pub rule: &'a RuleDescription,
    /// How many rules lead to it, itself included.
    pub depth: usize,
}

impl<'a> Impact<'a> {
    /// Follows an attribute through the rules; each rule once, by the first way that is found.
    #[must_use]
    pub fn new(rules: &'a [RuleDescription], attribute: String) -> Self {
        let mut reaches = Vec::new();
        follow(rules, &attribute, 1, &mut HashSet::new(), &mut reaches);
        Self { attribute, reaches }
    }
}

fn follow<'a>(
    rules: &'a [RuleDescription],
    attribute: &str,
    depth: usize,
    seen: &mut HashSet<*const RuleDescription>,
    reaches: &mut Vec<Reached<'a>>,
) {
    for rule in rules.iter().filter(|rule| is_reached(rule, attribute)) {
        if !seen.insert(rule) {
            continue;
        }
        reaches.push(Reached { rule, depth });
        if let Some(next) = &rule.derives {
            follow(rules, next, depth + 1, seen, reaches);
        }
    }
}

/// Whether the rule reads the attribute, or is code that runs whatever changes in a row.
fn is_reached(rule: &RuleDescription, attribute: &str) -> bool {
    let happens_always = rule.kind.ends_with("event") && rule.text.is_empty();
    let is_of_row = || parts(attribute).0 == rule.resource;
    rule.reads.iter().any(|read| read == attribute) || happens_always && is_of_row()
}

impl Display for Impact<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.attribute)?;
        if self.reaches.is_empty() {
            return writeln!(f, "  no rule reads it, and no event happens");
        }
        for Reached { rule, depth } in &self.reaches {
            let indent = depth * 2;
            writeln!(f, "{:indent$}{}  ({})", "", sentence(rule), place(rule))?;
        }
        Ok(())
    }
}
