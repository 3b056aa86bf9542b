//! Resource objects, written straight into bytes while the driver still owns the row:
//! <https://jsonapi.org/format/1.1/#document-resource-objects>.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Fields;
use crate::catalog::{Catalog, Table};
use crate::model::{Cardinality, ColumnType};
use crate::store::{Row, Source, StoreError};
use crate::value::{Cell, Value, join_id, write_string};

/// What stays as it is in a part of a path: RFC 3986's unreserved characters.
const PATH_PART: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Which columns are read of a table, and what becomes of them.
#[derive(Debug)]
pub struct Layout<'a> {
    catalog: &'a Catalog,
    table: &'a Table,
    /// The path of all resources, such as `/api`.
    prefix: &'a str,
    /// What is read, in the order of the row's cells.
    pub sources: Vec<Source>,
    /// Attribute and cell.
    attributes: Vec<(usize, usize)>,
    /// Cells of the key's parts.
    id: Vec<usize>,
    relationships: Vec<RelationshipLayout>,
}

#[derive(Debug)]
struct RelationshipLayout {
    relationship: usize,
    /// Cells of the parts of the other row's id, where this row knows it.
    linkage: Option<Vec<usize>>,
    /// Whether `data` may be put in later, when the other rows are known.
    is_open: bool,
}

/// A resource object as text, with places where linkage may still be put in.
#[derive(Debug)]
pub struct ResourceText {
    /// The id, not encoded.
    pub id: Box<str>,
    /// Where it begins and ends in the buffer it was written to.
    pub start: usize,
    pub end: usize,
    /// Relationships and places for their `,"data":…`, in order.
    pub open: Vec<(usize, usize)>,
}

impl<'a> Layout<'a> {
    /// A layout of all members, or of those that `fields` names. The linkage of `open` relationships comes later.
    #[must_use]
    pub fn new(
        catalog: &'a Catalog,
        table: &'a Table,
        prefix: &'a str,
        fields: Option<&Fields>,
        open: &[usize],
    ) -> Self {
        let mut layout = Self {
            catalog,
            table,
            prefix,
            sources: Vec::with_capacity(table.attributes.len() + 2),
            attributes: Vec::with_capacity(table.attributes.len()),
            id: Vec::new(),
            relationships: Vec::with_capacity(table.relationships.len()),
        };
        match fields {
            Some(fields) => fields
                .attributes
                .iter()
                .for_each(|&index| layout.add_attribute(index)),
            None => (0..table.attributes.len()).for_each(|index| layout.add_attribute(index)),
        }
        layout.id = table
            .key
            .iter()
            .map(|&attribute| layout.cell_of(Source::Attribute(attribute)))
            .collect();
        match fields {
            Some(fields) => fields
                .relationships
                .iter()
                .for_each(|&index| layout.add_relationship(index, open)),
            None => (0..table.relationships.len())
                .for_each(|index| layout.add_relationship(index, open)),
        }
        layout
    }

    fn add_attribute(&mut self, index: usize) {
        let cell = self.cell_of(Source::Attribute(index));
        self.attributes.push((index, cell));
    }

    fn add_relationship(&mut self, index: usize, open: &[usize]) {
        let relationship = &self.table.relationships[index];
        let linkage = (relationship.to == Cardinality::One && relationship.holds_key).then(|| {
            let target = self.catalog.table(relationship.target);
            (0..target.key.len())
                .map(|part| {
                    let source = if relationship.to_key {
                        Source::Attribute(relationship.attributes[part])
                    } else {
                        Source::TargetKey {
                            relationship: index,
                            part,
                        }
                    };
                    self.cell_of(source)
                })
                .collect::<Vec<_>>()
        });
        let is_open = linkage.is_none() && open.contains(&index);
        self.relationships.push(RelationshipLayout {
            relationship: index,
            linkage,
            is_open,
        });
    }

    /// The cell that holds the source; it is read from now on.
    pub fn cell_of(&mut self, source: Source) -> usize {
        self.sources
            .iter()
            .position(|each| *each == source)
            .unwrap_or_else(|| {
                self.sources.push(source);
                self.sources.len() - 1
            })
    }

    /// The cells of attributes; they are read from now on.
    pub fn cells_of(&mut self, attributes: &[usize]) -> Vec<usize> {
        attributes
            .iter()
            .map(|&attribute| self.cell_of(Source::Attribute(attribute)))
            .collect()
    }

    /// The id of a row.
    pub fn id(&self, row: &dyn Row) -> Result<Box<str>, StoreError> {
        let parts = id_parts(row, &self.id, |part| {
            &self.table.attributes[self.table.key[part]].column_type
        })?;
        Ok(join_id(&parts).into_boxed_str())
    }

    /// Writes a row's resource object.
    pub fn write(&self, row: &dyn Row, out: &mut Vec<u8>) -> Result<ResourceText, StoreError> {
        let id = self.id(row)?;
        let start = out.len();
        let mut open = Vec::new();
        self.write_head(&id, out);
        out.extend_from_slice(br#","attributes":{"#);
        for (position, &(index, cell)) in self.attributes.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            let attribute = &self.table.attributes[index];
            out.extend_from_slice(&attribute.json_key);
            row.cell(cell)?.write_json(&attribute.column_type, out);
        }
        out.push(b'}');
        let path_id = utf8_percent_encode(&id, PATH_PART);
        if !self.relationships.is_empty() {
            let path: Cow<'_, str> = path_id.clone().into();
            out.extend_from_slice(br#","relationships":{"#);
            for (position, relationship) in self.relationships.iter().enumerate() {
                if position > 0 {
                    out.push(b',');
                }
                self.write_relationship(relationship, row, &path, out)?;
                if relationship.is_open {
                    open.push((relationship.relationship, out.len()));
                }
                out.push(b'}');
            }
            out.push(b'}');
        }
        out.extend_from_slice(br#","links":{"self":""#);
        self.write_path(out);
        for piece in path_id {
            out.extend_from_slice(piece.as_bytes());
        }
        out.extend_from_slice(br#""}}"#);
        Ok(ResourceText {
            id,
            start,
            end: out.len(),
            open,
        })
    }

    /// Writes a row's resource identifier object.
    pub fn write_identifier(&self, row: &dyn Row, out: &mut Vec<u8>) -> Result<(), StoreError> {
        self.write_head(&self.id(row)?, out);
        out.push(b'}');
        Ok(())
    }

    /// `{"type":"Customer","id":"ALFKI"`
    fn write_head(&self, id: &str, out: &mut Vec<u8>) {
        write_head(&self.table.kind, id, out);
    }

    /// `/api/Customer/`
    fn write_path(&self, out: &mut Vec<u8>) {
        write_collection_path(self.prefix, &self.table.kind, out);
        out.push(b'/');
    }

    fn write_relationship(
        &self,
        layout: &RelationshipLayout,
        row: &dyn Row,
        path_id: &str,
        out: &mut Vec<u8>,
    ) -> Result<(), StoreError> {
        let relationship = &self.table.relationships[layout.relationship];
        let name: Cow<'_, str> = utf8_percent_encode(&relationship.name, PATH_PART).into();
        write_string(&relationship.name, out);
        out.extend_from_slice(br#":{"links":{"self":""#);
        self.write_path(out);
        out.extend_from_slice(path_id.as_bytes());
        out.extend_from_slice(b"/relationships/");
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(br#"","related":""#);
        self.write_path(out);
        out.extend_from_slice(path_id.as_bytes());
        out.push(b'/');
        out.extend_from_slice(name.as_bytes());
        out.extend_from_slice(br#""}"#);
        if let Some(cells) = &layout.linkage {
            let target = self.catalog.table(relationship.target);
            out.extend_from_slice(br#","data":"#);
            match reference_of(row, cells, |part| {
                &target.attributes[target.key[part]].column_type
            })? {
                Some(id) => {
                    write_head(&target.kind, &id, out);
                    out.push(b'}');
                }
                None => out.extend_from_slice(b"null"),
            }
        }
        Ok(())
    }
}

/// `/api/Customer`
pub(crate) fn write_collection_path(prefix: &str, kind: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(prefix.as_bytes());
    out.push(b'/');
    for piece in utf8_percent_encode(kind, PATH_PART) {
        out.extend_from_slice(piece.as_bytes());
    }
}

/// A part of a path, percent-encoded.
pub(crate) fn path_part(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, PATH_PART).into()
}

pub(crate) fn write_head(kind: &str, id: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(br#"{"type":"#);
    write_string(kind, out);
    out.extend_from_slice(br#","id":"#);
    write_string(id, out);
}

/// The id that some cells hold of another row; none if a part is null, since such a foreign key refers to nothing.
fn reference_of<'t>(
    row: &dyn Row,
    cells: &[usize],
    column_type: impl Fn(usize) -> &'t ColumnType,
) -> Result<Option<String>, StoreError> {
    let parts = id_parts(row, cells, column_type)?;
    Ok(parts.iter().all(Option::is_some).then(|| join_id(&parts)))
}

fn id_parts<'r, 't>(
    row: &'r dyn Row,
    cells: &[usize],
    column_type: impl Fn(usize) -> &'t ColumnType,
) -> Result<Vec<Option<Cow<'r, str>>>, StoreError> {
    cells
        .iter()
        .enumerate()
        .map(|(part, &cell)| {
            Ok(match (row.cell(cell)?, column_type(part)) {
                (Cell::Null, _) => None,
                (Cell::Text(text), ColumnType::Text { .. }) => Some(text),
                (other, column_type) => Some(Cow::Owned(other.text(column_type))),
            })
        })
        .collect()
}

/// The id of a row whose key has these values.
#[must_use]
pub(crate) fn id_of_values(table: &Table, key: &[Value]) -> String {
    let parts: Vec<_> = key
        .iter()
        .zip(&table.key)
        .map(|(value, &attribute)| {
            (!value.is_null())
                .then(|| Cow::Owned(value.text(&table.attributes[attribute].column_type)))
        })
        .collect();
    join_id(&parts)
}
