//! A database of a test's own, a Model of a few lines, and work made of closures.

use std::io::Write;
use std::sync::Arc;

use formwork_runtime::Result;
use formwork_runtime::catalog::{Catalog, Table};
use formwork_runtime::config::DatabaseConfig;
use formwork_runtime::model::{self, ColumnType, Dialect, MAIN_DATABASE, Model, Resource};
use formwork_runtime::store::{
    BoxFuture, Connection, Kept, Lock, Page, Plans, Row, RowSink, Select, Shape, Source, Statement,
    Store, StoreError, Test, Work,
};
use formwork_runtime::value::Value;
use sqlx::{AssertSqlSafe, Connection as _, Executor};

/// Makes a test of an `async fn(Dialect)` on each of the databases.
macro_rules! on_databases {
    ($test:ident: $($dialect:ident),+) => {
        mod $test {
            $(crate::support::on_databases!(@ $test $dialect);)+
        }
    };
    (@ $test:ident sqlite) => { crate::support::on_databases!(@ $test sqlite Sqlite); };
    (@ $test:ident postgres) => { crate::support::on_databases!(@ $test postgres Postgres); };
    (@ $test:ident mysql) => { crate::support::on_databases!(@ $test mysql Mysql); };
    (@ $test:ident $name:ident $dialect:ident) => {
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            super::$test(formwork_runtime::model::Dialect::$dialect).await;
        }
    };
}
pub(crate) use on_databases;

/// A database that is gone at the end of the test.
pub(crate) struct Database {
    pub(crate) dialect: Dialect,
    pub(crate) store: Store,
    pub(crate) catalog: Catalog,
    pub(crate) config: DatabaseConfig,
    plans: Plans,
    server: Option<Server>,
    _directory: Option<tempfile::TempDir>,
}

/// Where the database is to be dropped.
struct Server {
    url: String,
    name: String,
}

impl Database {
    /// A database with the tables; none, and a line on the real standard error, where there is no such server.
    pub(crate) async fn create(
        dialect: Dialect,
        setup: &str,
        resources: Vec<Resource>,
    ) -> Option<Self> {
        Self::configured(dialect, setup, resources, |_| {}).await
    }

    /// The same, opened with other settings.
    pub(crate) async fn configured(
        dialect: Dialect,
        setup: &str,
        resources: Vec<Resource>,
        configure: impl FnOnce(&mut DatabaseConfig),
    ) -> Option<Self> {
        let mut directory = None;
        let mut server = None;
        let url = match dialect {
            Dialect::Sqlite => {
                let made = tempfile::tempdir().unwrap();
                let file = made.path().join("test.sqlite");
                rusqlite::Connection::open(&file)
                    .unwrap()
                    .execute_batch(setup)
                    .unwrap();
                directory = Some(made);
                format!("sqlite:{}", file.display())
            }
            Dialect::Postgres | Dialect::Mysql => {
                let made = Server {
                    url: server_url(dialect)?,
                    name: unique_name(),
                };
                run_sql(&made.url, &format!("CREATE DATABASE {}", made.name)).await;
                let url = made.database_url();
                server = Some(made);
                if !setup.is_empty() {
                    run_sql(&url, setup).await;
                }
                url
            }
        };
        let mut config = DatabaseConfig {
            url,
            ..DatabaseConfig::default()
        };
        configure(&mut config);
        let model = Model {
            format: model::FORMAT,
            databases: vec![model::Database {
                name: MAIN_DATABASE.into(),
                dialect,
            }],
            resources,
        };
        let catalog = Catalog::new(&model).unwrap();
        let store = Store::open(dialect, &config).await.unwrap();
        Some(Self {
            dialect,
            store,
            catalog,
            config,
            plans: Plans::default(),
            server,
            _directory: directory,
        })
    }

    /// Runs SQL beside the store, on a connection of its own.
    pub(crate) async fn run_sql(&self, sql: &str) {
        if self.dialect == Dialect::Sqlite {
            let file = self.config.url.trim_start_matches("sqlite:");
            rusqlite::Connection::open(file)
                .unwrap()
                .execute_batch(sql)
                .unwrap();
        } else {
            run_sql(&self.server.as_ref().unwrap().database_url(), sql).await;
        }
    }

    pub(crate) fn table(&self, kind: &str) -> &Table {
        self.catalog.find(kind).unwrap()
    }

    pub(crate) fn statement(&self, shape: &Shape) -> Arc<Statement> {
        self.plans.statement(&self.catalog, shape)
    }

    pub(crate) fn insert(&self, kind: &str, attributes: &[&str]) -> Arc<Statement> {
        let table = self.table(kind);
        self.statement(&Shape::Insert {
            table: table.id,
            attributes: positions(table, attributes),
            rows: 1,
            returns_row: false,
            kept: Kept::AsTyped,
        })
    }

    pub(crate) fn update(
        &self,
        kind: &str,
        attributes: &[&str],
        condition: Vec<Test>,
    ) -> Arc<Statement> {
        let table = self.table(kind);
        self.statement(&Shape::Update {
            table: table.id,
            attributes: positions(table, attributes),
            kept: Kept::AsTyped,
            condition,
        })
    }

    pub(crate) fn select(
        &self,
        kind: &str,
        attributes: &[&str],
        condition: Vec<Test>,
    ) -> Arc<Statement> {
        self.statement(&Shape::Select(self.selection(kind, attributes, condition)))
    }

    pub(crate) fn selection(
        &self,
        kind: &str,
        attributes: &[&str],
        condition: Vec<Test>,
    ) -> Select {
        let table = self.table(kind);
        let columns = positions(table, attributes)
            .into_iter()
            .map(Source::Attribute)
            .collect();
        Select {
            table: table.id,
            columns,
            condition,
            order: vec![],
            page: Page::All,
            lock: Lock::None,
        }
    }

    /// Runs a statement in a transaction of its own.
    pub(crate) async fn execute(
        &self,
        statement: &Arc<Statement>,
        parameters: Vec<Value>,
    ) -> Result<u64> {
        let statement = Arc::clone(statement);
        let run = work(move |connection| {
            let (statement, parameters) = (Arc::clone(&statement), parameters.clone());
            Box::pin(async move { Ok(connection.execute(&statement, &parameters).await?.rows) })
        });
        self.store.write(run).await
    }

    /// The rows of a query.
    pub(crate) async fn rows(
        &self,
        statement: &Arc<Statement>,
        parameters: Vec<Value>,
    ) -> Result<Vec<ReadRow>> {
        let statement = Arc::clone(statement);
        let run = work(move |connection| {
            let (statement, parameters) = (Arc::clone(&statement), parameters.clone());
            Box::pin(async move { rows(connection, &statement, &parameters).await })
        });
        self.store.read(run).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some(server) = self.server.take() else {
            return;
        };
        let force = if self.dialect == Dialect::Postgres {
            " WITH (FORCE)"
        } else {
            ""
        };
        let sql = format!("DROP DATABASE {}{force}", server.name);
        // A runtime of its own on a thread of its own: this one may be about to end.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap();
            runtime.block_on(run_sql(&server.url, &sql));
        });
        drop(dropped.join());
    }
}

impl Server {
    fn database_url(&self) -> String {
        let (server, _) = self.url.rsplit_once('/').unwrap();
        format!("{server}/{}", self.name)
    }
}

fn unique_name() -> String {
    let nanoseconds = std::time::UNIX_EPOCH.elapsed().unwrap().as_nanos();
    let thread = format!("{:?}", std::thread::current().id());
    let thread: String = thread.chars().filter(char::is_ascii_digit).collect();
    format!(
        "formwork_drivers_{}_{thread}_{nanoseconds}",
        std::process::id()
    )
}

/// The address of the server; says so where there is none.
#[expect(
    clippy::explicit_write,
    reason = "`eprintln!` would be captured, and the test passed over in silence"
)]
pub(crate) fn server_url(dialect: Dialect) -> Option<String> {
    let variable = match dialect {
        Dialect::Postgres => "FORMWORK_POSTGRES_URL",
        _ => "FORMWORK_MYSQL_URL",
    };
    if let Ok(url) = std::env::var(variable) {
        return Some(url);
    }
    let required = std::env::var("FORMWORK_REQUIRE_SERVERS").is_ok_and(|value| value == "1");
    assert!(!required, "`{variable}` is not set");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    writeln!(
        std::io::stderr(),
        "skipped: drivers::{test}: `{variable}` is not set"
    )
    .unwrap();
    None
}

/// Runs SQL, which may be several statements.
pub(crate) async fn run_sql(url: &str, sql: &str) {
    let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    if url.starts_with("postgres") {
        sqlx::PgConnection::connect(url)
            .await
            .unwrap()
            .execute(query)
            .await
            .unwrap();
    } else {
        sqlx::MySqlConnection::connect(url)
            .await
            .unwrap()
            .execute(query)
            .await
            .unwrap();
    }
}

fn positions(table: &Table, attributes: &[&str]) -> Vec<usize> {
    attributes
        .iter()
        .map(|name| table.attribute(name).unwrap())
        .collect()
}

/// A resource with the columns: name, type, and the type as the database says it.
pub(crate) fn resource(kind: &str, key: &[&str], columns: &[(&str, ColumnType, &str)]) -> Resource {
    Resource {
        kind: kind.into(),
        database: MAIN_DATABASE.into(),
        schema: None,
        table: kind.to_lowercase(),
        rust_type: kind.into(),
        module: kind.to_lowercase(),
        comment: None,
        read_only: None,
        key: key.iter().map(ToString::to_string).collect(),
        user_key: key[0].into(),
        links: Vec::new(),
        search: Vec::new(),
        attributes: columns
            .iter()
            .map(|(name, column_type, database_type)| model::Attribute {
                name: (*name).into(),
                column: None,
                field: (*name).into(),
                column_type: column_type.clone(),
                database_type: (*database_type).into(),
                collation: None,
                nullable: !key.contains(name),
                default: None,
                source: None,
                comment: None,
            })
            .collect(),
        unique: vec![],
        checks: vec![],
        relationships: vec![],
    }
}

pub(crate) const INTEGER: ColumnType = ColumnType::Integer {
    bits: 32,
    unsigned: false,
};
pub(crate) const TEXT: ColumnType = ColumnType::Text { max_length: None };

/// A row as values and as JSON.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadRow {
    pub(crate) values: Vec<Value>,
    pub(crate) json: Vec<String>,
}

/// Reads the rows of a query on a connection.
pub(crate) async fn rows(
    connection: &mut dyn Connection,
    statement: &Statement,
    parameters: &[Value],
) -> Result<Vec<ReadRow>> {
    let mut sink = Collected {
        columns: Arc::clone(&statement.columns),
        rows: vec![],
    };
    connection.select(statement, parameters, &mut sink).await?;
    Ok(sink.rows)
}

struct Collected {
    columns: Arc<[ColumnType]>,
    rows: Vec<ReadRow>,
}

impl RowSink for Collected {
    fn row(&mut self, row: &dyn Row) -> Result<(), StoreError> {
        let mut read = ReadRow {
            values: vec![],
            json: vec![],
        };
        for (index, column_type) in self.columns.iter().enumerate() {
            let cell = row.cell(index)?;
            let mut json = Vec::new();
            cell.write_json(column_type, &mut json);
            read.json.push(String::from_utf8(json).unwrap());
            read.values.push(cell.into_value(column_type));
        }
        self.rows.push(read);
        Ok(())
    }
}

/// Work as a closure.
pub(crate) struct Closure<F> {
    run: F,
    snapshot: bool,
}

pub(crate) fn work<T, F>(run: F) -> Closure<F>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut dyn Connection) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    Closure {
        run,
        snapshot: false,
    }
}

impl<F> Closure<F> {
    /// The same, with one state of the database for all its reads.
    pub(crate) fn in_snapshot(self) -> Self {
        Self {
            snapshot: true,
            ..self
        }
    }
}

impl<T, F> Work for Closure<F>
where
    T: Send + 'static,
    F: for<'a> Fn(&'a mut dyn Connection) -> BoxFuture<'a, Result<T>> + Send + Sync + 'static,
{
    type Output = T;

    fn wants_snapshot(&self) -> bool {
        self.snapshot
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, Result<T>> {
        (self.run)(connection)
    }
}
