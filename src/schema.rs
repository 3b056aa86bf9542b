//! Facts: what the database says about itself, untouched.
//!
//! A reader in [`crate::introspect`] fills them in, [`crate::model`] makes choices from them. They can be
//! printed (`formwork inspect`), compared (`rebuild-from-database`) and tested without a database.

mod pattern;

pub use pattern::TablePattern;

use formwork_runtime::model::{ColumnType, Dialect};
use serde::Serialize;

/// All tables and views that were read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schema {
    pub dialect: Dialect,
    /// The name of the database's default schema: `public` as a rule for PostgreSQL, none elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_schema: Option<String>,
    /// Ordered by schema, then name, so that the order of the catalog does not matter.
    pub tables: Vec<Table>,
    /// What was seen and left out, and why; told to the user.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
}

/// Something in the database that could not be read or is of no use.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct LeftOut {
    /// The table it is, or belongs to.
    #[serde(flatten)]
    pub table: TableName,
    /// What of the table, such as "the index `i`"; all of it if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    pub reason: String,
}

/// The name of a table, qualified where the database has schemas.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct TableName {
    /// The PostgreSQL schema; absent in the other databases.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    pub name: String,
}

/// A table or a view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Table {
    #[serde(flatten)]
    pub name: TableName,
    pub kind: TableKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// In their order in the table.
    pub columns: Vec<Column>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<PrimaryKey>,
    /// Ordered by their columns' positions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub foreign_keys: Vec<ForeignKey>,
    /// Indexes and unique constraints, without the primary key's; ordered by name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub indexes: Vec<Index>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// The tables it inherits from, or the one it is a partition of; PostgreSQL only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub inherits: Vec<TableName>,
    /// What the table was declared with beyond its columns; SQLite only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<TableOption>,
}

/// How SQLite keeps a table's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableOption {
    /// Values of another type than the column's are refused: <https://sqlite.org/stricttables.html>
    Strict,
    /// Rows are kept by the primary key alone: <https://sqlite.org/withoutrowid.html>
    WithoutRowid,
    /// Rows are kept as they were: <https://mariadb.com/kb/en/system-versioned-tables/>
    SystemVersioned,
}

/// What kind of relation it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TableKind {
    Table,
    /// The parent of partitions.
    PartitionedTable,
    /// A part of a partitioned table; its rows are seen through the parent.
    Partition,
    /// A table elsewhere, seen through a foreign data wrapper.
    ForeignTable,
    View,
    MaterializedView,
    /// A table of a SQLite module, such as FTS5.
    VirtualTable,
}

/// A column of a table or view.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Column {
    pub name: String,
    /// The type as the database declares it, such as `numeric(10,2)`.
    pub declared_type: String,
    #[serde(flatten)]
    pub column_type: ColumnType,
    /// The domain it was declared with; the types are then those below the domain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    pub nullable: bool,
    /// The default's expression, spelled as in the database. A column with an [`Identity`] has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// What it is set to when another column of its row changes; MySQL only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_update: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated: Option<Generated>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
    /// Where it differs from the database's default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// A column that the database computes from others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Generated {
    /// Absent in the rare case that the database's text of it cannot be understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<String>,
    /// Kept in the table, or computed at each read.
    pub stored: bool,
}

/// A column that the database numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Identity {
    /// `GENERATED ALWAYS AS IDENTITY`: a value given is refused.
    Always,
    /// `GENERATED BY DEFAULT AS IDENTITY`.
    ByDefault,
    /// PostgreSQL's `serial`: a default that draws from a sequence of its own.
    Serial,
    /// MySQL's `AUTO_INCREMENT`; SQLite's `INTEGER PRIMARY KEY`, with the keyword or without.
    AutoIncrement,
}

/// The primary key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PrimaryKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// In the order of the key, which may differ from the table's.
    pub columns: Vec<String>,
}

/// A reference from this table to another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ForeignKey {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub columns: Vec<String>,
    pub target: TableName,
    /// Never empty: a target that the declaration leaves out is the other table's primary key.
    pub target_columns: Vec<String>,
    pub on_update: Action,
    pub on_delete: Action,
    /// Whether it may be, or is at first, checked at the end of a transaction only.
    #[serde(skip_serializing_if = "Deferrable::is_no")]
    pub deferrable: Deferrable,
}

/// What a foreign key does when the row it refers to changes or goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    NoAction,
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

/// When a constraint is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Deferrable {
    #[default]
    No,
    InitiallyImmediate,
    InitiallyDeferred,
}

impl Deferrable {
    /// Whether it is checked statement by statement, as is usual.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    fn is_no(&self) -> bool {
        *self == Self::No
    }
}

/// An index, or a unique constraint.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Index {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub parts: Vec<IndexPart>,
    /// Columns it carries along without sorting by them; PostgreSQL's `INCLUDE`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub included: Vec<String>,
    pub unique: bool,
    /// How it finds rows, such as `gin` or `FULLTEXT`, where it is no B-tree.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Whether two nulls count as equal (PostgreSQL's `NULLS NOT DISTINCT`).
    #[serde(skip_serializing_if = "is_false")]
    pub nulls_equal: bool,
    /// The condition of a partial index.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// The definition of the exclusion constraint that it serves; PostgreSQL only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclusion: Option<String>,
    /// When a unique constraint is checked.
    #[serde(skip_serializing_if = "Deferrable::is_no")]
    pub deferrable: Deferrable,
}

impl Index {
    /// The columns, if it makes them unique for every row: not partial, no expression, no prefix.
    #[must_use]
    pub fn unique_columns(&self) -> Option<Vec<&str>> {
        if !self.unique || self.predicate.is_some() {
            return None;
        }
        self.parts
            .iter()
            .map(|part| match part {
                IndexPart::Column(name) => Some(name.as_str()),
                IndexPart::Prefix { .. } | IndexPart::Expression(_) => None,
            })
            .collect()
    }
}

/// What an index sorts by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexPart {
    Column(String),
    /// The first characters of a column; MySQL only.
    Prefix {
        column: String,
        length: u32,
    },
    Expression(String),
}

impl IndexPart {
    /// The column's name, or the expression.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Column(text) | Self::Prefix { column: text, .. } | Self::Expression(text) => text,
        }
    }
}

/// A CHECK constraint.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub expression: String,
    /// The columns it reads, as far as the database or the text tells.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}
