#![doc = include_str!("../README.md")]

#[cfg(feature = "admin")]
pub mod admin;
mod app;
pub mod audit;
pub mod catalog;
pub mod condition;
pub mod config;
mod entity_tag;
mod error;
mod feed;
pub mod generated;
pub mod json_body;
pub mod jsonapi;
pub mod model;
mod openapi;
pub mod prelude;
mod reading;
pub mod resource;
mod routes;
pub mod rules;
pub mod server;
pub mod session;
mod similar;
pub mod store;
pub mod value;
mod writing;
pub mod yaml;

pub use app::{
    App, Hammer, Hammered, StartError, State, TestApp, TestResponse, TestSession, start_log,
};
pub use axum;
pub use error::{BrokenRule, Error, Place, Problem, ProblemCode, Result};
pub use formwork_macros::{dec, rules};
#[cfg(feature = "mimalloc")]
pub use mimalloc::MiMalloc;
pub use routes::{
    Answer, Anything, Args, Endpoint, Input, Json, Operation, Reply, Routes, Row, Shows,
};
pub use serde_json;
pub use session::Session;
