//! The Model resolved: what requests are answered from.
//!
//! Names are looked up once, indices are used from there on; what every row repeats (its keys in JSON, its table in SQL)
//! is kept as bytes.

mod resolve;
mod shown;

use std::collections::HashMap;

pub use resolve::CatalogError;

use crate::config::Decimals;
use crate::model::{self, Cardinality, ColumnType, Dialect, OnDelete, ReadOnly, ValueSource};

/// All tables, by number and by kind.
#[derive(Debug)]
pub struct Catalog {
    databases: Vec<model::Database>,
    tables: Vec<Table>,
    by_kind: HashMap<Box<str>, TableId>,
    /// How documents show decimals.
    pub(crate) decimals: Decimals,
}

/// The number of a table in its [`Catalog`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(test, derive(Default))]
pub struct TableId(u32);

impl TableId {
    /// Its position in [`Catalog::tables`].
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A table or view, as requests use it.
#[derive(Debug)]
pub struct Table {
    pub id: TableId,
    /// The JSON:API type.
    pub kind: Box<str>,
    /// The number of its database in [`Catalog::databases`].
    pub database: usize,
    pub dialect: Dialect,
    /// The table's name in SQL: qualified and quoted.
    pub sql_name: Box<str>,
    pub comment: Option<Box<str>>,
    pub read_only: Option<ReadOnly>,
    pub attributes: Vec<Attribute>,
    /// Positions of the attributes that make the id.
    pub key: Vec<usize>,
    pub twins: Twins,
    pub unique: Vec<Vec<usize>>,
    /// Positions of the attributes that a search looks into.
    pub search: Vec<usize>,
    pub checks: Vec<Check>,
    pub relationships: Vec<Relationship>,
    members: HashMap<Box<str>, Member>,
}

/// What tells rows apart whose keys are the same. A document may name no two resources alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twins {
    /// There are none.
    None,
    /// A table without a key may have equal rows: they are counted.
    Counted,
    /// SQLite lets several rows have null as their key: the number that it gives each of them, in this column.
    RowId(&'static str),
}

/// What a name of a resource means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Member {
    Attribute(usize),
    Relationship(usize),
}

/// How texts are spelled that are the same to the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// In one way.
    Exact,
    /// Maybe in several: `b` and `B`.
    Free,
}

/// A column, as requests use it.
#[derive(Debug)]
pub struct Attribute {
    pub name: Box<str>,
    /// The field of the Rust struct.
    pub field: Box<str>,
    /// The column's name in the database, not quoted.
    pub column: Box<str>,
    /// The same in SQL: quoted.
    pub sql_name: Box<str>,
    pub column_type: ColumnType,
    /// The type as the database declares it.
    pub database_type: Box<str>,
    pub spelling: Spelling,
    pub nullable: bool,
    /// Whether the database has a value where an insert gives none.
    pub has_default: bool,
    /// The default's expression, spelled as in the database.
    pub default: Option<Box<str>>,
    pub source: Option<ValueSource>,
    /// `"Name":`, as a row's JSON repeats it.
    pub json_key: Box<[u8]>,
    /// Whether documents show its numbers as strings.
    pub sends_strings: bool,
}

/// One direction of a relationship, as requests use it.
#[derive(Debug)]
pub struct Relationship {
    pub name: Box<str>,
    /// The field of the Rust struct, if this table holds the key.
    pub field: Box<str>,
    pub to: Cardinality,
    pub target: TableId,
    /// Positions of the attributes compared with `target_attributes`.
    pub attributes: Vec<usize>,
    pub target_attributes: Vec<usize>,
    /// The position of the other direction among the target's relationships.
    pub inverse: Option<usize>,
    pub holds_key: bool,
    pub on_delete: OnDelete,
    /// Whether no foreign key of the database guards it.
    pub is_virtual: bool,
    /// Whether it leads to the target's key, so that a row that holds the foreign key knows the id.
    pub to_key: bool,
    /// Of the key that it leads to.
    pub spelling: Spelling,
}

/// A CHECK constraint.
#[derive(Debug)]
pub struct Check {
    pub name: Option<Box<str>>,
    pub expression: Box<str>,
    /// Positions of the attributes it reads, as far as they are known.
    pub attributes: Vec<usize>,
}

impl Catalog {
    /// The databases of the project, the main one first.
    #[must_use]
    pub fn databases(&self) -> &[model::Database] {
        &self.databases
    }

    /// All tables, ordered by kind.
    #[must_use]
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The table of the number.
    #[must_use]
    pub fn table(&self, id: TableId) -> &Table {
        &self.tables[id.index()]
    }

    /// The table of the JSON:API type.
    #[must_use]
    pub fn find(&self, kind: &str) -> Option<&Table> {
        self.by_kind.get(kind).map(|id| self.table(*id))
    }
}

impl Table {
    /// The columns of a foreign key of this table that are set to null when a row is to belong to none; nothing if it must belong to
    /// one. Those that other foreign keys have too keep their values if that is possible.
    #[must_use]
    pub fn emptied(&self, foreign_key: &[usize]) -> Vec<usize> {
        let may_be_null =
            |column: &usize| self.attributes[*column].nullable && !self.key.contains(column);
        let is_shared = |column: &usize| {
            let others = self.relationships.iter().filter(|other| other.holds_key);
            let mut others = others.filter(|other| other.attributes != foreign_key);
            others.any(|other| other.attributes.contains(column))
        };
        let may: Vec<usize> = foreign_key.iter().copied().filter(may_be_null).collect();
        let own: Vec<usize> = may
            .iter()
            .copied()
            .filter(|column| !is_shared(column))
            .collect();
        if own.is_empty() { may } else { own }
    }

    /// What the name means in this table.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<Member> {
        self.members.get(name).copied()
    }

    /// The position of the attribute of the name.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<usize> {
        match self.member(name)? {
            Member::Attribute(index) => Some(index),
            Member::Relationship(_) => None,
        }
    }

    /// The position of the relationship of the name.
    #[must_use]
    pub fn relationship(&self, name: &str) -> Option<usize> {
        match self.member(name)? {
            Member::Relationship(index) => Some(index),
            Member::Attribute(_) => None,
        }
    }
}
