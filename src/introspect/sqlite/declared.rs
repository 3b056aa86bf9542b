//! What pragmas tell of columns and indexes, as they tell it.

use sqlx::{Row, sqlite::SqliteRow};

/// A column as `pragma_table_xinfo` tells it.
pub(super) struct DeclaredColumn {
    pub(super) table: String,
    pub(super) position: i64,
    pub(super) name: String,
    pub(super) declared_type: String,
    pub(super) not_null: bool,
    pub(super) default: Option<String>,
    /// Its place in the primary key, from 1; 0 if it is not part of it.
    pub(super) key_position: i64,
    pub(super) kind: ColumnKind,
    /// Whether the primary key of its table has an index, and is so no other name for the rowid.
    pub(super) key_has_index: bool,
}

/// <https://sqlite.org/pragma.html#pragma_table_xinfo>
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    Plain,
    Hidden,
    Virtual,
    Stored,
}

pub(super) fn declared_column(row: &SqliteRow) -> sqlx::Result<DeclaredColumn> {
    Ok(DeclaredColumn {
        table: row.try_get("table_name")?,
        position: row.try_get("cid")?,
        name: row.try_get("name")?,
        declared_type: row.try_get("type")?,
        not_null: row.try_get("notnull")?,
        default: row.try_get("dflt_value")?,
        key_position: row.try_get("pk")?,
        kind: match row.try_get::<i64, _>("hidden")? {
            1 => ColumnKind::Hidden,
            2 => ColumnKind::Virtual,
            3 => ColumnKind::Stored,
            _ => ColumnKind::Plain,
        },
        key_has_index: false,
    })
}

/// A part of an index as `pragma_index_xinfo` tells it.
pub(super) struct DeclaredIndexPart {
    pub(super) table: String,
    pub(super) index: String,
    pub(super) unique: bool,
    /// Made by a unique constraint, not by `CREATE INDEX`.
    pub(super) is_constraint: bool,
    pub(super) partial: bool,
    pub(super) position: usize,
    /// Absent for an expression.
    pub(super) column: Option<String>,
    pub(super) sql: Option<String>,
}

pub(super) fn index_part(row: &SqliteRow) -> sqlx::Result<DeclaredIndexPart> {
    let position: i64 = row.try_get("seqno")?;
    Ok(DeclaredIndexPart {
        table: row.try_get("table_name")?,
        index: row.try_get("index_name")?,
        unique: row.try_get("unique")?,
        is_constraint: row.try_get::<&str, _>("origin")? == "u",
        partial: row.try_get("partial")?,
        position: usize::try_from(position).unwrap_or_default(),
        column: row.try_get("column_name")?,
        sql: row.try_get("sql")?,
    })
}
