//! Why a derived value is what it is: what its rule says, what the rule gives now, and what it is made of.
//!
//! Everything is computed by the rules' own code from what is stored, as reconciliation does, and nothing is changed or locked.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::engine::Engine;
use crate::app::State;
use crate::catalog::TableId;
use crate::store::{BoxFuture, Connection, Work};
use crate::value::Value;
use crate::{Error, Result};

/// A value of a row, and the rules that derive it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Explanation {
    /// The JSON:API type.
    pub(crate) resource: String,
    pub(crate) id: String,
    pub(crate) attribute: String,
    pub(crate) stored: Shown,
    /// None if nobody but people enters it. A default may come beside a copy.
    pub(crate) rules: Vec<Reason>,
}

/// A value as the API shows it.
pub(crate) type Shown = Box<RawValue>;

/// What one rule has to do with a value.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Reason {
    pub(crate) kind: &'static str,
    /// The code of its value, as it is written.
    pub(crate) value: Option<&'static str>,
    /// The code of its condition.
    pub(crate) condition: Option<&'static str>,
    pub(crate) file: &'static str,
    pub(crate) line: u32,
    /// What it gives now; none if that cannot be had.
    pub(crate) computed: Option<Shown>,
    /// Why it cannot be had.
    pub(crate) refused: Option<String>,
    /// Whether the stored value always has to be what the rule gives: copies and defaults are taken once.
    pub(crate) is_followed: bool,
    /// Whether the stored value is what the rule gives now.
    pub(crate) agrees: bool,
    /// What the rule reads of the row and of those that it refers to.
    pub(crate) inputs: Vec<Input>,
    /// The children, for an aggregate.
    pub(crate) children: Option<Children>,
}

/// A value that a rule reads.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Input {
    /// The relationships that lead to its row.
    pub(crate) way: Vec<String>,
    pub(crate) resource: String,
    /// None if there is no such row.
    pub(crate) id: Option<String>,
    pub(crate) attribute: String,
    pub(crate) value: Option<Shown>,
    /// Whether a rule has to do with it, so that it can be explained in turn.
    pub(crate) is_derived: bool,
}

/// The rows that an aggregate is made of.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Children {
    /// Their JSON:API type.
    pub(crate) resource: String,
    /// Their relationship to the row.
    pub(crate) via: String,
    /// How many refer to the row.
    pub(crate) all: usize,
    /// How many contribute something.
    pub(crate) total: usize,
    pub(crate) offset: usize,
    pub(crate) rows: Vec<Child>,
}

/// A row that contributes to an aggregate.
#[derive(Debug, Serialize)]
pub(crate) struct Child {
    pub(crate) id: String,
    pub(crate) value: Shown,
    pub(crate) inputs: Vec<Input>,
}

/// Which of the children are wanted.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Part {
    pub(crate) offset: usize,
    pub(crate) limit: usize,
}

impl State {
    /// Explains a value; none if there is no such row.
    pub(crate) async fn explain_value(
        self: &Arc<Self>,
        table: TableId,
        key: Vec<Value>,
        attribute: usize,
        part: Part,
    ) -> Result<Option<Explanation>> {
        let database = self.catalog.table(table).database;
        let explaining = Explaining {
            state: Arc::clone(self),
            table,
            key,
            attribute,
            part,
        };
        self.stores[database].read(explaining).await
    }
}

struct Explaining {
    state: Arc<State>,
    table: TableId,
    key: Vec<Value>,
    attribute: usize,
    part: Part,
}

impl Work for Explaining {
    type Output = Option<Explanation>;

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, Result<Option<Explanation>>> {
        Box::pin(async move {
            let mut engine = Engine::looking(&self.state, connection);
            engine
                .explain(self.table, &self.key, self.attribute, self.part)
                .await
        })
    }
}

/// What a refusal says, where it is an answer and not a failure.
pub(crate) fn refusal<T>(outcome: Result<T>) -> Result<std::result::Result<T, String>> {
    match outcome {
        Ok(value) => Ok(Ok(value)),
        Err(Error::Refused(problems)) => {
            let titles: Vec<String> = problems.into_iter().map(|problem| problem.title).collect();
            Ok(Err(titles.join("; ")))
        }
        Err(other) => Err(other),
    }
}
