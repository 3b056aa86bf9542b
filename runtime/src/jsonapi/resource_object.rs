//! Resource objects, written straight into bytes while the driver still owns the row:
//! <https://jsonapi.org/format/1.1/#document-resource-objects>.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Fields;
use super::checksum::{Checksum, ChecksumKey, RowSum, is_written_as_value};
use super::fragments::{Fragments, RelationshipFragments, TableFragments};
use super::row_id::{Parts, write_id};
use crate::catalog::{Catalog, Spelling, Table, Twins};
use crate::model::{Cardinality, ColumnType};
use crate::store::{ReadRow, Source};
use crate::value::{Cell, distinguish, write_string_inside};

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
    fragments: &'a Fragments,
    cells: Cow<'a, RowCells>,
}

/// The cells that are read of each row, and what each is for.
#[derive(Debug, Clone)]
pub struct RowCells {
    /// What is read, in the order of the row's cells.
    sources: Vec<Source>,
    /// Attribute and cell.
    attributes: Vec<(usize, usize)>,
    /// Cells of the key's parts.
    id: Vec<usize>,
    /// The cell with the number of a row whose key is null, where there can be several.
    row_id: Option<usize>,
    relationships: Vec<RelationshipLayout>,
    checksum: Option<ChecksumLayout>,
}

#[derive(Debug, Clone)]
struct ChecksumLayout {
    key: ChecksumKey,
    /// Whether it is an attribute of the resource object.
    is_shown: bool,
    /// The cells of all attributes in their order; none if all are written anyway.
    cells: Vec<usize>,
}

#[derive(Debug, Clone)]
struct RelationshipLayout {
    relationship: usize,
    /// Cells of the parts of the other row's id, where this row knows it.
    linkage: Option<Vec<usize>>,
    /// Whether `data` may be put in later, when the other rows are known.
    is_open: bool,
}

/// A resource object as text.
#[derive(Debug)]
pub struct ResourceText {
    /// Where it begins and ends in the buffer it was written to.
    pub start: usize,
    pub end: usize,
    /// Where its type and id end, which are all that a resource identifier object repeats.
    pub identifier_end: usize,
    /// The checksum of its row, if the layout is for it.
    pub checksum: Option<Checksum>,
}

/// Where the `,"data":…` of a relationship may still be put in.
#[derive(Debug, Clone, Copy)]
pub struct OpenPlace {
    pub relationship: usize,
    pub at: usize,
}

impl<'a> Layout<'a> {
    /// A layout of all members, or of those that `fields` names. The linkage of `open` relationships comes later.
    #[must_use]
    pub fn new(
        catalog: &'a Catalog,
        table: &'a Table,
        fragments: &'a Fragments,
        fields: Option<&Fields>,
        open: &[usize],
    ) -> Self {
        let attributes = table.attributes.len();
        let cells = RowCells {
            sources: Vec::with_capacity(attributes + 2),
            attributes: Vec::with_capacity(attributes),
            id: Vec::new(),
            row_id: None,
            relationships: Vec::with_capacity(table.relationships.len()),
            checksum: None,
        };
        let mut layout = Self {
            catalog,
            table,
            fragments,
            cells: Cow::Owned(cells),
        };
        if let Some(fields) = fields {
            for &index in &fields.attributes {
                layout.add_attribute(index);
            }
        } else {
            // Each is new, and in its own place.
            let cells = layout.cells.to_mut();
            cells.sources.extend((0..attributes).map(Source::Attribute));
            cells
                .attributes
                .extend((0..attributes).map(|index| (index, index)));
        }
        layout.cells.to_mut().id = layout.cells_of(&table.key);
        if matches!(table.twins, Twins::RowId(_)) {
            layout.cells.to_mut().row_id = Some(layout.cell_of(Source::RowId));
        }
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

    /// The layout of the table's cells, as [`Layout::into_cells`] gave them.
    #[must_use]
    pub fn of(
        catalog: &'a Catalog,
        table: &'a Table,
        fragments: &'a Fragments,
        cells: &'a RowCells,
    ) -> Self {
        Self {
            catalog,
            table,
            fragments,
            cells: Cow::Borrowed(cells),
        }
    }

    /// What is left of it without the catalog: another layout of the table can be made of it.
    #[must_use]
    pub fn into_cells(self) -> RowCells {
        self.cells.into_owned()
    }

    /// What is read, in the order of the row's cells.
    #[must_use]
    pub fn sources(&self) -> &[Source] {
        &self.cells.sources
    }

    /// Computes the checksum of each row, and shows it or not.
    pub fn sum_up(&mut self, key: ChecksumKey, is_shown: bool) {
        let all = self.table.attributes.len();
        let cells = if self.cells.attributes.len() == all {
            Vec::new()
        } else {
            self.cells_of(&(0..all).collect::<Vec<_>>())
        };
        self.cells.to_mut().checksum = Some(ChecksumLayout {
            key,
            is_shown,
            cells,
        });
    }

    fn add_attribute(&mut self, index: usize) {
        let cell = self.cell_of(Source::Attribute(index));
        self.cells.to_mut().attributes.push((index, cell));
    }

    fn add_relationship(&mut self, index: usize, open: &[usize]) {
        let relationship = &self.table.relationships[index];
        let is_followed = open.contains(&index);
        // What is included is named as it names itself, so that it is linked.
        let is_spelled_freely = relationship.spelling == Spelling::Free;
        let knows_id = relationship.to_key && !(is_followed && is_spelled_freely);
        let linkage = (relationship.to == Cardinality::One && relationship.holds_key).then(|| {
            let target = self.catalog.table(relationship.target);
            (0..target.key.len())
                .map(|part| {
                    let source = if knows_id {
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
        let is_open = linkage.is_none() && is_followed;
        self.cells.to_mut().relationships.push(RelationshipLayout {
            relationship: index,
            linkage,
            is_open,
        });
    }

    /// The cell that holds the source; it is read from now on.
    pub fn cell_of(&mut self, source: Source) -> usize {
        // Almost always all attributes are read, in their order.
        if let Source::Attribute(index) = source
            && self.cells.sources.get(index) == Some(&source)
        {
            return index;
        }
        let position = self.cells.sources.iter().position(|each| *each == source);
        position.unwrap_or_else(|| {
            let sources = &mut self.cells.to_mut().sources;
            sources.push(source);
            sources.len() - 1
        })
    }

    /// The cells of attributes; they are read from now on.
    pub fn cells_of(&mut self, attributes: &[usize]) -> Vec<usize> {
        attributes
            .iter()
            .map(|&attribute| self.cell_of(Source::Attribute(attribute)))
            .collect()
    }

    /// The cells of sources; they are read from now on.
    pub fn cells_of_sources(&mut self, sources: &[Source]) -> Vec<usize> {
        let cells = sources.iter().map(|&source| self.cell_of(source));
        cells.collect()
    }

    /// Writes the id of a row to the empty text.
    pub fn write_id(&self, row: &ReadRow<'_>, id: &mut String) {
        let parts = write_id(row, self.table, &self.cells.id, id);
        if let (Parts::SomeNull, Some(cell)) = (parts, self.cells.row_id)
            && let Cell::Int(number) = row[cell]
        {
            distinguish(number, id);
        }
    }

    /// The id of a row as a number, where ids are whole numbers.
    #[must_use]
    pub fn whole_id(&self, row: &ReadRow<'_>) -> Option<i64> {
        let ([part], &[cell]) = (self.table.key.as_slice(), self.cells.id.as_slice()) else {
            return None;
        };
        match (&row[cell], &self.table.attributes[*part].column_type) {
            (Cell::Int(whole), ColumnType::Integer { .. }) => Some(*whole),
            _ => None,
        }
    }

    /// Writes the resource object of a row, whose id is known already. Relationships that are open are added to `open`.
    pub fn write(
        &self,
        row: &ReadRow<'_>,
        id: &str,
        out: &mut Vec<u8>,
        open: &mut Vec<OpenPlace>,
    ) -> ResourceText {
        let fragments = self.fragments.of(self.table);
        let start = out.len();
        write_head(fragments, id, out);
        let identifier_end = out.len();
        out.extend_from_slice(br#","attributes":"#);
        let checksum = self.write_attributes(row, out);
        let path_id = path_part(id);
        self.write_relationships(row, &path_id, out, open);
        out.extend_from_slice(&fragments.links);
        out.extend_from_slice(path_id.as_bytes());
        out.extend_from_slice(br#""}}"#);
        ResourceText {
            start,
            end: out.len(),
            identifier_end,
            checksum,
        }
    }

    /// Writes the object of the attributes; gives the checksum of the row, if the layout is for it.
    pub fn write_attributes(&self, row: &ReadRow<'_>, out: &mut Vec<u8>) -> Option<Checksum> {
        let mut sum = self
            .cells
            .checksum
            .as_ref()
            .map(|checksum| checksum.key.start());
        if let (Some(checksum), Some(sum)) = (&self.cells.checksum, &mut sum) {
            self.add_cells(row, &checksum.cells, sum);
        }
        let mut open_sum = sum
            .as_mut()
            .filter(|_| self.cells.attributes.len() == self.table.attributes.len());
        out.push(b'{');
        // What is written from here on is not in the checksum yet.
        let mut rest = out.len();
        for (position, &(index, cell)) in self.cells.attributes.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            let attribute = &self.table.attributes[index];
            out.extend_from_slice(&attribute.json_key);
            let start = out.len();
            let cell = &row[cell];
            cell.write_json(&attribute.column_type, out);
            match &mut open_sum {
                Some(sum)
                    if attribute.sends_strings
                        || !is_written_as_value(cell, &attribute.column_type) =>
                {
                    sum.add(&out[rest..start]);
                    sum.add_value(cell.clone(), &attribute.column_type);
                    attribute.finish_json(start, out);
                    rest = out.len();
                }
                _ => attribute.finish_json(start, out),
            }
        }
        if let Some(sum) = &mut open_sum {
            sum.add(&out[rest..]);
        }
        let checksum = sum.map(RowSum::finish);
        if let (Some(sum), Some(ChecksumLayout { is_shown: true, .. })) =
            (checksum, &self.cells.checksum)
        {
            if !self.cells.attributes.is_empty() {
                out.push(b',');
            }
            sum.write_member(out);
        }
        out.push(b'}');
        checksum
    }

    /// Adds cells of all attributes to a checksum.
    fn add_cells(&self, row: &ReadRow<'_>, cells: &[usize], sum: &mut RowSum) {
        let mut text = Vec::with_capacity(512);
        for (position, (attribute, &cell)) in self.table.attributes.iter().zip(cells).enumerate() {
            if position > 0 {
                text.push(b',');
            }
            text.extend_from_slice(&attribute.json_key);
            let (cell, column_type) = (&row[cell], &attribute.column_type);
            if is_written_as_value(cell, column_type) {
                cell.write_json(column_type, &mut text);
            } else {
                cell.clone()
                    .into_value(column_type)
                    .write_json(column_type, &mut text);
            }
        }
        sum.add(&text);
    }

    /// Writes the resource identifier object of a row, whose id is known already.
    pub fn write_identifier(&self, id: &str, out: &mut Vec<u8>) {
        write_head(self.fragments.of(self.table), id, out);
        out.push(b'}');
    }

    /// Writes the relationships, if there are any; adds those that are open, and their places.
    fn write_relationships(
        &self,
        row: &ReadRow<'_>,
        path_id: &str,
        out: &mut Vec<u8>,
        open: &mut Vec<OpenPlace>,
    ) {
        if self.cells.relationships.is_empty() {
            return;
        }
        let fragments = &self.fragments.of(self.table).relationships;
        let mut other_id = String::with_capacity(24);
        out.extend_from_slice(br#","relationships":{"#);
        for (position, layout) in self.cells.relationships.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            fragments[layout.relationship].write_links(path_id, out);
            if let Some(cells) = &layout.linkage {
                let target = self
                    .catalog
                    .table(self.table.relationships[layout.relationship].target);
                out.extend_from_slice(br#","data":"#);
                other_id.clear();
                match write_id(row, target, cells, &mut other_id) {
                    Parts::AllThere => {
                        write_head(self.fragments.of(target), &other_id, out);
                        out.push(b'}');
                    }
                    Parts::SomeNull => out.extend_from_slice(b"null"),
                }
            }
            if layout.is_open {
                open.push(OpenPlace {
                    relationship: layout.relationship,
                    at: out.len(),
                });
            }
            out.push(b'}');
        }
        out.push(b'}');
    }
}

impl RelationshipFragments {
    /// `"OrderList":{"links":{…}`
    fn write_links(&self, path_id: &str, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.to_self);
        out.extend_from_slice(path_id.as_bytes());
        out.extend_from_slice(&self.to_related);
        out.extend_from_slice(path_id.as_bytes());
        out.extend_from_slice(&self.end);
    }
}

impl Fragments {
    /// What the resource object of an id begins with.
    pub(crate) fn identifier(&self, table: &Table, id: &str) -> Vec<u8> {
        let mut out = Vec::with_capacity(64);
        write_head(self.of(table), id, &mut out);
        out
    }
}

/// `{"type":"Customer","id":"ALFKI"`
fn write_head(fragments: &TableFragments, id: &str, out: &mut Vec<u8>) {
    out.extend_from_slice(&fragments.head);
    write_string_inside(id, out);
    out.push(b'"');
}

/// A part of a path, percent-encoded.
pub(crate) fn path_part(text: &str) -> Cow<'_, str> {
    // Almost every id is a number or a short code.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Cow::Borrowed(text);
    }
    utf8_percent_encode(text, PATH_PART).into()
}
