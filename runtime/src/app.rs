//! The application: tables, what the project adds to them, and the server they become.

use std::sync::Arc;

use axum::Router;

use crate::catalog::{Catalog, CatalogError};
use crate::generated::Generated;
use crate::jsonapi::{Limits, PageRequest};
use crate::model::Model;
use crate::routes::{self, Routes};
use crate::session::Session;
use crate::store::{Plans, Store};

/// An application in the making.
#[derive(Debug)]
pub struct App {
    pub(crate) generated: Generated,
    pub(crate) routes: Routes,
}

impl App {
    /// The application of a project's tables.
    #[must_use]
    pub fn new(generated: Generated) -> Self {
        Self {
            generated,
            routes: Routes::new(),
        }
    }

    /// Adds the project's own endpoints.
    #[must_use]
    pub fn routes(mut self, routes: Routes) -> Self {
        self.routes = routes;
        self
    }
}

/// What requests share.
#[derive(Debug)]
pub struct State {
    pub(crate) catalog: Catalog,
    pub(crate) plans: Plans,
    /// In the order of [`Catalog::databases`].
    pub(crate) stores: Vec<Store>,
    /// The path of all resources, such as `/api`.
    pub(crate) prefix: String,
    pub(crate) limits: ServerLimits,
}

/// What a request may ask for at most.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ServerLimits {
    pub(crate) query: Limits,
    /// Resources of a compound document.
    pub(crate) rows: usize,
    /// Bytes of a body.
    pub(crate) body: usize,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            query: Limits {
                default_page: 250,
                largest_page: 10_000,
                include_depth: 8,
            },
            rows: 50_000,
            body: 4 * 1024 * 1024,
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
        Ok(Arc::new(Self {
            catalog: Catalog::new(model)?,
            plans: Plans::default(),
            stores,
            prefix: format!("/{}", api_name.trim_matches('/')),
            limits: ServerLimits::default(),
        }))
    }

    /// A new session.
    #[must_use]
    pub fn session(self: &Arc<Self>) -> Session {
        Session::new(Arc::clone(self))
    }

    /// Finishes what runs and closes the databases.
    pub async fn close(&self) {
        for store in &self.stores {
            store.close().await;
        }
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
}
