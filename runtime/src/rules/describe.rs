//! The rules of an application, for those who want to read them: `formwork rules`, the rule explorer.

use serde::{Deserialize, Serialize};

use super::declaration::Origin;
use super::graph::{RuleGraph, RuleKind, column_name};
use super::reads::Read;
use crate::catalog::{Catalog, TableId};

/// One rule of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDescription {
    /// `sum`, `count`, `min`, `max`, `average`, `formula`, `copy`, `default`, `constraint`, `early event`, `row event`, `commit event` or
    /// `after-flush event`.
    pub kind: String,
    /// The JSON:API type whose rows it is about: the children, for an aggregate.
    pub resource: String,
    /// What it derives, such as `Customer.Balance`; none if it derives nothing.
    pub derives: Option<String>,
    /// Its code, as it is written.
    pub text: String,
    /// What it, or an event's condition, reads, such as `Order.AmountTotal`, or `Product.UnitPrice` of the row that a row refers to.
    pub reads: Vec<String>,
    /// The relationship from a child to its parent, for an aggregate.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub via: Option<String>,
    pub file: String,
    pub line: u32,
}

impl RuleGraph {
    /// All rules: derivations in the order in which they run, then constraints, then events.
    pub(crate) fn describe(&self, catalog: &Catalog) -> Vec<RuleDescription> {
        let kind = |table: TableId| catalog.table(table).kind.to_string();
        let derivations = self.rules.iter().map(|rule| RuleDescription {
            kind: rule.kind_name().to_owned(),
            resource: kind(rule.subject),
            derives: Some(rule.name(catalog)),
            text: Self::text(rule),
            reads: names(catalog, rule.subject, &rule.inputs),
            via: match &rule.kind {
                RuleKind::Aggregate(aggregate) => {
                    let relationship = &catalog.table(rule.subject).relationships[aggregate.via];
                    Some(relationship.name.to_string())
                }
                _ => None,
            },
            file: rule.origin.file.to_owned(),
            line: rule.origin.line,
        });
        let constraints = self.constraints.iter().map(|constraint| RuleDescription {
            kind: "constraint".to_owned(),
            resource: kind(constraint.table),
            derives: None,
            text: constraint.condition.text.to_owned(),
            reads: names(catalog, constraint.table, &constraint.inputs),
            via: None,
            file: constraint.origin.file.to_owned(),
            line: constraint.origin.line,
        });
        let early = catalog.tables().iter().flat_map(|table| {
            self.table(table.id).early.iter().map(|&index| {
                let origin = self.early[index].origin;
                event("early event", kind(table.id), origin)
            })
        });
        let events = self.events.iter().map(|rule| {
            let condition = rule.condition.as_ref();
            RuleDescription {
                text: condition.map_or_else(String::new, |code| format!("when {}", code.text)),
                reads: names(catalog, rule.table, &rule.inputs),
                ..event(rule.moment.name(), kind(rule.table), rule.origin)
            }
        });
        derivations
            .chain(constraints)
            .chain(early)
            .chain(events)
            .collect()
    }
}

/// An event that nothing is said of yet.
fn event(name: &str, resource: String, origin: Origin) -> RuleDescription {
    RuleDescription {
        kind: name.to_owned(),
        resource,
        derives: None,
        text: String::new(),
        reads: Vec::new(),
        via: None,
        file: origin.file.to_owned(),
        line: origin.line,
    }
}

fn names(catalog: &Catalog, table: TableId, reads: &[Read]) -> Vec<String> {
    let name = |read: &Read| {
        let end = read.steps.iter().fold(table, |table, &step| {
            catalog.table(table).relationships[step].target
        });
        column_name(catalog, end, read.attribute)
    };
    reads.iter().map(name).collect()
}
