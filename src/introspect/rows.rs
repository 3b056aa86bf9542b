//! What a reader must supply: the catalog of a database as plain rows.
//!
//! Rows that belong together (the columns of one key) come in their order; otherwise the order does not matter. [`mod@super::assemble`] makes tables of them.

use formwork_runtime::model::ColumnType;

use crate::schema::{
    Action, Deferrable, Generated, Identity, IndexPart, LeftOut, TableKind, TableName, TableOption,
};

/// Everything read from one database.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    pub(crate) default_schema: Option<String>,
    pub(crate) tables: Vec<TableRow>,
    pub(crate) columns: Vec<ColumnRow>,
    pub(crate) primary_keys: Vec<PrimaryKeyRow>,
    pub(crate) foreign_keys: Vec<ForeignKeyRow>,
    pub(crate) indexes: Vec<IndexRow>,
    pub(crate) checks: Vec<CheckRow>,
    pub(crate) inheritance: Vec<InheritanceRow>,
    /// What the reader itself could not read.
    pub(crate) left_out: Vec<LeftOut>,
}

/// A table or view.
#[derive(Debug, Clone)]
pub(crate) struct TableRow {
    pub(crate) table: TableName,
    pub(crate) kind: TableKind,
    pub(crate) comment: Option<String>,
    pub(crate) options: Vec<TableOption>,
    /// Why nothing can be made of it, if the catalog says so.
    pub(crate) left_out: Option<Reason>,
}

/// Why a table is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reason {
    /// The user we connect as may not read it.
    NotReadable,
    /// It belongs to an extension of the database, such as `PostGIS`.
    Extension(String),
    /// The database itself cannot, for the reason it gives.
    Broken(String),
}

/// A column, at its place in the table.
#[derive(Debug, Clone)]
pub(crate) struct ColumnRow {
    pub(crate) table: TableName,
    pub(crate) position: i64,
    pub(crate) name: String,
    pub(crate) declared_type: String,
    pub(crate) column_type: ColumnType,
    pub(crate) domain: Option<String>,
    pub(crate) nullable: bool,
    pub(crate) default: Option<String>,
    pub(crate) on_update: Option<String>,
    pub(crate) generated: Option<Generated>,
    pub(crate) identity: Option<Identity>,
    pub(crate) collation: Option<String>,
    pub(crate) comment: Option<String>,
}

/// A column of a primary key.
#[derive(Debug, Clone)]
pub(crate) struct PrimaryKeyRow {
    pub(crate) table: TableName,
    pub(crate) name: Option<String>,
    pub(crate) column: String,
}

/// A column of a foreign key, with the one it refers to.
#[derive(Debug, Clone)]
pub(crate) struct ForeignKeyRow {
    pub(crate) table: TableName,
    /// What tells this key from the others of its table.
    pub(crate) key: String,
    pub(crate) name: Option<String>,
    pub(crate) column: String,
    pub(crate) target: TableName,
    /// Absent where the declaration leaves it to the other table's primary key.
    pub(crate) target_column: Option<String>,
    pub(crate) on_update: Action,
    pub(crate) on_delete: Action,
    pub(crate) deferrable: Deferrable,
}

/// A part of an index; what is said of the whole is repeated in each.
#[derive(Debug, Clone)]
pub(crate) struct IndexRow {
    pub(crate) table: TableName,
    /// What tells this index from the others of its table.
    pub(crate) index: String,
    pub(crate) name: Option<String>,
    pub(crate) part: IndexRowPart,
    pub(crate) unique: bool,
    pub(crate) method: Option<String>,
    pub(crate) nulls_equal: bool,
    pub(crate) predicate: Option<String>,
    pub(crate) exclusion: Option<String>,
    pub(crate) deferrable: Deferrable,
}

/// What an index holds at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum IndexRowPart {
    Key(IndexPart),
    Included(String),
}

/// A CHECK constraint.
#[derive(Debug, Clone)]
pub(crate) struct CheckRow {
    pub(crate) table: TableName,
    pub(crate) name: Option<String>,
    pub(crate) expression: String,
    /// Absent if only the expression tells.
    pub(crate) columns: Option<Vec<String>>,
}

/// A table and one that it inherits from.
#[derive(Debug, Clone)]
pub(crate) struct InheritanceRow {
    pub(crate) table: TableName,
    pub(crate) parent: TableName,
}
