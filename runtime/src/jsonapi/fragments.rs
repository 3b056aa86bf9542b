//! What the resource objects of a table repeat row by row, as bytes: written once, when the server starts.

use super::path_part;
use crate::catalog::{Catalog, Relationship, Table};
use crate::value::write_string;

/// The fragments of all tables.
#[derive(Debug)]
pub struct Fragments(Vec<TableFragments>);

/// What the resource objects of one table repeat. Ids come after, or between.
#[derive(Debug)]
pub(super) struct TableFragments {
    /// `{"type":"Customer","id":"`
    pub(super) head: Box<[u8]>,
    /// `,"links":{"self":"/api/Customer/`
    pub(super) links: Box<[u8]>,
    pub(super) relationships: Vec<RelationshipFragments>,
}

/// What a relationship object repeats.
#[derive(Debug)]
pub(super) struct RelationshipFragments {
    /// `"OrderList":{"links":{"self":"/api/Customer/`
    pub(super) to_self: Box<[u8]>,
    /// `/relationships/OrderList","related":"/api/Customer/`
    pub(super) to_related: Box<[u8]>,
    /// `/OrderList"}`
    pub(super) end: Box<[u8]>,
}

impl Fragments {
    /// Writes them for resources below the path, such as `/api`.
    #[must_use]
    pub fn new(catalog: &Catalog, prefix: &str) -> Self {
        Self(
            catalog
                .tables()
                .iter()
                .map(|table| TableFragments::new(table, prefix))
                .collect(),
        )
    }

    pub(super) fn of(&self, table: &Table) -> &TableFragments {
        &self.0[table.id.index()]
    }
}

impl TableFragments {
    fn new(table: &Table, prefix: &str) -> Self {
        let path = format!("{prefix}/{}/", path_part(&table.kind));
        Self {
            head: format!(r#"{{"type":{},"id":""#, quoted(&table.kind))
                .into_bytes()
                .into(),
            links: format!(r#","links":{{"self":"{path}"#).into_bytes().into(),
            relationships: table
                .relationships
                .iter()
                .map(|each| RelationshipFragments::new(each, &path))
                .collect(),
        }
    }
}

impl RelationshipFragments {
    fn new(relationship: &Relationship, path: &str) -> Self {
        let (name, part) = (quoted(&relationship.name), path_part(&relationship.name));
        Self {
            to_self: format!(r#"{name}:{{"links":{{"self":"{path}"#)
                .into_bytes()
                .into(),
            to_related: format!(r#"/relationships/{part}","related":"{path}"#)
                .into_bytes()
                .into(),
            end: format!(r#"/{part}"}}"#).into_bytes().into(),
        }
    }
}

fn quoted(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 2);
    write_string(text, &mut out);
    String::from_utf8(out).expect("what we write is UTF-8")
}
