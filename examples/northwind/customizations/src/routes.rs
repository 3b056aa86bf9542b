//! Endpoints beyond the JSON:API: ordinary Axum handlers, and services. One use case per file in `routes/`.

mod order_b2b;

use formwork_runtime::Routes;

/// The endpoints of this application.
pub fn routes() -> Routes {
    Routes::new()
        .service("OrderB2B", order_b2b::add_order)
        .get("/api/customers/{id}/credit", order_b2b::credit)
}
