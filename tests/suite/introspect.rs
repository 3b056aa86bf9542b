//! Facts that are read from real databases. The designs are compared with a snapshot for each database, which shows
//! every fact in a line; `INSTA_UPDATE=always` writes them anew, to be read before they are committed.

mod everywhere;
mod postgres;
mod servers;
mod sqlite;
