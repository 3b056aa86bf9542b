//! An order is put together first, then made ready, then shipped.
use crate::generated::Order;
use formwork_runtime::prelude::*;

#[rules]
pub fn declare(logic: &mut Logic) {
    logic.default(Order::READY, |_: &Order| false);
    logic
        .constraint(|o: &Order| o.order_detail_count > 0 || (!o.ready && o.shipped_date.is_none()))
        .message("Empty Order - Cannot Ship or Make Ready");
    logic
        .constraint(|o: &Order| o.ready || o.shipped_date.is_none())
        .message("Cannot Ship Order that is not Ready")
        .on(Order::SHIPPED_DATE);
}
