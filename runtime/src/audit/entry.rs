//! What a transaction adds to the log.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::catalog::{Catalog, Table};
use crate::model::Dialect;
use crate::rules::{Caller, Cause, Effect, EffectKind, RuleGraph};
use crate::store::{SqlText, Statement};
use crate::value::{TimestampTz, Value};

/// Rows of the log that are written by one statement.
const AT_ONCE: usize = 200;

/// Letters of a value that are kept; of a longer one, such as a picture, it is only told that it is another.
const LONGEST: usize = 10_000;

/// A row that a transaction has changed.
#[derive(Debug)]
pub(crate) struct Entry {
    resource: String,
    row_id: String,
    action: &'static str,
    changes: String,
}

#[derive(Serialize)]
struct Change<'e> {
    attribute: &'e str,
    before: Box<RawValue>,
    after: Box<RawValue>,
    /// The rule or the event that has set it, such as `sum`.
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    /// Of an event, the type of the row that it happened to.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'e str>,
    /// And where its code is.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<String>,
}

/// The events that have set columns, by the type, the id and the column.
pub(crate) type Causes = HashMap<(String, String, usize), Cause>;

/// The entries of the effects of a transaction.
pub(crate) fn entries(
    catalog: &Catalog,
    rules: &RuleGraph,
    effects: Vec<Effect>,
    causes: &Causes,
) -> Vec<Entry> {
    effects
        .into_iter()
        .map(|effect| entry(catalog, rules, effect, causes))
        .collect()
}

fn entry(catalog: &Catalog, rules: &RuleGraph, effect: Effect, causes: &Causes) -> Entry {
    let table = catalog
        .find(&effect.kind)
        .expect("an effect names a table of the catalog");
    let attributes = effect.attributes.iter();
    let is_changed = |column: usize| {
        let name = &*table.attributes[column].name;
        let mut changed = effect.attributes.iter();
        changed.any(|(each, before, after)| each == name && before != after)
    };
    let changes: Vec<Change<'_>> = attributes
        .filter(|(_, before, after)| before != after)
        .map(|(name, before, after)| {
            let column = table.attribute(name).expect("an effect names a column");
            let column_type = &table.attributes[column].column_type;
            let shown = |value: &Value| {
                let shown = value.as_raw_json(column_type);
                if shown.get().len() > LONGEST {
                    let text = format!("\"… ({} characters)\"", shown.get().chars().count());
                    RawValue::from_string(text).expect("a quoted text is JSON")
                } else {
                    shown
                }
            };
            let rule = rules.table(table.id).derived[column]
                .or_else(|| taken(rules, table, column, effect.change, &is_changed));
            let event = match rule {
                Some(_) => None,
                None => causes.get(&(effect.kind.clone(), effect.id.clone(), column)),
            };
            Change {
                attribute: name,
                before: shown(before),
                after: shown(after),
                rule: rule
                    .map(|rule| rules.rules[rule].kind_name())
                    .or(event.map(|event| event.kind)),
                of: event.map(|event| &*catalog.table(event.table).kind),
                at: event.map(|event| event.origin.to_string()),
            }
        })
        .collect();
    Entry {
        action: match effect.change {
            EffectKind::Inserted => "insert",
            EffectKind::Updated => "update",
            EffectKind::Deleted => "delete",
        },
        changes: serde_json::to_string(&changes).expect("changes are JSON"),
        resource: effect.kind,
        row_id: effect.id,
    }
}

/// The rule that has copied the column's value: into a new row, or because the row refers to another one now.
fn taken(
    rules: &RuleGraph,
    table: &Table,
    column: usize,
    change: EffectKind,
    is_changed: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let mut copies = rules.rules.iter().enumerate();
    let (index, rule) = copies.find(|(_, rule)| {
        rule.kind_name() == "copy" && rule.target == table.id && rule.attribute == column
    })?;
    let is_taken = match change {
        EffectKind::Inserted => true,
        EffectKind::Deleted => false,
        EffectKind::Updated => rule.inputs.iter().any(|input| {
            let first = input.steps.first().map(|&step| &table.relationships[step]);
            first.is_some_and(|relationship| {
                relationship.attributes.iter().any(|&key| is_changed(key))
            })
        }),
    };
    is_taken.then_some(index)
}

/// The statements that write entries, with their values.
pub(crate) fn insert(
    dialect: Dialect,
    caller: &Caller,
    entries: Vec<Entry>,
) -> Vec<(Statement, Vec<Value>)> {
    let at = moment(TimestampTz::now_utc());
    let text = |text: Option<&str>| text.map_or(Value::Null, |text| Value::from(text.to_owned()));
    let mut statements = Vec::new();
    let mut entries = entries.into_iter().peekable();
    while entries.peek().is_some() {
        let mut sql = SqlText::new(dialect);
        sql.push("INSERT INTO formwork_audit (at, request_id, caller, resource, row_id, action, changes) VALUES ");
        let mut values = Vec::new();
        for (index, entry) in entries.by_ref().take(AT_ONCE).enumerate() {
            sql.push(if index == 0 { "(" } else { ", (" });
            sql.separated(0..7, ", ", |sql, _| {
                sql.text();
            });
            sql.push(")");
            values.extend([
                text(Some(&at)),
                text(caller.request()),
                text(caller.name()),
                Value::from(entry.resource),
                Value::from(entry.row_id),
                text(Some(entry.action)),
                Value::from(entry.changes),
            ]);
        }
        statements.push((sql.finish(), values));
    }
    statements
}

/// `2026-02-28T12:30:00.123Z`, which sorts as time does.
fn moment(at: TimestampTz) -> String {
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
        at.year(),
        u8::from(at.month()),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond()
    )
}
