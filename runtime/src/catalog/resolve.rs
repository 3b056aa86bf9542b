//! Model -> Catalog: every name must lead somewhere.

use std::collections::HashMap;

use super::{Attribute, Catalog, Check, Member, Relationship, Spelling, Table, TableId, Twins};
use crate::config::Decimals;
use crate::model::{self, ColumnType, Dialect, FORMAT, Model, ReadOnly};
use crate::rules::RuleErrors;
use crate::store::quote;
use crate::value::write_string;

/// Why a Model cannot be served: it was edited, or made by another version.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogError {
    #[error("the model has format {found}, and this runtime reads {FORMAT}")]
    Format { found: u32 },
    #[error("the resource `{kind}` names the {what} `{name}`, which does not exist")]
    Missing {
        kind: String,
        what: &'static str,
        name: String,
    },
    #[error("the resource `{kind}` has the {what} `{name}` twice")]
    Twice {
        kind: String,
        what: &'static str,
        name: String,
    },
    #[error(transparent)]
    Rules(#[from] RuleErrors),
    #[error("the resource `{kind}` has no key")]
    NoKey { kind: String },
}

impl Catalog {
    /// Resolves the names of a Model.
    pub fn new(model: &Model) -> Result<Self, CatalogError> {
        if model.format != FORMAT {
            return Err(CatalogError::Format {
                found: model.format,
            });
        }
        let mut by_kind = HashMap::with_capacity(model.resources.len());
        for (index, resource) in model.resources.iter().enumerate() {
            let id = TableId(u32::try_from(index).expect("fewer than four billion tables"));
            if by_kind
                .insert(Box::from(resource.kind.as_str()), id)
                .is_some()
            {
                return Err(twice(&resource.kind, "kind", &resource.kind));
            }
        }
        let mut tables = Vec::with_capacity(model.resources.len());
        for resource in &model.resources {
            tables.push(table(model, resource, &by_kind)?);
        }
        let mut catalog = Self {
            databases: model.databases.clone(),
            tables,
            by_kind,
            decimals: Decimals::default(),
        };
        for resource in &model.resources {
            catalog.relate(resource)?;
        }
        Ok(catalog)
    }

    /// Adds the relationships of a resource; both ends must be there already.
    fn relate(&mut self, resource: &model::Resource) -> Result<(), CatalogError> {
        let id = self.by_kind[resource.kind.as_str()];
        let mut relationships = Vec::with_capacity(resource.relationships.len());
        for relationship in &resource.relationships {
            let target = *self
                .by_kind
                .get(relationship.target.as_str())
                .ok_or_else(|| missing(&resource.kind, "resource", &relationship.target))?;
            let target_table = self.table(target);
            let target_attributes = positions(target_table, &relationship.target_attributes)?;
            relationships.push(Relationship {
                name: relationship.name.as_str().into(),
                field: relationship.field.as_str().into(),
                to: relationship.to,
                target,
                attributes: positions(self.table(id), &relationship.attributes)?,
                inverse: None,
                holds_key: relationship.holds_key,
                on_delete: relationship.on_delete,
                is_virtual: relationship.is_virtual,
                to_key: target_attributes == target_table.key,
                spelling: spelling_of(target_table, &target_attributes),
                target_attributes,
            });
        }
        let table = &mut self.tables[id.0 as usize];
        for (index, relationship) in relationships.iter().enumerate() {
            if table
                .members
                .insert(relationship.name.clone(), Member::Relationship(index))
                .is_some()
            {
                return Err(twice(&resource.kind, "member", &relationship.name));
            }
        }
        table.relationships = relationships;
        self.pair(resource, id)
    }

    /// Links a resource's relationships with their inverses, as far as those are there already.
    fn pair(&mut self, resource: &model::Resource, id: TableId) -> Result<(), CatalogError> {
        for (index, relationship) in resource.relationships.iter().enumerate() {
            let Some(inverse) = &relationship.inverse else {
                continue;
            };
            let target = self.tables[id.0 as usize].relationships[index].target;
            let Some(other) = self.table(target).relationship(inverse) else {
                if self.table(target).relationships.is_empty() {
                    // The target comes later and pairs both.
                    continue;
                }
                return Err(missing(&resource.kind, "relationship", inverse));
            };
            self.tables[id.0 as usize].relationships[index].inverse = Some(other);
            self.tables[target.0 as usize].relationships[other].inverse = Some(index);
        }
        Ok(())
    }
}

fn table(
    model: &Model,
    resource: &model::Resource,
    by_kind: &HashMap<Box<str>, TableId>,
) -> Result<Table, CatalogError> {
    let kind = &resource.kind;
    let database = model
        .databases
        .iter()
        .position(|database| database.name == resource.database)
        .ok_or_else(|| missing(kind, "database", &resource.database))?;
    let dialect = model.databases[database].dialect;
    let mut members = HashMap::new();
    let mut attributes = Vec::with_capacity(resource.attributes.len());
    for (index, attribute) in resource.attributes.iter().enumerate() {
        if members
            .insert(attribute.name.as_str().into(), Member::Attribute(index))
            .is_some()
        {
            return Err(twice(kind, "attribute", &attribute.name));
        }
        attributes.push(self::attribute(attribute, dialect));
    }
    let mut table = Table {
        id: by_kind[kind.as_str()],
        kind: kind.as_str().into(),
        database,
        dialect,
        sql_name: sql_name(resource, dialect).into(),
        comment: resource.comment.as_deref().map(Into::into),
        read_only: resource.read_only,
        attributes,
        key: Vec::new(),
        twins: Twins::None,
        unique: Vec::new(),
        search: Vec::new(),
        checks: Vec::new(),
        relationships: Vec::new(),
        members,
    };
    table.key = positions(&table, &resource.key)?;
    if table.key.is_empty() {
        return Err(CatalogError::NoKey { kind: kind.clone() });
    }
    table.twins = twins(&table);
    table.search = positions(&table, &resource.search)?;
    table.unique = resource
        .unique
        .iter()
        .map(|names| positions(&table, names))
        .collect::<Result<_, _>>()?;
    table.checks = resource
        .checks
        .iter()
        .map(|check| {
            Ok::<_, CatalogError>(Check {
                name: check.name.as_deref().map(Into::into),
                expression: check.expression.as_str().into(),
                attributes: positions(&table, &check.attributes)?,
            })
        })
        .collect::<Result<_, _>>()?;
    Ok(table)
}

/// How rows with the same key can be told apart.
fn twins(table: &Table) -> Twins {
    let is_view = table.read_only == Some(ReadOnly::View);
    let has_key = table.key.len() < table.attributes.len() || table.read_only.is_none();
    if !has_key {
        return Twins::Counted;
    }
    let may_be_null = table
        .key
        .iter()
        .any(|&part| table.attributes[part].nullable);
    if table.dialect != Dialect::Sqlite || is_view || !may_be_null {
        return Twins::None;
    }
    // A column of the user's hides the name: https://sqlite.org/lang_createtable.html#rowid
    let is_free = |name: &&str| {
        let mut columns = table.attributes.iter().map(|attribute| &attribute.column);
        !columns.any(|column| column.eq_ignore_ascii_case(name))
    };
    let name = ["rowid", "_rowid_", "oid"].into_iter().find(is_free);
    name.map_or(Twins::None, Twins::RowId)
}

fn attribute(attribute: &model::Attribute, dialect: Dialect) -> Attribute {
    let mut json_key = Vec::with_capacity(attribute.name.len() + 3);
    write_string(&attribute.name, &mut json_key);
    json_key.push(b':');
    Attribute {
        name: attribute.name.as_str().into(),
        field: attribute.field.as_str().into(),
        column: attribute.column().into(),
        sql_name: quote(dialect, attribute.column()).into(),
        column_type: attribute.column_type.clone(),
        database_type: attribute.database_type.as_str().into(),
        spelling: spelling(attribute, dialect),
        nullable: attribute.nullable,
        has_default: attribute.default.is_some() || attribute.source.is_some(),
        default: attribute.default.as_deref().map(Into::into),
        source: attribute.source,
        json_key: json_key.into(),
        sends_strings: false,
    }
}

/// How a key is spelled.
fn spelling_of(table: &Table, key: &[usize]) -> Spelling {
    let is_free = |part: &usize| table.attributes[*part].spelling == Spelling::Free;
    if key.iter().any(is_free) {
        Spelling::Free
    } else {
        Spelling::Exact
    }
}

fn spelling(attribute: &model::Attribute, dialect: Dialect) -> Spelling {
    let collation = attribute.collation.as_deref();
    let is_free = match dialect {
        // `BINARY` is its own way: https://sqlite.org/datatype3.html#collating_sequences
        Dialect::Sqlite => collation.is_some(),
        Dialect::Postgres => collation.is_some() || attribute.database_type == "citext",
        // Almost every collation does, the default too.
        Dialect::Mysql => {
            matches!(attribute.column_type, ColumnType::Text { .. })
                && !collation.is_some_and(|name| name.ends_with("_bin"))
        }
    };
    if is_free {
        Spelling::Free
    } else {
        Spelling::Exact
    }
}

fn sql_name(resource: &model::Resource, dialect: Dialect) -> String {
    let table = quote(dialect, &resource.table);
    match &resource.schema {
        Some(schema) => format!("{}.{table}", quote(dialect, schema)),
        None => table,
    }
}

fn positions(table: &Table, names: &[String]) -> Result<Vec<usize>, CatalogError> {
    names
        .iter()
        .map(|name| {
            table
                .attribute(name)
                .ok_or_else(|| missing(&table.kind, "attribute", name))
        })
        .collect()
}

fn missing(kind: &str, what: &'static str, name: &str) -> CatalogError {
    CatalogError::Missing {
        kind: kind.to_owned(),
        what,
        name: name.to_owned(),
    }
}

fn twice(kind: &str, what: &'static str, name: &str) -> CatalogError {
    CatalogError::Twice {
        kind: kind.to_owned(),
        what,
        name: name.to_owned(),
    }
}
