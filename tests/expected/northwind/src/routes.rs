//! Endpoints beyond the JSON:API: ordinary Axum handlers, and services.

use formwork_runtime::Routes;

/// The endpoints of this application.
pub fn routes() -> Routes {
    Routes::new()
}

// For example a service, `POST /api/ServicesEndPoint/Hello {"meta":{"args":{"name":"Ann"}}}`. What its session inserts, updates or
// deletes passes the same rules as everything else, in one transaction; errors are answered as those of the API, and what it takes
// and gives is in the description of the API:
//
//     use formwork_runtime::prelude::{Args, JsonBody, Reply, Result, Routes, Session};
//
//     pub fn routes() -> Routes {
//         Routes::new().service("Hello", hello)
//     }
//
//     /// Who is greeted. A `Decimal` keeps its digits, a `Date` is `2026-12-24`, an `Option` may be left out.
//     #[derive(JsonBody)]
//     struct Hello {
//         name: String,
//     }
//
//     #[derive(JsonBody)]
//     struct Greeting {
//         text: String,
//     }
//
//     async fn hello(mut session: Session, Args(hello): Args<Hello>) -> Result<Reply<Greeting>> {
//         // session.insert(...), session.get::<...>(id).await?, ...
//         session.commit().await?;
//         let text = format!("Hello, {}!", hello.name);
//         Ok(Reply::of(&Greeting { text }))
//     }
//
// `Routes::new().post("/api/greetings/{id}", handler)` is for addresses of your own: `Json<Hello>` is the body, and `Json<Greeting>` the answer.
// `.route("/hello/{name}", get(handler))` takes any handlers of `formwork_runtime::axum`.
