use std::path::{Path, PathBuf};

use super::super::{ConfigError, Durability, LogFormat};
use super::{Configuration, Origin, Sources, in_directory, with_password};

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn sources(folder: &tempfile::TempDir, variables: &[(&str, &str)]) -> Sources {
    Sources {
        directory: folder.path().to_owned(),
        variables: variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        ..Sources::default()
    }
}

fn load(
    config: &str,
    dot_env: &str,
    variables: &[(&str, &str)],
) -> Result<Configuration, ConfigError> {
    let folder = folder(&[("config.yaml", config), (".env", dot_env)]);
    Configuration::load(&sources(&folder, variables))
}

const DATABASE: &str = "database:\n  url: postgres://shop@db/shop\n";

#[test]
fn each_layer_wins_over_the_one_below() {
    let config =
        format!("{DATABASE}server:\n  port: 1\n  host: a\n  api_name: b\nlimits:\n  rows: 7\n");
    let folder = folder(&[
        ("config.yaml", &config),
        (".env", "PORT=2\nAPP__SERVER__HOST=c\n"),
    ]);
    let sources = sources(&folder, &[("PORT", "3")]).with("--host", "server.host", "d");
    let loaded = Configuration::load(&sources).unwrap();
    assert_eq!(
        (loaded.config.server.port, loaded.config.limits.rows),
        (3, 7)
    );
    assert_eq!(
        (&*loaded.config.server.host, &*loaded.config.server.api_name),
        ("d", "b")
    );
    assert_eq!(
        loaded.origin("server.port").to_string(),
        "`PORT` in the environment"
    );
    assert_eq!(
        loaded.origin("server.host").to_string(),
        "`--host` on the command line"
    );
    assert_eq!(loaded.origin("server.api_name"), &Origin::File(6));
    assert_eq!(loaded.origin("log.sql"), &Origin::Default);
}

#[test]
fn our_names_win_over_everybodys_in_the_same_layer() {
    let variables = [
        ("APP__SERVER__PORT", "5"),
        ("PORT", "4"),
        ("DATABASE_URL", "mysql://other/db"),
        ("OTHER", "x"),
    ];
    let loaded = load(DATABASE, "", &variables).unwrap();
    assert_eq!(
        (loaded.config.server.port, &*loaded.config.database.url),
        (5, "mysql://other/db")
    );
}

#[test]
fn every_type_comes_from_the_environment() {
    let variables = [
        ("APP__DATABASE__DURABILITY", "normal"),
        ("APP__LOG__FORMAT", "json"),
        ("APP__LOG__REQUESTS", "false"),
        ("APP__LIMITS__BODY_BYTES", "12"),
    ];
    let config = load(DATABASE, "", &variables).unwrap().config;
    assert_eq!(
        (config.database.durability, config.log.format),
        (Durability::Normal, LogFormat::Json)
    );
    assert_eq!((config.log.requests, config.limits.body_bytes), (false, 12));
}

#[test]
fn the_password_comes_from_dot_env_and_is_never_shown() {
    let loaded = load(
        DATABASE,
        "APP__DATABASE__PASSWORD=s@cret\nAPP__SECRET=k3y\n",
        &[],
    )
    .unwrap();
    assert_eq!(
        loaded.config.database.url,
        "postgres://shop:s%40cret@db/shop"
    );
    assert_eq!(loaded.config.secret.as_ref().unwrap().reveal(), "k3y");
    let shown = format!("{:?} {:?}", loaded.config, loaded.shown());
    assert!(
        !shown.contains("cret@") && !shown.contains("s%40") && !shown.contains("k3y"),
        "{shown}"
    );
}

#[test]
fn a_password_goes_between_user_and_host() {
    for (url, expected) in [
        (
            "postgres://shop@db:5432/shop?sslmode=require",
            "postgres://shop:p@db:5432/shop?sslmode=require",
        ),
        ("mysql://db", "mysql://:p@db"),
        ("mysql://shop:own@db/shop", "mysql://shop:own@db/shop"),
        ("sqlite://shop@db", "sqlite://shop@db"),
    ] {
        assert_eq!(with_password(url, "p"), expected);
    }
}

#[test]
fn a_relative_path_is_relative_to_the_project() {
    let there = Path::new("/srv/50% off");
    let expected = Some("sqlite:/srv/50%25 off/database/db.sqlite?mode=rw".to_owned());
    assert_eq!(
        in_directory("sqlite:database/db.sqlite?mode=rw", there),
        expected
    );
    assert_eq!(in_directory("sqlite:///data/db.sqlite", there), None);
    assert_eq!(in_directory("sqlite:db.sqlite", &PathBuf::new()), None);
    assert_eq!(in_directory("postgres://db/shop", there), None);
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_a_hint() {
    for (config, dot_env, variables, message, hint) in [
        (
            "server:\n  prot: 1\n",
            "",
            [].as_slice(),
            "line 2 of `config.yaml`: unknown key `prot` in `server`",
            "did you mean `port`?",
        ),
        (
            "sever:\n  port: 1\n",
            "",
            &[],
            "line 1 of `config.yaml`: unknown key `sever`",
            "did you mean `server`?",
        ),
        (
            "database:\n  url: x\n  password: y\n",
            "",
            &[],
            "line 3 of `config.yaml`: unknown key `password` in `database`",
            "put it into `.env`, as `APP__DATABASE__PASSWORD`",
        ),
        (
            "port: 7\n",
            "",
            &[],
            "line 1 of `config.yaml`: unknown key `port`",
            "write `port` below `server:`, indented",
        ),
        (
            "server.port: 7\n",
            "",
            &[],
            "line 1 of `config.yaml`: unknown key `server.port`",
            "write `port` below `server:`, indented",
        ),
        (
            "server: 1\n",
            "",
            &[],
            "line 1 of `config.yaml`: `server` is a text, where keys and values should be",
            "write them below `server:`, each in a line `key: value` that begins two spaces further right",
        ),
        (
            "log:\n  format: jsno\n",
            "",
            &[],
            "line 2 of `config.yaml`: `log.format` is `jsno`, where `text` or `json` should be",
            "did you mean `json`?",
        ),
        (
            "database:\n  url:\n",
            "",
            &[],
            "line 2 of `config.yaml`: `database.url` has no value, where a text should be",
            "write the value after `url:`, or remove the line",
        ),
        (
            DATABASE,
            "A=1\nnonsense",
            &[],
            "line 2 of `.env`",
            "write one `NAME=value` in a line; quote values that have spaces",
        ),
        (
            DATABASE,
            "",
            &[("APP__SERVER__PROT", "1")],
            "`APP__SERVER__PROT` in the environment is no setting",
            "did you mean `APP__SERVER__PORT`?",
        ),
        (
            "",
            "",
            &[],
            "the address of the database is not set",
            "write it as `database.url` in the project's `config.yaml`, or set `DATABASE_URL` in the environment",
        ),
    ] {
        let error = load(config, dot_env, variables).unwrap_err();
        // The folder differs from run to run.
        let shown = error.to_string();
        let shown = match (
            shown.find('`'),
            shown.rfind("config.yaml").or(shown.rfind(".env")),
        ) {
            (Some(start), Some(name)) if shown.starts_with("line") => {
                format!("{}{}", &shown[..=start], &shown[name..])
            }
            _ => shown,
        };
        assert_eq!((&*shown, error.hint().as_deref()), (message, Some(hint)));
    }
}

#[test]
fn values_of_the_wrong_type_are_refused() {
    for config in [
        "server:\n  port: many\n",
        "log:\n  sql: no\n",
        "server:\n  port: 70000\n",
        "server: 1\n",
        "- 1\n",
    ] {
        let error = load(&format!("{DATABASE}{config}"), "", &[]).unwrap_err();
        assert!(
            matches!(error, ConfigError::File { .. }),
            "{config}: {error:?}"
        );
    }
    for (name, value) in [("PORT", "many"), ("APP__LOG__SQL", "yes")] {
        let error = load(DATABASE, "", &[(name, value)]).unwrap_err();
        assert!(error.to_string().contains(name), "{error}");
    }
    for name in [
        "database.lock_timeout_seconds",
        "server.heartbeat_seconds",
        "limits.body_bytes",
        "limits.connections",
        "limits.requests_at_once",
    ] {
        let variable = format!("APP__{}", name.replace('.', "__").to_uppercase());
        let error = load(DATABASE, "", &[(&variable, "0")]).unwrap_err();
        assert!(error.to_string().contains("at least 1"), "{name}: {error}");
    }
    for variable in [
        "APP__LIMITS__REQUESTS_PER_SECOND",
        "APP__LIMITS__FILTER_DEPTH",
    ] {
        load(DATABASE, "", &[(variable, "0")]).unwrap();
    }
    let error = load(DATABASE, "", &[("APP__SERVER__API_NAME", "a/{b}")]).unwrap_err();
    assert!(error.to_string().contains("server.api_name"), "{error}");
}

#[test]
fn a_value_that_cannot_be_used_is_named_with_where_it_is_from() {
    for (config, dot_env, message, hint) in [
        (
            "limits:\n  page_size: 0\n",
            "",
            "the value of `limits.page_size` cannot be used (line 4 of `config.yaml`): it must be at least 1",
            "correct line 4 of `config.yaml`, then run the command again",
        ),
        (
            "server:\n  api_name: a b\n",
            "",
            "the value of `server.api_name` cannot be used (line 4 of `config.yaml`): expected a path such as `api` or `shop/api`",
            "correct line 4 of `config.yaml`, then run the command again",
        ),
        (
            "",
            "PORT=many\n",
            "the value of `server.port` cannot be used (`PORT` in `.env`): expected a whole number from 0 to 65535",
            "correct `PORT` in `.env`, then run the command again",
        ),
        (
            "",
            "APP__LOG__SQL=yes\n",
            "the value of `log.sql` cannot be used (`APP__LOG__SQL` in `.env`): expected `true` or `false`",
            "correct `APP__LOG__SQL` in `.env`, then run the command again",
        ),
    ] {
        let error = load(&format!("{DATABASE}{config}"), dot_env, &[]).unwrap_err();
        assert_eq!(
            (&*error.to_string(), error.hint().as_deref()),
            (message, Some(hint))
        );
    }
}

#[test]
fn a_file_that_is_not_utf8_is_to_be_saved_so() {
    let folder = folder(&[]);
    std::fs::write(folder.path().join("config.yaml"), b"\xff\n").unwrap();
    let error = Configuration::load(&sources(&folder, &[])).unwrap_err();
    assert_eq!(error.hint().as_deref(), Some("save it as UTF-8"));
}

#[test]
fn a_file_that_was_named_must_be_there() {
    let folder = folder(&[]);
    let file = Some(folder.path().join("other.yaml"));
    let error = Configuration::load(&Sources {
        file,
        ..sources(&folder, &[])
    })
    .unwrap_err();
    assert!(matches!(error, ConfigError::Unreadable { .. }));
}
