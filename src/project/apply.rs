//! Changes of a project's files, all or none.
//!
//! What is written and what is replaced is first laid beside, in [`PENDING`]; then a journal says
//! what will happen; then files are renamed into their places; then the journal is removed, and
//! with that the change is done. Whoever finds a journal (after an error, or the next run after a
//! kill) puts everything back. A file that was edited in between is the user's: it stays.

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use super::{
    ProjectError, disk::Disk, error::at, hash::FileHash, record::is_inside, staging::Staging,
};
use crate::files::{Contents, File, Mode};

/// The folder in a project in which a change is prepared.
pub(super) const PENDING: &str = ".formwork-pending";

const JOURNAL: &str = "journal.json";

/// A file to write or to remove.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) path: String,
    /// The fingerprint of the file that is there now; none if there is none.
    pub(super) before: Option<FileHash>,
    pub(super) after: Option<After>,
}

/// What a file will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct After {
    pub(super) contents: Contents,
    pub(super) mode: Mode,
}

impl Change {
    pub(super) fn add(file: File) -> Self {
        Self {
            path: file.path,
            before: None,
            after: Some(After {
                contents: file.contents,
                mode: file.mode,
            }),
        }
    }
}

/// What will happen, in order, and what it has to be undone to.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Journal {
    /// Folders that are created, outermost first.
    directories: Vec<String>,
    entries: Vec<Entry>,
}

/// One file; its position is its name in the folders `new` and `old`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    path: String,
    before: Option<FileHash>,
    after: Option<FileHash>,
}

/// What a run that was killed had left, and is gone now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recovered {
    /// It had begun to change the project, which is now as it was before.
    Undone,
    /// It had only prepared its change, or was done with it: the folder of its preparations.
    Removed,
}

/// Makes all the changes, or none of them.
pub(super) fn apply(disk: &Disk, root: &Path, changes: &[Change]) -> Result<(), ProjectError> {
    recover(disk, root)?;
    if changes.is_empty() {
        return Ok(());
    }
    let staging = Staging::create(disk, &root.join(PENDING))?;
    let applied = prepare(disk, root, &staging.path, changes).and_then(|journal| {
        carry_out(disk, root, &staging.path, &journal)
            .and_then(|()| finish(disk, &staging.path))
            .or_else(|error| undo(disk, root, &staging.path, &journal).and(Err(error)))
    });
    // While the journal is there, the folder is needed to undo the change.
    if !staging.path.join(JOURNAL).exists() {
        // What cannot be removed now, the next run removes.
        let _ = staging.remove(disk);
    }
    applied
}

/// Puts back what a run that was killed left half done. Every use of a project starts with it.
pub(super) fn recover(disk: &Disk, root: &Path) -> Result<Option<Recovered>, ProjectError> {
    let Some(staging) = Staging::leftover(disk, &root.join(PENDING))? else {
        return Ok(None);
    };
    let path = staging.path.join(JOURNAL);
    let recovered = match fs::read(&path) {
        Ok(text) => {
            let journal = Journal::parse(&text, &path)?;
            undo(disk, root, &staging.path, &journal)?;
            Recovered::Undone
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Recovered::Removed,
        Err(error) => return Err(at("read", &path)(error)),
    };
    let path = staging.path.clone();
    staging.remove(disk).map_err(at("remove", &path))?;
    Ok(Some(recovered))
}

impl Journal {
    fn parse(text: &[u8], path: &Path) -> Result<Self, ProjectError> {
        let journal: Self =
            serde_json::from_slice(text).map_err(|source| ProjectError::BrokenJournal {
                path: path.to_owned(),
                source,
            })?;
        let mut paths = journal
            .entries
            .iter()
            .map(|entry| &entry.path)
            .chain(&journal.directories);
        match paths.find(|path| !is_inside(path)) {
            Some(path) => Err(ProjectError::OutsideProject { path: path.clone() }),
            None => Ok(journal),
        }
    }
}

/// Lays the new files and copies of the old ones beside, then writes the journal.
fn prepare(
    disk: &Disk,
    root: &Path,
    staging: &Path,
    changes: &[Change],
) -> Result<Journal, ProjectError> {
    let (new, old) = (staging.join("new"), staging.join("old"));
    for directory in [&new, &old] {
        disk.create_directory(directory)
            .map_err(at("create", directory))?;
    }
    let mut journal = Journal {
        directories: missing_directories(root, changes)?,
        entries: vec![],
    };
    for (position, change) in changes.iter().enumerate() {
        let target = root.join(&change.path);
        let name = position.to_string();
        if change.before.is_some() {
            let copy = old.join(&name);
            disk.create_file(&copy, &Contents::CopyOf(target.clone()), Mode::Secret)
                .and_then(|()| disk.set_permissions(&copy, fs::metadata(&target)?.permissions()))
                .map_err(at("copy", &target))?;
        }
        let mut hash = None;
        if let Some(after) = &change.after {
            let file = new.join(&name);
            disk.create_file(&file, &after.contents, after.mode)
                .map_err(at("write", &target))?;
            if change.before.is_some() {
                // The user's rights on a file outlast our new contents.
                fs::metadata(&target)
                    .and_then(|found| disk.set_permissions(&file, found.permissions()))
                    .map_err(at("write", &target))?;
            }
            hash = Some(FileHash::of_contents(&after.contents).map_err(at("read", &target))?);
        }
        let path = change.path.clone();
        journal.entries.push(Entry {
            path,
            before: change.before,
            after: hash,
        });
    }
    let text = serde_json::to_vec_pretty(&journal).expect("a journal is plain data");
    let draft = staging.join("journal.draft");
    disk.create_file(&draft, &Contents::Bytes(text), Mode::Plain)
        .and_then(|()| disk.sync_tree(staging))
        .and_then(|()| disk.rename(&draft, &staging.join(JOURNAL)))
        .map_err(at("write", &draft))?;
    Ok(journal)
}

/// Renames the new files into their places and removes those that go.
fn carry_out(
    disk: &Disk,
    root: &Path,
    staging: &Path,
    journal: &Journal,
) -> Result<(), ProjectError> {
    disk.sync_directory(staging).map_err(at("write", staging))?;
    for directory in &journal.directories {
        let path = root.join(directory);
        disk.create_directory(&path).map_err(at("create", &path))?;
    }
    for (position, entry) in journal.entries.iter().enumerate() {
        let target = root.join(&entry.path);
        // The user may have saved the file a moment ago.
        if state(&target)? != entry.before {
            return Err(ProjectError::ChangedMeanwhile { path: target });
        }
        if entry.after.is_some() {
            let from = staging.join("new").join(position.to_string());
            disk.rename(&from, &target).map_err(at("write", &target))?;
        } else {
            disk.remove_file(&target).map_err(at("remove", &target))?;
        }
    }
    let mut parents: Vec<_> = journal
        .entries
        .iter()
        .filter_map(|entry| root.join(&entry.path).parent().map(Path::to_owned))
        .collect();
    parents.sort();
    parents.dedup();
    for parent in parents {
        disk.sync_directory(&parent).map_err(at("write", &parent))?;
    }
    Ok(())
}

/// Removes the journal: from here on the change is done.
fn finish(disk: &Disk, staging: &Path) -> Result<(), ProjectError> {
    let journal = staging.join(JOURNAL);
    disk.remove_file(&journal).map_err(at("remove", &journal))?;
    // The change stands now, also if the system is slow to note it.
    let _ = disk.sync_directory(staging);
    Ok(())
}

/// Puts the project back to where it was before [`carry_out`], from wherever that stopped. May
/// itself be stopped and begun again.
fn undo(disk: &Disk, root: &Path, staging: &Path, journal: &Journal) -> Result<(), ProjectError> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |source| ProjectError::Undo { path, source }
    };
    for (position, entry) in journal.entries.iter().enumerate().rev() {
        let target = root.join(&entry.path);
        let now = state(&target)?;
        if now == entry.before || now != entry.after {
            // Untouched, put back already, or edited since then by the user, whose it is.
            continue;
        }
        if entry.before.is_some() {
            let copy = staging.join("old").join(position.to_string());
            disk.rename(&copy, &target).map_err(failed(root))?;
        } else {
            disk.remove_file(&target).map_err(failed(root))?;
        }
    }
    for directory in journal.directories.iter().rev() {
        let path = root.join(directory);
        // Not created yet, or something of the user's is in it now: both are fine.
        if fs::read_dir(&path).is_ok_and(|mut entries| entries.next().is_none()) {
            disk.remove_directory(&path).map_err(failed(root))?;
        }
    }
    disk.remove_file(&staging.join(JOURNAL))
        .map_err(failed(root))
}

/// The fingerprint of the file at a path; none if there is nothing.
fn state(path: &Path) -> Result<Option<FileHash>, ProjectError> {
    match FileHash::of_file(path) {
        Ok(hash) => Ok(Some(hash)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at("read", path)(error)),
    }
}

/// The folders that the changes need and that are not there, outermost first.
fn missing_directories(root: &Path, changes: &[Change]) -> Result<Vec<String>, ProjectError> {
    let mut missing = Vec::new();
    for change in changes.iter().filter(|change| change.after.is_some()) {
        for (end, _) in change.path.match_indices('/') {
            let directory = &change.path[..end];
            let path = root.join(directory);
            match fs::symlink_metadata(&path) {
                Ok(found) if found.is_dir() => {}
                Ok(found) => {
                    let kind = if found.is_symlink() { "link" } else { "file" };
                    return Err(ProjectError::InTheWay { path, kind });
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    missing.push(directory.to_owned());
                }
                Err(error) => return Err(at("read", &path)(error)),
            }
        }
    }
    missing.sort();
    missing.dedup();
    Ok(missing)
}
