//! Turns a database into a running, customizable Axum application.
//!
//! One direction, and a type at every step:
//!
//! ```text
//! address -> Schema (facts) -> Model (choices) -> files (text) -> Project (disk)
//!            introspect/       model/             render/        project/
//! ```
//!
//! Only the two ends do I/O; the middle is pure and tested without a database.

pub mod admin_yaml;
pub mod cli;
pub mod commands;
pub mod ddl;
pub mod error;
pub mod files;
pub mod inspect;
pub mod introspect;
pub mod model;
pub mod output;
pub mod preview;
pub mod project;
pub mod render;
pub mod rules;
pub mod samples;
pub mod schema;
mod shell;
pub mod source;
pub mod sqlite_file;
mod yaml;
