//! Where a database is. An address is shown, also by `Debug`, without its password.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use formwork_runtime::model::Dialect;
use percent_encoding::percent_decode_str;
use url::Url;

/// The address of a database, as one writes it after `--db-url`.
///
/// | written | means |
/// | --- | --- |
/// | `sqlite:shop.sqlite`, `sqlite://shop.sqlite`, `shop.sqlite` | a file here |
/// | `sqlite:/data/shop.db`, `sqlite:///data/shop.db`, `/data/shop.db` | a file there |
/// | `postgres://ann:secret@host:5432/shop`, `postgresql://…` | PostgreSQL |
/// | `mysql://ann:secret@host:3306/shop`, `mariadb://…` | MySQL or MariaDB |
///
/// A plain path must end in `.sqlite`, `.sqlite3`, `.db` or `.db3`. The name of a Python driver after the scheme
/// (`postgresql+psycopg2://`) is accepted and dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Address {
    place: Place,
}

#[derive(Clone, PartialEq, Eq)]
enum Place {
    File(PathBuf),
    Server {
        dialect: Dialect,
        /// Without its password.
        url: Box<Url>,
        password: Option<String>,
    },
}

impl Address {
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        match &self.place {
            Place::File(_) => Dialect::Sqlite,
            Place::Server { dialect, .. } => *dialect,
        }
    }

    /// The address to write where anybody may read it.
    #[must_use]
    pub fn without_password(&self) -> String {
        self.to_string()
    }

    /// The password, decoded, if the address has one.
    #[must_use]
    pub fn password(&self) -> Option<&str> {
        match &self.place {
            Place::File(_) => None,
            Place::Server { password, .. } => password.as_deref(),
        }
    }

    /// The file of a SQLite database.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.place {
            Place::File(path) => Some(path),
            Place::Server { .. } => None,
        }
    }

    /// The server's name or number; none for a file and for a socket.
    #[must_use]
    pub fn host(&self) -> Option<&str> {
        self.url()?.host_str().filter(|host| !host.is_empty())
    }

    #[must_use]
    pub fn port(&self) -> Option<u16> {
        self.url()?.port()
    }

    /// The user to connect as, decoded.
    #[must_use]
    pub fn user(&self) -> Option<String> {
        decoded(self.url()?.username())
    }

    /// The name of the database: the last part of a server's address, or the name of the file without its ending.
    #[must_use]
    pub fn database(&self) -> Option<String> {
        match &self.place {
            Place::File(path) => Some(path.file_stem()?.to_string_lossy().into_owned()),
            Place::Server { url, .. } => decoded(url.path().trim_matches('/')).or_else(|| {
                let (_, name) = url.query_pairs().find(|(key, _)| key == "dbname")?;
                Some(name.into_owned())
            }),
        }
    }

    /// The address of the server for a driver; the password is kept apart.
    pub(super) fn url(&self) -> Option<&Url> {
        match &self.place {
            Place::File(_) => None,
            Place::Server { url, .. } => Some(url),
        }
    }

    fn file(path: &str) -> Result<Self, AddressError> {
        // `sqlite:shop.db?mode=ro` is how sqlx spells options; we open read only anyway.
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        if path.is_empty() {
            return Err(AddressError::NoFile);
        }
        if path == ":memory:" {
            return Err(AddressError::InMemory);
        }
        Ok(Self {
            place: Place::File(PathBuf::from(path)),
        })
    }

    fn server(dialect: Dialect, scheme: &str, rest: &str) -> Result<Self, AddressError> {
        let malformed = |why| AddressError::Malformed {
            scheme: scheme.to_owned(),
            why,
        };
        let name = match dialect {
            Dialect::Postgres => "postgres",
            _ => "mysql",
        };
        let mut url =
            Url::parse(&format!("{name}:{rest}")).map_err(|error| malformed(error.into()))?;
        // An `@`, `/`, `?` or `#` in a password ends it early, and its rest would be taken for something
        // that is shown. An address has no such sign in those places.
        let after_host = &url[url::Position::BeforePath..];
        if url.fragment().is_some() || after_host.contains('@') {
            return Err(malformed(Malformed::AfterHost));
        }
        if !url.has_host() && url.cannot_be_a_base() {
            return Err(malformed(Malformed::NoSlashes));
        }
        let mut password = url.password().map(str::to_owned);
        if password.is_some() {
            url.set_password(None)
                .expect("an address with a password has a host");
        }
        if let Some(raw) = &password {
            let text = decoded(raw).ok_or_else(|| malformed(Malformed::Password))?;
            password = Some(text);
        }
        if url.query().is_some() {
            let (secret, others): (Vec<_>, Vec<_>) = url
                .query_pairs()
                .into_owned()
                .partition(|(key, _)| key == "password");
            if let Some((_, text)) = secret.into_iter().next() {
                password.get_or_insert(text);
                url.set_query(None);
                if !others.is_empty() {
                    url.query_pairs_mut().extend_pairs(others);
                }
            }
        }
        Ok(Self {
            place: Place::Server {
                dialect,
                url: Box::new(url),
                password,
            },
        })
    }
}

/// The text without percent signs; none if it is empty.
fn decoded(text: &str) -> Option<String> {
    let text = percent_decode_str(text).decode_utf8().ok()?;
    Some(text.into_owned()).filter(|text| !text.is_empty())
}

impl FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        let Some((scheme, rest)) = split_scheme(text) else {
            let extension = Path::new(text).extension().unwrap_or_default();
            if ["sqlite", "sqlite3", "db", "db3"]
                .iter()
                .any(|ending| extension.eq_ignore_ascii_case(ending))
            {
                return Self::file(text);
            }
            return Err(AddressError::NotAnAddress {
                text: text.to_owned(),
            });
        };
        // SQLAlchemy's addresses name a Python driver: `mysql+pymysql`.
        let name = scheme.split('+').next().unwrap_or_default();
        match name.to_ascii_lowercase().as_str() {
            "sqlite" => Self::file(rest.strip_prefix("//").unwrap_or(rest)),
            "postgres" | "postgresql" => Self::server(Dialect::Postgres, scheme, rest),
            "mysql" | "mariadb" => Self::server(Dialect::Mysql, scheme, rest),
            _ => Err(AddressError::UnknownScheme {
                scheme: scheme.to_owned(),
            }),
        }
    }
}

/// What stands before and after the first colon, if what stands before can be a scheme.
fn split_scheme(text: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = text.split_once(':')?;
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-._".contains(c));
    // A single letter is a drive of Windows.
    (is_scheme && scheme.len() > 1).then_some((scheme, rest))
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Place::File(path) => write!(formatter, "sqlite:{}", path.display()),
            Place::Server { url, .. } => write!(formatter, "{url}"),
        }
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Address({self})")
    }
}

/// Why a text is no address of a database. It never repeats a part that may be a password.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("`{text}` is not the address of a database")]
    NotAnAddress { text: String },
    #[error("no database is known by the scheme `{scheme}:`")]
    UnknownScheme { scheme: String },
    #[error("the address `{scheme}://…` cannot be read: {why}")]
    Malformed { scheme: String, why: Malformed },
    #[error("the address `sqlite:` names no file")]
    NoFile,
    #[error("the address `sqlite::memory:` is an empty database")]
    InMemory,
}

/// What is wrong with the address of a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    #[error(transparent)]
    Url(#[from] url::ParseError),
    #[error("it has an `@` or `#` after its host")]
    AfterHost,
    #[error("it has no `//` after its scheme")]
    NoSlashes,
    #[error("its password is not UTF-8")]
    Password,
}

const ENCODE: &str = "percent-encode what is special in the password: `%40` for `@`, `%2F` for `/`, `%3A` for `:`, `%23` for `#`, `%3F` for `?`";

const EXAMPLES: &str = "write it as `sqlite:FILE`, `postgres://USER:PASSWORD@HOST/DATABASE` or `mysql://USER:PASSWORD@HOST/DATABASE`";

impl AddressError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> String {
        match self {
            Self::UnknownScheme { scheme } => match similar_scheme(scheme) {
                Some("sqlite") => "did you mean `sqlite:`?".to_owned(),
                Some(known) => format!("did you mean `{known}://`?"),
                None => EXAMPLES.to_owned(),
            },
            Self::Malformed { why, .. } => match why {
                // What stands after a `:` of the password is taken for a port.
                Malformed::Url(url::ParseError::InvalidPort) => {
                    format!("write a port of 1 to 65535, and {ENCODE}")
                }
                Malformed::Url(url::ParseError::EmptyHost) => {
                    "name the server's host after `//`, or after the `@`".to_owned()
                }
                Malformed::NoSlashes => EXAMPLES.to_owned(),
                Malformed::Password => {
                    "write the password's letters as UTF-8 before percent-encoding them".to_owned()
                }
                Malformed::Url(_) | Malformed::AfterHost => ENCODE.to_owned(),
            },
            Self::NoFile | Self::InMemory => "name a file, such as `sqlite:shop.sqlite`".to_owned(),
            Self::NotAnAddress { .. } => EXAMPLES.to_owned(),
        }
    }
}

/// The known scheme that somebody meant.
fn similar_scheme(scheme: &str) -> Option<&'static str> {
    let name = scheme.split('+').next().unwrap_or_default();
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "file" => return Some("sqlite"),
        "pg" | "psql" | "pgsql" => return Some("postgres"),
        _ => {}
    }
    ["sqlite", "postgres", "postgresql", "mysql", "mariadb"]
        .into_iter()
        .map(|known| (strsim::damerau_levenshtein(&name, known), known))
        .min()
        // Closer than `mssql` is to `mysql`, which is another database.
        .filter(|(distance, known)| *distance <= known.len() / 4 && name != "mssql")
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> Address {
        text.parse().unwrap()
    }

    #[test]
    fn a_file_can_be_written_in_several_ways() {
        for text in [
            "sqlite:shop.db",
            "sqlite://shop.db",
            "shop.db",
            "sqlite:shop.db?mode=rwc",
        ] {
            assert_eq!(address(text).path(), Some(Path::new("shop.db")), "{text}");
            assert_eq!(address(text).to_string(), "sqlite:shop.db");
            assert_eq!(address(text).database().as_deref(), Some("shop"));
            assert_eq!(address(text).dialect(), Dialect::Sqlite);
        }
        for text in ["sqlite:///data/Shop.SQLITE", "/data/Shop.SQLITE"] {
            assert_eq!(address(text).path(), Some(Path::new("/data/Shop.SQLITE")));
        }
        assert_eq!(
            address(r"C:\data\shop.sqlite3").path(),
            Some(Path::new(r"C:\data\shop.sqlite3"))
        );
    }

    #[test]
    fn a_server_keeps_its_password_apart() {
        let shop = address(
            "postgres://ann%40x:p%40ss%2Fw%3A%23@db.example:6432/my%20shop?sslmode=require",
        );
        assert_eq!(shop.dialect(), Dialect::Postgres);
        assert_eq!(shop.user().as_deref(), Some("ann@x"));
        assert_eq!(shop.password(), Some("p@ss/w:#"));
        assert_eq!(shop.host(), Some("db.example"));
        assert_eq!(shop.port(), Some(6432));
        assert_eq!(shop.database().as_deref(), Some("my shop"));
        assert_eq!(
            shop.to_string(),
            "postgres://ann%40x@db.example:6432/my%20shop?sslmode=require"
        );
        assert_eq!(address(&shop.without_password()).password(), None);
    }

    #[test]
    fn a_password_among_the_parameters_is_hidden_too() {
        let shop = address("postgresql://db/shop?password=secret&sslmode=require&user=ann");
        assert_eq!(shop.password(), Some("secret"));
        assert_eq!(
            shop.to_string(),
            "postgres://db/shop?sslmode=require&user=ann"
        );
        let shop = address("postgresql://db/shop?password=secret");
        assert_eq!(format!("{shop:?}"), "Address(postgres://db/shop)");
    }

    #[test]
    fn python_drivers_are_dropped() {
        for (text, shown) in [
            (
                "postgresql+psycopg2://ann:x@db/shop",
                "postgres://ann@db/shop",
            ),
            ("mysql+pymysql://ann:x@db/shop", "mysql://ann@db/shop"),
            ("mariadb://ann@db/shop", "mysql://ann@db/shop"),
            ("MySQL://db", "mysql://db"),
        ] {
            assert_eq!(address(text).to_string(), shown);
        }
    }

    #[test]
    fn neither_debug_nor_an_error_shows_a_password() {
        let shop = address("mysql://root:secret@127.0.0.1/shop");
        assert_eq!(format!("{shop:?}"), "Address(mysql://root@127.0.0.1/shop)");
        for text in [
            "postgres://ann:sec#ret@db/shop",
            "postgres://ann:secret@s?ret@db/shop",
            "postgres://ann:secret@s/ret@db/shop",
            "postgres://ann:secret@[db/shop",
            "postgres://ann:sec/ret@db/shop",
            "postgres:ann:secret@db/shop",
            "oracle://ann:secret@db/shop",
        ] {
            let error = text.parse::<Address>().unwrap_err();
            let shown = format!("{error} {error:?} {}", error.hint());
            assert!(!shown.contains("ret"), "{text}: {shown}");
        }
    }

    #[test]
    fn what_cannot_be_read_has_a_hint_of_its_own() {
        for (text, message, hint) in [
            (
                "postgres://ann:sec:ret@db:many/shop",
                "the address `postgres://…` cannot be read: invalid port number",
                "write a port of 1 to 65535, and percent-encode",
            ),
            (
                "mysql://ann@:3306/shop",
                "the address `mysql://…` cannot be read: empty host",
                "name the server's host",
            ),
            (
                "postgres:ann:secret",
                "the address `postgres://…` cannot be read: it has no `//` after its scheme",
                "write it as `sqlite:FILE`, `postgres://",
            ),
            (
                "mariadb://ann:%ff@db/shop",
                "the address `mariadb://…` cannot be read: its password is not UTF-8",
                "write the password's letters as UTF-8",
            ),
            (
                "postgres://ann:se@cret/x@db/shop",
                "the address `postgres://…` cannot be read: it has an `@` or `#` after its host",
                "percent-encode what is special in the password: `%40` for `@`",
            ),
        ] {
            let error = text.parse::<Address>().unwrap_err();
            assert_eq!(error.to_string(), message, "{text}");
            assert!(error.hint().starts_with(hint), "{text}: {}", error.hint());
        }
    }

    #[test]
    fn a_mistyped_scheme_is_recognized() {
        for (text, hint) in [
            ("postgre://db/shop", "did you mean `postgres://`?"),
            ("sqlit:shop.db", "did you mean `sqlite:`?"),
            ("file:shop.db", "did you mean `sqlite:`?"),
            ("mysqli://db/shop", "did you mean `mysql://`?"),
            ("mssql+pyodbc://db/shop", EXAMPLES),
            ("oracle://db/shop", EXAMPLES),
            ("shop", EXAMPLES),
        ] {
            assert_eq!(text.parse::<Address>().unwrap_err().hint(), hint, "{text}");
        }
        assert_eq!(
            "sqlite::memory:".parse::<Address>(),
            Err(AddressError::InMemory)
        );
        assert_eq!("sqlite://".parse::<Address>(), Err(AddressError::NoFile));
    }
}
