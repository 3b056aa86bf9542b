//! The application in a project's own tests: no port, no tokio in the user's code.

mod hammer;
mod session;

use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, header};
use serde_json::Value as Json;
use tokio::runtime::Runtime;

pub use hammer::{Hammer, Hammered};
pub use session::TestSession;

use super::start::{model, project_folder};
use super::{App, StartError, State};
use crate::config::{Configuration, Sources};
use crate::jsonapi::MEDIA_TYPE;
use crate::server::Front;

/// The variable that names a database which tests may change.
const TEST_DATABASE: &str = "TEST_DATABASE_URL";

/// The application for tests. Its methods panic with a message where a test would.
#[derive(Debug)]
pub struct TestApp {
    runtime: Runtime,
    front: Front,
    state: Arc<State>,
    /// The copy of the database, if it is one.
    copy: Option<PathBuf>,
    /// Whether tests may change what is in the database.
    is_expendable: bool,
}

/// What the application answered.
#[derive(Debug, Clone, PartialEq)]
pub struct TestResponse {
    status: u16,
    headers: HeaderMap,
    text: String,
    json: Json,
}

impl TestResponse {
    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The value of a header, if there is one that is text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The body as it came.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The body as JSON; null if it is empty or something else.
    #[must_use]
    pub fn json(&self) -> &Json {
        &self.json
    }
}

impl TestApp {
    pub(super) fn new(app: App) -> Self {
        Self::open(app).unwrap_or_else(|error| {
            error.print();
            panic!("the application for tests does not start: {error}")
        })
    }

    fn open(app: App) -> Result<Self, StartError> {
        let mut configuration = Configuration::load(&Sources::of(project_folder()))?;
        // A test prints what it likes.
        configuration.config.log.requests = false;
        let model = model(&app.generated)?;
        let own = std::env::var(TEST_DATABASE).ok();
        if let Some(url) = &own {
            configuration.config.database.url.clone_from(url);
        }
        let copy = copy(&mut configuration)?;
        let runtime = Runtime::new().map_err(StartError::System)?;
        let state = runtime.block_on(State::open(&model, &configuration, app.logic))?;
        let front = Front::new(state.router(app.routes), &configuration.config);
        Ok(Self {
            runtime,
            front,
            state,
            is_expendable: copy.is_some() || own.is_some(),
            copy,
        })
    }

    /// Answers `GET`.
    #[must_use]
    pub fn get(&self, path: &str) -> TestResponse {
        self.send(Method::GET, path, None)
    }

    /// Answers `POST` of a document.
    #[must_use]
    pub fn post(&self, path: &str, document: &Json) -> TestResponse {
        self.send(Method::POST, path, Some(document))
    }

    /// Answers `PATCH` with a document.
    #[must_use]
    pub fn patch(&self, path: &str, document: &Json) -> TestResponse {
        self.send(Method::PATCH, path, Some(document))
    }

    /// Answers `DELETE`.
    #[must_use]
    pub fn delete(&self, path: &str) -> TestResponse {
        self.send(Method::DELETE, path, None)
    }

    fn send(&self, method: Method, path: &str, document: Option<&Json>) -> TestResponse {
        let mut request = Request::builder().method(method).uri(path);
        let body = match document {
            Some(document) => {
                request = request.header(header::CONTENT_TYPE, MEDIA_TYPE);
                Body::from(document.to_string())
            }
            None => Body::empty(),
        };
        let request = request
            .body(body)
            .unwrap_or_else(|error| panic!("`{path}` is no path: {error}"));
        self.runtime.block_on(async {
            let (parts, body) = self.front.answer(request, None).await.into_parts();
            let body = axum::body::to_bytes(body, usize::MAX)
                .await
                .expect("an answer of this process arrives whole");
            let text = String::from_utf8_lossy(&body).into_owned();
            let json = serde_json::from_str(&text).unwrap_or_default();
            TestResponse {
                status: parts.status.as_u16(),
                headers: parts.headers,
                json,
                text,
            }
        })
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.runtime.block_on(self.state.close());
        if let Some(folder) = &self.copy {
            // What cannot be removed now is removed with the system's other temporary files.
            let _ = std::fs::remove_dir_all(folder);
        }
    }
}

/// Copies a database that is a file, and has the configuration lead to the copy.
#[cfg(feature = "sqlite")]
fn copy(configuration: &mut Configuration) -> Result<Option<PathBuf>, StartError> {
    if !configuration.config.database.url.starts_with("sqlite:") {
        return Ok(None);
    }
    let folder =
        std::env::temp_dir().join(format!("formwork-test-{}", uuid::Uuid::new_v4().simple()));
    create_private_folder(&folder).map_err(StartError::System)?;
    let copied = crate::store::copy_sqlite(
        &configuration.config.database.url,
        &folder.join("db.sqlite"),
    );
    match copied {
        Ok(url) => {
            configuration.config.database.url = url;
            Ok(Some(folder))
        }
        Err(source) => {
            let _ = std::fs::remove_dir_all(&folder);
            Err(StartError::Database {
                address: configuration.shown_address(),
                origin: configuration.origin("database.url").clone(),
                source,
            })
        }
    }
}

/// Creates a folder that only we can read, as far as the system knows this.
#[cfg(feature = "sqlite")]
fn create_private_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(not(feature = "sqlite"))]
#[expect(clippy::unnecessary_wraps, reason = "the shape of the one for SQLite")]
fn copy(_configuration: &mut Configuration) -> Result<Option<PathBuf>, StartError> {
    Ok(None)
}
