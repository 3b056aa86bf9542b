//! The filters of a configuration, `{ShippedDate: {is: null}, Country: Spain, OrderDate: {lastdays: 30}}`, as conditions.

use serde_json::{Map, Value as Json};

use crate::catalog::{Catalog, Table};
use crate::condition::Condition;
use crate::jsonapi::{Limits, Parameters, Query};
use crate::value::{Date, TimestampTz};

/// The conditions of a filter, or what is wrong with it.
pub(super) fn conditions(
    filter: &Json,
    catalog: &Catalog,
    table: &Table,
    limits: &Limits,
) -> Result<Vec<Condition>, String> {
    let empty = Map::new();
    let filter = filter.as_object().unwrap_or(&empty);
    let today = TimestampTz::now_utc().date();
    let mut parts = Vec::new();
    for (name, test) in filter {
        for (operator, value) in tests(test, today) {
            parts.push(format!(
                "filter[{}][{operator}]={}",
                encoded(name),
                encoded(&value)
            ));
        }
    }
    let text = parts.join("&");
    let parameters =
        Parameters::parse(&text).map_err(|name| format!("`{name}` is no text of UTF-8"))?;
    let query = Query::parse(&parameters, catalog, table, limits).map_err(|errors| {
        let texts: Vec<String> = errors
            .into_iter()
            .map(|error| match error.detail {
                Some(detail) => format!("{}: {detail}", error.title),
                None => error.title,
            })
            .collect();
        texts.join("; ")
    })?;
    Ok(query.filter)
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// What is tested of an attribute: operators of the API with their values.
fn tests(test: &Json, today: Date) -> Vec<(String, String)> {
    let one = |operator: &str, value: String| vec![(operator.to_owned(), value)];
    match test {
        Json::Null => one("isnull", "true".to_owned()),
        Json::Array(values) => {
            let texts: Vec<String> = values.iter().map(text).collect();
            one("in", texts.join(","))
        }
        Json::Object(operators) => operators
            .iter()
            .flat_map(|(operator, value)| named(operator, value, today))
            .collect(),
        value => one("eq", text(value)),
    }
}

fn named(operator: &str, value: &Json, today: Date) -> Vec<(String, String)> {
    let range = |first: Date, last: Date| {
        vec![
            ("ge".to_owned(), first.to_string()),
            ("le".to_owned(), last.to_string()),
        ]
    };
    match operator {
        "is" | "isnull" | "empty" => {
            let is_null = value.is_null() || *value == Json::Bool(true);
            vec![("isnull".to_owned(), is_null.to_string())]
        }
        "today" => range(today, today),
        "lastdays" => {
            let days = value.as_i64().unwrap_or(7).max(1);
            let first = today
                .checked_sub(time::Duration::days(days - 1))
                .unwrap_or(Date::MIN);
            range(first, today)
        }
        "thismonth" => range(first_of_month(today), today),
        "thisyear" => range(
            Date::from_ordinal_date(today.year(), 1).unwrap_or(today),
            today,
        ),
        "between" => {
            let ends = value.as_array().map_or(&[][..], Vec::as_slice);
            let named = ["ge", "le"].iter().zip(ends);
            named
                .filter(|(_, end)| !end.is_null())
                .map(|(operator, end)| ((*operator).to_owned(), text(end)))
                .collect()
        }
        _ => {
            let value = match value {
                Json::Array(values) => values.iter().map(text).collect::<Vec<_>>().join(","),
                value => text(value),
            };
            vec![(operator.to_owned(), value)]
        }
    }
}

fn first_of_month(day: Date) -> Date {
    day.replace_day(1).unwrap_or(day)
}

fn text(value: &Json) -> String {
    match value {
        Json::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use time::Month;

    use super::*;

    #[test]
    fn tests_are_operators_of_the_api() {
        let today = Date::from_calendar_date(2026, Month::March, 15).unwrap();
        let told = |test: Json| -> String {
            let tests: Vec<String> = tests(&test, today)
                .into_iter()
                .map(|(operator, value)| format!("{operator}={value}"))
                .collect();
            tests.join("&")
        };
        assert_eq!(told(json!(null)), "isnull=true");
        assert_eq!(told(json!({"is": null})), "isnull=true");
        assert_eq!(told(json!({"empty": false})), "isnull=false");
        assert_eq!(told(json!("Spain")), "eq=Spain");
        assert_eq!(told(json!(["a", 2])), "in=a,2");
        assert_eq!(told(json!({"ge": 1, "lt": 2.5})), "ge=1&lt=2.5");
        assert_eq!(told(json!({"between": [1, null]})), "ge=1");
        assert_eq!(told(json!({"lastdays": 30})), "ge=2026-02-14&le=2026-03-15");
        assert_eq!(
            told(json!({"thismonth": true})),
            "ge=2026-03-01&le=2026-03-15"
        );
        assert_eq!(
            told(json!({"thisyear": true})),
            "ge=2026-01-01&le=2026-03-15"
        );
        assert_eq!(told(json!({"today": true})), "ge=2026-03-15&le=2026-03-15");
    }
}
