//! How many rows there are on all pages: exactly where that is quick, and otherwise about so many.

use super::Read;
use super::links::PageEnd;
use super::rows::FirstRow;
use crate::catalog::Table;
use crate::jsonapi::{PageCount, PageRequest};
use crate::model::{ColumnType, Dialect};
use crate::store::{Connection, Shape, Test};
use crate::value::Value;
use crate::{Error, Result};

/// The number of rows on all pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Total {
    Exact(u64),
    Estimate(u64),
    /// Not asked for.
    Unknown,
}

impl Total {
    /// Not less than what the page shows: it may have been counted when some of these rows were gone.
    pub(super) fn with_seen(self, page: &PageRequest, end: &PageEnd) -> Self {
        match self {
            Self::Exact(total) if end.count > 0 => {
                let seen = page.offset() + end.count + u64::from(end.more);
                Self::Exact(total.max(seen))
            }
            other => other,
        }
    }
}

impl Read {
    /// Counts the rows, as the request asks.
    pub(super) async fn total(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        condition: Vec<Test>,
        values: &[Value],
    ) -> Result<Total> {
        let most = match self.query.count {
            PageCount::None => return Ok(Total::Unknown),
            PageCount::Exact => None,
            PageCount::Bounded => Some(self.state.limits.query.counted),
        };
        let shape = Shape::Count {
            table: table.id,
            condition: condition.clone(),
            bounded: most.is_some(),
        };
        let mut counted = values.to_vec();
        counted.extend(most.map(|most| Value::from(most + 1)));
        let count = match self.number(connection, &shape, &counted).await? {
            Some(Value::Int(count)) => count.unsigned_abs(),
            other => return Err(Error::Internal(format!("a count gave {other:?}").into())),
        };
        match most {
            Some(most) if count > most => {
                let estimate = self.estimate(connection, table, condition, values).await?;
                Ok(Total::Estimate(estimate.unwrap_or(0).max(count)))
            }
            _ => Ok(Total::Exact(count)),
        }
    }

    /// About how many rows there are, if the database knows.
    async fn estimate(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        condition: Vec<Test>,
        values: &[Value],
    ) -> Result<Option<u64>> {
        // SQLite knows no numbers. Those of a key are dense as a rule.
        let key_is_whole = matches!(table.key.as_slice(), [only] if matches!(
            table.attributes[*only].column_type,
            ColumnType::Integer { .. }
        ));
        if table.dialect == Dialect::Sqlite && (!condition.is_empty() || !key_is_whole) {
            return Ok(None);
        }
        let shape = Shape::Estimate {
            table: table.id,
            condition,
        };
        Ok(match self.number(connection, &shape, values).await? {
            Some(Value::Int(number)) => u64::try_from(number).ok(),
            Some(Value::Text(plan)) if table.dialect == Dialect::Postgres => rows_of_plan(&plan),
            Some(Value::Text(plan)) => rows_of_json(&plan),
            _ => None,
        })
    }

    async fn number(
        &self,
        connection: &mut dyn Connection,
        shape: &Shape,
        values: &[Value],
    ) -> Result<Option<Value>> {
        let statement = self.state.plans.statement(&self.state.catalog, shape);
        let mut sink = FirstRow {
            types: statement.columns.to_vec(),
            values: None,
        };
        connection.select(&statement, values, &mut sink).await?;
        Ok(sink.values.and_then(|mut values| values.pop()))
    }
}

/// The rows of PostgreSQL's plan: `Seq Scan on orders  (cost=0.00..35.50 rows=2550 width=4)`.
fn rows_of_plan(plan: &str) -> Option<u64> {
    let (_, rest) = plan.split_once(" rows=")?;
    let digits = rest.split(|character: char| !character.is_ascii_digit());
    digits.into_iter().next()?.parse().ok()
}

/// The rows of a plan of MySQL (`rows_produced_per_join`) or of MariaDB (`rows` and how much of them is kept, `filtered`).
fn rows_of_json(plan: &str) -> Option<u64> {
    let plan: serde_json::Value = serde_json::from_str(plan).ok()?;
    let table = find_table(&plan)?;
    let number = |name: &str| table.get(name).and_then(serde_json::Value::as_f64);
    let rows = number("rows_produced_per_join").or_else(|| {
        let kept = number("filtered").unwrap_or(100.0);
        Some(number("rows")? * kept / 100.0)
    })?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an estimate; the cast stops at the ends"
    )]
    Some(rows as u64)
}

fn find_table(plan: &serde_json::Value) -> Option<&serde_json::Map<String, serde_json::Value>> {
    match plan {
        serde_json::Value::Object(members) => match members.get("table") {
            Some(serde_json::Value::Object(table)) => Some(table),
            _ => members.values().find_map(find_table),
        },
        serde_json::Value::Array(items) => items.iter().find_map(find_table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_total_is_not_below_what_is_seen() {
        let page = PageRequest::Offset {
            offset: 20,
            limit: 10,
        };
        let end = |count, more| PageEnd {
            count,
            more,
            ..PageEnd::default()
        };
        let full = end(10, true);
        assert_eq!(Total::Exact(25).with_seen(&page, &full), Total::Exact(31));
        assert_eq!(Total::Exact(40).with_seen(&page, &full), Total::Exact(40));
        let unknown = Total::Unknown.with_seen(&page, &full);
        assert_eq!(unknown, Total::Unknown);
        // A page behind the last row shows nothing.
        let none = end(0, false);
        assert_eq!(Total::Exact(5).with_seen(&page, &none), Total::Exact(5));
    }

    #[test]
    fn plans_tell_how_many_rows_they_expect() {
        let plan = "Seq Scan on orders t  (cost=0.00..35.50 rows=2550 width=4)";
        assert_eq!(rows_of_plan(plan), Some(2550));
        let mysql = r#"{"query_block":{"select_id":1,"table":{"rows_examined_per_scan":99,"rows_produced_per_join":33}}}"#;
        assert_eq!(rows_of_json(mysql), Some(33));
        let mariadb = r#"{"query_block":{"nested_loop":[{"table":{"rows":200,"filtered":50}}]}}"#;
        assert_eq!(rows_of_json(mariadb), Some(100));
        assert_eq!(rows_of_json("{}"), None);
    }
}
