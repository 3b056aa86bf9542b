//! What is shipped leaves the stock, and what runs low is ordered again.
use crate::generated::{OrderDetail, Product};
use formwork_runtime::prelude::*;
use formwork_runtime::rules::Event;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic.formula(OrderDetail::SHIPPED_DATE, |d: &OrderDetail| {
        d.order.shipped_date
    });
    logic
        .sum(Product::UNITS_SHIPPED, |d: &OrderDetail| d.quantity)
        .when(|d: &OrderDetail| d.shipped_date.is_some());
    logic.formula(Product::UNITS_IN_STOCK, |p: &Product| {
        p.units_received - p.units_shipped
    });
    logic
        .on_row(reorder)
        .when(|p: &Product| p.units_in_stock < p.reorder_level && !p.discontinued);
}

/// Orders from the supplier what fills the stock to twice its reorder level.
async fn reorder(event: &Event<Product>, session: &mut Session) -> Result<()> {
    if let Some(mut product) = session.get::<Product>(event.row().id).await? {
        let wanted = 2 * product.reorder_level;
        let missing = wanted - product.units_in_stock - product.units_on_order;
        if missing > 0 {
            product.units_on_order += missing;
            session.update(&product)?;
        }
    }
    Ok(())
}
