//! Writes: what a client sends, and the statement that stores it.

use rusqlite::{Connection, Result, params};
use serde::Deserialize;

use super::reader;

const INSERT: &str = r#"INSERT INTO "Order" ("CustomerId", "EmployeeId", "OrderDate", "RequiredDate", "Freight", "ShipName",
    "ShipAddress", "ShipCity", "ShipPostalCode", "ShipCountry") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING "Id""#;

/// The document that makes an order.
#[derive(Deserialize)]
pub(super) struct NewOrder {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    attributes: Attributes,
    relationships: Relationships,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
struct Attributes {
    order_date: Option<String>,
    required_date: Option<String>,
    freight: f64,
    ship_name: Option<String>,
    ship_address: Option<String>,
    ship_city: Option<String>,
    ship_postal_code: Option<String>,
    ship_country: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Relationships {
    customer: Linkage,
    employee: Linkage,
}

#[derive(Deserialize)]
struct Linkage {
    data: Identifier,
}

#[derive(Deserialize)]
struct Identifier {
    id: String,
}

/// The id of a new order and its document.
pub(super) type Created = (i64, Vec<u8>);

/// Inserts the order and reads it again, with what the database made of it.
pub(super) fn insert(connection: &Connection, order: &NewOrder) -> Result<Created> {
    let (attributes, relationships) = (&order.data.attributes, &order.data.relationships);
    let id = connection.prepare_cached(INSERT)?.query_row(
        params![
            relationships.customer.data.id,
            relationships.employee.data.id,
            attributes.order_date,
            attributes.required_date,
            attributes.freight,
            attributes.ship_name,
            attributes.ship_address,
            attributes.ship_city,
            attributes.ship_postal_code,
            attributes.ship_country,
        ],
        |row| row.get(0),
    )?;
    Ok((id, reader::one(connection, id)?))
}
