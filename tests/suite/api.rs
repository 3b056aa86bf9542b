//! The JSON:API of a database, in this process.

mod read;
mod write;
