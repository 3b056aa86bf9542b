//! Why no Model can be made.

use formwork_runtime::yaml::Places;

use super::overrides::Mistake;

/// Why no Model can be made of a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("{}", no_tables(*restricted))]
    NoTables { restricted: bool },
    /// All that is wrong, in the order of the file as far as the places are known.
    #[error("`formwork.yaml` does not fit the database{}", in_places(_0.len()))]
    Overrides(Vec<Mistake>),
}

impl ModelError {
    /// The same with the places of the mistakes in the text of `formwork.yaml`.
    #[must_use]
    pub fn within(self, formwork_yaml: &str) -> Self {
        match self {
            Self::Overrides(mistakes) => {
                let places = Places::of(formwork_yaml);
                let with_place = |mistake: Mistake| mistake.within(&places);
                let mut mistakes: Vec<_> = mistakes.into_iter().map(with_place).collect();
                mistakes.sort_by_key(Mistake::place);
                Self::Overrides(mistakes)
            }
            error @ Self::NoTables { .. } => error,
        }
    }

    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoTables { restricted: true } => Some(
                "an expression must match a whole name: `order.*`, not `order`; \
                 `formwork inspect` lists the tables",
            ),
            Self::NoTables { restricted: false } => {
                Some("take a table in that has columns; `formwork inspect` lists the tables")
            }
            // Each mistake has its own.
            Self::Overrides(_) => None,
        }
    }
}

fn no_tables(restricted: bool) -> &'static str {
    if restricted {
        "no table is left after `include` and `exclude`"
    } else {
        "the database has no table that a resource can be made from"
    }
}

fn in_places(count: usize) -> String {
    match count {
        1 => String::new(),
        count => format!(", in {count} places"),
    }
}
