//! The drivers through the store's public face: the same tests on every database.

mod conditions;
mod errors;
mod faults;
mod support;
mod transactions;
mod values;
