//! The project's own endpoints.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::routing::MethodRouter;

use crate::app::State;
use crate::session::Session;

/// Endpoints beyond the JSON:API: handlers of Axum, which may take a [`Session`].
#[derive(Debug, Default)]
#[must_use]
pub struct Routes(Router<Arc<State>>);

impl Routes {
    /// No endpoints.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds handlers at a path, in Axum's notation.
    pub fn route(self, path: &str, handlers: MethodRouter<Arc<State>>) -> Self {
        Self(self.0.route(path, handlers))
    }

    /// Adds all routes of a router.
    pub fn merge(self, router: Router<Arc<State>>) -> Self {
        Self(self.0.merge(router))
    }

    pub(crate) fn into_router(self) -> Router<Arc<State>> {
        self.0
    }
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
