//! Foreign keys as the rows that they refer to have them.
//!
//! SQLite keeps moments, times and UUIDs as programs wrote them, and takes two spellings of one for different values. So a foreign key
//! is written as the parent's row spells it: SQLite accepts it then, and SQL joins the rows. The statement that writes it looks the parent
//! up itself, so that it sees rows which were inserted just before, and nobody asks where no such type is concerned.

use super::Kept;
use super::lists::may_show_bytes;
use crate::catalog::{Catalog, Relationship, Table};
use crate::model::{ColumnType, Dialect, ValueSource};
use crate::store::SqlText;
use crate::store::sql::spellings_of;

/// The foreign keys with such a type that a statement writes.
pub(super) struct ParentKeys<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    kept: Kept,
    /// Those that the database guards come first.
    relationships: Vec<&'a Relationship>,
}

impl<'a> ParentKeys<'a> {
    /// Those of a new row whose columns are all written, or those of a row that is there of which one is.
    pub(super) fn new(
        catalog: &'a Catalog,
        table: &'a Table,
        written: &[usize],
        (row, kept): (Written, Kept),
    ) -> Self {
        let is_written = |relationship: &Relationship| {
            let mut parts = relationship.attributes.iter();
            match row {
                Written::New => parts.all(|part| written.contains(part)),
                Written::Changed => parts.any(|part| written.contains(part)),
            }
        };
        let mut keys = Self {
            catalog,
            table,
            kept,
            relationships: Vec::new(),
        };
        if table.dialect == Dialect::Sqlite {
            let own = table.relationships.iter();
            let own = own.filter(|each| {
                each.holds_key
                    && catalog.table(each.target).database == table.database
                    && is_written(each)
                    && pairs(each).any(|pair| keys.kept_as(each, pair).is_some())
            });
            keys.relationships = own.collect();
            keys.relationships.sort_by_key(|each| each.is_virtual);
        }
        keys
    }

    pub(super) fn is_empty(&self) -> bool {
        self.relationships.is_empty()
    }

    /// The columns that may have to be spelled anew because another column of their foreign key is written.
    pub(super) fn besides(&self, written: &[usize]) -> Vec<usize> {
        let mut besides = Vec::new();
        for relationship in &self.relationships {
            for pair in pairs(relationship) {
                let source = self.table.attributes[pair.0].source;
                let is_settled = written.contains(&pair.0)
                    || besides.contains(&pair.0)
                    || source == Some(ValueSource::Generated);
                if !is_settled && self.kept_as(relationship, pair).is_some() {
                    besides.push(pair.0);
                }
            }
        }
        besides
    }

    /// Writes the value of a column: as the parent has it, if there is one, and otherwise as it is given.
    pub(super) fn write(
        &self,
        attribute: usize,
        given: &dyn Fn(usize) -> String,
        sql: &mut SqlText,
    ) {
        let is_concerned = |relationship: &&&Relationship| {
            let mut own = pairs(relationship).filter(|pair| pair.0 == attribute);
            own.any(|pair| self.kept_as(relationship, pair).is_some())
        };
        let concerned: Vec<_> = self.relationships.iter().filter(is_concerned).collect();
        if concerned.is_empty() {
            sql.push(&given(attribute));
            return;
        }
        sql.push("coalesce(");
        for relationship in concerned {
            for spelling in [Spelling::Given, Spelling::Any] {
                self.write_look_up(relationship, attribute, spelling, given, sql);
                sql.push(", ");
            }
        }
        sql.push(&given(attribute)).push(")");
    }

    /// The type of which the parent's column may keep a value otherwise than we write it.
    fn kept_as(
        &self,
        relationship: &Relationship,
        (own, theirs): (usize, usize),
    ) -> Option<&'a ColumnType> {
        let target = self.catalog.table(relationship.target);
        let theirs = &target.attributes[theirs].column_type;
        let types = [theirs, &self.table.attributes[own].column_type];
        let mut spelled = types.into_iter();
        let spelled = spelled.find(|column_type| spellings_of(column_type).is_some());
        spelled.or_else(|| (self.kept == Kept::AsBytes && may_show_bytes(theirs)).then_some(theirs))
    }

    fn write_look_up(
        &self,
        relationship: &Relationship,
        attribute: usize,
        spelling: Spelling,
        given: &dyn Fn(usize) -> String,
        sql: &mut SqlText,
    ) {
        let target = self.catalog.table(relationship.target);
        let column = |theirs: usize| format!("p.{}", target.attributes[theirs].sql_name);
        let asked = pairs(relationship).find(|pair| pair.0 == attribute);
        let (_, asked) = asked.expect("the relationship has the column");
        sql.push("(SELECT ")
            .push(&column(asked))
            .push(" FROM ")
            .push(&target.sql_name)
            .push(" AS p WHERE ");
        sql.separated(pairs(relationship), " AND ", |sql, pair| {
            let given = given(pair.0);
            sql.push(&column(pair.1));
            match (spelling, self.kept_as(relationship, pair)) {
                (Spelling::Any, Some(column_type)) => sql.in_kept(column_type, &given, self.kept),
                _ => sql.push(" = ").push(&given),
            };
        });
        // All columns of one foreign key are those of one parent, whichever index finds it.
        sql.push(" ORDER BY ");
        sql.separated(pairs(relationship), ", ", |sql, pair| {
            sql.push(&column(pair.1));
        });
        sql.push(" LIMIT 1)");
    }
}

/// What is written.
#[derive(Clone, Copy)]
pub(super) enum Written {
    /// A new row, whose other columns are the database's.
    New,
    /// A row whose other columns keep what they have.
    Changed,
}

/// Which parents are looked for.
#[derive(Clone, Copy)]
enum Spelling {
    /// The one whose key is spelled as it is given, which is asked for first: that is fast, and unmistakable where there are several.
    Given,
    Any,
}

/// The columns of a foreign key, and those that they refer to.
fn pairs(relationship: &Relationship) -> impl Iterator<Item = (usize, usize)> {
    let own = relationship.attributes.iter().copied();
    own.zip(relationship.target_attributes.iter().copied())
}
