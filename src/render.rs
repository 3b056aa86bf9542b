//! Model -> files: a project's text, without touching a disk or a database.
//!
//! [`project`] gives the files of a new project, and for a rebuild those it would start with today.
//! [`templates`] is the tree they come from, [`view`] decides everything that a template prints,
//! [`layout`] breaks lines as rustfmt would, [`filters`] spell text in the languages of the files.
//! Beside the templates there are [`notes`](notes()) and [`secrets`].

mod filters;
mod layout;
mod lock;
mod notes;
mod runtime_source;
mod templates;
mod view;

use std::path::PathBuf;

use formwork_runtime::{config::OptLocking, model::Model};

pub use self::{
    notes::{NOTES, new_and_known, notes},
    runtime_source::RuntimeSource,
    templates::Templates,
};
use crate::{
    files::{File, Mode},
    project::CrateName,
};
use view::{ProjectView, ResourceView};

/// The file of what must not be in version control.
pub const SECRETS: &str = ".env";

/// Everything that a project is rendered from.
#[derive(Debug, Clone)]
pub struct Blueprint<'a> {
    pub name: &'a CrateName,
    pub model: &'a Model,
    /// The text of `formwork.yaml`.
    pub formwork_yaml: &'a str,
    /// The text of `database/schema.sql`.
    pub schema_sql: &'a str,
    /// The text of `admin/admin.yaml`.
    pub admin_yaml: &'a str,
    /// The address of the database as the project sees it, without password.
    pub database_url: String,
    pub settings: Settings,
    pub runtime: RuntimeSource,
}

/// What the configuration starts with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// What the server listens on.
    pub host: String,
    pub port: u16,
    /// The first part of every path of the API.
    pub api_name: String,
    pub opt_locking: OptLocking,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 5656,
            api_name: "api".to_owned(),
            opt_locking: OptLocking::default(),
        }
    }
}

/// What only the owner of a project may read. `Debug` does not show it.
#[derive(Clone)]
pub struct Secrets {
    /// The database's password, if its address has one.
    pub database_password: Option<String>,
    /// What the project signs with.
    pub key: String,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secrets")
    }
}

/// Why a project could not be rendered; a fault of the user's own templates.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("could not read the template `{}`", path.display())]
    Unreadable {
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("a template cannot be used: {reason}")]
    Template { reason: String },
}

impl RenderError {
    /// What the user can do about it.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Unreadable { .. } => {
                Some("give the directory of your templates with `--template`")
            }
            Self::Template { .. } => None,
        }
    }
}

/// The files of a project, without its secrets and its database.
pub fn project(blueprint: &Blueprint<'_>, templates: &Templates) -> Result<Vec<File>, RenderError> {
    let project = ProjectView::new(blueprint);
    let resources: Vec<_> = blueprint
        .model
        .resources
        .iter()
        .map(|resource| ResourceView::new(resource, blueprint.model))
        .collect();
    let mut files = templates.render(&project, &resources)?;
    files.push(File::text(
        "Cargo.lock",
        lock::lock(blueprint.name.as_str()),
    ));
    files.extend(blueprint.runtime.files());
    Ok(files)
}

/// `.env` of a new project.
#[must_use]
pub fn secrets(secrets: &Secrets) -> File {
    let variables = [
        ("APP__SECRET", Some(&secrets.key)),
        (
            "APP__DATABASE__PASSWORD",
            secrets.database_password.as_ref(),
        ),
    ];
    let lines: Vec<String> = variables
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}={}\n", filters::env(value?))))
        .collect();
    let text = format!(
        "# What only this machine may know. `.env.example` says what belongs here.\n{}",
        lines.concat()
    );
    File::text(SECRETS, text).with_mode(Mode::Secret)
}
