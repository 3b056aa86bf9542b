//! A project served without compiling it: the runtime's own router over the project's Model.
//!
//! It serves what the compiled server would. While a Rust file of the project is another than the one we wrote, only
//! that server knows what a write may do and which endpoints there are: then the preview reads, and puts off the rest.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use formwork_runtime::rules::Logic;
use formwork_runtime::{
    Routes, StartError, State,
    axum::{
        Router,
        extract::Request,
        http::{Method, StatusCode, header},
        middleware::{self, Next},
        response::{IntoResponse, Response},
    },
    config::Configuration,
    jsonapi::{ErrorObject, MEDIA_TYPE, write_errors},
    model::Model,
};

use crate::project::record::{RECORD, Record};

/// Where the Model is in a project.
pub const MODEL: &str = "src/generated/model.json";

/// After how many seconds a client may ask again for what has been put off.
const RETRY_AFTER: &str = "5";

/// A project that can be served without compiling it.
#[derive(Debug)]
pub struct Preview {
    state: Arc<State>,
    reads_only: Arc<AtomicBool>,
    refusal: &'static str,
    directory: PathBuf,
}

impl Preview {
    /// Opens the databases of the project in the directory.
    ///
    /// `refusal` is what clients are told who ask for more than the preview may do.
    pub async fn open(
        directory: &Path,
        configuration: &Configuration,
        refusal: &'static str,
    ) -> Result<Self, StartError> {
        let text = fs::read_to_string(directory.join(MODEL)).map_err(StartError::ModelFile)?;
        let model: Model = serde_json::from_str(&text).map_err(StartError::Model)?;
        Ok(Self {
            state: State::open(&model, configuration, Logic::new()).await?,
            reads_only: Arc::new(AtomicBool::new(edited(directory).is_some())),
            refusal,
            directory: directory.to_owned(),
        })
    }

    /// The first Rust file that is not as we wrote it, if there is one: then the preview only reads.
    #[must_use]
    pub fn edited(&self) -> Option<String> {
        edited(&self.directory)
    }

    /// Looks again for edited files.
    pub fn look_again(&self) {
        self.reads_only
            .store(self.edited().is_some(), Ordering::Relaxed);
    }

    /// All routes.
    pub fn router(&self) -> Router {
        let state = Arc::clone(&self.state);
        let reads_only = Arc::clone(&self.reads_only);
        let refusal = self.refusal;
        let guard = middleware::from_fn(move |request: Request, next: Next| {
            let is_ours = is_read(request.method()) && state.knows(request.uri().path());
            let may = is_ours || !reads_only.load(Ordering::Relaxed);
            async move {
                if may {
                    next.run(request).await
                } else {
                    put_off(refusal)
                }
            }
        });
        self.state.router(Routes::new()).layer(guard)
    }

    /// Finishes what runs and closes the databases.
    pub async fn close(&self) {
        self.state.close().await;
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

fn put_off(refusal: &'static str) -> Response {
    let body = write_errors(&[ErrorObject::new(503, refusal)]);
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::RETRY_AFTER, RETRY_AFTER),
    ];
    (StatusCode::SERVICE_UNAVAILABLE, headers, body).into_response()
}

/// The first Rust file of the project that is not as the record says; the record itself, if it cannot be read.
fn edited(directory: &Path) -> Option<String> {
    let record = fs::read_to_string(directory.join(RECORD)).ok();
    let Some(record) = record.and_then(|text| Record::parse(&text).ok()) else {
        return Some(RECORD.to_owned());
    };
    record
        .files
        .into_iter()
        // Tests are no part of the server.
        .filter(|(path, _)| is_rust(path) && !path.starts_with("tests/"))
        .find(|(path, hash)| {
            fs::read(directory.join(path))
                .map_or(true, |bytes| crate::project::FileHash::of(&bytes) != *hash)
        })
        .map(|(path, _)| path)
}

fn is_rust(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "rs")
}
