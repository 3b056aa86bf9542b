//! Rows without what JSON:API puts around them: flat objects of JSON, or lines of CSV.
//!
//! They are read in chunks, each a page by cursor, so that an export holds neither its rows in memory nor a transaction open,
//! however long its client takes to read them.

use std::ops::Range;
use std::sync::Arc;

use super::count::Total;
use super::links::PageEnd;
use super::page::reverse;
use super::room::Room;
use super::{PAGE_BYTES, Read, Target};
use crate::Result;
use crate::catalog::{Table, Twins};
use crate::jsonapi::{CHECKSUM, Checksum, Cursor, CursorPage, Fields, Layout, PageRequest};
use crate::model::ColumnType;
use crate::store::{
    BoxFuture, Connection, Page, ReadRow, Row, RowSink, Shape, StoreError, Test, Work,
};
use crate::value::{Cell, Value};

/// How many rows a chunk of an export has.
const CHUNK: u64 = 1_000;

/// How flat rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FlatForm {
    /// An object for each row, with commas between them.
    Json,
    /// A line for each row.
    Csv,
}

/// A page of a collection as flat rows.
#[derive(Debug)]
pub(crate) struct FlatRead {
    pub(crate) read: Read,
    pub(crate) form: FlatForm,
}

/// The rows of a page, and where it stands.
#[derive(Debug, Default)]
pub(crate) struct FlatPage {
    pub(crate) bytes: Vec<u8>,
    pub(crate) count: u64,
    /// Links to pages before and after it, by relation.
    pub(crate) links: Vec<(&'static str, String)>,
    /// The page that comes after it, if there is one.
    pub(crate) next: Option<PageRequest>,
    /// The checksum of the last row, where rows have one.
    pub(crate) checksum: Option<Checksum>,
}

impl FlatRead {
    /// Begins with the first of the chunks that make up all rows.
    pub(crate) fn in_chunks(mut self) -> Self {
        let table = self.table();
        self.read.query.page = match table.twins {
            Twins::None => PageRequest::Cursor(CursorPage {
                size: CHUNK,
                after: Some(Cursor::default()),
                before: None,
            }),
            // What cannot be told apart can only be counted.
            Twins::Counted | Twins::RowId(_) => PageRequest::Offset {
                offset: 0,
                limit: CHUNK,
            },
        };
        self
    }

    /// The chunk after this one.
    pub(crate) fn following(&self, page: PageRequest) -> Self {
        let Read {
            state,
            target,
            query,
            path,
            repeated,
        } = &self.read;
        let mut query = query.clone();
        query.page = page;
        Self {
            read: Read {
                state: Arc::clone(state),
                target: target.clone(),
                query,
                path: path.clone(),
                repeated: repeated.clone(),
            },
            form: self.form,
        }
    }

    /// The names of the columns, as a line of CSV.
    pub(crate) fn header(&self) -> Vec<u8> {
        let table = self.table();
        let mut out = Vec::new();
        for (position, attribute) in self.attributes(table).into_iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            write_field(table.attributes[attribute].name.as_bytes(), &mut out);
        }
        if self.has_checksums(table) {
            let comma = if out.is_empty() { "" } else { "," };
            out.extend_from_slice(format!("{comma}{CHECKSUM}").as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        out
    }

    fn table(&self) -> &Table {
        self.read.state.catalog.table(self.read.primary_table())
    }

    fn attributes(&self, table: &Table) -> Vec<usize> {
        match self.read.fields(table) {
            Some(fields) => fields.attributes.clone(),
            None => (0..table.attributes.len()).collect(),
        }
    }

    /// Whether lines have the checksums of their rows: whoever exports a table seldom wants them, so they are asked for.
    fn has_checksums(&self, table: &Table) -> bool {
        let fields = self.read.fields(table);
        fields.is_some_and(|fields| fields.checksum)
    }

    fn layout<'s>(&'s self, table: &'s Table) -> Layout<'s> {
        let fields = Fields {
            attributes: self.attributes(table),
            ..Fields::default()
        };
        let (catalog, fragments) = (&self.read.state.catalog, &self.read.state.fragments);
        let mut layout = Layout::new(catalog, table, fragments, Some(&fields), &[]);
        match self.form {
            FlatForm::Json => self.read.sum_up(&mut layout, table, self.read.is_of_one()),
            FlatForm::Csv if self.has_checksums(table) => {
                layout.sum_up(self.read.state.checksums, true);
            }
            FlatForm::Csv => {}
        }
        layout
    }

    /// What holds for all rows of the target; nothing if it is a relationship that leads nowhere.
    async fn led_to(
        &self,
        connection: &mut dyn Connection,
    ) -> Result<Option<(Vec<Test>, Vec<Value>)>> {
        let Target::Related {
            table,
            key,
            relationship,
        } = &self.read.target
        else {
            return Ok(Some((Vec::new(), Vec::new())));
        };
        let table = self.read.state.catalog.table(*table);
        let relationship = &table.relationships[*relationship];
        self.read.led_to(connection, table, key, relationship).await
    }

    async fn page(&self, connection: &mut dyn Connection) -> Result<FlatPage> {
        let table = self.table();
        let attributes = self.attributes(table);
        let Some((mut condition, mut values)) = self.led_to(connection).await? else {
            return Ok(FlatPage::default());
        };
        for filter in &self.read.query.filter {
            condition.push(filter.test(&self.read.state.catalog, table, &mut values));
        }
        let plan = self.read.plan(table, &condition, &values);
        let (pieces, mut room) = (plan.pieces, plan.room);
        let comma: &[u8] = match self.form {
            FlatForm::Json => b",",
            FlatForm::Csv => b"",
        };
        let mut bytes = Vec::with_capacity(PAGE_BYTES);
        let mut places = Vec::new();
        let mut checksum = None;
        for (mut select, mut values) in pieces {
            if room.more {
                break;
            }
            if select.page == Page::Limit {
                values.push(Value::from(room.wanted()));
            }
            let mut layout = self.layout(table);
            let cells = layout.cells_of_sources(&room.sources(&select));
            let shown = layout.cells_of(&attributes);
            select.columns = layout.sources().to_vec();
            let plans = &self.read.state.plans;
            let statement = plans.statement(&self.read.state.catalog, &Shape::Select(select));
            room.sorted_in(&cells, &statement.columns);
            let mut sink = FlatRows {
                table,
                attributes: &attributes,
                cells: &shown,
                layout: &layout,
                has_checksums: self.has_checksums(table),
                form: self.form,
                comma,
                room: &mut room,
                out: &mut bytes,
                places: &mut places,
                checksum: None,
            };
            let read = connection.select(&statement, &values, &mut sink).await;
            checksum = sink.checksum.or(checksum);
            read.map_err(|error| self.read.explain(error.into()))?;
        }
        let mut cursors = room
            .cursors
            .map(|cursors| cursors.texts)
            .unwrap_or_default();
        if plan.backwards {
            reverse(&mut bytes, &places, comma);
            cursors.reverse();
        }
        let end = PageEnd {
            count: room.taken,
            more: room.more,
            first: cursors.first().cloned(),
            last: cursors.last().cloned(),
            sums: None,
        };
        Ok(FlatPage {
            bytes,
            count: end.count,
            links: self.read.links_of(&end, Total::Unknown),
            next: self.read.next_page(&end, table),
            checksum,
        })
    }
}

impl Work for FlatRead {
    type Output = FlatPage;

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<FlatPage>> {
        Box::pin(self.page(connection))
    }
}

struct FlatRows<'a> {
    table: &'a Table,
    attributes: &'a [usize],
    /// The cell of each of them.
    cells: &'a [usize],
    layout: &'a Layout<'a>,
    /// Whether lines end with the checksum.
    has_checksums: bool,
    form: FlatForm,
    /// What is between two rows.
    comma: &'a [u8],
    room: &'a mut Room,
    out: &'a mut Vec<u8>,
    /// Where each row was written.
    places: &'a mut Vec<Range<usize>>,
    /// Of the last row.
    checksum: Option<Checksum>,
}

impl RowSink for FlatRows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if !self.room.take() {
            return Ok(());
        }
        if !self.places.is_empty() {
            self.out.extend_from_slice(self.comma);
        }
        let start = self.out.len();
        match self.form {
            FlatForm::Json => {
                let row = &ReadRow::of(row)?;
                self.checksum = self.layout.write_attributes(row, self.out);
            }
            FlatForm::Csv => self.write_line(row)?,
        }
        self.places.push(start..self.out.len());
        self.room.note_end(row)
    }
}

impl FlatRows<'_> {
    fn write_line(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let out = &mut *self.out;
        let columns = self.attributes.iter().zip(self.cells).enumerate();
        for (position, (&attribute, &cell)) in columns {
            if position > 0 {
                out.push(b',');
            }
            let column_type = &self.table.attributes[attribute].column_type;
            write_cell(&row.cell(cell)?, column_type, out);
        }
        if self.has_checksums
            && let Some(checksum) = self
                .layout
                .write_attributes(&ReadRow::of(row)?, &mut Vec::new())
        {
            let comma = if self.attributes.is_empty() { "" } else { "," };
            out.extend_from_slice(format!("{comma}{checksum}").as_bytes());
        }
        out.extend_from_slice(b"\r\n");
        Ok(())
    }
}

/// Null is nothing, an empty text is an empty text.
fn write_cell(cell: &Cell<'_>, column_type: &ColumnType, out: &mut Vec<u8>) {
    let is_moment = matches!(column_type, ColumnType::Timestamp | ColumnType::TimestampTz);
    match cell {
        // Neither a formula nor in need of quotes.
        Cell::Null
        | Cell::Bool(_)
        | Cell::Int(_)
        | Cell::UInt(_)
        | Cell::Float(_)
        | Cell::Digits(_) => {
            cell.write_plain(column_type, out);
        }
        Cell::Text(text) if !is_moment => write_text(text.as_bytes(), out),
        _ => {
            let start = out.len();
            cell.write_plain(column_type, out);
            if is_formula(&out[start..]) || !is_plain(&out[start..]) {
                let text = out.split_off(start);
                write_text(&text, out);
            }
        }
    }
}

/// Writes a text so that a spreadsheet takes it for one.
fn write_text(text: &[u8], out: &mut Vec<u8>) {
    if is_formula(text) {
        write_field(&[b"'", text].concat(), out);
    } else {
        write_field(text, out);
    }
}

/// Whether a spreadsheet would run the text: <https://owasp.org/www-community/attacks/CSV_Injection>. A number is none.
fn is_formula(field: &[u8]) -> bool {
    let number = || std::str::from_utf8(field).is_ok_and(|text| text.parse::<f64>().is_ok());
    matches!(field, [b'=' | b'+' | b'-' | b'@' | b'\t' | b'\r', ..]) && !number()
}

/// A field as <https://www.rfc-editor.org/rfc/rfc4180> has it.
fn write_field(field: &[u8], out: &mut Vec<u8>) {
    if is_plain(field) {
        return out.extend_from_slice(field);
    }
    out.push(b'"');
    for &byte in field {
        if byte == b'"' {
            out.push(b'"');
        }
        out.push(byte);
    }
    out.push(b'"');
}

/// Whether a field needs no quotes: those around it are for what ends it, and for spaces at its ends.
fn is_plain(field: &[u8]) -> bool {
    let (Some(first), Some(last)) = (field.first(), field.last()) else {
        return false;
    };
    let ends_fields = |byte: &u8| matches!(byte, b'"' | b',' | b'\r' | b'\n');
    if field.iter().any(ends_fields) {
        return false;
    }
    if first.is_ascii() && last.is_ascii() {
        return !is_space(*first) && !is_space(*last);
    }
    std::str::from_utf8(field).is_ok_and(|text| text.trim().len() == text.len())
}

/// Whether a byte alone is what [`str::trim`] takes away.
fn is_space(byte: u8) -> bool {
    char::from(byte).is_whitespace()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(cell: &Cell<'_>, column_type: &ColumnType) -> String {
        let mut out = Vec::new();
        write_cell(cell, column_type, &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_formula_is_defused_and_a_number_is_not() {
        let text = ColumnType::Text { max_length: None };
        let of = |value: &'static str| field(&Cell::Text(value.into()), &text);
        assert_eq!(of("=1+1"), "'=1+1");
        assert_eq!(of("@SUM(A1)"), "'@SUM(A1)");
        assert_eq!(of("-2+3+cmd|' /C calc'!A0"), "'-2+3+cmd|' /C calc'!A0");
        assert_eq!(of("\t=1"), "\"'\t=1\"".replace('"', ""));
        assert_eq!(of("-12.50"), "-12.50");
        assert_eq!(of("+49"), "+49");
        assert_eq!(of("a \"b\", c"), "\"a \"\"b\"\", c\"");
        assert_eq!(of("=\"a\""), "\"'=\"\"a\"\"\"");
        assert_eq!(of(""), "\"\"");
        assert_eq!(of(" a"), "\" a\"");
        assert_eq!(of("\u{a0}"), "\"\u{a0}\"");
        assert_eq!(of("größe"), "größe");
        assert_eq!(field(&Cell::Null, &text), "");
        let whole = ColumnType::Integer {
            bits: 64,
            unsigned: false,
        };
        assert_eq!(field(&Cell::Int(-5), &whole), "-5");
    }
}
