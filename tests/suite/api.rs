//! The JSON:API of a database, in this process.

mod designs;
mod read;
mod write;
