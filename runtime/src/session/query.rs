//! Typed queries of a session: `session.query().filter(Order::CUSTOMER_ID.eq("ALFKI")).all().await?`.

use std::sync::Arc;

use super::condition::Condition;
use super::{Question, RowsOf, SeenRow, Session};
use crate::Result;
use crate::catalog::Table;
use crate::jsonapi::id_of_values;
use crate::resource::{Column, Resource, RowData};
use crate::store::{Lock, OrderBy, Page, Select, Shape, Source, Test};
use crate::value::{Value, order};

/// A query in the making.
#[derive(Debug)]
pub struct Query<'s, R> {
    session: &'s mut Session,
    conditions: Vec<Condition<R>>,
    order: Vec<OrderBy>,
    limit: Option<u64>,
}

impl<'s, R: Resource> Query<'s, R> {
    pub(super) fn new(session: &'s mut Session) -> Self {
        Self {
            session,
            conditions: Vec::new(),
            order: Vec::new(),
            limit: None,
        }
    }

    /// Only rows for which this holds too.
    #[must_use]
    pub fn filter(mut self, condition: Condition<R>) -> Self {
        self.conditions.push(condition);
        self
    }

    /// Sorts by a column, smallest first, after what was sorted by before.
    #[must_use]
    pub fn sort<V>(mut self, column: Column<R, V>) -> Self {
        self.order.push(OrderBy::ascending(column.index()));
        self
    }

    /// Sorts by a column, largest first, after what was sorted by before.
    #[must_use]
    pub fn sort_descending<V>(mut self, column: Column<R, V>) -> Self {
        self.order.push(OrderBy::new(column.index(), true));
        self
    }

    /// At most so many rows.
    #[must_use]
    pub fn limit(mut self, rows: u64) -> Self {
        self.limit = Some(rows);
        self
    }

    /// The rows, with this session's changes of them. Rows that the session inserts are found after the commit.
    pub async fn all(self) -> Result<Vec<R>> {
        let state = Arc::clone(&self.session.state);
        let table = state.table::<R>();
        let mut values = Vec::new();
        let tests = self
            .conditions
            .iter()
            .map(|condition| condition.as_rows().test(&state.catalog, table, &mut values))
            .collect();
        let mut rows = self
            .session
            .load(table, tests, values, &self.order, self.limit)
            .await?;
        // What the database has found was tested by it; here are rows that this session or its transaction has changed.
        let holds = |row: &[Value]| self.conditions.iter().all(|each| each.as_rows().holds(row));
        if self.session.inside.is_some() {
            rows.retain(|row| holds(row));
            // A transaction's rows are not all in the database yet.
            rows.sort_by(|one, other| compare(&self.order, one, other));
            if let Some(limit) = self.limit {
                rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            }
        } else {
            let session = &self.session;
            rows.retain(|row| !session.has_changed(table, row) || holds(row));
        }
        rows.into_iter()
            .map(|row| RowData::unfinished::<R>(row).read())
            .collect()
    }
}

impl Session {
    /// Reads rows and remembers them; gives them as this session has changed them.
    pub(crate) async fn load(
        &mut self,
        table: &Table,
        condition: Vec<Test>,
        mut values: Vec<Value>,
        order: &[OrderBy],
        limit: Option<u64>,
    ) -> Result<Vec<Vec<Value>>> {
        if let Some(inside) = &self.inside {
            let question = Question::Rows {
                table: table.id,
                condition,
                values,
            };
            let rows = inside.ask(question).await?;
            return Ok(self.remember(table, rows));
        }
        values.extend(limit.map(Value::from));
        let select = Select {
            table: table.id,
            columns: (0..table.attributes.len()).map(Source::Attribute).collect(),
            condition,
            order: order.to_vec(),
            page: if limit.is_some() {
                Page::Limit
            } else {
                Page::All
            },
            lock: Lock::None,
        };
        let statement = self
            .state
            .plans
            .statement(&self.state.catalog, &Shape::Select(select));
        let work = RowsOf { statement, values };
        let rows = self.state.stores[table.database].read(work).await?;
        Ok(self.remember(table, rows))
    }

    /// Remembers rows as they were read; gives them as this session has changed them.
    pub(super) fn remember(&mut self, table: &Table, rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        let mut seen = Vec::with_capacity(rows.len());
        for row in rows {
            let key: Vec<Value> = table
                .key
                .iter()
                .map(|&attribute| row[attribute].clone())
                .collect();
            if key.iter().any(Value::is_null) {
                // A new row has no key yet by which it could be changed.
                seen.push(row);
                continue;
            }
            let entry = self.rows.entry((table.id, id_of_values(table, &key)));
            let entry = entry.or_insert_with(|| SeenRow {
                read: row.clone(),
                now: Some(row),
                update: None,
            });
            seen.extend(entry.now.clone());
        }
        seen
    }
}

impl Session {
    /// Whether a row is as this session has changed it, not as it was read.
    fn has_changed(&self, table: &Table, row: &[Value]) -> bool {
        let key: Vec<Value> = table.key.iter().map(|&index| row[index].clone()).collect();
        let seen = self.rows.get(&(table.id, id_of_values(table, &key)));
        seen.is_none_or(|seen| seen.read != row)
    }
}

/// Nulls first, as the databases sort them.
fn compare(by: &[OrderBy], one: &[Value], other: &[Value]) -> std::cmp::Ordering {
    by.iter()
        .map(|by| {
            let (one, other) = (&one[by.attribute], &other[by.attribute]);
            let order = order(one, other).unwrap_or_else(|| other.is_null().cmp(&one.is_null()));
            if by.descending {
                order.reverse()
            } else {
                order
            }
        })
        .find(|order| order.is_ne())
        .unwrap_or(std::cmp::Ordering::Equal)
}
