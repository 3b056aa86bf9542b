//! The JSON:API of a database, in this process.

mod addresses;
mod aggregate;
mod bulk;
mod changes;
mod conformance;
mod corpus;
mod decimals;
mod describe;
mod designs;
mod filter;
mod flat;
mod fuzz;
mod http;
mod limits;
mod locking;
mod operations;
mod paging;
mod read;
mod relationships;
mod specification;
mod spelling;
mod statements;
mod twins;
mod untyped;
mod unwritable;
mod write;
