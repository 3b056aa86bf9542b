//! The audit log for the app: `/admin/audit?resource=&id=&caller=&action=&from=&to=&page[offset]=&page[limit]=`.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};

use super::routes::json;
use crate::app::State;
use crate::audit::{Asked, find};
use crate::jsonapi::Parameters;
use crate::routes::Errors;

/// Entries, until the request says how many.
const ENTRIES: u64 = 25;

/// The most of them that a request may ask for.
const MOST_ENTRIES: u64 = 200;

/// The entries that are asked for; nothing if there is no log.
pub(super) async fn audit(state: &Arc<State>, query: &str) -> Option<Response> {
    if !state.audits {
        return None;
    }
    let mut asked = Asked {
        limit: ENTRIES,
        ..Asked::default()
    };
    if let Ok(parameters) = Parameters::parse(query) {
        for parameter in parameters.iter().filter(|each| !each.value.is_empty()) {
            let text = Some(parameter.value.to_string());
            match &*parameter.name {
                "resource" => asked.resource = text,
                "id" => asked.row_id = text,
                "caller" => asked.caller = text,
                "action" => asked.action = text,
                "from" => asked.from = text,
                "to" => asked.to = text,
                "page[offset]" => asked.offset = parameter.value.parse().unwrap_or(0),
                "page[limit]" => {
                    let limit = parameter.value.parse().unwrap_or(ENTRIES);
                    asked.limit = limit.clamp(1, MOST_ENTRIES);
                }
                _ => {}
            }
        }
    }
    Some(match find(state, &asked).await {
        Ok(log) => json(serde_json::to_string(&log).expect("a log is JSON")),
        Err(error) => Errors::from(error).into_response(),
    })
}
