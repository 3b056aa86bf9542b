//! All settings by name, for the environment and the command line.

use std::any::type_name;
use std::fmt::Display;
use std::str::FromStr;

use super::database::without_password;
use super::{Config, Secret};
use crate::yaml::of_type;

/// A setting: its name in `config.yaml`, and how it is changed and shown.
pub(super) struct Setting {
    /// Such as `server.port`.
    pub(super) name: &'static str,
    pub(super) set: fn(&mut Config, &str) -> Result<(), String>,
    pub(super) show: fn(&Config) -> String,
}

macro_rules! setting {
    ($part:ident . $key:ident) => {
        Setting {
            name: concat!(stringify!($part), ".", stringify!($key)),
            set: |config, text| set(&mut config.$part.$key, text),
            show: |config| config.$part.$key.to_string(),
        }
    };
}

/// The settings, in the order of [`Config`].
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "database.url",
        set: |config, text| set(&mut config.database.url, text),
        show: |config| without_password(&config.database.url),
    },
    Setting {
        name: "database.password",
        set: |config, text| set_secret(&mut config.database.password, text),
        show: |config| show_secret(config.database.password.as_ref()),
    },
    setting!(database.durability),
    setting!(database.max_connections),
    setting!(database.acquire_timeout_seconds),
    setting!(database.statement_timeout_seconds),
    setting!(database.lock_timeout_seconds),
    setting!(server.host),
    setting!(server.port),
    setting!(server.api_name),
    setting!(server.opt_locking),
    setting!(server.decimals),
    setting!(server.heartbeat_seconds),
    setting!(limits.address_bytes),
    setting!(limits.body_bytes),
    setting!(limits.page_size),
    setting!(limits.largest_page_size),
    setting!(limits.include_depth),
    setting!(limits.sort),
    setting!(limits.counted_rows),
    setting!(limits.filter_depth),
    setting!(limits.filter_conditions),
    setting!(limits.filter_values),
    setting!(limits.rows),
    setting!(limits.operations),
    setting!(limits.request_seconds),
    setting!(limits.header_seconds),
    setting!(limits.connections),
    setting!(limits.requests_per_second),
    setting!(limits.requests_at_once),
    setting!(limits.streams),
    setting!(limits.kept_changes),
    setting!(rules.derived_columns),
    setting!(audit.enabled),
    setting!(log.requests),
    setting!(log.sql),
    setting!(log.logic),
    setting!(log.format),
    setting!(log.slow_milliseconds),
    Setting {
        name: "secret",
        set: |config, text| set_secret(&mut config.secret, text),
        show: |config| show_secret(config.secret.as_ref()),
    },
];

/// The names that everybody uses, and the settings they mean.
pub(super) const EVERYBODYS: [(&str, &str); 3] = [
    ("DATABASE_URL", "database.url"),
    ("PORT", "server.port"),
    ("OPT_LOCKING", "server.opt_locking"),
];

/// What the variables of ours begin with.
pub(super) const PREFIX: &str = "APP__";

impl Setting {
    /// The setting of the name.
    pub(super) fn find(name: &str) -> Option<&'static Self> {
        SETTINGS.iter().find(|setting| setting.name == name)
    }

    /// Such as `APP__SERVER__PORT`.
    pub(super) fn variable(&self) -> String {
        format!("{PREFIX}{}", self.name.replace('.', "__").to_uppercase())
    }
}

fn set<T: FromStr<Err: Display>>(place: &mut T, text: &str) -> Result<(), String> {
    *place = text
        .parse()
        .map_err(|error: T::Err| match of_type(type_name::<T>()) {
            Some(expected) => format!("expected {expected}"),
            None => error.to_string(),
        })?;
    Ok(())
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of all setters")]
fn set_secret(place: &mut Option<Secret>, text: &str) -> Result<(), String> {
    *place = (!text.is_empty()).then(|| Secret::new(text));
    Ok(())
}

fn show_secret(secret: Option<&Secret>) -> String {
    secret.map_or(String::new(), |secret| format!("{secret:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_reads_what_it_shows() {
        let mut config = Config::default();
        for setting in SETTINGS {
            let shown = (setting.show)(&config);
            (setting.set)(&mut config, &shown).unwrap();
            assert_eq!((setting.show)(&config), shown, "{}", setting.name);
        }
    }

    /// `config.yaml` knows the settings by the derive, the environment by the list: they are the same.
    #[test]
    fn the_list_is_what_config_yaml_knows() {
        let secrets = ["database.password", "secret"];
        let mut listed: Vec<_> = SETTINGS
            .iter()
            .map(|setting| setting.name)
            .filter(|name| !secrets.contains(name))
            .collect();
        let mut known = Vec::new();
        for part in keys_of("nonsense: 1") {
            for key in keys_of(&format!("{part}:\n  nonsense: 1")) {
                known.push(format!("{part}.{key}"));
            }
        }
        listed.sort_unstable();
        known.sort_unstable();
        assert_eq!(listed, known);
    }

    fn keys_of(yaml: &str) -> Vec<&'static str> {
        match serde_saphyr::from_str_with_options::<Config>(
            yaml,
            serde_saphyr::options! { with_snippet: false },
        )
        .unwrap_err()
        {
            serde_saphyr::Error::SerdeUnknownField { expected, .. } => expected,
            error => panic!("{error}"),
        }
    }
}
