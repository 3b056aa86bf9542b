//! The figures of the first page, in one answer: its cards, or else how many rows each resource has.

mod cards;
mod filter;

use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::config::Config;
use crate::app::State;
use crate::catalog::Table;
use crate::model::ColumnType;
use crate::store::{BoxFuture, Connection, Row, RowSink, Statement, StoreError, Work};
use crate::value::Cell;
use cards::Drawn;

/// Rows that are counted; of a larger table it is known that there are more.
const MOST: u64 = 100_000;

#[derive(Serialize)]
struct Stats {
    /// By JSON:API type; null where the table could not be asked.
    counts: Map<String, Json>,
    /// In the order of the configuration.
    cards: Vec<Drawn>,
}

/// The figures, as JSON.
pub(super) async fn stats(state: &Arc<State>, config: &Config) -> String {
    let cards = config
        .home
        .as_ref()
        .map_or(&[][..], |home| home.cards.as_slice());
    let mut answer = Stats {
        counts: Map::new(),
        cards: Vec::with_capacity(cards.len()),
    };
    for card in cards {
        answer.cards.push(cards::draw(state, config, card).await);
    }
    if cards.is_empty() {
        answer.counts = counts(state).await;
    }
    serde_json::to_string(&answer).expect("figures are JSON")
}

/// The number of rows of each resource.
async fn counts(state: &Arc<State>) -> Map<String, Json> {
    let mut counts = Map::new();
    for (number, store) in state.stores.iter().enumerate() {
        let tables = state.catalog.tables().iter();
        let statements: Vec<_> = tables
            .filter(|table| table.database == number)
            .map(|table| (table.kind.clone(), statement(table)))
            .collect();
        for (kind, statement) in statements {
            let answer = match store.read(Count(statement)).await {
                Ok(count) => json!({"count": count.min(MOST), "isMore": count > MOST}),
                Err(error) => {
                    tracing::warn!(?error, table = %kind, "the rows of the first page cannot be counted");
                    Json::Null
                }
            };
            counts.insert(kind.into(), answer);
        }
    }
    counts
}

fn statement(table: &Table) -> Statement {
    let sql = format!(
        "SELECT COUNT(*) FROM (SELECT 1 FROM {} LIMIT {}) counted",
        table.sql_name,
        MOST + 1
    );
    Statement {
        sql: sql.into(),
        parameters: [].into(),
        columns: [ColumnType::Integer {
            bits: 64,
            unsigned: false,
        }]
        .into(),
    }
}

struct Count(Statement);

impl Work for Count {
    type Output = u64;

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, crate::Result<u64>> {
        Box::pin(async move {
            let mut number = FirstNumber(0);
            connection.select(&self.0, &[], &mut number).await?;
            Ok(number.0)
        })
    }
}

struct FirstNumber(u64);

impl RowSink for FirstNumber {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        if let Cell::Int(number) = row.cell(0)? {
            self.0 = u64::try_from(number).unwrap_or_default();
        }
        Ok(())
    }
}
