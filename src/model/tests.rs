//! Plain schemas in, Models out.

mod keys;
mod links;
mod names;
mod northwind;
mod overrides;
pub(crate) mod random_names;
mod relationships;

use formwork_runtime::model::{ColumnType, Dialect, Relationship, Resource};

use super::{ModelReport, NoteKind, Overrides, from_schema};
use crate::schema::{
    Action, Column, Deferrable, ForeignKey, Index, IndexPart, PrimaryKey, Schema, Table, TableKind,
    TableName,
};

/// A schema without PostgreSQL's qualifiers.
pub(crate) fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema {
        dialect: Dialect::Sqlite,
        default_schema: None,
        tables: tables.into_iter().collect(),
        left_out: Vec::new(),
    }
}

/// A table with the columns of `id: integer, name: text, note: text?`, where `?` allows null. The
/// first is the primary key if it is followed by `*`, and so are the others with one.
pub(crate) fn table(name: &str, columns: &str) -> Table {
    let mut key = Vec::new();
    let columns = columns
        .split(", ")
        .filter(|column| !column.is_empty())
        .map(|written| {
            let (name, column_type) = written.rsplit_once(": ").unwrap_or((written, "text?"));
            let (column_type, is_key) = column_type
                .strip_suffix('*')
                .map_or((column_type, false), |column_type| (column_type, true));
            let (column_type, nullable) = column_type
                .strip_suffix('?')
                .map_or((column_type, false), |column_type| (column_type, true));
            if is_key {
                key.push(name.to_owned());
            }
            column(name, type_of(column_type), nullable)
        })
        .collect();
    Table {
        name: TableName {
            schema: None,
            name: name.to_owned(),
        },
        kind: TableKind::Table,
        comment: None,
        columns,
        primary_key: (!key.is_empty()).then_some(PrimaryKey {
            name: None,
            columns: key,
        }),
        foreign_keys: Vec::new(),
        indexes: Vec::new(),
        checks: Vec::new(),
        inherits: Vec::new(),
        options: Vec::new(),
    }
}

pub(crate) fn column(name: &str, column_type: ColumnType, nullable: bool) -> Column {
    Column {
        name: name.to_owned(),
        declared_type: "declared".to_owned(),
        column_type,
        domain: None,
        nullable,
        default: None,
        on_update: None,
        generated: None,
        identity: None,
        collation: None,
        comment: None,
    }
}

fn type_of(written: &str) -> ColumnType {
    match written {
        "other" => ColumnType::Other,
        "enum" => ColumnType::Enum {
            values: vec!["new".to_owned(), "yes".to_owned()],
        },
        "texts" => ColumnType::Array {
            element: Box::new(ColumnType::Text { max_length: None }),
        },
        written => {
            written
                .parse::<super::types::WrittenType>()
                .expect("a type")
                .0
        }
    }
}

/// What tests add to a table.
pub(crate) trait TableExt {
    /// A foreign key: `.refers("CustomerId", "Customer", "Id")`, several columns with `+`.
    fn refers(self, columns: &str, table: &str, target_columns: &str) -> Self;
    fn unique(self, columns: &str) -> Self;
    fn in_schema(self, schema: &str) -> Self;
    fn of_kind(self, kind: TableKind) -> Self;
}

impl TableExt for Table {
    fn refers(mut self, columns: &str, table: &str, target_columns: &str) -> Self {
        let (schema, name) = match table.split_once('.') {
            Some((schema, name)) => (Some(schema.to_owned()), name),
            None => (self.name.schema.clone(), table),
        };
        self.foreign_keys.push(ForeignKey {
            name: None,
            columns: split(columns),
            target: TableName {
                schema,
                name: name.to_owned(),
            },
            target_columns: split(target_columns),
            on_update: Action::NoAction,
            on_delete: Action::NoAction,
            deferrable: Deferrable::No,
        });
        self
    }

    fn unique(mut self, columns: &str) -> Self {
        let parts = split(columns).into_iter().map(IndexPart::Column).collect();
        self.indexes.push(Index {
            parts,
            unique: true,
            ..Index::default()
        });
        self
    }

    fn in_schema(mut self, schema: &str) -> Self {
        self.name.schema = Some(schema.to_owned());
        self
    }

    fn of_kind(mut self, kind: TableKind) -> Self {
        self.kind = kind;
        self
    }
}

fn split(columns: &str) -> Vec<String> {
    columns.split('+').map(str::to_owned).collect()
}

/// The Model of tables without `formwork.yaml`.
pub(crate) fn model_of(tables: impl IntoIterator<Item = Table>) -> ModelReport {
    from_schema(&schema(tables), &Overrides::default()).expect("a model")
}

/// The Model of tables with this `formwork.yaml`.
pub(crate) fn model_with(overrides: &str, tables: impl IntoIterator<Item = Table>) -> ModelReport {
    let overrides = Overrides::parse(overrides).expect("overrides");
    from_schema(&schema(tables), &overrides).expect("a model")
}

impl ModelReport {
    pub(crate) fn resource(&self, kind: &str) -> &Resource {
        let mut resources = self.model.resources.iter();
        resources
            .find(|resource| resource.kind == kind)
            .unwrap_or_else(|| panic!("no resource `{kind}`"))
    }

    /// The kind of the resource that was made from a table.
    fn kind_of(&self, table: &str) -> &str {
        let mut resources = self.model.resources.iter();
        &resources
            .find(|resource| resource.table == table)
            .unwrap_or_else(|| panic!("no table `{table}`"))
            .kind
    }

    fn notes_of(&self, kind: NoteKind) -> Vec<String> {
        let notes = self.notes.iter().filter(|note| note.kind == kind);
        notes
            .map(|note| format!("{} {}", note.subject, note.text))
            .collect()
    }
}

/// `Customer -> Customer by CustomerId, inverse OrderList` for each relationship.
fn described(resource: &Resource) -> Vec<String> {
    let describe = |relationship: &Relationship| {
        let arrow = match relationship.to {
            formwork_runtime::model::Cardinality::One => "->",
            formwork_runtime::model::Cardinality::Many => "->>",
        };
        format!(
            "{} {arrow} {} by {}",
            relationship.name,
            relationship.target,
            if relationship.holds_key {
                &relationship.attributes
            } else {
                &relationship.target_attributes
            }
            .join("+"),
        )
    };
    resource.relationships.iter().map(describe).collect()
}

/// Field names of attributes, then of relationships.
fn fields(resource: &Resource) -> Vec<&str> {
    let attributes = resource
        .attributes
        .iter()
        .map(|attribute| attribute.field.as_str());
    attributes
        .chain(
            resource
                .relationships
                .iter()
                .map(|relationship| relationship.field.as_str()),
        )
        .collect()
}

fn attribute_names(resource: &Resource) -> Vec<&str> {
    resource
        .attributes
        .iter()
        .map(|attribute| attribute.name.as_str())
        .collect()
}
