//! A project served without compiling it: the runtime's own router over the project's Model.
//!
//! It serves what the compiled server would. While a Rust file of the project is another than the one we wrote, only
//! that server knows what a write may do and which endpoints there are: then the preview reads, and puts off the rest.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
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

/// A project that can be served without compiling it.
#[derive(Debug)]
pub struct Preview {
    state: Arc<State>,
    standing: Arc<Mutex<Standing>>,
    directory: PathBuf,
}

/// What decides which requests are put off, and what is said then.
#[derive(Debug)]
struct Standing {
    reads_only: bool,
    compiled: Compiled,
}

/// How it stands with the compiled server, which alone can do what the preview puts off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compiled {
    /// It is being compiled.
    Soon,
    /// Its last build failed.
    Failed { is_watched: bool },
    /// It was compiled, and did not serve.
    NotServing { is_watched: bool },
    /// Nothing is compiled.
    Never,
}

impl Preview {
    /// Opens the databases of the project in the directory.
    pub async fn open(
        directory: &Path,
        configuration: &Configuration,
        compiled: Compiled,
    ) -> Result<Self, StartError> {
        let text = fs::read_to_string(directory.join(MODEL)).map_err(StartError::ModelFile)?;
        let model: Model = serde_json::from_str(&text).map_err(StartError::Model)?;
        let standing = Standing {
            reads_only: edited(directory).is_some(),
            compiled,
        };
        Ok(Self {
            state: State::open(&model, configuration, Logic::new()).await?,
            standing: Arc::new(Mutex::new(standing)),
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
        let reads_only = self.edited().is_some();
        look_at(&self.standing).reads_only = reads_only;
    }

    /// Notes how it stands with the compiled server, for those whose requests are put off.
    pub fn note(&self, compiled: Compiled) {
        look_at(&self.standing).compiled = compiled;
    }

    /// All routes.
    pub fn router(&self) -> Router {
        let state = Arc::clone(&self.state);
        let standing = Arc::clone(&self.standing);
        let guard = middleware::from_fn(move |request: Request, next: Next| {
            let is_ours = is_read(request.method()) && state.knows(request.uri().path());
            let waits_for = {
                let standing = look_at(&standing);
                (standing.reads_only && !is_ours).then_some(standing.compiled)
            };
            async move {
                match waits_for {
                    None => next.run(request).await,
                    Some(compiled) => put_off(compiled),
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

/// The standing, which is whole whatever happened to whoever had it before.
fn look_at(standing: &Mutex<Standing>) -> MutexGuard<'_, Standing> {
    standing.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Compiled {
    fn title(self) -> &'static str {
        match self {
            Self::Soon => "the project is being compiled",
            Self::Failed { .. } => "the project does not compile",
            Self::NotServing { .. } => "the compiled server does not start",
            Self::Never => "this needs the compiled project",
        }
    }

    /// Why, and what whoever writes the project can do.
    fn detail(self) -> &'static str {
        match self {
            Self::Soon => "until then rows can be read; ask again in a moment",
            Self::Failed { is_watched: true } => {
                "its last build failed, so rows can only be read: correct the errors that `formwork run` shows; it compiles again when a file is saved"
            }
            Self::Failed { is_watched: false } => {
                "its last build failed, so rows can only be read: correct the errors that `formwork run` shows, then run it again"
            }
            Self::NotServing { is_watched: true } => {
                "so rows can only be read: correct what `formwork run` shows; it compiles again when a file is saved"
            }
            Self::NotServing { is_watched: false } => {
                "so rows can only be read: correct what `formwork run` shows, then run it again"
            }
            Self::Never => {
                "so rows can only be read: `formwork run` without `--no-build`, where Rust is installed, compiles it"
            }
        }
    }

    /// After how many seconds a client may ask again; where somebody has to do something first, that takes longer.
    fn retry_after(self) -> &'static str {
        match self {
            Self::Soon => "5",
            Self::Failed { .. } | Self::NotServing { .. } | Self::Never => "60",
        }
    }
}

fn put_off(compiled: Compiled) -> Response {
    let error = ErrorObject::new(503, compiled.title()).detail(compiled.detail());
    let headers = [
        (header::CONTENT_TYPE, MEDIA_TYPE),
        (header::RETRY_AFTER, compiled.retry_after()),
    ];
    (
        StatusCode::SERVICE_UNAVAILABLE,
        headers,
        write_errors(&[error]),
    )
        .into_response()
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
