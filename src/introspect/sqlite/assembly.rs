//! What a pragma tells and what only the text of a `CREATE` statement tells, put together.

use super::{
    Sqlite, affinity,
    declared::{ColumnKind, DeclaredColumn, DeclaredIndexPart},
    definition::{self, IndexDefinition, TableDefinition},
    table_name,
};
use crate::{
    introspect::rows::{ColumnRow, ForeignKeyRow, IndexRow, IndexRowPart},
    schema::{Deferrable, Generated, Identity, IndexPart},
};

impl Sqlite {
    pub(super) fn column(&self, column: &DeclaredColumn, is_rowid: bool) -> ColumnRow {
        let text = self.definitions.get(&column.table).and_then(|definition| {
            definition
                .columns
                .iter()
                .find(|declared| declared.name == column.name)
        });
        let stored = column.kind == ColumnKind::Stored;
        let is_generated = stored || column.kind == ColumnKind::Virtual;
        ColumnRow {
            table: table_name(&column.table),
            position: column.position,
            name: column.name.clone(),
            declared_type: column.declared_type.clone(),
            column_type: affinity::column_type(&column.declared_type),
            domain: None,
            // A primary key may hold nulls unless it says otherwise, but the rowid cannot:
            // https://sqlite.org/lang_createtable.html#the_primary_key
            nullable: !column.not_null && !is_rowid,
            default: column
                .default
                .clone()
                .filter(|default| !default.eq_ignore_ascii_case("NULL")),
            on_update: None,
            generated: is_generated.then(|| Generated {
                expression: text.and_then(|text| text.generated.clone()),
                stored,
            }),
            identity: is_rowid.then_some(Identity::AutoIncrement),
            collation: text
                .and_then(|text| text.collation.clone())
                .filter(|collation| !collation.eq_ignore_ascii_case("BINARY")),
            comment: None,
        }
    }

    /// The parts of an index, or none if its text is needed and not understood.
    pub(super) fn index(&self, parts: &[DeclaredIndexPart]) -> Option<Vec<IndexRow>> {
        let first = &parts[0];
        let needs_text = first.partial || parts.iter().any(|part| part.column.is_none());
        let text = match (&first.sql, needs_text) {
            (Some(sql), true) => Some(definition::index(sql)?),
            _ => None,
        };
        let columns: Vec<&str> = parts
            .iter()
            .filter_map(|part| part.column.as_deref())
            .collect();
        let name = if first.is_constraint {
            self.unique_name(&first.table, &columns)
        } else {
            Some(first.index.clone())
        };
        parts
            .iter()
            .map(|part| {
                Some(IndexRow {
                    table: table_name(&part.table),
                    index: part.index.clone(),
                    name: name.clone(),
                    part: IndexRowPart::Key(key_part(part, text.as_ref())?),
                    unique: part.unique,
                    method: None,
                    nulls_equal: false,
                    predicate: match &text {
                        Some(text) if part.partial => Some(text.predicate.clone()?),
                        _ => None,
                    },
                    exclusion: None,
                    deferrable: Deferrable::No,
                })
            })
            .collect()
    }

    /// The name that a unique constraint was declared with; that of its index is SQLite's own.
    fn unique_name(&self, table: &str, columns: &[&str]) -> Option<String> {
        self.definitions
            .get(table)?
            .uniques
            .iter()
            .find(|unique| same_names(&unique.columns, columns.iter().copied()))?
            .name
            .clone()
    }
}

fn key_part(part: &DeclaredIndexPart, text: Option<&IndexDefinition>) -> Option<IndexPart> {
    if let Some(column) = &part.column {
        return Some(IndexPart::Column(column.clone()));
    }
    let expression = text?.parts.get(part.position)?;
    Some(IndexPart::Expression(expression.clone()))
}

/// Adds the name of a foreign key and when it is checked, which no pragma tells.
pub(super) fn add_from_definition(key: &mut [ForeignKeyRow], definition: &TableDefinition) {
    let declared = definition.foreign_keys.iter().find(|declared| {
        let targets: Option<Vec<&str>> =
            key.iter().map(|row| row.target_column.as_deref()).collect();
        declared.target.eq_ignore_ascii_case(&key[0].target.name)
            && same_names(&declared.columns, key.iter().map(|row| row.column.as_str()))
            && same_names(&declared.target_columns, targets.unwrap_or_default())
    });
    let Some(declared) = declared else {
        return;
    };
    for row in key {
        row.name.clone_from(&declared.name);
        row.deferrable = declared.deferrable;
    }
}

fn same_names<'a>(names: &[String], others: impl IntoIterator<Item = &'a str>) -> bool {
    let mut others = others.into_iter();
    names.iter().all(|name| {
        others
            .next()
            .is_some_and(|other| name.eq_ignore_ascii_case(other))
    }) && others.next().is_none()
}
