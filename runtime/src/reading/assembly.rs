//! Compound documents: <https://jsonapi.org/format/1.1/#document-compound-documents>. Every resource object is written
//! once; the linkage between them is put in at the end, when all are known.

use std::collections::{HashMap, HashSet};

use super::level::{LevelRow, LevelSink, Loaded};
use super::{Read, condition};
use crate::catalog::{Catalog, Relationship, Table, TableId};
use crate::jsonapi::{Include, Layout};
use crate::model::{Cardinality, ColumnType};
use crate::store::{
    BoxFuture, Connection, Lock, OrderBy, Page, Select, Shape, StoreError, key_in, keys_at_once,
};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// The resource objects of a document, and what links them.
#[derive(Debug)]
pub(crate) struct Assembly<'a> {
    read: &'a Read,
    loaded: Loaded,
    /// The primary rows come first.
    primary: Vec<usize>,
    /// For each resource object, as far as its relationships were followed: relationship and resource objects.
    linkage: Vec<Vec<(usize, Vec<usize>)>>,
    /// The relationships of each table that are followed anywhere in the document.
    followed: HashMap<TableId, Vec<usize>>,
}

impl<'a> Assembly<'a> {
    pub(crate) fn new(read: &'a Read) -> Self {
        let mut followed = HashMap::new();
        let catalog = &read.state.catalog;
        let table = catalog.table(read.primary_table());
        collect_followed(catalog, table, &read.query.include, &mut followed);
        Self {
            read,
            loaded: Loaded::new(),
            primary: Vec::new(),
            linkage: Vec::new(),
            followed,
        }
    }

    /// Loads the primary rows and everything that is to be included with them.
    pub(crate) async fn load(
        &mut self,
        connection: &mut dyn Connection,
        select: Select,
        values: Vec<Value>,
    ) -> Result<Vec<LevelRow>> {
        let table = select.table;
        let read = self.read;
        let rows = self
            .level(connection, select, &values, &[], &read.query.include)
            .await?;
        self.primary = rows.iter().map(|row| row.text).collect();
        self.include(connection, table, &rows, &read.query.include)
            .await?;
        Ok(rows)
    }

    /// Reads rows of a table, with what is needed to find the rows below and to be found by the rows above.
    async fn level(
        &mut self,
        connection: &mut dyn Connection,
        mut select: Select,
        values: &[Value],
        found_by: &[usize],
        include: &[Include],
    ) -> Result<Vec<LevelRow>> {
        let read = self.read;
        let table = read.state.catalog.table(select.table);
        let open = self.followed.get(&table.id).map_or(&[][..], Vec::as_slice);
        let mut layout = Layout::new(
            &read.state.catalog,
            table,
            &read.state.fragments,
            read.fields(table),
            open,
        );
        let leads: Vec<_> = include
            .iter()
            .map(|include| layout.cells_of(&table.relationships[include.relationship].attributes))
            .collect();
        let found_by = layout.cells_of(found_by);
        select.columns.clone_from(&layout.sources);
        let statement = read
            .state
            .plans
            .statement(&read.state.catalog, &Shape::Select(select));
        let mut sink = LevelSink {
            table: table.id,
            layout: &layout,
            types: &statement.columns,
            leads: &leads,
            found_by: &found_by,
            loaded: &mut self.loaded,
            rows: Vec::new(),
            most: read.state.limits.rows,
        };
        match connection.select(&statement, values, &mut sink).await {
            Ok(()) => Ok(sink.rows),
            Err(StoreError::TooManyRows) => Err(too_many_rows(read.state.limits.rows)),
            Err(error) => Err(error.into()),
        }
    }

    /// Loads what is to be included below some rows of a table.
    fn include<'b>(
        &'b mut self,
        connection: &'b mut dyn Connection,
        table: TableId,
        rows: &'b [LevelRow],
        include: &'b [Include],
    ) -> BoxFuture<'b, Result<()>> {
        Box::pin(async move {
            for (position, include) in include.iter().enumerate() {
                let read = self.read;
                let relationship =
                    &read.state.catalog.table(table).relationships[include.relationship];
                let found = self
                    .follow(connection, relationship, rows, position, include)
                    .await?;
                self.link(include.relationship, relationship, rows, position, &found);
                self.include(connection, relationship.target, &found, &include.below)
                    .await?;
            }
            Ok(())
        })
    }

    /// Reads the rows that a relationship of some rows leads to.
    async fn follow(
        &mut self,
        connection: &mut dyn Connection,
        relationship: &Relationship,
        rows: &[LevelRow],
        position: usize,
        include: &Include,
    ) -> Result<Vec<LevelRow>> {
        let target = self.read.state.catalog.table(relationship.target);
        let mut seen = HashSet::new();
        let keys: Vec<&Vec<Value>> = rows
            .iter()
            .filter_map(|row| row.leads[position].as_ref())
            .filter(|key| seen.insert(join_text(target, &relationship.target_attributes, key)))
            .collect();
        let chunk = keys_at_once(target, &relationship.target_attributes);
        let mut found = Vec::new();
        for keys in keys.chunks(chunk) {
            let values: Vec<Value> = keys.iter().flat_map(|key| key.iter().cloned()).collect();
            let (test, values) = match relationship.target_attributes.as_slice() {
                [attribute] => condition::attribute_in(target, *attribute, values),
                attributes => key_in(attributes, values),
            };
            let select = Select {
                table: target.id,
                columns: Vec::new(),
                condition: vec![test],
                order: target
                    .key
                    .iter()
                    .map(|&attribute| OrderBy {
                        attribute,
                        descending: false,
                    })
                    .collect(),
                page: Page::All,
                lock: Lock::None,
            };
            let level = self.level(
                connection,
                select,
                &values,
                &relationship.target_attributes,
                &include.below,
            );
            found.extend(level.await?);
        }
        Ok(found)
    }

    /// Remembers which rows a relationship of some rows leads to.
    fn link(
        &mut self,
        index: usize,
        relationship: &Relationship,
        rows: &[LevelRow],
        position: usize,
        found: &[LevelRow],
    ) {
        let target = self.read.state.catalog.table(relationship.target);
        let text_of = |values: &[Value]| join_text(target, &relationship.target_attributes, values);
        let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
        for row in found {
            by_key
                .entry(text_of(&row.found_by))
                .or_default()
                .push(row.text);
        }
        // A database that compares without regard to case finds `alfki` by `ALFKI`.
        let mut folded: Option<HashMap<String, Vec<usize>>> = None;
        for row in rows {
            let Some(key) = &row.leads[position] else {
                self.link_row(row.text, index, &[]);
                continue;
            };
            let key = text_of(key);
            let linked = by_key.get(&key).or_else(|| {
                let folded = folded.get_or_insert_with(|| fold(&by_key));
                folded.get(&fold_text(&key))
            });
            self.link_row(row.text, index, linked.map_or(&[], Vec::as_slice));
        }
    }

    /// Remembers which resource objects a relationship of one leads to. One that is met again leads to the same.
    fn link_row(&mut self, text: usize, relationship: usize, linked: &[usize]) {
        if self.linkage.len() <= text {
            self.linkage.resize_with(text + 1, Vec::new);
        }
        if self.linked(text, relationship).is_none() {
            self.linkage[text].push((relationship, linked.to_vec()));
        }
    }

    /// The resource objects that a relationship of one leads to; none if it was not followed.
    fn linked(&self, text: usize, relationship: usize) -> Option<&[usize]> {
        let mut followed = self.linkage.get(text)?.iter();
        followed
            .find(|(each, _)| *each == relationship)
            .map(|(_, linked)| linked.as_slice())
    }

    /// Writes the primary row and the included ones.
    pub(crate) fn write_one(&self, out: &mut Vec<u8>) {
        self.write_text(self.primary[0], out);
        self.write_included(out);
    }

    /// Writes the primary rows, the end of their list, and the included ones.
    pub(crate) fn write_many(&self, out: &mut Vec<u8>) {
        for (position, &text) in self.primary.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            self.write_text(text, out);
        }
        out.push(b']');
        self.write_included(out);
    }

    fn write_included(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(br#","included":["#);
        let mut is_primary = vec![false; self.loaded.texts.len()];
        self.primary
            .iter()
            .for_each(|&text| is_primary[text] = true);
        let mut is_first = true;
        for text in (0..is_primary.len()).filter(|&text| !is_primary[text]) {
            if !is_first {
                out.push(b',');
            }
            is_first = false;
            self.write_text(text, out);
        }
        out.push(b']');
    }

    fn write_text(&self, number: usize, out: &mut Vec<u8>) {
        let (table, text) = &self.loaded.texts[number];
        let table = self.read.state.catalog.table(*table);
        let mut from = text.start;
        for &(relationship, place) in &text.open {
            // A row that was loaded by another way may not have been followed.
            let Some(linked) = self.linked(number, relationship) else {
                continue;
            };
            out.extend_from_slice(&self.loaded.buffer[from..place]);
            from = place;
            out.extend_from_slice(br#","data":"#);
            match table.relationships[relationship].to {
                Cardinality::One => match linked.first() {
                    Some(&other) => self.write_identifier(other, out),
                    None => out.extend_from_slice(b"null"),
                },
                Cardinality::Many => {
                    out.push(b'[');
                    for (position, &other) in linked.iter().enumerate() {
                        if position > 0 {
                            out.push(b',');
                        }
                        self.write_identifier(other, out);
                    }
                    out.push(b']');
                }
            }
        }
        out.extend_from_slice(&self.loaded.buffer[from..text.end]);
    }

    fn write_identifier(&self, number: usize, out: &mut Vec<u8>) {
        let (_, text) = &self.loaded.texts[number];
        out.extend_from_slice(&self.loaded.buffer[text.start..text.identifier_end]);
        out.push(b'}');
    }
}

fn collect_followed(
    catalog: &Catalog,
    table: &Table,
    include: &[Include],
    followed: &mut HashMap<TableId, Vec<usize>>,
) {
    for include in include {
        let relationships = followed.entry(table.id).or_default();
        if !relationships.contains(&include.relationship) {
            relationships.push(include.relationship);
        }
        let target = catalog.table(table.relationships[include.relationship].target);
        collect_followed(catalog, target, &include.below, followed);
    }
}

/// The values that two rows meet by, as text that is the same on both sides.
fn join_text(target: &Table, attributes: &[usize], values: &[Value]) -> String {
    let mut text = String::with_capacity(24);
    for (value, &attribute) in values.iter().zip(attributes) {
        match (value, &target.attributes[attribute].column_type) {
            // The usual key, without a text of its own.
            (Value::Int(number), ColumnType::Integer { .. }) => {
                text.push_str(itoa::Buffer::new().format(*number));
            }
            (value, column_type) => text.push_str(&value.text(column_type)),
        }
        text.push('\0');
    }
    text
}

fn fold(by_key: &HashMap<String, Vec<usize>>) -> HashMap<String, Vec<usize>> {
    let mut folded: HashMap<String, Vec<usize>> = HashMap::new();
    for (key, texts) in by_key {
        folded.entry(fold_text(key)).or_default().extend(texts);
    }
    for texts in folded.values_mut() {
        texts.sort_unstable();
    }
    folded
}

/// Without case and trailing spaces, as databases that ignore them compare.
fn fold_text(key: &str) -> String {
    key.split('\0')
        .map(|part| part.trim_end().to_lowercase())
        .collect::<Vec<_>>()
        .join("\0")
}

fn too_many_rows(most: usize) -> Error {
    let title = format!("the document would have more than {most} resources");
    Error::refused(
        Problem::new(ProblemCode::Parameter, title)
            .detail("include less, or ask for smaller pages")
            .at_parameter("include"),
    )
}
