//! Numbers of groups of rows, as a document.

use std::sync::Arc;

use super::links::VERSION;
use crate::app::State;
use crate::catalog::{Catalog, TableId};
use crate::jsonapi::AggregateQuery;
use crate::model::ColumnType;
use crate::store::{
    AggregateOrder, Aggregation, BoxFuture, Column, Connection, Row, RowSink, Shape, StoreError,
    Work,
};
use crate::value::{Value, join_id, write_string};
use crate::{Error, Problem, ProblemCode, Result};

/// Groups to read.
#[derive(Debug)]
pub(crate) struct AggregateRead {
    pub(crate) state: Arc<State>,
    pub(crate) table: TableId,
    pub(crate) query: AggregateQuery,
    /// The address of the request.
    pub(crate) link: String,
}

impl Work for AggregateRead {
    type Output = Vec<u8>;

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(self.document(connection))
    }
}

impl AggregateRead {
    async fn document(&self, connection: &mut dyn Connection) -> Result<Vec<u8>> {
        let catalog = &self.state.catalog;
        let table = catalog.table(self.table);
        let query = &self.query;
        let mut values = Vec::new();
        let condition = query
            .filter
            .iter()
            .map(|condition| condition.test(catalog, table, &mut values))
            .collect();
        values.extend(query.having.iter().map(|(_, value)| value.clone()));
        let most = self.state.limits.query.largest_page;
        values.push(Value::from(most + 1));
        // What makes a group settles the order of those that are alike otherwise.
        let mut order = query.order.clone();
        for by in (0..query.groups.len()).map(Column::Group) {
            if order.iter().all(|each| each.by != by) {
                order.push(AggregateOrder {
                    by,
                    descending: false,
                });
            }
        }
        let aggregation = Aggregation {
            table: self.table,
            condition,
            groups: query.groups.iter().map(|(_, by)| by.clone()).collect(),
            numbers: query.numbers.iter().map(|(_, number)| *number).collect(),
            having: query.having.iter().map(|(having, _)| *having).collect(),
            order,
        };
        let plans = &self.state.plans;
        let statement = plans.statement(catalog, &Shape::Aggregation(aggregation));
        let mut sink = Groups {
            catalog,
            query,
            types: &statement.columns,
            out: br#"{"data":["#.to_vec(),
            count: 0,
        };
        connection.select(&statement, &values, &mut sink).await?;
        let (mut out, count) = (sink.out, sink.count);
        if count > most {
            let title = format!("there are more than {most} groups");
            let problem = Problem::new(ProblemCode::Parameter, title)
                .detail("group by less, or filter")
                .at_parameter("groupBy");
            return Err(Error::refused(problem));
        }
        out.extend_from_slice(br#"],"links":{"self":"#);
        write_string(&self.link, &mut out);
        out.extend_from_slice(format!(r#"}},"meta":{{"count":{count}}},"#).as_bytes());
        out.extend_from_slice(VERSION);
        Ok(out)
    }
}

struct Groups<'a> {
    catalog: &'a Catalog,
    query: &'a AggregateQuery,
    types: &'a [ColumnType],
    out: Vec<u8>,
    count: u64,
}

impl RowSink for Groups<'_> {
    /// A group is a resource: what makes it are its attributes, and its numbers are in `meta`, so that no name is there twice.
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if self.count > 0 {
            self.out.push(b',');
        }
        self.count += 1;
        let groups = self.query.groups.len();
        let mut parts = Vec::with_capacity(groups);
        for (index, column_type) in self.types[..groups].iter().enumerate() {
            let value = row.cell(index)?.into_value(column_type);
            parts.push((!value.is_null()).then(|| value.text(column_type).into()));
        }
        let id = if parts.is_empty() {
            "all".to_owned()
        } else {
            join_id(&parts)
        };
        self.out.extend_from_slice(br#"{"type":"aggregate","id":"#);
        write_string(&id, &mut self.out);
        self.out.extend_from_slice(br#","attributes":{"#);
        for (index, (name, _)) in self.query.groups.iter().enumerate() {
            self.member(row, index, name, index > 0)?;
        }
        self.out.extend_from_slice(br#"},"meta":{"#);
        for (index, (name, _)) in self.query.numbers.iter().enumerate() {
            self.member(row, groups + index, name, index > 0)?;
        }
        self.out.extend_from_slice(b"}}");
        Ok(())
    }
}

impl Groups<'_> {
    fn member(
        &mut self,
        row: &dyn Row,
        cell: usize,
        name: &str,
        is_further: bool,
    ) -> Result<(), StoreError> {
        if is_further {
            self.out.push(b',');
        }
        // JSON:API keeps the dot for itself.
        write_string(&name.replace('.', "_"), &mut self.out);
        self.out.push(b':');
        let value = row.cell(cell)?;
        self.catalog
            .write_json(&value, &self.types[cell], &mut self.out);
        Ok(())
    }
}
