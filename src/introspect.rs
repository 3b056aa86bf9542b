//! Reads the facts of a database.
pub mod address;
pub use address::{Address, AddressError};
