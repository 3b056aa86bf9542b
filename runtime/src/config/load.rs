//! The layers of a configuration, one over the other.

use std::collections::BTreeMap;
use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_saphyr::Error as YamlError;

use super::database::without_password;
use super::settings::{EVERYBODYS, PREFIX, SETTINGS, Setting};
use super::{Config, ConfigError, ServerConfig, parse_dot_env};
use crate::similar::did_you_mean;
use crate::yaml::{Places, YamlProblem};

/// The name of the file in a project.
pub const CONFIG_FILE: &str = "config.yaml";

/// The name of the file with what only this machine may know.
pub const DOT_ENV: &str = ".env";

/// Where a configuration comes from.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    /// The project's folder.
    pub directory: PathBuf,
    /// The file to read instead of the folder's [`CONFIG_FILE`]. It must exist.
    pub file: Option<PathBuf>,
    /// The environment.
    pub variables: Vec<(String, String)>,
    /// From the command line: options, the settings they mean, and their values.
    pub options: Vec<(&'static str, &'static str, String)>,
}

/// A configuration, and where each of its values comes from.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// The values.
    pub config: Config,
    /// The project's folder.
    pub directory: PathBuf,
    origins: BTreeMap<&'static str, Origin>,
    dot_env: Vec<(String, String)>,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// `config.yaml`, in this line.
    File(u64),
    /// A variable in `.env`.
    DotEnv(String),
    /// A variable in the environment.
    Environment(String),
    /// An option of the command line.
    Option(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => formatter.write_str("the default"),
            Self::File(line) => write!(formatter, "line {line} of `{CONFIG_FILE}`"),
            Self::DotEnv(name) => write!(formatter, "`{name}` in `{DOT_ENV}`"),
            Self::Environment(name) => write!(formatter, "`{name}` in the environment"),
            Self::Option(option) => write!(formatter, "`{option}` on the command line"),
        }
    }
}

impl Sources {
    /// The sources of a project's folder, with this process's environment.
    pub fn of(directory: impl Into<PathBuf>) -> Self {
        // A variable that is not UTF-8 is none of ours.
        let variables = std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect();
        Self {
            directory: directory.into(),
            variables,
            ..Self::default()
        }
    }

    /// The same, with an option of the command line that gives a setting.
    #[must_use]
    pub fn with(mut self, option: &'static str, setting: &'static str, value: &str) -> Self {
        self.options.push((option, setting, value.to_owned()));
        self
    }
}

impl Configuration {
    /// Reads all layers.
    pub fn load(sources: &Sources) -> Result<Self, ConfigError> {
        let mut loaded = Self {
            config: Config::default(),
            directory: sources.directory.clone(),
            origins: BTreeMap::new(),
            dot_env: Vec::new(),
        };
        loaded.read_file(sources)?;
        loaded.read_dot_env()?;
        loaded.read_variables(&sources.variables, &Origin::Environment)?;
        for (option, setting, value) in &sources.options {
            let setting = Setting::find(setting).expect("options mean settings of the list");
            loaded.set(setting, value, Origin::Option(option))?;
        }
        loaded.check()?;
        loaded.complete_address();
        Ok(loaded)
    }

    /// Where the value of a setting comes from.
    #[must_use]
    pub fn origin(&self, setting: &str) -> &Origin {
        self.origins.get(setting).unwrap_or(&Origin::Default)
    }

    /// The address of the database, without its password.
    #[must_use]
    pub fn shown_address(&self) -> String {
        without_password(&self.config.database.url)
    }

    /// All settings: name, value as it may be shown, origin.
    #[must_use]
    pub fn shown(&self) -> Vec<(&'static str, String, &Origin)> {
        SETTINGS
            .iter()
            .map(|each| (each.name, (each.show)(&self.config), self.origin(each.name)))
            .collect()
    }

    /// A variable of the environment, or else of `.env`.
    #[must_use]
    pub fn variable(&self, name: &str) -> Option<String> {
        let given = || {
            self.dot_env
                .iter()
                .find(|(known, _)| known == name)
                .map(|(_, value)| value.clone())
        };
        std::env::var(name).ok().or_else(given)
    }

    fn read_file(&mut self, sources: &Sources) -> Result<(), ConfigError> {
        let path = sources
            .file
            .clone()
            .unwrap_or_else(|| sources.directory.join(CONFIG_FILE));
        let Some(text) = read(&path, sources.file.is_some())? else {
            return Ok(());
        };
        let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
        if is_blank(&text) {
            return Ok(());
        }
        self.config = serde_saphyr::from_str_with_options(&text, options)
            .map_err(|error| yaml_error(path, &text, &error))?;
        // The same text again, for which settings it names.
        let places = Places::of(&text);
        for setting in SETTINGS {
            if let Some(line) = places.line(setting.name) {
                self.origins.insert(setting.name, Origin::File(line));
            }
        }
        Ok(())
    }

    fn read_dot_env(&mut self) -> Result<(), ConfigError> {
        let path = self.directory.join(DOT_ENV);
        let Some(text) = read(&path, false)? else {
            return Ok(());
        };
        self.dot_env =
            parse_dot_env(&text).map_err(|source| ConfigError::DotEnv { path, source })?;
        let variables = self.dot_env.clone();
        self.read_variables(&variables, &Origin::DotEnv)
    }

    fn read_variables(
        &mut self,
        variables: &[(String, String)],
        origin: &dyn Fn(String) -> Origin,
    ) -> Result<(), ConfigError> {
        for (name, setting) in EVERYBODYS {
            if let Some((_, value)) = variables.iter().find(|(known, _)| known == name) {
                let setting =
                    Setting::find(setting).expect("everybody's names mean settings of the list");
                self.set(setting, value, origin(name.to_owned()))?;
            }
        }
        // Ours come second: they say more exactly what is meant.
        for (name, value) in variables
            .iter()
            .filter(|(name, _)| name.starts_with(PREFIX))
        {
            let found = SETTINGS.iter().find(|setting| setting.variable() == *name);
            let setting = found.ok_or_else(|| unknown_variable(name, origin(name.clone())))?;
            self.set(setting, value, origin(name.clone()))?;
        }
        Ok(())
    }

    fn set(&mut self, setting: &Setting, value: &str, origin: Origin) -> Result<(), ConfigError> {
        (setting.set)(&mut self.config, value).map_err(|problem| ConfigError::Value {
            name: setting.name.to_owned(),
            origin: origin.clone(),
            problem,
        })?;
        self.origins.insert(setting.name, origin);
        Ok(())
    }

    /// Whether the values make sense, each and together.
    fn check(&self) -> Result<(), ConfigError> {
        let Config {
            database,
            server,
            limits,
            ..
        } = &self.config;
        let wrong = |name: &str, problem: &str| ConfigError::Value {
            name: name.to_owned(),
            origin: self.origin(name).clone(),
            problem: problem.to_owned(),
        };
        if database.url.trim().is_empty() {
            return Err(ConfigError::NoDatabase);
        }
        if !ServerConfig::is_api_name(&server.api_name) {
            return Err(wrong(
                "server.api_name",
                "expected a path such as `api` or `shop/api`",
            ));
        }
        // What nothing could be done with, or nothing would ever end without.
        let positive = [
            (
                "database.max_connections",
                u64::from(database.max_connections),
            ),
            (
                "database.acquire_timeout_seconds",
                database.acquire_timeout_seconds.into(),
            ),
            (
                "database.statement_timeout_seconds",
                database.statement_timeout_seconds.into(),
            ),
            (
                "database.lock_timeout_seconds",
                database.lock_timeout_seconds.into(),
            ),
            ("server.heartbeat_seconds", server.heartbeat_seconds.into()),
            ("limits.address_bytes", limits.address_bytes as u64),
            ("limits.body_bytes", limits.body_bytes as u64),
            ("limits.page_size", limits.page_size),
            ("limits.rows", limits.rows as u64),
            ("limits.operations", limits.operations as u64),
            ("limits.request_seconds", limits.request_seconds.into()),
            ("limits.header_seconds", limits.header_seconds.into()),
            ("limits.connections", limits.connections.into()),
            ("limits.requests_at_once", limits.requests_at_once.into()),
            ("limits.kept_changes", limits.kept_changes as u64),
        ];
        if let Some((name, _)) = positive.iter().find(|(_, value)| *value == 0) {
            return Err(wrong(name, "it must be at least 1"));
        }
        if limits.page_size > limits.largest_page_size {
            return Err(wrong(
                "limits.page_size",
                "it is more than `limits.largest_page_size`",
            ));
        }
        Ok(())
    }

    /// Puts the password into the address, and makes a relative path of SQLite's relative to the project.
    fn complete_address(&mut self) {
        let database = &mut self.config.database;
        if let Some(password) = &database.password {
            database.url = with_password(&database.url, password.reveal());
        }
        if let Some(url) = in_directory(&database.url, &self.directory) {
            database.url = url;
        }
    }
}

/// The text of a file, which may have to exist.
fn read(path: &Path, must_exist: bool) -> Result<Option<String>, ConfigError> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == ErrorKind::NotFound && !must_exist => Ok(None),
        Err(source) => Err(ConfigError::Unreadable {
            path: path.to_owned(),
            source,
        }),
    }
}

fn is_blank(yaml: &str) -> bool {
    yaml.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

fn yaml_error(path: PathBuf, text: &str, error: &YamlError) -> ConfigError {
    let YamlProblem {
        line,
        problem,
        mut hint,
        ..
    } = YamlProblem::of(text, error);
    if let YamlError::SerdeUnknownField { field, .. } = error {
        hint = elsewhere(field).unwrap_or(hint);
    }
    ConfigError::File {
        path,
        line,
        problem,
        hint,
    }
}

/// Where a key belongs that is none where it stands.
fn elsewhere(key: &str) -> Option<String> {
    let is_meant =
        |setting: &&Setting| setting.name == key || setting.name.rsplit('.').next() == Some(key);
    let setting = SETTINGS.iter().find(is_meant)?;
    if matches!(setting.name, "database.password" | "secret") {
        return Some(format!(
            "put it into `{DOT_ENV}`, as `{}`",
            setting.variable()
        ));
    }
    let (part, key) = setting.name.split_once('.')?;
    Some(format!("write `{key}` below `{part}:`, indented"))
}

fn unknown_variable(name: &str, origin: Origin) -> ConfigError {
    let names: Vec<_> = SETTINGS.iter().map(Setting::variable).collect();
    let hint = did_you_mean(name, names.iter().map(String::as_str))
        .unwrap_or_else(|| format!("remove it; `{}` is one that there is", names[0]));
    ConfigError::UnknownVariable { origin, hint }
}

/// The address with the password, unless it has one or needs none.
fn with_password(url: &str, password: &str) -> String {
    let Some((scheme, rest)) = url
        .split_once("://")
        .filter(|(scheme, _)| !scheme.starts_with("sqlite"))
    else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let (user, host) = authority.rsplit_once('@').unwrap_or(("", authority));
    if user.contains(':') {
        return url.to_owned();
    }
    let password = utf8_percent_encode(password, NON_ALPHANUMERIC);
    format!("{scheme}://{user}:{password}@{host}{path}")
}

/// What an address of SQLite's has a meaning for.
const ENCODED: AsciiSet = CONTROLS.add(b'%').add(b'?').add(b'#');

/// An address of SQLite's with its path in the folder, if the path is relative and the folder is another than the
/// one we are in.
fn in_directory(url: &str, directory: &Path) -> Option<String> {
    let rest = url.strip_prefix("sqlite:")?;
    let path = rest.strip_prefix("//").unwrap_or(rest);
    let elsewhere = !directory.as_os_str().is_empty() && directory != Path::new(".");
    if !elsewhere || path.starts_with(":memory:") || Path::new(path).is_absolute() {
        return None;
    }
    let directory = directory.to_str()?;
    let directory = utf8_percent_encode(directory.trim_end_matches('/'), &ENCODED);
    Some(format!("sqlite:{directory}/{path}"))
}

#[cfg(test)]
mod tests;
