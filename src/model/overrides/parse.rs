//! The text of `formwork.yaml` -> [`Overrides`].

use formwork_runtime::yaml::{Places, YamlProblem};
use serde::{Deserialize, Deserializer};

use super::{Mistake, Overrides};
use crate::model::naming;

/// Why `formwork.yaml` cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("could not read `formwork.yaml`: {}{problem}", place(*.line, *.column))]
pub struct OverridesError {
    /// Counted from 1; 0 if the place is not known.
    pub line: u64,
    /// Counted from 1; 0 if the place is not known.
    pub column: u64,
    pub problem: String,
    pub hint: String,
}

fn place(line: u64, column: u64) -> String {
    match (line, column) {
        (0, _) => String::new(),
        (line, 0) => format!("line {line}: "),
        (line, column) => format!("line {line}, column {column}: "),
    }
}

impl Overrides {
    /// Reads the text of `formwork.yaml`. One that is empty, or all comments, changes nothing.
    pub fn parse(text: &str) -> Result<Self, OverridesError> {
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        let overrides: Option<Self> = serde_saphyr::from_str_with_options(text, options)
            .map_err(|error| YamlProblem::of(text, &error))?;
        let overrides = overrides.unwrap_or_default();
        overrides
            .check()
            .map_err(|mistake| mistake.within(&Places::of(text)))?;
        Ok(overrides)
    }

    /// Looks for what the shape of the file cannot say.
    pub(crate) fn check(&self) -> Result<(), Mistake> {
        if let Some(problem) = naming::member_problem(&self.id_column_alias) {
            return Err(Mistake::new(
                "id_column_alias",
                format!(
                    "`{}` cannot be what a column `id` is called: {problem}",
                    self.id_column_alias
                ),
                "choose another name, such as `Id`",
            ));
        }
        for (table, changes) in &self.tables {
            if changes.key.as_ref().is_some_and(Vec::is_empty) {
                return Err(Mistake::new(
                    format!("tables.{table}.key"),
                    format!("the key of `{table}` has no column"),
                    "name at least one, as `key: [id]`, or remove the line",
                ));
            }
        }
        for (index, relationship) in self.relationships.iter().enumerate() {
            let columns = relationship.columns.len();
            let to_columns = relationship.to_columns.as_ref().map_or(columns, Vec::len);
            let (key, problem) = if columns == 0 {
                ("columns", "no column".to_owned())
            } else if columns == to_columns {
                continue;
            } else {
                let problem = format!("{columns} in `columns` and {to_columns} in `to_columns`");
                ("to_columns", problem)
            };
            return Err(Mistake::new(
                format!("relationships[{index}].{key}"),
                format!(
                    "the relationship of `{}` to `{}` has {problem}",
                    relationship.from, relationship.to
                ),
                "name as many `columns` as `to_columns`, at least one",
            ));
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

impl From<YamlProblem> for OverridesError {
    fn from(problem: YamlProblem) -> Self {
        let YamlProblem {
            line,
            column,
            problem,
            hint,
        } = problem;
        Self {
            line,
            column,
            problem,
            hint,
        }
    }
}

impl From<Mistake> for OverridesError {
    fn from(mistake: Mistake) -> Self {
        let (line, column) = mistake.place().unwrap_or_default();
        Self {
            line,
            column,
            problem: mistake.problem,
            hint: mistake.hint,
        }
    }
}
