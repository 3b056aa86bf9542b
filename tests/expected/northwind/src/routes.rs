//! Endpoints beyond the JSON:API: ordinary Axum handlers, and services.

use formwork_runtime::Routes;

/// The endpoints of this application. One whose path is that of the JSON:API replaces it there.
pub fn routes() -> Routes {
    Routes::new()
}

// For example a service, `POST /api/ServicesEndPoint/Hello {"meta":{"args":{"name":"Ann"}}}`. What its session inserts, updates or
// deletes passes the same rules as everything else, in one transaction, and errors are answered as those of the API:
//
//     use formwork_runtime::prelude::{Args, Reply, Result, Routes, Session};
//     use formwork_runtime::serde_json::{Value, json};
//
//     pub fn routes() -> Routes {
//         Routes::new().service("Hello", hello)
//     }
//
//     async fn hello(mut session: Session, Args(args): Args<Value>) -> Result<Reply> {
//         // session.insert(...), session.get::<...>(id).await?, ...
//         session.commit().await?;
//         Reply::of(&json!({"greeting": format!("Hello, {}!", args["name"])}))
//     }
//
// `Routes::new().route("/hello/{name}", get(handler))` takes any handler of `formwork_runtime::axum`.
