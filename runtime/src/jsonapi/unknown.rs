//! What is said of a name in a parameter that a resource does not have.

use crate::catalog::Table;
use crate::similar::did_you_mean;

/// What the name should have been.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Attribute,
    Relationship,
    /// Either of them.
    Member,
}

/// Says that there is no such name, and which one may be meant; follows the parameter's name.
pub(super) fn unknown(table: &Table, name: &str, wanted: Wanted) -> String {
    let (what, attributes, relationships) = match wanted {
        Wanted::Attribute => ("no attribute", true, false),
        Wanted::Relationship => ("no relationship", false, true),
        Wanted::Member => ("neither an attribute nor a relationship", true, true),
    };
    let attributes = table.attributes.iter().filter(|_| attributes);
    let relationships = table.relationships.iter().filter(|_| relationships);
    let known = attributes
        .map(|attribute| &*attribute.name)
        .chain(relationships.map(|relationship| &*relationship.name));
    let kind = &table.kind;
    let said = format!("names `{name}`, which is {what} of `{kind}`");
    match did_you_mean(name, known) {
        Some(question) => format!("{said}; {question}"),
        None => said,
    }
}
