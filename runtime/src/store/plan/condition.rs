//! Conditions on rows, and how they are written.

use std::ops::Range;

use super::lists::takes_list;
use super::order::{Joined, SortTest};
use super::row_id;
use crate::catalog::{Attribute, Catalog, Table};
use crate::model::{ColumnType, Dialect};
use crate::store::SqlText;
use crate::store::sql::spellings_of;

/// A test of a row. The values come with the call, in the order of the tests.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// One value.
    Equal(usize),
    /// The values of a list, of which some show bytes that SQLite may keep in a column of another type: the list, see
    /// [`equal`](super::equal).
    Shown(usize),
    /// No value.
    IsNull(usize),
    /// The number that SQLite gives the row: one value.
    RowId,
    /// Comes after a row of these values, in ascending order: for each part, the values of the parts before it and its own.
    After(Vec<usize>),
    /// The values that [`in_list`](super::in_list) makes of a list.
    In { attribute: usize, count: usize },
    /// `count` values for each of the attributes, key after key.
    KeyIn {
        attributes: Vec<usize>,
        count: usize,
    },
    /// One value that the attribute's is compared with.
    Compare {
        attribute: usize,
        comparison: Comparison,
    },
    /// A pattern in the way of the database: of `GLOB` in SQLite, of `LIKE … ESCAPE '!'` in the others.
    Like(usize),
    /// The same without regard to case; the pattern is in lower case.
    LikeFolded(usize),
    /// The same where the pattern is of ASCII, and written for `LIKE … ESCAPE '!'`; only SQLite.
    LikeAscii(usize),
    /// What every text that begins so lies between, as far as an index can tell: on SQLite the least one and the least
    /// one above; on MySQL a pattern; on PostgreSQL nothing.
    Prefix(usize),
    /// A test of what a criterion of the query's order sorts by.
    Sorted { criterion: usize, test: SortTest },
    /// All of them hold.
    All(Vec<Test>),
    /// One of them holds.
    Any(Vec<Test>),
    /// It does not hold, or it cannot be told because a value is null.
    Not(Box<Test>),
    /// The relationship leads to a row for which all of them hold.
    Related {
        relationship: usize,
        condition: Vec<Test>,
    },
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) fn sql(self) -> &'static str {
        match self {
            Self::Less => " < ",
            Self::LessOrEqual => " <= ",
            Self::Greater => " > ",
            Self::GreaterOrEqual => " >= ",
        }
    }
}

/// Writes `WHERE` and the condition, on the row that is called `t`.
pub(super) fn write_condition(
    catalog: &Catalog,
    table: &Table,
    joined: &Joined<'_>,
    condition: &[Test],
    sql: &mut SqlText,
) {
    if condition.is_empty() {
        return;
    }
    sql.push(" WHERE ");
    let row = RowName::outermost(catalog, table, joined);
    sql.separated(condition, " AND ", |sql, test| row.test(test, sql));
}

/// A row that a condition is on, and what it is called.
struct RowName<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    /// What the outermost rows are sorted by.
    joined: &'a Joined<'a>,
    /// Such as `t.`
    qualifier: String,
    /// How many rows it is inside of.
    depth: usize,
}

impl<'a> RowName<'a> {
    fn outermost(catalog: &'a Catalog, table: &'a Table, joined: &'a Joined<'a>) -> Self {
        Self {
            catalog,
            table,
            joined,
            qualifier: "t.".to_owned(),
            depth: 0,
        }
    }

    fn test(&self, test: &Test, sql: &mut SqlText) {
        match test {
            Test::Equal(index) => self.equal(&self.table.attributes[*index], sql),
            Test::Shown(index) => {
                let attribute = &self.table.attributes[*index];
                self.column(attribute, sql).in_list_shown(attribute);
            }
            Test::IsNull(index) => {
                self.column(&self.table.attributes[*index], sql)
                    .push(" IS NULL");
            }
            Test::RowId => {
                sql.push(&row_id(self.table, &self.qualifier))
                    .push(" = ")
                    .count();
            }
            Test::After(attributes) => self.after(attributes, sql),
            Test::In { attribute, count } => {
                self.listed(&self.table.attributes[*attribute], *count, sql);
            }
            Test::KeyIn { attributes, count } => write_any(0..*count, sql, &mut |_, sql| {
                sql.push("(");
                sql.separated(attributes, " AND ", |sql, index| {
                    self.equal(&self.table.attributes[*index], sql);
                });
                sql.push(")");
            }),
            Test::Compare {
                attribute,
                comparison,
            } => self.compare(&self.table.attributes[*attribute], *comparison, sql),
            Test::Like(index) => self.like(&self.table.attributes[*index], sql),
            Test::LikeFolded(index) => self.like_folded(&self.table.attributes[*index], sql),
            // SQLite's own LIKE knows the case of ASCII.
            Test::LikeAscii(index) => {
                self.column(&self.table.attributes[*index], sql)
                    .push(" LIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
            Test::Prefix(index) => self.prefix(&self.table.attributes[*index], sql),
            Test::Sorted { criterion, test } => self.joined.write_test(*criterion, *test, sql),
            Test::All(tests) if tests.is_empty() => {
                sql.push("1 = 1");
            }
            Test::All(tests) => {
                sql.push("(");
                sql.separated(tests, " AND ", |sql, test| self.test(test, sql));
                sql.push(")");
            }
            Test::Any(tests) if tests.is_empty() => {
                sql.push("1 = 0");
            }
            Test::Any(tests) => write_any(0..tests.len(), sql, &mut |index, sql| {
                self.test(&tests[index], sql);
            }),
            Test::Not(test) => {
                sql.push("(");
                self.test(test, sql);
                sql.push(") IS NOT TRUE");
            }
            Test::Related {
                relationship,
                condition,
            } => self.related(*relationship, condition, sql),
        }
    }

    fn column<'s>(&self, attribute: &Attribute, sql: &'s mut SqlText) -> &'s mut SqlText {
        sql.push(&self.qualifier).push(&attribute.sql_name)
    }

    fn after(&self, attributes: &[usize], sql: &mut SqlText) {
        sql.push("(");
        sql.separated(0..attributes.len(), " OR ", |sql, part| {
            sql.push("(");
            for &index in &attributes[..part] {
                self.equal(&self.table.attributes[index], sql);
                sql.push(" AND ");
            }
            let last = &self.table.attributes[attributes[part]];
            sql.comparable(&self.qualifier, last)
                .push(" > ")
                .compared(last)
                .push(")");
        });
        sql.push(")");
    }

    fn listed(&self, attribute: &Attribute, count: usize, sql: &mut SqlText) {
        match (
            sql.dialect(),
            takes_list(sql.dialect(), &attribute.column_type),
        ) {
            (Dialect::Postgres, true) => {
                sql.comparable(&self.qualifier, attribute)
                    .push(" = ANY(")
                    .list(attribute)
                    .push(")");
            }
            (_, true) => {
                self.column(attribute, sql).in_list(attribute);
            }
            (Dialect::Sqlite, false) if is_spelled_in_several_ways(attribute) => {
                write_any(0..count, sql, &mut |_, sql| self.equal(attribute, sql));
            }
            (_, false) => {
                sql.comparable(&self.qualifier, attribute).push(" IN (");
                sql.separated(0..count, ", ", |sql, _| {
                    sql.compared(attribute);
                });
                sql.push(")");
            }
        }
    }

    fn equal(&self, attribute: &Attribute, sql: &mut SqlText) {
        sql.comparable(&self.qualifier, attribute);
        if sql.dialect() == Dialect::Sqlite && is_spelled_in_several_ways(attribute) {
            sql.equal_spelled(attribute);
        } else {
            sql.push(" = ").compared(attribute);
        }
    }

    fn compare(&self, attribute: &Attribute, comparison: Comparison, sql: &mut SqlText) {
        match (sql.dialect(), &attribute.column_type) {
            // SQLite keeps both as text, in several spellings.
            (Dialect::Sqlite, ColumnType::Timestamp) => {
                sql.push("replace(");
                self.column(attribute, sql)
                    .push(", 'T', ' ')")
                    .push(comparison.sql())
                    .value(attribute);
            }
            (Dialect::Sqlite, ColumnType::TimestampTz) => {
                sql.push("julianday(");
                self.column(attribute, sql)
                    .push(")")
                    .push(comparison.sql())
                    .push("julianday(")
                    .value(attribute)
                    .push(")");
            }
            // To SQLite any text is above any number.
            (Dialect::Sqlite, ColumnType::Other) => {
                self.column(attribute, sql)
                    .push(comparison.sql())
                    .push("formwork_number(")
                    .value(attribute)
                    .push(")");
            }
            _ => {
                sql.comparable(&self.qualifier, attribute)
                    .push(comparison.sql())
                    .compared(attribute);
            }
        }
    }

    fn like(&self, attribute: &Attribute, sql: &mut SqlText) {
        match sql.dialect() {
            Dialect::Sqlite => {
                self.column(attribute, sql).push(" GLOB ").text();
            }
            Dialect::Postgres => {
                self.text(attribute, sql)
                    .push(" LIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
            // Whatever the column's collation is, characters are told apart.
            Dialect::Mysql => {
                self.text(attribute, sql)
                    .push(" COLLATE utf8mb4_bin LIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
        }
    }

    fn like_folded(&self, attribute: &Attribute, sql: &mut SqlText) {
        match sql.dialect() {
            // SQLite's own functions know the case of ASCII only.
            Dialect::Sqlite => {
                sql.push("formwork_lower(");
                self.column(attribute, sql).push(") GLOB ").text();
            }
            Dialect::Postgres => {
                self.text(attribute, sql)
                    .push(" ILIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
            Dialect::Mysql => {
                sql.push("lower(");
                self.text(attribute, sql)
                    .push(") COLLATE utf8mb4_bin LIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
        }
    }

    fn prefix(&self, attribute: &Attribute, sql: &mut SqlText) {
        match sql.dialect() {
            Dialect::Sqlite => {
                sql.push("(");
                self.column(attribute, sql)
                    .push(" >= ")
                    .text()
                    .push(" AND ");
                self.column(attribute, sql).push(" < ").text().push(")");
            }
            Dialect::Postgres => {
                sql.push("1 = 1");
            }
            Dialect::Mysql => {
                self.column(attribute, sql)
                    .push(" LIKE ")
                    .text()
                    .push(" ESCAPE '!'");
            }
        }
    }

    /// The attribute as text.
    fn text<'s>(&self, attribute: &Attribute, sql: &'s mut SqlText) -> &'s mut SqlText {
        match (sql.dialect(), &attribute.column_type) {
            // As it is where it is text, so that an index may help.
            (Dialect::Postgres, ColumnType::Text { .. })
                if ["text", "character varying"]
                    .iter()
                    .any(|plain| attribute.database_type.starts_with(plain)) =>
            {
                self.column(attribute, sql)
            }
            (Dialect::Postgres, _) => self.column(attribute, sql).push("::text"),
            (Dialect::Mysql, _) => {
                sql.push("CONVERT(");
                self.column(attribute, sql).push(" USING utf8mb4)")
            }
            (Dialect::Sqlite, _) => self.column(attribute, sql),
        }
    }

    fn related(&self, relationship: usize, condition: &[Test], sql: &mut SqlText) {
        let relationship = &self.table.relationships[relationship];
        let depth = self.depth + 1;
        let other = RowName {
            catalog: self.catalog,
            table: self.catalog.table(relationship.target),
            joined: self.joined,
            qualifier: format!("t{depth}."),
            depth,
        };
        sql.push("EXISTS (SELECT 1 FROM ")
            .push(&other.table.sql_name)
            .push(" AS ")
            .push(other.qualifier.trim_end_matches('.'))
            .push(" WHERE ");
        let pairs = relationship
            .target_attributes
            .iter()
            .zip(&relationship.attributes);
        sql.separated(pairs, " AND ", |sql, (theirs, ours)| {
            other
                .column(&other.table.attributes[*theirs], sql)
                .push(" = ");
            self.column(&self.table.attributes[*ours], sql);
        });
        for test in condition {
            sql.push(" AND ");
            other.test(test, sql);
        }
        sql.push(")");
    }
}

/// Writes so many alternatives, as a tree: SQLite refuses a thousand in a row as too deep.
fn write_any(
    alternatives: Range<usize>,
    sql: &mut SqlText,
    write: &mut dyn FnMut(usize, &mut SqlText),
) {
    if alternatives.len() <= 1 {
        return write(alternatives.start, sql);
    }
    let middle = alternatives.start + alternatives.len() / 2;
    sql.push("(");
    write_any(alternatives.start..middle, sql, write);
    sql.push(" OR ");
    write_any(middle..alternatives.end, sql, write);
    sql.push(")");
}

/// Whether SQLite may keep what is one value to us in several ways.
fn is_spelled_in_several_ways(attribute: &Attribute) -> bool {
    spellings_of(&attribute.column_type).is_some()
        || matches!(attribute.column_type, ColumnType::Other)
}
