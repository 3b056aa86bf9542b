//! What can be said of a change set without the database: all its problems at once.

use super::changes::{Change, ChangeSet, Input};
use crate::catalog::{Catalog, Table};
use crate::jsonapi::id_of_values;
use crate::model::{ColumnType, Dialect, ValueSource};
use crate::value::{Decimal, Value};
use crate::{Error, Problem, ProblemCode, Result};

/// How many digits a number of SQLite keeps exactly: <https://sqlite.org/floatingpoint.html>.
const SQLITE_DIGITS: usize = 15;

/// Refuses changes that the database would refuse, or would accept with a loss.
pub(crate) fn check(catalog: &Catalog, changes: &ChangeSet) -> Result<()> {
    let mut problems = Vec::new();
    for (number, change) in changes.iter().enumerate() {
        let before = problems.len();
        check_change(catalog, change, &mut problems);
        for problem in &mut problems[before..] {
            problem.change = Some(number);
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(Error::Refused(problems))
    }
}

/// Whether nothing is wrong with what a row of the key is set to, as far as that is known without the database.
pub(crate) fn accepts(table: &Table, key: &[Value], values: &[(usize, Input)]) -> bool {
    let mut problems = Vec::new();
    check_values(
        table,
        Some(&id_of_values(table, key)),
        values,
        &mut problems,
    );
    problems.is_empty()
}

fn check_change(catalog: &Catalog, change: &Change, problems: &mut Vec<Problem>) {
    let table = catalog.table(change.table());
    if table.read_only.is_some() {
        let title = format!("`{}` can only be read", table.kind);
        problems.push(Problem::new(ProblemCode::ReadOnly, title).about(&*table.kind, None));
        return;
    }
    match change {
        Change::Insert { values, .. } => {
            check_values(table, None, values, problems);
            check_required(table, values, problems);
        }
        Change::Update { key, values, .. } => {
            check_values(table, Some(&id_of_values(table, key)), values, problems);
        }
        Change::Delete { .. } => {}
    }
    if let Change::Update { key, .. } | Change::Delete { key, .. } = change
        && key.iter().any(Value::is_null)
    {
        // SQLite allows null in a primary key, in any number of rows: https://sqlite.org/lang_createtable.html#the_primary_key
        let title = format!("a `{}` whose key is null can only be read", table.kind);
        problems.push(Problem::new(ProblemCode::ReadOnly, title).about(&*table.kind, None));
    }
}

fn check_values(
    table: &Table,
    id: Option<&String>,
    values: &[(usize, Input)],
    problems: &mut Vec<Problem>,
) {
    for (index, input) in values {
        if *input == Input::Unread {
            continue;
        }
        let attribute = &table.attributes[*index];
        let name = &attribute.name;
        let mut refuse = |code, title: String| {
            problems.push(
                Problem::new(code, title)
                    .at_attribute(&**name)
                    .about(&*table.kind, id.cloned()),
            );
        };
        match attribute.source {
            Some(ValueSource::Generated) => {
                refuse(
                    ProblemCode::Attribute,
                    format!("`{name}` is computed by the database and cannot be written"),
                );
            }
            Some(ValueSource::IdentityAlways) => {
                refuse(
                    ProblemCode::Attribute,
                    format!("`{name}` is numbered by the database and cannot be written"),
                );
            }
            Some(ValueSource::Identity) | None => {}
        }
        let Input::Value(value) = input else { continue };
        if value.is_null() && !attribute.nullable {
            refuse(ProblemCode::Value, format!("`{name}` cannot be null"));
        }
        if let (
            ColumnType::Decimal {
                scale: Some(scale), ..
            },
            Value::Decimal(number),
        ) = (&attribute.column_type, value)
            && number.normalize().scale() > u32::from(*scale)
        {
            let title = format!("`{name}` keeps {scale} digits after the point");
            refuse(ProblemCode::Value, title);
        }
        if table.dialect == Dialect::Sqlite
            && matches!(attribute.column_type, ColumnType::Decimal { .. })
            && significant_digits(value) > SQLITE_DIGITS
        {
            let title = format!(
                "`{name}` has more than {SQLITE_DIGITS} digits, which SQLite cannot keep exactly"
            );
            refuse(ProblemCode::Value, title);
        }
    }
}

fn check_required(table: &Table, values: &[(usize, Input)], problems: &mut Vec<Problem>) {
    for (index, attribute) in table.attributes.iter().enumerate() {
        let is_given = values.iter().any(|(given, _)| *given == index);
        if !is_given && !attribute.nullable && !attribute.has_default {
            let title = format!("`{}` needs a value", attribute.name);
            problems.push(
                Problem::new(ProblemCode::Value, title)
                    .at_attribute(&*attribute.name)
                    .about(&*table.kind, None),
            );
        }
    }
}

/// Digits that a binary float would have to keep; a whole number that fits 64 bits is kept as one.
fn significant_digits(value: &Value) -> usize {
    let digits = match value {
        Value::Decimal(decimal)
            if decimal.fract().is_zero() && *decimal == Decimal::from(i64::MAX).min(*decimal) =>
        {
            return 0;
        }
        Value::Decimal(decimal) => decimal.normalize().mantissa().unsigned_abs().to_string(),
        Value::Digits(digits) => digits.to_string(),
        _ => return 0,
    };
    digits
        .trim_start_matches(['-', '0', '.'])
        .bytes()
        .filter(u8::is_ascii_digit)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_counted_as_sqlite_keeps_them() {
        assert_eq!(significant_digits(&Value::from_digits("12.50")), 3);
        assert_eq!(significant_digits(&Value::from_digits("0.0012")), 2);
        assert_eq!(
            significant_digits(&Value::from_digits("9007199254740993")),
            0
        );
        assert_eq!(
            significant_digits(&Value::from_digits("90071992547409.93")),
            16
        );
    }
}
