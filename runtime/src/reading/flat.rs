//! Rows without what JSON:API puts around them: flat objects of JSON, or lines of CSV.
//!
//! They are read in chunks, each a page by cursor, so that an export holds neither its rows in memory nor a transaction open,
//! however long its client takes to read them.

use std::sync::Arc;

use super::count::Total;
use super::links::PageEnd;
use super::room::Room;
use super::{Read, Target};
use crate::Result;
use crate::catalog::{Table, Twins};
use crate::jsonapi::{Cursor, CursorPage, PageRequest};
use crate::model::ColumnType;
use crate::store::{
    BoxFuture, Connection, Page, Row, RowSink, Shape, Source, StoreError, Test, Work,
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
            write_field(&table.attributes[attribute].name, &mut out);
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
        let mut rows: Vec<Vec<u8>> = Vec::new();
        for (mut select, mut values) in pieces {
            if room.more {
                break;
            }
            if select.page == Page::Limit {
                values.push(Value::from(room.wanted()));
            }
            select.columns = attributes
                .iter()
                .map(|&each| Source::Attribute(each))
                .collect();
            let sorted_by = room.sources(&select);
            let cells: Vec<usize> = (0..sorted_by.len())
                .map(|index| select.columns.len() + index)
                .collect();
            select.columns.extend(sorted_by);
            if select.columns.is_empty() {
                // A row without columns is no row to a database.
                select.columns.push(Source::Attribute(table.key[0]));
            }
            let plans = &self.read.state.plans;
            let statement = plans.statement(&self.read.state.catalog, &Shape::Select(select));
            room.sorted_in(&cells, &statement.columns);
            let mut sink = FlatRows {
                table,
                attributes: &attributes,
                form: self.form,
                room: &mut room,
                rows: &mut rows,
            };
            let read = connection.select(&statement, &values, &mut sink).await;
            read.map_err(|error| self.read.explain(error.into()))?;
        }
        let mut cursors = room
            .cursors
            .map(|cursors| cursors.texts)
            .unwrap_or_default();
        if plan.backwards {
            rows.reverse();
            cursors.reverse();
        }
        let end = PageEnd {
            count: room.taken,
            more: room.more,
            first: cursors.first().cloned(),
            last: cursors.last().cloned(),
        };
        let comma: &[u8] = if self.form == FlatForm::Json {
            b","
        } else {
            b""
        };
        Ok(FlatPage {
            bytes: rows.join(comma),
            count: end.count,
            links: self.read.links_of(&end, Total::Unknown),
            next: self.read.next_page(&end, table),
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
    form: FlatForm,
    room: &'a mut Room,
    rows: &'a mut Vec<Vec<u8>>,
}

impl RowSink for FlatRows<'_> {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if !self.room.take() {
            return Ok(());
        }
        let mut out = Vec::with_capacity(32 * self.attributes.len());
        match self.form {
            FlatForm::Json => self.write_object(row, &mut out)?,
            FlatForm::Csv => self.write_line(row, &mut out)?,
        }
        self.rows.push(out);
        self.room.note(row)
    }
}

impl FlatRows<'_> {
    fn write_object(&self, row: &dyn Row, out: &mut Vec<u8>) -> Result<(), StoreError> {
        out.push(b'{');
        for (position, &attribute) in self.attributes.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            let attribute = &self.table.attributes[attribute];
            out.extend_from_slice(&attribute.json_key);
            row.cell(position)?.write_json(&attribute.column_type, out);
        }
        out.push(b'}');
        Ok(())
    }

    fn write_line(&self, row: &dyn Row, out: &mut Vec<u8>) -> Result<(), StoreError> {
        for (position, &attribute) in self.attributes.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            write_cell(
                &row.cell(position)?,
                &self.table.attributes[attribute].column_type,
                out,
            );
        }
        out.extend_from_slice(b"\r\n");
        Ok(())
    }
}

/// Null is nothing, an empty text is an empty text.
fn write_cell(cell: &Cell<'_>, column_type: &ColumnType, out: &mut Vec<u8>) {
    if *cell == Cell::Null {
        return;
    }
    let text = cell.text(column_type);
    if is_formula(&text) {
        write_field(&format!("'{text}"), out);
    } else {
        write_field(&text, out);
    }
}

/// Whether a spreadsheet would run the text: <https://owasp.org/www-community/attacks/CSV_Injection>. A number is none.
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r']) && text.parse::<f64>().is_err()
}

/// A field as <https://www.rfc-editor.org/rfc/rfc4180> has it.
fn write_field(text: &str, out: &mut Vec<u8>) {
    let is_plain = !text.is_empty()
        && !text.contains(['"', ',', '\r', '\n'])
        && text.trim().len() == text.len();
    if is_plain {
        out.extend_from_slice(text.as_bytes());
    } else {
        out.push(b'"');
        out.extend_from_slice(text.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    }
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
        assert_eq!(field(&Cell::Null, &text), "");
        let whole = ColumnType::Integer {
            bits: 64,
            unsigned: false,
        };
        assert_eq!(field(&Cell::Int(-5), &whole), "-5");
    }
}
