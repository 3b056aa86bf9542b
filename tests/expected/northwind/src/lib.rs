//! The map of this application: each line names the file to edit.

pub mod generated;
pub mod routes;
pub mod rules;

/// The application: the tables, and what you add to them.
pub fn app() -> formwork_runtime::App {
    formwork_runtime::App::new(generated::model())
        .rules(rules::declare)
        .routes(routes::routes())
}
