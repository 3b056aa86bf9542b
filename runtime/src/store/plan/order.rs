//! Orders of rows: by their own attributes, and by those of the rows that they refer to.

use super::condition::Comparison;
use crate::catalog::{Catalog, Table};
use crate::model::{ColumnType, Dialect};
use crate::store::SqlText;

/// One criterion of an order. Rows without a value come first, and last where it is descending.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderBy {
    /// The to-one relationships that lead to the row with the attribute, one after the other; none if it is the row itself.
    pub via: Vec<usize>,
    pub attribute: usize,
    pub descending: bool,
    pub nulls: Nulls,
}

/// Whether there are rows without a value among those that are sorted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Nulls {
    /// As far as the column may be null.
    #[default]
    Possible,
    /// The condition leaves none of them, or nothing else. PostgreSQL can then use an index, which has them last.
    Settled,
}

impl OrderBy {
    /// By an attribute of the row itself.
    #[must_use]
    pub fn new(attribute: usize, descending: bool) -> Self {
        Self {
            via: Vec::new(),
            attribute,
            descending,
            nulls: Nulls::Possible,
        }
    }

    /// By an attribute of the row itself, smallest first.
    #[must_use]
    pub fn ascending(attribute: usize) -> Self {
        Self::new(attribute, false)
    }

    /// Whether a row may have no value there.
    #[must_use]
    pub(crate) fn may_be_null(&self, table: &Table) -> bool {
        !self.via.is_empty() || table.attributes[self.attribute].nullable
    }
}

/// A test of what rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SortTest {
    /// One value.
    Equal,
    /// One value that it is compared with.
    Compare(Comparison),
    IsNull,
    IsNotNull,
}

/// An order, and the tables that are joined for it.
pub(super) struct Joined<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    order: &'a [OrderBy],
    /// Paths of relationships, each after those that it begins with.
    paths: Vec<&'a [usize]>,
}

impl<'a> Joined<'a> {
    pub(super) fn new(catalog: &'a Catalog, table: &'a Table, order: &'a [OrderBy]) -> Self {
        let mut paths: Vec<&[usize]> = Vec::new();
        for by in order {
            for length in 1..=by.via.len() {
                let path = &by.via[..length];
                if !paths.contains(&path) {
                    paths.push(path);
                }
            }
        }
        Self {
            catalog,
            table,
            order,
            paths,
        }
    }

    /// Joins that neither lose nor repeat a row: each leads to one row at most.
    pub(super) fn write_joins(&self, sql: &mut SqlText) {
        for path in &self.paths {
            let (last, before) = path.split_last().expect("a path has a relationship");
            let from = self.table_of(before);
            let (from_row, row) = (self.qualifier(before), self.qualifier(path));
            let relationship = &from.relationships[*last];
            let target = self.catalog.table(relationship.target);
            sql.push(" LEFT JOIN ")
                .push(&target.sql_name)
                .push(" AS ")
                .push(row.trim_end_matches('.'))
                .push(" ON ");
            let pairs = relationship
                .target_attributes
                .iter()
                .zip(&relationship.attributes);
            sql.separated(pairs, " AND ", |sql, (theirs, ours)| {
                sql.push(&row)
                    .push(&target.attributes[*theirs].sql_name)
                    .push(" = ")
                    .push(&from_row)
                    .push(&from.attributes[*ours].sql_name);
            });
        }
    }

    pub(super) fn write_order(&self, sql: &mut SqlText) {
        if self.order.is_empty() {
            return;
        }
        sql.push(" ORDER BY ");
        sql.separated(self.order, ", ", |sql, by| {
            let table = self.table_of(&by.via);
            sql.sorted(&self.qualifier(&by.via), &table.attributes[by.attribute]);
            if by.descending {
                sql.push(" DESC");
            }
            // PostgreSQL sorts nulls last unless told otherwise, the others first: one answer for all.
            if sql.dialect() == Dialect::Postgres
                && by.nulls == Nulls::Possible
                && by.may_be_null(self.table)
            {
                sql.push(if by.descending {
                    " NULLS LAST"
                } else {
                    " NULLS FIRST"
                });
            }
        });
    }

    /// Adds what a criterion sorts by to what the rows hold.
    pub(super) fn write_column(&self, criterion: usize, sql: &mut SqlText) {
        let by = &self.order[criterion];
        let attribute = &self.table_of(&by.via).attributes[by.attribute];
        sql.sorted_column(&self.qualifier(&by.via), attribute);
    }

    /// Adds the value of a criterion's attribute to what the rows hold.
    pub(super) fn write_value(&self, criterion: usize, sql: &mut SqlText) {
        let by = &self.order[criterion];
        let attribute = &self.table_of(&by.via).attributes[by.attribute];
        sql.column(&self.qualifier(&by.via), attribute);
    }

    /// Names the column of a criterion.
    pub(super) fn write_name(&self, criterion: usize, sql: &mut SqlText) {
        let by = &self.order[criterion];
        let attribute = &self.table_of(&by.via).attributes[by.attribute];
        sql.push(&self.qualifier(&by.via)).push(&attribute.sql_name);
    }

    pub(super) fn write_test(&self, criterion: usize, test: SortTest, sql: &mut SqlText) {
        let by = &self.order[criterion];
        let attribute = &self.table_of(&by.via).attributes[by.attribute];
        let is_special =
            sql.dialect() == Dialect::Postgres && attribute.column_type == ColumnType::Other;
        sql.sorted(&self.qualifier(&by.via), attribute);
        match test {
            SortTest::Equal => sql.push(" = ").sorted_value(attribute),
            SortTest::Compare(comparison) => sql.push(comparison.sql()).sorted_value(attribute),
            // PostgreSQL calls a row of nulls null as well, and one with some nulls neither.
            SortTest::IsNull if is_special => sql.push(" IS NOT DISTINCT FROM NULL"),
            SortTest::IsNotNull if is_special => sql.push(" IS DISTINCT FROM NULL"),
            SortTest::IsNull => sql.push(" IS NULL"),
            SortTest::IsNotNull => sql.push(" IS NOT NULL"),
        };
    }

    fn table_of(&self, path: &[usize]) -> &'a Table {
        path.iter().fold(self.table, |table, &relationship| {
            self.catalog.table(table.relationships[relationship].target)
        })
    }

    /// What the columns of the row at the end of a path are qualified by.
    fn qualifier(&self, path: &[usize]) -> String {
        match self.paths.iter().position(|each| *each == path) {
            Some(number) => format!("o{}.", number + 1),
            None => "t.".to_owned(),
        }
    }
}
