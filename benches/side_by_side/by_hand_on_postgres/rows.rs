//! Rows as structs, and the statements that read them.

use serde::Serialize;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, Row};

use super::columns::{Day, Money};
use crate::orders::select_orders;

/// A row of `Order`; serde writes its attributes.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_field_names, reason = "the columns are called so")]
pub(super) struct Order {
    pub(super) id: i32,
    pub(super) customer_id: String,
    pub(super) employee_id: Option<i32>,
    pub(super) order_date: Option<Day>,
    pub(super) required_date: Option<Day>,
    pub(super) shipped_date: Option<Day>,
    pub(super) ship_via: Option<i32>,
    pub(super) freight: Money,
    pub(super) ship_name: Option<String>,
    pub(super) ship_address: Option<String>,
    pub(super) ship_city: Option<String>,
    pub(super) ship_region: Option<String>,
    pub(super) ship_postal_code: Option<String>,
    pub(super) ship_country: Option<String>,
    pub(super) amount_total: Money,
    pub(super) country: Option<String>,
    pub(super) city: Option<String>,
    pub(super) ready: bool,
    pub(super) order_detail_count: i32,
    pub(super) clone_from_order: Option<i32>,
}

impl Order {
    pub(super) const ONE: &str = select_orders!(r#"WHERE "Id" = $1"#);
    pub(super) const PAGE: &str = select_orders!(r#"ORDER BY "Id" LIMIT $1 OFFSET $2"#);
    pub(super) const PAGE_OF_COUNTRY: &str =
        select_orders!(r#"WHERE "ShipCountry" = $1 ORDER BY "Id" LIMIT $2 OFFSET $3"#);
    pub(super) const PAGE_BY_FREIGHT: &str =
        select_orders!(r#"ORDER BY "Freight" DESC, "Id" LIMIT $1 OFFSET $2"#);
    pub(super) const PAGE_WITH: &str = select_orders!(
        r#"WHERE ("ShipName" ILIKE $1 OR "ShipAddress" ILIKE $1 OR "ShipCity" ILIKE $1) ORDER BY "Id" LIMIT $2 OFFSET $3"#
    );
    pub(super) const COUNT: &str = r#"SELECT count(*) FROM "Order""#;
    pub(super) const COUNT_OF_COUNTRY: &str =
        r#"SELECT count(*) FROM "Order" WHERE "ShipCountry" = $1"#;
    pub(super) const COUNT_WITH: &str = r#"SELECT count(*) FROM "Order" WHERE ("ShipName" ILIKE $1 OR "ShipAddress" ILIKE $1 OR "ShipCity" ILIKE $1)"#;
}

impl FromRow<'_, PgRow> for Order {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            customer_id: row.try_get(1)?,
            employee_id: row.try_get(2)?,
            order_date: row.try_get(3)?,
            required_date: row.try_get(4)?,
            shipped_date: row.try_get(5)?,
            ship_via: row.try_get(6)?,
            freight: row.try_get(7)?,
            ship_name: row.try_get(8)?,
            ship_address: row.try_get(9)?,
            ship_city: row.try_get(10)?,
            ship_region: row.try_get(11)?,
            ship_postal_code: row.try_get(12)?,
            ship_country: row.try_get(13)?,
            amount_total: row.try_get(14)?,
            country: row.try_get(15)?,
            city: row.try_get(16)?,
            ready: row.try_get(17)?,
            order_detail_count: row.try_get(18)?,
            clone_from_order: row.try_get(19)?,
        })
    }
}

/// A row of `OrderDetail`; serde writes its attributes.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(super) struct OrderDetail {
    pub(super) id: i32,
    pub(super) order_id: i32,
    pub(super) product_id: i32,
    unit_price: Option<Money>,
    quantity: i32,
    discount: Money,
    amount: Option<Money>,
    shipped_date: Option<Day>,
}

impl OrderDetail {
    pub(super) const OF_ORDERS: &str = r#"SELECT "Id", "OrderId", "ProductId", "UnitPrice", "Quantity", "Discount", "Amount", "ShippedDate"
        FROM "OrderDetail" WHERE "OrderId" = ANY($1) ORDER BY "Id""#;
}

impl FromRow<'_, PgRow> for OrderDetail {
    fn from_row(row: &PgRow) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.try_get(0)?,
            order_id: row.try_get(1)?,
            product_id: row.try_get(2)?,
            unit_price: row.try_get(3)?,
            quantity: row.try_get(4)?,
            discount: row.try_get(5)?,
            amount: row.try_get(6)?,
            shipped_date: row.try_get(7)?,
        })
    }
}
