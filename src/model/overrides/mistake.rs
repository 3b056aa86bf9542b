//! What of `formwork.yaml` cannot be so, and what belongs there.

use std::fmt;

use formwork_runtime::yaml::Places;

use crate::model::{nearest, similar};

/// Something in `formwork.yaml` that cannot be so, though it is well written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it is said, such as `tables.orders.key`.
    path: String,
    /// Counted from 1; none as long as nobody looked in the text.
    place: Option<(u64, u64)>,
    pub problem: String,
    pub hint: String,
}

/// What a name should be one of.
#[derive(Debug, Clone, Copy)]
pub(in crate::model) enum Wanted<'a> {
    Table,
    /// A column of the table.
    Column(&'a str),
}

impl Mistake {
    pub(in crate::model) fn new(
        path: impl Into<String>,
        problem: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self {
            path: path.into(),
            place: None,
            problem: problem.into(),
            hint: hint.into(),
        }
    }

    /// A key of `tables` or `columns` that is none of the names there are.
    pub(in crate::model) fn unknown_key<'a>(
        path: String,
        name: &str,
        what: Wanted<'_>,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Self {
        let problem = match what {
            Wanted::Table => {
                format!("`{path}` names a table that the database does not have")
            }
            Wanted::Column(table) => {
                format!("`{path}` names a column that the table `{table}` does not have")
            }
        };
        Self::new(path, problem, meant(name, what, known))
    }

    /// A value that is none of the names there are.
    pub(in crate::model) fn unknown_value<'a>(
        path: String,
        name: &str,
        what: Wanted<'_>,
        known: impl Iterator<Item = &'a str> + Clone,
    ) -> Self {
        let belongs = match what {
            Wanted::Table => "a table of the database".to_owned(),
            Wanted::Column(table) => format!("a column of the table `{table}`"),
        };
        let problem = format!("`{path}` is `{name}`, where {belongs} should be");
        Self::new(path, problem, meant(name, what, known))
    }

    /// A name that is not possible.
    pub(in crate::model) fn bad_name(path: String, name: &str, problem: &str) -> Self {
        let problem = format!("`{path}` is `{name}`: {problem}");
        Self::new(path, problem, "choose another name")
    }

    /// Its line and column, from 1, if they are known.
    #[must_use]
    pub fn place(&self) -> Option<(u64, u64)> {
        self.place
    }

    /// The same with its place in the text.
    #[must_use]
    pub fn within(self, places: &Places) -> Self {
        Self {
            place: places.place(&self.path),
            ..self
        }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((line, column)) = self.place {
            write!(formatter, "line {line}, column {column}: ")?;
        }
        formatter.write_str(&self.problem)
    }
}

/// What to do about a name that is not there: it was mistyped, or what it named is gone.
fn meant<'a>(name: &str, what: Wanted<'_>, known: impl Iterator<Item = &'a str> + Clone) -> String {
    let what = match what {
        Wanted::Table => "table",
        Wanted::Column(_) => "column",
    };
    if let Some(name) = similar(name, known.clone()) {
        return format!("did you mean `{name}`? If the {what} is gone, remove it here too");
    }
    let most = 5;
    let count = known.clone().count();
    let some: Vec<String> = nearest(name, known)
        .into_iter()
        .take(most)
        .map(|name| format!("`{name}`"))
        .collect();
    let more = match count.saturating_sub(most) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!(
        "there are {}{more}; if the {what} is gone, remove it here too",
        some.join(", ")
    )
}
