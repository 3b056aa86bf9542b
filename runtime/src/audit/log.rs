//! Reading the log: the latest first.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::app::State;
use crate::model::ColumnType;
use crate::session::RowsOf;
use crate::store::SqlText;
use crate::value::Value;

/// Which part of the log is wanted.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) resource: Option<String>,
    pub(crate) row_id: Option<String>,
    pub(crate) caller: Option<String>,
    pub(crate) action: Option<String>,
    /// A day or a moment, as `2026-02-28`; the first one that is wanted.
    pub(crate) from: Option<String>,
    /// The last day.
    pub(crate) to: Option<String>,
    pub(crate) offset: u64,
    pub(crate) limit: u64,
}

/// Entries of the log.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Log {
    entries: Vec<Logged>,
    has_more: bool,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Logged {
    id: i64,
    at: String,
    request_id: Option<String>,
    caller: Option<String>,
    resource: String,
    row_id: String,
    action: String,
    changes: Box<RawValue>,
}

/// Finds entries in the log of the main database.
pub(crate) async fn find(state: &Arc<State>, asked: &Asked) -> crate::Result<Log> {
    let (_, store) = state.main_database();
    let dialect = state.catalog.databases()[state.main_database().0].dialect;
    let mut sql = SqlText::new(dialect);
    let mut values = Vec::new();
    let text = ColumnType::Text { max_length: None };
    sql.push("SELECT ").number("id");
    for column in [
        "at",
        "request_id",
        "caller",
        "resource",
        "row_id",
        "action",
        "changes",
    ] {
        sql.push(", ").expression(text.clone(), column);
    }
    sql.push(" FROM formwork_audit");
    let after = asked.to.as_ref().map(|day| format!("{day}\u{7f}"));
    let tests = [
        ("resource = ", &asked.resource),
        ("row_id = ", &asked.row_id),
        ("caller = ", &asked.caller),
        ("action = ", &asked.action),
        ("at >= ", &asked.from),
        ("at <= ", &after),
    ];
    let mut between = " WHERE ";
    for (test, value) in tests {
        if let Some(value) = value {
            sql.push(between).push(test).text();
            values.push(Value::from(value.clone()));
            between = " AND ";
        }
    }
    sql.push(" ORDER BY id DESC LIMIT ")
        .count()
        .push(" OFFSET ")
        .count();
    // One more than wanted tells whether there are more.
    values.extend([Value::from(asked.limit + 1), Value::from(asked.offset)]);
    let rows = store
        .read(RowsOf {
            statement: Arc::new(sql.finish()),
            values,
        })
        .await?;
    let limit = usize::try_from(asked.limit).unwrap_or(usize::MAX);
    let has_more = rows.len() > limit;
    let entries = rows.into_iter().take(limit).map(logged);
    Ok(Log {
        entries: entries.collect::<crate::Result<_>>()?,
        has_more,
    })
}

/// An entry as the table has it; one that somebody else has put there may be none of ours.
fn logged(row: Vec<Value>) -> crate::Result<Logged> {
    let mut cells = row.into_iter();
    let Some(Value::Int(id)) = cells.next() else {
        return Err(unreadable("no id"));
    };
    let mut next = || match cells.next() {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    };
    let (at, request_id, caller) = (next(), next(), next());
    let (resource, row_id, action, changes) = (next(), next(), next(), next());
    let what = || unreadable(&format!("the id {id}"));
    let changes = RawValue::from_string(changes.ok_or_else(what)?).map_err(|_| what())?;
    Ok(Logged {
        id,
        at: at.ok_or_else(what)?,
        request_id,
        caller,
        resource: resource.ok_or_else(what)?,
        row_id: row_id.ok_or_else(what)?,
        action: action.ok_or_else(what)?,
        changes,
    })
}

fn unreadable(which: &str) -> crate::Error {
    let message = format!("the entry of `formwork_audit` with {which} cannot be read");
    crate::Error::Internal(message.into())
}
