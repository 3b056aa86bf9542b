//! The JSON:API of a database, in this process.

mod describe;
mod designs;
mod filter;
mod http;
mod locking;
mod paging;
mod read;
mod relationships;
mod twins;
mod write;
