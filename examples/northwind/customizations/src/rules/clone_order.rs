//! A new order that says which one it is a copy of gets the same items, at the prices of today.
use crate::generated::Order;
use formwork_runtime::prelude::*;
use formwork_runtime::rules::{Event, EventKind};

#[rules]
pub fn declare(logic: &mut Logic) {
    // After the clone is written, when its key is known.
    logic
        .after_flush(copy_items)
        .when(|o: &Order| o.clone_from_order.is_some());
}

async fn copy_items(event: &Event<Order>, session: &mut Session) -> Result<()> {
    let clone = event.row();
    if let (EventKind::Insert, Some(origin)) = (event.kind(), clone.clone_from_order)
        && let Some(origin) = session.get::<Order>(origin).await?
    {
        session
            .copy_children(&origin, clone, ["OrderDetailList"])
            .await?;
    }
    Ok(())
}
