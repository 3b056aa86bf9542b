//! SQLite's result codes in the terms of [`StoreError`].

use rusqlite::ffi;

use super::super::{StoreError, Violation};

/// Sorts an error by its extended result code: <https://sqlite.org/rescode.html>.
pub(super) fn store_error(error: rusqlite::Error) -> StoreError {
    // With the statement in it, which is nobody's but ours.
    if let rusqlite::Error::SqlInputError { msg, .. } = &error
        && is_dangling(msg)
    {
        return StoreError::Dangling(msg.clone().into());
    }
    let Some(code) = error.sqlite_error().map(|inner| inner.extended_code) else {
        return StoreError::Other(error.into());
    };
    let violation = match code {
        ffi::SQLITE_CONSTRAINT_UNIQUE
        | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
        | ffi::SQLITE_CONSTRAINT_ROWID => Some(Violation::Unique),
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Some(Violation::ForeignKey),
        ffi::SQLITE_CONSTRAINT_NOTNULL => Some(Violation::NotNull),
        ffi::SQLITE_CONSTRAINT_CHECK => Some(Violation::Check),
        _ => None,
    };
    if let Some(violation) = violation {
        return StoreError::Violated {
            violation,
            constraint: constraint(&error.to_string()),
            source: error.into(),
        };
    }
    match code & 0xff {
        ffi::SQLITE_BUSY | ffi::SQLITE_LOCKED => StoreError::Busy(error.into()),
        ffi::SQLITE_CANTOPEN | ffi::SQLITE_IOERR | ffi::SQLITE_FULL | ffi::SQLITE_READONLY => {
            StoreError::Unavailable(error.into())
        }
        ffi::SQLITE_INTERRUPT => StoreError::Interrupted,
        // A value of the wrong storage class in a STRICT table, or text beyond SQLite's own limit.
        ffi::SQLITE_MISMATCH | ffi::SQLITE_TOOBIG | ffi::SQLITE_CONSTRAINT => StoreError::Unfit {
            column: constraint(&error.to_string()),
            source: error.into(),
        },
        ffi::SQLITE_ERROR if is_dangling(&error.to_string()) => StoreError::Dangling(error.into()),
        _ => StoreError::Other(error.into()),
    }
}

/// Whether a foreign key leads to columns without a unique index (<https://sqlite.org/foreignkeys.html#fk_indexes>), or a
/// definition names a table that there is not: statements of ours name no schema. Or whether it needs a function or a collation
/// that only the program has which made the table.
fn is_dangling(message: &str) -> bool {
    [
        "foreign key mismatch - ",
        "no such table: main.",
        "no such function: ",
        "unknown function: ",
        "no such collation sequence: ",
    ]
    .iter()
    .any(|beginning| message.contains(beginning))
}

/// What follows the colon of `CHECK constraint failed: positive` or `NOT NULL constraint failed: Order.Freight`; of
/// a column only its name.
fn constraint(message: &str) -> Option<String> {
    let (_, name) = message.split_once("constraint failed: ")?;
    Some(
        name.rsplit_once('.')
            .map_or(name, |(_, column)| column)
            .to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_constraint_is_named() {
        assert_eq!(
            constraint("CHECK constraint failed: positive").as_deref(),
            Some("positive")
        );
        assert_eq!(
            constraint("NOT NULL constraint failed: Order.Freight").as_deref(),
            Some("Freight")
        );
        assert_eq!(constraint("FOREIGN KEY constraint failed"), None);
    }
}
