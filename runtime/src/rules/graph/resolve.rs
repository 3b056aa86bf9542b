//! Declarations -> rules: every name must lead somewhere, and no column may have two masters.

mod inputs;
mod names;
mod watches;

use std::collections::HashMap;

pub(super) use self::inputs::Input;
use self::inputs::inputs;
use self::names::Reads;
use super::cycles::{Node, order};
use super::defaults::constant_default;
use super::{
    AggregateRule, ConstraintRule, EarlyRule, EventRule, Rule, RuleErrors, RuleGraph, RuleKind,
    TableRules,
};
use crate::catalog::{Catalog, Table, TableId};
use crate::rules::declaration::{Code, Declaration, DeclaredRule, Origin};
use crate::rules::logic::Logic;

pub(super) fn resolve(catalog: &Catalog, logic: Logic) -> Result<RuleGraph, RuleErrors> {
    let mut resolver = Resolver {
        catalog,
        graph: RuleGraph {
            tables: tables(catalog),
            ..RuleGraph::default()
        },
        unchecked: Vec::new(),
        problems: Vec::new(),
    };
    for declaration in logic.declarations {
        let origin = declaration.origin;
        if let Err(problem) = resolver.add(declaration) {
            resolver.problems.push(format!("{origin}: {problem}"));
        }
    }
    resolver.one_master_each();
    resolver.put_in_order();
    if !resolver.problems.is_empty() {
        return Err(RuleErrors(resolver.problems));
    }
    resolver.connect();
    Ok(resolver.graph)
}

fn tables(catalog: &Catalog) -> Vec<TableRules> {
    let rules = |table: &Table| TableRules {
        derived: vec![None; table.attributes.len()],
        watches: vec![Vec::new(); table.attributes.len()],
        defaults: table
            .attributes
            .iter()
            .map(|attribute| constant_default(table.dialect, attribute))
            .collect(),
        ..TableRules::default()
    };
    catalog.tables().iter().map(rules).collect()
}

struct Resolver<'c> {
    catalog: &'c Catalog,
    graph: RuleGraph,
    /// Tables whose rows may refer to rows that do not exist.
    unchecked: Vec<TableId>,
    problems: Vec<String>,
}

impl Resolver<'_> {
    fn add(&mut self, declaration: Declaration) -> Result<(), String> {
        let origin = declaration.origin;
        match declaration.rule {
            DeclaredRule::Formula {
                table,
                attribute,
                value,
            } => self.add_derivation(origin, table, attribute, value, RuleKind::Formula),
            DeclaredRule::Copy {
                table,
                attribute,
                value,
            } => {
                let reads_parent = self
                    .reads(self.find(table)?, &value)?
                    .now
                    .iter()
                    .any(|read| !read.steps.is_empty());
                if !reads_parent {
                    return Err("a copy takes its value from a row that this one refers to, such as `|d: &OrderDetail| d.product.unit_price`".into());
                }
                self.add_derivation(origin, table, attribute, value, RuleKind::Copy)
            }
            DeclaredRule::Default {
                table,
                attribute,
                value,
            } => self.add_derivation(origin, table, attribute, value, RuleKind::Default),
            DeclaredRule::Aggregate { .. } => self.add_aggregate(origin, declaration.rule),
            DeclaredRule::Constraint { .. } => self.add_constraint(origin, declaration.rule),
            DeclaredRule::ParentCheckOff { table } => {
                let table = self.find(table)?;
                self.unchecked.push(table);
                Ok(())
            }
            DeclaredRule::Stamp => {
                self.graph.stamps = true;
                Ok(())
            }
            DeclaredRule::Early { table, code } => {
                let table = self.find(table)?;
                let index = self.graph.early.len();
                self.graph.early.push(EarlyRule { origin, code });
                self.graph.tables[table.index()].early.push(index);
                Ok(())
            }
            DeclaredRule::Event { .. } => self.add_event(origin, declaration.rule),
        }
    }

    fn add_aggregate(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Aggregate {
            fold,
            parent,
            attribute,
            child,
            via,
            value,
            condition,
            inserts_parent,
        } = rule
        else {
            unreachable!("only aggregates come here")
        };
        let (parent, child) = (self.find(parent)?, self.find(child)?);
        let via = self.relationship(parent, child, via)?;
        self.writable(parent, attribute)?;
        let mut reads = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        if let Some(value) = &value {
            self.add_reads(child, value, &mut reads)?;
        }
        if let Some(condition) = &condition {
            self.add_reads(child, condition, &mut reads)?;
        }
        if reads.takes_old {
            return Err(
                "an aggregate is about the rows as they are, and cannot take the old one".into(),
            );
        }
        self.graph.rules.push(Rule {
            origin,
            subject: child,
            target: parent,
            attribute,
            reads: reads.set(self.catalog, child),
            old_reads: reads.old_set(self.catalog, child),
            inputs: reads.now,
            is_recursive: false,
            kind: RuleKind::Aggregate(AggregateRule {
                fold,
                via,
                value,
                condition,
                inserts_parent,
            }),
        });
        Ok(())
    }

    fn add_constraint(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Constraint {
            table,
            condition,
            message,
            shown_at,
            judges_every_change,
        } = rule
        else {
            unreachable!("only constraints come here")
        };
        let table = self.find(table)?;
        let reads = self.reads(table, &condition)?;
        let inputs = reads.now.clone();
        let mut seen = reads;
        if let Some(message) = &message {
            for read in &message.reads {
                let (_, read) = self.read(table, read)?;
                seen.now.push(read);
            }
        }
        self.graph.constraints.push(ConstraintRule {
            origin,
            table,
            waits_for_database: seen.now.iter().any(|read| {
                read.steps.is_empty() && self.is_made_by_database(table, read.attribute)
            }),
            reads: seen.set(self.catalog, table),
            old_reads: seen.old_set(self.catalog, table),
            inputs,
            condition,
            message,
            shown_at,
            judges_every_change,
        });
        Ok(())
    }

    fn add_event(&mut self, origin: Origin, rule: DeclaredRule) -> Result<(), String> {
        let DeclaredRule::Event {
            table,
            moment,
            condition,
            code,
        } = rule
        else {
            unreachable!("only events come here")
        };
        let table = self.find(table)?;
        let nothing = Reads {
            now: Vec::new(),
            old: Vec::new(),
            is_opaque: false,
            takes_old: false,
        };
        let reads = match &condition {
            None => nothing,
            Some(condition) => {
                let mut reads = self.reads(table, condition)?;
                // A condition that turns from false to true is asked of the row as it was, too.
                if !reads.takes_old {
                    reads.old.clone_from(&reads.now);
                }
                reads
            }
        };
        let index = self.graph.events.len();
        self.graph.events.push(EventRule {
            origin,
            table,
            moment,
            inputs: reads.now.clone(),
            reads: reads.set(self.catalog, table),
            old_reads: if reads.is_opaque {
                reads.set(self.catalog, table)
            } else {
                reads.old_set(self.catalog, table)
            },
            condition,
            code,
        });
        self.graph.tables[table.index()].events.push(index);
        Ok(())
    }

    fn add_derivation(
        &mut self,
        origin: Origin,
        table: &str,
        attribute: usize,
        value: Code<crate::rules::declaration::ValueOf>,
        kind: impl FnOnce(Code<crate::rules::declaration::ValueOf>) -> RuleKind,
    ) -> Result<(), String> {
        let table = self.find(table)?;
        self.writable(table, attribute)?;
        let reads = self.reads(table, &value)?;
        self.graph.rules.push(Rule {
            origin,
            subject: table,
            target: table,
            attribute,
            reads: reads.set(self.catalog, table),
            old_reads: reads.old_set(self.catalog, table),
            inputs: reads.now,
            is_recursive: false,
            kind: kind(value),
        });
        Ok(())
    }

    /// Whether a new row has the column's value only once the database has written it.
    fn is_made_by_database(&self, table: TableId, attribute: usize) -> bool {
        let attribute_of = &self.catalog.table(table).attributes[attribute];
        attribute_of.has_default && self.graph.tables[table.index()].defaults[attribute].is_none()
    }

    fn one_master_each(&mut self) {
        let mut masters: HashMap<(TableId, usize), Origin> = HashMap::new();
        for rule in &self.graph.rules {
            if let Some(first) = masters.insert((rule.target, rule.attribute), rule.origin) {
                self.problems.push(format!(
                    "{}: `{}` is derived already, at {first}",
                    rule.origin,
                    rule.name(self.catalog)
                ));
            }
        }
    }

    fn put_in_order(&mut self) {
        let nodes: Vec<Node> = self
            .graph
            .rules
            .iter()
            .map(|rule| Node {
                output: (rule.target, rule.attribute),
                inputs: inputs(self.catalog, rule),
                goes_up: matches!(rule.kind, RuleKind::Aggregate(_)),
                name: rule.name(self.catalog),
                origin: rule.origin,
            })
            .collect();
        match order(&nodes) {
            Err(problems) => self.problems.extend(problems),
            Ok(ordered) => {
                let mut rules: Vec<Option<Rule>> = std::mem::take(&mut self.graph.rules)
                    .into_iter()
                    .map(Some)
                    .collect();
                for (index, is_recursive) in ordered {
                    let mut rule = rules[index].take().expect("an order names each rule once");
                    rule.is_recursive = is_recursive;
                    if is_recursive {
                        self.note_recursion(&rule);
                    }
                    self.graph.rules.push(rule);
                }
            }
        }
    }

    /// Remembers the relationships by which a rule's results lead back to the rule.
    fn note_recursion(&mut self, rule: &Rule) {
        let mut add = |table: TableId, relationship: usize| {
            let list = &mut self.graph.tables[table.index()].recursive;
            if !list.contains(&relationship) {
                list.push(relationship);
            }
        };
        if let RuleKind::Aggregate(aggregate) = &rule.kind {
            add(rule.subject, aggregate.via);
        }
        for read in &rule.inputs {
            let mut table = rule.subject;
            for &step in &read.steps {
                add(table, step);
                table = self.catalog.table(table).relationships[step].target;
            }
        }
    }
}
