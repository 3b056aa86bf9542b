//! MySQL's and MariaDB's error numbers in the terms of [`StoreError`].

use sqlx::mysql::MySqlDatabaseError;

use super::super::{StoreError, Violation};

/// Sorts an error by its number: <https://mariadb.com/kb/en/mariadb-error-codes/>.
pub(super) fn store_error(error: sqlx::Error) -> StoreError {
    let answer = match &error {
        sqlx::Error::Database(answer) => answer.downcast_ref::<MySqlDatabaseError>(),
        sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::Configuration(_) => {
            return StoreError::Unavailable(error.into());
        }
        _ => return StoreError::Other(error.into()),
    };
    let violation = match answer.number() {
        1022 | 1062 | 1169 | 1586 | 1859 => Violation::Unique,
        1216 | 1217 | 1451 | 1452 | 1761 | 1762 => Violation::ForeignKey,
        1048 | 1364 => Violation::NotNull,
        3819 => Violation::Check,
        // MySQL has another error of the number.
        4025 if answer.code() == Some("23000") => Violation::Check,
        1213 | 1614 | 1020 => return StoreError::LostRace(error.into()),
        1205 | 1040 | 1203 | 1226 | 3572 => return StoreError::Busy(error.into()),
        1969 | 3024 | 1317 => return StoreError::Interrupted,
        // The server stops, has ended the session, or does not let us in.
        1044 | 1045 | 1049 | 1053 | 1077 | 1927 | 2006 | 2013 | 3169 | 4031 => {
            return StoreError::Unavailable(error.into());
        }
        // Too long, out of range, wrong for the type, cut off, no JSON, no geometry; and all else of class 22.
        1406 | 1264 | 1366 | 1265 | 1292 | 1411 | 1416 | 3140 | 1690 | 4078 => return unfit(error),
        _ if answer.code().is_some_and(|code| code.starts_with("22")) => return unfit(error),
        _ => return StoreError::Other(error.into()),
    };
    let constraint = constraint(violation, answer.message());
    StoreError::Violated {
        violation,
        constraint,
        source: error.into(),
    }
}

fn unfit(error: sqlx::Error) -> StoreError {
    let message = error
        .as_database_error()
        .map_or("", |answer| answer.message());
    StoreError::Unfit {
        column: column(message),
        source: error.into(),
    }
}

/// Whether a prepared statement is gone or no longer fits the schema.
pub(super) fn is_outdated(error: &sqlx::Error) -> bool {
    let sqlx::Error::Database(answer) = error else {
        return false;
    };
    matches!(
        answer.downcast_ref::<MySqlDatabaseError>().number(),
        1615 | 1243
    )
}

/// The constraint that a message names; of NOT NULL the column.
fn constraint(violation: Violation, message: &str) -> Option<String> {
    let name = match violation {
        // `Duplicate entry 'x' for key 'PRIMARY'`, with the table before the name in MySQL. The entry may hold quotes.
        Violation::Unique => {
            let name = message.strip_suffix('\'')?.rsplit_once(" key '")?.1;
            name.split_once('.').map_or(name, |(_, name)| name)
        }
        // `… CONSTRAINT `order_customer` FOREIGN KEY …`
        Violation::ForeignKey => message.split_once("CONSTRAINT `")?.1.split_once('`')?.0,
        // `Column 'x' cannot be null`, `Field 'x' doesn't have a default value`
        Violation::NotNull => quoted(message)?,
        // `Check constraint 'positive' is violated.`, and of MariaDB `CONSTRAINT `positive` failed for `shop`.`order``
        Violation::Check => match message.split_once("CONSTRAINT `") {
            Some((_, rest)) => rest.split_once("` failed")?.0,
            None => quoted(message)?,
        },
    };
    // MariaDB calls the CHECK of a column by table and column.
    Some(
        name.rsplit_once("`.`")
            .map_or(name, |(_, column)| column)
            .to_owned(),
    )
}

/// The column of `… for column 'x' at row 1` or of MariaDB's `… for column `shop`.`order`.`x` at row 1`.
fn column(message: &str) -> Option<String> {
    let (_, rest) = message.rsplit_once("column ")?;
    let name = rest.split_once(" at row").map_or(rest, |(name, _)| name);
    let name = name.rsplit_once("`.`").map_or(name, |(_, column)| column);
    Some(name.trim_matches(['\'', '`']).to_owned())
}

/// What stands between the first quotes.
fn quoted(message: &str) -> Option<&str> {
    Some(message.split_once('\'')?.1.split_once('\'')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_and_columns_are_named() {
        let name = |violation, message| constraint(violation, message).unwrap();
        assert_eq!(
            name(
                Violation::Unique,
                "Duplicate entry 'O'Neil key 'x'' for key 'customer_name'"
            ),
            "customer_name"
        );
        assert_eq!(
            name(
                Violation::Unique,
                "Duplicate entry '1' for key 'customer.PRIMARY'"
            ),
            "PRIMARY"
        );
        let message = "Cannot add or update a child row: a foreign key constraint fails (`shop`.`order`, \
            CONSTRAINT `order_customer` FOREIGN KEY (`customer`) REFERENCES `customer` (`id`))";
        assert_eq!(name(Violation::ForeignKey, message), "order_customer");
        assert_eq!(
            name(Violation::NotNull, "Column 'freight' cannot be null"),
            "freight"
        );
        assert_eq!(
            name(
                Violation::Check,
                "CONSTRAINT `positive` failed for `shop`.`order`"
            ),
            "positive"
        );
        assert_eq!(
            name(
                Violation::Check,
                "CONSTRAINT `order`.`freight` failed for `shop`.`order`"
            ),
            "freight"
        );
        assert_eq!(
            name(Violation::Check, "Check constraint 'positive' is violated."),
            "positive"
        );
        assert_eq!(
            column("Data too long for column 'city' at row 1").as_deref(),
            Some("city")
        );
        assert_eq!(
            column(
                "Incorrect integer value: 'a column ' for column `shop`.`order`.`freight` at row 1"
            )
            .as_deref(),
            Some("freight")
        );
    }
}
