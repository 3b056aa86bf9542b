//! The columns that a rule reads.

use crate::catalog::{Catalog, TableId};
use crate::rules::graph::{Rule, RuleKind};
use crate::rules::reads::Read;

/// A column that a rule reads, and how.
#[derive(Debug, Clone)]
pub(in crate::rules::graph) struct Input {
    pub(in crate::rules::graph) column: (TableId, usize),
    /// Relationships from the rule's row to the column's.
    pub(in crate::rules::graph) path: Vec<usize>,
    /// Whether the rule runs again when the column changes.
    pub(in crate::rules::graph) triggers: bool,
}

/// Every column that a rule reads, also those of the foreign keys on its way.
pub(super) fn inputs(catalog: &Catalog, rule: &Rule) -> Vec<Input> {
    let mut inputs = read_columns(catalog, rule.subject, &rule.inputs);
    match &rule.kind {
        RuleKind::Formula(_) => {}
        RuleKind::Copy(_) => {
            for input in &mut inputs {
                // Taken over once, and again when the row comes to refer to another one.
                let is_own_key = input.path.is_empty()
                    && catalog
                        .table(rule.subject)
                        .relationships
                        .iter()
                        .any(|relationship| {
                            relationship.holds_key
                                && relationship.attributes.contains(&input.column.1)
                        });
                input.triggers = is_own_key;
            }
        }
        RuleKind::Default(_) => inputs.iter_mut().for_each(|input| input.triggers = false),
        RuleKind::Aggregate(aggregate) => {
            let key = &catalog.table(rule.subject).relationships[aggregate.via].attributes;
            inputs.extend(key.iter().map(|&part| Input {
                column: (rule.subject, part),
                path: Vec::new(),
                triggers: true,
            }));
        }
    }
    inputs
}

pub(super) fn read_columns(catalog: &Catalog, table: TableId, reads: &[Read]) -> Vec<Input> {
    let mut inputs = Vec::new();
    for read in reads {
        let mut at = table;
        for (depth, &step) in read.steps.iter().enumerate() {
            let relationship = &catalog.table(at).relationships[step];
            inputs.extend(relationship.attributes.iter().map(|&part| Input {
                column: (at, part),
                path: read.steps[..depth].to_vec(),
                triggers: true,
            }));
            at = relationship.target;
        }
        inputs.push(Input {
            column: (at, read.attribute),
            path: read.steps.clone(),
            triggers: true,
        });
    }
    inputs
}
