//! A database of its own for each test, on SQLite, PostgreSQL, and MySQL or MariaDB.

use std::{
    env, fs,
    io::Write,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use formwork::{
    introspect::{Address, IntrospectError, ReadOptions, introspect},
    schema::Schema,
};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, MySqlConnection, PgConnection,
    sqlite::SqliteConnectOptions,
};
use tempfile::TempDir;
use url::Url;

/// Says that a test is skipped, or fails it where `FORMWORK_REQUIRE_SERVERS` asks for that.
pub(crate) fn skip(test: &str, reason: &str) {
    let message = format!("skipped: {test}: {reason}");
    assert!(
        env::var_os("FORMWORK_REQUIRE_SERVERS").is_none_or(|value| value != "1"),
        "{message}"
    );
    // The harness captures what `eprintln` says.
    let mut stderr = std::io::stderr();
    writeln!(stderr, "{message}").unwrap();
}

/// A kind of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Database {
    Sqlite,
    Postgres,
    /// MySQL or MariaDB, whatever runs at the address.
    Mysql,
}

impl Database {
    /// The last part of a test's name, and the name of a design's file.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// The environment variable with the server's address.
    fn variable(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("FORMWORK_POSTGRES_URL"),
            Self::Mysql => Some("FORMWORK_MYSQL_URL"),
        }
    }

    /// Whether the server is there. If not, it says that the test of this path is skipped, or fails where
    /// `FORMWORK_REQUIRE_SERVERS` asks for it.
    pub(crate) fn is_there(self, module: &str) -> bool {
        let Some(variable) = self.variable() else {
            return true;
        };
        if env::var_os(variable).is_some() {
            return true;
        }
        let (_, path) = module.split_once("::").unwrap_or(("", module));
        skip(
            &format!("{path}::{}", self.name()),
            &format!("`{variable}` is not set"),
        );
        false
    }

    /// The address of the server, without a database.
    fn server(self) -> Url {
        let variable = self.variable().expect("SQLite has no server");
        let address = env::var(variable).unwrap_or_else(|_| panic!("`{variable}` is not set"));
        address.parse().unwrap()
    }
}

/// A database that goes away at the end of the test, also when it fails.
#[derive(Debug)]
pub(crate) struct TestDatabase {
    pub(super) database: Database,
    place: Place,
}

#[derive(Debug)]
enum Place {
    File { folder: TempDir },
    Server { url: Url, name: String },
}

impl TestDatabase {
    /// A database with the tables and rows of `tests/databases/<design>/`.
    pub(crate) fn create(design: &str, database: Database) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sample = root.join("examples").join(design);
        let designed = root.join(format!("tests/databases/{design}/{}.sql", database.name()));
        // The samples are written for SQLite, and not twice; their rows fit every database.
        let schema = if designed.exists() {
            designed
        } else {
            sample.join("schema.sql")
        };
        let read = |path: &Path| {
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let mut sql = read(&schema);
        let rows = sample.join("data.sql");
        if rows.exists() {
            sql.push('\n');
            sql.push_str(&read(&rows));
        }
        Self::with(&sql, database)
    }

    /// A database without tables.
    pub(crate) fn empty(database: Database) -> Self {
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let place = if database == Database::Sqlite {
            let folder = tempfile::tempdir().unwrap();
            Place::File { folder }
        } else {
            let number = NUMBER.fetch_add(1, Ordering::Relaxed);
            let name = format!("formwork_test_{}_{number}", std::process::id());
            execute_on(&database.server(), &format!("CREATE DATABASE {name}"));
            let mut url = database.server();
            url.set_path(&name);
            Place::Server { url, name }
        };
        let test_database = Self { database, place };
        if database == Database::Sqlite {
            // A file of no length is no database yet.
            test_database.execute("VACUUM");
        }
        test_database
    }

    /// A database made by these statements.
    pub(crate) fn with(sql: &str, database: Database) -> Self {
        let test_database = Self::empty(database);
        test_database.execute(sql);
        test_database
    }

    /// The address, with its password.
    pub(crate) fn address(&self) -> String {
        match &self.place {
            Place::File { .. } => format!("sqlite:{}", self.path().display()),
            Place::Server { url, .. } => url.to_string(),
        }
    }

    /// The file of a SQLite database.
    pub(crate) fn path(&self) -> PathBuf {
        match &self.place {
            Place::File { folder } => folder.path().join("database.sqlite"),
            Place::Server { .. } => panic!("a {} database has no file", self.database.name()),
        }
    }

    /// What runs it: as [`Database::name`], but MariaDB by its own name, since its catalog tells things otherwise.
    pub(crate) fn server(&self) -> &'static str {
        let Place::Server { url, .. } = &self.place else {
            return self.database.name();
        };
        if self.database == Database::Postgres {
            return self.database.name();
        }
        let version: String = wait(async {
            let mut connection = MySqlConnection::connect(url.as_str()).await?;
            let version = sqlx::query_scalar("SELECT VERSION()")
                .fetch_one(&mut connection)
                .await?;
            connection.close().await?;
            Ok::<_, sqlx::Error>(version)
        })
        .unwrap();
        if version.contains("MariaDB") {
            "mariadb"
        } else {
            self.database.name()
        }
    }

    /// Runs any number of statements.
    pub(crate) fn execute(&self, sql: &str) {
        match &self.place {
            Place::File { .. } => execute_in(&self.path(), sql),
            Place::Server { url, .. } => execute_on(url, sql),
        }
    }

    /// The number that a query gives, on a connection of its own.
    pub(crate) fn number(&self, sql: &str) -> i64 {
        let number = match &self.place {
            Place::File { .. } => rusqlite::Connection::open(self.path())
                .and_then(|connection| {
                    connection.busy_timeout(std::time::Duration::from_secs(5))?;
                    connection.query_row(sql, [], |row| row.get(0))
                })
                .map_err(|error| error.to_string()),
            Place::Server { url, .. } => {
                wait(number_on(url, sql)).map_err(|error| error.to_string())
            }
        };
        number.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    /// The facts of it.
    pub(crate) fn schema(&self) -> Schema {
        self.introspect(&ReadOptions::default()).unwrap()
    }

    pub(crate) fn introspect(&self, options: &ReadOptions) -> Result<Schema, IntrospectError> {
        read(&self.address(), options)
    }
}

/// Somebody who may log in to the server of a test, and do nothing else yet.
#[derive(Debug)]
pub(crate) struct TestUser {
    /// As SQL names it.
    pub(crate) name: String,
    /// Of the test's database, as this user.
    pub(crate) address: String,
    server: Url,
}

impl TestDatabase {
    /// A new user of the server; it goes away with what is returned.
    pub(crate) fn user(&self) -> TestUser {
        let Place::Server { url, name } = &self.place else {
            panic!("SQLite has no users");
        };
        let name = format!("{name}_user");
        let sql = match self.database {
            Database::Postgres => format!("CREATE USER {name} PASSWORD 'secret'"),
            _ => format!("CREATE USER {name} IDENTIFIED BY 'secret'"),
        };
        execute_on(url, &sql);
        let mut address = url.clone();
        address.set_username(&name).unwrap();
        address.set_password(Some("secret")).unwrap();
        TestUser {
            name,
            address: address.into(),
            server: url.clone(),
        }
    }
}

impl Drop for TestUser {
    fn drop(&mut self) {
        let name = &self.name;
        let sql = if self.server.scheme().starts_with("postgres") {
            format!("DROP OWNED BY {name}; DROP USER {name}")
        } else {
            format!("DROP USER {name}")
        };
        execute_on(&self.server, &sql);
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Place::Server { name, .. } = &self.place {
            let force = match self.database {
                Database::Postgres => " WITH (FORCE)",
                _ => "",
            };
            execute_on(
                &self.database.server(),
                &format!("DROP DATABASE {name}{force}"),
            );
        }
    }
}

/// What `introspect` says about any address.
pub(crate) fn read(address: &str, options: &ReadOptions) -> Result<Schema, IntrospectError> {
    let address: Address = address.parse().unwrap();
    wait(introspect(&address, options))
}

fn execute_in(path: &Path, sql: &str) {
    wait(async {
        let mut connection = SqliteConnectOptions::new()
            .filename(path)
            .create_if_missing(true)
            // A design may contain what no constraint would let in.
            .foreign_keys(false)
            .connect()
            .await?;
        connection.execute(AssertSqlSafe(sql)).await?;
        connection.close().await
    })
    .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}

fn execute_on(url: &Url, sql: &str) {
    wait(async {
        let sql = sqlx::raw_sql(AssertSqlSafe(sql));
        if url.scheme().starts_with("postgres") {
            let mut connection = PgConnection::connect(url.as_str()).await?;
            sql.execute(&mut connection).await?;
            connection.close().await
        } else {
            let mut connection = MySqlConnection::connect(url.as_str()).await?;
            sql.execute(&mut connection).await?;
            connection.close().await
        }
    })
    .unwrap_or_else(|error| panic!("{}: {error}", url.path()));
}

async fn number_on(url: &Url, sql: &str) -> sqlx::Result<i64> {
    let sql = AssertSqlSafe(sql);
    if url.scheme().starts_with("postgres") {
        let mut connection = PgConnection::connect(url.as_str()).await?;
        let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
        connection.close().await?;
        return Ok(number);
    }
    let mut connection = MySqlConnection::connect(url.as_str()).await?;
    let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(number)
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}
