//! The text of `formwork.yaml` -> [`Overrides`].

use serde::{Deserialize, Deserializer};
use serde_saphyr::Error;

use super::Overrides;
use crate::model::naming;
use crate::model::similar;
use crate::yaml;

/// What to do about a line that says nothing we know.
const CORRECT: &str = "correct that line, then run the command again";

/// Why `formwork.yaml` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not read `formwork.yaml`: {}{problem}", place(*.line, *.column))]
pub struct OverridesError {
    /// Counted from 1; 0 if the place is not known.
    pub line: u64,
    /// Counted from 1; 0 if the place is not known.
    pub column: u64,
    pub problem: String,
    hint: Option<String>,
}

impl OverridesError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}

fn place(line: u64, column: u64) -> String {
    if line == 0 {
        String::new()
    } else {
        format!("line {line}, column {column}: ")
    }
}

impl Overrides {
    /// Reads the text of `formwork.yaml`. One that is empty, or all comments, changes nothing.
    pub fn parse(text: &str) -> Result<Self, OverridesError> {
        let options = serde_saphyr::options! { strict_booleans: true };
        let overrides: Option<Self> = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| from_yaml(error.without_snippet()))?;
        let overrides = overrides.unwrap_or_default();
        overrides.check()?;
        Ok(overrides)
    }

    /// What the shape of the file cannot say.
    pub(crate) fn check(&self) -> Result<(), OverridesError> {
        if let Some(problem) = naming::member_problem(&self.id_column_alias) {
            return Err(wrong("id_column_alias", &self.id_column_alias, problem));
        }
        for (table, changes) in &self.tables {
            if changes.key.as_ref().is_some_and(Vec::is_empty) {
                return Err(wrong("key", table, "a key has at least one column"));
            }
        }
        for relationship in &self.relationships {
            let columns = relationship.columns.len();
            let to_columns = relationship.to_columns.as_ref().map_or(columns, Vec::len);
            if columns == 0 || columns != to_columns {
                let problem = "as many `to_columns` as `columns` are needed, and at least one";
                return Err(wrong("relationships", &relationship.from, problem));
            }
        }
        Ok(())
    }
}

/// Reads a key without a value, as one that is left when all below it is a comment, as empty.
pub(super) fn or_nothing<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::deserialize(deserializer).map(Option::unwrap_or_default)
}

fn wrong(key: &str, value: &str, problem: &str) -> OverridesError {
    OverridesError {
        line: 0,
        column: 0,
        problem: format!("`{key}` is wrong for `{value}`: {problem}"),
        hint: None,
    }
}

fn from_yaml(error: &Error) -> OverridesError {
    let (line, column) = error
        .location()
        .map_or((0, 0), |place| (place.line(), place.column()));
    let (problem, hint) = match error {
        Error::SerdeUnknownField {
            field, expected, ..
        } => {
            let known = expected.iter().copied();
            let hint = match similar(field, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the keys here are `{}`", expected.join("`, `")),
            };
            (format!("unknown key `{field}`"), Some(hint))
        }
        other => (yaml::problem(other), Some(CORRECT.to_owned())),
    };
    OverridesError {
        line,
        column,
        problem,
        hint,
    }
}
