//! Rows by their keys, in the order of the keys: what a request has written.

use std::collections::HashMap;

use super::assembly::Assembly;
use super::room::Room;
use super::twins::Twins;
use super::{Read, RowKey};
use crate::Result;
use crate::catalog::Table;
use crate::condition::Condition;
use crate::jsonapi::id_of_values;
use crate::session::Rows;
use crate::store::{Connection, Lock, Page, Select, Shape, Source};
use crate::value::Value;

impl Read {
    /// The document of rows.
    pub(crate) async fn document_of(
        &self,
        connection: &mut dyn Connection,
        keys: &[Vec<Value>],
    ) -> Result<Vec<u8>> {
        let table = self.state.catalog.table(self.primary_table());
        let mut assembly = self.assembled(connection, table, keys).await?;
        let ids: Vec<_> = keys.iter().map(|key| id_of_values(table, key)).collect();
        assembly.arrange(table, &ids);
        let mut out = Vec::with_capacity(assembly.likely_length());
        out.extend_from_slice(br#"{"data":["#);
        assembly.write_many(&mut out, self.query.is_compound);
        self.write_end_of_one(&mut out);
        Ok(out)
    }

    /// The resource objects of rows, by id.
    pub(crate) async fn objects(
        &self,
        connection: &mut dyn Connection,
        keys: &[Vec<Value>],
    ) -> Result<HashMap<String, Vec<u8>>> {
        let table = self.state.catalog.table(self.primary_table());
        let assembly = self.assembled(connection, table, keys).await?;
        let ids = keys.iter().map(|key| id_of_values(table, key));
        let objects = ids.filter_map(|id| {
            let text = assembly.object(table, &id)?;
            Some((id, text))
        });
        Ok(objects.collect())
    }

    async fn assembled(
        &self,
        connection: &mut dyn Connection,
        table: &Table,
        keys: &[Vec<Value>],
    ) -> Result<Assembly<'_>> {
        let (select, values) = self.by_keys(table, Vec::new(), keys.iter().cloned().map(plain));
        let mut assembly = Assembly::new(self);
        let twins = Twins::new(table, 0);
        let mut room = Room::new(keys.len() as u64);
        let pieces = vec![(select, values)];
        assembly
            .load(connection, table, pieces, twins, &mut room)
            .await?;
        Ok(assembly)
    }

    /// The keys among these that there are.
    pub(crate) async fn keys_there(
        &self,
        connection: &mut dyn Connection,
        keys: Vec<RowKey>,
    ) -> Result<Vec<Vec<Value>>> {
        let table = self.state.catalog.table(self.primary_table());
        let columns = table.key.iter().copied().map(Source::Attribute).collect();
        let (select, values) = self.by_keys(table, columns, keys.into_iter());
        let plans = &self.state.plans;
        let statement = plans.statement(&self.state.catalog, &Shape::Select(select));
        let mut rows = Rows {
            types: &statement.columns,
            rows: Vec::new(),
        };
        connection.select(&statement, &values, &mut rows).await?;
        Ok(rows.rows)
    }

    fn by_keys(
        &self,
        table: &Table,
        columns: Vec<Source>,
        keys: impl Iterator<Item = RowKey>,
    ) -> (Select, Vec<Value>) {
        let mut values = Vec::new();
        let keys = Condition::Keys(keys.collect());
        let condition = keys.test(&self.state.catalog, table, &mut values);
        let select = Select {
            table: table.id,
            columns,
            condition: vec![condition],
            order: Vec::new(),
            page: Page::All,
            lock: Lock::None,
        };
        (select, values)
    }
}

fn plain(values: Vec<Value>) -> RowKey {
    RowKey {
        values,
        number: None,
    }
}
