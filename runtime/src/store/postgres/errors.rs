//! PostgreSQL's error codes in the terms of [`StoreError`].

use sqlx::postgres::PgDatabaseError;

use super::super::{StoreError, Violation};

/// Sorts an error by its code: <https://www.postgresql.org/docs/current/errcodes-appendix.html>.
pub(super) fn store_error(error: sqlx::Error) -> StoreError {
    let answer = match &error {
        sqlx::Error::Database(answer) => answer.downcast_ref::<PgDatabaseError>(),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Configuration(_) => {
            return StoreError::Unavailable(error.into());
        }
        _ => return StoreError::Other(error.into()),
    };
    let violation = match answer.code() {
        "23505" | "23P01" => Violation::Unique,
        "23503" | "23001" => Violation::ForeignKey,
        "23502" => Violation::NotNull,
        "23514" => Violation::Check,
        // Everything else of class 22, such as `string_data_right_truncation`, is about a value.
        code if code.starts_with("22") || is_of_extension(answer) => {
            return StoreError::Unfit {
                column: answer.column().map(Into::into),
                source: error.into(),
            };
        }
        "40001" | "40P01" => return StoreError::LostRace(error.into()),
        // A lock, all connections taken, and a materialized view that is not filled yet.
        "55P03" | "53300" | "55000" => return StoreError::Busy(error.into()),
        "57014" => return StoreError::Interrupted,
        code if (code.starts_with("08") && code != "08P01")
            || matches!(
                code,
                "25P03"
                    | "28000"
                    | "28P01"
                    | "3D000"
                    | "57P01"
                    | "57P02"
                    | "57P03"
                    | "57P05"
                    | "53100"
            ) =>
        {
            return StoreError::Unavailable(error.into());
        }
        _ => return StoreError::Other(error.into()),
    };
    // A column that must not be null has a name, and its constraint none.
    let constraint = answer
        .constraint()
        .or_else(|| answer.column())
        .map(Into::into);
    StoreError::Violated {
        violation,
        constraint,
        source: error.into(),
    }
}

/// Whether a type of an extension could not read a value. Some say so by the code of a wrong statement (`ltree`, and `hstore` from
/// version 16 of PostgreSQL on) or of a bug (`hstore` before it); their sources are where they say it.
fn is_of_extension(answer: &PgDatabaseError) -> bool {
    const READERS: [&str; 3] = ["hstore_io.c", "ltree_io.c", "ltxtquery_io.c"];
    matches!(answer.code(), "42601" | "XX000")
        && answer
            .file()
            .is_some_and(|file| READERS.iter().any(|reader| file.ends_with(reader)))
}

/// Whether a prepared statement no longer fits: a column has changed its type, or somebody has discarded it.
pub(super) fn is_outdated(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(answer) = error else {
        return false;
    };
    let answer = answer.downcast_ref::<PgDatabaseError>();
    // The message depends on the server's language, the function that raised it does not.
    (answer.code() == "0A000" && answer.routine() == Some("RevalidateCachedQuery"))
        || answer.code() == "26000"
}
