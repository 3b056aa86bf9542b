//! The Model: what `model.json` holds. The tool makes it from a database, the preview and the
//! compiled server load it; so the facts of a table have one home.
//!
//! It is data of plain names, made to be read and compared by people. [`crate::catalog`] is the
//! resolved form that requests are answered from.

mod column_type;

pub use column_type::ColumnType;

use serde::{Deserialize, Serialize};

/// The number of the format of `model.json` that this runtime reads.
pub const FORMAT: u32 = 1;

/// The name of the first database of a project.
pub const MAIN_DATABASE: &str = "main";

/// Everything a server knows about its tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// The number of this format, [`FORMAT`].
    pub format: u32,
    pub databases: Vec<Database>,
    /// Ordered by kind.
    pub resources: Vec<Resource>,
}

/// One database of a project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Database {
    /// [`MAIN_DATABASE`], or the bind key of a further one.
    pub name: String,
    pub dialect: Dialect,
}

/// A kind of database; what differs between them is SQL and how values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    Sqlite,
    Postgres,
    /// MySQL and MariaDB.
    Mysql,
}

/// A resource of the API, made from one table or view.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// The JSON:API type, and the last part of the collection's path.
    pub kind: String,
    /// The name of the [`Database`] that holds the table.
    pub database: String,
    /// The schema that qualifies the table's name in SQL; PostgreSQL only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The table read and written, spelled as in the database.
    pub table: String,
    pub rust_type: String,
    /// The Rust module, and the name of its file; ASCII, and different from others in any case.
    pub module: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Why it cannot be written, if it cannot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<ReadOnly>,
    /// Names of the attributes that make the id, in the order of the key. A resource without a key
    /// names all its attributes here; equal rows are told apart by a number in their ids.
    pub key: Vec<String>,
    /// The attribute a person recognizes a row by.
    pub user_key: String,
    /// Names of the attributes that refer to the two rows it links, where a person knows a row by those instead.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<String>,
    /// Names of the attributes that a search looks into.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub search: Vec<String>,
    /// In the order of the table's columns.
    pub attributes: Vec<Attribute>,
    /// Names of attributes that together are unique, besides the key.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unique: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Those that this resource holds the key of first, in the order of their columns; then the others by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relationships: Vec<Relationship>,
}

impl Resource {
    /// What a row is called that a person knows by the two that it links: the names of its attributes in braces, as in `admin.yaml`.
    #[must_use]
    pub fn name_of_links(&self) -> Option<String> {
        let parts: Vec<String> = self
            .links
            .iter()
            .map(|link| format!("{{{link}}}"))
            .collect();
        (!parts.is_empty()).then(|| parts.join(" – "))
    }
}

/// Why a resource cannot be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadOnly {
    /// It is a view.
    View,
    /// The table has no primary key, and none was inferred or declared.
    NoKey,
    /// `formwork.yaml` says so.
    Declared,
}

/// An attribute of a resource, made from one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attribute {
    /// The name on the wire.
    pub name: String,
    /// The column's name, where it differs from the attribute's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The field of the Rust struct. In capitals, without a final `_`, it is the name of the constant.
    pub field: String,
    #[serde(flatten)]
    pub column_type: ColumnType,
    /// The type as the database declares it, such as `numeric(10,2)`.
    pub database_type: String,
    /// How its texts are compared, where that is not the database's own way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    #[serde(default, skip_serializing_if = "is_false")]
    pub nullable: bool,
    /// The default's expression, spelled as in the database.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// Where the value comes from, if clients cannot or need not give it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<ValueSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Attribute {
    /// The column's name, spelled as in the database.
    #[must_use]
    pub fn column(&self) -> &str {
        self.column.as_deref().unwrap_or(&self.name)
    }

    /// Whether an insert must give a value.
    #[must_use]
    pub fn is_required(&self) -> bool {
        !self.nullable && self.default.is_none() && self.source.is_none()
    }
}

/// Where a column's value comes from when it is not the client's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValueSource {
    /// Computed by the database from other columns; never written.
    Generated,
    /// Numbered by the database, and not to be given (`GENERATED ALWAYS AS IDENTITY`).
    IdentityAlways,
    /// Numbered by the database where no value is given (identity, serial, `AUTO_INCREMENT`, SQLite's rowid).
    Identity,
}

/// A CHECK constraint of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Check {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The condition, spelled as in the database.
    pub expression: String,
    /// Names of the attributes it reads, as far as they are known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attributes: Vec<String>,
}

/// One direction of a foreign key, or of a relationship that `formwork.yaml` declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// The name on the wire.
    pub name: String,
    /// The field of the Rust struct, if this resource holds the key. In capitals it is the name of
    /// the constant, as for attributes.
    pub field: String,
    pub to: Cardinality,
    /// The kind of the resource at the other end.
    pub target: String,
    /// Names of the attributes of this resource that are compared with `target_attributes`.
    pub attributes: Vec<String>,
    pub target_attributes: Vec<String>,
    /// The name of the other direction, in the target.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inverse: Option<String>,
    /// Whether this resource holds the foreign key; otherwise the target does.
    #[serde(default, skip_serializing_if = "is_false")]
    pub holds_key: bool,
    /// What the database does to the rows that hold the key when the row they refer to goes.
    #[serde(default, skip_serializing_if = "OnDelete::is_restrict")]
    pub on_delete: OnDelete,
    /// Whether `formwork.yaml` declares it and no foreign key of the database guards it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_virtual: bool,
}

/// How many rows a relationship leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cardinality {
    One,
    Many,
}

/// What happens to the rows that refer to a deleted row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OnDelete {
    /// The deletion is refused.
    #[default]
    Restrict,
    Cascade,
    SetNull,
    SetDefault,
}

impl OnDelete {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    fn is_restrict(&self) -> bool {
        *self == Self::Restrict
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_false(value: &bool) -> bool {
    !*value
}
