//! A card of the first page, asked of the database.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::filter;
use crate::admin::config::{Card, CardKind, Config};
use crate::app::State;
use crate::catalog::Table;
use crate::model::ColumnType;
use crate::session::RowsOf;
use crate::store::{Grouping, Measure, Period, Shape, Summary};
use crate::value::Value;

/// Groups of a chart until the file says how many.
const GROUPS: u64 = 12;

/// The most of them.
const MOST_GROUPS: u64 = 366;

/// What a card shows; nothing of a list, whose rows the app asks for as it does elsewhere.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Drawn {
    /// Of all rows, also those that are in no group that is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    groups: Option<Vec<Group>>,
    /// Why it cannot be drawn.
    #[serde(skip_serializing_if = "Option::is_none")]
    refused: Option<String>,
}

#[derive(Debug, Serialize)]
struct Group {
    key: Box<RawValue>,
    number: Box<RawValue>,
}

/// Asks the database for what a card shows.
pub(super) async fn draw(state: &Arc<State>, config: &Config, card: &Card) -> Drawn {
    if card.kind == CardKind::List {
        return Drawn::default();
    }
    match ask(state, config, card).await {
        Ok(drawn) => drawn,
        Err(why) => Drawn {
            refused: Some(why),
            ..Drawn::default()
        },
    }
}

async fn ask(state: &Arc<State>, config: &Config, card: &Card) -> Result<Drawn, String> {
    let mut resources = config.resources.iter();
    let resource = resources.find(|resource| resource.name == card.resource);
    let table = resource
        .and_then(|resource| state.catalog.find(&resource.kind))
        .ok_or_else(|| format!("there is no resource `{}`", card.resource))?;
    let limits = &state.limits.query;
    let conditions = filter::conditions(&card.filter, &state.catalog, table, limits)?;
    let mut values = Vec::new();
    let tests = conditions
        .iter()
        .map(|condition| condition.test(&state.catalog, table, &mut values))
        .collect();
    let position = |name: &String| {
        let found = table.attribute(name);
        found.ok_or_else(|| format!("`{}` has no attribute `{name}`", table.kind))
    };
    let measure = match &card.attribute {
        Some(name) => Measure::Sum(position(name)?),
        None => Measure::Count,
    };
    let all = Summary {
        table: table.id,
        condition: tests,
        measure,
        group: None,
    };
    let number_type = all.number_type(&state.catalog);
    let number = rows(state, table, &all, values.clone())
        .await?
        .pop()
        .and_then(|mut row| row.pop())
        .unwrap_or_default();
    let mut drawn = Drawn {
        number: Some(number.as_raw_json(&number_type)),
        ..Drawn::default()
    };
    if let Some(name) = &card.group_by {
        let grouping = Grouping {
            attribute: position(name)?,
            by: card.by.as_deref().and_then(period),
        };
        let groups = Summary {
            group: Some(grouping),
            ..all
        };
        let most = card.limit.unwrap_or(GROUPS).clamp(1, MOST_GROUPS);
        values.push(Value::from(most));
        let mut found = rows(state, table, &groups, values).await?;
        if grouping.by.is_some() {
            // The latest were asked for, and are drawn in the order of time.
            found.reverse();
        }
        let key_type = match grouping.by {
            Some(_) => &ColumnType::Text { max_length: None },
            None => &table.attributes[grouping.attribute].column_type,
        };
        let groups = found.into_iter().map(|row| {
            let [key, number] = row.try_into().expect("a group has a key and a number");
            Group {
                key: key.as_raw_json(key_type),
                number: number.as_raw_json(&number_type),
            }
        });
        drawn.groups = Some(groups.collect());
    }
    Ok(drawn)
}

fn period(word: &str) -> Option<Period> {
    Some(match word {
        "day" => Period::Day,
        "week" => Period::Week,
        "month" => Period::Month,
        "year" => Period::Year,
        _ => return None,
    })
}

async fn rows(
    state: &Arc<State>,
    table: &Table,
    summary: &Summary,
    values: Vec<Value>,
) -> Result<Vec<Vec<Value>>, String> {
    let shape = Shape::Summary(summary.clone());
    let asked = RowsOf {
        statement: state.plans.statement(&state.catalog, &shape),
        values,
    };
    state.stores[table.database]
        .read(asked)
        .await
        .map_err(|error| {
            tracing::warn!(?error, table = %table.kind, "a card of the first page cannot be drawn");
            "the database did not answer".to_owned()
        })
}
