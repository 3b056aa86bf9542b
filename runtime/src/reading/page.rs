//! A page of a collection: its rows, by offset or by cursor, and what is said about the others.

use super::count::Total;
use super::keyset::{self, Piece};
use super::links::PageEnd;
use super::room::Room;
use super::rows::PlainRows;
use super::sums::RowSums;
use super::twins::Twins;
use super::{Assembly, PAGE_BYTES, Read, ReadDocument};
use crate::catalog::Table;
use crate::jsonapi::{CursorPage, PageRequest, name_of};
use crate::store::{Connection, Lock, OrderBy, Page, Select, Shape, Test};
use crate::value::Value;
use crate::{Error, Problem, ProblemCode, Result};

/// Rows to ask for, and in which direction.
pub(super) struct Plan {
    pub(super) pieces: Vec<(Select, Vec<Value>)>,
    pub(super) room: Room,
    pub(super) backwards: bool,
}

impl Read {
    /// The document of the page that is asked for, of the rows for which the condition holds.
    pub(super) async fn collection(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        mut condition: Vec<Test>,
        mut values: Vec<Value>,
    ) -> Result<ReadDocument> {
        for filter in &self.query.filter {
            condition.push(filter.test(&self.state.catalog, table, &mut values));
        }
        let plan = self.plan(table, &condition, &values);
        let mut out = Vec::with_capacity(PAGE_BYTES);
        let read = self.rows(connection, table, plan, &mut out).await;
        let end = read.map_err(|error| self.explain(error))?;
        let page = &self.query.page;
        let is_counted = !matches!(page, PageRequest::Cursor(_))
            && !end.more
            && (end.count > 0 || page.offset() == 0);
        let total = if is_counted {
            Total::Exact(page.offset() + end.count)
        } else {
            let total = self.total(connection, table, condition, &values).await?;
            total.with_seen(page, &end)
        };
        // A cursor may have values of rows that this one is sorted by.
        let sums = end.sums.filter(|_| !matches!(page, PageRequest::Cursor(_)));
        let rows = sums.map(|sums| (sums, out.len()));
        self.write_end(&end, total, &mut out);
        Ok(ReadDocument { rows, ..out.into() })
    }

    pub(super) fn plan(&self, table: &Table, condition: &[Test], values: &[Value]) -> Plan {
        let order = self.query.order(table);
        let select = |condition: Vec<Test>, order: Vec<OrderBy>, page: Page| Select {
            table: table.id,
            columns: Vec::new(),
            condition,
            order,
            page,
            lock: Lock::None,
        };
        let page = match &self.query.page {
            PageRequest::Cursor(page) => page,
            page => {
                let mut values = values.to_vec();
                values.extend([Value::from(page.limit() + 1), Value::from(page.offset())]);
                let select = select(condition.to_vec(), order, Page::LimitOffset);
                return Plan {
                    pieces: vec![(select, values)],
                    room: Room::new(page.limit()),
                    backwards: false,
                };
            }
        };
        let name = name_of(&self.state.catalog, table, &order);
        let mut condition = condition.to_vec();
        let mut values = values.to_vec();
        let (pieces, order) = pieces(table, page, order, &mut condition, &mut values);
        let pieces = pieces.into_iter().map(|piece| {
            let order = piece.order(&order);
            let condition = condition.iter().cloned().chain(piece.tests).collect();
            let values = values.iter().cloned().chain(piece.values).collect();
            (select(condition, order, Page::Limit), values)
        });
        Plan {
            pieces: pieces.collect(),
            room: Room::with_cursors(page.size, name),
            backwards: page.is_backwards(),
        }
    }

    /// Writes the beginning of the document, with its rows.
    async fn rows(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        plan: Plan,
        out: &mut Vec<u8>,
    ) -> Result<PageEnd> {
        let Plan {
            pieces,
            mut room,
            backwards,
        } = plan;
        out.extend_from_slice(br#"{"data":["#);
        let sums;
        if self.query.is_compound {
            let mut assembly = Assembly::new(self);
            assembly
                .load(connection, table, pieces, Twins::new(table, 0), &mut room)
                .await?;
            if backwards {
                assembly.reverse();
            }
            out.reserve(assembly.likely_length());
            assembly.write_many(out, true);
            sums = assembly.sums();
        } else {
            sums = self
                .plain_rows(connection, table, pieces, &mut room, out)
                .await?;
            if backwards && let Some(cursors) = &room.cursors {
                reverse(out, &cursors.places, b",");
            }
            out.push(b']');
        }
        let mut cursors = room.cursors.map(|cursors| cursors.texts);
        if backwards && let Some(cursors) = &mut cursors {
            cursors.reverse();
        }
        let cursors = cursors.unwrap_or_default();
        Ok(PageEnd {
            count: room.taken,
            more: room.more,
            first: cursors.first().cloned(),
            last: cursors.last().cloned(),
            sums: sums.number(),
        })
    }

    async fn plain_rows(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        pieces: Vec<(Select, Vec<Value>)>,
        room: &mut Room,
        out: &mut Vec<u8>,
    ) -> Result<RowSums> {
        let mut twins = Some(Twins::new(table, 0));
        let mut sums = RowSums::default();
        for (mut select, mut values) in pieces {
            if room.more {
                break;
            }
            if select.page == Page::Limit {
                values.push(Value::from(room.wanted()));
            }
            let mut layout = self.layout(table);
            let cells = layout.cells_of_sources(&room.sources(&select));
            select.columns = layout.sources().to_vec();
            let statement = self
                .state
                .plans
                .statement(&self.state.catalog, &Shape::Select(select));
            room.sorted_in(&cells, &statement.columns);
            let mut sink = PlainRows {
                layout: &layout,
                out,
                room,
                identifiers: self.is_linkage(),
                id: String::with_capacity(24),
                twins: twins.take().unwrap_or_default(),
                checksum: None,
                sums: RowSums::of(table, layout.sources()),
            };
            connection.select(&statement, &values, &mut sink).await?;
            sums.extend(sink.sums);
        }
        Ok(sums)
    }

    /// A value that the database cannot compare comes from a cursor that was made up, where there is one.
    pub(super) fn explain(&self, error: Error) -> Error {
        if !error.is_unfit() || !matches!(self.query.page, PageRequest::Cursor(_)) {
            return error;
        }
        let title = "the request has a parameter that cannot be followed";
        Error::refused(
            Problem::new(ProblemCode::Parameter, title)
                .detail("a cursor is repeated as an answer gave it, with the same `sort`")
                .at_parameter("page[after]"),
        )
    }
}

/// Writes the rows at the end of a document in the opposite order, with commas between them.
pub(super) fn reverse(out: &mut Vec<u8>, places: &[std::ops::Range<usize>], comma: &[u8]) {
    let Some(start) = places.first().map(|place| place.start) else {
        return;
    };
    let rows = out.split_off(start);
    for (number, place) in places.iter().rev().enumerate() {
        if number > 0 {
            out.extend_from_slice(comma);
        }
        out.extend_from_slice(&rows[place.start - start..place.end - start]);
    }
}

/// The pieces of a page by cursor, and the order of their rows. What bounds all of them is added to the condition.
fn pieces(
    table: &Table,
    page: &CursorPage,
    order: Vec<OrderBy>,
    condition: &mut Vec<Test>,
    values: &mut Vec<Value>,
) -> (Vec<Piece>, Vec<OrderBy>) {
    let pieces_after = |order: &[OrderBy], values: &[Value]| {
        if values.is_empty() {
            keyset::whole(table, order)
        } else {
            keyset::after(table, order, values)
        }
    };
    match (&page.after, &page.before) {
        (Some(after), before) => {
            if let Some(before) = before.as_ref().filter(|before| !before.values.is_empty()) {
                condition.push(keyset::before(table, &order, &before.values, values));
            }
            (pieces_after(&order, &after.values), order)
        }
        (None, before) => {
            let order = keyset::reversed(&order);
            let values = before.as_ref().map_or(&[][..], |before| &before.values);
            (pieces_after(&order, values), order)
        }
    }
}
