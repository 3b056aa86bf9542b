//! A database of random tables, which is gone at the end of the test, and its rows by plain SQL.

use std::io::Write;
use std::sync::Arc;

use super::oracle::Rows;
use super::rule::{Rule, logic};
use super::schema::{Schema, column_type, names};
use crate::app::State;
use crate::catalog::Catalog;
use crate::config::{DatabaseConfig, Durability};
use crate::model::{ColumnType, Dialect};
use crate::session::Rows as Taken;
use crate::store::{BoxFuture, Connection, Statement, Store, Work};
use crate::value::Value;

pub(super) struct Database {
    pub(super) state: Arc<State>,
    server: Option<Server>,
    directory: Option<tempfile::TempDir>,
}

/// Where the database is to be dropped.
struct Server {
    url: String,
    name: String,
}

/// Whether there is such a server; says so where there is none.
#[expect(
    clippy::explicit_write,
    reason = "`eprintln!` would be captured, and the test passed over in silence"
)]
pub(super) fn is_there(dialect: Dialect) -> bool {
    let Some(variable) = variable(dialect) else {
        return true;
    };
    if std::env::var(variable).is_ok() {
        return true;
    }
    let required = std::env::var("FORMWORK_REQUIRE_SERVERS").is_ok_and(|value| value == "1");
    assert!(!required, "`{variable}` is not set");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("a test");
    writeln!(
        std::io::stderr(),
        "skipped: runtime::{test}: `{variable}` is not set"
    )
    .unwrap();
    false
}

fn variable(dialect: Dialect) -> Option<&'static str> {
    match dialect {
        Dialect::Sqlite => None,
        Dialect::Postgres => Some("FORMWORK_POSTGRES_URL"),
        Dialect::Mysql => Some("FORMWORK_MYSQL_URL"),
    }
}

impl Database {
    pub(super) async fn create(dialect: Dialect, schema: &Schema, rules: &[Rule]) -> Self {
        let setup = schema.ddl(dialect);
        let (mut directory, mut server) = (None, None);
        let url = match variable(dialect) {
            None => {
                let made = tempfile::tempdir().unwrap();
                let file = made.path().join("test.sqlite");
                rusqlite::Connection::open(&file)
                    .unwrap()
                    .execute_batch(&setup)
                    .unwrap();
                directory = Some(made);
                format!("sqlite:{}", file.display())
            }
            Some(variable) => {
                let made = Server {
                    url: std::env::var(variable).unwrap(),
                    name: format!("formwork_rules_{}", uuid::Uuid::new_v4().simple()),
                };
                run_sql(&made.url, &format!("CREATE DATABASE {}", made.name)).await;
                let (address, _) = made.url.rsplit_once('/').unwrap();
                let url = format!("{address}/{}", made.name);
                server = Some(made);
                run_sql(&url, &setup).await;
                url
            }
        };
        let config = DatabaseConfig {
            url,
            durability: Durability::Normal,
            max_connections: 2,
            ..DatabaseConfig::default()
        };
        let store = Store::open(dialect, &config).await.unwrap();
        let logic = logic(schema, rules);
        let state = State::with_rules(&schema.model(dialect), vec![store], "api", logic).unwrap();
        Self {
            state,
            server,
            directory,
        }
    }

    pub(super) fn catalog(&self) -> &Catalog {
        &self.state.catalog
    }

    /// All rows, numbered in the order of their keys.
    pub(super) async fn rows(&self, schema: &Schema) -> Rows {
        let mut all = Rows::new();
        for (at, table) in schema.tables.iter().enumerate() {
            let columns: Vec<usize> = (0..table.columns.len()).collect();
            let sql = format!(
                "SELECT {} FROM t{at} ORDER BY {}",
                names(table, &columns),
                names(table, &table.key)
            );
            let types = table.columns.iter().map(|column| column_type(column.kind));
            let work = Plain {
                sql,
                types: types.collect(),
            };
            let rows = self.state.stores[0].read(work).await.unwrap();
            all.extend(
                rows.into_iter()
                    .enumerate()
                    .map(|(number, row)| ((at, number), row)),
            );
        }
        all
    }

    /// Makes a column null in every row, as in a database that had no rule for it.
    pub(super) async fn forget(&self, schema: &Schema, table: usize, attribute: usize) {
        let column = &schema.tables[table].columns[attribute].name;
        let work = Plain {
            sql: format!("UPDATE t{table} SET {column} = NULL"),
            types: Vec::new(),
        };
        self.state.stores[0].write(work).await.unwrap();
    }

    pub(super) async fn close(self) {
        self.state.close().await;
        if let Some(server) = &self.server {
            run_sql(&server.url, &format!("DROP DATABASE {}", server.name)).await;
        }
        drop(self.directory);
    }
}

/// Plain SQL, and the rows it gives.
struct Plain {
    sql: String,
    types: Vec<ColumnType>,
}

impl Work for Plain {
    type Output = Vec<Vec<Value>>;

    fn run<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
    ) -> BoxFuture<'a, crate::Result<Self::Output>> {
        Box::pin(async move {
            let statement = Statement {
                sql: self.sql.as_str().into(),
                parameters: [].into(),
                columns: self.types.clone().into(),
            };
            if self.types.is_empty() {
                connection.execute(&statement, &[]).await?;
                return Ok(Vec::new());
            }
            let mut rows = Taken {
                types: &self.types,
                rows: Vec::new(),
            };
            connection.select(&statement, &[], &mut rows).await?;
            Ok(rows.rows)
        })
    }
}

async fn run_sql(url: &str, sql: &str) {
    use sqlx::{AssertSqlSafe, Connection as _, Executor};
    let query = sqlx::raw_sql(AssertSqlSafe(sql.to_owned()));
    if url.starts_with("postgres") {
        let mut connection = sqlx::PgConnection::connect(url).await.unwrap();
        connection.execute(query).await.unwrap();
    } else {
        let mut connection = sqlx::MySqlConnection::connect(url).await.unwrap();
        connection.execute(query).await.unwrap();
    }
}
