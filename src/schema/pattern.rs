//! Regular expressions of whole table names.

use std::fmt;
use std::str::FromStr;

use regex::Regex;
use serde::{Deserialize, Deserializer, de};

/// A regular expression that a whole name of a table matches, or does not.
#[derive(Debug, Clone)]
pub struct TablePattern {
    written: String,
    whole: Regex,
}

impl TablePattern {
    /// Whether the table is meant: by its name, or by `schema.table`.
    #[must_use]
    pub fn matches(&self, name: &str, schema: Option<&str>) -> bool {
        self.whole.is_match(name)
            || schema.is_some_and(|schema| self.whole.is_match(&format!("{schema}.{name}")))
    }
}

impl FromStr for TablePattern {
    type Err = regex::Error;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        // Compiled as it is first, so that an error shows the user's text.
        Regex::new(written)?;
        let whole = Regex::new(&format!("^(?:{written})$"))?;
        Ok(Self {
            written: written.to_owned(),
            whole,
        })
    }
}

impl fmt::Display for TablePattern {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.written)
    }
}

impl PartialEq for TablePattern {
    fn eq(&self, other: &Self) -> bool {
        self.written == other.written
    }
}

/// Without the drawing of the place, which takes several lines.
fn in_a_line(error: &regex::Error) -> String {
    let text = error.to_string();
    let last = text.lines().last().unwrap_or_default();
    format!(
        "no regular expression: {}",
        last.strip_prefix("error: ").unwrap_or(last)
    )
}

impl<'de> Deserialize<'de> for TablePattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(|error: regex::Error| de::Error::custom(in_a_line(&error)))
    }
}
