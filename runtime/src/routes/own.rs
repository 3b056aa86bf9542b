//! The project's own endpoints.

use std::convert::Infallible;
use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, on};

use super::endpoint::{Endpoint, Operation};
use super::service::SERVICES;
use crate::app::State;
use crate::config::Decimals;
use crate::json_body::{Schemas, showing};
use crate::session::Session;

/// Endpoints beyond the JSON:API: handlers of Axum, which may take a [`Session`].
#[derive(Debug, Default)]
#[must_use]
pub struct Routes {
    router: Router<Arc<State>>,
    /// With their paths, without the API's prefix if they are services.
    handlers: Vec<(Described, MethodRouter<Arc<State>>)>,
}

/// An endpoint that the description of the API tells of.
#[derive(Debug, Clone)]
pub(crate) struct Described {
    pub(crate) method: Method,
    pub(crate) address: Address,
    pub(crate) describe: fn(&mut Schemas<'_>, &mut Operation),
}

/// Where an endpoint is.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    /// A path in Axum's notation, which is also that of OpenAPI.
    Path(String),
    /// The name of a service.
    Service(String),
}

impl Address {
    /// Its path, where the API is at the prefix.
    pub(crate) fn path(&self, prefix: &str) -> String {
        match self {
            Self::Path(path) => path.clone(),
            Self::Service(name) => format!("{prefix}/{SERVICES}/{name}"),
        }
    }
}

macro_rules! methods {
    ($($name:ident $method:ident: $article:literal)*) => {
        $(#[doc = concat!("Adds a handler of `", stringify!($method), "` at a path in Axum's notation, such as `/api/orders/{id}/", $article, "`.")]
        pub fn $name<H: Endpoint<T>, T: 'static>(self, path: &str, handler: H) -> Self {
            self.add(Method::$method, MethodFilter::$method, Address::Path(path.to_owned()), handler)
        })*
    };
}

impl Routes {
    /// No endpoints.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a service: `POST /api/ServicesEndPoint/<name>` with its arguments in `{"meta":{"args":{…}}}`. The handler takes them as
    /// [`Args`](super::Args), and answers with a [`Reply`](super::Reply).
    pub fn service<H: Endpoint<T>, T: 'static>(self, name: &str, handler: H) -> Self {
        let address = Address::Service(name.to_owned());
        self.add(Method::POST, MethodFilter::POST, address, handler)
    }

    methods! {
        get GET: "total"
        post POST: "ship"
        put PUT: "address"
        patch PATCH: "address"
        delete DELETE: "hold"
    }

    fn add<H: Endpoint<T>, T: 'static>(
        mut self,
        method: Method,
        filter: MethodFilter,
        address: Address,
        handler: H,
    ) -> Self {
        let described = Described {
            method,
            address,
            describe: H::describe,
        };
        self.handlers.push((described, on(filter, handler)));
        self
    }

    /// Adds any handlers of Axum at a path. The description of the API tells nothing of them.
    pub fn route(self, path: &str, handlers: MethodRouter<Arc<State>>) -> Self {
        Self {
            router: self.router.route(path, handlers),
            ..self
        }
    }

    /// Adds all routes of a router. The description of the API tells nothing of them.
    pub fn merge(self, router: Router<Arc<State>>) -> Self {
        Self {
            router: self.router.merge(router),
            ..self
        }
    }

    /// Those that the description of the API tells of.
    pub(crate) fn described(&self) -> Vec<Described> {
        self.handlers
            .iter()
            .map(|(described, _)| described.clone())
            .collect()
    }

    /// All of them, the services below the path of the API. What they answer shows decimals so.
    pub(crate) fn into_router(self, prefix: &str, decimals: Decimals) -> Router<Arc<State>> {
        let mut paths: Vec<AtPath> = Vec::new();
        for (described, handler) in self.handlers {
            let path = described.address.path(prefix);
            match paths.iter_mut().find(|(known, ..)| *known == path) {
                Some((_, methods, handlers)) => {
                    methods.push(described.method);
                    *handlers = std::mem::take(handlers).merge(handler);
                }
                None => paths.push((path, vec![described.method], handler)),
            }
        }
        let router = paths
            .into_iter()
            .fold(self.router, |router, (path, methods, handlers)| {
                let allowed = allowed(&methods);
                let other = move |method: Method| async move { answer_other(&method, allowed) };
                router.route(&path, handlers.fallback(other))
            });
        if decimals == Decimals::Numbers || !router.has_routes() {
            return router;
        }
        router.route_layer(middleware::from_fn(move |request: Request, next: Next| {
            showing(decimals, next.run(request))
        }))
    }
}

/// The methods that a path has, and their handlers.
type AtPath = (String, Vec<Method>, MethodRouter<Arc<State>>);

/// The methods that a path has, as the header `Allow` lists them.
fn allowed(methods: &[Method]) -> String {
    let mut names = vec!["OPTIONS"];
    for method in methods {
        names.push(method.as_str());
        if *method == Method::GET {
            names.push("HEAD");
        }
    }
    names.join(", ")
}

fn answer_other(method: &Method, allowed: String) -> Response {
    if *method == Method::OPTIONS {
        return (StatusCode::NO_CONTENT, [(header::ALLOW, allowed)]).into_response();
    }
    super::not_allowed(method, allowed)
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
