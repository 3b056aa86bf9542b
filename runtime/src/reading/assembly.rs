//! Compound documents: <https://jsonapi.org/format/1.1/#document-compound-documents>. Every resource object is written
//! once; the linkage between them is put in at the end, when all are known.

mod written;

use std::collections::HashMap;

use super::Read;
use super::level::{LevelRows, LevelSink, Loaded};
use super::linkage::Linkage;
use super::numbered::{KeyCells, Numbered};
use super::room::Room;
use super::sums::RowSums;
use super::twins::Twins;
use crate::catalog::{Catalog, Relationship, Table, TableId};
use crate::condition::attribute_in;
use crate::jsonapi::{Checksum, Include, Layout};
use crate::model::Cardinality;
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
    /// Where each of them stands, if they are shown as identifiers of a page by cursor.
    cursors: Vec<String>,
    /// What its rows come to without themselves: nothing if that cannot be known.
    sums: RowSums,
    linkage: Linkage,
    /// The relationships of each table that are followed anywhere in the document.
    followed: HashMap<TableId, Vec<usize>>,
}

/// By which attributes of a table the level above finds its rows, and the keys that it looks for.
#[derive(Clone, Copy)]
struct FindBy<'a> {
    attributes: &'a [usize],
    keys: &'a Numbered,
}

/// Rows of one table to read.
struct Level<'l> {
    select: Select,
    find_by: Option<FindBy<'l>>,
    /// What is included below them.
    include: &'l [Include],
    /// For primary rows.
    room: Option<&'l mut Room>,
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
            cursors: Vec::new(),
            sums: RowSums::default(),
            linkage: Linkage::default(),
            followed,
        }
    }

    /// Loads the primary rows, piece by piece until there are enough, and everything that is to be included with them; gives the
    /// number of primary rows.
    pub(super) async fn load(
        &mut self,
        connection: &mut dyn Connection,
        table: &Table,
        pieces: Vec<(Select, Vec<Value>)>,
        twins: Twins,
        room: &mut Room,
    ) -> Result<usize> {
        let include = &self.read.query.include;
        let mut rows = LevelRows::new(include.len(), twins);
        for (select, mut values) in pieces {
            if room.more {
                break;
            }
            if select.page == Page::Limit {
                values.push(Value::from(room.wanted()));
            }
            let level = Level {
                select,
                find_by: None,
                include,
                room: Some(&mut *room),
            };
            self.level(connection, level, &values, &mut rows).await?;
        }
        self.primary.clone_from(&rows.texts);
        if let Some(cursors) = room.cursors.as_ref().filter(|_| self.read.is_linkage()) {
            self.cursors.clone_from(&cursors.texts);
        }
        self.include(connection, table.id, &rows, include).await?;
        Ok(rows.texts.len())
    }

    /// Turns the order of the primary rows round.
    pub(super) fn reverse(&mut self) {
        self.primary.reverse();
        self.cursors.reverse();
    }

    /// Reads rows of a table, with what is needed to find the rows below and to be found by the rows above.
    async fn level(
        &mut self,
        connection: &mut dyn Connection,
        level: Level<'_>,
        values: &[Value],
        rows: &mut LevelRows,
    ) -> Result<()> {
        let Level {
            mut select,
            find_by,
            include,
            mut room,
        } = level;
        let read = self.read;
        let catalog = &read.state.catalog;
        let table = catalog.table(select.table);
        let open = self.followed.get(&table.id).map_or(&[][..], Vec::as_slice);
        let mut layout = Layout::new(
            catalog,
            table,
            &read.state.fragments,
            read.fields(table),
            open,
        );
        let is_first = self.loaded.texts.is_empty();
        read.sum_up(&mut layout, table, is_first && read.is_of_one());
        let leads: Vec<_> = include
            .iter()
            .map(|include| {
                let relationship = &table.relationships[include.relationship];
                let target = catalog.table(relationship.target);
                KeyCells {
                    cells: layout.cells_of(&relationship.attributes),
                    shown_as: types_of(target, &relationship.target_attributes),
                }
            })
            .collect();
        let found_by = find_by.map(|by| {
            let cells = KeyCells {
                cells: layout.cells_of(by.attributes),
                shown_as: types_of(table, by.attributes),
            };
            (cells, by.keys)
        });
        let sorted_by = room.as_ref().map(|room| room.sources(&select));
        let sorted_in = sorted_by.map(|sources| layout.cells_of_sources(&sources));
        self.sums.extend(RowSums::of(table, layout.sources()));
        select.columns = layout.sources().to_vec();
        let statement = read.state.plans.statement(catalog, &Shape::Select(select));
        if let (Some(room), Some(cells)) = (&mut room, sorted_in) {
            room.sorted_in(&cells, &statement.columns);
        }
        let mut sink = LevelSink {
            table: table.id,
            layout: &layout,
            types: &statement.columns,
            leads: &leads,
            found_by: found_by.as_ref().map(|(cells, keys)| (cells, *keys)),
            known: self.loaded.take_known(table.id),
            loaded: &mut self.loaded,
            rows,
            most: read.state.limits.rows,
            room,
            shows_identifiers: read.is_linkage(),
            scratch: String::with_capacity(24),
        };
        let result = connection.select(&statement, values, &mut sink).await;
        let known = sink.known;
        self.loaded.keep_known(table.id, known);
        match result {
            Ok(()) => Ok(()),
            Err(StoreError::TooManyRows) => Err(too_many_rows(read.state.limits.rows)),
            Err(error) => Err(error.into()),
        }
    }

    /// Loads what is to be included below some rows of a table.
    fn include<'b>(
        &'b mut self,
        connection: &'b mut dyn Connection,
        table: TableId,
        rows: &'b LevelRows,
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
                if !knows_linkage(relationship) {
                    let lead = &rows.leads[position];
                    self.linkage
                        .link(include.relationship, &rows.texts, lead, &found);
                }
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
        rows: &LevelRows,
        position: usize,
        include: &Include,
    ) -> Result<LevelRows> {
        let target = self.read.state.catalog.table(relationship.target);
        let attributes = relationship.target_attributes.as_slice();
        let lead = &rows.leads[position];
        let find_by = (!knows_linkage(relationship)).then_some(FindBy {
            attributes,
            keys: &lead.keys,
        });
        let chunk = keys_at_once(target, attributes).saturating_mul(attributes.len());
        let mut found = LevelRows::new(include.below.len(), Twins::new(target, 0));
        for values in lead.values.chunks(chunk) {
            let (test, values) = match attributes {
                [attribute] => attribute_in(target, *attribute, values.to_vec()),
                attributes => key_in(target, attributes, values.to_vec()),
            };
            let select = Select {
                table: target.id,
                columns: Vec::new(),
                condition: vec![test],
                order: target
                    .key
                    .iter()
                    .map(|&attribute| OrderBy::ascending(attribute))
                    .collect(),
                page: Page::All,
                lock: Lock::None,
            };
            let level = Level {
                select,
                find_by,
                include: &include.below,
                room: None,
            };
            self.level(connection, level, &values, &mut found).await?;
        }
        Ok(found)
    }

    /// What the checksums of all rows come to, with how the primary ones follow each other. Linkage follows from foreign keys, which
    /// are in them.
    pub(super) fn sums(&self) -> RowSums {
        let mut sums = self.sums;
        for number in &self.primary {
            sums.add(self.loaded.texts[*number].text.checksum);
        }
        for each in &self.loaded.texts {
            sums.add(each.text.checksum);
        }
        sums
    }

    /// The checksum of the primary row, if that is shown.
    pub(crate) fn checksum(&self) -> Option<Checksum> {
        let is_shown = !self.read.is_linkage();
        let text = &self.loaded.texts[self.primary[0]].text;
        text.checksum.filter(|_| is_shown)
    }

    /// Puts the primary rows into the order of these ids.
    pub(crate) fn arrange(&mut self, table: &Table, ids: &[String]) {
        let by_id = self.primary_by_identifier();
        let arranged = ids.iter().filter_map(|id| {
            let identifier = self.read.state.fragments.identifier(table, id);
            by_id.get(identifier.as_slice()).copied()
        });
        self.primary = arranged.collect();
    }

    /// The text of the primary row of the id.
    pub(crate) fn object(&self, table: &Table, id: &str) -> Option<Vec<u8>> {
        let identifier = self.read.state.fragments.identifier(table, id);
        let mut primary = self.primary.iter();
        let number = *primary.find(|number| self.identifier(**number) == identifier)?;
        let mut out = Vec::with_capacity(512);
        self.write_text(number, &mut out);
        Some(out)
    }

    fn primary_by_identifier(&self) -> HashMap<&[u8], usize> {
        let numbers = self.primary.iter();
        numbers
            .map(|&number| (self.identifier(number), number))
            .collect()
    }

    /// The type and the id of a row, as its resource object begins with them.
    fn identifier(&self, number: usize) -> &[u8] {
        let text = &self.loaded.texts[number].text;
        &self.loaded.buffer[text.start..text.identifier_end]
    }
}

/// Whether a row says itself where the relationship leads, so that nothing is to be put in.
fn knows_linkage(relationship: &Relationship) -> bool {
    relationship.to == Cardinality::One && relationship.holds_key
}

fn types_of<'t>(table: &'t Table, attributes: &[usize]) -> Vec<&'t crate::model::ColumnType> {
    attributes
        .iter()
        .map(|&attribute| &table.attributes[attribute].column_type)
        .collect()
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

fn too_many_rows(most: usize) -> Error {
    let title = format!("the document would have more than {most} resources");
    Error::refused(
        Problem::new(ProblemCode::Parameter, title)
            .detail("include less, or ask for smaller pages")
            .at_parameter("include"),
    )
}
