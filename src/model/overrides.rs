//! What `formwork.yaml` says instead: renames, left-out tables, keys and relationships the schema lacks.

mod mistake;
mod parse;
mod text;

pub(super) use mistake::Wanted;

pub use crate::schema::TablePattern;
pub use mistake::Mistake;
pub use parse::OverridesError;

use std::collections::BTreeMap;

use serde::Deserialize;

use super::types::WrittenType;

/// `formwork.yaml`: what differs from the schema. `create` writes it from its options, the user
/// edits it, and each rebuild does as it says.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Overrides {
    /// The PostgreSQL schemas to read; the default one if there are none.
    pub schemas: Vec<String>,
    /// Whole names of the tables to take, as regular expressions; all if there are none.
    pub include: Vec<TablePattern>,
    /// Whole names of the tables to leave out, as regular expressions.
    pub exclude: Vec<TablePattern>,
    /// Whether a table without a primary key gets one from unique columns that cannot be null.
    pub infer_primary_key: bool,
    /// What an attribute is called whose column is `id`, a name that JSON:API reserves.
    pub id_column_alias: String,
    /// Words in names of attributes that a person recognizes a row by; the best first.
    pub favorites: Vec<String>,
    /// Words in names of attributes that a person rarely looks at.
    pub non_favorites: Vec<String>,
    /// What `config.yaml` says now (`server.api_name`); in files from before it is passed over.
    #[serde(rename = "api_name")]
    pub(crate) former_api_name: Option<String>,
    /// Changes to single tables, by the table's name, `schema.table` outside of the default schema.
    #[serde(deserialize_with = "parse::or_nothing")]
    pub tables: BTreeMap<String, TableOverride>,
    /// Relationships that no foreign key declares, and names for those that one does.
    #[serde(deserialize_with = "parse::or_nothing")]
    pub relationships: Vec<RelationshipOverride>,
}

impl Default for Overrides {
    fn default() -> Self {
        Self {
            schemas: Vec::new(),
            include: Vec::new(),
            exclude: Vec::new(),
            infer_primary_key: false,
            id_column_alias: "Id".to_owned(),
            favorites: vec!["name".to_owned(), "description".to_owned()],
            non_favorites: vec!["id".to_owned()],
            former_api_name: None,
            tables: BTreeMap::new(),
            relationships: Vec::new(),
        }
    }
}

/// What is different about one table.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableOverride {
    /// The JSON:API type, and the struct.
    pub name: Option<String>,
    /// Whether no resource is made from it. `false` takes a partition, which is left out otherwise.
    pub leave_out: Option<bool>,
    /// The columns that make the id, where the table has no primary key or another one is wanted.
    pub key: Option<Vec<String>>,
    /// The column a person recognizes a row by.
    pub user_key: Option<String>,
    /// Whether it is only read.
    pub read_only: bool,
    /// Changes to single columns, by the column's name.
    #[serde(deserialize_with = "parse::or_nothing")]
    pub columns: BTreeMap<String, ColumnOverride>,
}

/// What is different about one column.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ColumnOverride {
    /// The name of the attribute.
    pub name: Option<String>,
    /// The name of the field in Rust.
    pub field: Option<String>,
    /// Whether no attribute is made from it.
    pub leave_out: bool,
    /// What it holds, where the declared type does not say: `boolean`, `decimal(10, 2)`, `date`, ...
    #[serde(rename = "type")]
    pub column_type: Option<WrittenType>,
}

/// A relationship that no foreign key declares; or, if one does, names for it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RelationshipOverride {
    /// The table that holds the columns.
    pub from: String,
    pub columns: Vec<String>,
    /// The table they refer to.
    pub to: String,
    /// The columns there; the key if absent.
    #[serde(default)]
    pub to_columns: Option<Vec<String>>,
    /// What `from` calls the row it refers to.
    #[serde(default)]
    pub name: Option<String>,
    /// What `to` calls the rows that refer to it.
    #[serde(default)]
    pub inverse: Option<String>,
}
