//! The admin app: its files, and what it is told about the tables.
//!
//! The app is one build for all projects. What it shows is `admin.yaml`, which is read and checked here, once: with the
//! places of its mistakes ([`Diagnostic`]), and completed by the Model ([`config`]), so that the app and
//! `formwork admin check` cannot disagree.
//!
//! - [`tree`] reads YAML with the place of every part, [`mod@check`] holds it against `admin.schema.json`, [`mod@build`] against
//!   the Model, [`condition`] understands what `show_when` says.
//! - [`config`] makes what the app loads. [`source`] keeps the last file that could be used.
//! - [`files`] are the app itself; [`audit`], [`er`], [`explain`] and [`stats`] answer its pages; [`events`] tells
//!   open pages that the file has changed.

mod audit;
mod build;
mod check;
mod condition;
mod config;
mod diagnostic;
mod er;
mod events;
mod explain;
mod files;
mod routes;
mod source;
mod stats;
mod tree;

pub use config::Config;
pub use diagnostic::{Diagnostic, Severity};
pub use files::{AppFile, app_files};
pub(crate) use routes::{answer, is_admin, page};
pub use source::Admin;

use std::path::Path;

use crate::model::Model;

/// The schema of `admin.yaml`, for editors; the check uses the same.
pub const SCHEMA: &str = include_str!("admin/admin.schema.json");

/// What is wrong with the text of an `admin.yaml` of the folder, in the order of its lines.
#[must_use]
pub fn check(text: &str, model: &Model, folder: &Path) -> Vec<Diagnostic> {
    let ground = build::Ground {
        model,
        rules: &[],
        prefix: "/api",
        folder: Some(folder),
        has_audit: None,
    };
    source::read(text, ground).1
}
