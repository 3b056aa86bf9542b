//! What groups of rows come to: several numbers of each, by any attributes, also by those of rows that are referred to.

use super::condition::{Comparison, Test, write_condition};
use super::order::{Joined, OrderBy};
use super::summary::sum_type;
use crate::catalog::{Attribute, Catalog, Table, TableId};
use crate::model::{ColumnType, Dialect};
use crate::store::{SqlText, Statement};

/// The shape of a query for numbers of groups: its values are those of the condition, those of `having`, and how many groups to give.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Aggregation {
    pub table: TableId,
    pub condition: Vec<Test>,
    /// What makes a group; all rows are one if there is nothing.
    pub groups: Vec<OrderBy>,
    pub numbers: Vec<Aggregate>,
    /// All of them hold, each with one value.
    pub having: Vec<Having>,
    pub order: Vec<AggregateOrder>,
}

/// A number of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Aggregate {
    pub function: Function,
    /// Of which attribute; how many rows there are has none.
    pub attribute: Option<usize>,
}

/// How rows become a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Function {
    Count,
    Sum,
    Average,
    Least,
    Most,
}

/// A test of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Having {
    /// Its position.
    pub number: usize,
    pub test: HavingTest,
}

/// How a number is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HavingTest {
    Equal,
    NotEqual,
    Compare(Comparison),
}

/// One criterion of the order of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AggregateOrder {
    pub by: Column,
    pub descending: bool,
}

/// A column of the result, by its position among its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Column {
    Group(usize),
    Number(usize),
}

impl Aggregate {
    /// The type of the number.
    fn column_type(self, table: &Table) -> ColumnType {
        let of = self
            .attribute
            .map(|index| &table.attributes[index].column_type);
        match (self.function, of) {
            (Function::Count, _) | (_, None) => ColumnType::Integer {
                bits: 64,
                unsigned: false,
            },
            (Function::Sum, Some(column_type)) => sum_type(column_type),
            (Function::Average, Some(_)) => ColumnType::Float { bits: 64 },
            (Function::Least | Function::Most, Some(column_type)) => column_type.clone(),
        }
    }

    fn sql(self, table: &Table) -> String {
        let column = match self.attribute {
            Some(index) => format!("t.{}", table.attributes[index].sql_name),
            None => "*".to_owned(),
        };
        let is_float = self.attribute.is_some_and(|index| {
            matches!(
                table.attributes[index].column_type,
                ColumnType::Float { .. }
            )
        });
        match (self.function, table.dialect) {
            (Function::Count, _) => format!("count({column})"),
            (Function::Sum, Dialect::Postgres) if is_float => format!("sum({column})::float8"),
            (Function::Sum, Dialect::Postgres) => format!("sum({column})::numeric"),
            (Function::Sum, _) => format!("sum({column})"),
            (Function::Average, Dialect::Postgres) => format!("avg({column})::float8"),
            // MySQL's average of decimals has only some digits more than they have.
            (Function::Average, Dialect::Mysql) => {
                format!("((sum({column}) + 0e0) / count({column}))")
            }
            (Function::Average, Dialect::Sqlite) => format!("avg({column})"),
            (Function::Least, _) => format!("min({column})"),
            (Function::Most, _) => format!("max({column})"),
        }
    }
}

pub(super) fn write_aggregation(catalog: &Catalog, aggregation: &Aggregation) -> Statement {
    let table = catalog.table(aggregation.table);
    let joined = Joined::new(catalog, table, &aggregation.groups);
    let mut sql = SqlText::new(table.dialect);
    sql.push("SELECT ");
    let groups = (0..aggregation.groups.len()).map(Column::Group);
    let numbers = (0..aggregation.numbers.len()).map(Column::Number);
    sql.separated(groups.chain(numbers), ", ", |sql, column| match column {
        Column::Group(index) => joined.write_value(index, sql),
        Column::Number(index) => {
            let number = aggregation.numbers[index];
            sql.expression(number.column_type(table), &number.sql(table));
        }
    });
    sql.push(" FROM ").push(&table.sql_name).push(" AS t");
    joined.write_joins(&mut sql);
    write_condition(catalog, table, &joined, &aggregation.condition, &mut sql);
    if !aggregation.groups.is_empty() {
        sql.push(" GROUP BY ");
        sql.separated(0..aggregation.groups.len(), ", ", |sql, index| {
            joined.write_name(index, sql);
        });
    }
    if !aggregation.having.is_empty() {
        sql.push(" HAVING ");
        sql.separated(&aggregation.having, " AND ", |sql, having| {
            write_having(table, aggregation.numbers[having.number], having.test, sql);
        });
    }
    if !aggregation.order.is_empty() {
        sql.push(" ORDER BY ");
        sql.separated(&aggregation.order, ", ", |sql, order| {
            match order.by {
                Column::Group(index) => joined.write_name(index, sql),
                Column::Number(index) => {
                    sql.push(&aggregation.numbers[index].sql(table));
                }
            }
            // As for rows: nulls first, and last where it is descending.
            sql.push(match (sql.dialect(), order.descending) {
                (Dialect::Postgres, false) => " NULLS FIRST",
                (Dialect::Postgres, true) => " DESC NULLS LAST",
                (_, false) => "",
                (_, true) => " DESC",
            });
        });
    }
    sql.push(" LIMIT ").count();
    sql.finish()
}

fn write_having(table: &Table, number: Aggregate, test: HavingTest, sql: &mut SqlText) {
    sql.push(&number.sql(table)).push(match test {
        HavingTest::Equal => " = ",
        HavingTest::NotEqual => " <> ",
        HavingTest::Compare(comparison) => comparison.sql(),
    });
    match number.attribute.map(|index| &table.attributes[index]) {
        Some(attribute) if keeps_type(number.function) && !is_number(attribute) => {
            sql.compared(attribute);
        }
        _ => {
            sql.any_number();
        }
    }
}

fn keeps_type(function: Function) -> bool {
    matches!(function, Function::Least | Function::Most)
}

/// Whether the attribute can be summed up.
pub(crate) fn is_number(attribute: &Attribute) -> bool {
    matches!(
        attribute.column_type,
        ColumnType::Integer { .. } | ColumnType::Float { .. } | ColumnType::Decimal { .. }
    )
}
