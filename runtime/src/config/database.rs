//! The database's part of the configuration.

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

use super::Secret;

/// The database of the application.
#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DatabaseConfig {
    /// Its address, such as `sqlite:database/db.sqlite` or `postgres://user@host/name`.
    ///
    /// A relative path of SQLite's is relative to the project.
    pub url: String,
    /// The password for the address. It is no key of `config.yaml`: it belongs into `.env` or the environment,
    /// as `APP__DATABASE__PASSWORD`.
    #[serde(skip)]
    pub password: Option<Secret>,
    /// What an answered write survives.
    pub durability: Durability,
    /// How many connections are open at most; half of them may write at a time. PostgreSQL and MySQL only, like all that follows.
    pub max_connections: u32,
    /// After how many seconds without a free connection a request is refused as too many.
    pub acquire_timeout_seconds: u32,
    /// After how many seconds a statement is given up.
    pub statement_timeout_seconds: u32,
    /// For how many seconds a statement waits for rows that others have locked.
    pub lock_timeout_seconds: u32,
}

impl Default for DatabaseConfig {
    fn default() -> Self {
        Self {
            url: String::new(),
            password: None,
            durability: Durability::default(),
            max_connections: 20,
            acquire_timeout_seconds: 5,
            statement_timeout_seconds: 20,
            lock_timeout_seconds: 5,
        }
    }
}

/// Written by hand, because the address may hold a password.
impl fmt::Debug for DatabaseConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DatabaseConfig")
            .field("url", &without_password(&self.url))
            .field("password", &self.password)
            .field("durability", &self.durability)
            .field("max_connections", &self.max_connections)
            .field("acquire_timeout_seconds", &self.acquire_timeout_seconds)
            .field("statement_timeout_seconds", &self.statement_timeout_seconds)
            .field("lock_timeout_seconds", &self.lock_timeout_seconds)
            .finish()
    }
}

/// The address with `***` for what stands between the user's name and the host, and for a password among the options.
pub(super) fn without_password(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let (address, options) = rest.split_once('?').unwrap_or((rest, ""));
    // A password that was not percent-encoded may hold `@` and `/`: everything up to the last `@` is hidden.
    let address = match address.rsplit_once('@') {
        Some((user, host)) => format!(
            "{}:***@{host}",
            user.split_once(':').map_or(user, |(name, _)| name)
        ),
        None => address.to_owned(),
    };
    let separator = if scheme.is_empty() { "" } else { "://" };
    let options = if options.is_empty() { "" } else { "?***" };
    format!("{scheme}{separator}{address}{options}")
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

impl fmt::Display for Durability {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Full => "full",
            Self::Normal => "normal",
        })
    }
}

impl FromStr for Durability {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "full" => Ok(Self::Full),
            "normal" => Ok(Self::Normal),
            _ => Err("expected `full` or `normal`"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_never_shown() {
        for (url, shown) in [
            (
                "postgres://shop:secret@db.example/shop",
                "postgres://shop:***@db.example/shop",
            ),
            (
                "mysql://shop:sec@ret/@db/shop?password=secret",
                "mysql://shop:***@db/shop?***",
            ),
            ("sqlite:database/db.sqlite", "sqlite:database/db.sqlite"),
        ] {
            let config = DatabaseConfig {
                url: url.into(),
                ..DatabaseConfig::default()
            };
            assert_eq!(without_password(url), shown);
            assert!(
                !format!("{config:?}").contains("sec@ret")
                    && !format!("{config:?}").contains("secret"),
                "{config:?}"
            );
        }
    }
}
