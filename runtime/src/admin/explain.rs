//! Why a derived value is what it is: `/admin/explain/{Resource}/{id}/{attribute}`, for the why dialog.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use super::routes::json;
use crate::app::State;
use crate::jsonapi::Parameters;
use crate::reading::key_of;
use crate::routes::Errors;
use crate::rules::Part;

/// Contributing rows, until the request says how many.
const ROWS: usize = 10;

/// The most of them that a request may ask for.
const MOST_ROWS: usize = 100;

/// Explains the value at the path; none if there is no such value.
pub(super) async fn explain(state: &Arc<State>, path: &str, query: &str) -> Option<Response> {
    let mut parts = path.split('/').map(|part| {
        let text = percent_decode_str(part).decode_utf8();
        text.map(String::from).ok()
    });
    let mut next = || parts.next().flatten();
    let (kind, id, attribute) = (next()?, next()?, next()?);
    if next().is_some() {
        return None;
    }
    let table = state.catalog.find(&kind)?;
    let attribute = table.attribute(&attribute)?;
    let key = key_of(table, &id)?;
    let explained = state
        .explain_value(table.id, key, attribute, part(query))
        .await;
    match explained {
        Ok(None) => None,
        Ok(Some(explanation)) => {
            let body = serde_json::to_string(&explanation).expect("an explanation is JSON");
            Some(json(body))
        }
        Err(error) => Some(Errors::from(error).into_response()),
    }
}

/// Which of the contributing rows are asked for: `page[offset]` and `page[limit]`. What is no number asks for nothing.
fn part(query: &str) -> Part {
    let mut part = Part {
        offset: 0,
        limit: ROWS,
    };
    let Ok(parameters) = Parameters::parse(query) else {
        return part;
    };
    for parameter in parameters.iter() {
        let Ok(number) = parameter.value.parse::<usize>() else {
            continue;
        };
        match &*parameter.name {
            "page[offset]" => part.offset = number,
            "page[limit]" => part.limit = number.clamp(1, MOST_ROWS),
            _ => {}
        }
    }
    part
}
