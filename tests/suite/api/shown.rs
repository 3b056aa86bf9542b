//! What a row shows is what a filter finds it by, whatever the database keeps: `NaN`, `infinity`, days before Christ or of no month,
//! negative times.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::support::{Database, TestApp, each_database};

each_database!(
    a_row_is_found_by_each_value_that_it_shows,
    what_only_the_database_would_read_is_refused,
);

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow)]
    data: Vec<Row<'a>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    id: String,
    /// As they are written: no number of another language has all digits of a database's.
    #[serde(borrow)]
    attributes: BTreeMap<String, &'a RawValue>,
}

/// The longest value that is looked for, in an address.
const LONGEST: usize = 2_000;

/// What may be asked for in an address to find a value: its text, or in a column of JSON the JSON itself; nothing for what is
/// compared otherwise, and for what nobody types.
fn asked_for(value: &RawValue) -> Vec<String> {
    let value = value.get();
    let texts = match value.as_bytes()[0] {
        b'n' | b'[' | b'{' => Vec::new(),
        b'"' => vec![serde_json::from_str(value).unwrap(), value.to_owned()],
        _ => vec![value.to_owned()],
    };
    let is_short = |text: &String| text.len() < LONGEST;
    texts
        .into_iter()
        .filter(is_short)
        .map(|text| encoded(&text))
        .collect()
}

/// A number of eight digits is no day, though PostgreSQL would read one in it.
fn what_only_the_database_would_read_is_refused(database: Database) {
    let app = TestApp::with(
        "CREATE TABLE term (id integer PRIMARY KEY, day date);",
        database,
    );
    for value in ["20240704", "2024-02-30", "tomorrow"] {
        let refused = app
            .get(&format!("/api/Term?filter[day]={value}"))
            .expect(400);
        let detail = refused["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("is not a date such as"), "{detail}");
    }
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

/// SQLite's columns keep anything. What is no value of a column's type is refused there: it is misspelled more often than kept.
fn a_row_is_found_by_each_value_that_it_shows(database: Database) {
    let app = TestApp::create("types", database);
    let mut tried = 0;
    let mut failures = BTreeSet::new();
    let home = app.get("/api").expect(200);
    for collection in home["links"].as_object().unwrap().values() {
        let collection = collection.as_str().unwrap();
        // Whose columns hold another storage class than they are declared with: the text of bytes is not the bytes.
        if database == Database::Sqlite && ["/api/Byte", "/api/WrongClass"].contains(&collection) {
            continue;
        }
        let answer = app.get(&format!("{collection}?page[size]=20"));
        let Ok(document) = serde_json::from_str::<Document<'_>>(&answer.body) else {
            continue;
        };
        for row in document.data {
            for (name, value) in row.attributes {
                let texts = asked_for(value);
                if texts.is_empty() || name == "S_CheckSum" {
                    continue;
                }
                tried += 1;
                let name = encoded(&name);
                let answers: Vec<_> = texts
                    .iter()
                    .map(|text| {
                        let address =
                            format!("{collection}?filter[{name}][eq]={text}&page[size]=50");
                        let answer = app.get(&address);
                        (
                            format!("{address:.120}: {} {:.200}", answer.status, answer.body),
                            answer,
                        )
                    })
                    .collect();
                let is_found = answers.iter().any(|(_, answer)| {
                    serde_json::from_str::<Document<'_>>(&answer.body)
                        .is_ok_and(|document| document.data.iter().any(|other| other.id == row.id))
                });
                let may_be_refused = database == Database::Sqlite
                    && answers.iter().any(|(_, answer)| answer.status == 400);
                if !is_found && !may_be_refused {
                    failures.insert(answers.into_iter().next().unwrap().0);
                }
            }
        }
    }
    assert!(tried > 50, "{tried}");
    assert!(failures.is_empty(), "{tried}: {failures:#?}");
}
