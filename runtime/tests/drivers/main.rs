//! The drivers through the store's public face: the same tests on every database.

mod support;
mod values;
