//! Endpoints beyond the JSON:API: ordinary Axum handlers.

use formwork_runtime::Routes;

/// The endpoints of this application. One whose path is that of the JSON:API replaces it there.
pub fn routes() -> Routes {
    Routes::new()
}

// For example `GET /hello/Ann`:
//
//     use formwork_runtime::axum::{extract::Path, routing::get};
//
//     pub fn routes() -> Routes {
//         Routes::new().route("/hello/{name}", get(hello))
//     }
//
//     async fn hello(Path(name): Path<String>) -> String {
//         format!("Hello, {name}!")
//     }
