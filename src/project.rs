//! A project on disk: created whole, and later changed whole.
//!
//! [`owner`] knows whose each file is, [`record`] what we wrote. Whatever stops us, a project is
//! as it was before or complete; what a killed run leaves beside is removed by the next one.

mod apply;
mod crate_name;
mod create;
mod disk;
mod error;
mod hash;
pub mod owner;
pub mod record;
mod staging;
#[cfg(test)]
mod tree;

use std::path::{Path, PathBuf};

use self::disk::Disk;
pub use self::{
    crate_name::{CrateName, CrateNameError},
    error::ProjectError,
    hash::FileHash,
    record::{CreateOptions, Record},
};
use crate::files::File;

/// A project on disk.
#[derive(Debug)]
pub struct Project;

/// What [`Project::create`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateReport {
    /// The project's directory, as it was given.
    pub path: PathBuf,
    /// How many files were written.
    pub files: usize,
}

impl Project {
    /// Writes a new project, which is complete or not there at all.
    ///
    /// The directory may exist if it is empty; missing ones above it are created. Nothing that is
    /// there is ever removed or overwritten.
    pub fn create(
        path: &Path,
        files: Vec<File>,
        options: CreateOptions,
    ) -> Result<CreateReport, ProjectError> {
        create::create(&Disk::default(), path, files, options)
    }
}
