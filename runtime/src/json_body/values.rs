//! The types that stand for JSON without a derive: those of columns, lists and maps of them, and any JSON.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use serde_json::value::RawValue;

use super::{JsonBody, JsonObject, JsonReader, Schema, Schemas, shown};
use crate::model::ColumnType;
use crate::resource::Field;
use crate::value::{Date, Decimal, Time, Timestamp, TimestampTz, Uuid, Value, value_from_json};

/// A value as an attribute of such a type takes it.
fn read_value(json: &RawValue, column_type: &ColumnType, reader: &mut JsonReader) -> Option<Value> {
    match value_from_json(json, column_type) {
        Ok(Value::Null) => reader.refuse("cannot be null"),
        Ok(value) => Some(value),
        Err(error) => reader.refuse(&error.to_string()),
    }
}

macro_rules! columns {
    ($($type:ty),*) => {
        $(
            impl Schema for $type {
                fn schema(_: &mut Schemas<'_>) -> Json {
                    Schemas::column(&<$type as Field>::column_type())
                }
            }

            impl JsonBody for $type {
                fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
                    let value = read_value(json, &<$type as Field>::column_type(), reader)?;
                    <$type as Field>::from_value(value)
                        .or_else(|_| reader.refuse("has more digits than are calculated with").ok_or(()))
                        .ok()
                }

                fn write(&self, out: &mut Vec<u8>) {
                    shown::write(&self.to_value(), &<$type as Field>::column_type(), out);
                }
            }
        )*
    };
}

columns!(
    bool,
    i64,
    u64,
    f64,
    String,
    Decimal,
    Date,
    Time,
    Timestamp,
    TimestampTz,
    Uuid
);

macro_rules! whole_numbers {
    ($($type:ty: $bits:literal $unsigned:literal),*) => {
        $(
            impl Schema for $type {
                fn schema(_: &mut Schemas<'_>) -> Json {
                    Schemas::column(&ColumnType::Integer { bits: $bits, unsigned: $unsigned })
                }
            }

            impl JsonBody for $type {
                fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
                    let column_type = ColumnType::Integer { bits: $bits, unsigned: $unsigned };
                    match read_value(json, &column_type, reader)? {
                        Value::Int(number) => Self::try_from(number).ok(),
                        _ => None,
                    }
                }

                fn write(&self, out: &mut Vec<u8>) {
                    i64::from(*self).write(out);
                }
            }
        )*
    };
}

whole_numbers!(i8: 8 false, i16: 16 false, i32: 32 false, u8: 8 true, u16: 16 true, u32: 32 true);

impl<T: Schema> Schema for Option<T> {
    fn schema(schemas: &mut Schemas<'_>) -> Json {
        Schemas::nullable(T::schema(schemas))
    }
}

impl<T: JsonBody> JsonBody for Option<T> {
    fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
        match json.get() {
            "null" => Some(None),
            _ => T::read(json, reader).map(Some),
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Some(value) => value.write(out),
            None => out.extend_from_slice(b"null"),
        }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Schema> Schema for Vec<T> {
    fn schema(schemas: &mut Schemas<'_>) -> Json {
        serde_json::json!({ "type": "array", "items": T::schema(schemas) })
    }
}

impl<T: JsonBody> JsonBody for Vec<T> {
    fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(json.get()) else {
            return reader.refuse("is not a list");
        };
        // Every item is read, so that all that is wrong is told.
        let mut read = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            read.push(reader.below(&index.to_string(), |reader| T::read(item, reader)));
        }
        read.into_iter().collect()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.push(b'[');
        for (position, item) in self.iter().enumerate() {
            if position > 0 {
                out.push(b',');
            }
            item.write(out);
        }
        out.push(b']');
    }
}

impl<T: Schema> Schema for BTreeMap<String, T> {
    fn schema(schemas: &mut Schemas<'_>) -> Json {
        serde_json::json!({ "type": "object", "additionalProperties": T::schema(schemas) })
    }
}

impl<T: JsonBody> JsonBody for BTreeMap<String, T> {
    fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
        let members = reader.any_members(json)?;
        let mut read = Vec::new();
        for (name, json) in members.iter() {
            let value = reader.below(name, |reader| T::read(json, reader));
            read.push(value.map(|value| (name.to_owned(), value)));
        }
        read.into_iter().collect()
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.iter()
            .fold(JsonObject::begin(out), |object, (name, value)| {
                object.member(name, value)
            })
            .end();
    }
}

/// Any JSON. Its numbers are those of `serde_json`, of at most 17 digits if they have a point.
impl Schema for Json {
    fn schema(_: &mut Schemas<'_>) -> Json {
        serde_json::json!({})
    }
}

impl JsonBody for Json {
    fn read(json: &RawValue, reader: &mut JsonReader) -> Option<Self> {
        serde_json::from_str(json.get())
            .map_err(|error| error.to_string())
            .or_else(|error| reader.refuse(&format!("is not read: {error}")).ok_or(()))
            .ok()
    }

    fn write(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.to_string().as_bytes());
    }
}
