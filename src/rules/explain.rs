//! Where an attribute's value comes from, and what follows from it.

use std::fmt::{self, Display};

use formwork_runtime::rules::RuleDescription;
use serde::Serialize;

use super::{deriving, phrase, place, reading, sentence};

/// What an attribute comes from, and what reads it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation<'a> {
    pub attribute: String,
    pub derived_by: Vec<&'a RuleDescription>,
    pub read_by: Vec<&'a RuleDescription>,
}

impl<'a> Explanation<'a> {
    /// Explains an attribute by the rules.
    #[must_use]
    pub fn new(rules: &'a [RuleDescription], attribute: String) -> Self {
        Self {
            derived_by: deriving(rules, &attribute).collect(),
            read_by: reading(rules, &attribute).collect(),
            attribute,
        }
    }
}

impl Display for Explanation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.attribute)?;
        if self.derived_by.is_empty() {
            writeln!(f, "  no rule derives it")?;
        }
        for rule in &self.derived_by {
            writeln!(f, "  {}\n      {}", phrase(rule), place(rule))?;
            if !rule.reads.is_empty() {
                writeln!(f, "      reads {}", rule.reads.join(", "))?;
            }
        }
        if self.read_by.is_empty() {
            return writeln!(f, "read by no rule");
        }
        writeln!(f, "read by")?;
        for rule in &self.read_by {
            writeln!(f, "  {}\n      {}", sentence(rule), place(rule))?;
        }
        Ok(())
    }
}
