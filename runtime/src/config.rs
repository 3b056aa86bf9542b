//! The configuration of a server: `config.yaml`, then `.env`, then the environment, then the command line.

use serde::Deserialize;

/// The database of the application.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// Its address, such as `sqlite:database/db.sqlite` or `postgres://user@host/name`.
    pub url: String,
    /// What an answered write survives.
    pub durability: Durability,
}

/// What a write that was answered survives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Durability {
    /// A crash of the machine (SQLite's `synchronous=FULL`).
    #[default]
    Full,
    /// A crash of the program; SQLite only. The last writes may be gone after a power failure.
    Normal,
}
