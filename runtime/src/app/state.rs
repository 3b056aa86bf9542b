//! What requests share.

use std::path::Path;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;

use super::StartError;
use crate::catalog::{Catalog, CatalogError, Table};
use crate::config::{Config, Configuration, DerivedColumns, OptLocking};
use crate::feed::Feed;
use crate::jsonapi::{CHECKSUM, ChecksumKey, FilterLimits, Fragments, Limits, PageRequest};
use crate::model::{Dialect, MAIN_DATABASE, Model};
use crate::reading::UsualRows;
use crate::resource::Resource;
use crate::routes::{self, Described, Description, Routes};
use crate::rules::{Logic, RuleDescription, RuleGraph};
use crate::session::Session;
use crate::store::{
    BoxFuture, Connection, Plans, Row, RowSink, Statement, Store, StoreError, Work,
};

/// What requests share.
#[derive(Debug)]
pub struct State {
    pub(crate) catalog: Catalog,
    pub(crate) fragments: Fragments,
    pub(crate) plans: Plans,
    pub(crate) usual_rows: UsualRows,
    /// In the order of [`Catalog::databases`].
    pub(crate) stores: Vec<Store>,
    /// The path of all resources, such as `/api`.
    pub(crate) prefix: String,
    pub(crate) limits: ServerLimits,
    pub(crate) rules: RuleGraph,
    /// Whether every change is written to the audit log.
    pub(crate) audits: bool,
    /// Whether values that clients send for derived columns are ignored, not refused.
    pub(crate) ignores_derived: bool,
    pub(crate) opt_locking: OptLocking,
    pub(crate) checksums: ChecksumKey,
    /// What is committed, for those who watch.
    pub(crate) feed: Feed,
    /// How long streams of changes may be silent.
    pub(crate) heartbeat: Duration,
    #[cfg(feature = "admin")]
    pub(crate) admin: crate::admin::Admin,
    /// The project's own endpoints that the description tells of, once there is a router.
    pub(crate) endpoints: OnceLock<Vec<Described>>,
    /// Made when it is first asked for.
    pub(crate) description: OnceLock<Description>,
}

/// What a request may ask for at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerLimits {
    pub(crate) query: Limits,
    /// Resources of a compound document.
    pub(crate) rows: usize,
    /// Bytes of a body.
    pub(crate) body: usize,
    /// Changes of a request.
    pub(crate) operations: usize,
}

impl From<&Config> for ServerLimits {
    fn from(config: &Config) -> Self {
        let limits = &config.limits;
        Self {
            query: Limits {
                default_page: limits.page_size,
                largest_page: limits.largest_page_size,
                include_depth: limits.include_depth,
                sort: limits.sort,
                counted: limits.counted_rows,
                filter: FilterLimits {
                    depth: limits.filter_depth,
                    conditions: limits.filter_conditions,
                    values: limits.filter_values,
                },
                has_checksums: config.server.opt_locking != OptLocking::Ignored,
            },
            rows: limits.rows,
            body: limits.body_bytes,
            operations: limits.operations,
        }
    }
}

impl State {
    /// The state of a server of the Model, with a store for each of its databases.
    pub fn new(
        model: &Model,
        stores: Vec<Store>,
        api_name: &str,
    ) -> Result<Arc<Self>, CatalogError> {
        Self::with_rules(model, stores, api_name, Logic::new())
    }

    /// The same, with rules.
    pub fn with_rules(
        model: &Model,
        stores: Vec<Store>,
        api_name: &str,
        logic: Logic,
    ) -> Result<Arc<Self>, CatalogError> {
        let mut config = Config::default();
        api_name.clone_into(&mut config.server.api_name);
        Self::with_config(model, stores, &config, logic)
    }

    /// The same, with rules and settings.
    pub fn with_config(
        model: &Model,
        stores: Vec<Store>,
        config: &Config,
        logic: Logic,
    ) -> Result<Arc<Self>, CatalogError> {
        Self::configured(model, stores, config, logic, None)
    }

    /// The state of a server of the Model as it is configured; opens the databases.
    pub async fn open(
        model: &Model,
        configuration: &Configuration,
        logic: Logic,
    ) -> Result<Arc<Self>, StartError> {
        let config = &configuration.config;
        let mut stores = Vec::with_capacity(model.databases.len());
        for database in &model.databases {
            if database.name != MAIN_DATABASE {
                return Err(StartError::NotConfigured {
                    database: database.name.clone(),
                });
            }
            let scheme = dialect_of(&config.database.url);
            if scheme != Some(database.dialect) {
                return Err(StartError::OtherDialect {
                    made_from: database.dialect,
                    origin: configuration.origin("database.url").clone(),
                });
            }
            let opened = Store::open(database.dialect, &config.database).await;
            stores.push(opened.map_err(|source| StartError::Database {
                address: configuration.shown_address(),
                origin: configuration.origin("database.url").clone(),
                source,
            })?);
        }
        if config.secret.is_none() && config.server.opt_locking != OptLocking::Ignored {
            tracing::warn!(
                "there is no `APP__SECRET`, so every start gives rows another `{CHECKSUM}`; `.env.example` says how to make one"
            );
        }
        if config.audit.enabled {
            for store in &stores {
                crate::audit::check(store)
                    .await
                    .map_err(StartError::audit)?;
            }
        }
        Ok(Self::configured(
            model,
            stores,
            config,
            logic,
            Some(&configuration.directory),
        )?)
    }

    fn configured(
        model: &Model,
        stores: Vec<Store>,
        config: &Config,
        logic: Logic,
        #[cfg_attr(
            not(feature = "admin"),
            expect(unused_variables, reason = "only the admin app has files in it")
        )]
        directory: Option<&Path>,
    ) -> Result<Arc<Self>, CatalogError> {
        let catalog = Catalog::new(model)?.showing(config.server.decimals);
        let rules = RuleGraph::new(&catalog, logic)?;
        let prefix = format!("/{}", config.server.api_name.trim_matches('/'));
        #[cfg(feature = "admin")]
        let admin = crate::admin::Admin::new(
            directory.map(|directory| directory.join("admin")),
            model.clone(),
            rules.describe(&catalog),
            &prefix,
            config.audit.enabled,
        );
        Ok(Arc::new(Self {
            fragments: Fragments::new(&catalog, &prefix),
            usual_rows: UsualRows::new(&catalog),
            catalog,
            plans: Plans::default(),
            stores,
            #[cfg(feature = "admin")]
            admin,
            prefix,
            limits: config.into(),
            opt_locking: config.server.opt_locking,
            checksums: match &config.secret {
                Some(secret) => ChecksumKey::of(secret.reveal()),
                None => ChecksumKey::random(),
            },
            feed: Feed::new(config.limits.kept_changes, config.limits.streams),
            heartbeat: Duration::from_secs(config.server.heartbeat_seconds.max(1).into()),
            rules,
            audits: config.audit.enabled,
            ignores_derived: config.rules.derived_columns == DerivedColumns::Ignore,
            endpoints: OnceLock::new(),
            description: OnceLock::new(),
        }))
    }

    /// The rules of the application.
    #[must_use]
    pub fn describe_rules(&self) -> Vec<RuleDescription> {
        self.rules.describe(&self.catalog)
    }

    /// How many statements the writing transactions of all databases have run, besides those that begin and end them.
    #[must_use]
    pub fn statements(&self) -> u64 {
        self.stores.iter().map(Store::statements).sum()
    }

    /// How many queries the reads of all databases have run.
    #[must_use]
    pub fn queries(&self) -> u64 {
        self.stores.iter().map(Store::queries).sum()
    }

    /// Has every database refuse the nth statement of its writing transactions from now on, counted from 1; for tests of
    /// what remains then. 0 takes it back.
    pub fn refuse_statement(&self, nth: u64) {
        for store in &self.stores {
            store.refuse_statement(nth);
        }
    }

    /// Finishes what runs and closes the databases.
    pub async fn close(&self) {
        for store in &self.stores {
            store.close().await;
        }
    }

    /// The table that a struct shows the rows of.
    pub(crate) fn table<R: Resource>(&self) -> &Table {
        self.catalog
            .find(R::KIND)
            .expect("the structs were compared with the model at start")
    }

    /// The store of the main database, and its number.
    pub(crate) fn main_database(&self) -> (usize, &Store) {
        let databases = self.catalog.databases();
        let main = databases
            .iter()
            .position(|database| database.name == MAIN_DATABASE)
            .expect("a Model has a main database");
        (main, &self.stores[main])
    }

    /// A new session.
    #[must_use]
    pub fn session(self: &Arc<Self>) -> Session {
        Session::new(Arc::clone(self))
    }

    pub(crate) fn default_page(&self) -> PageRequest {
        PageRequest::Offset {
            offset: 0,
            limit: self.limits.query.default_page,
        }
    }

    /// All routes of a server: the JSON:API, and the project's own.
    pub fn router(self: &Arc<Self>, own: Routes) -> Router {
        routes::router(self, own)
    }

    /// Whether something of ours is at the path: a resource, or a page of the server.
    ///
    /// Anything else can only be an endpoint of the project.
    #[must_use]
    pub fn knows(&self, path: &str) -> bool {
        routes::knows(self, path)
    }

    /// Whether all databases answer.
    pub(crate) async fn ask_databases(&self) -> crate::Result<()> {
        for store in &self.stores {
            store.read(SignOfLife).await?;
        }
        Ok(())
    }
}

/// The kind of database that an address leads to.
fn dialect_of(url: &str) -> Option<Dialect> {
    match url.split_once(':')?.0.to_ascii_lowercase().as_str() {
        "sqlite" => Some(Dialect::Sqlite),
        "postgres" | "postgresql" => Some(Dialect::Postgres),
        "mysql" | "mariadb" => Some(Dialect::Mysql),
        _ => None,
    }
}

/// The smallest query.
struct SignOfLife;

impl Work for SignOfLife {
    type Output = ();

    fn wants_snapshot(&self) -> bool {
        false
    }

    fn run<'a>(&'a self, connection: &'a mut dyn Connection) -> BoxFuture<'a, crate::Result<()>> {
        Box::pin(async move {
            let statement = Statement {
                sql: "SELECT 1".into(),
                parameters: [].into(),
                columns: [].into(),
            };
            Ok(connection.select(&statement, &[], &mut Ignore).await?)
        })
    }
}

/// Takes rows and forgets them.
pub(crate) struct Ignore;

impl RowSink for Ignore {
    fn row(&mut self, _row: &dyn Row) -> Result<(), StoreError> {
        Ok(())
    }
}
