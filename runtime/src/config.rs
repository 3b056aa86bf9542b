//! The configuration of a server: `config.yaml`, then `.env`, then the environment, then the command line.
//!
//! Each later one wins. A setting such as `server.port` is `APP__SERVER__PORT` in `.env` and in the environment;
//! `DATABASE_URL` and `PORT` are understood as well.

mod database;
mod dot_env;
mod error;
mod load;
mod settings;

use std::fmt;
use std::str::FromStr;

use serde::Deserialize;

pub use database::{DatabaseConfig, Durability};
pub use dot_env::{DotEnvError, parse_dot_env};
pub use error::ConfigError;
pub use load::{CONFIG_FILE, Configuration, DOT_ENV, Origin, Sources};

/// Everything that can be configured. Each part and each setting may be left out.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Config {
    /// The database of the application.
    pub database: DatabaseConfig,
    /// Where the server listens, and how its resources are offered.
    pub server: ServerConfig,
    /// What a client may ask for at most.
    pub limits: LimitsConfig,
    /// How rules meet clients.
    pub rules: RulesConfig,
    /// Whether changes are kept in a table.
    pub audit: AuditConfig,
    /// What is logged.
    pub log: LogConfig,
    /// What the project signs with. It is no key of `config.yaml`: it belongs into `.env` or the environment,
    /// as `APP__SECRET`.
    #[serde(skip)]
    pub secret: Option<Secret>,
}

/// Where the server listens, and how its resources are offered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ServerConfig {
    /// The address to listen on: `127.0.0.1` for this machine only, `0.0.0.0` for all networks.
    pub host: String,
    /// The port to listen on; 0 for any that is free.
    pub port: u16,
    /// The first part of every path of the API.
    pub api_name: String,
    /// Whether a change must say which state of the row it was made from, by its `S_CheckSum`.
    pub opt_locking: OptLocking,
    /// How decimals are sent: as numbers with all their digits, or as strings, for clients whose numbers are binary.
    pub decimals: Decimals,
    /// After so many seconds without news a stream of changes sends a sign of life.
    pub heartbeat_seconds: u32,
}

/// What becomes of a change that does not say which state of the row it was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum OptLocking {
    /// Rows have no `S_CheckSum`, and one that is sent is refused like any unknown attribute.
    Ignored,
    /// It is accepted. One that says so is refused if the row is another by now.
    #[default]
    Optional,
    /// It is refused.
    Required,
}

impl fmt::Display for OptLocking {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Ignored => "ignored",
            Self::Optional => "optional",
            Self::Required => "required",
        })
    }
}

impl FromStr for OptLocking {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "ignored" => Ok(Self::Ignored),
            "optional" => Ok(Self::Optional),
            "required" => Ok(Self::Required),
            _ => Err("expected `ignored`, `optional` or `required`"),
        }
    }
}

/// How decimals are sent; either is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decimals {
    /// `12.50`
    #[default]
    Numbers,
    /// `"12.50"`
    Strings,
}

impl fmt::Display for Decimals {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Numbers => "numbers",
            Self::Strings => "strings",
        })
    }
}

impl FromStr for Decimals {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "numbers" => Ok(Self::Numbers),
            "strings" => Ok(Self::Strings),
            _ => Err("expected `numbers` or `strings`"),
        }
    }
}

impl ServerConfig {
    /// Whether a text can be the first part of every path: `api`, or `shop/api`.
    #[must_use]
    pub fn is_api_name(text: &str) -> bool {
        let is_letter = |letter: char| letter.is_ascii_alphanumeric() || "-_.~".contains(letter);
        text.split('/')
            .all(|part| !matches!(part, "" | "." | "..") && part.chars().all(is_letter))
    }
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 5656,
            api_name: "api".to_owned(),
            opt_locking: OptLocking::default(),
            decimals: Decimals::default(),
            heartbeat_seconds: 15,
        }
    }
}

/// What a client may ask for at most. More is refused, never cut in silence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LimitsConfig {
    /// Bytes in the address of a request, from its path on.
    pub address_bytes: usize,
    /// Bytes in the body of a request.
    pub body_bytes: usize,
    /// Resources on a page where the client does not say how many.
    pub page_size: u64,
    /// Resources on a page where the client does.
    pub largest_page_size: u64,
    /// Relationships in one path of `include`.
    pub include_depth: usize,
    /// Things that `sort` may name.
    pub sort: usize,
    /// Up to how many rows all pages of a collection are counted exactly, where `page[count]` does not say otherwise.
    pub counted_rows: u64,
    /// Relationships, `and`, `or` and `not` inside each other in a `filter`.
    pub filter_depth: usize,
    /// Conditions in the filters of a request.
    pub filter_conditions: usize,
    /// Values in one list of a filter.
    pub filter_values: usize,
    /// Resources in a document, with those it includes.
    pub rows: usize,
    /// Resources or operations that one request may create or change.
    pub operations: usize,
    /// Seconds that a request may take before it is cut off.
    pub request_seconds: u32,
    /// Seconds that a client may take to send the head of a request; so long is an idle connection kept, too.
    pub header_seconds: u32,
    /// Connections that are open at a time; further ones wait.
    pub connections: u32,
    /// Requests that a client, known by the address it connects from, may make in a second on the average; 0 for as many as it likes.
    pub requests_per_second: u32,
    /// Requests that it may make at once before that counts.
    pub requests_at_once: u32,
    /// Streams of changes that are open at a time; further ones are refused.
    pub streams: usize,
    /// Changes that are kept for streams; a client that falls further behind is told to read anew.
    pub kept_changes: usize,
}

impl Default for LimitsConfig {
    fn default() -> Self {
        Self {
            address_bytes: 32 * 1024,
            body_bytes: 4 * 1024 * 1024,
            page_size: 250,
            largest_page_size: 10_000,
            include_depth: 8,
            sort: 16,
            counted_rows: 10_000,
            filter_depth: 8,
            filter_conditions: 100,
            filter_values: 1_000,
            rows: 50_000,
            operations: 1_000,
            request_seconds: 20,
            header_seconds: 60,
            connections: 10_000,
            requests_per_second: 0,
            requests_at_once: 100,
            streams: 1_000,
            kept_changes: 2_000,
        }
    }
}

/// The audit log: every change of a row, before and after, in the table `formwork_audit`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct AuditConfig {
    /// Whether it is written. `formwork add-audit` makes the table, and sets this.
    pub enabled: bool,
}

/// How rules meet clients.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RulesConfig {
    /// What becomes of another value that a client sends for a column that a rule derives.
    pub derived_columns: DerivedColumns,
}

/// What becomes of values that clients send for derived columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DerivedColumns {
    /// The change is refused.
    #[default]
    Refuse,
    /// The value is ignored.
    Ignore,
}

impl fmt::Display for DerivedColumns {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Refuse => "refuse",
            Self::Ignore => "ignore",
        })
    }
}

impl FromStr for DerivedColumns {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "refuse" => Ok(Self::Refuse),
            "ignore" => Ok(Self::Ignore),
            _ => Err("expected `refuse` or `ignore`"),
        }
    }
}

/// What is logged. Errors always are.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LogConfig {
    /// Whether there is a line for every request.
    pub requests: bool,
    /// Whether there is a line for every statement of SQL, without its values.
    pub sql: bool,
    /// Whether there is a line for every step of the rules: each row, each column that gets another value, and why.
    pub logic: bool,
    /// How a line looks.
    pub format: LogFormat,
    /// Milliseconds from which on a request is slow, which is a warning.
    pub slow_milliseconds: u32,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self {
            requests: true,
            sql: false,
            logic: false,
            format: LogFormat::default(),
            slow_milliseconds: 1000,
        }
    }
}

/// How a line of the log looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object in a line.
    Json,
}

impl fmt::Display for LogFormat {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Text => "text",
            Self::Json => "json",
        })
    }
}

impl FromStr for LogFormat {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err("expected `text` or `json`"),
        }
    }
}

/// A text that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps the text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for the one who needs it.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}
