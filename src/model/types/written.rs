//! The types that a user may give a column in `formwork.yaml`.

use std::str::FromStr;

use formwork_runtime::model::ColumnType;
use serde::{Deserialize, Deserializer, de};

/// A type as `formwork.yaml` spells it, such as `decimal(10, 2)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenType(pub ColumnType);

/// Why a text is no type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{written}` is no type: use boolean, integer, float, decimal(10, 2), text, text(40), bytes, date, time, timestamp, timestamptz, uuid or json"
)]
pub struct UnknownType {
    written: String,
}

impl FromStr for WrittenType {
    type Err = UnknownType;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        parse(written).map(Self).ok_or_else(|| UnknownType {
            written: written.to_owned(),
        })
    }
}

impl<'de> Deserialize<'de> for WrittenType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

fn parse(written: &str) -> Option<ColumnType> {
    let written = written.trim().to_ascii_lowercase();
    let (name, arguments) = match written.split_once('(') {
        Some((name, arguments)) => (
            name.trim_end(),
            arguments.strip_suffix(')')?.split(',').collect(),
        ),
        None => (written.as_str(), Vec::new()),
    };
    let arguments: Vec<u32> = arguments
        .into_iter()
        .map(|text| text.trim().parse().ok())
        .collect::<Option<_>>()?;
    let digits = |place: usize| match arguments.get(place) {
        Some(digits) => u16::try_from(*digits).ok().map(Some),
        None => Some(None),
    };
    let (most, column_type) = match name {
        "boolean" => (0, ColumnType::Boolean),
        "integer" => (
            0,
            ColumnType::Integer {
                bits: 64,
                unsigned: false,
            },
        ),
        "float" => (0, ColumnType::Float { bits: 64 }),
        "decimal" => (
            2,
            ColumnType::Decimal {
                precision: digits(0)?,
                scale: digits(1)?,
            },
        ),
        "text" => (
            1,
            ColumnType::Text {
                max_length: arguments.first().copied(),
            },
        ),
        "bytes" => (
            1,
            ColumnType::Bytes {
                max_length: arguments.first().copied(),
            },
        ),
        "date" => (0, ColumnType::Date),
        "time" => (0, ColumnType::Time),
        "timestamp" => (0, ColumnType::Timestamp),
        "timestamptz" => (0, ColumnType::TimestampTz),
        "uuid" => (0, ColumnType::Uuid),
        "json" => (0, ColumnType::Json),
        _ => return None,
    };
    (arguments.len() <= most).then_some(column_type)
}

#[cfg(test)]
mod tests {
    use formwork_runtime::model::ColumnType;

    use super::WrittenType;

    #[test]
    fn types_are_read_as_they_are_written() {
        let read = |text: &str| text.parse::<WrittenType>().map(|written| written.0);
        assert_eq!(
            read("Decimal(10, 2)"),
            Ok(ColumnType::Decimal {
                precision: Some(10),
                scale: Some(2)
            })
        );
        assert_eq!(
            read("decimal"),
            Ok(ColumnType::Decimal {
                precision: None,
                scale: None
            })
        );
        assert_eq!(
            read("text(40)"),
            Ok(ColumnType::Text {
                max_length: Some(40)
            })
        );
        assert_eq!(read(" timestamptz "), Ok(ColumnType::TimestampTz));
    }

    #[test]
    fn what_is_no_type_is_refused() {
        for text in [
            "",
            "varchar",
            "date(3)",
            "decimal(1,2,3)",
            "decimal(a)",
            "text(",
            "text(-1)",
            "decimal(70000)",
        ] {
            assert!(
                text.parse::<WrittenType>().is_err(),
                "`{text}` was read as a type"
            );
        }
    }
}
