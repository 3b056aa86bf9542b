//! A project on disk: created whole, and later changed whole.
//!
//! [`owner`] knows whose each file is, [`record`] what we wrote. Whatever stops us, a project is as it was before or
//! complete: at once where one rename makes the change ([`create`]), else as soon as the next command finds the
//! journal of the killed one ([`apply`]) and undoes what it had begun.

mod apply;
mod crate_name;
mod create;
mod disk;
mod error;
mod hash;
pub mod merge;
pub mod owner;
pub mod plan;
pub mod record;
mod staging;
#[cfg(test)]
mod tree;

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

pub use self::{
    apply::Recovered,
    crate_name::{CrateName, CrateNameError},
    create::without_detours,
    error::ProjectError,
    hash::FileHash,
    owner::Owner,
    plan::{Action, Edited, Plan, PlanError, PlanReport, Step},
    record::{CreateOptions, Record},
};
use self::{
    apply::{After, Change},
    disk::Disk,
    error::at,
    merge::Names,
    owner::{base_of, offer_of},
    plan::{Facts, OnDisk},
    record::RECORD,
};
use crate::files::File;

/// A project on disk.
#[derive(Debug)]
pub struct Project {
    root: PathBuf,
    record: Record,
}

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

    /// Whether a project may be created at the path, to be asked before there is work to do for it.
    pub fn check_place(path: &Path) -> Result<(), ProjectError> {
        create::check_place(path)
    }

    /// Puts back what a run that was killed in a project, or while creating it, left half done.
    ///
    /// [`Project::create`] and [`Project::open`] do it too; this one tells.
    pub fn recover(path: &Path) -> Result<Option<Recovered>, ProjectError> {
        create::recover(&Disk::default(), &create::absolute(path)?)
    }

    /// Opens a project, after undoing what a run that was killed in it had begun.
    pub fn open(path: &Path) -> Result<Self, ProjectError> {
        Self::open_on(&Disk::default(), path)
    }

    fn open_on(disk: &Disk, path: &Path) -> Result<Self, ProjectError> {
        if path.is_dir() {
            apply::recover(disk, path)?;
        }
        let record = path.join(RECORD);
        let text = match fs::read_to_string(&record) {
            Ok(text) => text,
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                return Err(ProjectError::NoProject {
                    path: path.to_owned(),
                });
            }
            Err(error) => return Err(at("read", &record)(error)),
        };
        Ok(Self {
            root: path.to_owned(),
            record: Record::parse(&text)?,
        })
    }

    /// The project's directory, as it was given.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What we wrote, and what `create` was told.
    #[must_use]
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Whether a file is as we wrote it. A file that is gone, or that we did not write, is not.
    pub fn is_as_written(&self, path: &str) -> Result<bool, ProjectError> {
        let Some(written) = self.record.files.get(path) else {
            return Ok(false);
        };
        Ok(matches!(self.look(path)?, OnDisk::File(found) if found == *written))
    }

    /// Decides what a rebuild with these files does; changes nothing. `names` are those that are others now.
    pub fn plan(
        &self,
        files: Vec<File>,
        edited: Edited,
        names: Names,
    ) -> Result<Plan, ProjectError> {
        let merged = |path: &&str| Owner::of(path) == Owner::Merged;
        let given: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let bases: Vec<String> = given.iter().copied().filter(merged).map(base_of).collect();
        let offers: Vec<String> = given.iter().copied().filter(merged).map(offer_of).collect();
        let mut facts = Facts {
            names,
            ..Facts::default()
        };
        let paths = given
            .iter()
            .copied()
            .chain(self.record.files.keys().map(String::as_str))
            .chain(bases.iter().chain(&offers).map(String::as_str))
            .chain([RECORD]);
        for path in paths {
            if !facts.files.contains_key(path) {
                facts.files.insert(path.to_owned(), self.look(path)?);
            }
        }
        for path in given
            .iter()
            .copied()
            .filter(merged)
            .chain(bases.iter().map(String::as_str))
        {
            if let Some(OnDisk::File(_)) = facts.files.get(path) {
                let file = self.root.join(path);
                let text = fs::read(&file).map_err(at("read", &file))?;
                facts.texts.insert(path.to_owned(), text);
            }
        }
        if let Some(path) = given.iter().find(|path| !record::is_inside(path)) {
            return Err(ProjectError::OutsideProject {
                path: (*path).to_owned(),
            });
        }
        Ok(Plan::new(&facts, &self.record, files, edited)?)
    }

    /// Decides what laying a sample's customizations over the files of the user does; changes nothing.
    pub fn plan_overlay(&self, files: Vec<File>) -> Result<Plan, ProjectError> {
        let mut facts = Facts::default();
        for path in files.iter().map(|file| file.path.as_str()).chain([RECORD]) {
            facts.files.insert(path.to_owned(), self.look(path)?);
        }
        Ok(Plan::overlay(&facts, &self.record, files)?)
    }

    /// Makes all the changes of a plan, or none of them.
    pub fn apply(&mut self, plan: Plan) -> Result<(), ProjectError> {
        self.apply_on(&Disk::default(), plan)
    }

    /// If a plan failed because a file could not be merged: lays the newly generated one beside its
    /// base, for the user to compare, and returns its path in the project.
    pub fn offer(&self, error: &ProjectError) -> Result<Option<String>, ProjectError> {
        let ProjectError::Plan(PlanError::Merge { path, new, .. }) = error else {
            return Ok(None);
        };
        let path = offer_of(path);
        let (before, contents) = (self.look(&path)?, new.contents.clone());
        let change = Change {
            path: path.clone(),
            before: match before {
                OnDisk::File(hash) => Some(hash),
                OnDisk::Absent => None,
                OnDisk::Other(kind) => return Err(PlanError::NoFile { path, kind }.into()),
            },
            after: Some(After {
                contents,
                mode: new.mode,
            }),
        };
        apply::apply(&Disk::default(), &self.root, &[change])?;
        Ok(Some(path))
    }

    fn apply_on(&mut self, disk: &Disk, plan: Plan) -> Result<(), ProjectError> {
        apply::apply(disk, &self.root, &plan.changes)?;
        self.record = plan.record;
        Ok(())
    }

    /// What is at a path of the project.
    fn look(&self, path: &str) -> Result<OnDisk, ProjectError> {
        // We write through no link: it may lead out of the project.
        for (end, _) in path.match_indices('/') {
            let directory = self.root.join(&path[..end]);
            match fs::symlink_metadata(&directory) {
                Ok(found) if found.is_symlink() && Owner::of(path) != Owner::User => {
                    return Ok(OnDisk::Other("file behind a link"));
                }
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(OnDisk::Absent),
                Err(error) => return Err(at("read", &directory)(error)),
            }
        }
        let file = self.root.join(path);
        match fs::symlink_metadata(&file) {
            Ok(found) if found.is_file() => FileHash::of_file(&file)
                .map(OnDisk::File)
                .map_err(at("read", &file)),
            Ok(found) if found.is_symlink() => Ok(OnDisk::Other("link")),
            Ok(_) => Ok(OnDisk::Other("directory")),
            Err(error)
                if matches!(
                    error.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                Ok(OnDisk::Absent)
            }
            Err(error) => Err(at("read", &file)(error)),
        }
    }
}

#[cfg(test)]
mod tests;
