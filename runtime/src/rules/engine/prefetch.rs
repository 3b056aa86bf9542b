//! The rows that a change is going to adjust, read with the changed row in one query.

use super::Engine;
use crate::Result;
use crate::catalog::{Catalog, Table, TableId};
use crate::model::Dialect;
use crate::rules::graph::{RuleGraph, RuleKind, Watcher};
use crate::store::{Chain, Join, Lock, Shape, keys_at_once};
use crate::value::Value;

/// How many tables are joined at most.
const TABLES: usize = 6;

/// How a row is going to change.
#[derive(Debug, Clone, Copy)]
pub(super) enum Coming<'a> {
    /// These columns are set.
    Columns(&'a [usize]),
    Deletion,
}

/// The parents that may be adjusted when rows of the table change so, and theirs.
pub(super) fn joins(
    catalog: &Catalog,
    graph: &RuleGraph,
    table: TableId,
    coming: Coming<'_>,
) -> Vec<Join> {
    let mut tables: Vec<(TableId, Vec<usize>)> = vec![(table, Vec::new())];
    let mut joins: Vec<Join> = Vec::new();
    let mut at = 0;
    while at < tables.len() {
        let table = tables[at].0;
        let rules = match coming {
            Coming::Deletion if at == 0 => graph.table(table).subjects.clone(),
            Coming::Columns(columns) if at == 0 => {
                tables[0].1 = columns.to_vec();
                follow(graph, table, &mut tables[0].1)
            }
            _ => follow(graph, table, &mut tables[at].1),
        };
        for rule in rules {
            let rule = &graph.rules[rule];
            let RuleKind::Aggregate(aggregate) = &rule.kind else {
                continue;
            };
            let join = Join {
                from: at,
                relationship: aggregate.via,
            };
            // Whoever moves a row locks the parent it leaves with the one it comes to.
            let own = &catalog.table(table).relationships[aggregate.via];
            if own
                .attributes
                .iter()
                .any(|part| tables[at].1.contains(part))
            {
                continue;
            }
            if let Some(known) = joins.iter().position(|known| *known == join) {
                tables[known + 1].1.push(rule.attribute);
            } else if tables.len() < TABLES
                && tables.iter().all(|(known, _)| *known != rule.target)
                && can_join(catalog, table, aggregate.via)
            {
                joins.push(join);
                tables.push((rule.target, vec![rule.attribute]));
            }
        }
        at += 1;
    }
    joins
}

/// The rules about a table's rows that run when the columns change, whose own results are added to the columns.
fn follow(graph: &RuleGraph, table: TableId, columns: &mut Vec<usize>) -> Vec<usize> {
    let mut rules = Vec::new();
    let mut at = 0;
    while at < columns.len() {
        for watch in &graph.table(table).watches[columns[at]] {
            let Watcher::Rule(index) = watch.watcher else {
                continue;
            };
            if !watch.path.is_empty() || rules.contains(&index) {
                continue;
            }
            rules.push(index);
            let rule = &graph.rules[index];
            if rule.target == table
                && !matches!(rule.kind, RuleKind::Aggregate(_))
                && !columns.contains(&rule.attribute)
            {
                columns.push(rule.attribute);
            }
        }
        at += 1;
    }
    rules
}

/// PostgreSQL cannot lock what an outer join may lack.
fn can_join(catalog: &Catalog, table: TableId, relationship: usize) -> bool {
    let table = catalog.table(table);
    let relationship = &table.relationships[relationship];
    table.dialect != Dialect::Postgres
        || (!relationship.is_virtual
            && relationship
                .attributes
                .iter()
                .all(|&part| !table.attributes[part].nullable))
}

impl Engine<'_> {
    /// Takes in rows by their keys, locked, with the rows that their changes will adjust.
    pub(super) async fn by_keys_with_parents(
        &mut self,
        table: &Table,
        keys: &[Vec<Value>],
        coming: Coming<'_>,
    ) -> Result<()> {
        let joins = joins(&self.state.catalog, &self.state.rules, table.id, coming);
        if !joins.is_empty() {
            let unknown: Vec<Vec<Value>> = keys
                .iter()
                .filter(|key| !self.workspace.knows(table, key))
                .cloned()
                .collect();
            for some in unknown.chunks(keys_at_once(table, &table.key)) {
                self.load_chain(table, some, &joins).await?;
            }
        }
        // What the chain did not find is asked for alone: it may be the parent that is not there.
        self.by_keys(table, keys, Lock::Update).await.map(drop)
    }

    async fn load_chain(
        &mut self,
        table: &Table,
        keys: &[Vec<Value>],
        joins: &[Join],
    ) -> Result<()> {
        let (condition, values) = super::load::condition(table, &table.key, keys);
        let shape = Shape::Chain(Chain {
            table: table.id,
            joins: joins.to_vec(),
            condition,
        });
        let mut tables = vec![table];
        for join in joins {
            let relationship = &tables[join.from].relationships[join.relationship];
            tables.push(self.table(relationship.target));
        }
        for row in self.rows_of(&shape, &values).await? {
            let mut rest = row;
            for table in &tables {
                let after = rest.split_off(table.attributes.len());
                let is_there = table.key.iter().all(|&part| !rest[part].is_null());
                if is_there {
                    let id = self.workspace.load(table, rest, Lock::Update);
                    self.lock(&[id], Lock::Update).await?;
                }
                rest = after;
            }
        }
        Ok(())
    }
}
