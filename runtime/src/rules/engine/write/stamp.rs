//! Who changed a row, and when, in the columns that a table has for it.

use super::super::Engine;
use crate::catalog::Table;
use crate::model::ColumnType;
use crate::value::{TimestampTz, Value};

/// What a column says of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stamp {
    CreatedOn,
    CreatedBy,
    UpdatedOn,
    UpdatedBy,
}

impl Engine<'_> {
    /// Stamps the rows that are about to be written.
    pub(super) fn stamp(&mut self) {
        let now = TimestampTz::now_utc();
        let name = self.caller.name().map(Value::from);
        for id in self.workspace.ids() {
            let row = self.workspace.row(id);
            let is_new = row.in_database().is_none();
            let is_written = !row.is_deleted && (is_new || row.is_unwritten());
            if !is_written {
                continue;
            }
            for (attribute, stamp) in stamps(self.table_of(id)) {
                let column_type = &self.table_of(id).attributes[attribute].column_type;
                let value = match stamp {
                    Stamp::CreatedOn | Stamp::CreatedBy if !is_new => continue,
                    Stamp::CreatedOn | Stamp::UpdatedOn => moment(now, column_type),
                    Stamp::CreatedBy | Stamp::UpdatedBy => name.clone(),
                };
                if let Some(value) = value {
                    self.set(id, attribute, value, &|| "stamp".to_owned());
                }
            }
        }
    }
}

/// The columns that say when and by whom a row was made and changed, in any usual spelling.
fn stamps(table: &Table) -> Vec<(usize, Stamp)> {
    let stamp = |name: &str| {
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect();
        match plain.as_str() {
            "createdon" | "createdat" => Some(Stamp::CreatedOn),
            "createdby" => Some(Stamp::CreatedBy),
            "updatedon" | "updatedat" => Some(Stamp::UpdatedOn),
            "updatedby" => Some(Stamp::UpdatedBy),
            _ => None,
        }
    };
    let attributes = table.attributes.iter().enumerate();
    attributes
        .filter_map(|(index, attribute)| Some((index, stamp(&attribute.name)?)))
        .collect()
}

/// The moment as a column of the type keeps it; none if it keeps no moments.
fn moment(now: TimestampTz, column_type: &ColumnType) -> Option<Value> {
    let now = now.replace_nanosecond(0).unwrap_or(now);
    match column_type {
        ColumnType::Date => Some(Value::Date(now.date())),
        ColumnType::Timestamp => Some(Value::Timestamp(crate::value::Timestamp::new(
            now.date(),
            now.time(),
        ))),
        ColumnType::TimestampTz => Some(Value::TimestampTz(now)),
        ColumnType::Text { .. } => Some(Value::from(
            now.format(&time::format_description::well_known::Rfc3339)
                .ok()?,
        )),
        _ => None,
    }
}
