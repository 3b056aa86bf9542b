//! The project's own endpoints.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::handler::Handler;
use axum::http::Method;
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{MethodRouter, post};

use super::service::SERVICES;
use crate::app::State;
use crate::session::Session;

/// Endpoints beyond the JSON:API: handlers of Axum, which may take a [`Session`].
#[derive(Debug, Default)]
#[must_use]
pub struct Routes {
    router: Router<Arc<State>>,
    services: Vec<(String, MethodRouter<Arc<State>>)>,
}

impl Routes {
    /// No endpoints.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds handlers at a path, in Axum's notation.
    pub fn route(self, path: &str, handlers: MethodRouter<Arc<State>>) -> Self {
        Self {
            router: self.router.route(path, handlers),
            ..self
        }
    }

    /// Adds a service: `POST /api/ServicesEndPoint/<name>` with its arguments in `{"meta":{"args":{…}}}`. The handler takes them as
    /// [`Args`](super::Args), and answers with a [`Reply`](super::Reply).
    pub fn service<H, T>(mut self, name: &str, handler: H) -> Self
    where
        H: Handler<T, Arc<State>>,
        T: 'static,
    {
        let handlers = post(handler).fallback(only_post);
        self.services.push((name.to_owned(), handlers));
        self
    }

    /// Adds all routes of a router.
    pub fn merge(self, router: Router<Arc<State>>) -> Self {
        Self {
            router: self.router.merge(router),
            ..self
        }
    }

    /// All of them, the services below the path of the API.
    pub(crate) fn into_router(self, prefix: &str) -> Router<Arc<State>> {
        let services = self.services.into_iter();
        services.fold(self.router, |router, (name, handlers)| {
            router.route(&format!("{prefix}/{SERVICES}/{name}"), handlers)
        })
    }
}

async fn only_post(method: Method) -> Response {
    super::not_allowed(&method, "POST")
}

/// A handler that names a session gets a new one.
impl FromRequestParts<Arc<State>> for Session {
    type Rejection = Infallible;

    async fn from_request_parts(
        _parts: &mut Parts,
        state: &Arc<State>,
    ) -> Result<Self, Infallible> {
        Ok(state.session())
    }
}
