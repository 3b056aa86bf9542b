//! Reads rows and writes the document of them: one query for the primary rows, one for each level of `include`.

mod aggregation;
mod assembly;
mod count;
mod flat;
mod keyset;
mod level;
mod linkage;
mod links;
mod numbered;
mod page;
mod room;
mod rows;
mod several;
mod sums;
mod twins;
mod usual;

use std::sync::Arc;

pub(crate) use crate::condition::{RowKey, id_in, key_condition, key_of};
pub(crate) use aggregation::AggregateRead;
pub(crate) use assembly::Assembly;
pub(crate) use flat::{FlatForm, FlatPage, FlatRead};
use room::Room;
use rows::{FirstRow, PlainRows};
use sums::RowSums;
use twins::Twins;
use usual::UsualRow;
pub(crate) use usual::UsualRows;

use crate::app::State;
use crate::catalog::{self, Relationship, Table, TableId};
use crate::entity_tag;
use crate::jsonapi::{Checksum, Fields, Layout, PageRequest, Query, id_of_values};
use crate::model::{Cardinality, Dialect};
use crate::store::{
    BoxFuture, Connection, Lock, Page, Select, Shape, Source, Statement, Test, Work, all_equal,
};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// Rows to read, and how to show them.
#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) state: Arc<State>,
    pub(crate) target: Target,
    pub(crate) query: Query,
    /// The path of the request, for the links of the document.
    pub(crate) path: String,
    /// The parameters that links repeat: all but those of paging, as they came.
    pub(crate) repeated: String,
}

/// Which rows are read.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    Collection(TableId),
    One {
        table: TableId,
        key: RowKey,
    },
    /// The rows that a relationship of a row leads to.
    Related {
        table: TableId,
        key: RowKey,
        relationship: usize,
    },
    /// The same, as resource identifiers.
    Linkage {
        table: TableId,
        key: RowKey,
        relationship: usize,
    },
}

impl Target {
    pub(crate) fn table(&self) -> TableId {
        match self {
            Self::Collection(table)
            | Self::One { table, .. }
            | Self::Related { table, .. }
            | Self::Linkage { table, .. } => *table,
        }
    }
}

/// A document that shows what was read.
#[derive(Debug)]
pub(crate) struct ReadDocument {
    pub(crate) bytes: Vec<u8>,
    /// The checksum of the row, if it is of a single one.
    pub(crate) checksum: Option<Checksum>,
    /// Whether the profile of cursors was applied to it.
    pub(crate) has_cursors: bool,
    /// What the checksums of its rows come to if it is of several, and where the bytes begin that come after the rows.
    rows: Option<(u64, usize)>,
}

/// A document of as many bytes is looked at for its tag.
const SHORT: usize = 16 * 1024;

impl ReadDocument {
    /// Its entity tag, if it is of a single row.
    pub(crate) fn tag(&self) -> Option<String> {
        self.checksum
            .map(|checksum| entity_tag::of_row(&self.bytes, checksum))
    }

    /// The tag that is good for reading it again; none if that would cost much.
    pub(crate) fn weak_tag(&self) -> Option<String> {
        match self.rows {
            Some((rows, end)) => Some(entity_tag::weak_of_rows(rows, &self.bytes[end..])),
            None => (self.bytes.len() <= SHORT).then(|| entity_tag::weak(&self.bytes)),
        }
    }
}

impl From<Vec<u8>> for ReadDocument {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            checksum: None,
            has_cursors: false,
            rows: None,
        }
    }
}

impl Work for Read {
    type Output = ReadDocument;

    fn wants_snapshot(&self) -> bool {
        match self.target {
            Target::One { .. } => self.query.is_compound,
            // One query and a count, which may be of a later moment: a transaction would cost two more answers of the database.
            Target::Collection(table) => {
                let is_by_cursor = matches!(self.query.page, PageRequest::Cursor(_));
                let is_far = self.state.catalog.table(table).dialect != Dialect::Sqlite;
                self.query.is_compound || is_by_cursor || !is_far
            }
            Target::Related { .. } | Target::Linkage { .. } => true,
        }
    }

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<ReadDocument>> {
        Box::pin(self.document(connection))
    }
}

impl Read {
    pub(crate) async fn document(&self, connection: &mut dyn Connection) -> Result<ReadDocument> {
        let mut document = self.document_of_target(connection).await?;
        document.has_cursors = self.has_cursors();
        Ok(document)
    }

    fn has_cursors(&self) -> bool {
        matches!(self.query.page, PageRequest::Cursor(_))
    }

    async fn document_of_target(&self, connection: &mut dyn Connection) -> Result<ReadDocument> {
        let table = self.state.catalog.table(self.target.table());
        match &self.target {
            Target::Collection(_) => {
                self.collection(connection, table, Vec::new(), Vec::new())
                    .await
            }
            Target::One { key, .. } => {
                let (condition, values) = key.condition(table);
                let before = key.twins_before(table);
                match self
                    .one(connection, table, condition, values, before)
                    .await?
                {
                    Some(document) => Ok(document),
                    None => Err(no_row(table, key.id(table))),
                }
            }
            Target::Related {
                key, relationship, ..
            }
            | Target::Linkage {
                key, relationship, ..
            } => self.related(connection, table, key, *relationship).await,
        }
    }

    async fn related(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        key: &RowKey,
        relationship: usize,
    ) -> Result<ReadDocument> {
        let relationship = &table.relationships[relationship];
        let target = self.state.catalog.table(relationship.target);
        let led_to = self.led_to(connection, table, key, relationship).await?;
        match (relationship.to, led_to) {
            (Cardinality::One, None) => Ok(self.empty("null").into()),
            (Cardinality::One, Some((condition, values))) => {
                let document = self.one(connection, target, condition, values, 0).await?;
                Ok(document.unwrap_or_else(|| self.empty("null").into()))
            }
            (Cardinality::Many, None) => Ok(self.empty("[]").into()),
            (Cardinality::Many, Some((condition, values))) => {
                self.collection(connection, target, condition, values).await
            }
        }
    }

    /// What holds for the rows that a relationship of a row leads to; nothing if it leads nowhere.
    async fn led_to(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        key: &RowKey,
        relationship: &Relationship,
    ) -> Result<Option<(Vec<Test>, Vec<Value>)>> {
        let columns = relationship
            .attributes
            .iter()
            .map(|&attribute| Source::Attribute(attribute))
            .collect();
        let (condition, values) = key.condition(table);
        let from = self
            .values(connection, table, columns, condition, &values)
            .await?;
        let Some(values) = from else {
            return Err(no_row(table, key.id(table)));
        };
        if values.iter().any(Value::is_null) {
            return Ok(None);
        }
        let target = self.state.catalog.table(relationship.target);
        let attributes = &relationship.target_attributes;
        Ok(Some(all_equal(target, attributes, values)))
    }

    /// The values of a row's columns; none if there is no such row.
    async fn values(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        columns: Vec<Source>,
        condition: Vec<Test>,
        values: &[Value],
    ) -> Result<Option<Vec<Value>>> {
        let select = Select {
            table: table.id,
            columns,
            condition,
            order: Vec::new(),
            page: Page::All,
            lock: Lock::None,
        };
        let mut sink = FirstRow {
            types: Vec::new(),
            values: None,
        };
        let statement = self
            .state
            .plans
            .statement(&self.state.catalog, &Shape::Select(select));
        sink.types.extend(statement.columns.iter().cloned());
        connection.select(&statement, values, &mut sink).await?;
        Ok(sink.values)
    }

    /// The table of the primary rows.
    fn primary_table(&self) -> TableId {
        match self.target {
            Target::Collection(table) | Target::One { table, .. } => table,
            Target::Related {
                table,
                relationship,
                ..
            }
            | Target::Linkage {
                table,
                relationship,
                ..
            } => self.state.catalog.table(table).relationships[relationship].target,
        }
    }

    fn is_linkage(&self) -> bool {
        matches!(self.target, Target::Linkage { .. })
    }

    fn layout<'s>(&'s self, table: &'s Table) -> Layout<'s> {
        if self.is_linkage() {
            return Layout::new(
                &self.state.catalog,
                table,
                &self.state.fragments,
                Some(&Fields::default()),
                &[],
            );
        }
        let mut layout = Layout::new(
            &self.state.catalog,
            table,
            &self.state.fragments,
            self.fields(table),
            &[],
        );
        self.sum_up(&mut layout, table, self.is_of_one());
        layout
    }

    /// Lets the layout give checksums, if they are shown or `needed`.
    fn sum_up(&self, layout: &mut Layout<'_>, table: &Table, needed: bool) {
        let asked_for = self.fields(table).is_none_or(|fields| fields.checksum);
        let is_shown = asked_for && self.state.limits.query.has_checksums;
        if is_shown || needed {
            layout.sum_up(self.state.checksums, is_shown);
        }
    }

    /// Whether it is the document of a resource at its own address, whose tag has the checksum.
    fn is_of_one(&self) -> bool {
        matches!(self.target, Target::One { .. })
    }

    fn fields(&self, table: &Table) -> Option<&Fields> {
        self.query
            .fields
            .iter()
            .find(|(id, _)| *id == table.id)
            .map(|(_, fields)| fields)
    }

    /// Whether a row is asked for by its key, with all its members, as [`UsualRows`] has it.
    fn is_usual(&self, table: &Table, condition: &[Test]) -> bool {
        self.is_of_one()
            && table.twins == catalog::Twins::None
            && self.fields(table).is_none()
            && condition.iter().all(|test| matches!(test, Test::Equal(_)))
    }

    fn statement_of_one(
        &self,
        table: &Table,
        layout: &Layout<'_>,
        condition: Vec<Test>,
        page: Page,
    ) -> Arc<Statement> {
        let select = Select {
            table: table.id,
            columns: layout.sources().to_vec(),
            condition,
            order: Vec::new(),
            page,
            lock: Lock::None,
        };
        let shape = Shape::Select(select);
        self.state.plans.statement(&self.state.catalog, &shape)
    }

    async fn one(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        condition: Vec<Test>,
        mut values: Vec<Value>,
        before: i64,
    ) -> Result<Option<ReadDocument>> {
        let twins = Twins::new(table, before);
        let page = match table.twins {
            catalog::Twins::Counted => {
                values.extend([Value::Int(1), Value::Int(before)]);
                Page::LimitOffset
            }
            catalog::Twins::None | catalog::Twins::RowId(_) => Page::All,
        };
        let mut out = Vec::with_capacity(2_048);
        out.extend_from_slice(br#"{"data":"#);
        let checksum = if self.query.is_compound {
            let select = Select {
                table: table.id,
                columns: Vec::new(),
                condition,
                order: Vec::new(),
                page,
                lock: Lock::None,
            };
            let mut assembly = Assembly::new(self);
            let pieces = vec![(select, values)];
            let rows = assembly
                .load(connection, table, pieces, twins, &mut Room::new(1))
                .await?;
            if rows == 0 {
                return Ok(None);
            }
            assembly.write_one(&mut out);
            assembly.checksum()
        } else {
            let (layout, statement);
            if self.is_usual(table, &condition) {
                let usual = self.state.usual_rows.of(table, || {
                    let layout = self.layout(table);
                    let statement = self.statement_of_one(table, &layout, condition, page);
                    UsualRow {
                        cells: layout.into_cells(),
                        statement,
                    }
                });
                let State {
                    catalog, fragments, ..
                } = &*self.state;
                layout = Layout::of(catalog, table, fragments, &usual.cells);
                statement = Arc::clone(&usual.statement);
            } else {
                layout = self.layout(table);
                statement = self.statement_of_one(table, &layout, condition, page);
            }
            let before = out.len();
            let identifiers = self.is_linkage();
            let mut sink = PlainRows {
                layout: &layout,
                out: &mut out,
                room: &mut Room::new(1),
                identifiers,
                id: String::with_capacity(24),
                twins,
                checksum: None,
                sums: RowSums::default(),
            };
            connection.select(&statement, &values, &mut sink).await?;
            let checksum = sink.checksum;
            if out.len() == before {
                return Ok(None);
            }
            checksum
        };
        self.write_end_of_one(&mut out);
        Ok(Some(ReadDocument {
            bytes: out,
            checksum,
            has_cursors: false,
            rows: None,
        }))
    }
}

/// The bytes that are made ready for a page; memory is taken as far as it is written to.
const PAGE_BYTES: usize = 128 * 1024;

pub(crate) fn not_found(table: &Table, key: &[Value]) -> Error {
    no_row(table, id_of_values(table, key))
}

fn no_row(table: &Table, id: String) -> Error {
    let title = format!("there is no `{}` with the id `{id}`", table.kind);
    Error::refused(Problem::new(ProblemCode::NotFound, title).about(&*table.kind, Some(id)))
}
