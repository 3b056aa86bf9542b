//! The catalog of PostgreSQL, from version 12 on.

mod types;

use sqlx::{
    ConnectOptions, Connection, Executor, PgConnection, Row,
    postgres::{PgConnectOptions, PgRow},
};

use self::types::Types;
use super::{
    Address, Introspect, IntrospectError, ReadOptions,
    rows::{
        CheckRow, ColumnRow, ForeignKeyRow, IndexRow, IndexRowPart, InheritanceRow, PrimaryKeyRow,
        Reason, TableRow,
    },
    server,
};
use crate::schema::{
    Action, Deferrable, Generated, Identity, IndexPart, LeftOut, TableKind, TableName,
};

/// Reads the catalog of a PostgreSQL database.
pub(super) struct Postgres {
    connection: PgConnection,
    default_schema: Option<String>,
    /// Those to read.
    schemas: Vec<String>,
    types: Types,
    left_out: Vec<LeftOut>,
}

impl Postgres {
    /// Connects, and finds out which schemas and types there are.
    pub(super) async fn open(
        address: &Address,
        options: &ReadOptions,
    ) -> Result<Self, IntrospectError> {
        let url = address.url().expect("a PostgreSQL database is on a server");
        let mut login = PgConnectOptions::from_url(url)
            .map_err(|source| server::refused(address, source))?
            .application_name("formwork");
        if let Some(password) = address.password() {
            login = login.password(password);
        }
        let connection = server::connect(address, &login).await?;
        let mut reader = Self {
            connection,
            default_schema: None,
            schemas: options.schemas.clone(),
            types: Types::default(),
            left_out: Vec::new(),
        };
        let known = reader
            .begin()
            .await
            .map_err(|source| IntrospectError::Read {
                address: address.clone(),
                source,
            })?;
        match reader.schemas.iter().find(|schema| !known.contains(schema)) {
            None => Ok(reader),
            Some(schema) => Err(IntrospectError::UnknownSchema {
                address: address.clone(),
                schema: schema.clone(),
                known,
            }),
        }
    }

    /// Begins to read, and gives the names of all schemas.
    async fn begin(&mut self) -> sqlx::Result<Vec<String>> {
        // One moment's catalog, also while somebody changes it.
        self.connection
            .execute(
                "SET statement_timeout = '60s';
                 BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            )
            .await?;
        self.default_schema = sqlx::query_scalar("SELECT current_schema()::text")
            .fetch_one(&mut self.connection)
            .await?;
        if self.schemas.is_empty() {
            self.schemas.extend(self.default_schema.clone());
        }
        self.types = Types::load(&mut self.connection, &self.schemas).await?;
        sqlx::query_scalar(
            r"SELECT nspname::text FROM pg_namespace
              WHERE nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
              ORDER BY nspname::text",
        )
        .fetch_all(&mut self.connection)
        .await
    }
}

impl Introspect for Postgres {
    async fn default_schema(&mut self) -> sqlx::Result<Option<String>> {
        Ok(self.default_schema.clone())
    }

    async fn tables(&mut self) -> sqlx::Result<Vec<TableRow>> {
        sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    c.relkind::text AS kind, c.relispartition, d.description, e.extname::text,
                    has_schema_privilege(n.oid, 'USAGE')
                      AND has_any_column_privilege(c.oid, 'SELECT') AS is_readable
             FROM pg_class c
             JOIN pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_description d
               ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = 0
             LEFT JOIN pg_depend p
               ON p.objid = c.oid AND p.classid = 'pg_class'::regclass AND p.deptype = 'e'
             LEFT JOIN pg_extension e ON e.oid = p.refobjid
             WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            let extension: Option<String> = row.try_get("extname")?;
            let is_readable: bool = row.try_get("is_readable")?;
            Ok(TableRow {
                table: table_name(&row)?,
                kind: if row.try_get("relispartition")? {
                    TableKind::Partition
                } else {
                    match row.try_get("kind")? {
                        "p" => TableKind::PartitionedTable,
                        "v" => TableKind::View,
                        "m" => TableKind::MaterializedView,
                        "f" => TableKind::ForeignTable,
                        _ => TableKind::Table,
                    }
                },
                comment: comment(&row)?,
                options: Vec::new(),
                left_out: extension
                    .map(Reason::Extension)
                    .or((!is_readable).then_some(Reason::NotReadable)),
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn columns(&mut self) -> sqlx::Result<Vec<ColumnRow>> {
        let rows = sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    a.attnum::int8 AS position, a.attname::text AS column_name,
                    a.atttypid::int8 AS type_oid, a.atttypmod AS modifier,
                    format_type(a.atttypid, a.atttypmod) AS shown, a.attnotnull AS not_null,
                    a.attgenerated::text AS generated, a.attidentity::text AS identity,
                    pg_get_expr(v.adbin, v.adrelid) AS default_value, d.description,
                    CASE WHEN a.attcollation NOT IN (0, 'pg_catalog.\"default\"'::regcollation)
                           AND a.atttypid <> 'name'::regtype
                         THEN l.collname::text END AS collation_name,
                    has_any_column_privilege(c.oid, 'SELECT')
                      AND NOT has_column_privilege(c.oid, a.attnum, 'SELECT') AS is_hidden,
                    EXISTS (
                      -- The sequence belongs to the column, and the default draws from it.
                      SELECT FROM pg_depend own
                      JOIN pg_depend draw ON draw.refclassid = own.classid AND draw.refobjid = own.objid
                      WHERE own.classid = 'pg_class'::regclass AND own.refclassid = 'pg_class'::regclass
                        AND own.refobjid = c.oid AND own.refobjsubid = a.attnum AND own.deptype = 'a'
                        AND draw.classid = 'pg_attrdef'::regclass AND draw.objid = v.oid
                    ) AS has_sequence
             FROM pg_attribute a
             JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_attrdef v ON v.adrelid = a.attrelid AND v.adnum = a.attnum
             LEFT JOIN pg_collation l ON l.oid = a.attcollation
             LEFT JOIN pg_description d
               ON d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid = a.attnum
             WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
               AND a.attnum > 0 AND NOT a.attisdropped",
        )
        .bind(&self.schemas)
        .fetch_all(&mut self.connection)
        .await?;
        let mut columns = Vec::with_capacity(rows.len());
        for row in &rows {
            if row.try_get("is_hidden")? {
                self.left_out.push(LeftOut {
                    table: table_name(row)?,
                    part: Some(format!(
                        "its column `{}`",
                        row.try_get::<&str, _>("column_name")?
                    )),
                    reason: "the user may not read it".to_owned(),
                });
            } else {
                columns.push(self.column(row)?);
            }
        }
        Ok(columns)
    }

    async fn primary_keys(&mut self) -> sqlx::Result<Vec<PrimaryKeyRow>> {
        sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    k.conname::text AS key_name, a.attname::text AS column_name
             FROM pg_constraint k
             JOIN pg_class c ON c.oid = k.conrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             CROSS JOIN LATERAL unnest(k.conkey) WITH ORDINALITY AS part (attnum, position)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.attnum
             WHERE n.nspname = ANY($1) AND k.contype = 'p'
             ORDER BY k.oid, part.position",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            Ok(PrimaryKeyRow {
                table: table_name(&row)?,
                name: row.try_get("key_name")?,
                column: row.try_get("column_name")?,
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn foreign_keys(&mut self) -> sqlx::Result<Vec<ForeignKeyRow>> {
        sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    k.oid::text AS key, k.conname::text AS key_name, a.attname::text AS column_name,
                    target_schema.nspname::text AS target_schema, target.relname::text AS target_table,
                    target_column.attname::text AS target_column,
                    k.confupdtype::text AS on_update, k.confdeltype::text AS on_delete,
                    k.condeferrable, k.condeferred
             FROM pg_constraint k
             JOIN pg_class c ON c.oid = k.conrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class target ON target.oid = k.confrelid
             JOIN pg_namespace target_schema ON target_schema.oid = target.relnamespace
             CROSS JOIN LATERAL unnest(k.conkey, k.confkey)
               WITH ORDINALITY AS part (attnum, target_attnum, position)
             JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = part.attnum
             JOIN pg_attribute target_column
               ON target_column.attrelid = target.oid AND target_column.attnum = part.target_attnum
             WHERE n.nspname = ANY($1) AND k.contype = 'f'
               -- A key to a partitioned table is repeated for each of its partitions.
               AND NOT EXISTS (SELECT FROM pg_constraint whole
                               WHERE whole.oid = k.conparentid AND whole.conrelid = k.conrelid)
             ORDER BY k.oid, part.position",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            Ok(ForeignKeyRow {
                table: table_name(&row)?,
                key: row.try_get("key")?,
                name: row.try_get("key_name")?,
                column: row.try_get("column_name")?,
                target: TableName {
                    schema: row.try_get("target_schema")?,
                    name: row.try_get("target_table")?,
                },
                target_column: row.try_get("target_column")?,
                on_update: action(row.try_get("on_update")?),
                on_delete: action(row.try_get("on_delete")?),
                deferrable: deferrable(&row)?,
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn indexes(&mut self) -> sqlx::Result<Vec<IndexRow>> {
        sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    i.indexrelid::text AS index, name.relname::text AS index_name,
                    i.indisunique AS is_unique, nullif(m.amname, 'btree')::text AS method,
                    part.position > i.indnkeyatts AS is_included,
                    a.attname::text AS column_name,
                    CASE WHEN part.attnum = 0
                         THEN pg_get_indexdef(i.indexrelid, part.position::int4, true) END AS expression,
                    -- Since PostgreSQL 15; before, the key is absent.
                    coalesce((to_jsonb(i) ->> 'indnullsnotdistinct')::bool, false) AS nulls_equal,
                    pg_get_expr(i.indpred, i.indrelid) AS predicate,
                    CASE WHEN i.indisexclusion THEN pg_get_constraintdef(k.oid) END AS exclusion,
                    coalesce(k.condeferrable, false) AS condeferrable,
                    coalesce(k.condeferred, false) AS condeferred
             FROM pg_index i
             JOIN pg_class c ON c.oid = i.indrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class name ON name.oid = i.indexrelid
             JOIN pg_am m ON m.oid = name.relam
             CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS part (attnum, position)
             LEFT JOIN pg_attribute a
               ON a.attrelid = c.oid AND a.attnum = part.attnum AND part.attnum <> 0
             LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.contype IN ('u', 'x')
             WHERE n.nspname = ANY($1) AND NOT i.indisprimary AND i.indisvalid
             ORDER BY i.indexrelid, part.position",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            let column: Option<String> = row.try_get("column_name")?;
            let expression: Option<String> = row.try_get("expression")?;
            let is_included: bool = row.try_get("is_included")?;
            Ok(IndexRow {
                table: table_name(&row)?,
                index: row.try_get("index")?,
                name: row.try_get("index_name")?,
                part: match (column, expression) {
                    (Some(column), _) if is_included => IndexRowPart::Included(column),
                    (Some(column), _) => IndexRowPart::Key(IndexPart::Column(column)),
                    (None, expression) => {
                        IndexRowPart::Key(IndexPart::Expression(expression.unwrap_or_default()))
                    }
                },
                unique: row.try_get("is_unique")?,
                method: row.try_get("method")?,
                nulls_equal: row.try_get("nulls_equal")?,
                predicate: row.try_get("predicate")?,
                exclusion: row.try_get("exclusion")?,
                deferrable: deferrable(&row)?,
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    async fn checks(&mut self) -> sqlx::Result<Vec<CheckRow>> {
        let mut checks = sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    k.conname::text AS name, pg_get_expr(k.conbin, k.conrelid) AS expression,
                    ARRAY(SELECT a.attname::text FROM pg_attribute a
                          WHERE a.attrelid = k.conrelid AND a.attnum = ANY(k.conkey)
                          ORDER BY a.attnum) AS columns
             FROM pg_constraint k
             JOIN pg_class c ON c.oid = k.conrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = ANY($1) AND k.contype = 'c'",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            Ok(CheckRow {
                table: table_name(&row)?,
                name: row.try_get("name")?,
                expression: row.try_get("expression")?,
                columns: row.try_get("columns")?,
            })
        })
        .fetch_all(&mut self.connection)
        .await?;
        checks.extend(self.domain_checks().await?);
        Ok(checks)
    }

    async fn inheritance(&mut self) -> sqlx::Result<Vec<InheritanceRow>> {
        sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    parent_schema.nspname::text AS parent_schema, parent.relname::text AS parent_table
             FROM pg_inherits i
             JOIN pg_class c ON c.oid = i.inhrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class parent ON parent.oid = i.inhparent
             JOIN pg_namespace parent_schema ON parent_schema.oid = parent.relnamespace
             WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'f')
             ORDER BY c.oid, i.inhseqno",
        )
        .bind(&self.schemas)
        .try_map(|row: PgRow| {
            Ok(InheritanceRow {
                table: table_name(&row)?,
                parent: TableName {
                    schema: row.try_get("parent_schema")?,
                    name: row.try_get("parent_table")?,
                },
            })
        })
        .fetch_all(&mut self.connection)
        .await
    }

    fn left_out(&mut self) -> Vec<LeftOut> {
        std::mem::take(&mut self.left_out)
    }

    async fn close(self) -> sqlx::Result<()> {
        self.connection.close().await
    }
}

impl Postgres {
    fn column(&self, row: &PgRow) -> sqlx::Result<ColumnRow> {
        let oid: i64 = row.try_get("type_oid")?;
        let modifier: i32 = row.try_get("modifier")?;
        let domains = self.types.domains(oid);
        let not_null: bool = row.try_get("not_null")?;
        let default: Option<String> = row.try_get("default_value")?;
        let stored = match row.try_get("generated")? {
            "s" => Some(true),
            "v" => Some(false),
            _ => None,
        };
        let draws = |text: &String| text.starts_with("nextval('") && text.ends_with("'::regclass)");
        let identity = match row.try_get("identity")? {
            "a" => Some(Identity::Always),
            "d" => Some(Identity::ByDefault),
            _ if row.try_get("has_sequence")? && default.as_ref().is_some_and(draws) => {
                Some(Identity::Serial)
            }
            _ => None,
        };
        Ok(ColumnRow {
            table: table_name(row)?,
            position: row.try_get("position")?,
            name: row.try_get("column_name")?,
            declared_type: match domains.last() {
                Some(innermost) => innermost.base_shown.clone(),
                None => row.try_get("shown")?,
            },
            column_type: self.types.column_type(oid, modifier),
            domain: domains.first().map(|domain| domain.shown.clone()),
            nullable: !not_null && !domains.iter().any(|domain| domain.not_null),
            generated: stored.map(|stored| Generated {
                expression: default.clone(),
                stored,
            }),
            default: match (identity, stored) {
                (None, None) => {
                    default.or_else(|| domains.iter().find_map(|domain| domain.default.clone()))
                }
                _ => None,
            },
            on_update: None,
            identity,
            collation: row.try_get("collation_name")?,
            comment: comment(row)?,
        })
    }

    /// The CHECKs of domains, as if they had been declared for each column of the domain.
    async fn domain_checks(&mut self) -> sqlx::Result<Vec<CheckRow>> {
        let columns = sqlx::query(
            "SELECT n.nspname::text AS schema_name, c.relname::text AS table_name,
                    a.attname::text AS column_name, a.atttypid::int8 AS type_oid
             FROM pg_attribute a
             JOIN pg_class c ON c.oid = a.attrelid
             JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_type t ON t.oid = a.atttypid
             WHERE n.nspname = ANY($1) AND c.relkind IN ('r', 'p', 'f') AND t.typtype = 'd'
               AND a.attnum > 0 AND NOT a.attisdropped",
        )
        .bind(&self.schemas)
        .fetch_all(&mut self.connection)
        .await?;
        let mut checks = Vec::new();
        for row in &columns {
            let table = table_name(row)?;
            let column: String = row.try_get("column_name")?;
            for domain in self.types.domains(row.try_get("type_oid")?) {
                checks.extend(domain.checks.iter().map(|check| CheckRow {
                    table: table.clone(),
                    name: Some(check.name.clone()),
                    expression: check.of_column(&column),
                    columns: Some(vec![column.clone()]),
                }));
            }
        }
        Ok(checks)
    }
}

fn table_name(row: &PgRow) -> sqlx::Result<TableName> {
    Ok(TableName {
        schema: row.try_get("schema_name")?,
        name: row.try_get("table_name")?,
    })
}

fn comment(row: &PgRow) -> sqlx::Result<Option<String>> {
    let comment: Option<String> = row.try_get("description")?;
    Ok(comment.filter(|comment| !comment.is_empty()))
}

fn deferrable(row: &PgRow) -> sqlx::Result<Deferrable> {
    Ok(
        match (row.try_get("condeferrable")?, row.try_get("condeferred")?) {
            (true, true) => Deferrable::InitiallyDeferred,
            (true, false) => Deferrable::InitiallyImmediate,
            (false, _) => Deferrable::No,
        },
    )
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}
