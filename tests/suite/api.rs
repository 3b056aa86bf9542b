//! The JSON:API of a database, in this process.

mod describe;
mod designs;
mod http;
mod read;
mod relationships;
mod twins;
mod write;
