//! Which changes concern which rules: each table is told who watches it.

use std::sync::Arc;

use super::Resolver;
use super::inputs::{inputs, read_columns};
use crate::catalog::{Catalog, TableId};
use crate::model::OnDelete;
use crate::rules::graph::{RuleKind, Step, Watch, Watcher};

impl Resolver<'_> {
    /// Tells each table who watches it.
    pub(super) fn connect(&mut self) {
        let catalog = self.catalog;
        let mut made_by_database = Vec::new();
        for (index, rule) in self.graph.rules.iter().enumerate() {
            let subject = &mut self.graph.tables[rule.subject.index()];
            subject.subjects.push(index);
            match &rule.kind {
                RuleKind::Aggregate(_) => {
                    subject.observes_delete = true;
                    let target = &mut self.graph.tables[rule.target.index()];
                    target.aggregates.push(index);
                    target.derived[rule.attribute] = Some(index);
                    target.is_adjusted = true;
                }
                RuleKind::Formula(_) => {
                    self.graph.tables[rule.target.index()].derived[rule.attribute] = Some(index);
                }
                RuleKind::Copy(_) | RuleKind::Default(_) => {}
            }
            let takes_once = matches!(rule.kind, RuleKind::Copy(_) | RuleKind::Default(_));
            for input in inputs(catalog, rule) {
                let watches =
                    &mut self.graph.tables[input.column.0.index()].watches[input.column.1];
                if takes_once && rule.is_recursive && !input.path.is_empty() {
                    // What is taken is the end of the transaction, also from a row that takes it from another.
                    watches.push(Watch {
                        watcher: Watcher::Taking(index),
                        path: Arc::default(),
                    });
                }
                if input.triggers {
                    let watch = Watch {
                        watcher: Watcher::Rule(index),
                        path: steps(catalog, rule.subject, &input.path),
                    };
                    if !watches
                        .iter()
                        .any(|known| known.watcher == watch.watcher && known.path == watch.path)
                    {
                        watches.push(watch);
                    }
                }
                made_by_database.push(input.column);
            }
        }
        for (index, constraint) in self.graph.constraints.iter().enumerate() {
            self.graph.tables[constraint.table.index()]
                .constraints
                .push(index);
            for input in read_columns(catalog, constraint.table, &constraint.inputs) {
                let watch = Watch {
                    watcher: Watcher::Constraint(index),
                    path: steps(catalog, constraint.table, &input.path),
                };
                self.graph.tables[input.column.0.index()].watches[input.column.1].push(watch);
            }
        }
        for (table, attribute) in made_by_database {
            if self.is_made_by_database(table, attribute) {
                let list = &mut self.graph.tables[table.index()].made_by_database;
                if !list.contains(&attribute) {
                    list.push(attribute);
                }
            }
        }
        self.check_parents();
        self.observe_deletes();
    }

    fn check_parents(&mut self) {
        for table in self.catalog.tables() {
            if self.unchecked.contains(&table.id) {
                continue;
            }
            let relationships = table.relationships.iter().enumerate();
            self.graph.tables[table.id.index()].checked_parents = relationships
                .filter(|(_, relationship)| relationship.holds_key && relationship.is_virtual)
                .map(|(index, _)| index)
                .collect();
        }
    }

    /// The tables whose rows the database ends or changes when a row of the table ends; itself among them.
    fn ends_with(&self, table: TableId) -> Vec<TableId> {
        let mut tables = vec![table];
        let mut at = 0;
        while at < tables.len() {
            for each in &self.catalog.table(tables[at]).relationships {
                let is_followed = !each.holds_key && each.on_delete != OnDelete::Restrict;
                if is_followed && !tables.contains(&each.target) {
                    tables.push(each.target);
                }
            }
            at += 1;
        }
        tables
    }

    /// A row's end matters if a rule or an event asks for it, or if the database would end or change rows whose end or
    /// change matters.
    fn observe_deletes(&mut self) {
        for table in self.catalog.tables() {
            self.graph.tables[table.id.index()].ends_with = self.ends_with(table.id);
        }
        for table in &mut self.graph.tables {
            table.observes_delete |= !table.events.is_empty() || !table.early.is_empty();
        }
        loop {
            let mut has_grown = false;
            for table in self.catalog.tables() {
                if self.graph.tables[table.id.index()].observes_delete {
                    continue;
                }
                let matters = table.relationships.iter().any(|relationship| {
                    let children = &self.graph.tables[relationship.target.index()];
                    match (relationship.holds_key, relationship.on_delete) {
                        (true, _) | (_, OnDelete::Restrict) => false,
                        (false, OnDelete::Cascade) => children.observes_delete,
                        (false, OnDelete::SetNull | OnDelete::SetDefault) => {
                            children.observes_delete
                                || relationship
                                    .target_attributes
                                    .iter()
                                    .any(|&part| children.is_watched(part))
                        }
                    }
                });
                if matters {
                    self.graph.tables[table.id.index()].observes_delete = true;
                    has_grown = true;
                }
            }
            if !has_grown {
                return;
            }
        }
    }
}

/// A way with the tables it passes.
fn steps(catalog: &Catalog, from: TableId, path: &[usize]) -> Arc<[Step]> {
    let mut table = from;
    path.iter()
        .map(|&relationship| {
            let step = Step {
                table,
                relationship,
            };
            table = catalog.table(table).relationships[relationship].target;
            step
        })
        .collect()
}
