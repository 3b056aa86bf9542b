#![doc = include_str!("../README.md")]

pub mod catalog;
pub mod config;
mod error;
pub mod generated;
pub mod model;
pub mod resource;
pub mod store;
pub mod value;

pub use error::{Error, Place, Problem, ProblemCode, Result};
