//! The server of a database, in this process: as the preview serves it, without a port.

use std::path::Path;
use std::sync::Arc;

use axum::body::{Body, HttpBody};
use axum::http::{Request, Response, StatusCode, header};
use formwork::model::{Overrides, from_schema};
use formwork_runtime::catalog::CatalogError;
use formwork_runtime::config::{Config, Configuration, DatabaseConfig, Sources};
use formwork_runtime::model::Model;
use formwork_runtime::rules::Logic;
use formwork_runtime::store::Store;
use formwork_runtime::{Routes, State};
use serde_json::Value as Json;
use tokio::runtime::Runtime;
use tower::ServiceExt;

use super::{Database, TestDatabase};

/// The media type of JSON:API.
pub(crate) const MEDIA_TYPE: &str = "application/vnd.api+json";

/// A database and the server of it.
pub(crate) struct TestApp {
    runtime: Runtime,
    router: axum::Router,
    state: Arc<State>,
    // Dropped after the last server of it.
    database: Arc<TestDatabase>,
}

/// What the server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: header::HeaderMap,
    /// As it came, which may be compressed.
    pub(crate) bytes: Vec<u8>,
    pub(crate) body: String,
}

/// How to reach a database for tests in which many wait for one another on a machine that others keep busy, or that stands still for
/// a while: what they are about is not the time that it takes.
pub(crate) fn patient(url: &str) -> DatabaseConfig {
    DatabaseConfig {
        url: url.to_owned(),
        acquire_timeout_seconds: 120,
        lock_timeout_seconds: 120,
        statement_timeout_seconds: 120,
        ..DatabaseConfig::default()
    }
}

impl TestApp {
    /// The server of a design, see [`TestDatabase::create`].
    pub(crate) fn create(design: &str, database: Database) -> Self {
        Self::of(TestDatabase::create(design, database))
    }

    /// The server of a database made by these statements.
    pub(crate) fn with(sql: &str, database: Database) -> Self {
        Self::of(TestDatabase::with(sql, database))
    }

    pub(crate) fn of(database: TestDatabase) -> Self {
        Self::try_with_rules(database, |_| {}).unwrap()
    }

    /// The server of a database made by these statements, with rules.
    pub(crate) fn with_rules(sql: &str, database: Database, declare: fn(&mut Logic)) -> Self {
        Self::try_with_rules(TestDatabase::with(sql, database), declare)
            .unwrap_or_else(|error| panic!("{error}"))
    }

    /// The same, for rules that may not fit.
    pub(crate) fn try_with_rules(
        database: TestDatabase,
        declare: fn(&mut Logic),
    ) -> Result<Self, CatalogError> {
        let schema = database.schema();
        let report = from_schema(&schema, &Overrides::default()).unwrap();
        let mut logic = Logic::new();
        declare(&mut logic);
        Self::serving(Arc::new(database), &report.model, &Config::default(), logic)
    }

    /// The server of a database made by these statements, with what `formwork.yaml` says.
    pub(crate) fn with_overrides(sql: &str, database: Database, overrides: &str) -> Self {
        let database = TestDatabase::with(sql, database);
        let overrides = Overrides::parse(overrides).unwrap();
        let report = from_schema(&database.schema(), &overrides).unwrap();
        let settings = Config::default();
        Self::serving(Arc::new(database), &report.model, &settings, Logic::new()).unwrap()
    }

    /// The server of a design, with other settings than the defaults.
    pub(crate) fn configured(
        design: &str,
        database: Database,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        Self::configured_of(TestDatabase::create(design, database), configure)
    }

    /// The same of a database that is there.
    pub(crate) fn configured_of(
        database: TestDatabase,
        configure: impl FnOnce(&mut Config),
    ) -> Self {
        let report = from_schema(&database.schema(), &Overrides::default()).unwrap();
        let mut config = Config::default();
        configure(&mut config);
        Self::serving(Arc::new(database), &report.model, &config, Logic::new()).unwrap()
    }

    fn serving(
        database: Arc<TestDatabase>,
        model: &Model,
        settings: &Config,
        logic: Logic,
    ) -> Result<Self, CatalogError> {
        // What a server logs belongs to the test that fails. Another test may have set it up already.
        super::log::begin();
        let runtime = Runtime::new().unwrap();
        let config = patient(&database.address());
        let store = runtime
            .block_on(Store::open(model.databases[0].dialect, &config))
            .unwrap();
        let state = State::with_config(model, vec![store], settings, logic)?;
        let router = state.router(Routes::new());
        Ok(Self {
            runtime,
            router,
            state,
            database,
        })
    }

    /// The server of a design in a project's folder, with what the folder says, and with rules.
    pub(crate) fn in_folder(
        database: TestDatabase,
        folder: &Path,
        declare: fn(&mut Logic),
    ) -> Self {
        let report = from_schema(&database.schema(), &Overrides::default()).unwrap();
        let mut logic = Logic::new();
        declare(&mut logic);
        let sources = Sources {
            directory: folder.to_owned(),
            file: None,
            variables: Vec::new(),
            options: Vec::new(),
        }
        .with("--url", "database.url", &database.address());
        let configuration = Configuration::load(&sources).unwrap();
        let runtime = Runtime::new().unwrap();
        let state = runtime
            .block_on(State::open(&report.model, &configuration, logic))
            .unwrap();
        Self {
            runtime,
            router: state.router(Routes::new()),
            state,
            database: Arc::new(database),
        }
    }

    /// Another server of the same database, with connections of its own.
    pub(crate) fn beside(&self, declare: fn(&mut Logic)) -> Self {
        let report = from_schema(&self.database.schema(), &Overrides::default()).unwrap();
        let mut logic = Logic::new();
        declare(&mut logic);
        let settings = Config::default();
        Self::serving(Arc::clone(&self.database), &report.model, &settings, logic).unwrap()
    }

    pub(crate) fn database(&self) -> &Arc<TestDatabase> {
        &self.database
    }

    /// What requests share; for sessions.
    pub(crate) fn state(&self) -> Arc<State> {
        Arc::clone(&self.state)
    }

    /// The same server with endpoints of a project.
    pub(crate) fn with_routes(mut self, routes: Routes) -> Self {
        self.router = self.state.router(routes);
        self
    }

    /// Runs a future to its end.
    pub(crate) fn block_on<F: Future>(&self, future: F) -> F::Output {
        self.runtime.block_on(future)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap())
    }

    pub(crate) fn post(&self, path: &str, document: &Json) -> Answer {
        self.send(with_document(Request::post(path), document))
    }

    pub(crate) fn patch(&self, path: &str, document: &Json) -> Answer {
        self.send(with_document(Request::patch(path), document))
    }

    /// Sends a document as it stands.
    pub(crate) fn patch_text(&self, path: &str, document: &str) -> Answer {
        let request = Request::patch(path).header(header::CONTENT_TYPE, MEDIA_TYPE);
        self.send(request.body(Body::from(document.to_owned())).unwrap())
    }

    pub(crate) fn delete(&self, path: &str) -> Answer {
        self.send(Request::delete(path).body(Body::empty()).unwrap())
    }

    /// The head of an answer whose body is no text.
    pub(crate) fn head_of(&self, request: Request<Body>) -> header::HeaderMap {
        let response = self.runtime.block_on(self.router.clone().oneshot(request));
        response.unwrap().headers().clone()
    }

    /// Sends a request with these headers, and with a document if there is one.
    pub(crate) fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        document: Option<&Json>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = document.map_or_else(Body::empty, |document| Body::from(document.to_string()));
        self.send(request.body(body).unwrap())
    }

    pub(crate) fn send(&self, request: Request<Body>) -> Answer {
        self.runtime.block_on(answer(self.router.clone(), request))
    }

    /// Opens a stream of events; the answer if there is none.
    pub(crate) fn watch(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<Stream<'_>, Box<Answer>> {
        let mut request = Request::get(path).header(header::ACCEPT, "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let response = self.runtime.block_on(self.router.clone().oneshot(request));
        let response = response.unwrap();
        if response.status() != StatusCode::OK {
            return Err(Box::new(self.runtime.block_on(whole(response))));
        }
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        let body = Box::pin(response.into_body());
        Ok(Stream { app: self, body })
    }

    /// Who asks it from any task.
    pub(crate) fn client(&self) -> Client {
        Client(self.router.clone())
    }
}

/// A stream of events.
pub(crate) struct Stream<'a> {
    app: &'a TestApp,
    body: std::pin::Pin<Box<Body>>,
}

impl Stream<'_> {
    /// The next event as it is sent; none at the end.
    pub(crate) fn next(&mut self) -> Option<String> {
        self.next_within(std::time::Duration::from_secs(20))
    }

    /// Whether nothing comes for a moment.
    pub(crate) fn is_quiet(&mut self) -> bool {
        self.rest().is_empty()
    }

    /// What comes until nothing does for a moment.
    pub(crate) fn rest(&mut self) -> Vec<String> {
        let moment = std::time::Duration::from_millis(300);
        std::iter::from_fn(|| self.next_within(moment)).collect()
    }

    fn next_within(&mut self, patience: std::time::Duration) -> Option<String> {
        let body = &mut self.body;
        let frame = std::future::poll_fn(|context| body.as_mut().poll_frame(context));
        let waited = async { tokio::time::timeout(patience, frame).await };
        let frame = self.app.block_on(waited).ok()??.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().into()).unwrap())
    }

    /// The next event: its name and its data.
    #[track_caller]
    pub(crate) fn event(&mut self) -> (String, Json) {
        let text = self.next().expect("an event comes");
        let line = |name: &str| {
            let found = text.lines().find_map(|line| line.strip_prefix(name));
            found.unwrap_or_else(|| panic!("no `{name}`: {text}"))
        };
        let data = serde_json::from_str(line("data: ")).unwrap();
        (line("event: ").to_owned(), data)
    }

    /// The mark that the stream begins with.
    #[track_caller]
    pub(crate) fn mark(&mut self) -> String {
        let text = self.next().expect("a stream begins with a mark");
        let mark = text
            .strip_prefix("id: ")
            .and_then(|rest| rest.strip_suffix("\n\n"));
        mark.unwrap_or_else(|| panic!("{text}")).to_owned()
    }
}

/// Asks a server in this process, at the same time as others do.
#[derive(Debug, Clone)]
pub(crate) struct Client(axum::Router);

impl Client {
    pub(crate) async fn post(&self, path: &str, document: &Json) -> Answer {
        answer(self.0.clone(), with_document(Request::post(path), document)).await
    }

    pub(crate) async fn patch(&self, path: &str, document: &Json) -> Answer {
        answer(
            self.0.clone(),
            with_document(Request::patch(path), document),
        )
        .await
    }

    pub(crate) async fn delete(&self, path: &str) -> Answer {
        let request = Request::delete(path).body(Body::empty()).unwrap();
        answer(self.0.clone(), request).await
    }
}

impl Drop for TestApp {
    fn drop(&mut self) {
        self.runtime.block_on(self.state.close());
    }
}

async fn answer(router: axum::Router, request: Request<Body>) -> Answer {
    whole(router.oneshot(request).await.unwrap()).await
}

async fn whole(response: Response<Body>) -> Answer {
    let (parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8_lossy(&bytes).into_owned(),
        bytes: bytes.into(),
    }
}

fn with_document(request: axum::http::request::Builder, document: &Json) -> Request<Body> {
    request
        .header(header::CONTENT_TYPE, MEDIA_TYPE)
        .body(Body::from(document.to_string()))
        .unwrap()
}

impl Answer {
    /// The value of a header; nothing if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The document, if the status is this one.
    #[track_caller]
    pub(crate) fn expect(&self, status: u16) -> Json {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        if self.body.is_empty() {
            return Json::Null;
        }
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The document with its numbers as texts, so that every digit counts and none is too large.
    #[track_caller]
    pub(crate) fn exact(&self, status: u16) -> Json {
        assert_eq!(self.status.as_u16(), status, "{}", self.body);
        serde_json::from_str(&with_quoted_numbers(&self.body))
            .unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The pointers, parameters and codes of the errors, if the status is this one.
    #[track_caller]
    pub(crate) fn errors(&self, status: u16) -> Vec<String> {
        let document = self.expect(status);
        let errors = document["errors"]
            .as_array()
            .unwrap_or_else(|| panic!("no errors: {document}"));
        errors
            .iter()
            .map(|error| {
                let source = &error["source"];
                let place = source["pointer"]
                    .as_str()
                    .or(source["parameter"].as_str())
                    .unwrap_or("-");
                format!("{} {place}", error["status"].as_str().unwrap())
            })
            .collect()
    }
}

/// The document with a quote before and after each number.
fn with_quoted_numbers(body: &str) -> String {
    let mut quoted = String::new();
    let (mut in_string, mut is_escaped, mut in_number) = (false, false, false);
    for character in body.chars() {
        let is_digit = !in_string
            && (character.is_ascii_digit()
                || (in_number && "+-.eE".contains(character))
                || character == '-');
        if is_digit != in_number {
            quoted.push('"');
            in_number = is_digit;
        }
        quoted.push(character);
        in_string ^= character == '"' && !is_escaped;
        is_escaped = in_string && character == '\\' && !is_escaped;
    }
    quoted
}
