//! Cursors: where a row stands in an order, as a text that clients repeat.
//!
//! A cursor holds what the row is sorted by, as the database keeps it, and names the order, so that it is not taken for a place in
//! another one. It says nothing that its reader may not read: it is made of what may be sorted by.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;

use crate::catalog::{Catalog, Table};
use crate::model::{ColumnType, Dialect};
use crate::store::OrderBy;
use crate::value::{Cell, Value, value_from_text};

/// The text of a cursor, from what a row is sorted by.
pub(crate) fn write_cursor<'c>(
    order: &str,
    parts: impl IntoIterator<Item = (Cell<'c>, &'c ColumnType)>,
) -> String {
    let mut texts = vec![Some(order.to_owned())];
    texts.extend(
        parts
            .into_iter()
            .map(|(cell, column_type)| part(&cell, column_type)),
    );
    let json = serde_json::to_vec(&texts).expect("texts are JSON");
    BASE64.encode(json)
}

/// The values in a cursor; none if it is no cursor of this order.
pub(crate) fn read_cursor(
    text: &str,
    catalog: &Catalog,
    table: &Table,
    order: &[OrderBy],
) -> Option<Vec<Value>> {
    let json = BASE64.decode(text).ok()?;
    let texts: Vec<Option<String>> = serde_json::from_slice(&json).ok()?;
    let (name, parts) = texts.split_first()?;
    if name.as_deref() != Some(name_of(catalog, table, order).as_str())
        || parts.len() != order.len()
    {
        return None;
    }
    let values = parts.iter().zip(order).map(|(part, by)| match part {
        Some(text) => value(
            text,
            table.dialect,
            &attribute_of(catalog, table, by).0.column_type,
        ),
        None => Some(Value::Null),
    });
    values.collect()
}

/// The name of an order, such as `-Balance,Country.Name,Id`.
pub(crate) fn name_of(catalog: &Catalog, table: &Table, order: &[OrderBy]) -> String {
    let names = order.iter().map(|by| {
        let (attribute, path) = attribute_of(catalog, table, by);
        let sign = if by.descending { "-" } else { "" };
        format!("{sign}{path}{}", attribute.name)
    });
    names.collect::<Vec<_>>().join(",")
}

/// What a criterion sorts by, and the path that leads there.
fn attribute_of<'c>(
    catalog: &'c Catalog,
    table: &'c Table,
    by: &OrderBy,
) -> (&'c crate::catalog::Attribute, String) {
    let mut table = table;
    let mut path = String::new();
    for &relationship in &by.via {
        let relationship = &table.relationships[relationship];
        path.push_str(&relationship.name);
        path.push('.');
        table = catalog.table(relationship.target);
    }
    (&table.attributes[by.attribute], path)
}

/// A letter that says how it is kept, and the text; none for null.
fn part(cell: &Cell<'_>, column_type: &ColumnType) -> Option<String> {
    Some(match cell {
        Cell::Null => return None,
        Cell::Int(number) => format!("i{number}"),
        Cell::UInt(number) => format!("i{number}"),
        Cell::Bool(truth) => format!("i{}", u8::from(*truth)),
        Cell::Float(number) => format!("f{number:?}"),
        Cell::Bytes(bytes) => format!("b{}", BASE64.encode(bytes)),
        Cell::Text(text) => format!("t{text}"),
        other => format!("t{}", other.text(column_type)),
    })
}

fn value(part: &str, dialect: Dialect, column_type: &ColumnType) -> Option<Value> {
    let kind = part.get(..1)?;
    let text = &part[1..];
    Some(match kind {
        "i" => match text.parse::<i64>() {
            Ok(number) => Value::Int(number),
            Err(_) => Value::UInt(text.parse().ok()?),
        },
        "f" => Value::Float(text.parse::<f64>().ok().filter(|number| !number.is_nan())?),
        "b" => Value::Bytes(BASE64.decode(text).ok()?),
        // Only SQLite keeps it.
        "t" if dialect != Dialect::Sqlite && text.contains('\0') => return None,
        // MySQL spells moments otherwise than we do; the others get the text back as it was.
        "t" if dialect == Dialect::Mysql => {
            value_from_text(text, column_type).unwrap_or_else(|_| Value::Text(text.to_owned()))
        }
        "t" => Value::Text(text.to_owned()),
        _ => return None,
    })
}
