//! The catalog of MySQL, from version 5.7 on, and MariaDB, from version 10.3 on.
//!
//! Texts are cast: the views of `information_schema` declare some as bytes, and not the same ones in each version.

mod defaults;
mod product;
mod types;

use std::collections::{HashMap, HashSet};

use formwork_runtime::{model::Dialect, store::quote};
use sqlx::{
    AssertSqlSafe, ConnectOptions, Connection, Executor, MySqlConnection, Row,
    mysql::{MySqlConnectOptions, MySqlRow},
};

use self::product::Server;
use super::{
    Address, Introspect, IntrospectError,
    rows::{
        CheckRow, ColumnRow, ForeignKeyRow, IndexRow, IndexRowPart, PrimaryKeyRow, Reason, TableRow,
    },
    server,
};
use crate::schema::{
    Action, Deferrable, Generated, Identity, IndexPart, LeftOut, TableKind, TableName, TableOption,
};

/// Reads the catalog of a MySQL or MariaDB database.
pub(super) struct Mysql {
    connection: MySqlConnection,
    server: Server,
    /// The name of the database that is read.
    database: String,
    left_out: Vec<LeftOut>,
}

impl Mysql {
    pub(super) async fn open(address: &Address) -> Result<Self, IntrospectError> {
        let Some(database) = address.database() else {
            return Err(IntrospectError::NoDatabaseName {
                address: address.clone(),
            });
        };
        let url = address.url().expect("a MySQL database is on a server");
        let mut login = MySqlConnectOptions::from_url(url)
            .map_err(|source| server::refused(address, source))?;
        if let Some(password) = address.password() {
            login = login.password(password);
        }
        let mut connection = server::connect(address, &login).await?;
        let server = begin(&mut connection)
            .await
            .map_err(|source| IntrospectError::Read {
                address: address.clone(),
                source,
            })?;
        Ok(Self {
            connection,
            server,
            database,
            left_out: Vec::new(),
        })
    }

    /// The CHECKs, among which are those that stand for a JSON type.
    async fn check_clauses(&mut self) -> sqlx::Result<Vec<CheckRow>> {
        let sql = match self.server {
            Server::MariaDb => {
                // A check of a column is called as the column.
                "SELECT CAST(table_name AS CHAR) AS table_name,
                        CASE WHEN level = 'Table' THEN CAST(constraint_name AS CHAR) END AS check_name,
                        CAST(check_clause AS CHAR) AS expression
                 FROM information_schema.check_constraints
                 WHERE constraint_schema = DATABASE()"
            }
            Server::Mysql(..) if self.server.has_checks() => {
                "SELECT CAST(t.table_name AS CHAR) AS table_name,
                        CAST(c.constraint_name AS CHAR) AS check_name,
                        CAST(c.check_clause AS CHAR) AS expression
                 FROM information_schema.check_constraints AS c
                 JOIN information_schema.table_constraints AS t
                   ON t.constraint_schema = c.constraint_schema AND t.constraint_name = c.constraint_name
                 WHERE c.constraint_schema = DATABASE() AND t.constraint_type = 'CHECK'
                   AND t.enforced = 'YES'"
            }
            Server::Mysql(..) => return Ok(Vec::new()),
        };
        let server = self.server;
        sqlx::query(sql)
            .try_map(|row: MySqlRow| {
                Ok(CheckRow {
                    table: table_name(&row)?,
                    name: row.try_get("check_name")?,
                    expression: server.expression(row.try_get("expression")?),
                    columns: None,
                })
            })
            .fetch_all(&mut self.connection)
            .await
    }

    /// Why a view cannot be read, if it cannot: the catalog does not tell of one whose definer is gone.
    async fn unreadable(&mut self, view: &str) -> sqlx::Result<Option<String>> {
        let view = quote(Dialect::Mysql, view);
        let sql = format!("SELECT 1 FROM {view} LIMIT 0");
        match self.connection.execute(AssertSqlSafe(sql)).await {
            Ok(_) => Ok(None),
            // The name of the database is the address's matter.
            Err(sqlx::Error::Database(error)) => {
                let own = format!("'{}.", self.database);
                Ok(Some(error.message().replace(&own, "'")))
            }
            Err(error) => Err(error),
        }
    }

    /// MariaDB adds the end of a version to the keys of a table that keeps its history; of the rows that there are now, the key is
    /// what its owner declared.
    async fn index_parts(&mut self) -> sqlx::Result<Vec<IndexPartRow>> {
        let expression = match self.server {
            Server::Mysql(..) if self.server.has_expression_indexes() => "CAST(expression AS CHAR)",
            _ => "NULL",
        };
        let server = self.server;
        let sql = format!(
            "SELECT CAST(table_name AS CHAR) AS table_name, CAST(index_name AS CHAR) AS index_name,
                    CAST(column_name AS CHAR) AS column_name, CAST(sub_part AS SIGNED) AS length,
                    CAST(non_unique AS SIGNED) AS non_unique, CAST(index_type AS CHAR) AS index_type,
                    CAST({expression} AS CHAR) AS expression
             FROM information_schema.statistics
             WHERE table_schema = DATABASE()
               AND (table_name, column_name) NOT IN (
                   SELECT table_name, column_name FROM information_schema.columns
                   WHERE table_schema = DATABASE() AND generation_expression = 'ROW END')
             ORDER BY seq_in_index"
        );
        sqlx::query(AssertSqlSafe(sql))
            .try_map(|row: MySqlRow| {
                let length: Option<i64> = row.try_get("length")?;
                let method: String = row.try_get("index_type")?;
                // A spatial index says 32 for the four numbers of its boxes.
                let length = length.filter(|_| method != "SPATIAL");
                let expression: Option<String> = row.try_get("expression")?;
                let part = match row.try_get::<Option<String>, _>("column_name")? {
                    Some(column) => match length.and_then(|length| u32::try_from(length).ok()) {
                        Some(length) => IndexPart::Prefix { column, length },
                        None => IndexPart::Column(column),
                    },
                    None => {
                        IndexPart::Expression(server.expression(expression.unwrap_or_default()))
                    }
                };
                Ok(IndexPartRow {
                    table: table_name(&row)?,
                    index: row.try_get("index_name")?,
                    part,
                    unique: row.try_get::<i64, _>("non_unique")? == 0,
                    // `HASH` is what tables in memory, and long unique keys, have by themselves.
                    method: Some(method)
                        .filter(|method| matches!(method.as_str(), "FULLTEXT" | "SPATIAL")),
                })
            })
            .fetch_all(&mut self.connection)
            .await
    }
}

/// A part of an index or of the primary key.
struct IndexPartRow {
    table: TableName,
    index: String,
    part: IndexPart,
    unique: bool,
    method: Option<String>,
}

/// The name that the index of every primary key has.
const PRIMARY: &str = "PRIMARY";

async fn begin(connection: &mut MySqlConnection) -> sqlx::Result<Server> {
    let version: String = sqlx::query_scalar("SELECT CAST(VERSION() AS CHAR)")
        .fetch_one(&mut *connection)
        .await?;
    let server = Server::from_version(&version);
    connection
        .execute(match server {
            Server::MariaDb => "SET SESSION max_statement_time = 60",
            Server::Mysql(..) => "SET SESSION max_execution_time = 60000",
        })
        .await?;
    Ok(server)
}

impl Introspect for Mysql {
    async fn tables(&mut self) -> sqlx::Result<Vec<TableRow>> {
        // Not `SEQUENCE`, which MariaDB lists here too.
        let mut rows: Vec<TableRow> = sqlx::query(
            "SELECT CAST(table_name AS CHAR) AS table_name, CAST(table_type AS CHAR) AS table_type,
                    CAST(table_comment AS CHAR) AS comment
             FROM information_schema.tables
             WHERE table_schema = DATABASE()
               AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')",
        )
        .try_map(|row: MySqlRow| {
            let table_type: &str = row.try_get("table_type")?;
            let is_view = table_type == "VIEW";
            let is_versioned = table_type == "SYSTEM VERSIONED";
            let comment: Option<String> = row.try_get("comment")?;
            let comment = comment.filter(|comment| !comment.is_empty());
            let (comment, broken) = match comment {
                // A view has no comment of its own: what is there is why it cannot be read.
                Some(comment) if is_view => (None, Some(comment).filter(|text| text != "VIEW")),
                comment => (comment, None),
            };
            Ok(TableRow {
                table: table_name(&row)?,
                kind: if is_view {
                    TableKind::View
                } else {
                    TableKind::Table
                },
                comment,
                options: Vec::from_iter(is_versioned.then_some(TableOption::SystemVersioned)),
                left_out: broken.map(Reason::Broken),
            })
        })
        .fetch_all(&mut self.connection)
        .await?;
        for row in &mut rows {
            if row.kind == TableKind::View && row.left_out.is_none() {
                row.left_out = self.unreadable(&row.table.name).await?.map(Reason::Broken);
            }
        }
        Ok(rows)
    }

    async fn columns(&mut self) -> sqlx::Result<Vec<ColumnRow>> {
        let json: HashSet<(TableName, String)> = self
            .check_clauses()
            .await?
            .into_iter()
            .filter_map(|check| Some((check.table, types::json_column(&check.expression)?)))
            .collect();
        let collation: Option<String> =
            sqlx::query_scalar("SELECT CAST(@@collation_database AS CHAR)")
                .fetch_one(&mut self.connection)
                .await?;
        let rows = sqlx::query(
            "SELECT CAST(table_name AS CHAR) AS table_name,
                    CAST(ordinal_position AS SIGNED) AS position,
                    CAST(column_name AS CHAR) AS column_name, CAST(column_type AS CHAR) AS column_type,
                    is_nullable = 'YES' AS nullable, CAST(column_default AS CHAR) AS default_value,
                    CAST(extra AS CHAR) AS extra,
                    CAST(generation_expression AS CHAR) AS generation_expression,
                    CAST(character_maximum_length AS SIGNED) AS length,
                    CAST(collation_name AS CHAR) AS collation_name,
                    CAST(column_comment AS CHAR) AS comment
             FROM information_schema.columns
             WHERE table_schema = DATABASE()",
        )
        .fetch_all(&mut self.connection)
        .await?;
        let mut columns = Vec::with_capacity(rows.len());
        for row in &rows {
            let table = table_name(row)?;
            let name: String = row.try_get("column_name")?;
            let is_json = json.contains(&(table, name));
            columns.push(self.column(row, is_json, collation.as_deref())?);
        }
        Ok(columns)
    }

    async fn primary_keys(&mut self) -> sqlx::Result<Vec<PrimaryKeyRow>> {
        let parts = self.index_parts().await?;
        Ok(parts
            .into_iter()
            .filter(|part| part.index == PRIMARY)
            .map(|part| PrimaryKeyRow {
                table: part.table,
                name: None,
                column: part.part.text().to_owned(),
            })
            .collect())
    }

    async fn foreign_keys(&mut self) -> sqlx::Result<Vec<ForeignKeyRow>> {
        // Joined here, because MariaDB reads one of the two views again for each row of the other.
        let actions: HashMap<(TableName, String), (Action, Action)> = sqlx::query(
            "SELECT CAST(table_name AS CHAR) AS table_name, CAST(constraint_name AS CHAR) AS key_name,
                    CAST(update_rule AS CHAR) AS on_update, CAST(delete_rule AS CHAR) AS on_delete
             FROM information_schema.referential_constraints
             WHERE constraint_schema = DATABASE()",
        )
        .try_map(|row: MySqlRow| {
            Ok((
                (table_name(&row)?, row.try_get("key_name")?),
                (
                    action(row.try_get("on_update")?),
                    action(row.try_get("on_delete")?),
                ),
            ))
        })
        .fetch_all(&mut self.connection)
        .await?
        .into_iter()
        .collect();
        let database = &self.database;
        sqlx::query(
            "SELECT CAST(table_name AS CHAR) AS table_name, CAST(constraint_name AS CHAR) AS key_name,
                    CAST(column_name AS CHAR) AS column_name,
                    CAST(referenced_table_schema AS CHAR) AS target_database,
                    CAST(referenced_table_name AS CHAR) AS target_table,
                    CAST(referenced_column_name AS CHAR) AS target_column
             FROM information_schema.key_column_usage
             WHERE table_schema = DATABASE() AND referenced_table_name IS NOT NULL
             ORDER BY ordinal_position",
        )
        .try_map(|row: MySqlRow| {
            let table = table_name(&row)?;
            let name: String = row.try_get("key_name")?;
            let target_database: String = row.try_get("target_database")?;
            let (on_update, on_delete) = actions
                .get(&(table.clone(), name.clone()))
                .copied()
                .unwrap_or((Action::NoAction, Action::NoAction));
            Ok(ForeignKeyRow {
                table,
                key: name.clone(),
                name: Some(name),
                column: row.try_get("column_name")?,
                target: TableName {
                    schema: (!target_database.eq_ignore_ascii_case(database))
                        .then_some(target_database),
                    name: row.try_get("target_table")?,
                },
                target_column: row.try_get("target_column")?,
                on_update,
                on_delete,
                deferrable: Deferrable::No,
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn indexes(&mut self) -> sqlx::Result<Vec<IndexRow>> {
        let parts = self.index_parts().await?;
        Ok(parts
            .into_iter()
            .filter(|part| part.index != PRIMARY)
            .map(|part| IndexRow {
                table: part.table,
                name: Some(part.index.clone()),
                index: part.index,
                part: IndexRowPart::Key(part.part),
                unique: part.unique,
                method: part.method,
                nulls_equal: false,
                predicate: None,
                exclusion: None,
                deferrable: Deferrable::No,
            })
            .collect())
    }

    async fn checks(&mut self) -> sqlx::Result<Vec<CheckRow>> {
        let mut checks = self.check_clauses().await?;
        // MariaDB's JSON is a text with such a check; the column's type says it.
        checks.retain(|check| types::json_column(&check.expression).is_none());
        Ok(checks)
    }

    fn left_out(&mut self) -> Vec<LeftOut> {
        std::mem::take(&mut self.left_out)
    }

    async fn close(self) -> sqlx::Result<()> {
        self.connection.close().await
    }
}

impl Mysql {
    fn column(
        &mut self,
        row: &MySqlRow,
        is_json: bool,
        default_collation: Option<&str>,
    ) -> sqlx::Result<ColumnRow> {
        let table = table_name(row)?;
        let name: String = row.try_get("column_name")?;
        let declared_type: String = row.try_get("column_type")?;
        let extra = row.try_get::<String, _>("extra")?.to_ascii_lowercase();
        let stored = extra.contains("stored generated") || extra.contains("persistent");
        let is_generated = stored || extra.contains("virtual generated");
        let expression: Option<String> = row.try_get("generation_expression")?;
        let identity = extra
            .contains("auto_increment")
            .then_some(Identity::AutoIncrement);
        let default: Option<String> = row.try_get("default_value")?;
        let mut default = default
            .filter(|_| !is_generated && identity.is_none())
            .and_then(|default| match self.server {
                Server::MariaDb => defaults::of_mariadb(default),
                Server::Mysql(..) => Some(defaults::of_mysql(&default, &declared_type, &extra)),
            });
        if self.server == Server::MariaDb
            && default
                .take_if(|default| defaults::is_garbled(default, &declared_type))
                .is_some()
        {
            self.left_out.push(LeftOut {
                table: table.clone(),
                part: Some(format!("the default of its column `{name}`")),
                reason: "MariaDB does not tell the bytes of it".to_owned(),
            });
        }
        let collation: Option<String> = row.try_get("collation_name")?;
        let comment: Option<String> = row.try_get("comment")?;
        Ok(ColumnRow {
            position: row.try_get("position")?,
            column_type: types::column_type(&declared_type, row.try_get("length")?, is_json),
            domain: None,
            nullable: row.try_get("nullable")?,
            default,
            on_update: defaults::on_update(&extra),
            generated: is_generated.then(|| Generated {
                expression: expression
                    .filter(|text| !text.is_empty())
                    .map(|text| self.server.expression(text)),
                stored,
            }),
            identity,
            // JSON has one of its own in MariaDB, which nobody chose.
            collation: collation.filter(|own| !is_json && Some(own.as_str()) != default_collation),
            comment: comment.filter(|comment| !comment.is_empty()),
            table,
            name,
            declared_type,
        })
    }
}

fn table_name(row: &MySqlRow) -> sqlx::Result<TableName> {
    Ok(TableName {
        schema: None,
        name: row.try_get("table_name")?,
    })
}

fn action(text: &str) -> Action {
    match text {
        "CASCADE" => Action::Cascade,
        "RESTRICT" => Action::Restrict,
        "SET NULL" => Action::SetNull,
        "SET DEFAULT" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
