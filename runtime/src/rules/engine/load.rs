//! Rows from the database into the workspace, with the locks that keep them as they are.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::Engine;
use crate::catalog::{Relationship, Table, TableId};
use crate::model::{ColumnType, Dialect};
use crate::rules::reads::ReadSet;
use crate::rules::workspace::{Link, Lookup, RowId, RowKey, When, key};
use crate::session::Rows;
use crate::store::{
    Lock, Shape, StoreError, Test, all_equal, in_list, key_in, keys_at_once, one_by_one,
};
use crate::value::Value;
use crate::{Error, Result};

impl Engine<'_> {
    /// Whole rows that meet a condition, in the order of their keys, so that whoever locks several does it in one order.
    pub(super) async fn select(
        &mut self,
        table: &Table,
        condition: Vec<Test>,
        values: &[Value],
        lock: Lock,
    ) -> Result<Vec<Vec<Value>>> {
        let shape = Shape::Rows {
            table: table.id,
            condition,
            lock: if self.only_looks { Lock::None } else { lock },
        };
        self.rows_of(&shape, values).await
    }

    pub(super) async fn rows_of(
        &mut self,
        shape: &Shape,
        values: &[Value],
    ) -> Result<Vec<Vec<Value>>> {
        let statement = self.state.plans.statement(&self.state.catalog, shape);
        let mut rows = Rows {
            types: &statement.columns,
            rows: Vec::new(),
        };
        self.connection
            .select(&statement, values, &mut rows)
            .await?;
        Ok(rows.rows)
    }

    /// Takes in the rows of the keys, and gives them in the order of the keys.
    pub(super) async fn by_keys(
        &mut self,
        table: &Table,
        keys: &[Vec<Value>],
        lock: Lock,
    ) -> Result<Vec<Option<RowId>>> {
        let unknown = distinct(keys.iter().filter(|key| !self.workspace.knows(table, key)));
        self.ask(table, &table.key, &unknown, lock, &|wanted| {
            RowKey::new(table, wanted)
        })
        .await?;
        let found: Vec<Option<RowId>> = keys
            .iter()
            .map(|key| self.workspace.stored(table, key))
            .collect();
        let there: Vec<RowId> = found.iter().copied().flatten().collect();
        self.lock(&there, lock).await?;
        Ok(found)
    }

    /// Asks the database for rows by attributes that identify them, and remembers what it finds, and what it does not. The
    /// wanted ones are [`distinct`].
    async fn ask(
        &mut self,
        table: &Table,
        attributes: &[usize],
        wanted: &[Vec<Value>],
        lock: Lock,
        found_by: &(dyn Fn(&[Value]) -> RowKey + Sync),
    ) -> Result<()> {
        for some in wanted.chunks(keys_at_once(table, attributes)) {
            let rows = if let Some(shape) = one_by_one(table, attributes, some) {
                self.rows_of(&shape, &some.concat()).await?
            } else {
                let (condition, values) = condition(table, attributes, some);
                self.select(table, condition, &values, lock).await?
            };
            let mut surplus = Vec::new();
            for row in rows {
                let has: Vec<Value> = attributes.iter().map(|&part| row[part].clone()).collect();
                let is_wanted = some
                    .binary_search_by(|wanted| by_parts(wanted, &has))
                    .is_ok();
                let id = self.workspace.load(table, row, self.level(lock));
                self.workspace.remember(table.id, found_by(&has), Some(id));
                if !is_wanted {
                    surplus.push(id);
                }
            }
            for wanted in some {
                if self.workspace.is_remembered(table.id, found_by(wanted)) {
                    continue;
                }
                // The database may take another text for the same, by its collation.
                let found = match surplus.as_slice() {
                    [] => None,
                    [only] if some.len() == 1 => Some(*only),
                    _ => {
                        let (condition, values) =
                            self::condition(table, attributes, std::slice::from_ref(wanted));
                        let rows = self.select(table, condition, &values, lock).await?;
                        let row = rows.into_iter().next();
                        row.map(|row| self.workspace.load(table, row, self.level(lock)))
                    }
                };
                self.workspace.remember(table.id, found_by(wanted), found);
            }
        }
        Ok(())
    }

    /// What a lock comes to: on SQLite, whoever writes is alone; who only looks asks for no more than it has.
    pub(super) fn level(&self, lock: Lock) -> Lock {
        if self.only_looks {
            return Lock::Update;
        }
        match self.connection.dialect() {
            Dialect::Sqlite => Lock::Update,
            Dialect::Postgres | Dialect::Mysql => lock,
        }
    }

    /// Locks rows that were read with a weaker lock; a row that has changed meanwhile is a lost race.
    pub(super) async fn lock(&mut self, rows: &[RowId], lock: Lock) -> Result<()> {
        let mut weaker: Vec<RowId> = rows
            .iter()
            .copied()
            .filter(|&id| !self.is_locked(id, lock))
            .collect();
        if weaker.is_empty() {
            return Ok(());
        }
        weaker.sort_unstable();
        weaker.dedup();
        let mut by_table: Vec<(TableId, Vec<RowId>)> = Vec::new();
        for id in weaker {
            let table = self.workspace.row(id).table;
            match by_table.iter_mut().find(|(known, _)| *known == table) {
                Some((_, list)) => list.push(id),
                None => by_table.push((table, vec![id])),
            }
        }
        for (table, rows) in by_table {
            let table = self.table(table);
            for some in rows.chunks(keys_at_once(table, &table.key)) {
                let keys: Vec<Vec<Value>> = some.iter().map(|&id| self.start_key(id)).collect();
                let (condition, values) = condition(table, &table.key, &keys);
                let rows = self.select(table, condition, &values, lock).await?;
                let found: HashMap<RowKey, Vec<Value>> = rows
                    .into_iter()
                    .map(|row| (RowKey::of_row(table, &row), row))
                    .collect();
                for &id in some {
                    let start = self.workspace.row(id).start();
                    let start = start.expect("only rows that are there are locked");
                    let there = found.get(&RowKey::of_row(table, start));
                    if there.is_none_or(|there| there != start) {
                        return Err(lost_race());
                    }
                    self.workspace.row_mut(id).lock = lock;
                }
            }
        }
        Ok(())
    }

    /// Whether others are kept from the row so, or need not be.
    pub(super) fn is_locked(&self, id: RowId, lock: Lock) -> bool {
        let row = self.workspace.row(id);
        row.lock >= lock || row.is_new()
    }

    fn start_key(&self, id: RowId) -> Vec<Value> {
        let row = self.workspace.row(id);
        key(self.table(row.table), row.start().unwrap_or(row.now()))
    }

    /// Finds out where a relationship of the rows leads; one query for all of them.
    pub(super) async fn follow(
        &mut self,
        rows: &[RowId],
        relationship: usize,
        when: When,
        lock: Lock,
    ) -> Result<()> {
        let is_followed =
            rows.iter()
                .all(|&id| match self.workspace.link(id, relationship, when) {
                    Link::Unknown => false,
                    Link::Null | Link::Missing => true,
                    Link::To(parent) => self.is_locked(parent, lock),
                });
        if is_followed {
            return Ok(());
        }
        let rows: Vec<(RowId, When)> = rows.iter().map(|&id| (id, when)).collect();
        self.follow_all(&rows, relationship, lock).await
    }

    /// The same for rows as they were and as they are: whoever moves rows locks both parents in the one order.
    pub(super) async fn follow_all(
        &mut self,
        rows: &[(RowId, When)],
        relationship: usize,
        lock: Lock,
    ) -> Result<()> {
        let Some(&(first, _)) = rows.first() else {
            return Ok(());
        };
        let own: &Relationship = &self.table_of(first).relationships[relationship];
        let target = self.table(own.target);
        let mut asked = Vec::new();
        let mut there = Vec::new();
        for &(id, when) in rows {
            match self
                .workspace
                .look_up(&self.state.catalog, id, relationship, when)
            {
                Lookup::Known(link) => {
                    self.workspace.set_link(id, relationship, when, link);
                    if let Link::To(parent) = link {
                        there.push(parent);
                    }
                }
                Lookup::Ask(wanted) => asked.push((id, when, wanted)),
            }
        }
        if !asked.is_empty() {
            let wanted = distinct(asked.iter().map(|(_, _, wanted)| wanted));
            let attributes = if own.to_key {
                &target.key
            } else {
                &own.target_attributes
            };
            let found_by = |wanted: &[Value]| RowKey::wanted(target, own, wanted);
            self.ask(target, attributes, &wanted, lock, &found_by)
                .await?;
            for (id, when, _) in asked {
                let Lookup::Known(link) =
                    self.workspace
                        .look_up(&self.state.catalog, id, relationship, when)
                else {
                    continue;
                };
                self.workspace.set_link(id, relationship, when, link);
                if let Link::To(parent) = link {
                    there.push(parent);
                }
            }
        }
        self.lock(&there, lock).await
    }

    /// Takes in everything that closures read of the rows that these refer to.
    pub(super) async fn load_parents(
        &mut self,
        rows: &[RowId],
        reads: &ReadSet,
        when: When,
        lock: Lock,
    ) -> Result<()> {
        if rows.is_empty() || reads.parents().is_empty() {
            return Ok(());
        }
        let mut pending: Vec<(Vec<RowId>, &ReadSet)> = vec![(rows.to_vec(), reads)];
        while let Some((rows, reads)) = pending.pop() {
            for parent in reads.parents() {
                // What a rule adjusts sooner or later is locked for that at once: two shares would wait for each other.
                let lock = match lock {
                    Lock::Share if self.graph().table(parent.target).is_adjusted => Lock::Update,
                    lock => lock,
                };
                self.follow(&rows, parent.relationship, when, lock).await?;
                let mut next: Vec<RowId> = rows
                    .iter()
                    .filter_map(
                        |&id| match self.workspace.link(id, parent.relationship, when) {
                            Link::To(parent) => Some(parent),
                            Link::Unknown | Link::Null | Link::Missing => None,
                        },
                    )
                    .collect();
                next.sort_unstable();
                next.dedup();
                if !parent.reads.parents().is_empty() {
                    pending.push((next, &parent.reads));
                }
            }
        }
        Ok(())
    }

    /// The living rows of a table that refer to one of the parents now.
    pub(super) async fn children(
        &mut self,
        table: TableId,
        relationship: usize,
        parents: &[RowId],
    ) -> Result<Vec<RowId>> {
        let table = self.table(table);
        let own = &table.relationships[relationship];
        let incomplete: Vec<RowId> = parents
            .iter()
            .copied()
            .filter(|&parent| {
                !self.workspace.row(parent).is_new()
                    && !self.complete.contains(&(table.id, relationship, parent))
            })
            .collect();
        let keys: Vec<Vec<Value>> = incomplete
            .iter()
            .map(|&parent| {
                let row = self.workspace.row(parent);
                let start = row.start().expect("only new rows have no start");
                own.target_attributes
                    .iter()
                    .map(|&part| start[part].clone())
                    .collect()
            })
            .filter(|key: &Vec<Value>| key.iter().all(|value| !value.is_null()))
            .collect();
        for some in keys.chunks(keys_at_once(table, &own.attributes)) {
            let (condition, values) = condition(table, &own.attributes, some);
            for row in self.select(table, condition, &values, Lock::Update).await? {
                let id = self.workspace.load(table, row, Lock::Update);
                self.lock(&[id], Lock::Update).await?;
            }
        }
        for parent in incomplete {
            self.complete.insert((table.id, relationship, parent));
        }
        let candidates: Vec<RowId> = self
            .workspace
            .of_table(table.id)
            .iter()
            .copied()
            .filter(|&id| !self.workspace.row(id).is_deleted)
            .collect();
        // All parents in question are here, so that this asks the database only about other rows' foreign keys.
        self.follow_known(&candidates, relationship);
        let wanted: HashSet<RowId> = parents.iter().copied().collect();
        Ok(candidates
            .into_iter()
            .filter(
                |&id| match self.workspace.link(id, relationship, When::Now) {
                    Link::To(parent) => wanted.contains(&parent),
                    Link::Unknown | Link::Null | Link::Missing => false,
                },
            )
            .collect())
    }

    /// Notes where a relationship leads, as far as the workspace knows.
    pub(super) fn follow_known(&mut self, rows: &[RowId], relationship: usize) {
        for &id in rows {
            for when in [When::Start, When::Now] {
                if let Lookup::Known(link) =
                    self.workspace
                        .look_up(&self.state.catalog, id, relationship, when)
                {
                    self.workspace.set_link(id, relationship, when, link);
                }
            }
        }
    }
}

/// The condition that attributes have the values of one of the keys.
pub(super) fn condition(
    table: &Table,
    attributes: &[usize],
    keys: &[Vec<Value>],
) -> (Vec<Test>, Vec<Value>) {
    if let [only] = keys {
        return all_equal(table, attributes, only.iter().cloned());
    }
    let values: Vec<Value> = keys.iter().flatten().cloned().collect();
    let (test, values) = match attributes {
        [attribute] => in_list(table.dialect, table, *attribute, values),
        _ => key_in(table, attributes, values),
    };
    (vec![test], values)
}

/// Each key once, in an order that does not depend on who came first.
fn distinct<'k>(keys: impl Iterator<Item = &'k Vec<Value>>) -> Vec<Vec<Value>> {
    let mut keys: Vec<&Vec<Value>> = keys.collect();
    keys.sort_by(|one, other| by_parts(one, other));
    keys.dedup_by(|one, other| by_parts(one, other).is_eq());
    keys.into_iter().cloned().collect()
}

/// An order of all keys there can be.
fn by_parts(one: &[Value], other: &[Value]) -> Ordering {
    let pairs = one.iter().zip(other);
    let mut parts = pairs.map(|pair| match pair {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Text(one), Value::Text(other)) => one.cmp(other),
        // Values of two types differ in the names of these before anything else.
        (one, other) => format!("{one:?}").cmp(&format!("{other:?}")),
    });
    parts
        .find(|order| order.is_ne())
        .unwrap_or(one.len().cmp(&other.len()))
}

pub(super) fn lost_race() -> Error {
    StoreError::LostRace("a row has changed between two reads of one transaction".into()).into()
}

/// The value 0 of a column that a rule counts or adds up in.
pub(super) fn zero(column_type: &ColumnType) -> Value {
    match column_type {
        ColumnType::Float { .. } => Value::Float(0.0),
        ColumnType::Decimal { scale, .. } => Value::Decimal(crate::value::Decimal::new(
            0,
            u32::from(scale.unwrap_or(0).min(28)),
        )),
        _ => Value::Int(0),
    }
}
