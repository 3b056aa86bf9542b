//! Why no Model can be made.

/// Why no Model can be made of a schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    #[error("{}", no_tables(*restricted))]
    NoTables { restricted: bool },
    #[error("`formwork.yaml` names the table `{table}`, which the database does not have")]
    UnknownTable {
        table: String,
        similar: Option<String>,
    },
    #[error("`formwork.yaml` names the table `{table}`, which is left out")]
    TableLeftOut { table: String },
    #[error("`formwork.yaml` names the column `{column}`, which the table `{table}` does not have")]
    UnknownColumn {
        table: String,
        column: String,
        similar: Option<String>,
    },
    #[error(
        "`formwork.yaml` leaves out the column `{column}`, which `{table}` needs for its key or user key"
    )]
    KeyColumnLeftOut { table: String, column: String },
    #[error("`formwork.yaml` calls `{subject}` `{name}`: {problem}")]
    BadName {
        subject: String,
        name: String,
        problem: &'static str,
    },
    #[error(
        "the relationship of `{from}` to `{to}` has {columns} columns, and the key of `{to}` has {key_columns}"
    )]
    KeyLength {
        from: String,
        to: String,
        columns: usize,
        key_columns: usize,
    },
}

impl ModelError {
    /// What the user can do about it, where we know.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoTables { restricted: true } => Some(
                "an expression must match a whole name: `order.*`, not `order`; \
                 `formwork inspect` lists the tables"
                    .to_owned(),
            ),
            Self::NoTables { restricted: false } => Some(
                "take a table in that has columns; `formwork inspect` lists the tables".to_owned(),
            ),
            Self::UnknownTable { similar, .. } => Some(gone_or(similar.as_deref(), "table")),
            Self::UnknownColumn { similar, .. } => Some(gone_or(similar.as_deref(), "column")),
            Self::TableLeftOut { table } => {
                Some(format!("take `{table}` in, or remove what refers to it"))
            }
            Self::KeyColumnLeftOut { column, .. } => {
                Some(format!("keep `{column}`, or name another key"))
            }
            Self::BadName { .. } => Some("choose another name".to_owned()),
            Self::KeyLength { .. } => {
                Some("name the columns referred to in `to_columns`".to_owned())
            }
        }
    }
}

/// What to do about a name that is not there: it was mistyped, or what it named is gone.
fn gone_or(similar: Option<&str>, what: &str) -> String {
    match similar {
        Some(name) => format!("did you mean `{name}`? If the {what} is gone, remove it there too"),
        None => format!(
            "if the {what} is gone, remove it there too; `formwork inspect` lists the tables and their columns"
        ),
    }
}

fn no_tables(restricted: bool) -> &'static str {
    if restricted {
        "no table is left after `include` and `exclude`"
    } else {
        "the database has no table that a resource can be made from"
    }
}
