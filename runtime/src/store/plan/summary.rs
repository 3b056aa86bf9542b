//! What rows come to: a number for all of them, or for each group.

use super::condition::{Test, write_condition};
use super::order::Joined;
use crate::catalog::{Attribute, Catalog, TableId};
use crate::model::{ColumnType, Dialect};
use crate::store::{SqlText, Statement};

/// The shape of a query for numbers of rows that meet a condition. The number of groups to give is its last value.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Summary {
    pub table: TableId,
    pub condition: Vec<Test>,
    pub measure: Measure,
    pub group: Option<Grouping>,
}

/// What is told of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Measure {
    /// How many there are.
    Count,
    /// The sum of the attribute.
    Sum(usize),
}

/// What makes a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Grouping {
    pub attribute: usize,
    /// For dates and moments; otherwise rows with one value are a group.
    pub by: Option<Period>,
}

/// A time that dates fall into. It is told as `2026-02-28` (a week: its Monday), `2026-02`, `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    Day,
    Week,
    Month,
    Year,
}

impl Summary {
    /// The type of the numbers.
    #[must_use]
    pub fn number_type(&self, catalog: &Catalog) -> ColumnType {
        match self.measure {
            Measure::Count => ColumnType::Integer {
                bits: 64,
                unsigned: false,
            },
            Measure::Sum(attribute) => {
                sum_type(&catalog.table(self.table).attributes[attribute].column_type)
            }
        }
    }
}

/// A sum may be larger than what its column holds.
pub(super) fn sum_type(column_type: &ColumnType) -> ColumnType {
    match column_type {
        ColumnType::Float { .. } => ColumnType::Float { bits: 64 },
        ColumnType::Decimal { scale, .. } => ColumnType::Decimal {
            precision: None,
            scale: *scale,
        },
        _ => ColumnType::Decimal {
            precision: None,
            scale: Some(0),
        },
    }
}

/// Writes the query: the group's key if there are groups, and the number.
///
/// Groups of times come latest first, others the largest number first.
pub(super) fn write_summary(catalog: &Catalog, summary: &Summary) -> Statement {
    let table = catalog.table(summary.table);
    let mut sql = SqlText::new(table.dialect);
    sql.push("SELECT ");
    if let Some(group) = summary.group {
        let attribute = &table.attributes[group.attribute];
        match group.by {
            Some(period) => {
                let key = period_of(table.dialect, attribute, period);
                sql.expression(ColumnType::Text { max_length: None }, &key);
            }
            None => {
                sql.column("t.", attribute);
            }
        }
        sql.push(", ");
    }
    let number = match summary.measure {
        Measure::Count => "count(*)".to_owned(),
        Measure::Sum(attribute) => {
            let attribute = &table.attributes[attribute];
            let cast = match (table.dialect, &attribute.column_type) {
                (Dialect::Postgres, ColumnType::Float { .. }) => "::float8",
                (Dialect::Postgres, _) => "::numeric",
                (Dialect::Sqlite | Dialect::Mysql, _) => "",
            };
            format!("coalesce(sum(t.{}), 0){cast}", attribute.sql_name)
        }
    };
    sql.expression(summary.number_type(catalog), &number);
    sql.push(" FROM ").push(&table.sql_name).push(" AS t");
    let unsorted = Joined::new(catalog, table, &[]);
    write_condition(catalog, table, &unsorted, &summary.condition, &mut sql);
    if let Some(group) = summary.group {
        sql.push(" GROUP BY 1 ORDER BY ");
        // The key settles the order of equal numbers.
        sql.push(if group.by.is_some() {
            "1 DESC"
        } else {
            "2 DESC, 1"
        });
        sql.push(" LIMIT ").count();
    }
    sql.finish()
}

fn period_of(dialect: Dialect, attribute: &Attribute, period: Period) -> String {
    let column = format!("t.{}", attribute.sql_name);
    match dialect {
        Dialect::Sqlite => match period {
            Period::Day => format!("date({column})"),
            // The Sunday on or after it, and six days back.
            Period::Week => format!("date({column}, 'weekday 0', '-6 days')"),
            Period::Month => format!("strftime('%Y-%m', {column})"),
            Period::Year => format!("strftime('%Y', {column})"),
        },
        Dialect::Postgres => match period {
            Period::Day => format!("to_char({column}, 'YYYY-MM-DD')"),
            Period::Week => format!("to_char(date_trunc('week', {column}), 'YYYY-MM-DD')"),
            Period::Month => format!("to_char({column}, 'YYYY-MM')"),
            Period::Year => format!("to_char({column}, 'YYYY')"),
        },
        Dialect::Mysql => match period {
            Period::Day => format!("DATE_FORMAT({column}, '%Y-%m-%d')"),
            Period::Week => format!(
                "DATE_FORMAT(DATE_SUB({column}, INTERVAL WEEKDAY({column}) DAY), '%Y-%m-%d')"
            ),
            Period::Month => format!("DATE_FORMAT({column}, '%Y-%m')"),
            Period::Year => format!("DATE_FORMAT({column}, '%Y')"),
        },
    }
}
