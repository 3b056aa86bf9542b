//! The rules of a project, as the project describes them: which there are, and what follows from what.

mod explain;
mod impact;
mod list;
mod mermaid;

use formwork_runtime::{model::Model, rules::RuleDescription};

pub use self::{
    explain::Explanation,
    impact::{Impact, Reached},
    list::list,
    mermaid::mermaid,
};
use crate::model::similar;

/// The attribute that a person means: `Customer.Balance`, or `customer.credit_limit`.
pub fn find_attribute(model: &Model, written: &str) -> Result<String, UnknownAttribute> {
    let unknown = |known: Vec<String>| UnknownAttribute {
        written: written.to_owned(),
        similar: similar(written, known.iter().map(String::as_str)).map(str::to_owned),
    };
    let (table, attribute) = written.rsplit_once('.').unwrap_or(("", written));
    let is = |name: &str, written: &str| name.eq_ignore_ascii_case(written);
    let resource = model.resources.iter().find(|resource| {
        [&resource.kind, &resource.rust_type, &resource.table]
            .iter()
            .any(|name| is(name, table))
    });
    let Some(resource) = resource else {
        let all = model.resources.iter().flat_map(|resource| {
            let attributes = resource.attributes.iter();
            attributes.map(|attribute| format!("{}.{}", resource.kind, attribute.name))
        });
        return Err(unknown(all.collect()));
    };
    let names = || {
        let attributes = resource.attributes.iter();
        attributes.map(|attribute| format!("{}.{}", resource.kind, attribute.name))
    };
    let found = resource
        .attributes
        .iter()
        .find(|known| is(&known.name, attribute) || is(&known.field, attribute));
    found
        .map(|found| format!("{}.{}", resource.kind, found.name))
        .ok_or_else(|| unknown(names().collect()))
}

/// A name that no attribute has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no attribute `{written}`")]
pub struct UnknownAttribute {
    written: String,
    similar: Option<String>,
}

impl UnknownAttribute {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match &self.similar {
            Some(name) => format!("did you mean `{name}`?"),
            None => {
                "write it as `Customer.Balance`; `formwork inspect --model` lists them".to_owned()
            }
        }
    }
}

/// The rules that derive an attribute: one, or a default or copy beside nothing else.
fn deriving<'a>(
    rules: &'a [RuleDescription],
    attribute: &str,
) -> impl Iterator<Item = &'a RuleDescription> {
    rules
        .iter()
        .filter(move |rule| rule.derives.as_deref() == Some(attribute))
}

/// The rules that read an attribute.
fn reading<'a>(
    rules: &'a [RuleDescription],
    attribute: &str,
) -> impl Iterator<Item = &'a RuleDescription> {
    rules
        .iter()
        .filter(move |rule| rule.reads.iter().any(|read| read == attribute))
}

/// A rule in words: `sum of Order: o.amount_total when o.shipped_date.is_none()`.
fn phrase(rule: &RuleDescription) -> String {
    let mut phrase = rule.kind.clone();
    if rule.via.is_some() {
        phrase.push_str(" of ");
        phrase.push_str(&rule.resource);
    }
    if !rule.text.is_empty() {
        phrase.push_str(if rule.text.starts_with("when ") {
            " "
        } else {
            ": "
        });
        phrase.push_str(&rule.text);
    }
    phrase
}

/// The same with what it derives or judges: `Customer.Balance = sum of …`.
fn sentence(rule: &RuleDescription) -> String {
    match &rule.derives {
        Some(attribute) => format!("{attribute} = {}", phrase(rule)),
        None => format!("{} {}", rule.resource, phrase(rule)),
    }
}

/// `src/rules/check_credit.rs:11`.
fn place(rule: &RuleDescription) -> String {
    format!("{}:{}", rule.file, rule.line)
}

/// The two parts of `Customer.Balance`.
fn parts(attribute: &str) -> (&str, &str) {
    // A JSON:API type has no dot.
    attribute.split_once('.').unwrap_or(("", attribute))
}

#[cfg(test)]
mod tests;
